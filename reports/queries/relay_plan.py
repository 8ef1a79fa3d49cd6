"""Who would get what if work were passed down, before anything is written."""

from dataclasses import dataclass

from directives.models import Obligation
from units.models import Unit
from units.queries import without_focal_point

from .work import title


@dataclass(frozen=True)
class Gift:
    """What one unit gets by the act in preview: the duties new to it, and how many it has already."""

    unit: str
    tasks: list[str]
    had: int
    reaches_nobody: bool

    @property
    def is_new(self) -> bool:
        return bool(self.tasks)


@dataclass(frozen=True)
class Plan:
    gifts: list[Gift]

    @property
    def units(self) -> int:
        return sum(each.is_new for each in self.gifts)

    @property
    def tasks(self) -> int:
        """Duties of which somebody gets something new, each once however many units get it."""
        return len({task for each in self.gifts for task in each.tasks})

    @property
    def had(self) -> int:
        return sum(each.had for each in self.gifts)

    @property
    def unmanned(self) -> list[str]:
        """Units that get work and have nobody who could read it."""
        return [each.unit for each in self.gifts if each.is_new and each.reaches_nobody]


def plan(duties: list[Obligation], units: list[Unit]) -> Plan:
    """Who gets what if these duties go to these units; nothing is written. Two queries."""
    instructions = [row.instruction_id for row in duties]
    rows = Obligation.objects.had().filter(unit__in=units, instruction__in=instructions)
    had = set(rows.values_list("unit", "instruction"))
    keys = [unit.pk for unit in units]
    empty = set(without_focal_point(Unit.objects.filter(pk__in=keys)).values_list("pk", flat=True))
    gifts = []
    for unit in units:
        fresh = [row for row in duties if (unit.pk, row.instruction_id) not in had]
        tasks = [title(row.instruction) for row in fresh]
        gifts.append(Gift(unit.name, tasks, len(duties) - len(fresh), unit.pk in empty))
    return Plan(gifts)
