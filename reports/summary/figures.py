"""Counting rows. Every figure is the length of a list that a page can show, so figure and list cannot differ."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from directives.models import Progress

from .rows import Place, Task, UnitRow


@dataclass(frozen=True)
class Tally:
    """Tasks counted by what became of them. `total` is the denominator; exempt tasks stand beside it."""

    total: int = 0
    done: int = 0
    on_time: int = 0
    waiting: int = 0
    returned: int = 0
    in_progress: int = 0
    not_started: int = 0
    overdue: int = 0
    soon: int = 0
    exempt: int = 0
    fell_due: int = 0
    fell_due_done: int = 0

    @property
    def done_late(self) -> int:
        return self.done - self.on_time

    @property
    def open(self) -> int:
        return self.not_started + self.in_progress + self.returned


def tally(tasks: Iterable[Task]) -> Tally:
    tasks = list(tasks)
    counted = [task for task in tasks if task.counted]
    progress = {value: sum(task.progress == value for task in counted) for value in Progress.values}
    return Tally(
        total=len(counted),
        done=progress[Progress.DONE],
        on_time=sum(task.was_on_time for task in counted),
        waiting=progress[Progress.WAITING],
        returned=progress[Progress.RETURNED],
        in_progress=progress[Progress.IN_PROGRESS],
        not_started=progress[Progress.NOT_STARTED],
        overdue=sum(task.is_overdue for task in counted),
        soon=sum(task.is_soon for task in counted),
        exempt=sum(task.progress == Progress.NOT_APPLICABLE for task in tasks if not task.counted),
        fell_due=sum(task.fell_due for task in counted),
        fell_due_done=sum(task.fell_due and task.is_done for task in counted),
    )


@dataclass(frozen=True)
class Share:
    """A part of the units or tasks: a group, a district."""

    key: str
    name: str
    units: list[UnitRow]
    tasks: list[Task]
    tally: Tally

    @property
    def counted(self) -> list[UnitRow]:
        return [unit for unit in self.units if unit.is_counted]

    @property
    def done(self) -> int:
        return sum(unit.is_done for unit in self.units)

    @property
    def silent(self) -> int:
        return sum(unit.is_silent for unit in self.units)

    @property
    def overdue(self) -> int:
        return sum(unit.is_overdue for unit in self.units)


@dataclass(frozen=True)
class Summary:
    """The figures of one directive at the end of a local day, of the units the reader may see."""

    directive: object
    day: date
    due_on: date
    units: list[UnitRow]
    groups: Sequence[tuple[str, str]] = ()
    recalled_on: date | None = None
    closed_on: date | None = None
    above: tuple[str, ...] = field(default=())
    """Empty when the reader sees the whole directive; else the units below which the rows lie."""

    @cached_property
    def tasks(self) -> list[Task]:
        return [task for unit in self.units for task in unit.tasks]

    @cached_property
    def tally(self) -> Tally:
        return tally(self.tasks)

    @cached_property
    def counted(self) -> list[UnitRow]:
        return [unit for unit in self.units if unit.is_counted]

    @property
    def total(self) -> int:
        return len(self.counted)

    @property
    def done(self) -> int:
        return sum(unit.is_done for unit in self.units)

    @property
    def overdue(self) -> int:
        return sum(unit.is_overdue for unit in self.units)

    @property
    def silent(self) -> int:
        return sum(unit.is_silent for unit in self.units)

    @property
    def silent_are_overdue(self) -> bool:
        """Every silent unit is among the overdue ones, so the sentence may say "trong đó"."""
        return self.silent > 0 and all(unit.is_overdue for unit in self.units if unit.is_silent)

    @property
    def addressed(self) -> int:
        return sum(unit.is_addressed for unit in self.units)

    @property
    def received(self) -> int:
        return sum(unit.is_addressed and unit.received_on is not None for unit in self.units)

    @property
    def missing(self) -> int:
        """Units that have neither taken the letter in nor sent it back."""
        return self.addressed - self.received

    @property
    def reported(self) -> int:
        """Units that handed in their official reply, of those that stand in the denominator of receipt."""
        return sum(unit.is_addressed and unit.reported_on is not None for unit in self.units)

    @property
    def unreported(self) -> int:
        return self.addressed - self.reported

    @property
    def asks_for_reports(self) -> bool:
        return bool(self.addressed and (self.directive.report_due_on or self.reported))

    @property
    def refused(self) -> int:
        return sum(not unit.is_addressed for unit in self.units)

    @property
    def exempt(self) -> int:
        """Units that got the letter and of which nothing is asked, or nothing any more."""
        return sum(unit.is_addressed and not unit.is_counted for unit in self.units)

    @property
    def done_on(self) -> date | None:
        """The day of the last acceptance, once every unit is done."""
        if not self.total or self.done < self.total:
            return None
        return max(task.changed_on for task in self.tasks if task.is_done)

    @property
    def counts_down(self) -> bool:
        """Whether there is still something to do, and a day by which to do it."""
        return not (self.recalled_on or self.closed_on or self.done_on)

    @property
    def days_left(self) -> int:
        return (self.due_on - self.day).days

    @property
    def days_over(self) -> int:
        return -self.days_left

    def by_addressee(self) -> list[Share]:
        """Units by the line of the letter that addresses them: each unit once, so these do add up."""
        found: dict[str, list[UnitRow]] = {}
        names: dict[str, str] = {}
        for unit in self.units:
            found.setdefault(unit.addressee, []).append(unit)
            names.setdefault(unit.addressee, unit.addressee_name)
        order = [key for key, _name in self.groups]
        keys = sorted(found, key=lambda key: order.index(key) if key in order else len(order))
        return [_share(key, names[key], found[key]) for key in keys]

    def by_group(self) -> list[Share]:
        """Tasks by the group of the letter that they are given to. A unit may stand in several."""
        found: dict[str, list[Task]] = {}
        names: dict[str, str] = {}
        for task in sorted(self.tasks, key=lambda task: task.order):
            found.setdefault(task.group, []).append(task)
            names.setdefault(task.group, task.group_name)
        units = {unit.pk: unit for unit in self.units}
        return [_group(key, names[key], found[key], units) for key in found]

    def by_district(self) -> list[Share]:
        """Units by the district of issue, those without one last."""
        return self._by(lambda unit: unit.place)

    def by_place(self) -> list[Share]:
        """As `by_district`, with communes of their own where units stand in them."""
        return self._by(lambda unit: unit.place.finest)

    def _by(self, place_of: Callable[[UnitRow], Place]) -> list[Share]:
        found: dict[Place, list[UnitRow]] = {}
        for unit in self.units:
            found.setdefault(place_of(unit), []).append(unit)
        places = sorted(found, key=lambda place: (not place.is_district, place.sort_key))
        return [_share(place.key, place.name, found[place]) for place in places]

    def behind(self) -> list[UnitRow]:
        """Silent units first, those that have not even taken the letter in before the others; then the overdue."""
        silent = [unit for unit in self.units if unit.is_silent]
        late = [unit for unit in self.units if unit.is_overdue and not unit.is_silent]
        silent.sort(key=lambda unit: (unit.received_on is not None, unit.received_on or unit.issued_on, unit.sort_key))
        late.sort(key=lambda unit: (-unit.days_late, -len(unit.overdue), unit.sort_key))
        return silent + late


def _share(key: str, name: str, units: list[UnitRow]) -> Share:
    tasks = [task for unit in units for task in unit.tasks]
    return Share(key, name, units, tasks, tally(tasks))


def _group(key: str, name: str, tasks: list[Task], units: dict[int, UnitRow]) -> Share:
    """Of a group, only units with a counted task in it."""
    owing = dict.fromkeys(task.delivery_id for task in tasks if task.counted)
    return Share(key, name, [units[pk] for pk in owing], tasks, tally(tasks))


def percent(part: int, whole: int) -> int | None:
    """Rounded down, so that 100 means all; None where there is nothing to divide by."""
    return part * 100 // whole if whole else None
