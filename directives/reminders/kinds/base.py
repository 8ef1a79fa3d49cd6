"""One kind of reminder: which rows are due, what is still open when they are sent, and what is said of it.

Adding a kind is one module here and one line in `kinds`. Planning writes rows with `row_for`; a row that stands in the
ledger is never written again, because its `dedupe_key` is unique.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign_portal.lib.workdays import WorkCalendar
from directives.deadlines import Step, in_office_hours, steps
from directives.ladder import Rung, Trigger
from directives.models import Delivery, Directive, Reminder
from directives.models.reminder import too_late
from directives.reminders.pieces import Piece, Section
from directives.reminders.standing import Standing

Rows = Iterator[Reminder]
Ladders = Mapping[Directive, Sequence[Rung]]
"""Letters in force, each with the rungs of one kind that its ladder has."""


class Rehearsal(NamedTuple):
    """A row as the planner would write it, never stored, and what it would speak of, or why it would be silent."""

    row: Reminder
    pieces: list[Piece]
    why: str = ""


Rehearsed = Iterator[Rehearsal]


class Kind:
    """`triggers` are the steps it answers for. All methods cost the same number of queries for one row and for many,
    and `due` for one letter and for many with the same days: the planner looks every minute."""

    triggers: tuple[Trigger, ...] = ()

    def due(self, ladders: Ladders, now: datetime, calendar: WorkCalendar) -> Rows:
        """Rows, not stored, of letters in force whose step has come and that the ledger does not hold yet."""
        raise NotImplementedError

    def rehearsed(self, standing: Standing, rungs: Sequence[Rung], at: datetime, calendar: WorkCalendar) -> Rehearsed:
        """What `due` and `pieces` would give at a moment, from how the letter stood then; also for units that would
        hear nothing, with the reason. Pure. A test holds the two to one another."""
        raise NotImplementedError

    def pieces(self, reminders: Sequence[Reminder]) -> Mapping[str, Sequence[Piece]]:
        """What each reminder still has to speak of, by its `dedupe_key`; nothing when it has become pointless."""
        raise NotImplementedError

    def why_nothing(self, reminder: Reminder) -> str:
        """Why a reminder has nothing to speak of any more. Wants `delivery`, `directive` and its campaign loaded."""
        raise NotImplementedError

    def sections(
        self, told: Sequence[tuple[Reminder, Sequence[Piece]]], today: date, texts: Mapping[str, str]
    ) -> Iterable[Section]:
        """What a message says of the pieces one person hears of; `texts` holds the office's own words by key."""
        raise NotImplementedError


def by_step(ladders: Ladders) -> dict[str, dict[int, tuple[Directive, Rung]]]:
    """The letters whose ladders have a step, by its name and their keys: what is asked of all of them at once."""
    found: dict[str, dict[int, tuple[Directive, Rung]]] = {}
    for letter, rungs in ladders.items():
        for rung in rungs:
            found.setdefault(rung.name, {})[letter.pk] = letter, rung
    return found


def fresh(passing: Iterable[Step], at: datetime) -> list[Step]:
    """Of steps whose moment has come, for each audience the nearest, while it is not too late for it."""
    come = [step for step in passing if step.send_at <= at and not step.rung.is_too_old(step.send_at)]
    nearest = {step.rung.audience: step for step in sorted(come, key=lambda step: step.send_at)}
    return [step for step in nearest.values() if at < step.expires_at]


def why_over(directive: Directive) -> str:
    """Why a letter asks for nothing more; empty while it is in force."""
    if directive.recalled_at:
        return _("Văn bản đã được thu hồi.")
    return _("Chiến dịch đã kết thúc.") if directive.is_closed else ""


