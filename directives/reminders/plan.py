"""What is due and not yet planned? The rows of `Reminder`, made from ladders, due days and what is still open."""

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.db import DatabaseError, transaction

from campaign_portal.lib.workdays import WorkCalendar
from directives.ladder import Rung, ladder_in_force
from directives.models import Directive, Reminder

from .kinds import KINDS
from .kinds.work import Work

log = logging.getLogger(__name__)
BATCH = 1000  # rows per INSERT


def plan_reminders(
    *, now: datetime, calendar: WorkCalendar | None = None, directive: Directive | None = None
) -> dict[str, int]:
    """Write the steps that are due and have no row yet; return how many were planned, missed and in error.

    Only the nearest step is sent, and only in office hours before it expires; older ones without a row are kept as
    missed, with the reason, so that an outage is seen and never causes a burst. A second run plans nothing, and two at
    once write each row once. `directive` restricts the run to one letter.

    What a run finds becomes visible at once: a sender that runs beside it sees all of it or nothing, and so tells a
    person of several letters in one message.
    """
    calendar = calendar or WorkCalendar.load()
    counts, found = Counter(planned=0, missed=0, errors=0), []
    letters = Directive.objects.in_force().select_related("campaign", "issuer").order_by("pk")
    for letter in letters.filter(pk=directive.pk) if directive else letters:
        try:
            found += _due(letter, now, calendar)
        except Exception:  # one letter with a bad ladder must not silence the others
            log.exception("No reminders planned for directive %s", letter.pk)
            counts["errors"] += 1
    counts.update(_write(found))
    return dict(counts)


def ladder_of(directive: Directive) -> list[Rung]:
    """The letter's own ladder, else its campaign's; a draft may have neither. Raises ValueError for a broken one."""
    return ladder_in_force(directive.ladder, directive.campaign.ladder if directive.campaign else [])


def work_rungs(directive: Directive) -> list[Rung]:
    """The rungs of a letter that count from a due day of its work."""
    return [rung for rung in ladder_of(directive) if rung.trigger in Work.triggers]


def _due(letter: Directive, now: datetime, calendar: WorkCalendar) -> list[Reminder]:
    rungs, found = ladder_of(letter), []
    for kind in KINDS:
        own = [rung for rung in rungs if rung.trigger in kind.triggers]
        if own:
            found += kind.due(letter, own, now, calendar)
    return found


def _write(rows: Sequence[Reminder]) -> Counter:
    """Store all rows in one transaction; where the database refuses it, those of each letter in one of its own."""
    try:
        return _stored(rows)
    except DatabaseError:
        log.exception("%d reminders were refused; trying those of each letter alone", len(rows))
    counts = Counter()
    for letter, share in groupby(rows, key=lambda row: row.directive_id):
        try:
            counts.update(_stored(list(share)))
        except DatabaseError:
            log.exception("No reminders planned for directive %s", letter)
            counts["errors"] += 1
    return counts


def _stored(rows: Sequence[Reminder]) -> Counter:
    """One that another planner wrote meanwhile is left as it is."""
    if rows:
        with transaction.atomic():
            Reminder.objects.bulk_create(rows, BATCH, ignore_conflicts=True)
    return Counter(str(row.state) for row in rows)
