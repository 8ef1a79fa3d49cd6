"""From a day to the instants of its reminders. Pure: no rows, no clock.

Steps go out at 08:00 of a working day. One that falls on a day off moves to the working day before while the due day
is still ahead, and to the next working day once it has passed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from campaign_portal.lib.dates import at_local, local_day
from campaign_portal.lib.workdays import WorkCalendar

from .ladder import Audience, Rung, Trigger

OPENS = time(8)
CLOSES = time(17)

BEFORE_A_DAY = (Trigger.BEFORE, Trigger.REPORT_BEFORE)


@dataclass(frozen=True)
class Step:
    """One rung at its instant: due `send_at`, too late from `expires_at` on."""

    rung: Rung
    send_at: datetime
    expires_at: datetime

    @property
    def name(self) -> str:
        return self.rung.name


def steps(deadline: date, rungs: Iterable[Rung], calendar: WorkCalendar) -> list[Step]:
    """The rungs of a due day in the order of time. Of two for the same people on one working day the nearer remains.

    A late step may go out until the last office hours before the day of the next one for the same people; the last of
    all until the due day is over, or its own day when that comes later. A rung that was added after its moment is none.
    """
    by_people = groupby(sorted(rungs, key=_rank), key=lambda rung: rung.audience)
    found = [step for _audience, share in by_people for step in _for_one_audience(deadline, list(share), calendar)]
    found = [step for step in found if not step.rung.is_too_old(step.send_at)]
    return sorted(found, key=lambda step: step.send_at)


def _for_one_audience(deadline: date, rungs: list[Rung], calendar: WorkCalendar) -> list[Step]:
    by_day = {_send_day(deadline, rung, calendar): rung for rung in sorted(rungs, key=offset)}
    days = sorted(by_day)
    ends = [_last_day(day, following, calendar) for day, following in zip(days, days[1:], strict=False)]
    ends += [max(day, calendar.previous_workday(max(day, deadline))) for day in days[-1:]]
    return [Step(by_day[day], at_local(day, OPENS), at_local(end, CLOSES)) for day, end in zip(days, ends, strict=True)]


def left_out(deadline: date, rungs: Iterable[Rung], calendar: WorkCalendar) -> list[tuple[Rung, Step]]:
    """The rungs that give way to a nearer step for the same people on their working day, each with that step."""
    known = list(rungs)
    going = {(step.rung.audience, local_day(step.send_at)): step for step in steps(deadline, known, calendar)}
    pairs = [(rung, going.get((rung.audience, _send_day(deadline, rung, calendar)))) for rung in known]
    return [
        (rung, step) for rung, step in pairs if step and step.name != rung.name and not rung.is_too_old(step.send_at)
    ]


def step_on(rung: Rung, send_at: datetime, calendar: WorkCalendar, *, freshness: int = 1) -> Step:
    """A step that no due day bounds: it may go out late by so many working days."""
    last = local_day(send_at)
    for _each in range(freshness):
        last = calendar.next_workday(last + timedelta(days=1))
    return Step(rung, send_at, at_local(last, CLOSES))


def after_workdays(at: datetime, days: int, calendar: WorkCalendar) -> datetime:
    """08:00 of the working day after so many whole working days have gone by since the day of `at`."""
    day = local_day(at)
    for _each in range(days + 1):
        day = calendar.next_workday(day + timedelta(days=1))
    return at_local(day, OPENS)


def offset(rung: Rung) -> int:
    """Days from the due day on which a rung stands: negative before it, positive after."""
    return -rung.days if rung.trigger in BEFORE_A_DAY else rung.days


def in_office_hours(at: datetime, calendar: WorkCalendar) -> bool:
    """Whether mail may go out: from 08:00 until before 17:00 of a working day, local time."""
    day = local_day(at)
    return calendar.is_workday(day) and at_local(day, OPENS) <= at < at_local(day, CLOSES)


def _rank(rung: Rung) -> int:
    return list(Audience).index(rung.audience)


def _send_day(deadline: date, rung: Rung, calendar: WorkCalendar) -> date:
    day = deadline + timedelta(days=offset(rung))
    return calendar.previous_workday(day) if rung.trigger in BEFORE_A_DAY else calendar.next_workday(day)


def _last_day(day: date, following: date, calendar: WorkCalendar) -> date:
    """The last working day on which a step of `day` may still go out before the step of `following`."""
    return max(day, calendar.previous_workday(following - timedelta(days=1)))
