"""What a run is about to send, written for several messages at once and shortly before they go."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import DatabaseError

from directives.models import Message

from . import compose, news
from .channels import Channel, Outgoing
from .links import page_of, whole
from .receipt_link import without_keys
from .settle import End, leave_out

log = logging.getLogger(__name__)
WRITERS = {"reminder": compose, "question": news}
"""Which module writes a message of a kind: its `compose_all`, its `render` and its `envelope`."""


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
    return [_ready(message, composed[message.pk], channel, now) for message in messages]


def _ready(message: Message, composed, channel: Channel, now: datetime) -> Written:
    """What there is to say goes on the row as well: it is kept as it went out, less what acts for its reader."""
    if not composed.sections:
        return Written(message, end=next(iter(composed.silent.values())), silent=composed.silent)
    address, why = channel.address_of(message.person)
    if not address:
        return Written(message, end=End(Message.State.FAILED, why), silent=composed.silent)
    try:
        if composed.silent and not leave_out(message, composed.silent, now=now):
            return Written(message)
        return Written(message, channel.packed(_outgoing(message, composed, address, now)))
    except DatabaseError:
        raise
    except Exception as error:
        return Written(message, error=error)


def _outgoing(message: Message, composed, address: str, now: datetime) -> Outgoing:
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
