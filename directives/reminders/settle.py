"""How a message ended, written on it and on the reminders it served."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef

from directives.models import Message, MessageReminder, Reminder


class End(NamedTuple):
    """Why a reminder is not spoken of: a final state and the reason in words."""

    state: str
    reason: str


def settle(
    message: Message, *, state: str, now: datetime, reason: str = "", silent: Mapping[int, End] | None = None
) -> None:
    """End a message and with it the reminders it serves.

    A reminder is sent as soon as one person of the unit has it; otherwise it ends as the last of its messages does.
    `silent` holds, by key, reminders that the text did not speak of, each with an end of its own.
    """
    message.state, message.state_at, message.reason = state, now, reason
    silent = silent or {}
    with transaction.atomic():
        served = _locked(message)
        message.save(update_fields=["state", "state_at", "reason", "address", "subject", "text", "html"])
        spoken = [pk for pk in served if pk not in silent]
        if state == Message.State.SENT:
            message.serves.filter(reminder__in=silent).delete()
            Reminder.objects.filter(pk__in=spoken).update(state=state, state_at=now, reason="")
        else:
            _end(spoken, End(state, reason), message, now)
        for pk, end in silent.items():
            _end([pk], end, message, now)


def _locked(message: Message) -> list[int]:
    """The reminders of a message, locked: two messages that fail at once must not each leave the end to the other."""
    rows = Reminder.objects.select_for_update(of=("self",)).filter(served_by__message=message).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _end(pks: Iterable[int], end: End, message: Message, now: datetime) -> None:
    """End those that no other message has brought to somebody, or still may."""
    others = MessageReminder.objects.filter(
        reminder=OuterRef("pk"),
        message__state__in=[Message.State.PLANNED, Message.State.SENDING, Message.State.SENT],
    ).exclude(message=message)
    left = Reminder.objects.filter(~Exists(others), pk__in=pks, state=Reminder.State.SENDING)
    left.update(state=end.state, state_at=now, reason=end.reason)
