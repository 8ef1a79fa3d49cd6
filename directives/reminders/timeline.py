"""The whole ladder of a letter on its days: what went out, what is ahead, which step moved and why. Reads only."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import at_local, local_day, long_date, short_date
from campaign_portal.lib.workdays import WorkCalendar
from directives.asked import still_asks
from directives.deadlines import CLOSES, OPENS, after_workdays, left_out, offset, steps
from directives.ladder import Rung, Trigger, parse_step
from directives.models import Delivery, Directive, Obligation, Progress, Reminder
from directives.models.obligation import OPEN

from .kinds.report import Report, owing
from .kinds.weekly import unfinished
from .kinds.work import Work
from .overview import Round, step_words
from .plan import ladder_of

MOST_WEEKS = 53
DATED = (Trigger.BEFORE, Trigger.AFTER, Trigger.REPORT_BEFORE, Trigger.REPORT_AFTER)


@dataclass
class Basis:
    """What the days of a ladder are counted from, with how many units each concerns."""

    work: Mapping[date, int] = field(default_factory=dict)
    report: int = 0
    issued: Mapping[datetime, int] = field(default_factory=dict)
    unreceived: Mapping[datetime, int] = field(default_factory=dict)
    is_owed: bool = True
    """Whether anything is not finished yet: until then the weekly steps go on."""


def coming_rounds(directive: Directive, *, now: datetime, calendar: WorkCalendar) -> list[Round]:
    """The steps still ahead for what is open now, the next first; none once the letter is over. Four queries."""
    if not directive.is_in_force:
        return []
    return [each for each in rounds(directive, basis_of(directive), now, calendar) if each.send_at > now]


def drawn(past: Sequence[Round], coming: Sequence[Round]) -> list[Round]:
    """What stands in the ledger with its results (`past_rounds`), then what is still ahead, in the order of time.

    What went at several hours of a day, as returned work does, stands there once.
    """
    found: dict[tuple, Round] = {}
    for each in reversed(past):
        first = found.setdefault((each.key, local_day(each.send_at)), replace(each, counts=Counter()))
        first.add(each)
        first.meant = _meant(each.step, each.deadline)
    ahead = [each for each in coming if (each.key, local_day(each.send_at)) not in found]
    return [*found.values(), *ahead]


def draft_basis(directive: Directive, shares: Sequence, now: datetime) -> Basis:
    """As if the draft were issued now; `shares` are those of its preview."""
    units: dict[date, int] = {}
    for share in shares:
        for day in {each.due_on or directive.due_on for each in share.binding} - {None}:
            units[day] = units.get(day, 0) + 1
    return Basis(units, len(shares), {now: len(shares)}, {now: len(shares)})


def basis_of(directive: Directive) -> Basis:
    """What is open now. Four queries."""
    owed = Obligation.objects.reminded().open().filter(delivery__directive=directive, delivery__refused_at=None)
    work = owed.order_by("due_on").values_list("due_on").annotate(units=Count("delivery", distinct=True))
    return Basis(
        work=dict(work),
        report=owing(directive.deliveries).count() if directive.report_due_on else 0,
        unreceived=_by_issue(directive.deliveries.filter(still_asks(), received_at=None, refused_at=None)),
        is_owed=unfinished().filter(instruction__directive=directive).exists(),
    )


def rounds(directive: Directive, basis: Basis, now: datetime, calendar: WorkCalendar) -> list[Round]:
    """Every step of the ladder that has a day, in the order of time; of the weekly ones those that are ahead."""
    try:
        dated = [
            *_of_work(directive, _rungs(directive, Work.triggers), basis.work, calendar),
            *_of_report(directive, _rungs(directive, Report.triggers), basis.report, calendar),
        ]
        last = max([*basis.work, *(local_day(each.send_at) for each in dated)], default=local_day(now))
        weeks = _of_weeks(directive, now, last, calendar) if basis.is_owed else ()
        return _in_order([*dated, *_of_receipt(directive, basis, calendar), *weeks])
    except ValueError:  # a ladder that cannot be read sends nothing
        return []


def at_any_time(directive: Directive) -> list[Rung]:
    """The steps that wait for something to happen, and so have no day."""
    try:
        return _rungs(directive, (Trigger.RETURNED, Trigger.REVIEW))
    except ValueError:
        return []


def moved_words(each: Round) -> str:
    """ "17/11/2024 là Chủ nhật → gửi thứ Sáu, 15/11/2024"; empty where the step goes on the day it names."""
    day = local_day(each.send_at)
    if not each.meant or each.meant == day:
        return ""
    return _("%(why)s → gửi %(day)s") % {"why": day_off_words(each.meant), "day": long_date(day)}


def instead_words(each: Round) -> str:
    """ "Thay cho “trước hạn 1 ngày” rơi vào cùng ngày gửi"; empty where no step gives way to it."""
    if not each.instead_of:
        return ""
    return _("Thay cho %(steps)s rơi vào cùng ngày gửi.") % {"steps": ", ".join(f"“{one}”" for one in each.instead_of)}


def told_words(row: Reminder) -> str:
    """How a step that goes out reads: "ngày đến hạn, gửi sớm vì 17/11/2024 là Chủ nhật"; its words where it did not
    move."""
    words, meant, day = step_words(row.step), _meant(row.step, row.deadline), local_day(row.send_at)
    if not meant or meant == day:
        return words
    moved = _("%(words)s, gửi sớm vì %(why)s") if day < meant else _("%(words)s, gửi sau vì %(why)s")
    return moved % {"words": words, "why": day_off_words(meant)}


def day_off_words(day: date) -> str:
    """ "17/11/2024 là Chủ nhật"."""
    why = long_date(day).partition(",")[0] if day.weekday() > 4 else _("ngày nghỉ")
    return _("%(day)s là %(why)s") % {"day": short_date(day), "why": why}


def _rungs(directive: Directive, triggers: Iterable[Trigger]) -> list[Rung]:
    return [rung for rung in ladder_of(directive) if rung.trigger in triggers]


def _of_work(
    directive: Directive, rungs: Sequence[Rung], days: Mapping[date, int], calendar: WorkCalendar
) -> Iterator[Round]:
    for day, units in days.items():
        out = left_out(day, rungs, calendar)
        for step in steps(day, rungs, calendar):
            instead = tuple(step_words(rung.name) for rung, by in out if by.name == step.name)
            yield Round(step.name, day, step.send_at, meant=_meant(step.name, day), units=units, instead_of=instead)


def _of_report(directive: Directive, rungs: Sequence[Rung], units: int, calendar: WorkCalendar) -> Iterator[Round]:
    if directive.report_due_on and units:
        yield from _of_work(directive, rungs, {directive.report_due_on: units}, calendar)


def _of_receipt(directive: Directive, basis: Basis, calendar: WorkCalendar) -> Iterator[Round]:
    for rung in _rungs(directive, (Trigger.ISSUED,)):
        for at, units in basis.issued.items():
            yield Round(rung.name, local_day(at), _first_hour(at, calendar), units=units)
    for rung in _rungs(directive, (Trigger.UNRECEIVED,)):
        for at, units in basis.unreceived.items():
            yield Round(rung.name, local_day(at), after_workdays(at, rung.days, calendar), units=units)


def _of_weeks(directive: Directive, now: datetime, last: date, calendar: WorkCalendar) -> Iterator[Round]:
    """One a week from now on, as long as other steps have a day, and the next one in any case: the weeks go on until
    everything is finished, and when that is nobody knows."""
    today = local_day(now)
    for rung in _rungs(directive, (Trigger.WEEKLY,)):
        first = today - timedelta(days=(today.isoweekday() - rung.days) % 7)
        days = [first + timedelta(days=7 * week) for week in range(MOST_WEEKS)]
        ahead = [(day, at) for day in days if (at := at_local(calendar.next_workday(day), OPENS)) > now]
        for nth, (day, at) in enumerate(ahead):
            if nth == 0 or day <= last:
                yield Round(rung.name, day, at, meant=day)


def _first_hour(at: datetime, calendar: WorkCalendar) -> datetime:
    """When mail about something that happens at a moment goes out: at once, or when the office next opens."""
    day = local_day(at)
    if calendar.is_workday(day) and at < at_local(day, OPENS):
        return at_local(day, OPENS)
    if calendar.is_workday(day) and at < at_local(day, CLOSES):
        return at
    return at_local(calendar.next_workday(day + timedelta(days=1)), OPENS)


def _meant(step: str, deadline: date) -> date | None:
    try:
        rung = parse_step(step)
    except ValueError:
        return None
    if rung.trigger == Trigger.WEEKLY:
        return deadline
    return deadline + timedelta(days=offset(rung)) if rung.trigger in DATED else None


def _by_issue(rows: QuerySet[Delivery]) -> dict[datetime, int]:
    found = rows.order_by("issued_at").values_list("issued_at").annotate(units=Count("pk"))
    return {at: units for at, units in found if at}


def _in_order(found: Iterable[Round]) -> list[Round]:
    return sorted(found, key=lambda each: (each.send_at, each.deadline))


def coming_days(letters: Iterable[Directive], *, now: datetime, calendar: WorkCalendar) -> list[date]:
    """The days on which something goes out for letters in force, each once. One query, whatever their number."""
    running = {letter.pk: letter for letter in letters if letter.is_in_force}
    rows = Obligation.objects.reminded().filter(delivery__directive__in=running, delivery__refused_at=None)
    rows = rows.filter(progress__in=[*OPEN, Progress.WAITING]).order_by()
    work: dict[int, dict[date, int]] = {}
    for pk, day, progress in rows.values_list("delivery__directive", "due_on", "progress").distinct():
        work.setdefault(pk, {}).update({day: 1} if progress in OPEN else {})
    found = [each for pk, days in work.items() for each in rounds(running[pk], Basis(days, report=1), now, calendar)]
    return sorted({local_day(each.send_at) for each in found if each.send_at > now})
