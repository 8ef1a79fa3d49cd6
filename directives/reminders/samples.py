"""What the words of a step would say, and when it would go out: for the page on which they are written. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from campaign_portal.lib.dates import distance_words, local_day, long_date, short_date
from campaign_portal.lib.workdays import WorkCalendar
from directives.deadlines import BEFORE_A_DAY, steps
from directives.ladder import Rung, Trigger, unknown_fields
from directives.models import Campaign, Directive

from .kinds.words import works

OF_REPORTS = (Trigger.REPORT_BEFORE, Trigger.REPORT_AFTER)
DATED = (*BEFORE_A_DAY, Trigger.AFTER, Trigger.REPORT_AFTER)


@dataclass(frozen=True)
class Sample:
    """A letter and one of its units, by which the words of a ladder are shown; made up where there is none yet."""

    unit: str
    reference: str
    due_on: date
    report_due_on: date | None
    now: datetime
    calendar: WorkCalendar
    is_real: bool

    def day_of(self, rung: Rung) -> date | None:
        """The due day from which the step is counted; None for a step that counts from none."""
        if rung.trigger in OF_REPORTS:
            return self.report_due_on
        return self.due_on if rung.trigger in DATED else None

    def send_at(self, rung: Rung) -> datetime | None:
        deadline = self.day_of(rung)
        found = steps(deadline, [rung], self.calendar) if deadline and not rung.since else []
        return found[0].send_at if found else None

    def has_passed(self, rung: Rung) -> bool:
        at = self.send_at(rung)
        return self.is_real and at is not None and at <= self.now

    def when(self, rung: Rung) -> str:
        """ "gửi thứ Tư, 13/11/2024"; empty for a step without a day."""
        at = self.send_at(rung) if self.is_real else None
        return _("gửi %(day)s") % {"day": long_date(local_day(at))} if at else ""

    def fields(self, rung: Rung) -> dict[str, str]:
        """What `ladder.FIELDS` would stand for."""
        deadline = self.day_of(rung) or self.due_on
        at = self.send_at(rung) or self.now
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
    """By the letter itself, or the latest of a campaign. At most two queries."""
    letter = subject if isinstance(subject, Directive) else _latest(subject.directives.filter(due_on__isnull=False))
    unit = letter.deliveries.order_by("unit_sort_key").first() if letter else None
    return Sample(
        unit=unit.unit_name if unit else _("Phòng Văn hóa và Thông tin"),
        reference=letter.reference if letter else _("Công văn số 12/STTTT-CNTT"),
        due_on=(letter and letter.due_on) or local_day(now),
        report_due_on=letter.report_due_on if letter else None,
        now=now,
        calendar=calendar,
        is_real=isinstance(subject, Directive) and bool(subject.due_on),
    )


def _latest(letters: Iterable[Directive]) -> Directive | None:
    return next(iter(letters.order_by("-issued_at", "-pk")[:1]), None)
