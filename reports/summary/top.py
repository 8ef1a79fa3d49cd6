"""A letter's figures as of a day, read from its tallies: what they cost does not depend on how much was done.

The same figures as `figures` counts from folded logs, of all units of a letter. Four queries.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import Sum

from campaign_portal.lib.status import SOON_DAYS
from directives.models import Directive, Instruction, Progress, ProgressTally, Tallied
from directives.models.obligation import OPEN
from reports.models import Audience, Channel, ReachTally
from reports.models.tally import COUNTS

from .figures import Tally
from .reach import Reach
from .rows import ALL_UNITS

JUDGED = (Progress.WAITING, Progress.DONE, Progress.RETURNED)


class Work(NamedTuple):
    """Obligations of one unit that stand alike at the end of the day: `n` of them."""

    unit_id: int
    group: str
    progress: str
    due_on: date
    counted: bool
    on_time: bool
    n: int
    day: date

    @property
    def days_left(self) -> int:
        return (self.due_on - self.day).days

    @property
    def is_open(self) -> bool:
        return self.counted and self.progress in OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < self.day


@dataclass
class UnitCount:
    """A recipient: how its receipt stands, its work, and whether any action stands for it."""

    unit_id: int
    receipt: str = ""
    works: list[Work] = field(default_factory=list)
    has_action: bool = False

    @property
    def is_addressed(self) -> bool:
        return self.receipt != "refused"

    @property
    def counted(self) -> list[Work]:
        return [work for work in self.works if work.counted]

    @property
    def is_counted(self) -> bool:
        return self.is_addressed and any(work.counted for work in self.works)

    @property
    def is_done(self) -> bool:
        return self.is_counted and all(work.progress == Progress.DONE for work in self.counted)

    @property
    def is_active(self) -> bool:
        return self.has_action or any(work.progress in JUDGED for work in self.works)

    @property
    def is_silent(self) -> bool:
        return self.is_counted and not self.is_active

    @property
    def is_overdue(self) -> bool:
        return any(work.is_overdue for work in self.works)


@dataclass
class Top:
    """The figures of one letter at the end of a local day. Names as in `Summary`; `cells` as `reached` tells them."""

    day: date
    units: list[UnitCount]
    cells: list[Reach]

    @cached_property
    def tally(self) -> Tally:
        return count(work for unit in self.units for work in unit.works)

    @property
    def by_group(self) -> dict[str, Tally]:
        """The tasks of each group of the letter, by the group's key."""
        found: dict[str, list[Work]] = defaultdict(list)
        for unit in self.units:
            for work in unit.works:
                found[work.group].append(work)
        return {group: count(works) for group, works in found.items()}

    @cached_property
    def total(self) -> int:
        return sum(unit.is_counted for unit in self.units)

    @cached_property
    def done(self) -> int:
        return sum(unit.is_done for unit in self.units)

    @cached_property
    def overdue(self) -> int:
        return sum(unit.is_overdue for unit in self.units)

    @cached_property
    def silent(self) -> int:
        return sum(unit.is_silent for unit in self.units)

    @property
    def silent_are_overdue(self) -> bool:
        return self.silent > 0 and all(unit.is_overdue for unit in self.units if unit.is_silent)

    @cached_property
    def addressed(self) -> int:
        return sum(unit.is_addressed for unit in self.units)

    @cached_property
    def received(self) -> int:
        return sum(unit.receipt == "received" for unit in self.units)

    @property
    def missing(self) -> int:
        return self.addressed - self.received

    @property
    def refused(self) -> int:
        return len(self.units) - self.addressed

    @property
    def exempt(self) -> int:
        return self.addressed - self.total


def count(works: Iterable[Work]) -> Tally:
    """As `figures.tally`, over work that stands alike."""
    alike: Counter = Counter()
    for work in works:
        alike[work._replace(unit_id=0, group="", n=1)] += work.n
    found: Counter = Counter()
    for work, n in alike.items():
        for name in _figures(work):
            found[name] += n
    return Tally(**found)


def _figures(work: Work) -> list[str]:
    """The figures in which it stands."""
    if not work.counted:
        return ["exempt"]
    done, fell_due = work.progress == Progress.DONE, work.due_on <= work.day
    soon = work.is_open and 0 <= work.days_left <= SOON_DAYS
    holds = {
        "total": True,
        str(work.progress): work.progress != Progress.NOT_APPLICABLE,
        "on_time": work.on_time,
        "overdue": work.is_overdue,
        "soon": soon,
        "fell_due": fell_due,
        "fell_due_done": fell_due and done,
    }
    return [name for name, holds_so in holds.items() if holds_so]


# --- Asking the database ----------------------------------------------------------------------------------------------
def differences(keys: Iterable[int]) -> dict[int, int]:
    """In how many places the tallies of letters were found to differ from their log, of those that have any. One query.

    Only where it is 0 may they be read; the figures of other letters are folded from the log.
    """
    return dict(Tallied.objects.filter(pk__in=list(keys)).values_list("pk", "differences"))


def tallied(keys: Iterable[int]) -> set[int]:
    """Those letters whose tallies are whole. One query."""
    return {pk for pk, found in differences(keys).items() if not found}


def top_figures(directive: Directive, day: date) -> Top:
    """The figures at the end of a local day, of a letter that is tallied."""
    return Top(day, units_at(directive, day), cells_at(directive, day))


def units_at(directive: Directive, day: date) -> list[UnitCount]:
    """Every recipient of the letter with its work, by unit key. Three queries."""
    groups = _groups(directive)
    found: dict[int, UnitCount] = {}
    rows = ProgressTally.objects.filter(directive=directive, day__lte=day).order_by()
    columns = ("unit", "instruction", "progress", "due_on", "counted", "on_time")
    for unit, instruction, *stands, n in rows.values_list(*columns).annotate(left=Sum("n")).exclude(left=0):
        known = found.setdefault(unit, UnitCount(unit))
        if instruction is None:
            known.receipt = stands[0]
        elif instruction in groups:
            known.works.append(Work(unit, groups[instruction], *stands, n, day))
    for _letter, unit in active_places({directive.pk: day}):
        found[unit].has_action = True
    return [found[unit] for unit in sorted(found)]


def _groups(directive: Directive) -> dict[int, str]:
    """The group of every binding instruction."""
    rows = Instruction.objects.filter(directive=directive, binding=True).order_by().values_list("pk", "group")
    return {pk: str(group) if group else ALL_UNITS for pk, group in rows}


def active_places(days: Mapping[int, date]) -> set[tuple[int, int]]:
    """(letter, recipient) for which an action stood at the end of the letter's day, done by the recipient or below it.
    One query."""
    rows = ReachTally.objects.filter(directive__in=days).exclude(active=0).order_by()
    found: Counter = Counter()
    for directive, unit, day, step in rows.values_list("directive", "unit", "day", "active"):
        found[directive, unit] += step if day <= days[directive] else 0
    return {place for place, n in found.items() if n > 0}


def cells_at(directive: Directive, day: date) -> list[Reach]:
    """What was reached by the end of the day, as `reach.reached` tells it. One query."""
    rows = ReachTally.objects.filter(directive=directive, day__lte=day).order_by()
    sums = rows.values("audience", "channel").annotate(**{f"{name}_": Sum(name) for name in COUNTS})
    order = [*Audience.values, *Channel.values]
    cells = [
        Reach(row["audience"], row["channel"], **{name: row[f"{name}_"] for name in COUNTS})
        for row in sums
        if row["deeds_"]
    ]
    return sorted(cells, key=lambda cell: (-cell.times, order.index(cell.audience), order.index(cell.channel)))
