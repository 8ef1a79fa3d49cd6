"""One letter, as the unit's page shows it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from campaign_portal.lib.dates import local_day
from directives.access import reports_for
from directives.models import Delivery, Directive
from directives.refusals import moved_away
from reports.models import UnitReport
from units.below import passes_down

from .ready import ready
from .relayed import BelowList, passed_on
from .taken_back import TakenBack, taken_back
from .work import Duty, Said, duty, last_words


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
    taken_back: list[TakenBack]

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
        return acts and self.passes_down and any(each.is_open and not each.shut_on for each in self.duties)

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
        row, asks = self.delivery, self.duties or not self.giver
        return bool(asks and self.can_act and self.directive.is_in_force and not (row.received_at or row.refused_at))

    @property
    def can_report(self) -> bool:
        return self.can_act and self.directive.is_in_force and not (self.delivery.refused_at or self.giver)

    @property
    def received_on(self) -> date | None:
        return local_day(self.delivery.received_at) if self.delivery.received_at else None


def letter_page(delivery: Delivery, *, user, today: date) -> LetterPage:
    """What the page of a letter shows on a local day; the caller has checked that the person may see it."""
    rows = list(
        delivery.obligations.select_related("instruction", "responsible_unit", "delivery__directive__campaign")
        .exclude(progress="ended")
        .order_by("instruction__order")
    )
    words: dict[int, Said] = last_words([row.pk for row in rows])
    done = ready([row for row in rows if row.is_open])
    return LetterPage(
        delivery=delivery,
        duties=[duty(row, today=today, said=words.get(row.pk), ready=done.get(row.pk)) for row in rows],
        reports=list(delivery.reports.select_related("stored", "submitted_by")),
        files=list(delivery.directive.files.select_related("stored")),
        can_act=reports_for(user, delivery.unit_id),
        below=passed_on(Q(parent__delivery=delivery)),
        passes_down=passes_down(delivery.unit, today),
        taken_back=taken_back(delivery=delivery),
    )
