"""What a reminder carries besides its words: whom to answer, its due days for the calendar, and the way to stop it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from email.utils import quote

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.ical import write_calendar
from campaign_portal.lib.mail import Attachment, Envelope, one_click_unsubscribe
from directives.due_calendar import due_event
from directives.models import Directive, Message
from units.models import Membership, Role, User

from .links import path_to, whole
from .unsubscribe_link import unsubscribe_link

CALENDAR = "han-thuc-hien.ics"
MOST_ANSWERED = 3  # issuing offices; who writes to more at once writes to nobody


def envelope(composed, message: Message, *, now: datetime) -> Envelope:
    calendar = _calendar(composed.sections, now)
    return Envelope(
        headers={"Precedence": "bulk"} | one_click_unsubscribe(unsubscribe_link(message.person)),
        reply_to=composed.reply_to,
        attachments=[Attachment(CALENDAR, calendar, "calendar", {"method": "PUBLISH"})] if calendar else [],
    )


def officers(directives: Iterable[Directive]) -> dict[int, User]:
    """Whom an answer about each letter reaches, by the letter's key: the officer who issued it, else another
    coordinator of that unit. One query."""
    letters = {directive.pk: directive for directive in directives}.values()
    seats = Membership.objects.in_force().filter(
        unit__in={letter.issuer_id for letter in letters}, role=Role.COORDINATOR
    )
    held: dict[int, dict[int, User]] = {}
    for seat in seats.exclude(user__email="").select_related("user").order_by("pk"):
        held.setdefault(seat.unit_id, {})[seat.user_id] = seat.user
    found = {}
    for letter in letters:
        people = held.get(letter.issuer_id, {})
        if person := people.get(letter.issued_by_id) or next(iter(people.values()), None):
            found[letter.pk] = person
    return found


def addresses(officers: Mapping[int, User], letters: Iterable[int]) -> list[str]:
    """The officers of these letters as a mail names them, each once."""
    people = {officers[pk].pk: officers[pk] for pk in letters if pk in officers}
    return [f'"{quote(person.full_name)}" <{person.email}>' for person in people.values()][:MOST_ANSWERED]


def _calendar(sections: Iterable, now: datetime) -> str:
    """The due days still ahead; empty where all are past, as in a mail about overdue work."""
    today = local_day(now)
    own = [section for section in sections if section.delivery and section.deadline >= today]
    ahead = [(section, item.row) for section in own for item in section.items if item.row]
    if not ahead:
        return ""
    return write_calendar(
        due_event(
            row,
            delivery=section.delivery,
            directive=section.directive,
            url=whole(path_to("reports:obligation", row.pk)),
        )
        for section, row in ahead
    )
