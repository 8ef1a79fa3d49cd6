"""Which units may be late, told from their silence and from what they did in campaigns that are over.

A rule that anybody can check, no model: see `REASONS`. Who is overdue already is not foretold, and who is through with
everything is not either.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from campaign_portal.lib.numbers import number_text
from campaign_portal.lib.status import SOON_DAYS
from directives.access import whole_q
from directives.models import Directive, Progress, ProgressTally
from units.models import User

from .figures import Summary
from .rows import UnitRow

ENOUGH = 4
"""So many tasks of earlier campaigns say something about a unit; fewer do not."""

REASONS = {
    "silent": _lazy("đã qua nửa thời gian mà chưa có hoạt động nào"),
    "not_begun": _lazy("còn không quá 3 ngày mà có nhiệm vụ chưa bắt đầu"),
    "past": _lazy("các chiến dịch trước hoàn thành đúng hạn dưới một nửa số nhiệm vụ"),
}
"""Each is enough by itself."""


class Record(NamedTuple):
    """What a unit was asked for in campaigns that are over, and how much of it was done on time."""

    tasks: int
    on_time: int

    @property
    def is_poor(self) -> bool:
        return self.tasks >= ENOUGH and self.on_time * 2 < self.tasks


@dataclass(frozen=True)
class Foreseen:
    """A unit that may be late, and why: words for each reason."""

    unit: UnitRow
    reasons: tuple[str, ...]
    due_on: date

    @property
    def days_left(self) -> int:
        return (self.due_on - self.unit.day).days


def foresee(summary: Summary, records: Mapping[int, Record]) -> list[Foreseen]:
    """The most urgent first, then who has most against them. `records` by the key of the unit."""
    found = []
    for unit in summary.counted:
        ahead = [task.due_on for task in unit.counted if task.is_open]
        if ahead and not unit.is_overdue:
            reasons = _reasons(unit, min(ahead), records.get(unit.unit_id))
            if reasons:
                found.append(Foreseen(unit, reasons, min(ahead)))
    return sorted(found, key=lambda each: (each.due_on, -len(each.reasons), each.unit.sort_key))


def _reasons(unit: UnitRow, due_on: date, record: Record | None) -> tuple[str, ...]:
    gone, left = (unit.day - unit.issued_on).days, (due_on - unit.day).days
    found = []
    if unit.is_silent and gone >= left:
        found.append(str(REASONS["silent"]))
    if left <= SOON_DAYS and any(task.progress == Progress.NOT_STARTED and task.is_open for task in unit.tasks):
        found.append(str(REASONS["not_begun"]))
    if record and record.is_poor:
        words = _("các chiến dịch trước chỉ %(on_time)s/%(tasks)s nhiệm vụ đúng hạn")
        found.append(words % {"on_time": number_text(record.on_time), "tasks": number_text(record.tasks)})
    return tuple(found)


def records(directive: Directive, reader: User) -> dict[int, Record]:
    """What each unit did in earlier campaigns that are over and that the reader sees whole. One query."""
    over = Directive.objects.filter(whole_q(reader), campaign__closed_at__lt=directive.issued_at, recalled_at=None)
    rows = ProgressTally.objects.filter(
        directive__in=over.exclude(campaign=directive.campaign).values("pk"), counted=True, instruction__binding=True
    )
    sums = rows.order_by().values("unit").annotate(tasks=Sum("n"), on_time=Sum("n", filter=Q(on_time=True)))
    return {row["unit"]: Record(row["tasks"], row["on_time"] or 0) for row in sums}
