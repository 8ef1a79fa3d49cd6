"""The review queue: what waits for the issuing unit, in the order in which it was sent."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Min, Q, QuerySet

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.status import STATES
from directives.models import Directive, Obligation, Progress
from reports.models import Review
from units.access import unit_ids
from units.models import Role, Unit

from .deeds import Deed, deeds
from .findings import Finding, findings

SHELVES = {"waiting": Progress.WAITING, "returned": Progress.RETURNED, "done": Progress.DONE}
"""The lists of the page, by the name they have in its address."""

SHOWN = 30
"""How many rows of a list stand beside the one on screen."""


@dataclass(frozen=True)
class Filters:
    """What the address asks for. Values that name nothing are dropped."""

    shelf: str = "waiting"
    directive: int | None = None
    unit: int | None = None

    @classmethod
    def read(cls, query) -> "Filters":
        shelf = query.get("state", "")
        return cls(
            shelf=shelf if shelf in SHELVES else "waiting",
            directive=_key(query.get("directive", "")),
            unit=_key(query.get("unit", "")),
        )

    @property
    def asks(self) -> bool:
        return bool(self.directive or self.unit)


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


@dataclass(frozen=True)
class Line:
    """One row of the queue."""

    pk: int
    unit: str
    title: str
    at: datetime

    @property
    def day(self) -> date:
        return local_day(self.at)


@dataclass(frozen=True)
class Verdict:
    """One decision on the obligation, as a line of its timeline."""

    state: str
    words: str
    note: str
    by: str
    at: datetime

    @property
    def icon(self) -> str:
        return STATES[self.state].drawing

    @property
    def tone(self) -> str:
        return STATES[self.state].tone


@dataclass(frozen=True)
class OnScreen:
    """The obligation under review, with all that a decision needs."""

    obligation: Obligation
    deeds: list[Deed]
    findings: list[Finding]
    verdicts: list[Verdict]
    earlier: int | None
    later: int | None

    @property
    def submitted_on(self) -> date | None:
        at = self.obligation.submitted_at
        return local_day(at) if at else None

    @property
    def is_waiting(self) -> bool:
        return self.obligation.progress == Progress.WAITING

    @property
    def is_done(self) -> bool:
        return self.obligation.progress == Progress.DONE

    @property
    def over_state(self) -> str:
        """Why nothing can be decided any more, where the work was not done before its letter ended."""
        return "" if self.is_done else self.obligation.delivery.directive.over_state

    @property
    def can_decide(self) -> bool:
        in_force = self.obligation.delivery.directive.is_in_force
        return in_force and (self.is_waiting or self.is_done)

    @property
    def to_name(self) -> list[Deed]:
        """Actions that a return may name: those that wait, or were accepted."""
        return [each for each in self.deeds if each.is_pending or each.state == "accepted"]


@dataclass(frozen=True)
class Queue:
    """The page: how much waits, the list, the choices of the filters, and the obligation on screen."""

    filters: Filters
    waiting: int
    waiting_units: int
    oldest_day: date | None
    counts: dict[str, int]
    lines: list[Line]
    more: int
    directives: list[Directive]
    units: list[Unit]
    current: OnScreen | None
    today: date

    @property
    def oldest_days(self) -> int:
        return (self.today - self.oldest_day).days if self.oldest_day else 0


def reviewable(user) -> QuerySet[Obligation]:
    """Roots of letters that the person coordinates and that are in force."""
    return Obligation.objects.filter(
        delivery__directive__issuer__in=unit_ids(user, Role.COORDINATOR),
        delivery__directive__issued_at__isnull=False,
        delivery__directive__recalled_at=None,
        delivery__directive__campaign__closed_at=None,
        parent=None,
    )


def waiting_count(user) -> int:
    """How many obligations wait for the person's unit; the number in the menu."""
    return reviewable(user).filter(progress=Progress.WAITING).count()


def shelf(user, filters: Filters) -> QuerySet[Obligation]:
    """A list in the order it is worked: what waits oldest first, what was decided newest first."""
    rows = narrowed(reviewable(user), filters).filter(progress=SHELVES[filters.shelf])
    return rows.order_by("submitted_at", "pk") if filters.shelf == "waiting" else rows.order_by("-progress_at", "-pk")


