"""What a unit still owes by a day: before it, on it, after it, and the people above who hear of what stays undone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaign_portal.lib.dates import distance_words, long_date
from campaign_portal.lib.workdays import WorkCalendar
from directives.deadlines import Step, steps
from directives.ladder import Audience, Rung, Trigger
from directives.models import (
    Change,
    Delivery,
    Directive,
    DirectiveRelation,
    Event,
    Obligation,
    Progress,
    Reminder,
)
from directives.reminders.links import MY_WORK, path_to
from directives.reminders.opening import OPENING
from directives.reminders.pieces import Item, Piece, Section
from directives.reminders.standing import Owed, Sent, Standing

from .base import PLANNED, REFUSED, Kind, Ladders, Rehearsal, Rehearsed, Rows, fresh, row_for, rows_of_days, why_over
from .words import works

WAITING = gettext_lazy("Đơn vị đã gửi, đang chờ xác nhận.")

NOTHING_LEFT = gettext_lazy("Đơn vị không còn việc nào phải làm.")


class Work(Kind):
    triggers = (Trigger.BEFORE, Trigger.AFTER)

    def due(self, ladders: Ladders, now: datetime, calendar: WorkCalendar) -> Rows:
        return rows_of_days(ladders, open_days(ladders), _lacking, now, calendar)

    def rehearsed(self, standing: Standing, rungs: Sequence[Rung], at: datetime, calendar: WorkCalendar) -> Rehearsed:
        days = {owed.row.due_on for sent in standing.sent for owed in sent.owed if owed.is_reminded}
        for deadline in sorted(days):
            for step in fresh(steps(deadline, rungs, calendar), at):
                for sent in standing.sent:
                    due = [owed for owed in sent.owed if owed.is_reminded and owed.row.due_on == deadline]
                    if due:
                        subject = {"key": f"delivery{sent.row.pk}", "delivery": sent.row}
                        row = row_for(standing.directive, step, deadline, at, PLANNED, **subject)
                        yield Rehearsal(row, *_speaks_of(sent, due, step))

    def pieces(self, reminders: Sequence[Reminder]) -> Mapping[str, Sequence[Piece]]:
        """Open, due on the reminder's day, in a letter in force. One query."""
        rows = (
            Obligation.objects.reminded()
            .open()
            .filter(
                delivery__in={each.delivery_id for each in reminders},
                delivery__refused_at=None,
                delivery__directive__in=Directive.objects.in_force().values("pk"),
            )
            .select_related("instruction", "last_change", "parent__responsible_unit")
            .order_by("instruction__order", "pk")
        )
        found = defaultdict(list)
        for row in rows:
            found[row.delivery_id, row.due_on].append(Piece(row.responsible_unit_id, row))
        return {each.dedupe_key: found[each.delivery_id, each.deadline] for each in reminders}

    def why_nothing(self, reminder: Reminder) -> str:
        if over := why_over(reminder.directive):
            return over
        if reminder.delivery.refused_at:
            return REFUSED
        owed = reminder.delivery.obligations.reminded().open()
        if owed.exclude(due_on=reminder.deadline).exists() and not owed.filter(due_on=reminder.deadline).exists():
            return _("Hạn của các việc còn lại đã đổi.")
        if reminder.delivery.obligations.filter(progress=Progress.WAITING, due_on=reminder.deadline).exists():
            return WAITING
        return NOTHING_LEFT

    def sections(
        self, told: Sequence[tuple[Reminder, Sequence[Piece]]], today: date, texts: Mapping[str, str]
    ) -> Iterable[Section]:
        done = _done({reminder.delivery_id for reminder, _pieces in told})
        urged = _urged({reminder.directive_id for reminder, _pieces in told})
        for reminder, pieces in told:
            words = texts.get(reminder.dedupe_key) or _sentence(reminder, today, done, urged)
            yield _section(reminder, pieces, today, words)


def _speaks_of(sent: Sent, due: Sequence[Owed], step: Step) -> tuple[list[Piece], str]:
    """What is open of it, unless all was opened after the step had passed; else why there is nothing to say."""
    open_work = [owed for owed in due if owed.is_open]
    if sent.row.refused_at:
        return [], REFUSED
    if not open_work:
        return [], WAITING if any(owed.row.progress == Progress.WAITING for owed in due) else NOTHING_LEFT
    if all(owed.opened_at > step.send_at for owed in open_work):
        return [], _("Việc được giao sau lúc nhắc của bước này.")
    return [Piece(owed.row.responsible_unit_id, owed.row) for owed in open_work], ""


def open_days(letters: Iterable[Directive]) -> dict[int, list[date]]:
    """The days by which a unit is to be reminded of something that is open, by letter. One query of two halves, by an
    index each: what is counted stands in one of its own. Each letter reads its own rows only, hence by the instruction,
    whose key has an index that leads straight to them."""
    keys = [letter.pk for letter in letters]
    counted, relayed = (
        rows.open().filter(instruction__directive__in=keys).order_by().values_list("instruction__directive", "due_on")
        for rows in (Obligation.objects.counted(), Obligation.objects.relayed())
    )
    found: dict[int, list[date]] = {}
    for letter, day in sorted(counted.union(relayed)):
        found.setdefault(letter, []).append(day)
    return found


