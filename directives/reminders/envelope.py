"""What a reminder carries besides its words: whom to answer, its due days for the calendar, and the way to stop it."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import quote

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.ical import write_calendar
from campaign_portal.lib.mail import Attachment, Envelope, one_click_unsubscribe
from directives.due_calendar import due_event
from directives.models import Directive, Message
from units.models import Membership, Role

from .links import path_to, whole
from .unsubscribe_link import unsubscribe_link

CALENDAR = "han-thuc-hien.ics"
MOST_ANSWERED = 3  # issuing offices; who writes to more at once writes to nobody


def envelope(composed, message: Message, *, now: datetime) -> Envelope:
    """One query, however much the mail speaks of."""
    calendar = _calendar(composed.sections, now)
    return Envelope(
        headers={"Precedence": "bulk"} | one_click_unsubscribe(unsubscribe_link(message.person)),
        reply_to=officers(section.directive for section in composed.sections),
        attachments=[Attachment(CALENDAR, calendar, "calendar", {"method": "PUBLISH"})] if calendar else [],
    )


def officers(directives: Iterable[Directive]) -> list[str]:
    """Whom an answer reaches: of each letter the officer who issued it, else another coordinator of that unit."""
    letters = {directive.pk: directive for directive in directives}.values()
    seats = Membership.objects.in_force().filter(
        unit__in={letter.issuer_id for letter in letters}, role=Role.COORDINATOR
    )
    held: dict[int, dict] = {}
    for seat in seats.exclude(user__email="").select_related("user").order_by("pk"):
        held.setdefault(seat.unit_id, {})[seat.user_id] = seat.user
    found = {}
    for letter in letters:
        people = held.get(letter.issuer_id, {})
        if person := people.get(letter.issued_by_id) or next(iter(people.values()), None):
            found[person.pk] = f'"{quote(person.full_name)}" <{person.email}>'
    return list(found.values())[:MOST_ANSWERED]


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
