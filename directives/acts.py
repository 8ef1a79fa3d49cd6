"""What an act on an issued directive would do: sentences and counts for its preview; nothing is written."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from campaign_portal.lib.dates import clock_words, long_date, short_date
from campaign_portal.lib.workdays import WorkCalendar
from directives.deadlines import steps
from directives.models import Delivery, Directive, DirectiveRelation, Instruction, Obligation, Progress, Reminder
from directives.reminders.overview import past_rounds, step_words
from directives.reminders.plan import work_rungs
from directives.services.adjusting import movable, unfinished
from directives.services.lifecycle import FINISHED
from units.models import Unit


@dataclass
class Effect:
    """What happens to whom: a sentence, facts as (name, words), gentle warnings, the tasks touched as (title, words),
    and letters whose later day stays although the letter that set it is recalled."""

    sentence: str
    facts: list[tuple[str, str]]
    warnings: list[str] = field(default_factory=list)
    tasks: list[tuple[str, str]] = field(default_factory=list)
    still_extended: list[Directive] = field(default_factory=list)


def of_extending(directive: Directive, due_on: date, now: datetime) -> Effect:
    owed = Obligation.objects.counted().filter(delivery__directive=directive).exclude(progress__in=FINISHED)
    moved = owed.filter(due_on=directive.due_on)
    counts = {"n": moved.count(), "units": moved.values("unit").distinct().count(), "day": long_date(due_on)}
    return Effect(
        _("%(n)d nhiệm vụ chưa xong của %(units)d đơn vị có hạn mới: hết %(day)s.") % counts,
        [
            (_("Hạn hiện nay"), long_date(directive.due_on)),
            *_own_days(owed.exclude(due_on=directive.due_on).count()),
            *_report_day(directive),
            *_moved_reminders(directive, due_on, now),
            stays(),
        ],
    )


def _own_days(count: int) -> list[tuple[str, str]]:
    return [(_("Không đổi"), _("%d nhiệm vụ chưa xong có hạn riêng") % count)] if count else []


def _report_day(directive: Directive) -> list[tuple[str, str]]:
    """More time for the work is no more time for the report; the officer reads it before the act."""
    day = directive.report_due_on
    return [(_("Hạn báo cáo"), _("giữ nguyên, hết %s") % long_date(day))] if day else []


def _planned(count: int) -> str:
    return _("không gửi nữa, kể cả %d lần đã lên lịch") % count if count else _("không gửi nữa")


def _moved_reminders(directive: Directive, due_on: date, now: datetime) -> list[tuple[str, str]]:
    """The steps planned for the old day that will not be sent, and the first of the new day."""
    planned = directive.reminders.filter(state=Reminder.State.PLANNED, deadline=directive.due_on).count()
    ahead = [each for each in steps(due_on, work_rungs(directive), WorkCalendar.load()) if each.send_at > now]
    words = _("không còn lần nào trước và sau hạn mới")
    if ahead:
        words = f"{step_words(ahead[0].name)}, {clock_words(ahead[0].send_at)}"
    return [
        (_("Nhắc theo hạn cũ"), _planned(planned)),
        (_("Lần nhắc tới"), words),
    ]


def of_extending_unit(delivery: Delivery, instruction: Instruction | None, due_on: date) -> Effect:
    rows = list(unfinished(delivery=delivery, instruction=instruction).filter(due_on__lt=due_on))
    counts = {"n": len(rows), "unit": delivery.unit_name, "day": long_date(due_on)}
    return Effect(
        _("%(n)d nhiệm vụ của %(unit)s có hạn mới: hết %(day)s.") % counts,
        [(_("Đơn vị khác"), _("giữ nguyên hạn")), stays()],
        tasks=_named(rows),
    )


def of_recalling(directive: Directive) -> Effect:
    owed = Obligation.objects.filter(delivery__directive=directive, counted=True)
    left = owed.exclude(progress__in=FINISHED)
    planned = Reminder.objects.filter(directive=directive, state=Reminder.State.PLANNED).count()
    counts = {"n": left.count(), "units": left.values("unit").distinct().count()}
    return Effect(
        _("%(n)d nhiệm vụ chưa xong của %(units)d đơn vị kết thúc ngay bây giờ.") % counts,
        [
            (_("Chờ xác nhận"), _("%d nhiệm vụ không xác nhận được nữa") % _count(owed, Progress.WAITING)),
            (_("Hoàn thành"), _("%d nhiệm vụ giữ trong số liệu các ngày trước") % _count(owed, Progress.DONE)),
            (_("Nhắc việc"), _planned(planned)),
            (_("Đơn vị"), _("thấy văn bản đã thu hồi; không có thư báo tự động")),
            stays(),
        ],
        [_("Thu hồi rồi không khôi phục được.")],
        still_extended=still_extended(directive),
    )


def still_extended(directive: Directive) -> list[Directive]:
    """Letters in force that got more time by this one: recalling it ends its own obligations, not their later days."""
    given = directive.relations_out.filter(kind=DirectiveRelation.Kind.EXTENDS).select_related("earlier__campaign")
    return [row.earlier for row in given.order_by("pk") if row.earlier.is_in_force]


def _count(rows, progress: str) -> int:
    return rows.filter(progress=progress).count()


def of_exempting(delivery: Delivery, instruction: Instruction | None) -> Effect:
    rows = list(unfinished(delivery=delivery, instruction=instruction))
    counted = sum(row.counted for row in rows)
    total = Obligation.objects.counted().filter(delivery__directive=delivery.directive).count()
    counts = {"n": len(rows), "unit": delivery.unit_name}
    return Effect(
        _("%(unit)s được miễn %(n)d nhiệm vụ từ hôm nay.") % counts,
        [(_("Tổng số"), _denominator(total, total - counted)), stays()],
        tasks=_named(rows),
    )


def of_adding(
    directive: Directive, unit: Unit, instructions: list[Instruction], due_on: date | None, now: datetime, today: date
) -> Effect:
    total = Obligation.objects.counted().filter(delivery__directive=directive).count()
    binding = sum(each.binding for each in instructions)
    counts = {"n": len(instructions), "unit": unit.name}
    facts = [
        (_("Tổng số"), _denominator(total, total + binding)),
        *_reminders(directive, _days(directive, instructions, due_on), now),
        stays(),
    ]
    return Effect(
        _("%(unit)s nhận %(n)d nội dung từ hôm nay.") % counts,
        facts,
        _late(due_on or directive.due_on, today),
        _asked(instructions, due_on or directive.due_on, own=due_on),
    )


def of_redirecting(delivery: Delivery, unit: Unit, due_on: date | None, now: datetime, today: date) -> Effect:
    counts, moved = {"old": delivery.unit_name, "new": unit.name}, list(movable(delivery))
    facts = [
        (_("Nơi nhận cũ"), _("%(old)s ra khỏi số đơn vị từ hôm nay, không bị nhắc nữa") % counts),
        (_("Nơi nhận mới"), _("%(new)s vào số đơn vị từ hôm nay, được ghi là bổ sung sau") % counts),
        *_reminders(delivery.directive, _days(delivery.directive, moved, due_on), now),
        stays(),
    ]
    sentence = _("Chuyển văn bản từ %(old)s sang %(new)s.") % counts
    usual = due_on or delivery.directive.due_on
    return Effect(sentence, facts, _late(usual, today), _asked(moved, usual, own=due_on))


def stays() -> tuple[str, str]:
    return _("Vẫn giữ"), _("hoạt động, minh chứng và số liệu các ngày trước")


def _named(rows: list[Obligation]) -> list[tuple[str, str]]:
    return [
        (row.instruction.title, _until(row.due_on) + ("" if row.counted else _(", không bắt buộc"))) for row in rows
    ]


def _asked(instructions: Iterable[Instruction], usual: date, *, own: date | None) -> list[tuple[str, str]]:
    return [(each.title, _until(own or each.due_on or usual)) for each in instructions]


def _until(day: date) -> str:
    return _("hạn hết ngày %s") % short_date(day)


def _denominator(before: int, after: int) -> str:
    return _("%(before)d nhiệm vụ hiện nay, %(after)d từ hôm nay") % {"before": before, "after": after}


def _days(directive: Directive, instructions: Iterable[Instruction], own: date | None) -> set[date]:
    """The days by which a late joiner owes what it must do."""
    return {own or each.due_on or directive.due_on for each in instructions if each.binding}


def _reminders(directive: Directive, days: set[date], now: datetime) -> list[tuple[str, str]]:
    """A late joiner is reminded before its own days; what went out before is named and not sent again."""
    missed, calendar = past_rounds(directive), WorkCalendar.load()
    facts = [(_("Đã nhắc trước đó"), _("%d lần, không gửi lại") % len(missed))] if missed else []
    coming = [step for day in days for step in steps(day, work_rungs(directive), calendar) if step.send_at > now]
    words = _("không còn lần nào theo hạn của đơn vị này")
    if coming:
        first = min(coming, key=lambda step: step.send_at)
        words = f"{step_words(first.name)}, {clock_words(first.send_at)}"
    return [*facts, (_("Lần nhắc tới"), words)]


def _late(due_on: date, today: date) -> list[str]:
    late = _("Hạn này đã qua: nhiệm vụ bị tính quá hạn ngay. Hãy đặt hạn riêng.")
    return [late] if due_on < today else []
