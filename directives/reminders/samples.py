"""What the words of a step would say, and when it would go out: for the page on which they are written. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaign_portal.lib.dates import distance_words, local_day, long_date, short_date
from campaign_portal.lib.workdays import WorkCalendar
from directives.deadlines import BEFORE_A_DAY, steps
from directives.ladder import Rung, Trigger, unknown_fields
from directives.models import Campaign, Directive

from .kinds.words import works
from .kinds.work import open_days

OF_REPORTS = (Trigger.REPORT_BEFORE, Trigger.REPORT_AFTER)
DATED = (*BEFORE_A_DAY, Trigger.AFTER, Trigger.REPORT_AFTER)


@dataclass(frozen=True)
class Sample:
    """A letter and one of its units, by which the words of a ladder are shown; made up where there is none yet."""

    unit: str
    reference: str
    days: list[date]
    """The due days of its work, in order; at least one, of which the words speak."""
    report_due_on: date | None
    now: datetime
    calendar: WorkCalendar
    is_real: bool

    def days_of(self, rung: Rung) -> list[date]:
        """The due days from which the step is counted; none for a step that counts from none."""
        if rung.trigger in OF_REPORTS:
            return [self.report_due_on] if self.report_due_on else []
        return self.days if rung.trigger in DATED else []

    def moments(self, rung: Rung) -> list[datetime]:
        """When the step goes out, for each due day that it is counted from, in order; none for one without a day."""
        rungs = [] if rung.since else [rung]
        return sorted({step.send_at for day in self.days_of(rung) for step in steps(day, rungs, self.calendar)})

    def has_passed(self, rung: Rung) -> bool:
        """Whether it has passed for every due day."""
        moments = self.moments(rung)
        return self.is_real and bool(moments) and moments[-1] <= self.now

    def when(self, rung: Rung) -> str:
        """ "gửi thứ Tư, 13/11/2024 và 2 ngày khác": the next day, and how many more are ahead; empty for none."""
        ahead = [local_day(at) for at in self.moments(rung) if at > self.now] if self.is_real else []
        if not ahead:
            return ""
        words = _("gửi %(day)s") % {"day": long_date(ahead[0])}
        rest = len(ahead) - 1
        more = ngettext(" và %(rest)d ngày khác", " và %(rest)d ngày khác", rest) % {"rest": rest}
        return words + more if rest else words

    def fields(self, rung: Rung) -> dict[str, str]:
        """What `ladder.FIELDS` would stand for."""
        deadline = next(iter(self.days_of(rung)), self.days[0])
        at = next(iter(self.moments(rung)), self.now)
        return {
            "don_vi": self.unit,
            "van_ban": self.reference,
            "so_viec": works(2),
            "han": short_date(deadline),
            "con_lai": distance_words(deadline, local_day(at)),
        }

    def words(self, rung: Rung) -> str:
        """The office's own words filled in; empty where there are none, or none that can be filled in."""
        return "" if unknown_fields(rung.text) or not rung.text else rung.text.format(**self.fields(rung))


def sample_of(subject: Campaign | Directive, *, now: datetime, calendar: WorkCalendar) -> Sample:
    """By the letter itself, or the latest of a campaign. At most three queries."""
    letter = subject if isinstance(subject, Directive) else _latest(subject.directives.filter(due_on__isnull=False))
    unit = letter.deliveries.order_by("unit_sort_key").first() if letter else None
    return Sample(
        unit=unit.unit_name if unit else _("Phòng Văn hóa và Thông tin"),
        reference=letter.reference if letter else _("Công văn số 12/STTTT-CNTT"),
        days=(letter and _due_days(letter)) or [local_day(now)],
        report_due_on=letter.report_due_on if letter else None,
        now=now,
        calendar=calendar,
        is_real=isinstance(subject, Directive) and bool(subject.due_on),
    )


def _due_days(letter: Directive) -> list[date]:
    """Of what is open, of a draft what its instructions would make due; else the letter's own day. One query."""
    if letter.is_issued:
        days = open_days([letter]).get(letter.pk)
    else:
        own = letter.instructions.filter(binding=True).order_by().values_list("due_on", flat=True)
        days = sorted({day or letter.due_on for day in own} - {None})
    return days or [day for day in [letter.due_on] if day]


def _latest(letters: Iterable[Directive]) -> Directive | None:
    return next(iter(letters.order_by("-issued_at", "-pk")[:1]), None)
