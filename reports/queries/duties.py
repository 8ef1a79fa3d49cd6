"""One obligation and one letter, as the unit's pages show them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.status import STATES
from directives.access import reports_for
from directives.models import About, Change, Delivery, Directive, Event, Obligation
from directives.refusals import moved_away
from reports.models import UnitReport
from reports.services.actions import checklist
from units.access import unit_ids
from units.below import passes_down

from .deeds import Deed, deeds
from .relayed import BelowList, passed_on
from .work import Duty, Said, duty, last_words

DRAWN = {
    Event.ISSUED: "issued",
    Event.ADDED_LATE: "issued",
    Event.STARTED: "in_progress",
    Event.SUBMITTED: "waiting",
    Event.WITHDRAWN: "withdrawn",
    Event.ACCEPTED: "done",
    Event.CLAIMED: "waiting",
    Event.CONFIRMED: "not_applicable",
    Event.RETURNED: "returned",
    Event.REOPENED: "in_progress",
    Event.RECORDED: "recorded",
    Event.EDITED: "recorded",
    Event.RECALLED: "recalled",
}
"""Which state's icon and colour stand for an event in the timeline; others are drawn as "ended"."""


@dataclass(frozen=True)
class Step:
    """One line of an obligation's history. `by` is a person only for acts of the reader's own unit."""

    words: str
    state: str
    at: datetime
    by: str
    note: str

    @property
    def icon(self) -> str:
        return STATES[self.state].drawing

    @property
    def tone(self) -> str:
        return STATES[self.state].tone


@dataclass(frozen=True)
class DutyPage:
    """An obligation with everything that was done about it."""

    obligation: Obligation
    duty: Duty
    deeds: list[Deed]
    checklist: list[tuple[str, bool]]
    history: list[Step]
    can_act: bool
    letter_id: int | None
    passes_down: bool = False
    """Whether the unit is offered to pass work to units below it."""

    @property
    def directive(self) -> Directive:
        return self.obligation.delivery.directive

    @property
    def missing(self) -> list[str]:
        return [item for item, proved in self.checklist if not proved]

    @property
    def can_record(self) -> bool:
        return self.can_act and self.obligation.is_open and self.directive.is_in_force

    @property
    def can_declare(self) -> bool:
        return self.can_record and not self.missing

    @property
    def giver(self) -> str:
        """The unit that passed the work down; empty for what the letter itself asks."""
        parent = self.obligation.parent
        return parent.responsible_unit.name if parent else ""

    @property
    def can_relay(self) -> bool:
        return self.can_record and not self.giver and self.passes_down

    @property
    def can_claim(self) -> bool:
        """Whether the unit may say that it has nothing to report, or that this does not concern it."""
        row = self.obligation
        return self.can_record and row.counted and row.parent_id is None and not self.deeds

    @property
    def can_take_back(self) -> bool:
        return self.can_act and self.obligation.progress == "waiting" and self.directive.is_in_force

    @property
    def to_mend(self) -> Deed | None:
        """The one action to mend first: a returned one, else one that nothing proves yet."""
        if not self.missing:
            return None
        returned = [each for each in self.deeds if each.is_returned]
        bare = [each for each in self.deeds if each.is_mendable and not each.proofs]
        return next(iter(returned or bare), None)


def duty_page(obligation: Obligation, *, user) -> DutyPage:
    """What the page of an obligation shows; the caller has checked that the person may see it."""
    found = deeds(obligation.actions.all())
    own = Delivery.objects.visible_to(user).filter(pk=obligation.delivery_id)
    directive = obligation.delivery.directive
    return DutyPage(
        obligation=obligation,
        duty=duty(obligation, said=last_words([obligation.pk]).get(obligation.pk)),
        deeds=found,
        checklist=checklist(obligation) if obligation.is_open and directive.is_in_force else [],
        history=history(obligation, user=user),
        can_act=reports_for(user, obligation.responsible_unit_id),
        letter_id=obligation.delivery_id if own.exists() else None,
        passes_down=passes_down(obligation.responsible_unit),
    )


