"""Whom an office has to remind by hand: who owes what since when, whom to call there, and what they heard last.

Who works and is within its days is not on the list, nor who got the letter only today and is not late. A report counts
from some days before its own day.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.status import SOON_DAYS
from directives.ladder import Audience
from directives.models import Delivery, Directive, HandReminder, MessageReminder, Obligation, Progress, Reminder
from directives.models.obligation import OPEN
from directives.reminders.addresses import dead_addresses
from directives.reminders.channels import label_of
from directives.reminders.kinds.report import owing
from directives.reminders.overview import step_words
from reports.summary.rows import Place, place_of
from units.access import REPORTING_ROLES
from units.models import Membership, Unit, User

from .work import title

TOLD = Q(audience__in=[Audience.UNIT, Audience.HEAD], state__in=[Reminder.State.SENT, Reminder.State.FAILED])
"""What a unit itself heard of, or was to hear of."""


@dataclass(frozen=True)
class Desk:
    """Who reminds whom about one letter: the issuing unit those it wrote to, or a unit those it passed work on to.

    `deliveries` are those who may be called, `works` all the binding work that is asked of them from this desk, `notes`
    the calls that it knows of. `above` is the delivery whose work was passed on; None at the desk of the issuing unit.
    """

    directive: Directive
    giver: Unit
    deliveries: QuerySet[Delivery]
    works: QuerySet[Obligation]
    notes: QuerySet[HandReminder]
    can_act: bool
    above: Delivery | None = None

    def only(self, pk: int) -> "Desk":
        return replace(self, deliveries=self.deliveries.filter(pk=pk))


@dataclass(frozen=True)
class Work:
    """One piece of work that is open. `since` is the day from which it stands as it does."""

    title: str
    progress: str
    due_on: date
    since: date


@dataclass(frozen=True)
class Contact:
    """A person who reports for the unit; `trouble` says why mail does not reach them."""

    pk: int
    name: str
    job: str
    phone: str
    trouble: str


@dataclass(frozen=True)
class Heard:
    """The last step of the ladder that went to the unit, or should have."""

    at: datetime
    channel: str
    step: str
    state: str
    reason: str


@dataclass(frozen=True)
class Call:
    """One unit with all that is known for calling it."""

    delivery: Delivery
    works: tuple[Work, ...]
    begun: bool
    is_unreceived: bool
    report_due_on: date | None
    """The day of the report, while it is missing and near or past."""
    place: Place
    contacts: tuple[Contact, ...]
    heard: Heard | None
    notes: tuple[HandReminder, ...]

    @property
    def unit(self) -> str:
        return self.delivery.unit_name

    @property
    def group(self) -> str:
        return self.delivery.addressee or _("Các đơn vị khác")

    @property
    def no_mail(self) -> str:
        """Why nobody of the unit gets mail; empty while somebody does."""
        if not self.contacts:
            return _("Đơn vị chưa có đầu mối.")
        return (
            "" if any(not each.trouble for each in self.contacts) else " ".join(each.trouble for each in self.contacts)
        )

    @property
    def has_phone(self) -> bool:
        return any(each.phone for each in self.contacts)

    def is_fresh(self, today: date) -> bool:
        """Whether the letter came only today: nobody is called for not having opened it within the hour."""
        issued_at = self.delivery.issued_at
        return issued_at is not None and local_day(issued_at) >= today

    def is_late(self, today: date) -> bool:
        return any(work.due_on < today for work in self.works)

    def kinds(self, today: date) -> set[str]:
        return {key for key, (_label, holds) in KINDS.items() if holds(self, today)}


KINDS: dict[str, tuple[str, Callable[[Call, date], bool]]] = {
    "unreceived": (gettext_lazy("chưa tiếp nhận"), lambda call, today: call.is_unreceived and not call.is_fresh(today)),
    "untouched": (
        gettext_lazy("chưa bắt đầu"),
        lambda call, today: bool(call.works) and not (call.begun or call.is_fresh(today)),
    ),
    "late": (gettext_lazy("quá hạn"), lambda call, today: call.is_late(today)),
    "returned": (
        gettext_lazy("bị trả lại"),
        lambda call, _today: any(work.progress == Progress.RETURNED for work in call.works),
    ),
    "unreported": (gettext_lazy("chưa nộp báo cáo"), lambda call, _today: call.report_due_on is not None),
}
"""Why a unit is called, in the order of the page. One unit may be in several."""
NO_MAIL = "nomail"


@dataclass(frozen=True)
class Wanted:
    """What the list is limited to, as the address of the page says it."""

    show: str = ""
    group: str = ""
    district: str = ""

    @classmethod
    def read(cls, query) -> "Wanted":
        show = query.get("show", "")
        known = show if show in (*KINDS, NO_MAIL) else ""
        return cls(known, query.get("group", ""), query.get("district", ""))

    def rows(self, calls: Iterable[Call], today: date) -> list[Call]:
        return [call for call in calls if self._holds(call, today)]

    def _holds(self, call: Call, today: date) -> bool:
        if self.show == NO_MAIL and not call.no_mail:
            return False
        if self.show in KINDS and not KINDS[self.show][1](call, today):
            return False
        return self.group in ("", call.group) and self.district in ("", call.place.key)


def calls(desk: Desk, today: date, *, everyone: bool = False) -> list[Call]:
    """Units to remind, those whom no mail reaches first, then in protocol order; with `everyone` all of the desk.

    At most nine queries, whatever the number of units.
    """
    if not desk.directive.is_in_force and not everyone:
        return []
    rows = list(_deliveries(desk))
    works = _works(desk)
    unreported = _unreported(desk, today)
    people = _people(rows, works)
    heard, notes = _heard(rows), _notes(desk)
    found = [
        Call(
            delivery=row,
            works=tuple(_work(each) for each in works[row.pk] if each.progress in OPEN),
            begun=any(each.progress != Progress.NOT_STARTED for each in works[row.pk]),
            is_unreceived=row.received_at is None and row.refused_at is None,
            report_due_on=desk.directive.report_due_on if row.pk in unreported else None,
            place=place_of(row),
            contacts=people[row.pk],
            heard=heard.get(row.latest),
            notes=tuple(notes[row.pk]),
        )
        for row in rows
    ]
    return sorted((each for each in found if everyone or each.kinds(today)), key=lambda each: not each.no_mail)


def _deliveries(desk: Desk) -> QuerySet[Delivery]:
    told = Reminder.objects.filter(TOLD, delivery=OuterRef("pk")).order_by("-state_at", "-pk")
    rows = desk.deliveries.select_related("unit", "area__parent").annotate(latest=Subquery(told.values("pk")[:1]))
    return rows.order_by("unit_sort_key", "pk")


def _works(desk: Desk) -> dict[int, list[Obligation]]:
    found: dict[int, list[Obligation]] = defaultdict(list)
    rows = desk.works.filter(delivery__in=desk.deliveries.values("pk")).select_related("instruction")
    for row in rows.order_by("due_on", "instruction__order", "pk"):
        found[row.delivery_id].append(row)
    return found


def _work(row: Obligation) -> Work:
    return Work(title(row.instruction), row.progress, row.due_on, local_day(row.progress_at))


def _unreported(desk: Desk, today: date) -> set[int]:
    day = desk.directive.report_due_on
    if desk.above or day is None or (day - today).days > SOON_DAYS:
        return set()
    return set(owing(desk.deliveries).values_list("pk", flat=True))


def _people(rows: list[Delivery], works: dict[int, list[Obligation]]) -> dict[int, tuple[Contact, ...]]:
    """By delivery: people who report for the units that have its work now. Two queries."""
    units = {
        row.pk: {each.responsible_unit_id for each in works[row.pk] if each.progress in OPEN} or {row.unit_id}
        for row in rows
    }
    seats = Membership.objects.in_force().filter(role__in=REPORTING_ROLES)
    seats = seats.filter(unit__in={unit for found in units.values() for unit in found})
    people: dict[int, dict[int, User]] = defaultdict(dict)
    for seat in seats.select_related("user").order_by("user__sort_key", "pk"):
        people[seat.unit_id][seat.user_id] = seat.user
    dead = dead_addresses(person for found in people.values() for person in found.values())
    contacts: dict[int, tuple[Contact, ...]] = {}
    for pk, found in units.items():
        known = {key: person for unit in sorted(found) for key, person in people[unit].items()}
        contacts[pk] = tuple(_contact(person, dead) for person in known.values())
    return contacts


def _contact(person: User, dead: dict) -> Contact:
    trouble = dead.get(person.email.lower())
    words = trouble.sentence if trouble else ""
    if not person.email:
        words = _("%(person)s chưa có địa chỉ thư.") % {"person": person}
    return Contact(person.pk, person.full_name, person.job_title, person.phone, words)


def _heard(rows: list[Delivery]) -> dict[int, Heard]:
    served = MessageReminder.objects.select_related("message").order_by("pk")
    told = Reminder.objects.filter(pk__in={row.latest for row in rows if row.latest})
    return {
        each.pk: Heard(
            at=each.state_at,
            channel=", ".join(dict.fromkeys(label_of(link.channel) for link in each.served_by.all())),
            step=step_words(each.step),
            state=each.state,
            reason=each.reason,
        )
        for each in told.prefetch_related(Prefetch("served_by", served))
    }


def _notes(desk: Desk) -> dict[int, list[HandReminder]]:
    found: dict[int, list[HandReminder]] = defaultdict(list)
    rows = desk.notes.standing().filter(delivery__in=desk.deliveries.values("pk"))
    for row in rows.select_related("spoken_to", "recorded_by"):
        found[row.delivery_id].append(row)
    return found
