"""Where a subject stands in the counts: the columns under which it is counted, from rows and from folded logs alike."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from campaign_portal.lib.dates import local_day
from directives.models import Delivery, Obligation, Progress


class Key(NamedTuple):
    directive_id: int
    instruction_id: int | None
    unit_id: int
    progress: str
    due_on: date | None
    counted: bool
    on_time: bool


def key_of(subject) -> Key | None:
    """Where a row stands as it is now; None for what no figure counts: letters, children, what has ended."""
    if isinstance(subject, Delivery) and subject.parent_id is None:
        return receipt_key(subject.directive_id, subject.unit_id, vars(subject))
    if isinstance(subject, Obligation) and subject.parent_id is None:
        place = (subject.delivery.directive_id, subject.instruction_id, subject.unit_id)
        return work_key(*place, vars(subject))
    return None


def work_key(directive_id: int, instruction_id: int, unit_id: int, values: Mapping[str, Any]) -> Key | None:
    """`values` are an obligation's columns. Figures know what is counted, and what a unit was freed from."""
    progress, due_on = str(values["progress"]), values["due_on"]
    if not (values["counted"] or progress == Progress.NOT_APPLICABLE):
        return None
    on_time = progress == Progress.DONE and _came_by(values.get("submitted_at"), due_on)
    return Key(directive_id, instruction_id, unit_id, progress, due_on, values["counted"], on_time)


def receipt_key(directive_id: int, unit_id: int, values: Mapping[str, Any]) -> Key:
    """`values` are a delivery's columns."""
    state = "seen" if values.get("seen_at") else "issued"
    state = "received" if values.get("received_at") else state
    state = "refused" if values.get("refused_at") else state
    return Key(directive_id, None, unit_id, state, None, state != "refused", False)


def _came_by(submitted_at: datetime | None, due_on: date) -> bool:
    return submitted_at is not None and local_day(submitted_at) <= due_on
