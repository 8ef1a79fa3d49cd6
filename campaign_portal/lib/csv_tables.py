"""Cells of CSV that opens in Excel: none that a spreadsheet would run as a formula. The file begins with `BOM`."""

from datetime import date

from campaign_portal.lib.dates import short_date

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(value) -> str:
    """A value as text. What begins like a formula gets an apostrophe, also behind spaces; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, int):
        return str(value)
    text = str(value)
    is_formula = text.startswith(FORMULA) or text.lstrip().startswith(FORMULA)
    return f"'{text}" if is_formula else text