def _lacking(letters: Iterable[int], deadline: date, step: Step) -> QuerySet[Delivery]:
    """Deliveries with something open since before the step, due on the day, and no row for the step.

    The letters are named among the obligations too, so that a database that reads them first reads no other letter's.
    Nothing was open before the issue: a step that lay there asks for no log.
    """
    letters = list(letters)
    opened_later = Change.objects.filter(obligation=OuterRef("pk"), event__in=OPENING, recorded_at__gt=step.send_at)
    owed = Obligation.objects.reminded().open().filter(instruction__directive__in=letters, due_on=deadline)
    owed = owed.filter(~Exists(opened_later), delivery=OuterRef("pk"))
    known = Reminder.objects.filter(delivery=OuterRef("pk"), deadline=deadline, step=step.name)
    rows = Delivery.objects.filter(directive__in=letters, refused_at=None, issued_at__lte=step.send_at)
    return rows.filter(~Exists(known), Exists(owed)).order_by("pk")


def _section(reminder: Reminder, pieces: Sequence[Piece], today: date, words: str) -> Section:
    return Section(
        directive=reminder.directive,
        deadline=reminder.deadline,
        headline=_headline(reminder, len(pieces), today),
        when=distance_words(reminder.deadline, today),
        count=len(pieces),
        whose=reminder.delivery.unit_brief or reminder.delivery.unit_name,
        sentence=words,
        items=[_item(piece.row) for piece in pieces],
        advice=_advice(reminder),
        path=_page(pieces),
        delivery=reminder.delivery if _is_theirs(reminder, pieces) else None,
    )


def _is_theirs(reminder: Reminder, pieces: Sequence[Piece]) -> bool:
    """Whether the reader acts for the unit to which the letter went, and not for an heir or from above."""
    return reminder.audience == Audience.UNIT and reminder.delivery.unit_id in {piece.unit_id for piece in pieces}


def _page(pieces: Sequence[Piece]) -> str:
    """The one work itself, or all of them."""
    return path_to("reports:obligation", pieces[0].row.pk) if len(pieces) == 1 else path_to(MY_WORK)


def _headline(reminder: Reminder, count: int, today: date) -> str:
    """ "Phòng … còn 2 việc, hạn sau 6 ngày"."""
    days = (reminder.deadline - today).days
    when = distance_words(reminder.deadline, today)
    if days > 0:
        when = ngettext("hạn sau %(days)d ngày", "hạn sau %(days)d ngày", days) % {"days": days}
    return _("%(unit)s còn %(works)s, %(when)s") % {
        "unit": reminder.delivery.unit_name,
        "works": works(count),
        "when": when,
    }


def _sentence(reminder: Reminder, today: date, done: Mapping, urged: Mapping) -> str:
    letter = reminder.directive
    finished, total = done[reminder.delivery_id]
    parts = [
        _("%(reference)s (%(campaign)s) thực hiện đến hết %(deadline)s (%(distance)s).")
        % {
            "reference": letter.reference,
            "campaign": letter.campaign.name,
            "deadline": long_date(reminder.deadline),
            "distance": distance_words(reminder.deadline, today),
        }
    ]
    if letters := urged.get(reminder.directive_id):
        parts.append(_("Đã có văn bản đôn đốc: %(letters)s.") % {"letters": ", ".join(letters)})
    parts.append(
        _("%(unit)s đã hoàn thành %(done)d/%(total)d việc, còn:")
        % {"unit": reminder.delivery.unit_name, "done": finished, "total": total}
    )
    return "\n".join(parts)


def _item(row: Obligation) -> Item:
    change = row.last_change
    is_returned = row.progress == Progress.RETURNED and change and change.event == Event.RETURNED
    word = capfirst(row.get_progress_display())
    if row.parent:
        word = _("%(word)s, %(unit)s giao") % {"word": word, "unit": row.parent.responsible_unit.name}
    return Item(row.instruction.title, word, change.note if is_returned else "", row.progress, row)


def _advice(reminder: Reminder) -> str:
    if reminder.audience == Audience.UNIT:
        return _("Nếu đã thực hiện, chỉ cần ghi lại và gửi một ảnh hoặc một liên kết làm minh chứng.")
    return _("Đề nghị anh/chị chỉ đạo đơn vị thực hiện và báo hoàn thành.")


def _done(deliveries: set[int]) -> dict[int, tuple[int, int]]:
    """How much of the letter each unit has finished, whatever its day. One query."""
    rows = (
        Obligation.objects.filter(Q(counted=True) | Q(parent__isnull=False, instruction__binding=True))
        .exclude(progress__in=[Progress.ENDED, Progress.NOT_APPLICABLE])
        .filter(delivery__in=deliveries)
        .values("delivery_id")
        .annotate(total=Count("pk"), finished=Count("pk", filter=Q(progress=Progress.DONE)))
        .order_by()
    )
    return {row["delivery_id"]: (row["finished"], row["total"]) for row in rows}


def _urged(directives: set[int]) -> dict[int, list[str]]:
    """Letters still in force by which the issuer has urged a letter on. One query."""
    rows = DirectiveRelation.objects.filter(
        kind=DirectiveRelation.Kind.URGES,
        earlier__in=directives,
        later__in=Directive.objects.in_force().values("pk"),
    )
    found: dict[int, list[str]] = {}
    for row in rows.select_related("later").order_by("confirmed_at", "pk"):
        found.setdefault(row.earlier_id, []).append(row.later.reference)
    return found
