"""What was planned, sent and missed for a letter, for the officer's page. Reads only."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Exists, Max, Min, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _

from directives.ladder import Audience, Rung, Trigger, parse_step, usual
from directives.models import Directive, Message, MessageNotice, MessageReminder, Reminder


@dataclass
class Round:
    """One step of the ladder for one due day: when it goes out and how it ended, in units."""

    step: str
    deadline: date
    send_at: datetime
    counts: Counter = field(default_factory=Counter)
    meant: date | None = None
    """The day that the ladder names, where that is counted from a due day; days off move `send_at` away from it."""
    units: int = 0
    """To how many units a coming step would go as things stand."""
    instead_of: tuple[str, ...] = ()
    """The words of the steps that fall on the same day and give way to it."""
    went: tuple[datetime, datetime] | None = None
    """When the first and the last of it really went out: people have hours of their own, and offices close."""

    @property
    def key(self) -> str:
        return f"{self.deadline:%Y%m%d}-{self.step}"

    @property
    def words(self) -> str:
        return step_words(self.step)

    @property
    def trigger(self) -> Trigger | None:
        """What the step waits for; None for one that no ladder knows."""
        try:
            return parse_step(self.step).trigger
        except ValueError:
            return None

    @property
    def audience(self) -> str:
        """Whom it is for, in words."""
        try:
            return str(parse_step(self.step).audience.label)
        except ValueError:
            return ""

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def add(self, other: "Round") -> None:
        """Tell another round of the same step together with this one."""
        self.counts += other.counts
        spans = [each.went for each in (self, other) if each.went]
        self.went = (min(first for first, _last in spans), max(last for _first, last in spans)) if spans else None

    @property
    def unsent(self) -> int:
        return self.counts["failed"] + self.counts["missed"]


def step_words(step: str) -> str:
    """How a step of the ledger reads: "trước hạn 7 ngày", "ngày đến hạn", "quá hạn 10 ngày (lãnh đạo đơn vị)"."""
    try:
        rung = parse_step(step)
    except ValueError:
        return step
    words = _words_of(rung)
    return words if rung.audience == usual(rung.trigger) else f"{words} ({rung.audience.label})"


def _words_of(rung: Rung) -> str:
    match rung.trigger:
        case Trigger.BEFORE if rung.days == 0:
            return _("ngày đến hạn")
        case Trigger.REPORT_BEFORE if rung.days == 0:
            return _("ngày đến hạn báo cáo")
        case Trigger.UNRECEIVED | Trigger.REVIEW:
            return _("%(what)s %(days)d ngày làm việc") % {"what": rung.trigger.label, "days": rung.days}
        case Trigger.ISSUED | Trigger.RETURNED | Trigger.WEEKLY:
            return str(rung.trigger.label)
    return _("%(what)s %(days)d ngày") % {"what": rung.trigger.label, "days": rung.days}


def past_rounds(directive: Directive) -> list[Round]:
    """The steps that stand in the ledger, the latest first. One query."""
    rounds: dict[tuple, Round] = {}
    rows = directive.reminders.values("step", "deadline", "send_at", "state")
    rows = rows.annotate(units=Count("pk"), first=Min("state_at"), last=Max("state_at"))
    for row in rows.order_by("-send_at", "deadline"):
        key = (row["send_at"], row["deadline"], row["step"])
        found = rounds.setdefault(key, Round(step=row["step"], deadline=row["deadline"], send_at=row["send_at"]))
        found.counts[row["state"]] += row["units"]
        if row["state"] == Reminder.State.SENT:
            found.went = (row["first"], row["last"])
    return list(rounds.values())


def narrowed(
    directive: Directive, *, state: str = "", step: str = "", audience: str = "", channel: str = ""
) -> QuerySet[Reminder]:
    """The rows of the ledger that are asked for; what makes no sense asks for nothing. `step` is a `Round.key`."""
    rows = directive.reminders.all()
    if state in Reminder.State.values:
        rows = rows.filter(state=state)
    if audience in Audience.values:
        rows = rows.filter(audience=audience)
    if channel:
        rows = rows.filter(Exists(MessageReminder.objects.filter(reminder=OuterRef("pk"), channel=channel)))
    if step:
        deadline, _dash, name = step.partition("-")
        rows = rows.filter(step=name, deadline=_day(deadline))
    return rows


def entries(directive: Directive, **asked: str) -> QuerySet[Reminder]:
    """The ledger row by row, `narrowed`, with the people behind each."""
    served = MessageReminder.objects.select_related("message__person").defer("message__text", "message__html")
    served = served.order_by("message__person__sort_key", "pk")
    rows = narrowed(directive, **asked).select_related("delivery").prefetch_related(Prefetch("served_by", served))
    return rows.order_by("-send_at", "delivery__unit_sort_key", "pk")


def messages_about(directive: Directive) -> QuerySet[Message]:
    """The messages behind the rows of the ledger, with whom they went to."""
    served = MessageReminder.objects.filter(message=OuterRef("pk"), reminder__directive=directive)
    return Message.objects.filter(Exists(served)).select_related("person")


def letters_of(message: Message) -> set[int]:
    """The keys of all letters that a message speaks of. Two queries."""
    reminded = MessageReminder.objects.filter(message=message).values_list("reminder__directive", flat=True)
    told = MessageNotice.objects.filter(message=message).values_list("notice__directive", flat=True)
    return {*reminded, *told}


def counts_by(directive: Directive, column: str, **asked: str) -> dict[str, int]:
    """How many rows of the ledger, `narrowed`, have each value of a column. One query."""
    rows = narrowed(directive, **asked).order_by(column).values_list(column)
    return dict(rows.annotate(rows=Count("pk")))


def round_counts(directive: Directive, **asked: str) -> dict[str, int]:
    """How many rows of the ledger, `narrowed`, each `Round.key` opens. One query."""
    rows = narrowed(directive, **asked).order_by().values_list("deadline", "step").annotate(rows=Count("pk"))
    return {Round(step, deadline, None).key: count for deadline, step, count in rows}


def channel_counts(directive: Directive, **asked: str) -> dict[str, int]:
    """How many rows of the ledger, `narrowed`, went or were to go by each channel. One query."""
    served = MessageReminder.objects.filter(reminder__in=narrowed(directive, **asked).order_by())
    return dict(served.order_by("channel").values_list("channel").annotate(rows=Count("reminder", distinct=True)))


def _day(digits: str) -> date | None:
    try:
        return date.fromisoformat(digits)
    except ValueError:
        return None
