"""Work that waits too long for the issuing unit's decision: reviewers have clocks too."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaign_portal.lib.dates import at_local, closes_at, local_day, short_date
from campaign_portal.lib.workdays import WorkCalendar
from directives.deadlines import OPENS, after_workdays, step_on
from directives.ladder import Rung, Trigger, parse_step
from directives.models import Directive, Obligation, Progress, Reminder
from directives.reminders.links import path_to
from directives.reminders.pieces import Item, Piece, Section
from directives.reminders.standing import Standing

from .base import PLANNED, Kind, Ladders, Rehearsal, Rehearsed, Rows, by_step, fate, fresh, row_for, why_over
from .words import works

SHOWN = 10
"""How many works a mail lists; the rest is a number and a page."""


class Waiting(Kind):
    triggers = (Trigger.REVIEW,)

    def due(self, ladders: Ladders, now: datetime, calendar: WorkCalendar) -> Rows:
        """One row for a letter on each day on which work crosses the line that the officer was not told of yet."""
        for name, asked in by_step(ladders).items():
            told = _told(asked, name)
            for of, latest in _latest(asked, parse_step(name), now, calendar):
                letter, rung = asked[of]
                step = step_on(rung, after_workdays(latest, rung.days, calendar), calendar, freshness=rung.days)
                own = None if of in told and told[of] >= step.send_at else fate(step, now, calendar)
                if own:
                    yield row_for(letter, step, local_day(step.send_at), now, own, key=f"directive{of}")

    def rehearsed(self, standing: Standing, rungs: Sequence[Rung], at: datetime, calendar: WorkCalendar) -> Rehearsed:
        letter = standing.directive
        roots = [owed.row for sent in standing.sent for owed in sent.owed if owed.row.parent_id is None]
        waiting = sorted(
            (row for row in roots if row.progress == Progress.WAITING), key=lambda row: (row.progress_at, row.pk)
        )
        for rung in rungs:
            moments = {after_workdays(row.progress_at, rung.days, calendar) for row in waiting}
            passed = [moment for moment in moments if moment <= at]
            if passed:
                step = step_on(rung, max(passed), calendar, freshness=rung.days)
                row = row_for(letter, step, local_day(step.send_at), at, PLANNED, key=f"directive{letter.pk}")
                if fresh([step], at):
                    yield Rehearsal(row, _long(row, waiting, calendar))

    def pieces(self, reminders: Sequence[Reminder]) -> Mapping[str, Sequence[Piece]]:
        """Everything of the letter that has waited since the line or longer, the oldest first. Two queries."""
        letters = Directive.objects.in_force().filter(pk__in={each.directive_id for each in reminders})
        rows = _waiting().filter(delivery__directive__in=letters).select_related("instruction", "delivery")
        by_letter: dict[int, list[Obligation]] = {}
        for row in rows.order_by("progress_at", "pk"):
            by_letter.setdefault(row.delivery.directive_id, []).append(row)
        calendar = WorkCalendar.load()
        return {each.dedupe_key: _long(each, by_letter.get(each.directive_id, []), calendar) for each in reminders}

    def why_nothing(self, reminder: Reminder) -> str:
        return why_over(reminder.directive) or _("Không còn việc nào chờ xác nhận quá lâu.")

    def sections(
        self, told: Sequence[tuple[Reminder, Sequence[Piece]]], today: date, texts: Mapping[str, str]
    ) -> Iterable[Section]:
        for reminder, pieces in told:
            yield _section(reminder, pieces, texts.get(reminder.dedupe_key, ""))


def _waiting():
    return Obligation.objects.filter(progress=Progress.WAITING, parent=None)


def _long(reminder: Reminder, rows: Sequence[Obligation], calendar: WorkCalendar) -> list[Piece]:
    line = closes_at(_last_day(reminder.send_at, parse_step(reminder.step).days, calendar))
    return [Piece(row.responsible_unit_id, row) for row in rows if row.progress_at < line]


def _latest(
    letters: Iterable[int], rung: Rung, now: datetime, calendar: WorkCalendar
) -> Iterable[tuple[int, datetime]]:
    """For each letter since when the newest of what has waited long enough waits. One query."""
    line = closes_at(_last_day(now, rung.days, calendar))
    rows = _waiting().filter(instruction__directive__in=list(letters), progress_at__lt=line)
    return rows.order_by("instruction__directive").values_list("instruction__directive").annotate(Max("progress_at"))


def _told(letters: Iterable[int], step: str) -> dict[int, datetime]:
    """For each letter when its officer was last to be told. One query."""
    rows = Reminder.objects.filter(directive__in=list(letters), delivery=None, step=step).order_by()
    return dict(rows.values_list("directive").annotate(Max("send_at")))


def _last_day(at: datetime, days: int, calendar: WorkCalendar) -> date:
    """The last local day on which work sent in has by now waited so many whole working days."""
    day = local_day(at)
    while after_workdays(at_local(day, OPENS), days, calendar) > at:
        day -= timedelta(days=1)
    return day


def _section(reminder: Reminder, pieces: Sequence[Piece], words: str) -> Section:
    letter, count = reminder.directive, len(pieces)
    sentence = ngettext(
        "%(count)d việc của %(reference)s đã chờ anh/chị xác nhận, việc lâu nhất từ %(day)s:",
        "%(count)d việc của %(reference)s đã chờ anh/chị xác nhận, việc lâu nhất từ %(day)s:",
        count,
    ) % {"count": count, "reference": letter.reference, "day": short_date(local_day(pieces[0].row.progress_at))}
    return Section(
        directive=letter,
        deadline=letter.due_on,
        headline=_("%(works)s chờ xác nhận lâu") % {"works": works(count)},
        when=_("chờ xác nhận"),
        count=count,
        whose=letter.issuer.brief,
        sentence=words or sentence,
        items=[_item(piece.row) for piece in pieces[:SHOWN]],
        advice=_("Đơn vị đã báo hoàn thành và đang chờ; đồng hồ của đơn vị dừng trong lúc này."),
        path=path_to("reports:reviews"),
    )


def _item(row: Obligation) -> Item:
    since = _("chờ từ %(day)s") % {"day": short_date(local_day(row.progress_at))}
    return Item(row.delivery.unit_name, since, row.instruction.title, row.progress)
