"""The text of a message, from what is open at the moment of sending."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count, Q
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaign_portal.lib.dates import clock_words, distance_words, local_day, long_date
from campaign_portal.lib.mail import RenderedMail, render_mail
from directives.models import Delivery, Directive, DirectiveRelation, Event, Message, Obligation, Progress, Reminder

from .people import open_work, units_of, why_nothing
from .settle import End


@dataclass
class Item:
    """One open obligation, with the officer's words when it was returned."""

    obligation: Obligation

    @property
    def title(self) -> str:
        return self.obligation.instruction.title

    @property
    def word(self) -> str:
        return capfirst(self.obligation.get_progress_display())

    @property
    def note(self) -> str:
        change = self.obligation.last_change
        returned = self.obligation.progress == Progress.RETURNED and change and change.event == Event.RETURNED
        return change.note if returned else ""


@dataclass
class Section:
    """What one unit still owes for one letter by one day."""

    delivery: Delivery
    directive: Directive
    deadline: date
    today: date
    items: list[Item]
    done: int = 0
    total: int = 0
    urged_by: list[str] = field(default_factory=list)

    @property
    def distance(self) -> str:
        return distance_words(self.deadline, self.today)

    @property
    def last_day(self) -> str:
        return long_date(self.deadline)

    @property
    def headline(self) -> str:
        """ "Phòng … còn 2 việc, hạn sau 6 ngày"."""
        days = (self.deadline - self.today).days
        if days > 0:
            when = ngettext("hạn sau %(days)d ngày", "hạn sau %(days)d ngày", days) % {"days": days}
        else:
            when = self.distance
        return _("%(unit)s còn %(works)s, %(when)s") % {
            "unit": self.delivery.unit_name,
            "works": works(len(self.items)),
            "when": when,
        }


@dataclass
class Composed:
    """What a message will say. Without `sections` there is nothing to say, and `silent` tells why."""

    sections: list[Section] = field(default_factory=list)
    silent: dict[int, End] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """ "Còn 3 ngày: 2 việc của Phòng Văn hóa và Thông tin quận Ninh Kiều"."""
        nearest = min(self.sections, key=lambda section: section.deadline)
        when = capfirst(nearest.distance)
        if len({section.deadline for section in self.sections}) > 1:
            when = _("Việc gần nhất %(when)s") % {"when": nearest.distance}
        units = {section.delivery.unit_name: None for section in self.sections}
        whose = next(iter(units)) if len(units) == 1 else _("%(count)d đơn vị") % {"count": len(units)}
        count = sum(len(section.items) for section in self.sections)
        return _("%(when)s: %(works)s của %(whose)s") % {"when": when, "works": works(count), "whose": whose}


def works(count: int) -> str:
    return ngettext("%(count)d việc", "%(count)d việc", count) % {"count": count}


def compose(message: Message, *, now: datetime) -> Composed:
    """Ask again what is open and whether the person still answers for it. A constant number of queries."""
    reminders = list(
        Reminder.objects.filter(served_by__message=message)
        .select_related("delivery", "directive__issuer", "directive__campaign")
        .order_by("deadline", "pk")
    )
    work, units, found = open_work(reminders), units_of(message.person), Composed()
    for each in reminders:
        mine = [row for row in work[each.pk] if row.responsible_unit_id in units]
        if end := _end(each, work[each.pk], mine, message, now):
            found.silent[each.pk] = end
        else:
            found.sections.append(_section(each, mine, now))
    _count_done(found.sections)
    _add_urging(found.sections)
    return found


def render(composed: Composed, message: Message, *, now: datetime) -> RenderedMail:
    context = {
        "person": message.person,
        "sections": composed.sections,
        "subject": composed.subject,
        "issuers": list({section.directive.issuer.name: None for section in composed.sections}),
        "is_illustrative": any(section.directive.campaign.is_illustrative for section in composed.sections),
        "link": f"{settings.SITE_URL}{work_page()}",
        "sent_at": clock_words(now),
    }
    return render_mail("reminder", context)


def work_page() -> str:
    """The page of the unit's work, which a higher app serves."""
    try:
        return reverse("reports:my-work")
    except NoReverseMatch:
        return "/"


def _end(reminder: Reminder, work: Sequence, mine: Sequence, message: Message, now: datetime) -> End | None:
    """Why a reminder is not spoken of to this person, or None when it is."""
    if not work:
        return End(Reminder.State.CANCELLED, why_nothing(reminder))
    if now >= reminder.expires_at:
        return End(Reminder.State.MISSED, f"{reminder.too_late} {message.reason}".strip()[:300])
    if not mine:
        return End(Reminder.State.CANCELLED, _("Người nhận không còn là đầu mối của đơn vị."))
    return None


def _section(reminder: Reminder, mine: list[Obligation], now: datetime) -> Section:
    return Section(
        delivery=reminder.delivery,
        directive=reminder.directive,
        deadline=reminder.deadline,
        today=local_day(now),
        items=[Item(row) for row in mine],
    )


def _count_done(sections: list[Section]) -> None:
    """How much of the letter the unit has finished, whatever its day."""
    rows = (
        Obligation.objects.counted()
        .filter(delivery__in={section.delivery.pk for section in sections})
        .values("delivery_id")
        .annotate(total=Count("pk"), finished=Count("pk", filter=Q(progress=Progress.DONE)))
        .order_by()
    )
    figures = {row["delivery_id"]: row for row in rows}
    for section in sections:
        section.done = figures[section.delivery.pk]["finished"]
        section.total = figures[section.delivery.pk]["total"]


def _add_urging(sections: list[Section]) -> None:
    """Letters still in force by which the issuer has urged a letter on."""
    rows = DirectiveRelation.objects.filter(
        kind=DirectiveRelation.Kind.URGES,
        earlier__in={section.directive.pk for section in sections},
        later__in=Directive.objects.in_force().values("pk"),
    )
    for row in rows.select_related("later").order_by("confirmed_at", "pk"):
        for section in sections:
            if section.directive.pk == row.earlier_id:
                section.urged_by.append(row.later.reference)
