"""What an address in a mail opens: whose work, which letter, by when; or why nothing can be confirmed. Reads only."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from django.core.signing import BadSignature

from campaign_portal.lib.dates import closes_at, short_date
from directives.access import reports_for
from directives.models import Delivery, Message, Obligation
from directives.reminders.receipt_link import Ticket, read_ticket
from units.models import User


class Standing(StrEnum):
    """What the address is still good for; in the order in which it is asked."""

    UNKNOWN = "unknown"  # forged, cut short, or of a portal that is no more
    EXPIRED = "expired"
    NOT_FOCAL = "not_focal"
    RECALLED = "recalled"
    CLOSED = "closed"
    REFUSED = "refused"
    MOVED = "moved"  # another unit carries the work on
    RECEIVED = "received"
    READY = "ready"


@dataclass
class Mailed:
    """The page behind the address. Without a `ticket` nothing is known, and nothing else is set."""

    ticket: Ticket | None = None
    standing: Standing = Standing.UNKNOWN
    message: Message | None = None
    delivery: Delivery | None = None
    person: User | None = None
    work: list[Obligation] = field(default_factory=list)
    carriers: list[str] = field(default_factory=list)
    reports: bool = False
    """Whether the person acts for the unit that has the work now."""

    @property
    def told(self) -> list[Obligation]:
        """Open work of which the mail spoke, and no other: the address shows nothing that the mail did not say."""
        return [row for row in self.work if row.instruction.title in self.message.text]

    @property
    def due_on(self) -> date | None:
        """The nearest due day that stands in the mail; None where it has been moved since."""
        days = {row.due_on for row in self.told if short_date(row.due_on) in self.message.text}
        return min(days, default=None)

    @property
    def was_moved(self) -> bool:
        return bool(self.told) and self.due_on is None


def open_mail(token: str, *, now: datetime) -> Mailed:
    """What an address opens for whoever holds it. Changes nothing, however often it is asked."""
    try:
        ticket = read_ticket(token)
    except (BadSignature, ValueError):
        return Mailed()
    page = Mailed(
        ticket=ticket,
        message=Message.objects.filter(pk=ticket.message_id).first(),
        delivery=Delivery.objects.select_related("directive__campaign", "directive__issuer", "unit", "received_by")
        .filter(pk=ticket.delivery_id)
        .first(),
        person=User.objects.filter(pk=ticket.person_id).first(),
    )
    if not (page.message and page.delivery and page.person):
        return Mailed()
    _add_work(page)
    page.standing = _standing(page, now)
    return page


def _add_work(page: Mailed) -> None:
    rows = page.delivery.obligations.open().select_related("instruction", "responsible_unit")
    page.work = list(rows.order_by("instruction__order", "pk"))
    own, now_with = page.delivery.unit_id, {row.responsible_unit_id: row.responsible_unit.name for row in page.work}
    page.carriers = [] if own in now_with else list(now_with.values())
    page.reports = page.person.is_active and any(reports_for(page.person, unit) for unit in now_with or [own])


def _standing(page: Mailed, now: datetime) -> Standing:
    directive, delivery = page.delivery.directive, page.delivery
    reasons = {
        Standing.EXPIRED: now >= closes_at(page.ticket.last_day),
        Standing.NOT_FOCAL: not (page.reports or reports_for(page.person, delivery.unit_id)),
        Standing.RECALLED: directive.recalled_at,
        Standing.CLOSED: directive.is_closed,
        Standing.REFUSED: delivery.refused_at,
        Standing.MOVED: page.carriers,
        Standing.RECEIVED: delivery.received_at,
    }
    return next((standing for standing, holds in reasons.items() if holds), Standing.READY)
