"""The page of the review queue: how much waits, the list, and the obligation on screen with what a decision needs."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, QuerySet

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.status import STATES
from campaign_portal.lib.workdays import WorkCalendar
from directives.models import Delivery, Obligation, Progress
from reports.models import Review
from units.models import Unit

from .deeds import Deed, deeds
from .differences import Difference, differences
from .doubts import LISTED, SHORT, asking
from .findings import Finding, findings
from .seen import seen_marks
from .shelves import PATIENCE, SHELVES, Line, Shelf, around, claimed, letters_of, on_shelf

MANY = 10_000
"""From how many rows on their units are counted another way."""


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
    """The obligation under review, with all that a decision needs. `waited` counts working days; `seen` names the last
    that happened to it."""

    obligation: Obligation
    deeds: list[Deed]
    findings: list[Finding]
    verdicts: list[Verdict]
    earlier: int | None
    later: int | None
    seen: int | None = None
    waited: int = 0
    differences: dict[int, list[Difference]] = field(default_factory=dict)

    @property
    def shown(self) -> list[tuple[Deed, list[Difference]]]:
        """The actions, each with what changed in it since the reviewer last saw it."""
        return [(each, self.differences.get(each.pk, [])) for each in self.deeds]

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
    def is_long(self) -> bool:
        return self.is_waiting and self.waited > PATIENCE

    @property
    def is_resubmitted(self) -> bool:
        return self.is_waiting and any(each.state == "resubmitted" for each in self.deeds)

    @property
    def is_changed(self) -> bool:
        """Accepted, and an action was mended since."""
        return self.is_done and any(each.state == "resubmitted" for each in self.deeds)

    @property
    def over_state(self) -> str:
        """Why nothing can be decided any more, where the work was not done before its letter ended."""
        return "" if self.is_done else self.obligation.delivery.directive.over_state

    @property
    def can_decide(self) -> bool:
        in_force = self.obligation.delivery.directive.is_in_force
        return in_force and (self.is_waiting or self.is_done)

    @property
    def can_accept(self) -> bool:
        return self.is_waiting or self.is_changed

    @property
    def to_name(self) -> list[Deed]:
        """Actions that a return may name: those that wait, or were accepted."""
        return [each for each in self.deeds if each.is_pending or each.state == "accepted"]


@dataclass(frozen=True)
class Queue:
    """The page: how much waits, the list, and the obligation on screen. `onward` is the row after those listed;
    `oldest_days` counts working days."""

    shelf: Shelf
    waiting_units: int
    oldest_day: date | None
    oldest_days: int
    counts: dict[str, int]
    lines: list[Line]
    more: int
    onward: int | None
    current: OnScreen | None
    today: date

    @property
    def waiting(self) -> int:
        return self.counts["waiting"]

    def many(self, count: int) -> bool:
        """Whether so many rows are all that were counted, and there may be more."""
        return "finding" in self.shelf.query and count > LISTED

    @property
    def is_waiting_many(self) -> bool:
        return self.many(self.waiting)

    @property
    def is_more_many(self) -> bool:
        return self.many(self.counts[self.shelf.name])

    @property
    def count(self) -> int:
        """How many rows the list in question has."""
        return self.counts[self.shelf.name]

    @property
    def free(self) -> int:
        """How many of the rows shown are ticked along with all others."""
        return len([line for line in self.lines if not line.is_held])

    @property
    def claims(self) -> int:
        return len([line for line in self.lines if line.is_claim])

    @property
    def doubted(self) -> int:
        return len([line for line in self.lines if line.has_doubt and not line.is_claim])

    @property
    def talked(self) -> int:
        """Held back for what is being said about them alone."""
        return len(self.lines) - self.free - self.claims - self.doubted

    @property
    def has_boxes(self) -> bool:
        """Whether any row shown can be accepted with others."""
        return self.shelf.is_pending and self.claims < len(self.lines)


def queue(*, shelf: Shelf, now: datetime, user, current: Obligation | None = None) -> Queue:
    """The page. The caller has checked that the person coordinates the letter of `current`."""
    calendar, today = WorkCalendar.load(), local_day(now)
    shown = current or shelf.listed.first()
    if shown and not current:
        shown = loaded(shown.pk)
    waiting = on_shelf(shelf.rows, "waiting")
    counts = counted(shelf.rows)
    oldest = waiting.order_by("submitted_at").values_list("submitted_at", flat=True).first()
    lines, onward = around(shelf, shown, today=today, calendar=calendar)
    if shelf.is_pending:
        lines = marked(lines, user, now=now, is_long=sum(counts.values()) > SHORT)
    return Queue(
        shelf=shelf,
        waiting_units=units_of(waiting, counts["waiting"], user),
        oldest_day=local_day(oldest) if oldest else None,
        oldest_days=calendar.count(local_day(oldest), today) if oldest else 0,
        counts=counts,
        lines=lines,
        more=counts[shelf.name] - len(lines),
        onward=onward,
        current=on_screen(shown, shelf, user, today=today, calendar=calendar) if shown else None,
        today=today,
    )


def marked(lines: list[Line], user, *, now: datetime, is_long: bool) -> list[Line]:
    keys = [line.pk for line in lines]
    found, claims = (asking(keys, user, now=now, is_long=is_long), claimed(keys)) if lines else (set(), set())
    return [replace(line, has_doubt=line.pk in found, is_claim=line.pk in claims) for line in lines]


def counted(rows: QuerySet[Obligation]) -> dict[str, int]:
    """How many rows each list holds, in two queries."""
    asked = rows.filter(progress__in=set(SHELVES.values())).order_by()
    by_progress = dict(asked.values_list("progress").annotate(rows=Count("pk")))
    counts = {name: by_progress.get(progress, 0) for name, progress in SHELVES.items()}
    return counts | {"changed": on_shelf(rows, "changed").count()}


def units_of(rows: QuerySet[Obligation], count: int, user) -> int:
    """How many units have such a row. Of very many rows it is asked of each unit instead, which an index answers."""
    if count <= MANY:
        return rows.order_by().values("unit").distinct().count()
    asked = Unit.objects.filter(pk__in=Delivery.objects.filter(directive__in=letters_of(user)).values("unit"))
    return asked.filter(Exists(rows.filter(unit=OuterRef("pk")))).count()


def loaded(pk: int) -> Obligation:
    return Obligation.objects.select_related(
        "instruction", "unit", "responsible_unit", "delivery__directive__campaign", "delivery__directive__issuer"
    ).get(pk=pk)


def on_screen(row: Obligation, shelf: Shelf, user, *, today: date, calendar: WorkCalendar) -> OnScreen:
    found = deeds(row.actions.all())
    before, after = shelf.neighbours(row)
    is_done = row.progress == Progress.DONE
    return OnScreen(
        obligation=row,
        deeds=found,
        findings=findings(row, found, user=user),
        verdicts=verdicts(row),
        earlier=before.values_list("pk", flat=True).first(),
        later=after.values_list("pk", flat=True).first(),
        seen=seen_marks([row.pk]).get(row.pk),
        waited=calendar.count(local_day(row.submitted_at), today) if row.submitted_at else 0,
        differences=differences([each.pk for each in found if each.state == "resubmitted"], since_acceptance=is_done),
    )


def verdicts(row: Obligation) -> list[Verdict]:
    """Decisions so far, the newest first."""
    rows = Review.objects.filter(obligation=row).select_related("reviewer").order_by("-pk")
    return [
        Verdict(each.verdict, STATES[each.verdict].label, each.reason, each.reviewer.full_name, each.decided_at)
        for each in rows
    ]
