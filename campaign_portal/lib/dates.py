"""Days people read and instants the machine compares: the only place where one becomes the other.

A day is a day in settings.TIME_ZONE, whatever zone a request has activated. An instant is an aware UTC datetime.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_TYPED = re.compile(r"(\d{1,2})\s*([/.\-])\s*(\d{1,2})\s*\2\s*(\d{4})", re.ASCII)


def local_day(at: datetime) -> date:
    """Return the local day of an instant. Raises ValueError for a naive datetime."""
    return timezone.localdate(at, timezone.get_default_timezone())


def at_local(day: date, clock: time) -> datetime:
    """Return the aware UTC instant at which local clocks show `clock` on `day`."""
    return datetime.combine(day, clock, tzinfo=timezone.get_default_timezone()).astimezone(UTC)


def closes_at(day: date) -> datetime:
    """Return the first instant after `day`: what happened before it happened by the end of that day."""
    return at_local(day + timedelta(days=1), time.min)


def short_date(day: date) -> str:
    """Return "20/11/2024"."""
    return f"{day:%d/%m}/{day.year:04d}"


def long_date(day: date) -> str:
    """Return "thứ Tư, 20/11/2024"."""
    return f"{_weekday_names()[day.weekday()]}, {short_date(day)}"


def clock_words(at: datetime) -> str:
    """Return "08:30 ngày 14/11/2024" in local time."""
    local = timezone.localtime(at, timezone.get_default_timezone())
    return _("%(clock)s ngày %(day)s") % {"clock": f"{local:%H:%M}", "day": short_date(local.date())}


def distance_words(due_on: date, today: date) -> str:
    """Return how far the due day is: "còn 6 ngày", "hạn hôm nay", "quá hạn 3 ngày". Calendar days, not working days."""
    days = (due_on - today).days
    if days == 0:
        return _("hạn hôm nay")
    if days > 0:
        return ngettext("còn %(days)d ngày", "còn %(days)d ngày", days) % {"days": days}
    return ngettext("quá hạn %(days)d ngày", "quá hạn %(days)d ngày", -days) % {"days": -days}


def parse_date(text: str) -> date:
    """Read a day as people type it here: 20/11/2024, 5/1/2024, 20-11-2024, 20.11.2024.

    Raises ValueError with a Vietnamese sentence for the person who typed.
    """
    typed = _TYPED.fullmatch(text.strip())
    if typed is None:
        raise ValueError(_("Ngày chưa đúng dạng. Hãy nhập ngày/tháng/năm, ví dụ 20/11/2024."))
    day, month, year = int(typed[1]), int(typed[3]), int(typed[4])
    if not 1900 <= year <= 2100:
        raise ValueError(_("Năm %(year)s không hợp lý. Hãy nhập năm từ 1900 đến 2100.") % {"year": typed[4]})
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(_("Không có ngày %(text)s trong lịch. Hãy kiểm tra lại.") % {"text": text.strip()}) from None


def _weekday_names() -> list[str]:
    return [_("thứ Hai"), _("thứ Ba"), _("thứ Tư"), _("thứ Năm"), _("thứ Sáu"), _("thứ Bảy"), _("Chủ nhật")]
