"""By which channels a person hears of something, and when: what they chose, and what reaches them."""

from collections.abc import Collection, Iterable
from datetime import datetime, time
from typing import NamedTuple

from django.utils.translation import gettext as _

from campaign_portal.lib.dates import at_local, local_day
from directives.ladder import parse_step
from directives.models import Preference, Reminder
from units.models import User

from .addresses import dead_addresses, is_dead
from .channels import switched_on
from .channels.base import in_short
from .chosen import preferences
from .plan import ladder_of
from .settle import End

MAIL, WEBHOOK = "email", "webhook"
CHOSEN = ("email", "inbox", "zalo")
"""The channels that are a person's own to choose; the webhook is the office's, and goes along with any of them."""

Slot = tuple[str, datetime]
"""The key of a channel, and the moment from which its message may go."""


def slots_for(
    preference: Preference | None,
    send_at: datetime,
    is_immediate: bool,
    *,
    reach: Collection[str] = (MAIL, "inbox"),
    only: str = "",
) -> list[Slot]:
    """Where and when a person hears of a step that is due at `send_at`. Pure.

    `preference` is the person's row, None for who has none: e-mail at once. `reach` names the channels that are
    switched on and reach this person. A digest goes at the person's own hour, never before `send_at`; what is immediate
    (returned, overdue) goes at `send_at` and, where nothing that was chosen reaches the person, by e-mail all the same.
    `only` names the one channel of the step: it goes there alone, or by e-mail where that does not reach the person.
    Empty means that the person hears nothing: they asked for no digests, or nothing reaches them.
    """
    chosen = preference or Preference()
    wanted = [key for key in CHOSEN if getattr(chosen, key)]
    if not is_immediate and not (chosen.digests and wanted):
        return []
    found = [key for key in wanted if key in reach] or [key for key in (MAIL,) if key in reach]
    found += [WEBHOOK] if WEBHOOK in reach else []
    if only:
        found = [key for key in (only, MAIL, WEBHOOK) if key in reach][:1]
    slot = send_at if is_immediate else max(send_at, at_local(local_day(send_at), time(chosen.digest_hour)))
    return [(key, slot) for key in found]


class Place(NamedTuple):
    """Where and when one person hears: what is due there at the same moment goes in one message."""

    person_id: int
    channel: str
    slot: datetime


class AddressBook:
    """How some people are reached, for one batch of messages. Two queries, whatever their number.

    With `at`, by what they had chosen at that past moment (one more query); their addresses are those of now.
    """

    def __init__(self, people: Iterable[User], at: datetime | None = None):
        known = list({person.pk: person for person in people}.values())
        self._preferences = preferences(known, at)
        self._dead = dead_addresses(known)
        self._channels = switched_on()
        self._ladders: dict[int, dict[str, str]] = {}
        self._reach = {person.pk: self._reach_of(person) for person in known}

    def slots(self, person: User, send_at: datetime, *, is_immediate: bool, only: str = "") -> list[Slot]:
        """As `slots_for`."""
        preference, reach = self._preferences[person.pk], self._reach[person.pk]
        return slots_for(preference, send_at, is_immediate, reach=reach, only=only)

    def places(self, people: Iterable[User], reminder: Reminder) -> list[Place]:
        """Where these people hear of a reminder; a digest hour after its end would be too late for it."""
        at_once, only = parse_step(reminder.step).is_immediate, self._channel_of(reminder)
        return [
            Place(person.pk, key, _minute(slot if slot < reminder.expires_at else reminder.send_at))
            for person in people
            for key, slot in self.slots(person, reminder.send_at, is_immediate=at_once, only=only)
        ]

    def _channel_of(self, reminder: Reminder) -> str:
        """The one channel of the reminder's step, where its letter's ladder names one. Wants the campaign loaded."""
        if reminder.directive_id not in self._ladders:
            rungs = ladder_of(reminder.directive)
            self._ladders[reminder.directive_id] = {rung.name: rung.channel for rung in rungs if rung.channel}
        return self._ladders[reminder.directive_id].get(reminder.step, "")

    def end_of(self, people: Iterable[User]) -> End:
        """How a reminder ends whose people hear of it nowhere, with the reason of each."""
        known = list(people)
        failed = any(self._is_out_of_reach(person) for person in known)
        advice = [_("Hãy thêm đầu mối có địa chỉ đúng, hoặc nhắc qua điện thoại.")] if failed else []
        words = " ".join([*(self.why_nothing(person) for person in known), *advice])
        return End(Reminder.State.FAILED if failed else Reminder.State.CANCELLED, in_short(words))

    def _is_out_of_reach(self, person: User) -> bool:
        return MAIL not in self._reach[person.pk]

    def why_nothing(self, person: User) -> str:
        """Why `slots` was empty for the person, as a sentence for the officer."""
        if is_dead(person, self._dead):
            return self._dead[person.email.lower()].sentence
        if self._is_out_of_reach(person):
            return _("%(person)s chưa có địa chỉ thư.") % {"person": person}
        return _("%(person)s đã chọn không nhận nhắc việc định kỳ.") % {"person": person}

    def _reach_of(self, person: User) -> set[str]:
        found = {channel.key for channel in self._channels if channel.address_of(person).address}
        return found - {MAIL} if is_dead(person, self._dead) else found


def _minute(at: datetime) -> datetime:
    """Whole minutes: what comes up within one goes in one message."""
    return at.replace(second=0, microsecond=0)
