"""What the words of a step would say, and when it would go out: for the page on which they are written. Reads only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaign_portal.lib.dates import distance_words, local_day, long_date, short_date
from campaign_portal.lib.workdays import WorkCalendar
from directives.deadlines import BEFORE_A_DAY, left_out, offset, steps
from directives.ladder import Rung, Trigger, unknown_fields
from directives.models import Campaign, Directive, Obligation

from .kinds.words import works
from .overview import step_words
from .timeline import day_off_words

OF_REPORTS = (Trigger.REPORT_BEFORE, Trigger.REPORT_AFTER)
DATED = (*BEFORE_A_DAY, Trigger.AFTER, Trigger.REPORT_AFTER)
MOST_NAMED = 3

Owing = tuple[str, int]
"""A unit, and how many works it owes by a day."""


@dataclass(frozen=True)
class Sample:
    """A letter and its units, by which the words of a ladder are shown; made up where there is none yet."""

    unit: str
    reference: str
    owed: Mapping[date, Owing]
    """By due day of its work, in order, the first unit that owes something by it; at least one day."""
    report_due_on: date | None
    now: datetime
    calendar: WorkCalendar
    is_real: bool
    rungs: Sequence[Rung] = field(default=())
    """The whole ladder: of two steps for the same people on one working day only the nearer goes out."""

    def days_of(self, rung: Rung) -> list[date]:
        """The due days from which the step is counted; none for a step that counts from none."""
        if rung.trigger in OF_REPORTS:
            return [self.report_due_on] if self.report_due_on else []
        return list(self.owed) if rung.trigger in DATED else []

    def moments(self, rung: Rung) -> list[tuple[datetime, date]]:
        """When the step goes out, with the due day that it is counted from, in order; none for one without a day."""
        beside = [] if rung.since else self._beside(rung)
        return sorted(
            (step.send_at, day)
            for day in self.days_of(rung)
            for step in steps(day, beside, self.calendar)
            if step.name == rung.name
        )

    def has_passed(self, rung: Rung) -> bool:
        """Whether it has passed for every due day."""
        moments = self.moments(rung)
        return self.is_real and bool(moments) and moments[-1][0] <= self.now

    def sent_on(self, rung: Rung) -> list[str]:
        """Each day ahead on which it goes out: "thứ Sáu, 15/11/2024 (17/11/2024 là Chủ nhật)"."""
        ahead = [(local_day(at), day) for at, day in self.moments(rung) if at > self.now] if self.is_real else []
        return [_day_words(day, rung, [due for _day, due in found]) for day, found in groupby(ahead, key=itemgetter(0))]

    def when(self, rung: Rung) -> str:
        """ "gửi thứ Tư, 13/11/2024; thứ Sáu, 15/11/2024 và 2 ngày khác": the next days; empty for none."""
        days = self.sent_on(rung)
        if not days:
            return ""
        words, rest = _("gửi %(days)s") % {"days": "; ".join(days[:MOST_NAMED])}, len(days) - MOST_NAMED
        more = ngettext(" và %(rest)d ngày khác", " và %(rest)d ngày khác", rest) % {"rest": rest}
        return words + more if rest > 0 else words

    def gives_way(self, rung: Rung) -> str:
        """That a nearer step goes out instead, for which due days; empty where none does."""
        found: dict[str, list[str]] = {}
        for day in self.days_of(rung) if self.is_real else ():
            for other, step in left_out(day, self._beside(rung), self.calendar):
                if other.name == rung.name and step.send_at > self.now:
                    found.setdefault(step_words(step.name), []).append(short_date(day))
        words = _("hạn %(days)s: rơi vào cùng ngày gửi với “%(step)s” nên không gửi riêng")
        return "; ".join(words % {"days": ", ".join(days), "step": step} for step, days in found.items())

    def fields(self, rung: Rung) -> dict[str, str]:
        """What `ladder.FIELDS` would stand for, the next time the step goes out."""
        at, deadline = self._example(rung)
        unit, count = self.owed.get(deadline, (self.unit, 2))
        return {
            "don_vi": self.unit if rung.trigger in OF_REPORTS else unit,
            "van_ban": self.reference,
            "so_viec": works(1 if rung.trigger in OF_REPORTS else count),
            "han": short_date(deadline),
            "con_lai": distance_words(deadline, local_day(at)),
        }

    def words(self, rung: Rung) -> str:
        """The office's own words filled in; empty where there are none, or none that can be filled in."""
        return "" if unknown_fields(rung.text) or not rung.text else rung.text.format(**self.fields(rung))

    def _example(self, rung: Rung) -> tuple[datetime, date]:
        """The next moment and its due day; where all have passed the last, and of no letter one that is made up."""
        if rung.trigger not in DATED:
            today = local_day(self.now)
            return self.now, next((day for day in self.owed if day >= today), list(self.owed)[-1])
        moments = self.moments(rung)
        ahead = [each for each in moments if each[0] > self.now]
        if ahead or (moments and self.is_real):
            return (ahead or moments[-1:])[0]
        day = self.calendar.next_workday(local_day(self.now) + timedelta(days=1)) - timedelta(days=offset(rung))
        return next(((step.send_at, day) for step in steps(day, [rung], self.calendar)), (self.now, day))

    def _beside(self, rung: Rung) -> list[Rung]:
        """The steps that are counted from the same days, the step itself among them."""
        kind = rung.trigger in OF_REPORTS
        others = [each for each in self.rungs if each.trigger in DATED and (each.trigger in OF_REPORTS) == kind]
        return list({each.name: each for each in [*others, rung]}.values())


