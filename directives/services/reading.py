"""Noting what a person has read on the page "Thông báo"."""

from datetime import datetime

from directives.models import Message
from units.models import User


def read_message(*, message: Message, now: datetime) -> int:
    """The person has opened a message: it is read on every channel by which it came. The first time stands."""
    same = Message.objects.filter(
        person=message.person_id, kind=message.kind, slot=message.slot, subject=message.subject
    )
    return same.filter(state=Message.State.SENT, read_at=None).update(read_at=now)


def read_all(*, person: User, now: datetime) -> int:
    """Nothing of what was sent so far is new to the person any more; return how many rows that touched."""
    return Message.objects.visible_to(person).filter(read_at=None).update(read_at=now)
