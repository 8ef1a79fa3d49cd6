"""Dates as letters write them: 20/11/2024, 20-11-2024, ngày 20 tháng 11 năm 2024, tháng 11/2024."""

import re
from datetime import date

from ..worn import blurred

_D = r"\d{1,2}"
_MONTH, _YEAR = blurred("tháng"), blurred("năm")
# A full date, or one without its year.
DATE = (
    rf"(?:{_D}\s*{_MONTH}\s*{_D}\s*,?\s*{_YEAR}\s*\d{{4}}|{_D}\s*[/.-]\s*{_D}\s*[/.-]\s*\d{{4}}|"
    rf"{_D}\s*{_MONTH}\s*{_D}\b|{_D}\s*[/-]\s*{_D}(?![\d/.-]*\d))"
)
_FULL = re.compile(rf"({_D})\s*(?:{_MONTH}|[/.-])\s*({_D})\s*,?\s*(?:{_YEAR}|[/.-])\s*(\d{{4}})")
_NO_YEAR = re.compile(rf"({_D})\s*(?:{_MONTH}|[/-])\s*({_D})$")


def make(year, month, day) -> date | None:
    """The date, or None when the calendar has no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def parse(words: str, letter_day: date | None = None) -> date | None:
    """The printed date. Without a year it is taken only when the letter's own date settles it: the same year, later."""
    words = " ".join(words.split())
    full = _FULL.search(words)
    if full:
        return make(full[3], full[2], full[1])
    short = _NO_YEAR.search(words)
    if short and letter_day:
        day = make(letter_day.year, short[2], short[1])
        return day if day and day >= letter_day else None
    return None


def parts_without_year(words: str) -> tuple[int, int] | None:
    """(month, day) of a day printed without its year."""
    short = _NO_YEAR.search(" ".join(words.split()))
    return (int(short[2]), int(short[1])) if short else None


def has_year(words: str) -> bool:
    return bool(_FULL.search(words))


def month_end(year: int, month: int) -> date | None:
    """Last day of a month; None when there is no such month."""
    first = make(year + month // 12, month % 12 + 1, 1) if 1 <= month <= 12 else None
    return date.fromordinal(first.toordinal() - 1) if first else None
