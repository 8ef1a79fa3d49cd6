"""The text of a message, from what is open at the moment of sending."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import clock_words, distance_words, local_day, short_date
from campaign_portal.lib.mail import RenderedMail, render_mail
from directives.models import Message, Reminder
from units.models import User

from .envelope import envelope
from .kinds import by_kind, kind_of, open_pieces
from .kinds.words import works
from .links import page_of, whole
from .people import whom
from .pieces import Piece, Section
from .plan import ladder_of
from .receipt_link import offer_receipts
from .settle import End
from .unsubscribe_link import unsubscribe_link

__all__ = ["Composed", "compose", "envelope", "render", "render_for", "sections_of"]


@dataclass
class Composed:
    """What a message will say. Without `sections` there is nothing to say, and `silent` tells why, by reminder key."""

    sections: list[Section] = field(default_factory=list)
    silent: dict[int, End] = field(default_factory=dict)

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


def compose(message: Message, *, now: datetime) -> Composed:
    """Ask again what is open and whether the person still hears of it. A constant number of queries."""
    reminders = list(
        Reminder.objects.filter(served_by__message=message)
        .select_related("delivery", "directive__issuer", "directive__campaign")
        .order_by("deadline", "pk")
    )
    pieces = open_pieces(reminders)
    heard = whom(reminders, pieces)
    told, found = [], Composed()
    for each in reminders:
        mine = heard[each.dedupe_key].get(message.person, [])
        if end := _end(each, pieces[each.dedupe_key], mine, message, now):
            found.silent[each.pk] = end
        else:
            told.append((each, mine))
    found.sections = sections_of(told, now)
    return found


def sections_of(told: Sequence[tuple[Reminder, Sequence[Piece]]], now: datetime) -> list[Section]:
    """What is said of reminders and their pieces, the nearest day first. A constant number of queries."""
    mine, texts, found = {each.dedupe_key: pieces for each, pieces in told}, own_texts(told, now), []
    for kind, share in by_kind(each for each, _pieces in told).items():
        found += kind.sections([(each, mine[each.dedupe_key]) for each in share], local_day(now), texts)
    return sorted(found, key=lambda section: section.deadline)


def own_texts(told: Sequence[tuple[Reminder, Sequence[Piece]]], now: datetime) -> Mapping[str, str]:
    """The office's own words for the steps that have some, filled in, by the key of the reminder."""
    found = {}
    for each, pieces in told:
        words = {rung.name: rung.text for rung in ladder_of(each.directive)}.get(each.step)
        if words:
            found[each.dedupe_key] = words.format(**_fields(each, pieces, now))
    return found


def _fields(reminder: Reminder, pieces: Sequence[Piece], now: datetime) -> dict[str, str]:
    """What `ladder.FIELDS` stand for."""
    whose = reminder.delivery.unit_name if reminder.delivery else reminder.directive.issuer.name
    return {
        "don_vi": whose,
        "van_ban": reminder.directive.reference,
        "so_viec": works(len(pieces)),
        "han": short_date(reminder.deadline),
        "con_lai": distance_words(reminder.deadline, local_day(now)),
    }


def render(composed: Composed, message: Message, *, now: datetime) -> RenderedMail:
    offer_receipts(composed.sections, message)
    return render_for(message.person, composed, now=now)


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
