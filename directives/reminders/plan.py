"""What is due and not yet planned? The rows of `Reminder`, made from ladders, due days and what is still open."""

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from django.db import DatabaseError, transaction

from campaign_portal.lib.workdays import WorkCalendar
from directives.ladder import Rung, ladder_in_force
from directives.models import Directive, Reminder

from .kinds import KINDS
from .kinds.base import Kind, Ladders
from .kinds.work import Work

log = logging.getLogger(__name__)
BATCH = 1000  # rows per INSERT
NEEDED = ("issued_at", "report_due_on", "ladder", "campaign__ladder")
"""What planning reads of a letter: its text and what was read from it stay where they are."""


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
    letters = Directive.objects.in_force().select_related("campaign").only(*NEEDED).order_by("pk")
    ladders, bad = _ladders(letters.filter(pk=directive.pk) if directive else letters)
    found: list[Reminder] = []
    for kind in KINDS:
        rows, broken = _due(kind, _of_kind(ladders, kind), now, calendar)
        found += rows
        bad |= broken
    counts = Counter(planned=0, missed=0, errors=len(bad))
    counts.update(_write(found))
    return dict(counts)


def ladder_of(directive: Directive) -> list[Rung]:
    """The letter's own ladder, else its campaign's; a draft may have neither. Raises ValueError for a broken one."""
    return ladder_in_force(directive.ladder, directive.campaign.ladder if directive.campaign else [])


def work_rungs(directive: Directive) -> list[Rung]:
    """The rungs of a letter that count from a due day of its work."""
    return [rung for rung in ladder_of(directive) if rung.trigger in Work.triggers]


def _ladders(letters: Iterable[Directive]) -> tuple[dict[Directive, list[Rung]], set[Directive]]:
    """The ladder of each letter, and the letters whose ladder cannot be read: they must not silence the others."""
    ladders, bad = {}, set()
    for letter in letters:
        try:
            ladders[letter] = ladder_of(letter)
        except Exception:
            log.exception("No reminders planned for directive %s", letter.pk)
            bad.add(letter)
    return ladders, bad


def _of_kind(ladders: Ladders, kind: Kind) -> Ladders:
    own = {letter: [rung for rung in rungs if rung.trigger in kind.triggers] for letter, rungs in ladders.items()}
    return {letter: rungs for letter, rungs in own.items() if rungs}


def _due(kind: Kind, ladders: Ladders, now: datetime, calendar: WorkCalendar) -> tuple[list[Reminder], set[Directive]]:
    """What is due for all letters at once; where that breaks, letter by letter, with those that broke it."""
    try:
        return (list(kind.due(ladders, now, calendar)) if ladders else []), set()
    except Exception:
        log.exception("Reminders of %d letters could not be found at once; trying each alone", len(ladders))
    found, bad = [], set()
    for letter, rungs in ladders.items():
        try:
            found += list(kind.due({letter: rungs}, now, calendar))
        except Exception:
            log.exception("No reminders planned for directive %s", letter.pk)
            bad.add(letter)
    return found, bad


def _write(rows: Sequence[Reminder]) -> Counter:
    """Store all rows in one transaction; where the database refuses it, those of each letter in one of its own."""
    try:
        return _stored(rows)
    except DatabaseError:
        log.exception("%d reminders were refused; trying those of each letter alone", len(rows))
    counts = Counter()
    for letter, share in groupby(sorted(rows, key=_letter), key=_letter):
        try:
            counts.update(_stored(list(share)))
        except DatabaseError:
            log.exception("No reminders planned for directive %s", letter)
            counts["errors"] += 1
    return counts


def _letter(row: Reminder) -> int:
    return row.directive_id


def _stored(rows: Sequence[Reminder]) -> Counter:
    """One that another planner wrote meanwhile is left as it is."""
    if rows:
        with transaction.atomic():
            Reminder.objects.bulk_create(rows, BATCH, ignore_conflicts=True)
    return Counter(str(row.state) for row in rows)
