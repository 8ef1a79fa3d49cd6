"""How a message ended, written on it and on the reminders, or the notices, it served."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, Model, OuterRef

from directives.models import Message, MessageNotice, MessageReminder, Notice, Reminder


class End(NamedTuple):
    """Why a reminder is not spoken of: a final state and the reason in words."""

    state: str
    reason: str


class Served(NamedTuple):
    """What messages of one kind speak of, and the rows that say which of it each message serves."""

    rows: type[Model]
    links: type[Model]
    name: str


SERVED = {
    "reminder": Served(Reminder, MessageReminder, "reminder"),
    "question": Served(Notice, MessageNotice, "notice"),
}
"""By the kind of a message."""


def settle(
    message: Message, *, state: str, reason: str, now: datetime, silent: Mapping[int, End] | None = None
) -> None:
    """End a message unsent, and with it what it serves and no other message has told, or still may.

    `silent` holds, by key, reminders that the text did not speak of, each with an end of its own. So with notices.
    """
    message.state, message.state_at, message.reason = state, now, reason
    silent, served = silent or {}, SERVED[message.kind]
    with transaction.atomic():
        held = _locked(message, served)
        message.save(update_fields=["state", "state_at", "reason", "address"])
        _end([pk for pk in held if pk not in silent], End(state, reason), message, served, now)
        for pk, end in silent.items():
            _end([pk], end, message, served, now)


def settle_sent(messages: Collection[Message], *, now: datetime) -> None:
    """What messages that have gone out serve is sent: one person of the unit has it. One transaction for all of them.

    A message that came back in the meantime has ended what it served, and is left at that.
    """
    for kind, served in SERVED.items():
        keys = [message.pk for message in messages if message.kind == kind]
        told = served.links.objects.filter(message__in=keys, message__state=Message.State.SENT).values(served.name)
        if keys:
            served.rows.objects.filter(pk__in=told).update(state=Message.State.SENT, state_at=now, reason="")


def settle_told(*, now: datetime) -> None:
    """What a sender left behind that died after its messages had gone out."""
    for served in SERVED.values():
        told = served.links.objects.filter(**{served.name: OuterRef("pk")}, message__state=Message.State.SENT)
        left = served.rows.objects.filter(Exists(told), state=Message.State.SENDING)
        left.update(state=Message.State.SENT, state_at=now, reason="")


def leave_out(message: Message, silent: Mapping[int, End], *, now: datetime) -> None:
    """End what a message that is about to go will not speak of: it serves what its words say. In a transaction."""
    served = SERVED[message.kind]
    _locked(message, served)
    for pk, end in silent.items():
        _end([pk], end, message, served, now)
    served.links.objects.filter(message=message, **{f"{served.name}__in": silent}).delete()


def take_back(message: Message, *, reason: str, now: datetime) -> bool:
    """A message that had gone out came back: it failed, and so did what nobody else has heard of. False if not sent."""
    served, failed = SERVED[message.kind], Message.State.FAILED
    with transaction.atomic():
        held = _locked(message, served)
        sent = Message.objects.filter(pk=message.pk, state=Message.State.SENT)
        if not sent.update(state=failed, state_at=now, reason=reason):
            return False
        _end(held, End(failed, reason), message, served, now)
    return True


def _locked(message: Message, served: Served) -> list[int]:
    """The reminders of a message, locked: two messages that fail at once must not each leave the end to the other."""
    rows = served.rows.objects.select_for_update(of=("self",)).filter(served_by__message=message).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _end(pks: Iterable[int], end: End, message: Message, served: Served, now: datetime) -> None:
    """End those that no other message has brought to somebody, or still may; one that came back brought nothing."""
    others = served.links.objects.filter(
        **{served.name: OuterRef("pk")},
        message__state__in=[Message.State.PLANNED, Message.State.SENDING, Message.State.SENT],
    ).exclude(message=message)
    told = [Reminder.State.SENDING, Reminder.State.SENT]
    left = served.rows.objects.filter(~Exists(others), pk__in=pks, state__in=told)
    left.update(state=end.state, state_at=now, reason=end.reason)
