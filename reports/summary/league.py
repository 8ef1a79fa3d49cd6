"""Units of one group of recipients beside each other, once their time is over. Pure.

Only like is compared with like: units that one line of the letter addresses. Until the end of the due day there is no
table, since who still has time is not behind; a group of fewer than `SMALLEST` units is listed without places.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from directives.models import Progress

from .figures import Share, Summary, percent
from .rows import UnitRow

SMALLEST = 5
ON_TIME, LATE = 2, 1
"""What a task counts that was done by its own due day, and one that was done after it; what is not done counts 0."""


@dataclass(frozen=True)
class Standing:
    """A unit's place, shared by who stands alike; None in a group without places."""

    unit: UnitRow
    on_time: int
    late: int
    tasks: int
    place: int | None

    @property
    def points(self) -> int:
        return ON_TIME * self.on_time + LATE * self.late

    @property
    def most(self) -> int:
        return ON_TIME * self.tasks

    @property
    def percent(self) -> int:
        """Rounded down: 100 means that everything was done on time."""
        return percent(self.points, self.most)

    @property
    def waiting(self) -> int:
        return sum(task.progress == Progress.WAITING for task in self.unit.counted)

    @property
    def overdue(self) -> int:
        """With those done and those waiting these are all: a table is shown only when nobody has time left."""
        return len(self.unit.overdue)


@dataclass(frozen=True)
class Table:
    share: Share
    standings: list[Standing]

    @property
    def is_ranked(self) -> bool:
        return len(self.standings) >= SMALLEST


def opens_on(summary: Summary) -> date:
    """The last due day of anything that is asked; from the day after, tables are shown."""
    return max((task.due_on for task in summary.tasks if task.counted), default=summary.due_on)


def is_open(summary: Summary) -> bool:
    return summary.day > opens_on(summary)


def league(summary: Summary) -> list[Table]:
    """A table for each line of the letter that addresses units, in its order; none while somebody still has time."""
    if not is_open(summary):
        return []
    return [_table(share) for share in summary.by_addressee() if share.counted]


def _table(share: Share) -> Table:
    is_ranked = len(share.counted) >= SMALLEST
    counted = sorted((_standing(unit, None) for unit in share.counted), key=_order)
    if not is_ranked:
        return Table(share, counted)
    return Table(share, list(_placed(counted)))


def _placed(standings: Iterable[Standing]) -> Iterable[Standing]:
    """Equal shares have the same place, and the next one counts all who stand before it: 1, 1, 3."""
    place, before = 0, None
    for number, each in enumerate(standings, start=1):
        share = each.points * 10**6 // each.most
        if share != before:
            place, before = number, share
        yield _standing(each.unit, place)


def _standing(unit: UnitRow, place: int | None) -> Standing:
    tasks = unit.counted
    on_time = sum(task.was_on_time for task in tasks)
    return Standing(unit, on_time, sum(task.is_done for task in tasks) - on_time, len(tasks), place)


def _order(each: Standing) -> tuple:
    return -(each.points * 10**6 // each.most), each.unit.sort_key
