"""Numbers as people here write them: 12.345, 1,5, "4 đơn vị" that never breaks over two lines."""

import re
from decimal import Decimal

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

NBSP = "\u00a0"
_GROUPED = re.compile(r"\d{1,3}([.\s\u00a0]\d{3})+", re.ASCII)


def number_text(value: int | float | Decimal, decimals: int = 0) -> str:
    """Return 12345 as "12.345" and 1.5 with one decimal as "1,5". A minus is a real one (−), so that it is seen."""
    text = f"{abs(value):,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    return f"−{text}" if value < 0 and text.strip("0,.") else text


def with_unit(value: int | float | Decimal, unit: str = "", decimals: int = 0) -> str:
    """Return "12.345 đơn vị" with spaces that do not break."""
    return unbroken(f"{number_text(value, decimals)} {unit}".strip())


def unbroken(text: str) -> SafeString:
    """The same text, escaped, kept on one line: for dates with their weekday, numbers with their unit."""
    return mark_safe(str(conditional_escape(text)).replace(" ", NBSP))  # noqa: S308 - escaped the line before


def parse_count(text: str) -> int:
    """Read a whole number as typed here: "1240", "1.240", "1 240". Raises ValueError for anything else.

    A point must stand before three digits: "1.5" is refused rather than read as fifteen.
    """
    typed = text.strip()
    if _GROUPED.fullmatch(typed):
        typed = re.sub(r"\D", "", typed)
    if not re.fullmatch(r"\d{1,12}", typed, re.ASCII):
        raise ValueError(text)
    return int(typed)
