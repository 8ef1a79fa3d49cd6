"""What a person's units owe, ready to be shown: plain data, the same number of queries however long the list."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Max

from campaign_portal.lib.dates import local_day
from directives.models import Campaign, Instruction, Obligation, Progress
from directives.models.obligation import OPEN
from directives.services.accepting import is_accepting
from materials.models import MaterialVersion
from reports.models import Review
from units.access import REPORTING_ROLES, unit_ids
from units.models import Unit

from .letters import (
    Closed,
    Letter,
    ReportDue,
    SentBack,
    closed_letters,
    letters_sent_back,
    letters_to_receive,
    reports_due,
)
from .ready import Ready, ready
from .taken_back import TakenBack, taken_back

MATERIALS_SHOWN = 4
MAX_TITLE = 150


@dataclass(frozen=True)
class Said:
    """The words with which work was returned, the unit that said them and the local day."""

    reason: str
    by: str
    day: date


class Standing:
    """For rows with `progress` and `over_state`: whose turn it is, and whether the letter still asks."""

    @property
    def is_open(self) -> bool:
        return self.progress in OPEN

    @property
    def counts_down(self) -> bool:
        """Whether days are left or over: the unit's turn, and the letter still in force."""
        return self.is_open and not self.over_state


@dataclass(frozen=True)
class Duty(Standing):
    """One obligation as a line or a card."""

    pk: int
    title: str
    progress: str
    due_on: date
    submitted_on: date | None
    progress_on: date
    unit: str
    letter: str
    binding: bool
    said: Said | None = None
    ready: Ready | None = None
    """What there is of it, where the page goes by that."""
    mend_id: int | None = None
    over_state: str = ""
    over_on: date | None = None
    """Why and since when its letter asks for nothing more."""
    shut_on: date | None = None
    """The accepting day, once it is past and nothing more is taken."""

    @property
    def state(self) -> str:
        """Its key in the status table: what was not done when its letter ended is over, whatever it was last."""
        if self.over_state and self.progress != Progress.DONE:
            return self.over_state
        return self.progress

    @property
    def is_returned(self) -> bool:
        return self.progress == Progress.RETURNED


@dataclass
class MyWork:
    """The page "Việc của tôi". Lists are in the order in which they are to be done."""

    today: date
    units: list[Unit] = field(default_factory=list)
    sent_back: list[SentBack] = field(default_factory=list)
    """Letters the person's unit issued that came back as misaddressed, and wait for it."""
    letters: list[Letter] = field(default_factory=list)
    open: list[Duty] = field(default_factory=list)
    waiting: list[Duty] = field(default_factory=list)
    done: list[Duty] = field(default_factory=list)
    optional: list[Duty] = field(default_factory=list)
    taken_back: list[TakenBack] = field(default_factory=list)
    reports: list[ReportDue] = field(default_factory=list)
    closed: list[Closed] = field(default_factory=list)
    campaigns: list[Campaign] = field(default_factory=list)
    materials: list[MaterialVersion] = field(default_factory=list)

    @property
    def has_many_units(self) -> bool:
        return len(self.units) > 1

    @property
    def is_empty(self) -> bool:
        own = self.letters or self.open or self.waiting or self.done or self.optional or self.reports
        return not (own or self.sent_back or self.taken_back)

    @property
    def is_illustrative(self) -> bool:
        return any(campaign.is_illustrative for campaign in self.campaigns)

    @property
    def returned(self) -> list[Duty]:
        """Work that came back to be mended; it stands first among what is open."""
        return [duty for duty in self.open if duty.is_returned]

    @property
    def open_units(self) -> int:
        return len({duty.unit for duty in self.open})

    @property
    def nearest_due(self) -> date | None:
        return min((duty.due_on for duty in self.open), default=None)

    @property
    def report_before_work(self) -> ReportDue | None:
        """The first report that is due, where its day comes before that of any open work."""
        first = min(self.reports, key=lambda report: report.due_on, default=None)
        return first if first and self.nearest_due and first.due_on < self.nearest_due else None

    @property
    def days_left(self) -> int:
        return (self.nearest_due - self.today).days if self.open else 0

    @property
    def days_late(self) -> int:
        return -self.days_left

    @property
    def late(self) -> int:
        return sum(duty.due_on < self.today for duty in self.open)

    @property
    def has_one_day(self) -> bool:
        return len({duty.due_on for duty in self.open}) == 1

    @property
    def asked(self) -> int:
        """Binding obligations that are or were to be done; what is optional stands in no denominator."""
        return len(self.open) + sum(duty.binding for duty in self.waiting) + self.finished

    @property
    def finished(self) -> int:
        return sum(duty.binding and duty.progress == Progress.DONE for duty in self.done)


