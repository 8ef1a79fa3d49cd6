"""The text of a message, from what is open at the moment of sending."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import clock_words
from campaign_portal.lib.mail import RenderedMail, render_mail
from directives.models import Message, MessageReminder, Reminder
from units.models import User

from .envelope import addresses, envelope, officers
from .kinds import kind_of, open_pieces
from .kinds.words import works
from .links import page_of, whole
from .people import whom
from .pieces import Section
from .receipt_link import with_receipts
from .sections import sections_of_each
from .settle import End
from .unsubscribe_link import unsubscribe_link

__all__ = ["Composed", "compose_all", "envelope", "render", "render_for"]


@dataclass
class Composed:
    """What a message will say, and whom an answer reaches.

    Without `sections` there is nothing to say, and `silent` tells why, by reminder key.
    """

    sections: list[Section] = field(default_factory=list)
    silent: dict[int, End] = field(default_factory=dict)
    reply_to: list[str] = field(default_factory=list)

    @property
    def subject(self) -> str:
        """ "Còn 3 ngày: 2 việc của Phòng Văn hóa và Thông tin quận Ninh Kiều"."""
        nearest = min(self.sections, key=lambda section: section.deadline)
        when = capfirst(nearest.when)
        if len({(section.when, section.deadline) for section in self.sections}) > 1:
            when = _("Việc gần nhất %(when)s") % {"when": nearest.when}
        units = {section.whose: None for section in self.sections}
        whose = next(iter(units)) if len(units) == 1 else _("%(count)d đơn vị") % {"count": len(units)}
        count = sum(section.count for section in self.sections)
        if not count:  # a letter that only lets know: there is nothing to count
            return _("%(when)s: %(whose)s") % {"when": when, "whose": whose}
        return _("%(when)s: %(works)s của %(whose)s") % {"when": when, "works": works(count), "whose": whose}


def compose_all(messages: Sequence[Message], *, now: datetime) -> dict[int, Composed]:
    """Ask again what is open and who hears of it; by the key of the message. A constant number of queries."""
    served = _reminders(messages)
    reminders = list({each.pk: each for found in served.values() for each in found}.values())
    pieces = open_pieces(reminders)
    heard = whom(reminders, pieces)
    found = {message.pk: Composed() for message in messages}
    shares = []
    for message in messages:
        told = []
        for each in served[message.pk]:
            mine = heard[each.dedupe_key].get(message.person, [])
            if end := _end(each, pieces[each.dedupe_key], mine, message, now):
                found[message.pk].silent[each.pk] = end
            else:
                told.append((each, mine))
        shares.append(told)
    answering = officers({each.directive for share in shares for each, _mine in share})
    for message, share, sections in zip(messages, shares, sections_of_each(shares, now), strict=True):
        found[message.pk].sections = sections
        found[message.pk].reply_to = addresses(answering, (each.directive_id for each, _mine in share))
    return found


def _reminders(messages: Sequence[Message]) -> Mapping[int, list[Reminder]]:
    """What each message serves, the nearest day first. Rows that several serve are one object. Two queries."""
    links = MessageReminder.objects.filter(message__in=messages).values_list("message", "reminder")
    pairs = list(links)
    rows = Reminder.objects.filter(pk__in={reminder for _message, reminder in pairs})
    rows = {row.pk: row for row in rows.select_related("delivery", "directive__issuer", "directive__campaign")}
    found = {message.pk: [] for message in messages}
    for message, reminder in pairs:
        found[message].append(rows[reminder])
    return {key: sorted(share, key=lambda each: (each.deadline, each.pk)) for key, share in found.items()}


def render(composed: Composed, message: Message, *, now: datetime) -> RenderedMail:
    """The words of the mail, with the addresses by which its reader confirms receipt."""
    sections = with_receipts(composed.sections, message)
    return render_for(message.person, replace(composed, sections=sections), now=now)


def render_for(person: User, composed: Composed, *, now: datetime) -> RenderedMail:
    context = {
        "person": person,
        "sections": composed.sections,
        "subject": composed.subject,
        "issuers": list({section.directive.issuer.name: None for section in composed.sections}),
        "is_illustrative": any(section.directive.campaign.is_illustrative for section in composed.sections),
        "link": whole(page_of(composed)),
        "unsubscribe_link": unsubscribe_link(person),
        "can_confirm": any(section.receipt_link for section in composed.sections),
        "sent_at": clock_words(now),
    }
    return render_mail("reminder", context)


def _end(reminder: Reminder, pieces: Sequence, mine: Sequence, message: Message, now: datetime) -> End | None:
    """Why a reminder is not spoken of to this person, or None when it is."""
    if not pieces:
        return End(Reminder.State.CANCELLED, kind_of(reminder).why_nothing(reminder))
    if now >= reminder.expires_at:
        return End(Reminder.State.MISSED, f"{reminder.too_late} {message.reason}".strip()[:300])
    if not mine:
        return End(Reminder.State.CANCELLED, _("Người nhận không còn là đầu mối của đơn vị."))
    return None
