"""The due days behind a calendar's secret address, as its person may know them now."""

from datetime import timedelta

from django.urls import reverse

from campaign_portal.lib.ical import CalendarEvent, write_calendar
from directives.due_calendar import due_event, letter_events, report_event
from directives.models import Delivery, Directive, Obligation, Progress
from directives.models.obligation import OPEN
from directives.reminders.links import whole
from reports.models import CalendarFeed
from units.access import REPORTING_ROLES, unit_ids
from units.models import Role, User

from .letters import reports_due

EVERY = timedelta(hours=1)


def feed_of(key: str) -> CalendarFeed | None:
    """The feed an address belongs to; None for one that was revoked, or whose person or unit has left."""
    rows = CalendarFeed.objects.filter(revoked_at=None, person__is_active=True).select_related("person", "unit")
    feed = rows.filter(key=key).first()
    return feed if feed and units_of_feed(feed) else None


def units_of_feed(feed: CalendarFeed) -> list[int]:
    own = unit_ids(feed.person)
    return own if feed.unit_id is None else [pk for pk in own if pk == feed.unit_id]


def calendar_text(feed: CalendarFeed) -> str:
    """The whole calendar. Nothing in it depends on the moment of asking, so that an unchanged one is known as such."""
    name = feed.unit.brief if feed.unit else feed.person.full_name
    units = units_of_feed(feed)
    reporting = [pk for pk in unit_ids(feed.person, *REPORTING_ROLES, Role.VIEWER) if pk in units]
    events = [*_work(reporting), *_reports(reporting), *_letters(feed.person, units)]
    return write_calendar(events, name=f"Việc chiến dịch – {name}", refresh=EVERY)


def _work(units: list[int]) -> list[CalendarEvent]:
    """What is open, and what waits for the officer, marked as such; done work leaves the calendar."""
    rows = (
        Obligation.objects.filter(
            responsible_unit__in=units,
            instruction__binding=True,
            progress__in=[*OPEN, Progress.WAITING],
            delivery__refused_at=None,
            delivery__directive__in=Directive.objects.in_force().values("pk"),
        )
        .select_related("instruction", "last_change", "delivery__directive__campaign")
        .order_by("due_on", "pk")
    )
    return [
        due_event(
            row,
            delivery=row.delivery,
            directive=row.delivery.directive,
            url=whole(reverse("reports:obligation", args=[row.pk])),
        )
        for row in rows
    ]


def _reports(units: list[int]) -> list[CalendarEvent]:
    owed = [each.delivery_id for each in reports_due(units)]
    rows = Delivery.objects.filter(pk__in=owed).select_related("directive__campaign", "directive__last_change")
    return [
        report_event(row, directive=row.directive, url=whole(reverse("reports:delivery", args=[row.pk])))
        for row in rows.order_by("directive__report_due_on", "pk")
    ]


def _letters(person: User, units: list[int]) -> list[CalendarEvent]:
    """What the person's unit has issued, where the person coordinates it."""
    issuing = [pk for pk in unit_ids(person, Role.COORDINATOR) if pk in units]
    rows = Directive.objects.in_force().filter(issuer__in=issuing).select_related("campaign", "last_change")
    return [
        event
        for row in rows.order_by("due_on", "pk")
        for event in letter_events(row, url=whole(reverse("directives:detail", args=[row.pk])))
    ]