def history(obligation: Obligation, *, user) -> list[Step]:
    """What happened to an obligation and to the actions recorded for it, newest first. Two queries."""
    actions = list(obligation.served_by.values_list("action", flat=True))
    about = Q(about=About.OBLIGATION, about_id=obligation.pk) | Q(about=About.ACTION, about_id__in=actions)
    rows = Change.objects.filter(about, directive=obligation.delivery.directive_id)
    own = set(unit_ids(user))
    return [step(row, own) for row in rows.select_related("actor", "acting_unit").order_by("-pk")]


def step(row: Change, own: set[int]) -> Step:
    """Readers learn the unit that acted; the person only when it is their own unit."""
    by = row.acting_unit.brief if row.acting_unit else ""
    if row.acting_unit_id in own and row.actor:
        by = row.actor.full_name
    words = row.get_event_display()
    if row.about == About.ACTION and row.event == Event.EDITED:
        words = f"{words} {row.get_about_display()}"
    return Step(
        words=words[:1].upper() + words[1:],
        state=DRAWN.get(row.event, "ended"),
        at=row.recorded_at,
        by=by,
        note=row.note,
    )


@dataclass(frozen=True)
class LetterPage:
    """A letter as one unit received it."""

    delivery: Delivery
    duties: list[Duty]
    reports: list[UnitReport]
    files: list
    can_act: bool
    below: BelowList
    passes_down: bool

    @property
    def directive(self) -> Directive:
        return self.delivery.directive

    @property
    def giver(self) -> str:
        """The unit that passed the letter down; empty for its own recipients."""
        return self.delivery.parent.unit_name if self.delivery.parent else ""

    @property
    def asker(self) -> str:
        return self.giver or self.directive.issuer.name

    @property
    def days(self) -> list[date]:
        """The unit's own days: of what it still owes, else of what was passed down to it, else the letter's."""
        owed = self.open or (self.duties if self.giver else [])
        return sorted({each.due_on for each in owed}) or [self.directive.due_on]

    @property
    def due_on(self) -> date:
        """The nearest of the unit's days: what the page counts down to."""
        return self.days[0]

    @property
    def last_due_on(self) -> date:
        return self.days[-1]

    @property
    def was_moved(self) -> bool:
        """Whether the issuer sent the letter to another unit without this one having sent it back."""
        return bool(self.delivery.redirected_to_id) and moved_away(self.directive).filter(pk=self.delivery.pk).exists()

    @property
    def can_relay(self) -> bool:
        acts = self.can_act and self.directive.is_in_force and not self.delivery.refused_at
        return acts and self.passes_down and not self.giver and any(each.is_open for each in self.duties)

    @property
    def binding(self) -> list[Duty]:
        return [each for each in self.duties if each.binding]

    @property
    def optional(self) -> list[Duty]:
        return [each for each in self.duties if not each.binding]

    @property
    def open(self) -> list[Duty]:
        return [each for each in self.binding if each.is_open]

    @property
    def can_receive(self) -> bool:
        row = self.delivery
        return self.can_act and self.directive.is_in_force and not (row.received_at or row.refused_at)

    @property
    def can_report(self) -> bool:
        return self.can_act and self.directive.is_in_force and not (self.delivery.refused_at or self.giver)

    @property
    def received_on(self) -> date | None:
        return local_day(self.delivery.received_at) if self.delivery.received_at else None


def letter_page(delivery: Delivery, *, user) -> LetterPage:
    """What the page of a letter shows; the caller has checked that the person may see it."""
    rows = list(
        delivery.obligations.select_related("instruction", "responsible_unit", "delivery__directive__campaign")
        .exclude(progress="ended")
        .order_by("instruction__order")
    )
    words: dict[int, Said] = last_words([row.pk for row in rows])
    return LetterPage(
        delivery=delivery,
        duties=[duty(row, said=words.get(row.pk)) for row in rows],
        reports=list(delivery.reports.select_related("stored", "submitted_by")),
        files=list(delivery.directive.files.select_related("stored")),
        can_act=reports_for(user, delivery.unit_id),
        below=passed_on(Q(parent__delivery=delivery)),
        passes_down=passes_down(delivery.unit),
    )