def narrowed(rows: QuerySet[Obligation], filters: Filters) -> QuerySet[Obligation]:
    if filters.directive:
        rows = rows.filter(delivery__directive=filters.directive)
    return rows.filter(unit=filters.unit) if filters.unit else rows


def queue(user, *, filters: Filters, today: date, current: Obligation | None = None) -> Queue:
    """The page. The caller has checked that the person coordinates the letter of `current`."""
    rows = shelf(user, filters)
    shown = current or rows.first()
    if shown and not current:
        shown = loaded(shown.pk)
    counts = narrowed(reviewable(user), filters).aggregate(
        **{name: Count("pk", filter=Q(progress=value)) for name, value in SHELVES.items()},
        units=Count("unit", filter=Q(progress=Progress.WAITING), distinct=True),
        oldest=Min("submitted_at", filter=Q(progress=Progress.WAITING)),
    )
    lines = around(rows, shown, filters)
    open_rows = reviewable(user).filter(progress__in=SHELVES.values())
    return Queue(
        filters=filters,
        waiting=counts["waiting"],
        waiting_units=counts["units"],
        oldest_day=local_day(counts["oldest"]) if counts["oldest"] else None,
        counts={name: counts[name] for name in SHELVES},
        lines=lines,
        more=counts[filters.shelf] - len(lines),
        directives=list(
            Directive.objects.filter(pk__in=open_rows.values("delivery__directive")).order_by("-issued_at")
        ),
        units=list(Unit.objects.filter(pk__in=open_rows.values("unit")).order_by("sort_key")),
        current=on_screen(shown, rows, filters, user) if shown else None,
        today=today,
    )


def loaded(pk: int) -> Obligation:
    return Obligation.objects.select_related(
        "instruction", "unit", "responsible_unit", "delivery__directive__campaign", "delivery__directive__issuer"
    ).get(pk=pk)


def on_screen(row: Obligation, rows: QuerySet[Obligation], filters: Filters, user) -> OnScreen:
    found = deeds(row.actions.all())
    before, after = neighbours(row, rows, filters)
    return OnScreen(
        obligation=row,
        deeds=found,
        findings=findings(row, found, user=user),
        verdicts=verdicts(row),
        earlier=before.values_list("pk", flat=True).first(),
        later=after.values_list("pk", flat=True).first(),
    )


def verdicts(row: Obligation) -> list[Verdict]:
    """Decisions so far, the newest first."""
    rows = Review.objects.filter(obligation=row).select_related("reviewer").order_by("-pk")
    return [
        Verdict(each.verdict, STATES[each.verdict].label, each.reason, each.reviewer.full_name, each.decided_at)
        for each in rows
    ]


def neighbours(row: Obligation, rows: QuerySet[Obligation], filters: Filters) -> tuple[QuerySet, QuerySet]:
    """The rows before and after one of a list, each nearest first; also where the row has just left the list."""
    if filters.shelf == "waiting":
        mark = row.submitted_at or row.progress_at
        before = Q(submitted_at__lt=mark) | Q(submitted_at=mark, pk__lt=row.pk)
        after = Q(submitted_at__gt=mark) | Q(submitted_at=mark, pk__gt=row.pk)
    else:
        mark = row.progress_at
        before = Q(progress_at__gt=mark) | Q(progress_at=mark, pk__gt=row.pk)
        after = Q(progress_at__lt=mark) | Q(progress_at=mark, pk__lt=row.pk)
    return rows.filter(before).reverse(), rows.filter(after)


def around(rows: QuerySet[Obligation], row: Obligation | None, filters: Filters) -> list[Line]:
    """A few rows of the list, the one on screen among them where it belongs to the list."""
    at = F("submitted_at") if filters.shelf == "waiting" else F("progress_at")
    wanted = rows.annotate(at=at).select_related("instruction", "delivery")
    found = list(wanted[:SHOWN])
    belongs = row and row.progress == SHELVES[filters.shelf]
    if belongs and row.pk not in {each.pk for each in found}:
        before, after = neighbours(row, wanted, filters)
        found = [*reversed(before[:3]), *wanted.filter(pk=row.pk), *after[: SHOWN - 4]]
    return [Line(each.pk, each.delivery.unit_brief, each.instruction.title, each.at) for each in found]
