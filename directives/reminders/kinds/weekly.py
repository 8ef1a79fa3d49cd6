"""Once a week how far a letter is: for its officers, and as a leader's summary for those who oversee it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign_portal.lib.dates import at_local, distance_words, local_day, long_date
from campaign_portal.lib.workdays import WorkCalendar
from directives.deadlines import OPENS, step_on
from directives.ladder import Audience, Rung, Trigger
from directives.models import Delivery, Directive, Obligation, Progress, Reminder
from directives.models.obligation import OPEN
from directives.reminders.links import path_to
from directives.reminders.pieces import Item, Piece, Section
from directives.reminders.standing import Standing, is_finished

from .base import PLANNED, Kind, Ladders, Rehearsal, Rehearsed, Rows, fate, fresh, row_for, why_over

SHOWN = 10
ALL_DONE = gettext_lazy("Mọi việc của văn bản đã hoàn thành.")


class Weekly(Kind):
    triggers = (Trigger.WEEKLY,)

    def due(self, ladders: Ladders, now: datetime, calendar: WorkCalendar) -> Rows:
        """The week's row, on its weekday or the next working day; none for a week the letter did not see begin."""
        rows = {row.dedupe_key: row for letter, rungs in ladders.items() for row in _week(letter, rungs, now, calendar)}
        known = set(Reminder.objects.filter(dedupe_key__in=list(rows)).values_list("dedupe_key", flat=True))
        yield from (row for key, row in rows.items() if key not in known)

    def rehearsed(self, standing: Standing, rungs: Sequence[Rung], at: datetime, calendar: WorkCalendar) -> Rehearsed:
        letter = standing.directive
        counted = [owed for sent in standing.sent for owed in sent.owed if owed.row.counted]
        for rung in rungs:
            day = _weekday(local_day(at), rung.days)
            step = step_on(rung, at_local(calendar.next_workday(day), OPENS), calendar)
            if letter.issued_at <= step.send_at and fresh([step], at):
                row = row_for(letter, step, day, at, PLANNED, key=f"directive{letter.pk}")
                is_owed = any(not is_finished(owed) for owed in counted)
                yield Rehearsal(row, [Piece(letter.issuer_id, letter)] if is_owed else [], ALL_DONE)

    def pieces(self, reminders: Sequence[Reminder]) -> Mapping[str, Sequence[Piece]]:
        """The letter, while it is in force and a unit still owes something. One query."""
        rows = Directive.objects.in_force().filter(
            Exists(unfinished().filter(delivery__directive=OuterRef("pk"))),
            pk__in={each.directive_id for each in reminders},
        )
        found = rows.in_bulk()
        return {
            each.dedupe_key: [Piece(found[each.directive_id].issuer_id, found[each.directive_id])]
            if each.directive_id in found
            else []
            for each in reminders
        }

    def why_nothing(self, reminder: Reminder) -> str:
        return why_over(reminder.directive) or ALL_DONE

    def sections(
        self, told: Sequence[tuple[Reminder, Sequence[Piece]]], today: date, texts: Mapping[str, str]
    ) -> Iterable[Section]:
        letters = {reminder.directive_id for reminder, _pieces in told}
        figures, behind = _figures(letters, today), _behind(letters, today)
        for reminder, _pieces in told:
            pk = reminder.directive_id
            words = texts.get(reminder.dedupe_key) or _sentence(reminder.directive, figures[pk], today)
            yield _section(reminder, words, figures[pk], behind.get(pk, []), today)


def unfinished() -> QuerySet[Obligation]:
    """What keeps the weeks going: all that is counted and has not come to its end."""
    return Obligation.objects.counted().exclude(progress__in=(Progress.DONE, Progress.ENDED))


