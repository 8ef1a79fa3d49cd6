"""One obligation, as the unit's page shows it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from campaign_portal.lib.status import STATES
from directives.access import reports_for
from directives.models import About, Change, Delivery, Directive, Event, Obligation
from directives.services.accepting import is_accepting, over_words
from reports.models import Claim
from reports.services.claims import open_claims
from reports.services.declaring import checklist
from units.access import unit_ids
from units.below import passes_down

from .deeds import Deed, deeds
from .ready import Ready
from .work import Duty, duty, last_words

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
class Asked:
    """One item of the checklist. `mend` is the action in whose form it is put right, where it is not a new one."""

    words: str
    is_proved: bool
    mend: int | None = None


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
    today: date
    claim: Claim | None = None
    """What the unit said instead of doing it, while that waits for a decision."""
    passes_down: bool = False
    """Whether the unit is offered to pass work to units below it."""

    @property
    def directive(self) -> Directive:
        return self.obligation.delivery.directive

    @property
    def missing(self) -> list[str]:
        return [item for item, proved in self.checklist if not proved]

    @property
    def asked(self) -> list[Asked]:
        """The checklist, each open item with the place where it is put right: its order is that of `checklist`."""
        places = (None, self._bare, self._returned)
        return [
            Asked(words, proved, deed.pk if deed else None)
            for (words, proved), deed in zip(self.checklist, places, strict=False)
        ]

    @property
    def over(self) -> str:
        """After the accepting day: what a unit is told that would record, send, mend or take back."""
        row = self.obligation
        concerns = self.can_act and self.directive.is_in_force and row.progress not in ("not_applicable", "ended")
        return over_words(row) if concerns and not is_accepting(row, self.today) else ""

    @property
    def can_record(self) -> bool:
        return self.can_act and self.obligation.is_open and self.directive.is_in_force and not self.over

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
        until = self.obligation.accepting_until
        return self.can_record and self.passes_down and not (until and until < self.today)

    @property
    def can_claim(self) -> bool:
        """Whether the unit may say that it has nothing to report, or that this does not concern it."""
        row = self.obligation
        return self.can_record and row.counted and row.parent_id is None and not self.deeds

    @property
    def can_take_back(self) -> bool:
        in_time = self.directive.is_in_force and not self.over
        return self.can_act and self.obligation.progress == "waiting" and in_time

    @property
    def to_mend(self) -> Deed | None:
        """The one action to mend first: a returned one, else one that nothing proves yet."""
        return (self._returned or self._bare) if self.missing else None

    @property
    def _returned(self) -> Deed | None:
        return next((each for each in self.deeds if each.is_returned and each.is_mendable), None)

    @property
    def _bare(self) -> Deed | None:
        return next((each for each in self.deeds if each.is_mendable and not each.proofs), None)

    @property
    def is_corrected(self) -> bool:
        """Done, and an action was corrected since: the issuing unit looks at it again."""
        return self.obligation.progress == "done" and any(each.is_corrected for each in self.deeds)


def duty_page(obligation: Obligation, *, user, today: date) -> DutyPage:
    """What the page of an obligation shows on a local day; the caller has checked that the person may see it."""
    found = deeds(obligation.actions.all(), today=today)
    own = Delivery.objects.visible_to(user).filter(pk=obligation.delivery_id)
    directive = obligation.delivery.directive
    items = checklist(obligation) if obligation.is_open and directive.is_in_force else []
    begun = Ready(own=len(found), below=int(bool(items) and items[0][1] and not found))
    return DutyPage(
        obligation=obligation,
        duty=duty(obligation, today=today, said=last_words([obligation.pk]).get(obligation.pk), ready=begun),
        deeds=found,
        checklist=items,
        history=history(obligation, user=user),
        can_act=reports_for(user, obligation.responsible_unit_id),
        letter_id=obligation.delivery_id if own.exists() else None,
        today=today,
        claim=open_claims(obligation).first() if obligation.progress == "waiting" else None,
        passes_down=passes_down(obligation.responsible_unit, today),
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
