"""What was planned, sent and missed for a letter, for the officer's page. Reads only."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaign_portal.lib.workdays import WorkCalendar
from directives.deadlines import steps
from directives.models import Directive, MessageReminder, Obligation, Reminder

from .plan import ladder_of


@dataclass
class Round:
    """One step of the ladder for one due day: when it goes out and how it ended, in units."""

    step: str
    deadline: date
    send_at: datetime
    counts: Counter = field(default_factory=Counter)

    @property
    def key(self) -> str:
        return f"{self.deadline:%Y%m%d}-{self.step}"

    @property
    def words(self) -> str:
        return step_words(self.step)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def unsent(self) -> int:
        return self.counts["failed"] + self.counts["missed"]


def step_words(step: str) -> str:
    """How a step of the ledger reads: "trước hạn 7 ngày", "ngày đến hạn", "quá hạn 3 ngày"."""
    side, _dash, days = step.partition("-")
    if not days.isdigit():
        return step
    if int(days) == 0:
        return _("ngày đến hạn")
    if side == "before":
        return ngettext("trước hạn %(days)s ngày", "trước hạn %(days)s ngày", int(days)) % {"days": days}
    return ngettext("quá hạn %(days)s ngày", "quá hạn %(days)s ngày", int(days)) % {"days": days}


def past_rounds(directive: Directive) -> list[Round]:
    """The steps that stand in the ledger, the latest first. One query."""
    rounds: dict[tuple, Round] = {}
    rows = directive.reminders.values("step", "deadline", "send_at", "state").annotate(units=Count("pk"))
    for row in rows.order_by("-send_at", "deadline"):
        key = (row["send_at"], row["deadline"], row["step"])
        found = rounds.setdefault(key, Round(step=row["step"], deadline=row["deadline"], send_at=row["send_at"]))
        found.counts[row["state"]] += row["units"]
    return list(rounds.values())


def coming_rounds(directive: Directive, *, now: datetime, calendar: WorkCalendar) -> list[Round]:
    """The steps still ahead for what is open now, the next first."""
    if not directive.is_in_force:
        return []
    owed = Obligation.objects.counted().open().filter(delivery__directive=directive, delivery__refused_at=None)
    days = owed.order_by("due_on").values_list("due_on", flat=True).distinct()
    return rounds_before(days, directive, now=now, calendar=calendar)


def rounds_before(days: Iterable[date], directive: Directive, *, now: datetime, calendar: WorkCalendar) -> list[Round]:
    """The steps still ahead for due days, by the letter's ladder or its campaign's; a draft's plan is asked so too."""
    ahead = [
        Round(step=step.name, deadline=day, send_at=step.send_at)
        for day in days
        for step in steps(day, ladder_of(directive), calendar)
        if step.send_at > now
    ]
    return sorted(ahead, key=lambda each: (each.send_at, each.deadline))


def entries(directive: Directive, *, state: str = "", step: str = "") -> QuerySet[Reminder]:
    """The ledger row by row, with the people behind each; `step` is the key of a `Round`."""
    served = MessageReminder.objects.select_related("message__person").order_by("message__person__sort_key", "pk")
    rows = directive.reminders.select_related("delivery").prefetch_related(Prefetch("served_by", served))
    if state in Reminder.State.values:
        rows = rows.filter(state=state)
    if step:
        deadline, _dash, name = step.partition("-")
        rows = rows.filter(step=name, deadline=_day(deadline))
    return rows.order_by("-send_at", "delivery__unit_sort_key", "pk")


def _day(digits: str) -> date | None:
    try:
        return date.fromisoformat(digits)
    except ValueError:
        return None
