"""Work passed to units below, as the pages of who passed it on and of the reviewer show it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q

from campaign_portal.lib.dates import local_day
from directives.chain import below_q, ups
from directives.models import Delivery, Obligation, Progress
from directives.models.obligation import OPEN
from directives.refusals import agreements
from reports.models import Action
from units.below import units_below
from units.models import Unit

from .work import Standing, title

SILENT, WORKING, DONE, BACK = "silent", "working", "done", "back"


@dataclass(frozen=True)
class Person:
    name: str
    phone: str


@dataclass(frozen=True)
class Below(Standing):
    """One obligation of one unit below. `deeds` are its actions that stand, `latest` the day of the newest; `level`
    counts how many times it was passed on from where the list begins, last by `giver`."""

    pk: int
    parent_id: int
    unit_id: int
    unit: str
    giver: str
    giver_id: int
    title: str
    progress: str
    due_on: date
    submitted_on: date | None
    received_on: date | None
    is_seen: bool
    deeds: int
    latest: date | None
    over_state: str = ""
    refusal: str = ""
    """Why the unit sent the letter back, where it did."""
    asks_for_word: bool = False
    """Whether whoever passed it on has still to say what becomes of what was sent back."""
    delivery_id: int = 0
    responsible_id: int = 0
    letter_id: int = 0
    """The delivery it was passed on from."""
    letter: str = ""
    level: int = 1
    people: tuple[Person, ...] = ()
    """Whom to call; filled in where the page shows it."""

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
        if self.over_state and self.stage != DONE:
            return self.over_state
        return "refused" if self.asks_for_word else self.progress

    @property
    def has_it(self) -> bool:
        return self.stage != BACK

    @property
    def is_waiting(self) -> bool:
        return self.progress == Progress.WAITING and not self.over_state

    def is_late(self, today: date) -> bool:
        return self.counts_down and self.due_on < today


Picks = dict[str, Callable[[Below, date], bool]]
FIGURES: Picks = {
    "done": lambda row, _today: row.stage == DONE,
    "waiting": lambda row, _today: row.is_waiting,
    "unseen": lambda row, _today: row.is_open and not row.is_seen,
    "late": lambda row, today: row.is_late(today),
    "silent": lambda row, _today: row.stage == SILENT,
    "refused": lambda row, _today: row.asks_for_word,
}
"""Which rows each figure of the page is about. Figures may overlap: who has not opened the letter may be late too."""
WHOLE_UNITS = ("done", "silent")
"""Figures a unit is in only with all its work."""


@dataclass(frozen=True)
class BelowList:
    """What was passed on, units in protocol order, each followed by whom it passed the work on to itself; counted in
    units of the first level: a unit is silent while all its work is."""

    rows: list[Below]

    @property
    def direct(self) -> list[Below]:
        return [row for row in self.rows if row.level == 1]

    @property
    def deeper(self) -> "BelowList":
        """What the units of the first level passed on themselves, counted as a list of its own."""
        return BelowList([replace(row, level=1) for row in self.rows if row.level > 1])

    def _stages(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        for row in self.direct:
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
        return [row for row in self.direct if row.is_open]

    def is_given_by(self, units: Iterable[int]) -> bool:
        """Whether one of these units passed on what the list begins with."""
        return bool({row.giver_id for row in self.direct} & set(units))

    def picked(self, figure: str, today: date) -> "BelowList":
        """The rows of the first level that a figure counts."""
        picks = FIGURES[figure]
        rows = [row for row in self.direct if picks(row, today)]
        if figure in WHOLE_UNITS:
            whole = {unit for unit, stages in self._stages().items() if stages == {figure}}
            rows = [row for row in rows if row.unit_id in whole]
        return BelowList(rows)

    def figures(self, today: date) -> dict[str, int]:
        """How many units each figure counts."""
        return {name: len({row.unit_id for row in self.picked(name, today).rows}) for name in FIGURES}


def passed_on(parents: Q) -> BelowList:
    """The children that meet a condition on their parent (`parent=…`, `parent__delivery=…`), less those of words that
    others have taken the place of. One query."""
    return _listed(parents & Q(parent__isnull=False))


def under(obligation: Obligation) -> BelowList:
    """What was passed on from an obligation, at every depth. One query."""
    return _listed(Q(instruction=obligation.instruction_id) & below_q("pk", obligation.pk))


def under_letter(delivery: Delivery) -> BelowList:
    """What was passed on from all that a unit was given of a letter, at every depth. One query."""
    return _listed(Q(delivery__directive=delivery.directive_id) & below_q("delivery", delivery.pk))


def _listed(condition: Q) -> BelowList:
    standing = ~Q(actions__state=Action.State.WITHDRAWN)
    rows = (
        Obligation.objects.filter(condition, instruction__ended_at=None)
        .select_related("instruction", "delivery__directive__campaign", "parent__responsible_unit")
        .annotate(
            deeds=Count("actions", filter=standing & Q(actions__isnull=False)),
            latest=Max("actions__done_on", filter=standing),
            is_agreed=Exists(agreements(OuterRef("delivery"))),
        )
        .order_by("delivery__unit_sort_key", "instruction__order", "pk")
    )
    return BelowList(_as_tree([_below(row) for row in rows]))


def _as_tree(rows: list[Below]) -> list[Below]:
    """Each row followed by what its unit passed on of it."""
    known = {row.pk for row in rows}
    children: dict[int, list[Below]] = {}
    for row in rows:
        children.setdefault(row.parent_id if row.parent_id in known else 0, []).append(row)

    def walk(parent: int, level: int) -> list[Below]:
        return [
            each for row in children.get(parent, ()) for each in (replace(row, level=level), *walk(row.pk, level + 1))
        ]

    return walk(0, 1)


def _below(row: Obligation) -> Below:
    received = row.delivery.received_at
    refusal = row.delivery.refusal_reason if row.delivery.refused_at and row.progress not in OPEN else ""
    return Below(
        pk=row.pk,
        parent_id=row.parent_id,
        unit_id=row.unit_id,
        unit=row.delivery.unit_name,
        giver=row.parent.responsible_unit.name,
        giver_id=row.parent.responsible_unit_id,
        title=title(row.instruction),
        progress=row.progress,
        due_on=row.due_on,
        submitted_on=local_day(row.submitted_at) if row.submitted_at else None,
        received_on=local_day(received) if received else None,
        is_seen=bool(row.delivery.seen_at or received or refusal),
        deeds=row.deeds,
        latest=row.latest,
        over_state=row.delivery.directive.over_state,
        refusal=refusal,
        asks_for_word=bool(refusal) and not (row.is_agreed or row.delivery.redirected_to_id),
        delivery_id=row.delivery_id,
        responsible_id=row.responsible_unit_id,
        letter_id=row.parent.delivery_id,
        letter=row.delivery.directive.reference,
    )


def relayable(delivery: Delivery, units: Iterable[int]) -> list[Obligation]:
    """What these units have open of a delivery, from the issuer or from a unit above, and may pass on; in the letter's
    order. One query."""
    rows = delivery.obligations.open().filter(responsible_unit__in=units).exclude(**{f"{ups()[-1]}__isnull": False})
    rows = rows.select_related("delivery__directive__campaign", "delivery__directive__issuer")
    return list(rows.select_related("instruction", "responsible_unit").order_by("instruction__order"))


def receivers(delivery: Delivery, unit: Unit, day: date) -> list[Unit]:
    """Units below the one that passes the work on: all but those that sent the letter back. One query."""
    refused = delivery.directive.deliveries.filter(refused_at__isnull=False).values("unit")
    return list(units_below(unit, day).exclude(pk__in=refused))
