"""Looking at the web addresses that units give as evidence: fetch within bounds, judge, keep a copy.

`addresses`, `transport`, `fetch`, `decode`, `page`, `judge`, `archive` and `schedule` know no database;
`reports/services/link_checks.py` does the work with them. The check is off unless EVIDENCE_LINK_CHECKS is set.
"""
