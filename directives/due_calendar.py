"""Due days as calendar events, for mails and for calendars people subscribe to. One event for one piece of work.

Its `uid` is the work's own for ever, and its `sequence` grows with every change of the work, a moved day among them, so
that a calendar that has the event already moves it instead of showing it twice.
"""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import at_local
from campaign_portal.lib.ical import CalendarEvent
from directives.models import Delivery, Directive, Obligation

MORNING_BEFORE = timedelta(hours=16)
"""Before an all-day event, which begins at midnight: 08:00 of the day before."""
HOUR_BEFORE = timedelta(hours=24)


def due_event(row: Obligation, *, delivery: Delivery, directive: Directive, url: str) -> CalendarEvent:
    """Wants `instruction` and `last_change` loaded. At an hour where the letter names one, else all day long."""
    hour = row.due_time
    words = _("Hạn: %(work)s") if row.is_open else _("Đã gửi, chờ xác nhận: %(work)s")
    return CalendarEvent(
        uid=uid("obligation", row.pk),
        summary=words % {"work": row.instruction.title},
        starts=at_local(row.due_on, hour) if hour else row.due_on,
        changed_at=row.last_change.recorded_at if row.last_change_id else row.progress_at,
        sequence=row.last_change_id or 0,
        description=about(delivery, directive),
        url=url,
        alarms=[HOUR_BEFORE if hour else MORNING_BEFORE] if row.is_open else [],
    )


def report_event(delivery: Delivery, *, directive: Directive, url: str) -> CalendarEvent:
    """The day by which the unit owes its report."""
    return CalendarEvent(
        uid=uid("report", delivery.pk),
        summary=_("Hạn báo cáo: %(letter)s") % {"letter": directive.reference},
        starts=directive.report_due_on,
        description=about(delivery, directive),
        url=url,
        alarms=[MORNING_BEFORE],
        **_version(directive),
    )


def letter_events(directive: Directive, *, url: str) -> list[CalendarEvent]:
    """For the issuing unit: the end of a letter's period, and the day by which the units report."""
    days = [
        ("letter", _("Hết hạn thực hiện: %(letter)s"), directive.due_on),
        ("letter-report", _("Hạn các đơn vị báo cáo: %(letter)s"), directive.report_due_on),
    ]
    return [
        CalendarEvent(
            uid=uid(kind, directive.pk),
            summary=words % {"letter": directive.reference},
            starts=day,
            description=directive.campaign.name,
            url=url,
            alarms=[MORNING_BEFORE],
            **_version(directive),
        )
        for kind, words, day in days
        if day
    ]


def _version(directive: Directive) -> dict:
    change = directive.last_change
    return {"changed_at": change.recorded_at if change else directive.issued_at, "sequence": change.pk if change else 0}


def about(delivery: Delivery, directive: Directive) -> str:
    return "\n".join([delivery.unit_name, directive.reference, directive.campaign.name])


def uid(kind: str, key: int) -> str:
    return f"{kind}-{key}@{settings.SITE_HOST or 'localhost'}"
