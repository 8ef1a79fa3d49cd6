"""Work that was taken back from a person's units: a line and the reason, until it is given again or the letter ends."""

from dataclasses import dataclass
from datetime import date

from campaign_portal.lib.dates import local_day
from directives.models import Directive, Event, Obligation, Progress

TAKEN_SHOWN = 20


@dataclass(frozen=True)
class TakenBack:
    """One piece of work that a unit above took back, and why."""

    obligation_id: int
    title: str
    reference: str
    unit: str
    giver: str
    reason: str
    day: date


def taken_back(**where) -> list[TakenBack]:
    """What was taken back and not given again, in letters in force, the newest first. One query."""
    rows = Obligation.objects.filter(
        progress=Progress.ENDED,
        parent__isnull=False,
        last_change__event=Event.RECALLED,
        delivery__refused_at=None,
        delivery__directive__in=Directive.objects.in_force(),
        **where,
    ).select_related("instruction", "responsible_unit", "delivery__directive", "last_change__acting_unit")
    return [
        TakenBack(
            obligation_id=row.pk,
            title=row.instruction.title,
            reference=row.delivery.directive.reference,
            unit=row.responsible_unit.name,
            giver=row.last_change.acting_unit.name,
            reason=row.last_change.note,
            day=local_day(row.progress_at),
        )
        for row in rows.order_by("-progress_at", "instruction__order")[:TAKEN_SHOWN]
    ]