def reporting_units(user) -> list[Unit]:
    """Units for which the person may act, each once."""
    return list({seat.unit_id: seat.unit for seat in user.seats if seat.role in REPORTING_ROLES}.values())


def my_work(user, *, today: date) -> MyWork:
    """What the person's own units owe on a local day. A fixed number of queries."""
    ids = unit_ids(user, *REPORTING_ROLES)
    page = MyWork(today=today, units=reporting_units(user))
    if not ids:
        return page
    page.sent_back = letters_sent_back(user)
    page.letters = letters_to_receive(ids)
    rows = list(_in_force(ids))
    returned = [row.pk for row in rows if row.progress == Progress.RETURNED]
    words = last_words(returned)
    done = ready([row for row in rows if row.is_open])
    for row in rows:
        _shelf(page, row).append(duty(row, today=today, said=words.get(row.pk), ready=done.get(row.pk)))
    page.open.sort(key=lambda each: (not each.is_returned, each.due_on))
    page.done.sort(key=lambda each: each.progress_on, reverse=True)
    page.campaigns = list(dict.fromkeys(row.delivery.directive.campaign for row in rows))
    page.materials = newest_materials(page.campaigns)
    page.reports = reports_due(ids)
    page.taken_back = taken_back(responsible_unit__in=ids)
    page.closed = closed_letters(ids)
    return page


def newest_materials(campaigns: list[Campaign]) -> list[MaterialVersion]:
    """The first materials of the campaigns, each in its newest version. One query."""
    rows = MaterialVersion.objects.filter(material__campaign__in=campaigns, material__withdrawn_at=None)
    rows = rows.annotate(newest=Max("material__versions__number")).filter(number=F("newest"))
    return list(
        rows.select_related("material", "stored").order_by("material__created_at", "material")[:MATERIALS_SHOWN]
    )


def _shelf(page: MyWork, row: Obligation) -> list[Duty]:
    if row.progress == Progress.WAITING:
        return page.waiting
    if not row.is_open:
        return page.done
    return page.open if row.instruction.binding else page.optional


def _in_force(ids: list[int]):
    rows = Obligation.objects.filter(
        responsible_unit__in=ids,
        delivery__refused_at=None,
        delivery__directive__issued_at__isnull=False,
        delivery__directive__recalled_at=None,
        delivery__directive__campaign__closed_at=None,
    )
    return (
        rows.exclude(progress=Progress.ENDED)
        .exclude(instruction__binding=False, progress=Progress.NOT_APPLICABLE)
        .select_related("instruction", "delivery__directive__campaign", "responsible_unit")
        .order_by("due_on", "delivery__unit_sort_key", "delivery", "instruction__order")
    )


def duty(
    row: Obligation,
    *,
    today: date,
    said: Said | None = None,
    ready: Ready | None = None,
) -> Duty:
    """An obligation as plain data on a local day; select `instruction`, `responsible_unit`,
    `delivery__directive__campaign`. With `ready`, work that only units below have begun is shown as begun.
    """
    letter = row.delivery.directive
    begun = row.progress == Progress.NOT_STARTED and ready and ready.has_begun
    return Duty(
        pk=row.pk,
        title=title(row.instruction),
        progress=Progress.IN_PROGRESS if begun else row.progress,
        due_on=row.due_on,
        submitted_on=local_day(row.submitted_at) if row.submitted_at else None,
        progress_on=local_day(row.progress_at),
        unit=row.responsible_unit.name,
        letter=letter.reference,
        binding=row.instruction.binding,
        said=said,
        ready=ready,
        mend_id=ready.mend_id if ready else None,
        over_state=letter.over_state,
        over_on=local_day(letter.over_at) if letter.over_at else None,
        shut_on=row.accepting_until if row.is_open and not is_accepting(row, today) else None,
    )


def title(instruction: Instruction) -> str:
    """The first words of what is asked, for lists and headings; never half a word."""
    text = " ".join(instruction.text.split())
    return text if len(text) <= MAX_TITLE else f"{text[:MAX_TITLE].rpartition(' ')[0].rstrip(' ,;:(')}…"


def asker(obligation: Obligation) -> str:
    """Who is told when the work is done: the unit that passed it down, else the unit that issued the letter."""
    parent = obligation.parent
    return parent.responsible_unit.name if parent else obligation.delivery.directive.issuer.name


def last_words(obligation_ids: list[int]) -> dict[int, Said]:
    """With which words each of the obligations was returned last. One query."""
    reviews = (
        Review.objects.filter(obligation__in=obligation_ids, verdict=Review.Verdict.RETURNED)
        .select_related("obligation__delivery__directive__issuer", "obligation__parent__responsible_unit")
        .order_by("pk")
    )
    return {
        review.obligation_id: Said(
            reason=review.reason,
            by=asker(review.obligation),
            day=local_day(review.decided_at),
        )
        for review in reviews
    }
