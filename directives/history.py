"""The state of a directive as of a local day, folded from `Change`: the one source of every figure.

What was recorded by the end of the day counts, so an action entered on 25/11 never changes the figures of 20/11.
Each question is asked of one directive and a day, or, where a page shows several letters, of many at once: the plural
functions take {directive key: day} and cost as many queries as the singular ones.

`until`, an instant, narrows the last of these days to what was recorded by then: a paper made at noon stays provable.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from campaign_portal.lib.dates import local_day
from directives.models import About, Change, Delivery, Directive, Event, Instruction, Obligation, Progress
from directives.models.obligation import OPEN


@dataclass
class Folded:
    """What the log says of one subject up to a day: its columns, the last day it changed and the words given then."""

    directive_id: int
    unit_id: int | None
    values: dict
    changed_on: date
    note: str


@dataclass
class ObligationState:
    """One root obligation at the end of a local day. `note` holds the words given with the last act on it."""

    obligation: Obligation
    progress: str
    due_on: date
    counted: bool
    responsible_unit_id: int
    submitted_at: datetime | None
    day: date
    changed_on: date
    note: str = ""

    @property
    def is_overdue(self) -> bool:
        return self.progress in OPEN and self.due_on < self.day

    @property
    def days_left(self) -> int:
        return (self.due_on - self.day).days

    @property
    def was_on_time(self) -> bool:
        """The submission finally accepted came by the end of the due day, whenever it was reviewed."""
        return self.submitted_at is not None and local_day(self.submitted_at) <= self.due_on


@dataclass
class DeliveryState:
    """Receipt of one unit at the end of a local day. `note` holds the reason of a refusal."""

    delivery: Delivery
    issued: bool
    seen_at: datetime | None
    received_at: datetime | None
    refused_at: datetime | None
    day: date
    note: str = ""


def fold(moments: Mapping[int, date], about: About, *, until: datetime | None = None) -> dict[int, Folded]:
    """Every subject of a kind that the directives' logs knew by the end of their days, by its key. One query."""
    found: dict[int, Folded] = {}
    rows = Change.objects.filter(directive__in=moments, about=about).order_by("pk")
    if moments:
        rows = rows.filter(local_day__lte=max(moments.values()))
    if until:
        rows = rows.filter(recorded_at__lte=until)
    columns = ("directive", "unit", "about_id", "after", "local_day", "note")
    for directive_id, unit_id, subject, after, day, note in rows.values_list(*columns):
        if day > moments[directive_id]:
            continue
        known = found.setdefault(subject, Folded(directive_id, unit_id, {}, day, note))
        known.values.update(after)
        known.changed_on, known.note = day, note
    return found


def obligations_as_of(directive: Directive, day: date) -> list[ObligationState]:
    """Root obligations that stood in the count on the day, in unit and letter order. Four queries."""
    return obligations_at({directive.pk: day})


def obligations_at(moments: Mapping[int, date], *, until: datetime | None = None) -> list[ObligationState]:
    """As `obligations_as_of`, for several directives, each at the end of its own day. Four queries."""
    folded = fold(moments, About.OBLIGATION, until=until)
    rows = Obligation.objects.filter(delivery__directive__in=moments, parent=None)
    rows = list(rows.order_by("delivery__unit_sort_key", "instruction__order"))
    _share_parents(rows, moments)
    states = [_obligation_state(row, folded[row.pk], moments) for row in rows if row.pk in folded]
    return [state for state in states if state.counted or state.progress == Progress.NOT_APPLICABLE]


def _share_parents(rows: list[Obligation], moments: Mapping[int, date]) -> None:
    """Give all obligations of an instruction, or of a delivery, one object of it; a join would make one for each."""
    instructions = Instruction.objects.filter(directive__in=moments).select_related("group").in_bulk()
    deliveries = Delivery.objects.filter(directive__in=moments, parent=None).in_bulk()
    for row in rows:
        if row.instruction_id in instructions:
            row.instruction = instructions[row.instruction_id]
        if row.delivery_id in deliveries:
            row.delivery = deliveries[row.delivery_id]


def _obligation_state(row: Obligation, folded: Folded, moments: Mapping[int, date]) -> ObligationState:
    values = folded.values
    return ObligationState(
        obligation=row,
        progress=values["progress"],
        due_on=date.fromisoformat(values["due_on"]),
        counted=values["counted"],
        responsible_unit_id=values["responsible_unit"],
        submitted_at=_instant(values.get("submitted_at")),
        day=moments[folded.directive_id],
        changed_on=folded.changed_on,
        note=folded.note,
    )


def deliveries_as_of(directive: Directive, day: date) -> list[DeliveryState]:
    """Root deliveries issued by the end of the day, with their receipt. Two queries."""
    return deliveries_at({directive.pk: day})


def deliveries_at(moments: Mapping[int, date], *, until: datetime | None = None) -> list[DeliveryState]:
    """As `deliveries_as_of`, for several directives, each at the end of its own day. Two queries."""
    folded = fold(moments, About.DELIVERY, until=until)
    rows = (
        Delivery.objects.filter(directive__in=moments, parent=None)
        .select_related("unit", "area__parent")
        .order_by("unit_sort_key")
    )
    return [_delivery_state(row, folded[row.pk], moments) for row in rows if row.pk in folded]


def _delivery_state(row: Delivery, folded: Folded, moments: Mapping[int, date]) -> DeliveryState:
    instants = {name: _instant(folded.values.get(name)) for name in ("seen_at", "received_at", "refused_at")}
    day = moments[folded.directive_id]
    return DeliveryState(delivery=row, issued=True, day=day, note=folded.note, **instants)


def _instant(iso: str | None) -> datetime | None:
    return datetime.fromisoformat(iso) if iso else None


def due_on_as_of(directive: Directive, day: date) -> date:
    """The end of the period as it stood on a day: extensions count from the day they were recorded."""
    return due_days_at([directive], {directive.pk: day})[directive.pk]


def due_days_at(
    directives: Iterable[Directive], moments: Mapping[int, date], *, until: datetime | None = None
) -> dict[int, date]:
    """The end of each directive's period as it stood on its day. One query.

    The last extension up to the day says it; before the first one, that extension knows what stood until then.
    """
    found = {directive.pk: directive.due_on for directive in directives}
    told = set()
    rows = Change.objects.filter(directive__in=found, about=About.DIRECTIVE, event=Event.EXTENDED).order_by("pk")
    columns = ("directive", "local_day", "recorded_at", "before", "after")
    for directive_id, day, at, before, after in rows.values_list(*columns):
        if day <= moments[directive_id] and not (until and at > until):
            found[directive_id] = date.fromisoformat(after["due_on"])
        elif directive_id not in told:
            found[directive_id] = date.fromisoformat(before["due_on"])
        told.add(directive_id)
    return found
