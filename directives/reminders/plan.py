"""What is due and not yet planned? The rows of `Reminder`, made from ladders, due days and what is still open."""

import logging
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from campaign_portal.lib.workdays import WorkCalendar
from directives.deadlines import Step, in_office_hours, steps
from directives.models import Change, Delivery, Directive, Event, Obligation, Reminder
from directives.models.reminder import too_late

log = logging.getLogger(__name__)
BATCH = 1000  # rows per INSERT

OPENING = (
    Event.ISSUED,
    Event.ADDED_LATE,
    Event.SUPERSEDED,
    Event.EXTENDED,
    Event.RETURNED,
    Event.REOPENED,
    Event.WITHDRAWN,
)
"""Acts that give a unit something to do by a day. A step that lay before the act was never due to anybody."""


def plan_reminders(
    *, now: datetime, calendar: WorkCalendar | None = None, directive: Directive | None = None
) -> dict[str, int]:
    """Write the steps that are due and have no row yet; return how many were planned, missed and in error.

    Only the nearest step is sent, and only in office hours before it expires; older ones without a row are kept as
    missed, with the reason, so that an outage is seen and never causes a burst. A second run plans nothing. `directive`
    restricts the run to one letter.
    """
    calendar = calendar or WorkCalendar.load()
    counts = Counter(planned=0, missed=0, errors=0)
    for letter, deadline in _deadlines(directive):
        try:
            counts.update(_plan(letter, deadline, now, calendar))
        except Exception:  # one letter with a bad ladder must not silence the others
            log.exception("No reminders planned for directive %s, due %s", letter.pk, deadline)
            counts["errors"] += 1
    return dict(counts)


def ladder_of(directive: Directive) -> list[int]:
    """Days before the due day: the letter's own ladder, else its campaign's; a draft may have neither."""
    return directive.ladder or (directive.campaign.ladder if directive.campaign else [])


def _deadlines(directive: Directive | None) -> Iterator[tuple[Directive, date]]:
    """Every letter in force with each day on which something open is due."""
    letters = Directive.objects.in_force().select_related("campaign")
    if directive:
        letters = letters.filter(pk=directive.pk)
    pairs = (
        Obligation.objects.counted()
        .open()
        .filter(delivery__directive__in=letters.values("pk"))
        .order_by("delivery__directive_id", "due_on")
        .values_list("delivery__directive_id", "due_on")
        .distinct()
    )
    found = letters.in_bulk()
    return ((found[pk], deadline) for pk, deadline in pairs if pk in found)


def _plan(directive: Directive, deadline: date, now: datetime, calendar: WorkCalendar) -> Counter:
    passed = [step for step in steps(deadline, ladder_of(directive), calendar) if step.send_at <= now]
    if not passed:
        return Counter()
    *older, nearest = passed
    if now >= nearest.expires_at:
        fate = (Reminder.State.MISSED, too_late(nearest.expires_at))
    elif in_office_hours(now, calendar):
        fate = (Reminder.State.PLANNED, "")
    else:
        return Counter()  # still fresh, but not at night: a run in office hours will take it
    counts = Counter({str(fate[0]): _write(directive, deadline, nearest, now, *fate)})
    skipped = _("Hệ thống không chạy vào giờ nhắc; đơn vị được nhắc ở bước gần hạn hơn.")
    for step in older:
        counts["missed"] += _write(directive, deadline, step, now, Reminder.State.MISSED, skipped)
    return counts


def _write(directive: Directive, deadline: date, step: Step, now: datetime, state: str, reason: str) -> int:
    """One row per unit that lacks the step. Two planners at once write each row once: its key is unique."""
    ids = list(_lacking(directive, deadline, step).values_list("pk", flat=True))
    rows = [
        Reminder(
            directive=directive,
            delivery_id=pk,
            step=step.name,
            deadline=deadline,
            send_at=step.send_at,
            expires_at=step.expires_at,
            dedupe_key=f"delivery{pk}-{deadline:%Y%m%d}-{step.name}",
            state=state,
            state_at=now,
            reason=reason,
            planned_at=now,
        )
        for pk in ids
    ]
    Reminder.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(rows)


def _lacking(directive: Directive, deadline: date, step: Step) -> QuerySet[Delivery]:
    """Deliveries with something open since before the step, due on the day, and no row for the step."""
    opened_later = Change.objects.filter(obligation=OuterRef("pk"), event__in=OPENING, recorded_at__gt=step.send_at)
    owed = Obligation.objects.counted().open().filter(~Exists(opened_later), delivery=OuterRef("pk"), due_on=deadline)
    known = Reminder.objects.filter(delivery=OuterRef("pk"), deadline=deadline, step=step.name)
    return directive.deliveries.filter(Exists(owed), ~Exists(known), refused_at=None).order_by("pk")
