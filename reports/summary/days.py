"""Which day the figures are of. What a reader types is a local day, dd/mm/yyyy; the figures are those of its end."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from campaign_portal.lib.dates import local_day, parse_date, short_date
from directives.models import Directive


@dataclass(frozen=True)
class AsOf:
    """The day chosen. `chosen` is None for the usual day, so that a plain address keeps moving with the calendar."""

    day: date
    today: date
    chosen: date | None = None
    typed: str = ""
    error: str = ""
    notice: str = ""

    @property
    def is_today(self) -> bool:
        return self.day == self.today


def usual_day(directive: Directive, today: date) -> date:
    """Today, or the day on which the campaign was closed: nothing counts after it."""
    closed_at = directive.campaign.closed_at
    return min(today, local_day(closed_at)) if closed_at else today


def as_of(typed: str, *, directive: Directive, today: date) -> AsOf:
    """Read the day asked for. What cannot be read keeps the usual day and says so; the future is today."""
    typed = typed.strip()
    usual = usual_day(directive, today)
    if not typed:
        return AsOf(usual, today)
    try:
        day = parse_date(typed)
    except ValueError as error:
        return AsOf(usual, today, typed=typed, error=str(error))
    if day > today:
        notice = _("Ngày %(day)s chưa tới. Đây là số liệu của hôm nay.") % {"day": short_date(day)}
        return AsOf(today, today, typed=short_date(today), notice=notice)
    return AsOf(day, today, chosen=day, typed=short_date(day))


def is_before_issue(directive: Directive, day: date) -> bool:
    return day < local_day(directive.issued_at)
