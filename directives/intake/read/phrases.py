"""How letters phrase deadlines: one pattern per relation, tried in order; the first that matches at a place wins."""

import re

from .dates import DATE

_TIME = r"(?:\d{1,2}\s*(?:giờ|[gh:])\s*(?:\d{2})?\s*(?:phút|['’′])?\s*,?\s*)"
_WEEKDAY = r"(?:(?:thứ\s+\w+|chủ nhật)\s*,?\s*)?"
_NUMBER_OF = r"\d{1,3}\s*(?:\([^()]{1,20}\)\s*)?(?:ngày|giờ|tuần|tháng)(?:\s+làm việc)?"
_EVERY = r"(?:(?:hằng|hàng|mỗi)\s+(?:ngày|tuần|tháng|quý|năm))"
_LATEST = r"(?:(?:chậm nhất|muộn nhất)(?:\s+là)?(?:\s+(?:đến|vào|trước|trong))?(?:\s+hết)?)"
_TO_DAY = rf"(?P<time>{_TIME})?(?:ngày\s+)?{_WEEKDAY}(?:ngày\s+)?(?P<day>{DATE})"
_SINCE = r"(?:kể\s+)?từ\s+(?:ngày|khi|thời điểm)[^.;,()]{0,60}"

# Groups: day and time of the end of the period; month and year where a month is all that is printed.
RULES: list[tuple[str, str]] = [
    ("recurring", rf"(?:trước|chậm nhất|vào|định kỳ)\s[^.;,()]{{0,40}}?{_EVERY}(?:\s*[^.;,()]{{0,25}}?{_EVERY})?"),
    (
        "recurring",
        r"định kỳ\s+(?:\d{1,2}|một|hai|ba|sáu|chín|tuần|tháng|quý|năm)(?:\s+(?:tuần|tháng|năm))?"
        r"(?:\s*/\s*lần)?(?:\s+báo cáo)?",
    ),
    ("by_end_of", rf"từ\s+(?:nay|{_TIME}?(?:ngày\s+)?{DATE})\s*,?\s*(?:đến|-|–)\s*(?:hết\s+)?{_TO_DAY}"),
    ("by_end_of", rf"(?:đến\s+)?hết\s+(?=\d|ngày){_TO_DAY}"),
    ("at_latest", rf"{_LATEST}\s+{_TO_DAY}"),
    ("at_latest", rf"không (?:muộn|chậm|trễ) (?:hơn|quá)\s+{_TO_DAY}"),
    ("before", rf"trước\s+{_TO_DAY}"),
    ("within", rf"trong\s+ngày\s+(?P<day>{DATE})"),
    ("within", rf"(?:trong\s+(?:vòng|thời hạn)|{_LATEST}|không quá|sau)\s+{_NUMBER_OF}[^.;,()]{{0,10}}?{_SINCE}"),
    ("within", rf"(?:trong\s+(?:vòng|thời hạn)|{_LATEST}|không quá)\s+{_NUMBER_OF}"),
    (
        "within",
        r"(?:hoàn thành|xong|báo cáo|thực hiện)\s+trong\s+tháng\s+(?P<month>\d{1,2})"
        r"(?:\s*(?:/|năm)\s*(?P<year>\d{4}))?",
    ),
    ("within", r"(?:hoàn thành|xong|báo cáo|thực hiện)\s+trong\s+quý\s+(?:[IV]{1,3}|[1-4])(?:\s*(?:/|năm)\s*\d{4})?"),
]


def _numbered(at: int, rule: str) -> str:
    """The rule as one alternative: its groups carry its number."""
    return f"(?P<rule{at}>" + re.sub(r"\?P<(day|time|month|year)>", rf"?P<\g<1>{at}>", rule) + ")"


_PATTERN = re.compile("|".join(_numbered(at, rule) for at, (_, rule) in enumerate(RULES)), re.IGNORECASE)


def find_phrases(text: str):
    """Yields (match, relation, groups) with groups day, time, month and year (None where absent)."""
    for match in _PATTERN.finditer(text):
        at = next(number for number in range(len(RULES)) if match[f"rule{number}"] is not None)
        found = match.groupdict()
        groups = {name: found.get(f"{name}{at}") for name in ("day", "time", "month", "year")}
        yield match, RULES[at][0], groups
