"""The state of a directive as of a local day, folded from `Change`: the one source of every figure.

What was recorded by the end of the day counts, so an action entered on 25/11 never changes the figures of 20/11.
"""

from dataclasses import dataclass
from datetime import date, datetime

from campaign_portal.lib.dates import local_day
from directives.models import About, Change, Delivery, Directive, Obligation, Progress
from directives.models.obligation import OPEN


@dataclass
class ObligationState:
    """One root obligation at the end of a local day."""

    obligation: Obligation
    progress: str
    due_on: date
    counted: bool
    responsible_unit_id: int
    submitted_at: datetime | None
    day: date
    changed_on: date

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
    """Receipt of one unit at the end of a local day."""

    delivery: Delivery
    issued: bool
    seen_at: datetime | None
    received_at: datetime | None
    refused_at: datetime | None


def _folded(directive: Directive, about: About, day: date) -> tuple[dict[int, dict], dict[int, date]]:
    """Column values and the last day of change per subject, at the end of a local day."""
    states: dict[int, dict] = {}
    days: dict[int, date] = {}
    rows = Change.objects.filter(directive=directive, about=about, local_day__lte=day).order_by("pk")
    for subject, after, changed in rows.values_list("about_id", "after", "local_day"):
        states.setdefault(subject, {}).update(after)
        days[subject] = changed
    return states, days


def obligations_as_of(directive: Directive, day: date) -> list[ObligationState]:
    """Root obligations that stood in the count on the day, in unit and letter order. Two queries."""
    folded, days = _folded(directive, About.OBLIGATION, day)
    rows = (
        Obligation.objects.filter(delivery__directive=directive, parent=None)
        .select_related("instruction__group", "delivery", "unit")
        .order_by("delivery__unit_sort_key", "instruction__order")
    )
    states = [_obligation_state(row, folded[row.pk], day, days[row.pk]) for row in rows if row.pk in folded]
    return [state for state in states if state.counted or state.progress == Progress.NOT_APPLICABLE]


def _obligation_state(row: Obligation, values: dict, day: date, changed_on: date) -> ObligationState:
    return ObligationState(
        obligation=row,
        progress=values["progress"],
        due_on=date.fromisoformat(values["due_on"]),
        counted=values["counted"],
        responsible_unit_id=values["responsible_unit"],
        submitted_at=_instant(values.get("submitted_at")),
        day=day,
        changed_on=changed_on,
    )


def deliveries_as_of(directive: Directive, day: date) -> list[DeliveryState]:
    """Root deliveries issued by the end of the day, with their receipt. Two queries."""
    folded, _days = _folded(directive, About.DELIVERY, day)
    rows = Delivery.objects.filter(directive=directive, parent=None).select_related("unit").order_by("unit_sort_key")
    return [_delivery_state(row, folded[row.pk]) for row in rows if row.pk in folded]


def _delivery_state(row: Delivery, values: dict) -> DeliveryState:
    instants = {name: _instant(values.get(name)) for name in ("seen_at", "received_at", "refused_at")}
    return DeliveryState(delivery=row, issued=True, **instants)


def _instant(iso: str | None) -> datetime | None:
    return datetime.fromisoformat(iso) if iso else None


def due_on_as_of(directive: Directive, day: date) -> date:
    """The end of the period as it stood on a day: extensions count from the day they were recorded."""
    folded, _days = _folded(directive, About.DIRECTIVE, day)
    iso = folded.get(directive.pk, {}).get("due_on")
    if iso:
        return date.fromisoformat(iso)
    first = directive.changes.filter(about=About.DIRECTIVE, event="extended").order_by("pk").first()
    return date.fromisoformat(first.before["due_on"]) if first else directive.due_on
