"""What stands on the board, from the figures of one letter or of all letters of a campaign.

A cell is one task. A unit stands in one line, whatever number of letters it got; each letter has its own sum, which
opens the unit's tasks of that letter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from reports.summary.address import Address
from reports.summary.figures import Summary
from reports.summary.lists import UNIT_STATES, UnitFilter
from reports.summary.rows import Task, UnitRow


@dataclass(frozen=True)
class Column:
    """One thing a letter asks: its mark in the letter ("1.1", or its place), its words, how many units did it."""

    key: int
    mark: str
    title: str
    done: int
    total: int
    done_url: str
    url: str


@dataclass(frozen=True)
class Sum:
    """The tasks of a unit in one letter: done ones of all, and the two lists."""

    done: int
    total: int
    done_url: str
    url: str


@dataclass(frozen=True)
class Letter:
    """The columns of one letter, from left to right as it asks for them."""

    summary: Summary
    address: Address
    columns: list[Column]
    deliveries: dict[int, UnitRow]
    """Its lines by unit."""

    def sum_of(self, unit_id: int) -> Sum | None:
        """None for a unit of which this letter asks nothing."""
        row = self.deliveries.get(unit_id)
        if row is None or not row.tasks:
            return None
        return Sum(
            row.done,
            len(row.counted),
            self.address.tasks(unit=row.pk, progress="done"),
            self.address.tasks(unit=row.pk),
        )


@dataclass(frozen=True)
class Line:
    """A unit with its tasks by column; `None` where a column asks nothing of it."""

    unit: UnitRow
    parts: list[tuple[list[tuple[Column, Task | None]], Sum | None]]


@dataclass(frozen=True)
class Board:
    letters: list[Letter]
    units: list[UnitRow] = field(default_factory=list)
    """One line a unit, in the order of the registry: the rows of its letters made one."""

    @cached_property
    def counted(self) -> list[UnitRow]:
        return [unit for unit in self.units if unit.is_counted]

    def count(self, state: str) -> int:
        holds = UNIT_STATES[state][1]
        return sum(holds(unit) for unit in self.units)

    def kept(self, chosen: UnitFilter) -> list[UnitRow]:
        return [unit for unit in self.units if chosen.keeps(unit)]

    def lines(self, units: Sequence[UnitRow]) -> list[Line]:
        return [self._line(unit) for unit in units]

    def _line(self, unit: UnitRow) -> Line:
        tasks = {task.instruction_id: task for task in unit.tasks}
        return Line(
            unit,
            [
                ([(column, tasks.get(column.key)) for column in letter.columns], letter.sum_of(unit.unit_id))
                for letter in self.letters
            ],
        )


def board_of(summaries: Sequence[tuple[Summary, Address]], marks: Mapping[int, str]) -> Board:
    """The board of these letters. `marks` gives what a letter itself calls its parts, by instruction."""
    letters = [_letter(summary, address, marks) for summary, address in summaries]
    return Board(letters, _merged([summary for summary, _address in summaries]))


def _letter(summary: Summary, address: Address, marks: Mapping[int, str]) -> Letter:
    by_instruction: dict[int, list[Task]] = {}
    for task in sorted(summary.tasks, key=lambda task: task.order):
        by_instruction.setdefault(task.instruction_id, []).append(task)
    columns = [
        Column(
            key=key,
            mark=marks.get(key) or str(place),
            title=tasks[0].title,
            done=sum(task.is_done for task in tasks),
            total=sum(task.counted for task in tasks),
            done_url=address.tasks(instruction=key, progress="done"),
            url=address.tasks(instruction=key),
        )
        for place, (key, tasks) in enumerate(by_instruction.items(), start=1)
    ]
    return Letter(summary, address, columns, {unit.unit_id: unit for unit in summary.units})


def _merged(summaries: Sequence[Summary]) -> list[UnitRow]:
    found: dict[int, list[UnitRow]] = {}
    for summary in summaries:
        for unit in summary.units:
            found.setdefault(unit.unit_id, []).append(unit)
    return sorted((_one(rows) for rows in found.values()), key=lambda unit: unit.sort_key)


def _one(rows: list[UnitRow]) -> UnitRow:
    """The rows of one unit as one. A letter it sent back counts for nothing, unless it sent back all of them."""
    if len(rows) == 1:
        return rows[0]
    kept = [row for row in rows if row.is_addressed] or rows
    received = [row.received_on for row in kept]
    return replace(
        kept[-1],
        tasks=tuple(task for row in kept for task in row.tasks),
        is_active=any(row.is_active for row in kept),
        received_on=max(received) if all(received) else None,
        issued_on=min(row.issued_on for row in kept),
    )