def row_for(
    letter: Directive, step: Step, deadline: date, now: datetime, fate: tuple[str, str], *, key: str, **subject
) -> Reminder:
    """A row of the ledger; `key` names its subject, `subject` is `delivery_id` or `obligation_id` or nothing."""
    state, reason = fate
    return Reminder(
        directive=letter,
        audience=step.rung.audience,
        step=step.name,
        deadline=deadline,
        send_at=step.send_at,
        expires_at=step.expires_at,
        dedupe_key=f"{key}-{deadline:%Y%m%d}-{step.name}",
        state=state,
        state_at=now,
        reason=reason,
        planned_at=now,
        **subject,
    )


def rehearsal_of(letter: Directive, step: Step, deadline: date, at: datetime, row: Delivery, settled: str) -> Rehearsal:
    """A rehearsal about a delivery as a whole: silent once it was sent back, or with `settled`, why nothing is open."""
    planned = row_for(letter, step, deadline, at, PLANNED, key=f"delivery{row.pk}", delivery=row)
    why = REFUSED if row.refused_at else settled
    return Rehearsal(planned, [] if why else [Piece(row.unit_id, row)], why)


PLANNED = (Reminder.State.PLANNED, "")
REFUSED = gettext_lazy("Đơn vị đã trả lại văn bản vì sai nơi nhận.")


def fates(passed: Iterable[Step], now: datetime, calendar: WorkCalendar) -> Iterator[tuple[Step, tuple[str, str]]]:
    """What becomes of steps whose moment has come: for each audience only the nearest is still sent.

    Older ones are kept as missed, with the reason, so that an outage is seen and never causes a burst. Outside office
    hours nothing is decided while the nearest is fresh: a run in office hours will take it.
    """
    by_people: dict[str, list[Step]] = {}
    for step in sorted(passed, key=lambda step: step.send_at):
        by_people.setdefault(step.rung.audience, []).append(step)
    for *older, nearest in by_people.values():
        own = fate(nearest, now, calendar)
        if own is None:
            continue
        yield nearest, own
        skipped = _("Hệ thống không chạy vào giờ nhắc; đơn vị được nhắc ở bước gần hạn hơn.")
        yield from ((step, (Reminder.State.MISSED, skipped)) for step in older)


def rows_of_days(
    ladders: Ladders,
    days: Mapping[int, Iterable[date]],
    lacking: Callable[[Iterable[int], date, Step], QuerySet[Delivery]],
    now: datetime,
    calendar: WorkCalendar,
) -> Rows:
    """A row for every delivery that lacks one for a step before or after a due day; `days` are those of each letter.

    One query for each step of a day that has come, whatever the number of letters: `lacking` tells their deliveries.
    """
    for (deadline, _name), asked in _come(ladders, days, now, calendar).items():
        step = next(step for _letter, step, _fate in asked.values())  # the same moment for all of them
        for pk, of in lacking(asked, deadline, step).values_list("pk", "directive"):
            letter, own, fate = asked[of]
            yield row_for(letter, own, deadline, now, fate, key=f"delivery{pk}", delivery_id=pk)


def _come(ladders: Ladders, days: Mapping[int, Iterable[date]], now: datetime, calendar: WorkCalendar) -> dict:
    """By due day and name of a step that has come: for each letter the step as its ladder has it, and its fate."""
    found: dict[tuple[date, str], dict[int, tuple[Directive, Step, tuple[str, str]]]] = {}
    for letter, rungs in ladders.items():
        for deadline in days.get(letter.pk, ()):
            passed = [step for step in steps(deadline, rungs, calendar) if letter.issued_at <= step.send_at <= now]
            for step, own in fates(passed, now, calendar):
                found.setdefault((deadline, step.name), {})[letter.pk] = letter, step, own
    return found


def fate(step: Step, now: datetime, calendar: WorkCalendar) -> tuple[str, str] | None:
    """State and reason of a step that stands alone; None while the night lets it wait, and for one that was added after
    its moment: nobody was to hear of it, so nothing was missed."""
    if step.rung.is_too_old(step.send_at):
        return None
    if now >= step.expires_at:
        return Reminder.State.MISSED, too_late(step.expires_at)
    return (Reminder.State.PLANNED, "") if in_office_hours(now, calendar) else None
