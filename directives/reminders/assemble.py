"""From planned reminders to messages: one per person and slot, whatever number of letters it speaks of."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

from django.db.models import QuerySet

from directives.models import Directive, Message, MessageReminder, Reminder

from .batches import Shares, in_batches, message, put_in, shared_out, waiting
from .kinds import kind_of, open_pieces
from .people import Heard, nobody, whom
from .slots import AddressBook, Place


def assemble(*, now: datetime, directive: Directive | None = None) -> Counter:
    """Hand planned reminders whose moment has come to messages; return how many ended without one, and why.

    What a unit hears of at one moment stands together: a sender beside us may take the first batch at once.
    """
    due = Reminder.objects.filter(state=Reminder.State.PLANNED, send_at__lte=now)
    due = due.order_by("send_at", "delivery__unit", "pk")
    return in_batches(due.filter(directive=directive) if directive else due, partial(_move, now=now))


def _move(held: QuerySet[Reminder], now: datetime) -> list[Reminder]:
    reminders = list(held.select_related("delivery", "directive__campaign", "directive__issuer"))
    pieces = open_pieces(reminders)
    heard = whom(reminders, pieces)
    book = AddressBook(person for found in heard.values() for person in found)
    places = {each.pk: book.places(heard[each.dedupe_key], each) for each in reminders}
    for each in reminders:
        _end_or_send(each, pieces, heard, places[each.pk], book, now)
    Reminder.objects.bulk_update(reminders, ["state", "state_at", "reason"])
    _address(shared_out((each for each in reminders if each.state == Reminder.State.SENDING), places), now)
    return reminders


def _end_or_send(
    reminder: Reminder,
    pieces: Mapping[str, Sequence],
    heard: Heard,
    places: list[Place],
    book: AddressBook,
    now: datetime,
) -> None:
    """Set the reminder's new state: it ends here without a message, or goes."""
    reminder.state_at = now
    if not pieces[reminder.dedupe_key]:
        reminder.state, reminder.reason = Reminder.State.CANCELLED, kind_of(reminder).why_nothing(reminder)
    elif now >= reminder.expires_at:
        reminder.state, reminder.reason = Reminder.State.MISSED, reminder.too_late
    elif not heard[reminder.dedupe_key]:
        reminder.state, reminder.reason = Reminder.State.FAILED, nobody(reminder.audience)
    elif not places:
        reminder.state, reminder.reason = book.end_of(heard[reminder.dedupe_key])
    else:
        reminder.state = Reminder.State.SENDING


def _address(shares: Shares, now: datetime) -> None:
    """One message per place; one that nobody has claimed yet takes the new reminders along.

    The key of a fresh one counts the earlier messages of its place: what comes up after they went gets one of its own.
    """
    known = defaultdict(list)
    for row in waiting(shares, "reminder"):
        known[Place(row.person_id, row.channel, row.slot)].append(row)
    begun = {place: known[place][-1] for place in shares if known[place] and known[place][-1].state == "planned"}
    fresh = {place: _message(place, len(known[place]), now) for place in shares if place not in begun}
    put_in(MessageReminder, "reminder", shares, begun, fresh)


def _message(place: Place, nth: int, now: datetime) -> Message:
    return message(place, "reminder", f"{place.slot.astimezone(UTC):%Y%m%dT%H%MZ}-{nth}", now)