def _day_words(day: date, rung: Rung, deadlines: Iterable[date]) -> str:
    """With the reason where days off moved the step there."""
    moved = [meant for due in deadlines if (meant := due + timedelta(days=offset(rung))) != day]
    return f"{long_date(day)} ({'; '.join(map(day_off_words, moved))})" if moved else long_date(day)


def sample_of(
    subject: Campaign | Directive, *, now: datetime, calendar: WorkCalendar, rungs: Sequence[Rung] = ()
) -> Sample:
    """By the letter itself, or the latest of a campaign, with the whole ladder. At most three queries."""
    letter = subject if isinstance(subject, Directive) else _latest(subject.directives.filter(due_on__isnull=False))
    unit = letter.deliveries.order_by("unit_sort_key").first() if letter else None
    name = unit.unit_name if unit else _("Phòng Văn hóa và Thông tin")
    return Sample(
        unit=name,
        reference=letter.reference if letter else _("Công văn số 12/STTTT-CNTT"),
        owed=(letter and _owed(letter, name)) or {local_day(now): (name, 2)},
        report_due_on=letter.report_due_on if letter else None,
        now=now,
        calendar=calendar,
        is_real=isinstance(subject, Directive) and bool(subject.due_on),
        rungs=rungs,
    )


def _owed(letter: Directive, unit: str) -> dict[date, Owing]:
    """Of what is open, of a draft what its instructions would make due; else by the letter's own day. One query."""
    found = _open(letter) if letter.is_issued else dict.fromkeys(_drafted(letter), (unit, 2))
    return found or {day: (unit, 2) for day in [letter.due_on] if day}


def _open(letter: Directive) -> dict[date, Owing]:
    rows = Obligation.objects.reminded().open().filter(instruction__directive=letter, delivery__refused_at=None)
    rows = rows.order_by("due_on", "delivery__unit_sort_key", "delivery")
    found: dict[date, Owing] = {}
    for day, unit, count in rows.values_list("due_on", "delivery__unit_name").annotate(works=Count("pk")):
        found.setdefault(day, (unit, count))
    return found


def _drafted(letter: Directive) -> list[date]:
    own = letter.instructions.filter(binding=True).order_by().values_list("due_on", flat=True)
    return sorted({day or letter.due_on for day in own} - {None})


def _latest(letters: Iterable[Directive]) -> Directive | None:
    return next(iter(letters.order_by("-issued_at", "-pk")[:1]), None)
