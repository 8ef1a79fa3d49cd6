"""Keeping the table of days off and worked weekend days: by hand, or a whole year from the library.

Every act is logged with what stood there before. The library never overwrites a day, nor brings back one that a person
has set aside.
"""

from collections.abc import Iterable
from datetime import date, datetime
from importlib.metadata import version

import holidays
from django.db import transaction
from django.utils.translation import gettext as _

from campaign_portal.lib import activity
from campaign_portal.lib.dates import short_date
from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.models import Holiday
from campaign_portal.lib.workdays import read_holidays

FIRST_YEAR, LAST_YEAR = 2020, 2100
_SATURDAY = 5
COLUMNS = ("name", "is_workday", "source", "is_set_aside")


def set_day(*, day: date, name: str, is_workday: bool, source: str, actor, now: datetime) -> Holiday:
    """Write down a day off, or a weekend day that is worked; one that stands there already is corrected."""
    _require_year(day.year)
    if is_workday and day.weekday() < _SATURDAY:
        raise Refused(_("Ngày làm bù phải là thứ Bảy hoặc Chủ nhật. Nếu ngày này không nghỉ nữa, hãy bỏ dòng của nó."))
    if not name.strip():
        raise Refused(_("Hãy ghi tên ngày, ví dụ: Quốc khánh, hoặc làm bù cho ngày 02/01/2026."))
    columns = {"name": name.strip(), "is_workday": is_workday, "source": source.strip(), "is_set_aside": False}
    with transaction.atomic():
        row = Holiday.objects.select_for_update().filter(day=day).first() or Holiday(day=day)
        return _keep(row, columns, "holiday.set", actor, now)


def set_aside(*, holiday: Holiday, actor, now: datetime) -> Holiday:
    """Take a day out of the calendar: its weekday alone says whether it is worked."""
    return _move(holiday, True, "holiday.set_aside", actor, now)


def take_back(*, holiday: Holiday, actor, now: datetime) -> Holiday:
    return _move(holiday, False, "holiday.taken_back", actor, now)


def fetch_year(*, year: int, actor, now: datetime) -> list[Holiday]:
    """Add the days of a year that the table lacks; returns them. Raises `AlreadyDone` when it lacks none."""
    _require_year(year)
    with transaction.atomic():
        known = set(Holiday.objects.filter(day__year=year).values_list("day", flat=True))
        rows = [Holiday(**row, changed_at=now, changed_by=actor) for row in days_of(year) if row["day"] not in known]
        if not rows:
            raise AlreadyDone(_("Lịch nghỉ năm %(year)s đã có đủ các ngày của danh mục ngày lễ.") % {"year": year})
        Holiday.objects.bulk_create(rows, ignore_conflicts=True)
        days = [short_date(row.day) for row in rows]
        subject = _("Lịch nghỉ năm %(year)s") % {"year": year}
        activity.record(actor=actor, verb="holiday.fetched", subject=subject, detail={"days": days}, now=now)
    return rows


def days_of(year: int) -> list[dict]:
    """What is known of a year: our own list, which holds swaps that were announced late, else the library."""
    ours = [row for row in read_holidays() if row["day"].year == year]
    return ours or list(_library(year))


def _library(year: int) -> Iterable[dict]:
    source = _("Danh mục ngày lễ Việt Nam bản %(version)s") % {"version": version("holidays")}
    known = holidays.country_holidays("VN", years=year, language="vi")
    for day, name in sorted(known.items()):
        yield {"day": day, "name": name[:200], "is_workday": False, "source": source}
    for day in sorted(known.weekend_workdays):
        if day.year == year:
            yield {"day": day, "name": _("Làm bù"), "is_workday": True, "source": source}


def _move(holiday: Holiday, aside: bool, verb: str, actor, now: datetime) -> Holiday:
    with transaction.atomic():
        row = Holiday.objects.select_for_update().get(pk=holiday.pk)
        return _keep(row, {"is_set_aside": aside}, verb, actor, now)


def _keep(row: Holiday, columns: dict, verb: str, actor, now: datetime) -> Holiday:
    """Save and log what changed; nothing where nothing did."""
    before = {name: getattr(row, name) for name in COLUMNS} if row.pk else {}
    if row.pk and all(before[name] == value for name, value in columns.items()):
        return row
    for name, value in columns.items():
        setattr(row, name, value)
    row.changed_at, row.changed_by = now, actor
    row.save()
    after = {name: getattr(row, name) for name in COLUMNS}
    subject = f"{short_date(row.day)} {row.name}"
    activity.record(actor=actor, verb=verb, subject=subject, detail={"before": before, "after": after}, now=now)
    return row


def _require_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        words = _("Chỉ ghi được lịch nghỉ từ năm %(first)s đến năm %(last)s.")
        raise Refused(words % {"first": FIRST_YEAR, "last": LAST_YEAR})
