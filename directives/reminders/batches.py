"""Planned rows on their way to messages, whatever is told: in batches, and into one message per place."""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from django.db import DatabaseError, transaction
from django.db.models import F, QuerySet

from campaign_portal.lib.mail import message_id_for
from directives.models import Message, MessageNotice, MessageReminder, Notice, Reminder

from .slots import Place

log = logging.getLogger(__name__)
BATCH = 500  # rows per transaction

Told = Reminder | Notice
Shares = dict[Place, list[Told]]


def in_batches(planned: QuerySet[Told], move: Callable[[QuerySet[Told]], Iterable[Told]]) -> Counter:
    """Move planned rows, in the given order; return how many ended without a message, and why.

    `move` gets a batch, locked and without the rows that another run holds (it has them in hand); it saves where each
    row stands and returns them. A batch is one transaction, so that a row and its messages are always both there or
    both not. One that the database refuses is tried again row by row: one bad row stays behind, the others go.
    """
    pks = list(planned.values_list("pk", flat=True))
    counts = Counter()
    for start in range(0, len(pks), BATCH):
        batch = pks[start : start + BATCH]
        try:
            counts.update(_moved(planned.model, batch, move))
        except (DatabaseError, ValueError):
            log.exception("A batch of %d was refused (%s); trying each alone", len(batch), planned.model.__name__)
            for pk in batch:
                counts.update(_alone(planned.model, pk, move))
    return counts


def _alone(model: type[Told], pk: int, move: Callable) -> Counter:
    try:
        return _moved(model, [pk], move)
    except (DatabaseError, ValueError):
        log.exception("%s %s was refused", model.__name__, pk)
        return Counter(errors=1)


def _moved(model: type[Told], pks: Collection[int], move: Callable) -> Counter:
    with transaction.atomic():
        held = model.objects.select_for_update(of=("self",), skip_locked=True)
        rows = move(held.filter(pk__in=pks, state=model.State.PLANNED).order_by("pk"))
    return Counter(str(each.state) for each in rows if each.state != model.State.SENDING)


def shared_out(rows: Iterable[Told], places: Mapping[int, Iterable[Place]]) -> Shares:
    """Which rows are told in each place; `places` by the key of the row."""
    shares: Shares = defaultdict(list)
    for each in rows:
        for place in places[each.pk]:
            shares[place].append(each)
    return shares


def put_in(
    through: type[MessageReminder | MessageNotice],
    told_as: str,
    shares: Shares,
    begun: Mapping[Place, Message],
    fresh: Mapping[Place, Message],
) -> None:
    """Save the fresh messages, and every row as part of the message of its place; words written before are outdated."""
    messages = {**begun, **fresh}
    Message.objects.bulk_create(fresh.values())
    Message.objects.filter(pk__in=[each.pk for each in begun.values()]).update(revision=F("revision") + 1)
    through.objects.bulk_create(
        through(message=messages[place], person_id=place.person_id, channel=place.channel, **{told_as: each})
        for place, share in shares.items()
        for each in share
    )


def waiting(shares: Shares, kind: str) -> QuerySet[Message]:
    """Messages that these people already have in these places, locked: nobody claims one while it takes more along."""
    return (
        Message.objects.select_for_update(of=("self",))
        .filter(
            kind=kind,
            channel__in={place.channel for place in shares},
            person__in={place.person_id for place in shares},
            slot__in={place.slot for place in shares},
        )
        .order_by("pk")
    )


def message(place: Place, kind: str, tail: str, now: datetime) -> Message:
    """`tail` tells it from every other message of this person in this channel."""
    key = f"person{place.person_id}-{place.channel}-{tail}"
    return Message(
        person_id=place.person_id,
        channel=place.channel,
        kind=kind,
        slot=place.slot,
        dedupe_key=key,
        message_id=message_id_for(key),
        state_at=now,
        try_at=max(now, place.slot),
        created_at=now,
    )
