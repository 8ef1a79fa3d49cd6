"""What a run is about to send, written for several messages at once and shortly before they go."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import DatabaseError, transaction

from directives.models import Message

from . import compose, news
from .channels import Channel, Outgoing
from .links import page_of, whole
from .receipt_link import without_keys
from .settle import End, leave_out

log = logging.getLogger(__name__)
WRITERS = {"reminder": compose, "question": news}
"""Which module writes a message of a kind: its `compose_all`, its `render` and its `envelope`."""

WORDS = ("address", "subject", "text", "html", "link", "revision")


@dataclass
class Written:
    """A message with its words on the row, and what becomes of it.

    `packed` is what the channel sends. Without it the message ends as `end` says, or cannot be written because of
    `error`. `silent` tells, by key, why it speaks of nothing that it was to serve.
    """

    message: Message
    packed: object = None
    end: End | None = None
    error: Exception | None = None
    silent: Mapping[int, End] = field(default_factory=dict)


def write(keys: Sequence[int], channel: Channel, *, now: datetime) -> list[Written]:
    """Messages that are still planned, in the order of their keys. A constant number of queries.

    Whatever one of them breaks on stays with it: then each is written alone.
    """
    rows = Message.objects.filter(pk__in=keys, state=Message.State.PLANNED).select_related("person__preference")
    found = {message.pk: message for message in rows}
    messages = [found[key] for key in keys if key in found]
    try:
        return _written(messages, channel, now)
    except Exception:
        log.exception("Some of %d messages could not be written; writing each alone", len(messages))
    return [_alone(message, channel, now) for message in messages]


def _alone(message: Message, channel: Channel, now: datetime) -> Written:
    try:
        return _written([message], channel, now)[0]
    except Exception as error:
        return Written(message, error=error)


def _written(messages: Sequence[Message], channel: Channel, now: datetime) -> list[Written]:
    composed = {}
    for kind, writer in WRITERS.items():
        composed |= writer.compose_all([message for message in messages if message.kind == kind], now=now)
    return _kept([_ready(message, composed[message.pk], channel, now) for message in messages], now)


def _kept(letters: Sequence[Written], now: datetime) -> list[Written]:
    """Those that nobody has touched since they were read, with their words on the row, which makes them ours to send.

    What a message will not speak of has ended then, each in its own way.
    """
    with transaction.atomic():
        held = Message.objects.select_for_update(of=("self",)).filter(
            pk__in=[each.message.pk for each in letters], state=Message.State.PLANNED
        )
        revisions = dict(held.order_by("pk").values_list("pk", "revision"))
        kept = [each for each in letters if revisions.get(each.message.pk) == each.message.revision]
        ready = [each for each in kept if each.packed is not None]
        for each in ready:
            each.message.revision += 1
            if each.silent:
                leave_out(each.message, each.silent, now=now)
        Message.objects.bulk_update([each.message for each in ready], WORDS)
    return kept


def _ready(message: Message, composed, channel: Channel, now: datetime) -> Written:
    if not composed.sections:
        return Written(message, end=next(iter(composed.silent.values())), silent=composed.silent)
    address, why = channel.address_of(message.person)
    if not address:
        return Written(message, end=End(Message.State.FAILED, why), silent=composed.silent)
    try:
        packed = channel.packed(_outgoing(message, composed, address, now))
    except DatabaseError:
        raise
    except Exception as error:
        return Written(message, error=error)
    return Written(message, packed, silent=composed.silent)


def _outgoing(message: Message, composed, address: str, now: datetime) -> Outgoing:
    """What there is to say goes on the row as well: it is kept as it went out, less what acts for its reader."""
    writer = WRITERS[message.kind]
    mail = writer.render(composed, message, now=now)
    message.address, message.subject, message.link = address, mail.subject[:300], page_of(composed)
    message.text, message.html = without_keys(mail.text), without_keys(mail.html)
    return Outgoing(
        person=message.person,
        address=address,
        message_id=message.message_id,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        link=whole(message.link),
        sent_at=now,
        envelope=writer.envelope(composed, message, now=now),
    )
