"""That a letter was issued, and that a unit has not confirmed its receipt.

Decree 30/2020/NĐ-CP, article 21: whoever gets an electronic document tells the sender within the day.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign_portal.lib.dates import clock_words, distance_words, local_day, long_date
from campaign_portal.lib.workdays import WorkCalendar
from directives.asked import still_asks
from directives.deadlines import Step, after_workdays, step_on
from directives.ladder import Audience, Rung, Trigger
from directives.models import Delivery, Directive, Obligation, Progress, Reminder
from directives.reminders.links import path_to
from directives.reminders.pieces import Item, Piece, Section
from directives.reminders.standing import Sent, Standing

from .base import REFUSED, Kind, Ladders, Rehearsed, Rows, by_step, fate, fresh, rehearsal_of, row_for, why_over

SETTLED = gettext_lazy("Đơn vị đã tiếp nhận văn bản.")
NOTHING_ASKED = gettext_lazy("Việc giao cho đơn vị đã được thu hồi, nên không cần tiếp nhận nữa.")
LEFT = (Progress.ENDED, Progress.NOT_APPLICABLE)


class Receipt(Kind):
    triggers = (Trigger.ISSUED, Trigger.UNRECEIVED)

    def due(self, ladders: Ladders, now: datetime, calendar: WorkCalendar) -> Rows:
        for name, asked in by_step(ladders).items():
            for pk, of, issued_at in _lacking(asked, name).values_list("pk", "directive", "issued_at"):
                letter, rung = asked[of]
                step = _step(rung, issued_at, calendar)
                own = fate(step, now, calendar) if step.send_at <= now else None
                if own:
                    day = local_day(issued_at)
                    yield row_for(letter, step, day, now, own, key=f"delivery{pk}", delivery_id=pk)

    def rehearsed(self, standing: Standing, rungs: Sequence[Rung], at: datetime, calendar: WorkCalendar) -> Rehearsed:
        for rung in rungs:
            for sent in standing.sent:
                step = _step(rung, sent.row.issued_at, calendar)
                if fresh([step], at):
                    settled = SETTLED if sent.row.received_at else "" if _asks_something(sent) else NOTHING_ASKED
                    yield rehearsal_of(standing.directive, step, local_day(sent.row.issued_at), at, sent.row, settled)

    def pieces(self, reminders: Sequence[Reminder]) -> Mapping[str, Sequence[Piece]]:
        """The delivery itself, until the unit has confirmed it or sent it back, or all work passed on to it was taken
        back. One query."""
        rows = Delivery.objects.filter(
            still_asks(),
            pk__in={each.delivery_id for each in reminders},
            received_at=None,
            refused_at=None,
            directive__in=Directive.objects.in_force().values("pk"),
        )
        found = {row.pk: row for row in rows}
        return {
            each.dedupe_key: [Piece(row.unit_id, row)] if (row := found.get(each.delivery_id)) else []
            for each in reminders
        }

    def why_nothing(self, reminder: Reminder) -> str:
        if over := why_over(reminder.directive):
            return over
        if reminder.delivery.refused_at:
            return REFUSED
        return SETTLED if reminder.delivery.received_at else NOTHING_ASKED

    def sections(
        self, told: Sequence[tuple[Reminder, Sequence[Piece]]], today: date, texts: Mapping[str, str]
    ) -> Iterable[Section]:
        asked = _asked({reminder.delivery_id for reminder, _pieces in told})
        for reminder, _pieces in told:
            rows = asked.get(reminder.delivery_id, [])
            yield _section(reminder, rows, today, texts.get(reminder.dedupe_key, ""))


def _step(rung: Rung, issued_at: datetime, calendar: WorkCalendar) -> Step:
    """News of a letter is fresh until the end of the next working day; asking for a receipt a day longer."""
    if rung.trigger == Trigger.ISSUED:
        return step_on(rung, issued_at, calendar)
    return step_on(rung, after_workdays(issued_at, rung.days, calendar), calendar, freshness=2)


def _lacking(letters: Iterable[int], step: str) -> QuerySet[Delivery]:
    known = Reminder.objects.filter(delivery=OuterRef("pk"), step=step)
    rows = Delivery.objects.filter(~Exists(known), directive__in=list(letters), refused_at=None, received_at=None)
    return rows.order_by("pk")


def _asks_something(sent: Sent) -> bool:
    """As `asked.still_asks`: what the letter itself sends is taken in whatever it asks."""
    return sent.row.parent_id is None or any(owed.row.progress not in LEFT for owed in sent.owed)


def _section(reminder: Reminder, asked: Sequence[Obligation], today: date, words: str) -> Section:
    letter, unit = reminder.directive, reminder.delivery.unit_name
    is_news = reminder.step.startswith(Trigger.ISSUED)
    headline = _("%(unit)s có văn bản mới") if is_news else _("%(unit)s chưa xác nhận đã tiếp nhận văn bản")
    advice = _("Hãy mở văn bản và xác nhận đã tiếp nhận, hoặc trả lại nếu sai nơi nhận.")
    if reminder.audience != Audience.UNIT:
        advice = _("Đề nghị anh/chị chỉ đạo đơn vị tiếp nhận văn bản.")
    return Section(
        directive=letter,
        deadline=min((row.due_on for row in asked), default=letter.due_on),
        headline=headline % {"unit": unit},
        when=_("văn bản mới") if is_news else _("chưa tiếp nhận"),
        count=len(asked),
        whose=reminder.delivery.unit_brief or unit,
        sentence=words or _sentence(reminder, asked, today),
        items=[Item(row.instruction.title, row=row) for row in asked],
        advice=advice,
        path=path_to("reports:delivery", reminder.delivery_id),
        delivery=reminder.delivery if reminder.audience == Audience.UNIT else None,
    )


def _sentence(reminder: Reminder, asked: Sequence[Obligation], today: date) -> str:
    """Whose letter, given when and by whom, and the unit's own day: work that was passed on ends before the letter."""
    letter = reminder.directive
    days = {row.due_on for row in asked} or {letter.due_on}
    words = _("%(reference)s: %(subject)s. %(given)s, %(until)s %(deadline)s (%(distance)s).")
    return words % {
        "reference": letter.reference,
        "subject": letter.subject.rstrip("."),
        "given": _given(reminder, asked),
        "until": _("thực hiện đến hết") if len(days) == 1 else _("việc gần nhất thực hiện đến hết"),
        "deadline": long_date(min(days)),
        "distance": distance_words(min(days), today),
    }


def _given(reminder: Reminder, asked: Sequence[Obligation]) -> str:
    at = clock_words(reminder.delivery.issued_at)
    givers = {row.parent.responsible_unit.name if row.parent else "" for row in asked} - {""}
    if len(givers) == 1 and all(row.parent for row in asked):
        return _("%(unit)s giao lúc %(at)s") % {"unit": givers.pop(), "at": at}
    return _("Ban hành lúc %(at)s") % {"at": at}


def _asked(deliveries: set[int]) -> dict[int, list[Obligation]]:
    """What each unit is asked to do, by the letter or by a unit above it. One query."""
    binding = Q(counted=True) | Q(parent__isnull=False, instruction__binding=True)
    rows = Obligation.objects.filter(binding, delivery__in=deliveries).exclude(progress__in=LEFT)
    rows = rows.select_related("instruction", "last_change", "parent__responsible_unit")
    found: dict[int, list[Obligation]] = {}
    for row in rows.order_by("instruction__order", "pk"):
        found.setdefault(row.delivery_id, []).append(row)
    return found