def _week(letter: Directive, rungs: Sequence[Rung], now: datetime, calendar: WorkCalendar) -> Rows:
    """The rows of the week that has begun, known or not."""
    for rung in rungs:
        day = _weekday(local_day(now), rung.days)
        step = step_on(rung, at_local(calendar.next_workday(day), OPENS), calendar)
        own = fate(step, now, calendar) if letter.issued_at <= step.send_at <= now else None
        if own:
            yield row_for(letter, step, day, now, own, key=f"directive{letter.pk}")


def _weekday(today: date, weekday: int) -> date:
    """The last such weekday (1 is Monday) up to today."""
    return today - timedelta(days=(today.isoweekday() - weekday) % 7)


def _figures(letters: set[int], today: date) -> dict[int, dict]:
    """Counts of counted obligations by letter. One query."""
    rows = (
        Obligation.objects.counted()
        .filter(delivery__directive__in=letters)
        .values("delivery__directive")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=Q(progress=Progress.DONE)),
            waiting=Count("pk", filter=Q(progress=Progress.WAITING)),
            overdue=Count("pk", filter=Q(progress__in=OPEN, due_on__lt=today)),
            units=Count("unit", distinct=True),
            silent=Count("unit", filter=Q(delivery__received_at=None), distinct=True),
        )
        .order_by()
    )
    return {row["delivery__directive"]: row for row in rows}


def _behind(letters: set[int], today: date) -> dict[int, list[Item]]:
    """Units that owe something past its day, or have not even received the letter; the longest first. One query."""
    late = Count("obligations", filter=Q(obligations__counted=True, obligations__progress__in=OPEN))
    past = Count(
        "obligations",
        filter=Q(obligations__counted=True, obligations__progress__in=OPEN, obligations__due_on__lt=today),
    )
    rows = Delivery.objects.filter(directive__in=letters, parent=None, refused_at=None).annotate(open=late, late=past)
    rows = rows.filter(Q(late__gt=0) | Q(received_at=None, open__gt=0)).order_by("-late", "unit_sort_key")
    found: dict[int, list[Item]] = {}
    for row in rows:
        found.setdefault(row.directive_id, []).append(Item(row.unit_name, _state(row)))
    return found


def _state(row: Delivery) -> str:
    parts = [_("quá hạn %(count)d việc") % {"count": row.late}] if row.late else []
    if row.received_at is None:
        parts.append(_("chưa tiếp nhận"))
    return ", ".join(parts)


def _sentence(letter: Directive, figures: Mapping, today: date) -> str:
    parts = [
        _("%(reference)s (%(campaign)s), hạn %(deadline)s (%(distance)s): hoàn thành %(done)d/%(total)d nhiệm vụ")
        % {
            "reference": letter.reference,
            "campaign": letter.campaign.name,
            "deadline": long_date(letter.due_on),
            "distance": distance_words(letter.due_on, today),
            "done": figures["done"],
            "total": figures["total"],
        }
    ]
    for name, words in (
        ("waiting", _("%(count)d chờ xác nhận")),
        ("overdue", _("%(count)d quá hạn")),
        ("silent", _("%(count)d đơn vị chưa tiếp nhận")),
    ):
        if figures[name]:
            parts.append(words % {"count": figures[name]})
    return ", ".join(parts) + "."


def _section(reminder: Reminder, words: str, figures: Mapping, behind: Sequence[Item], today: date) -> Section:
    letter = reminder.directive
    rest = len(behind) - SHOWN
    items = [*behind[:SHOWN], *([Item(_("và %(count)d đơn vị khác") % {"count": rest})] if rest > 0 else [])]
    is_leader = reminder.audience == Audience.OVERSEER
    return Section(
        directive=letter,
        deadline=letter.due_on,
        headline=_("%(done)d/%(total)d nhiệm vụ đã hoàn thành") % figures,
        when=_("tổng hợp tuần"),
        count=figures["total"] - figures["done"],
        whose=capfirst(letter.campaign.name),
        sentence=words,
        items=items,
        advice=_("Những đơn vị trên cần được đôn đốc.") if items and not is_leader else "",
        path=path_to("reports:directive-summary", letter.pk),
    )
