"""The kinds of reminders, and which one answers for a step. Adding one is a module here and a line in `KINDS`."""

from collections.abc import Iterable, Mapping, Sequence

from directives.ladder import Trigger, parse_step
from directives.models import Reminder
from directives.reminders.pieces import Piece

from .base import Kind
from .receipt import Receipt
from .report import Report
from .returned import Returned
from .review import Waiting
from .weekly import Weekly
from .work import Work

KINDS: tuple[Kind, ...] = (Receipt(), Work(), Report(), Returned(), Waiting(), Weekly())
BY_TRIGGER: Mapping[Trigger, Kind] = {trigger: kind for kind in KINDS for trigger in kind.triggers}


def kind_of(reminder: Reminder) -> Kind:
    """Raises ValueError for a step that no ladder knows."""
    return BY_TRIGGER[parse_step(reminder.step).trigger]


def by_kind(reminders: Iterable[Reminder]) -> dict[Kind, list[Reminder]]:
    found: dict[Kind, list[Reminder]] = {}
    for each in reminders:
        found.setdefault(kind_of(each), []).append(each)
    return found


def open_pieces(reminders: Sequence[Reminder]) -> dict[str, Sequence[Piece]]:
    """What each reminder still has to speak of, by its key. One query for each kind that occurs."""
    found: dict[str, Sequence[Piece]] = {}
    for kind, share in by_kind(reminders).items():
        found |= kind.pieces(share)
    return found
