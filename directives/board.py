"""How an issued directive stands on a day, per unit: plain rows for its page, folded from the log."""

from dataclasses import dataclass
from datetime import date

from directives.history import DeliveryState, ObligationState, deliveries_as_of, obligations_as_of
from directives.models import Delivery, Directive, Progress


@dataclass
class UnitRow:
    """One unit's receipt and progress. The numbers count binding obligations."""

    delivery: Delivery
    receipt: str
    binding: int
    done: int
    waiting: int
    returned: int
    untouched: int
    overdue: int

    @property
    def state(self) -> str:
        """The row in one word of `campaign_portal.lib.status`: what the unit owes most stands first."""
        if self.receipt == "refused":
            return "refused"
        if self.binding == self.done:
            return "done" if self.binding else "not_applicable"
        if self.overdue:
            return "late"
        if self.returned:
            return "returned"
        if self.waiting + self.done == self.binding:
            return "waiting"
        return "not_started" if self.untouched == self.binding else "in_progress"


@dataclass
class Board:
    rows: list[UnitRow]

    @property
    def counted(self) -> list[UnitRow]:
        """Units that stand in the count: those that sent the letter back do not."""
        return [row for row in self.rows if row.receipt != "refused"]

    @property
    def received(self) -> int:
        return sum(row.receipt == "received" for row in self.counted)

    @property
    def done(self) -> int:
        return sum(row.done for row in self.counted)

    @property
    def binding(self) -> int:
        return sum(row.binding for row in self.counted)

    @property
    def refused(self) -> int:
        return len(self.rows) - len(self.counted)


def board(directive: Directive, day: date) -> Board:
    """Rows of all units the directive went to, in protocol order. Four queries however many units."""
    owed: dict[int, list[ObligationState]] = {}
    for state in obligations_as_of(directive, day):
        if state.counted:
            owed.setdefault(state.obligation.delivery_id, []).append(state)
    return Board([_row(state, owed.get(state.delivery.pk, [])) for state in deliveries_as_of(directive, day)])


def _row(state: DeliveryState, owed: list[ObligationState]) -> UnitRow:
    return UnitRow(
        delivery=state.delivery,
        receipt=_receipt(state),
        binding=len(owed),
        done=sum(each.progress == Progress.DONE for each in owed),
        waiting=sum(each.progress == Progress.WAITING for each in owed),
        returned=sum(each.progress == Progress.RETURNED for each in owed),
        untouched=sum(each.progress == Progress.NOT_STARTED for each in owed),
        overdue=sum(each.is_overdue for each in owed),
    )


def _receipt(state: DeliveryState) -> str:
    if state.refused_at:
        return "refused"
    if state.received_at:
        return "received"
    return "seen" if state.seen_at else "unseen"
