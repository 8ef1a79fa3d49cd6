"""How letters stood at a moment, folded from `Change`: what a rehearsal of that moment looks at. Reads only.

Rows come back with the columns they had then, set on the instances in memory; nobody saves them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from directives.models import About, Change, Delivery, Directive, Event, Obligation, Progress
from directives.models.obligation import OPEN

from .opening import OPENING

DAYS, INSTANTS = ("due_on",), ("submitted_at", "progress_at", "seen_at", "received_at", "refused_at")


@dataclass(eq=False)
class Owed:
    """One obligation as it stood; `opened_at` is the last act that gave the unit something to do by a day."""

    row: Obligation
    opened_at: datetime
    parent: "Owed | None" = None

    @property
    def is_open(self) -> bool:
        return self.row.progress in OPEN

    @property
    def is_reminded(self) -> bool:
        """As `ObligationQuerySet.reminded`."""
        if self.row.counted:
            return True
        return bool(self.parent and self.parent.is_open and self.row.instruction.binding)


@dataclass(eq=False)
class Sent:
    """One delivery as it stood, what was owed under it, and whether the unit had handed in its reply."""

    row: Delivery
    owed: list[Owed] = field(default_factory=list)
    has_replied: bool = False


@dataclass(eq=False)
class Standing:
    """One letter in force at the moment, with all its deliveries in protocol order."""

    directive: Directive
    sent: list[Sent] = field(default_factory=list)


def standings(at: datetime, directives: Iterable[Directive] | None = None) -> list[Standing]:
    """Letters in force at a moment, each as its log knew it then. Four queries, whatever their number."""
    letters = _in_force(at)
    if directives is not None:
        letters = letters.filter(pk__in=[each.pk for each in directives])
    found = {letter.pk: Standing(letter) for letter in letters}
    sent = {row.pk: Sent(row) for row in _deliveries(found, at)}
    owed = {row.pk: Owed(row, row.delivery.issued_at) for row in _obligations(sent)}
    known = _fold(found, sent, owed, at)
    for each in sent.values():
        found[each.row.directive_id].sent.append(each)
    for pk, each in owed.items():
        if pk in known:  # passed on or added later otherwise
            each.parent = owed.get(each.row.parent_id)
            sent[each.row.delivery_id].owed.append(each)
    return list(found.values())


def _in_force(at: datetime):
    over = Q(recalled_at__lte=at) | Q(campaign__closed_at__lte=at)
    letters = Directive.objects.filter(issued_at__lte=at).exclude(over)
    return letters.select_related("issuer", "campaign").order_by("pk")


def _deliveries(letters: Iterable[int], at: datetime):
    rows = Delivery.objects.filter(directive__in=letters, issued_at__lte=at)
    return rows.select_related("unit").order_by("unit_sort_key", "pk")


def _obligations(deliveries: Iterable[int]):
    rows = Obligation.objects.filter(delivery__in=deliveries).select_related(
        "instruction", "delivery", "parent__responsible_unit"
    )
    return rows.order_by("instruction__order", "pk")


def _fold(letters: dict[int, Standing], sent: dict[int, Sent], owed: dict[int, Owed], at: datetime) -> set[int]:
    """Set what each row's log said up to the moment; return the keys of the obligations that existed."""
    known: set[int] = set()
    for each in sent.values():
        each.row.received_at = each.row.refused_at = None
    rows = Change.objects.filter(
        directive__in=letters, recorded_at__lte=at, about__in=(About.DELIVERY, About.OBLIGATION, About.REPORT)
    )
    for change in rows.order_by("pk"):
        if change.about == About.OBLIGATION and change.about_id in owed:
            known.add(change.about_id)
            _obligation(owed[change.about_id], change)
        elif change.about == About.DELIVERY and change.about_id in sent:
            _set(sent[change.about_id].row, change.after)
        elif change.about == About.REPORT and change.event == Event.SUBMITTED and change.delivery_id in sent:
            sent[change.delivery_id].has_replied = True
    return known


def _obligation(owed: Owed, change: Change) -> None:
    if "progress" in change.after and "progress_at" not in change.after:
        owed.row.progress_at = change.recorded_at  # the act that made it says no moment of its own
    _set(owed.row, change.after)
    owed.row.last_change = change
    if change.event in OPENING:
        owed.opened_at = change.recorded_at


def _set(row: Delivery | Obligation, columns: dict) -> None:
    for name, value in columns.items():
        if name in DAYS:
            setattr(row, name, date.fromisoformat(value))
        elif name in INSTANTS:
            setattr(row, name, datetime.fromisoformat(value) if value else None)
        elif name in ("progress", "counted"):
            setattr(row, name, value)
        elif name == "responsible_unit":
            row.responsible_unit_id = value


def is_finished(owed: Owed) -> bool:
    return owed.row.progress in (Progress.DONE, Progress.ENDED)
