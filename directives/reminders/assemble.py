"""From planned reminders to messages: one per person and slot, whatever number of letters it speaks of."""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from campaign_portal.lib.mail import message_id_for
from directives.models import Directive, Message, MessageReminder, Reminder
from units.models import User

from .people import open_work, readers, why_nothing

log = logging.getLogger(__name__)
BATCH = 500  # reminders per transaction
EMAIL = "email"


def assemble(*, now: datetime, directive: Directive | None = None) -> Counter:
    """Hand planned reminders whose moment has come to messages; return how many ended without one, and why.

    A batch moves in one transaction, so that a reminder and its messages are always both there or both not. A batch
    that the database refuses is tried again row by row: one bad row stays behind, the others go.
    """
    counts = Counter()
    for batch in _batches(now, directive):
        try:
            counts.update(_assemble(batch, now))
        except DatabaseError:
            log.exception("A batch of %d reminders was refused; trying each alone", len(batch))
            for pk in batch:
                counts.update(_alone(pk, now))
    return counts


def _batches(now: datetime, directive: Directive | None) -> Iterator[list[int]]:
    due = Reminder.objects.filter(state=Reminder.State.PLANNED, send_at__lte=now).order_by("send_at", "pk")
    if directive:
        due = due.filter(directive=directive)
    pks = list(due.values_list("pk", flat=True))
    return (pks[start : start + BATCH] for start in range(0, len(pks), BATCH))


def _alone(pk: int, now: datetime) -> Counter:
    try:
        return _assemble([pk], now)
    except DatabaseError:
        log.exception("Reminder %s was refused", pk)
        return Counter(errors=1)


def _assemble(pks: list[int], now: datetime) -> Counter:
    """Rows that another run holds are skipped: it has them in hand."""
    with transaction.atomic():
        reminders = list(
            Reminder.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("delivery", "directive__campaign")
            .filter(pk__in=pks, state=Reminder.State.PLANNED)
            .order_by("pk")
        )
        work = open_work(reminders)
        people = readers({row.responsible_unit_id for rows in work.values() for row in rows})
        audience = {
            each.pk: {person.pk: person for row in work[each.pk] for person in people.get(row.responsible_unit_id, [])}
            for each in reminders
        }
        ends = [each for each in reminders if _end(each, work[each.pk], audience[each.pk], now)]
        live = [each for each in reminders if each.state == Reminder.State.SENDING]
        Reminder.objects.bulk_update(ends + live, ["state", "state_at", "reason"])
        _address(live, audience, now)
    return Counter(str(each.state) for each in ends)


def _end(reminder: Reminder, work: list, audience: dict, now: datetime) -> bool:
    """Set the reminder's new state; true when it ends here without a message."""
    reminder.state_at = now
    if not work:
        reminder.state, reminder.reason = Reminder.State.CANCELLED, why_nothing(reminder)
    elif now >= reminder.expires_at:
        reminder.state, reminder.reason = Reminder.State.MISSED, reminder.too_late
    elif not audience:
        reminder.state = Reminder.State.FAILED
        reminder.reason = _("Đơn vị chưa có đầu mối có địa chỉ thư. Hãy thêm đầu mối, hoặc nhắc qua điện thoại.")
    else:
        reminder.state = Reminder.State.SENDING
        return False
    return True


def _address(reminders: list[Reminder], audience: dict[int, dict[int, User]], now: datetime) -> None:
    """One message per person and slot; one that nobody has claimed yet takes the new reminders along."""
    shares: dict[tuple[int, datetime], list[Reminder]] = defaultdict(list)
    for each in reminders:
        for person in audience[each.pk]:
            shares[person, each.send_at].append(each)
    known = _known(shares)
    messages = {slot: known[slot][-1] for slot in shares if known[slot] and known[slot][-1].state == "planned"}
    fresh = {slot: _message(*slot, len(known[slot]), now) for slot in shares if slot not in messages}
    Message.objects.bulk_create(fresh.values())
    messages |= fresh
    MessageReminder.objects.bulk_create(
        MessageReminder(message=messages[slot], reminder=each, person_id=slot[0], channel=EMAIL)
        for slot, share in shares.items()
        for each in share
    )


def _known(shares: dict) -> dict[tuple[int, datetime], list[Message]]:
    """Messages that these people already have in these slots, locked: nobody claims one while it takes more along."""
    rows = Message.objects.select_for_update(of=("self",)).filter(
        channel=EMAIL, person__in={person for person, _slot in shares}, slot__in={slot for _person, slot in shares}
    )
    found = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.person_id, row.slot].append(row)
    return found


def _message(person_id: int, slot: datetime, nth: int, now: datetime) -> Message:
    """`nth` counts the person's earlier messages of the slot: what comes up after they went gets one of its own."""
    key = f"person{person_id}-{EMAIL}-{slot.astimezone(UTC):%Y%m%dT%H%MZ}-{nth}"
    return Message(
        person_id=person_id,
        channel=EMAIL,
        slot=slot,
        dedupe_key=key,
        message_id=message_id_for(key),
        state_at=now,
        try_at=now,
        created_at=now,
    )
