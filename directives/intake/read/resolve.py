"""Which day a phrase ends on: said by the letter itself, or counted from the letter's own date."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ..workdays import Workdays
from .dates import has_year, make, month_end, parts_without_year

_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_SINCE = (
    r"(?:từ\s+(?:ngày|khi|thời điểm)|sau\s+khi)\s+"
    r"(?:(?:công văn|văn bản|kế hoạch|quyết định)\s+(?:này\s+)?)?(?:được\s+)?"
)
_SIGNED = re.compile(rf"{_SINCE}(?:ký|ban hành|phát hành)", re.IGNORECASE)
_RECEIVED = re.compile(rf"{_SINCE}(?:nhận|tiếp nhận)", re.IGNORECASE)
_COUNT = re.compile(r"(\d{1,3})\s*(?:\([^()]{1,20}\)\s*)?(ngày|giờ|tuần|tháng)(\s+làm việc)?", re.IGNORECASE)
_LONGEST = 400  # days or working days a letter may count ahead
_SOON = timedelta(days=183)  # a day without a year that is over this year may be meant for the next, if it is near

UNSETTLED = "Không suy ra được ngày cụ thể; giữ nguyên cụm từ của văn bản."
YEARLESS = "Ngày không ghi năm; hiểu theo ngày của văn bản. Hãy kiểm tra."
_YEAR_LEFT_OUT = "Không ghi năm; hiểu theo năm của văn bản. Hãy kiểm tra."
_QUARTER = "Hiểu là ngày cuối của quý. Hãy kiểm tra."
_NEXT_YEAR = "Không ghi năm và đã qua trong năm của văn bản; có thể là năm {year}. Hãy kiểm tra."
_UNDATED = "Không suy ra được ngày cụ thể: văn bản chưa ghi ngày để tính từ đó."
_ON_RECEIPT = "Không suy ra được ngày cụ thể: thời hạn tính từ ngày nhận văn bản."
_COUNTED = "Tính từ ngày của văn bản; ngày cuối rơi vào ngày nghỉ thì lùi sang ngày làm việc kế tiếp."
_WEEKENDS = " Mới trừ thứ Bảy, Chủ nhật, chưa xét ngày lễ."


@dataclass(frozen=True)
class Ending:
    """`last_day` is printed; `resolved` is `last_day`, or counted from the letter's date; `likely` is only offered."""

    last_day: date | None = None
    resolved: date | None = None
    doubt: str = ""
    likely: date | None = None


def ending(
    relation: str, groups: dict, phrase: str, day: date | None, letter_day: date | None, calendar: Workdays | None
) -> Ending:
    """When the phrase ends. `day` is the printed day."""
    if relation in ("recurring", "ongoing"):
        return Ending()
    if groups["month"]:
        return _month(relation, groups, letter_day)
    if groups["quarter"]:
        return _quarter(groups, letter_day)
    if day:
        last = _last_day(relation, groups, day)
        return Ending(last, last, "" if has_year(groups["day"]) else YEARLESS)
    if groups["day"] and letter_day:
        return _next_year(relation, groups, letter_day)
    return _counted(phrase, letter_day, calendar)


def _last_day(relation: str, groups: dict, day: date) -> date:
    """The last whole day on which it is still time."""
    strictly = relation == "before" and not groups["time"] and day.toordinal() > 1
    return day - timedelta(days=1) if strictly else day


def _next_year(relation: str, groups: dict, letter_day: date) -> Ending:
    """A letter of 28/12 that says "trước ngày 15/01": only offered."""
    day_month = None if has_year(groups["day"]) else parts_without_year(groups["day"])
    day = make(letter_day.year + 1, *day_month) if day_month else None
    return _offered(day, day and _last_day(relation, groups, day), letter_day)


def _month(relation: str, groups: dict, letter_day: date | None) -> Ending:
    if relation == "before" and groups["year"]:
        first = make(groups["year"], groups["month"], 1)
        end = _last_day(relation, groups, first) if first else None
    elif relation == "before":
        return Ending(doubt=UNSETTLED)
    elif groups["year"]:
        end = month_end(int(groups["year"]), int(groups["month"]))
    else:
        return _this_year(int(groups["month"]), letter_day)
    return Ending(end, end, "" if end else UNSETTLED)


def _quarter(groups: dict, letter_day: date | None) -> Ending:
    month = 3 * _QUARTERS[groups["quarter"].upper()]
    if groups["year"]:
        return Ending(None, month_end(int(groups["year"]), month), _QUARTER)
    return _this_year(month, letter_day)


def _this_year(month: int, letter_day: date | None) -> Ending:
    """A month without a year is this year's; one that is over may be meant for the next year."""
    end = month_end(letter_day.year, month) if letter_day else None
    if end and end >= letter_day:
        return Ending(None, end, _YEAR_LEFT_OUT)
    later = month_end(letter_day.year + 1, month) if end else None
    return _offered(later, later, letter_day)


def _offered(day: date | None, last: date | None, letter_day: date) -> Ending:
    if day is None or day - letter_day > _SOON:
        return Ending(doubt=UNSETTLED)
    return Ending(doubt=_NEXT_YEAR.format(year=day.year), likely=last)


def _counted(phrase: str, letter_day: date | None, calendar: Workdays | None) -> Ending:
    """ "05 ngày làm việc kể từ ngày ký": the first day is not counted (Civil Code 91/2015/QH13, articles 147, 148)."""
    count = _COUNT.search(phrase)
    signed, received = _SIGNED.search(phrase), _RECEIVED.search(phrase)
    if not count or not (signed or received) or count[2].lower() not in ("ngày", "tuần"):
        return Ending(doubt=UNSETTLED)
    if letter_day is None:
        return Ending(doubt=_UNDATED)
    last = _after(letter_day, int(count[1]) * (7 if count[2].lower() == "tuần" else 1), bool(count[3]), calendar)
    rough = "" if last and calendar and all(map(calendar.covers, {letter_day.year, last.year})) else _WEEKENDS
    if signed:
        return Ending(None, last, _COUNTED + rough)
    likely = f" Nếu nhận ngay trong ngày của văn bản thì hạn là {last:%d/%m/%Y}.{rough}" if last else ""
    return Ending(doubt=_ON_RECEIPT + likely, likely=last)


def _after(day: date, count: int, working: bool, calendar: Workdays | None) -> date | None:
    calendar = calendar or Workdays()
    if count > _LONGEST or day.year > date.max.year - 3:
        return None
    if not working:
        return calendar.next_workday(day + timedelta(days=count))
    for _ in range(count):
        day = calendar.next_workday(day + timedelta(days=1))
    return day
