"""From a due day to the instants of its reminders. Pure: no rows, no clock.

Steps go out at 08:00 of a working day. One that falls on a day off moves to the working day before while the due day
is still ahead, and to the next working day once it has passed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from campaign_portal.lib.dates import at_local, local_day
from campaign_portal.lib.workdays import WorkCalendar

OPENS = time(8)
CLOSES = time(17)
FURTHEST = 366  # days; a ladder that reaches further is a slip of the pen


@dataclass(frozen=True)
class Step:
    """One rung: due `send_at`, too late from `expires_at` on. A negative `days_before` lies after the due day."""

    days_before: int
    send_at: datetime
    expires_at: datetime

    @property
    def name(self) -> str:
        """How the step stands in the ledger: "before-7", "before-0" for the day itself, "after-1"."""
        return f"before-{self.days_before}" if self.days_before >= 0 else f"after-{-self.days_before}"


def steps(deadline: date, ladder: Iterable[int], calendar: WorkCalendar) -> list[Step]:
    """The rungs of a due day in the order of time. Of two that fall on one working day only the nearer remains.

    A late step may go out until the last office hours before the day of the next one; the last step of all until the
    due day is over, or its own day when that comes later.
    """
    by_day = {_send_day(deadline, days, calendar): days for days in sorted(read_ladder(ladder), reverse=True)}
    days = sorted(by_day)
    ends = [_last_day(day, following, calendar) for day, following in zip(days, days[1:], strict=False)]
    ends += [max(day, calendar.previous_workday(max(day, deadline))) for day in days[-1:]]
    return [
        Step(days_before=by_day[day], send_at=at_local(day, OPENS), expires_at=at_local(end, CLOSES))
        for day, end in zip(days, ends, strict=True)
    ]


def read_ladder(ladder: Iterable) -> set[int]:
    """The days of a stored ladder. Raises ValueError for what is no whole number of days within a year."""
    days = set(ladder)
    if not all(type(each) is int and abs(each) <= FURTHEST for each in days):
        raise ValueError(f"a ladder is made of whole days, at most {FURTHEST}: {sorted(days, key=str)}")
    return days


def in_office_hours(at: datetime, calendar: WorkCalendar) -> bool:
    """Whether mail may go out: from 08:00 until before 17:00 of a working day, local time."""
    day = local_day(at)
    return calendar.is_workday(day) and at_local(day, OPENS) <= at < at_local(day, CLOSES)


def _send_day(deadline: date, days_before: int, calendar: WorkCalendar) -> date:
    day = deadline - timedelta(days=days_before)
    return calendar.previous_workday(day) if days_before >= 0 else calendar.next_workday(day)


def _last_day(day: date, following: date, calendar: WorkCalendar) -> date:
    """The last working day on which a step of `day` may still go out before the step of `following`."""
    return max(day, calendar.previous_workday(following - timedelta(days=1)))
