"""The lists of the review queue: what waits for the issuing unit, oldest first, and what it decided, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import Q, QuerySet

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.workdays import WorkCalendar
from directives.models import Directive, Instruction, Obligation, Progress
from reports.models import Action, ActionObligation, Claim
from units.access import unit_ids
from units.models import Role

from .questions import talk_about
from .seen import seen_marks

SHELVES = {
    "waiting": Progress.WAITING,
    "changed": Progress.DONE,
    "returned": Progress.RETURNED,
    "done": Progress.DONE,
}
"""The lists of the page, by the name they have in its address, and the progress of what stands in them."""

SHOWN = 30
"""How many rows of a list stand beside the one on screen."""

PATIENCE = 5
"""After how many working days a row that waits is pointed out: reviewers have clocks too."""


@dataclass(frozen=True)
class Shelf:
    """One list of the queue. `rows` is what the person may review, narrowed by what the address asks for."""

    name: str
    rows: QuerySet[Obligation]
    query: dict[str, str] = field(default_factory=dict)

    @property
    def is_waiting(self) -> bool:
        return self.name == "waiting"

    @property
    def is_pending(self) -> bool:
        """Whether its rows ask the reviewer for a decision."""
        return self.name in ("waiting", "changed")

    @property
    def listed(self) -> QuerySet[Obligation]:
        """The rows in the order they are worked."""
        rows = on_shelf(self.rows, self.name)
        if self.is_waiting:
            return rows.order_by("submitted_at", "pk")
        return rows.order_by("progress_at", "pk") if self.is_pending else rows.order_by("-progress_at", "-pk")

    def neighbours(self, row: Obligation) -> tuple[QuerySet, QuerySet]:
        """The rows before and after one, each nearest first; also where the row has just left the list."""
        name = "submitted_at" if self.is_waiting else "progress_at"
        mark = (row.submitted_at if self.is_waiting else None) or row.progress_at
        # Said twice: the first part is a stretch of the index, the second tells apart what came at the same moment.
        lower = Q(**{f"{name}__lte": mark}) & (Q(**{f"{name}__lt": mark}) | Q(pk__lt=row.pk))
        higher = Q(**{f"{name}__gte": mark}) & (Q(**{f"{name}__gt": mark}) | Q(pk__gt=row.pk))
        before, after = (lower, higher) if self.is_pending else (higher, lower)
        return self.listed.filter(before).reverse(), self.listed.filter(after)


@dataclass(frozen=True)
class Line:
    """One row of a list. `seen` names the last that happened to it; `waited` counts working days."""

    pk: int
    seen: int | None
    unit: str
    title: str
    at: datetime
    waited: int
    resubmitted: bool
    talk: str = ""
    """Whether the unit was "asked" about it, has "answered", or asks itself ("unit")."""
    has_doubt: bool = False
    """Whether the portal found something in it to look at more closely."""
    is_claim: bool = False
    """Whether the unit asks to be let off: that is decided for itself, and never accepted as work."""

    @property
    def is_held(self) -> bool:
        """Not ticked along with all others: somebody is to open it first."""
        return self.is_claim or self.has_doubt or bool(self.talk)

    @property
    def day(self) -> date:
        return local_day(self.at)

    @property
    def is_long(self) -> bool:
        return self.waited > PATIENCE


def letters_of(user) -> QuerySet[Directive]:
    """Letters that the person coordinates and that are in force."""
    return Directive.objects.in_force().filter(issuer__in=unit_ids(user, Role.COORDINATOR))


def reviewable(user) -> QuerySet[Obligation]:
    """Roots of the letters that the person coordinates and that are in force."""
    asked = Instruction.objects.filter(directive__in=letters_of(user))
    return Obligation.objects.filter(instruction__in=asked.values("pk"), parent=None)


def on_shelf(rows: QuerySet[Obligation], name: str) -> QuerySet[Obligation]:
    rows = rows.filter(progress=SHELVES[name])
    return rows.filter(changed_q()) if name == "changed" else rows


def changed_q() -> Q:
    """Obligations that an action serves which was mended after it had been accepted, and not accepted again."""
    mended = Q(action__state=Action.State.RESUBMITTED, action__accepted_at__isnull=False)
    return Q(pk__in=ActionObligation.objects.filter(mended).values("obligation"))


def resubmitted_q() -> Q:
    """Obligations with work that came again after a return."""
    return Q(pk__in=ActionObligation.objects.filter(action__state=Action.State.RESUBMITTED).values("obligation"))


def claimed(keys: Iterable[int]) -> set[int]:
    """Of which rows the unit says that there is nothing to do, and waits for an answer. One query."""
    return set(Claim.objects.filter(obligation__in=list(keys), decided_at=None).values_list("obligation", flat=True))


def waiting_count(user) -> int:
    """How many obligations wait for the person's unit; the number in the menu."""
    rows = reviewable(user)
    return on_shelf(rows, "waiting").count() + on_shelf(rows, "changed").count()


def around(
    shelf: Shelf, row: Obligation | None, *, today: date, calendar: WorkCalendar
) -> tuple[list[Line], int | None]:
    """A few rows of the list, the one on screen among them where it belongs to the list; and the key of the next."""
    wanted = shelf.listed.select_related("instruction", "delivery")
    found = list(wanted[: SHOWN + 1])
    belongs = row and row.progress == SHELVES[shelf.name]
    if belongs and row.pk not in {each.pk for each in found[:SHOWN]}:
        before, after = shelf.neighbours(row)
        related = [rows.select_related("instruction", "delivery") for rows in (before, after)]
        found = [*reversed(related[0][:3]), *wanted.filter(pk=row.pk), *related[1][: SHOWN - 3]]
    found, onward = found[:SHOWN], found[SHOWN].pk if len(found) > SHOWN else None
    keys = [each.pk for each in found]
    again = set(Obligation.objects.filter(resubmitted_q(), pk__in=keys).values_list("pk", flat=True))
    seen, talk = seen_marks(keys), talk_about(keys)
    lines = [_line(shelf, each, seen[each.pk], each.pk in again, today, calendar) for each in found]
    return [replace(line, talk=talk.get(line.pk, "")) for line in lines], onward


def _line(shelf: Shelf, row: Obligation, seen: int | None, again: bool, today: date, calendar: WorkCalendar) -> Line:
    at = (row.submitted_at if shelf.is_waiting else None) or row.progress_at
    waited = calendar.count(local_day(at), today) if shelf.is_waiting else 0
    brief = row.delivery.unit_brief
    return Line(row.pk, seen, brief, row.instruction.title, at, waited, again and shelf.is_waiting)
