"""Which day a phrase ends on: said by the letter itself, or counted from the letter's own date."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from .dates import has_year, month_end

_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_SIGNED = re.compile(r"từ\s+(?:ngày|khi|thời điểm)\s+(?:được\s+)?(?:ký|ban hành|phát hành)", re.IGNORECASE)
_RECEIVED = re.compile(r"từ\s+(?:ngày|khi|thời điểm)\s+(?:được\s+)?(?:nhận|tiếp nhận)", re.IGNORECASE)
_COUNT = re.compile(r"(\d{1,3})\s*(?:\([^()]{1,20}\)\s*)?(ngày|giờ|tuần|tháng)(\s+làm việc)?", re.IGNORECASE)
_SATURDAY = 5
_LONGEST = 400  # days or working days a letter may count ahead

UNSETTLED = "Không suy ra được ngày cụ thể; giữ nguyên cụm từ của văn bản."
YEARLESS = "Ngày không ghi năm; hiểu theo ngày của văn bản. Hãy kiểm tra."
_MONTHLESS_YEAR = "Không ghi năm; hiểu theo năm của văn bản. Hãy kiểm tra."
_QUARTER = "Hiểu là ngày cuối của quý. Hãy kiểm tra."
_UNDATED = "Không suy ra được ngày cụ thể: văn bản chưa ghi ngày để tính từ đó."
_ON_RECEIPT = "Không suy ra được ngày cụ thể: thời hạn tính từ ngày nhận văn bản."
_COUNTED = "Tính từ ngày của văn bản; ngày cuối rơi vào ngày nghỉ thì lùi sang ngày làm việc kế tiếp."
_WEEKENDS = " Mới trừ thứ Bảy, Chủ nhật, chưa xét ngày lễ."


class Calendar(Protocol):
    """What counts as a working day."""

    def is_workday(self, day: date) -> bool: ...

    def next_workday(self, day: date) -> date:
        """`day` itself when it is a working day, else the first one after it."""


class Weekends:
    """Monday to Friday, for callers without a calendar; results that rest on it are in doubt."""

    def is_workday(self, day: date) -> bool:
        return day.weekday() < _SATURDAY

    def next_workday(self, day: date) -> date:
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day


@dataclass(frozen=True)
class Ending:
    """`last_day` is printed; `resolved` is `last_day`, or counted from the letter's date; `likely` is only offered."""

    last_day: date | None = None
    resolved: date | None = None
    doubt: str = ""
    likely: date | None = None


def ending(relation: str, groups: dict, phrase: str, day: date | None, letter_day: date | None, calendar) -> Ending:
    """When the phrase ends. `day` is the printed day, `calendar` a Calendar or None."""
    if relation in ("recurring", "ongoing"):
        return Ending()
    if groups["month"]:
        return _month(groups, letter_day)
    if groups["quarter"]:
        return _quarter(groups, letter_day)
    if day:
        strictly = relation == "before" and not groups["time"] and day.toordinal() > 1
        last = day - timedelta(days=1) if strictly else day
        return Ending(last, last, "" if has_year(groups["day"]) else YEARLESS)
    return _counted(phrase, letter_day, calendar)


def _month(groups: dict, letter_day: date | None) -> Ending:
    if groups["year"]:
        end = month_end(int(groups["year"]), int(groups["month"]))
        return Ending(end, end, "" if end else UNSETTLED)
    end = month_end(letter_day.year, int(groups["month"])) if letter_day else None
    return _this_year(end, letter_day)


def _quarter(groups: dict, letter_day: date | None) -> Ending:
    month = 3 * _QUARTERS[groups["quarter"].upper()]
    if groups["year"]:
        return Ending(None, month_end(int(groups["year"]), month), _QUARTER)
    return _this_year(month_end(letter_day.year, month) if letter_day else None, letter_day)


def _this_year(end: date | None, letter_day: date | None) -> Ending:
    """A month without a year is this year's, unless it is over."""
    if end and letter_day and end >= letter_day:
        return Ending(None, end, _MONTHLESS_YEAR)
    return Ending(doubt=UNSETTLED)


def _counted(phrase: str, letter_day: date | None, calendar) -> Ending:
    """ "05 ngày làm việc kể từ ngày ký": the first day is not counted (Civil Code 91/2015/QH13, articles 147, 148)."""
    count = _COUNT.search(phrase)
    signed, received = _SIGNED.search(phrase), _RECEIVED.search(phrase)
    if not count or not (signed or received) or count[2].lower() not in ("ngày", "tuần"):
        return Ending(doubt=UNSETTLED)
    if letter_day is None:
        return Ending(doubt=_UNDATED)
    last = _after(letter_day, int(count[1]) * (7 if count[2].lower() == "tuần" else 1), bool(count[3]), calendar)
    rough = "" if calendar else _WEEKENDS
    if signed:
        return Ending(None, last, _COUNTED + rough)
    likely = f" Nếu nhận ngay trong ngày của văn bản thì hạn là {last:%d/%m/%Y}.{rough}" if last else ""
    return Ending(doubt=_ON_RECEIPT + likely, likely=last)


def _after(day: date, count: int, working: bool, calendar) -> date | None:
    calendar = calendar or Weekends()
    if count > _LONGEST or day.year > date.max.year - 3:
        return None
    if not working:
        return calendar.next_workday(day + timedelta(days=count))
    for _ in range(count):
        day = calendar.next_workday(day + timedelta(days=1))
    return day
