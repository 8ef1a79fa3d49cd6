"""Work passed to units below, as the pages of who passed it on and of the reviewer show it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q

from campaign_portal.lib.dates import local_day
from directives.models import Delivery, Obligation, Progress
from directives.models.obligation import OPEN
from reports.models import Action
from units.below import units_below
from units.models import Unit
from units.queries import without_focal_point

from .work import Standing, title

SILENT, WORKING, DONE, BACK = "silent", "working", "done", "back"


@dataclass(frozen=True)
class Below(Standing):
    """One obligation of one unit below. `deeds` are its actions that stand, `latest` the day of the newest."""

    pk: int
    parent_id: int
    unit_id: int
    unit: str
    title: str
    progress: str
    due_on: date
    submitted_on: date | None
    received_on: date | None
    deeds: int
    latest: date | None
    over_state: str = ""

    @property
    def stage(self) -> str:
        """Whether the unit is silent, works, has said it is done, or does not have the work any more."""
        if self.progress in (Progress.WAITING, Progress.DONE):
            return DONE
        if self.progress not in OPEN:
            return BACK
        return WORKING if self.deeds or self.progress != Progress.NOT_STARTED else SILENT

    @property
    def state(self) -> str:
        """Its key in the status table."""
        return self.over_state if self.over_state and self.stage != DONE else self.progress

    @property
    def has_it(self) -> bool:
        return self.stage != BACK


@dataclass(frozen=True)
class BelowList:
    """What was passed on, units in protocol order; counted in units: a unit is silent while all its work is."""

    rows: list[Below]

    def _stages(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        for row in self.rows:
            if row.has_it:
                found.setdefault(row.unit_id, set()).add(row.stage)
        return found

    @property
    def units(self) -> int:
        return len(self._stages())

    @property
    def silent(self) -> int:
        return sum(stages == {SILENT} for stages in self._stages().values())

    @property
    def done(self) -> int:
        return sum(stages == {DONE} for stages in self._stages().values())

    @property
    def working(self) -> int:
        return self.units - self.silent - self.done

    @property
    def takeable(self) -> list[Below]:
        return [row for row in self.rows if row.is_open]


def passed_on(parents: Q) -> BelowList:
    """The children that meet a condition on their parent (`parent=…`, `parent__delivery=…`), less those of words that
    others have taken the place of. One query."""
    standing = ~Q(actions__state=Action.State.WITHDRAWN)
    rows = (
        Obligation.objects.filter(parents, parent__isnull=False, instruction__ended_at=None)
        .select_related("instruction", "delivery__directive__campaign")
        .annotate(
            deeds=Count("actions", filter=standing & Q(actions__isnull=False)),
            latest=Max("actions__done_on", filter=standing),
        )
        .order_by("delivery__unit_sort_key", "instruction__order", "pk")
    )
    return BelowList([_below(row) for row in rows])


def _below(row: Obligation) -> Below:
    received = row.delivery.received_at
    return Below(
        pk=row.pk,
        parent_id=row.parent_id,
        unit_id=row.unit_id,
        unit=row.delivery.unit_name,
        title=title(row.instruction),
        progress=row.progress,
        due_on=row.due_on,
        submitted_on=local_day(row.submitted_at) if row.submitted_at else None,
        received_on=local_day(received) if received else None,
        deeds=row.deeds,
        latest=row.latest,
        over_state=row.delivery.directive.over_state,
    )


def asker(obligation: Obligation) -> str:
    """Who is told when the work is done: the unit that passed it down, else the unit that issued the letter."""
    parent = obligation.parent
    return parent.responsible_unit.name if parent else obligation.delivery.directive.issuer.name


def relayable(delivery: Delivery) -> list[Obligation]:
    """The unit's own open obligations of the letter, in its order. One query."""
    rows = delivery.obligations.open().filter(parent=None, responsible_unit=delivery.unit_id)
    return list(rows.select_related("instruction", "delivery").order_by("instruction__order"))


def receivers(delivery: Delivery, day: date) -> list[Unit]:
    """Units below that may get the letter's work: all but those that sent it back. One query."""
    refused = delivery.directive.deliveries.filter(refused_at__isnull=False).values("unit")
    return list(units_below(delivery.unit, day).exclude(pk__in=refused))


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
    rows = Obligation.objects.filter(unit__in=units, instruction__in=instructions).exclude(progress=Progress.ENDED)
    had = set(rows.values_list("unit", "instruction"))
    keys = [unit.pk for unit in units]
    empty = set(without_focal_point(Unit.objects.filter(pk__in=keys)).values_list("pk", flat=True))
    gifts = []
    for unit in units:
        fresh = [row for row in duties if (unit.pk, row.instruction_id) not in had]
        tasks = [title(row.instruction) for row in fresh]
        gifts.append(Gift(unit.name, tasks, len(duties) - len(fresh), unit.pk in empty))
    return Plan(gifts)
