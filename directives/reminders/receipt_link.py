"""The address in a mail by which its reader confirms receipt: signed, for one purpose, until a day. No rows, no clock.

It names the mail, the letter's delivery and the person; whoever opens it is shown only what the mail itself said.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.http import base36_to_int, int_to_base36
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import local_day
from directives.models import Delivery, Message
from units.models import User

from .pieces import Section

SALT = "directives.receipt-link"
KEPT = timedelta(days=30)
"""How long after the due day, or after the mail where that went out later, the address may be used."""

_KEYS = re.compile(r"""("?)(https?://[^\s"<>]*/(?:receipts|unsubscribe)/)[\w.\-]+/?""")


class Ticket(NamedTuple):
    message_id: int
    delivery_id: int
    person_id: int
    last_day: date


def receipt_link(message: Message, delivery: Delivery, person: User, deadline: date | None = None) -> str:
    """The whole address for a mail. The same mail made again carries the same one.

    A message that is only rehearsed has no row and therefore no such address: its text shows the letter's page.
    """
    if message.pk is None:
        return f"{settings.SITE_URL}/deliveries/{delivery.pk}/"
    sent_on = local_day(message.slot)
    ticket = Ticket(message.pk, delivery.pk, person.pk, max(deadline or sent_on, sent_on) + KEPT)
    return f"{settings.SITE_URL}{reverse('directives:mail-receipt', args=[write_ticket(ticket)])}"


def with_receipts(sections: Iterable[Section], message: Message) -> list[Section]:
    """The sections for this mail: those of letters that the reader's unit has not taken in yet bear a `receipt_link`.

    Several mails may share a section, hence copies.
    """
    return [replace(each, receipt_link=_link_of(each, message)) if _is_open(each) else each for each in sections]


def _is_open(section: Section) -> bool:
    return bool(section.delivery and section.delivery.received_at is None)


def _link_of(section: Section, message: Message) -> str:
    last = max(section.deadline, section.directive.due_on or section.deadline)
    return receipt_link(message, section.delivery, message.person, last)


def without_keys(text: str) -> str:
    """A mail as others may read it in the ledger: the addresses that act in its reader's name are cut."""
    words = _("[liên kết dành riêng cho người nhận]")
    return _KEYS.sub(lambda found: f'"{found[2]}…/' if found[1] else words, text)


def write_ticket(ticket: Ticket) -> str:
    *keys, last_day = ticket
    return _signer().sign("-".join(int_to_base36(number) for number in (*keys, last_day.toordinal())))


def read_ticket(token: str) -> Ticket:
    """Raises `BadSignature` for whatever this portal did not write."""
    numbers = [base36_to_int(each) for each in _signer().unsign(token).split("-")]
    if len(numbers) != len(Ticket._fields):
        raise BadSignature(token)
    return Ticket(*numbers[:-1], last_day=date.fromordinal(numbers[-1]))


def _signer() -> Signer:
    return Signer(salt=SALT, sep=".")
