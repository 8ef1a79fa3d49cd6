"""The unit's official reply, where the letter asks for one by a day of its own."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign_portal.lib.dates import distance_words, long_date
from campaign_portal.lib.workdays import WorkCalendar
from directives.deadlines import Step, steps
from directives.ladder import Audience, Rung, Trigger
from directives.models import About, Change, Delivery, Directive, Event, Reminder
from directives.reminders.links import path_to
from directives.reminders.pieces import Piece, Section
from directives.reminders.standing import Standing

from .base import REFUSED, Kind, Ladders, Rehearsed, Rows, fresh, rehearsal_of, rows_of_days, why_over

SETTLED = gettext_lazy("Đơn vị đã nộp báo cáo.")


class Report(Kind):
    triggers = (Trigger.REPORT_BEFORE, Trigger.REPORT_AFTER)

    def due(self, ladders: Ladders, now: datetime, calendar: WorkCalendar) -> Rows:
        days = {letter.pk: [letter.report_due_on] for letter in ladders if letter.report_due_on}
        return rows_of_days(ladders, days, _lacking, now, calendar)

    def rehearsed(self, standing: Standing, rungs: Sequence[Rung], at: datetime, calendar: WorkCalendar) -> Rehearsed:
        deadline = standing.directive.report_due_on
        for step in fresh(steps(deadline, rungs, calendar), at) if deadline else []:
            for sent in standing.sent:
                if sent.row.parent_id is None and sent.row.issued_at <= step.send_at:
                    settled = SETTLED if sent.has_replied else ""
                    yield rehearsal_of(standing.directive, step, deadline, at, sent.row, settled)

    def pieces(self, reminders: Sequence[Reminder]) -> Mapping[str, Sequence[Piece]]:
        """The delivery, while its reply is missing and the day is still the letter's. One query."""
        rows = owing(Delivery.objects.filter(pk__in={each.delivery_id for each in reminders})).filter(
            directive__in=Directive.objects.in_force().values("pk")
        )
        found = {row.pk: row for row in rows}
        return {
            each.dedupe_key: [Piece(found[each.delivery_id].unit_id, found[each.delivery_id])]
            if each.delivery_id in found and each.directive.report_due_on == each.deadline
            else []
            for each in reminders
        }

    def why_nothing(self, reminder: Reminder) -> str:
        if over := why_over(reminder.directive):
            return over
        if reminder.delivery.refused_at:
            return REFUSED
        if reminder.directive.report_due_on != reminder.deadline:
            return _("Hạn báo cáo đã đổi.")
        return SETTLED

    def sections(
        self, told: Sequence[tuple[Reminder, Sequence[Piece]]], today: date, texts: Mapping[str, str]
    ) -> Iterable[Section]:
        for reminder, _pieces in told:
            yield _section(reminder, today, texts.get(reminder.dedupe_key, ""))


def _lacking(letters: Iterable[int], deadline: date, step: Step) -> QuerySet[Delivery]:
    known = Reminder.objects.filter(delivery=OuterRef("pk"), deadline=deadline, step=step.name)
    rows = Delivery.objects.filter(~Exists(known), directive__in=list(letters), issued_at__lte=step.send_at)
    return owing(rows).order_by("pk")


def owing(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Units that were asked themselves and have handed in no reply yet; `Change` knows, for replies live above."""
    replied = Change.objects.filter(delivery=OuterRef("pk"), about=About.REPORT, event=Event.SUBMITTED)
    return deliveries.filter(~Exists(replied), parent=None, refused_at=None)


def _section(reminder: Reminder, today: date, words: str) -> Section:
    letter, unit = reminder.directive, reminder.delivery.unit_name
    when = distance_words(reminder.deadline, today)
    return Section(
        directive=letter,
        deadline=reminder.deadline,
        headline=_("%(unit)s chưa nộp báo cáo, %(when)s") % {"unit": unit, "when": when},
        when=when,
        count=1,
        whose=reminder.delivery.unit_brief or unit,
        sentence=words
        or _("%(reference)s yêu cầu báo cáo kết quả đến hết %(deadline)s (%(distance)s).")
        % {"reference": letter.reference, "deadline": long_date(reminder.deadline), "distance": when},
        advice=_("Cổng thông tin soạn sẵn báo cáo từ các hoạt động đã ghi; anh/chị chỉ cần kiểm tra và nộp."),
        path=path_to("reports:delivery", reminder.delivery_id),
        delivery=reminder.delivery if reminder.audience == Audience.UNIT else None,
    )
