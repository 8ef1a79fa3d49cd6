"""Work that came back with a reason: told at once, for the unit's clock runs again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import distance_words, local_day, long_date
from campaign_portal.lib.workdays import WorkCalendar
from directives.deadlines import step_on
from directives.ladder import Rung, Trigger
from directives.models import Directive, Obligation, Progress, Reminder
from directives.reminders.links import path_to
from directives.reminders.pieces import Item, Piece, Section
from directives.reminders.standing import Standing

from .base import PLANNED, Kind, Ladders, Rehearsal, Rehearsed, Rows, by_step, fate, fresh, row_for, why_over

FRESH = 3
"""Working days for which the news that work came back is still sent."""


class Returned(Kind):
    triggers = (Trigger.RETURNED,)

    def due(self, ladders: Ladders, now: datetime, calendar: WorkCalendar) -> Rows:
        """One row for each time an obligation came back: the key holds the moment, for a day may see two returns."""
        for name, asked in by_step(ladders).items():
            for pk, delivery, of, at in _lacking(asked, name):
                letter, rung = asked[of]
                step = step_on(rung, at, calendar, freshness=FRESH)
                own = fate(step, now, calendar) if at <= now else None
                if own:
                    subject = {"delivery_id": delivery, "obligation_id": pk}
                    yield row_for(letter, step, local_day(at), now, own, key=_key(pk, at), **subject)

    def rehearsed(self, standing: Standing, rungs: Sequence[Rung], at: datetime, calendar: WorkCalendar) -> Rehearsed:
        for rung in rungs:
            for sent in standing.sent:
                for owed in sent.owed:
                    moment = owed.row.progress_at
                    step = step_on(rung, moment, calendar, freshness=FRESH)
                    if owed.row.progress == Progress.RETURNED and not sent.row.refused_at and fresh([step], at):
                        subject = {"key": _key(owed.row.pk, moment), "delivery": sent.row, "obligation": owed.row}
                        row = row_for(standing.directive, step, local_day(moment), at, PLANNED, **subject)
                        yield Rehearsal(row, [Piece(owed.row.responsible_unit_id, owed.row)])

    def pieces(self, reminders: Sequence[Reminder]) -> Mapping[str, Sequence[Piece]]:
        """The obligation, while it stands as it was returned then. One query."""
        rows = (
            Obligation.objects.filter(
                pk__in={each.obligation_id for each in reminders},
                progress=Progress.RETURNED,
                delivery__refused_at=None,
                delivery__directive__in=Directive.objects.in_force().values("pk"),
            )
            .select_related("instruction", "last_change")
            .in_bulk()
        )
        found: dict[str, list[Piece]] = {}
        for each in reminders:
            row = rows.get(each.obligation_id)
            is_same = row is not None and row.progress_at == each.send_at
            found[each.dedupe_key] = [Piece(row.responsible_unit_id, row)] if is_same else []
        return found

    def why_nothing(self, reminder: Reminder) -> str:
        return why_over(reminder.directive) or _("Đơn vị đã gửi lại, hoặc việc không còn ở trạng thái trả lại.")

    def sections(
        self, told: Sequence[tuple[Reminder, Sequence[Piece]]], today: date, texts: Mapping[str, str]
    ) -> Iterable[Section]:
        for reminder, pieces in told:
            for piece in pieces:
                yield _section(reminder, piece.row, today, texts.get(reminder.dedupe_key, ""))


def _key(pk: int, at: datetime) -> str:
    return f"obligation{pk}-{at.astimezone(UTC):%H%M%S%f}"


def _lacking(letters: Iterable[int], step: str) -> Iterable[tuple[int, int, int, datetime]]:
    known = Reminder.objects.filter(obligation=OuterRef("pk"), step=step, send_at=OuterRef("progress_at"))
    rows = Obligation.objects.filter(~Exists(known), delivery__directive__in=list(letters), delivery__refused_at=None)
    rows = rows.filter(progress=Progress.RETURNED, progress_at__gte=F("delivery__issued_at"))
    return rows.order_by("pk").values_list("pk", "delivery", "delivery__directive", "progress_at")


def _section(reminder: Reminder, row: Obligation, today: date, words: str) -> Section:
    unit, note = reminder.delivery.unit_name, row.last_change.note if row.last_change else ""
    when = distance_words(row.due_on, today)
    return Section(
        directive=reminder.directive,
        deadline=row.due_on,
        headline=_("%(unit)s có việc cần bổ sung, %(when)s") % {"unit": unit, "when": when},
        when=_("cần bổ sung"),
        count=1,
        whose=reminder.delivery.unit_brief or unit,
        sentence=words
        or _("%(issuer)s trả lại một việc của %(reference)s, hạn %(deadline)s (%(distance)s):")
        % {
            "issuer": reminder.directive.issuer.name,
            "reference": reminder.directive.reference,
            "deadline": long_date(row.due_on),
            "distance": when,
        },
        items=[Item(row.instruction.title, _("Lý do trả lại"), note, row.progress)],
        advice=_("Hãy bổ sung theo lý do trên rồi gửi lại."),
        path=path_to("reports:obligation", row.pk),
    )
