"""Done tasks day by day beside the days that have gone by, and the line of an even pace. Read from tallies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import local_day, short_date
from campaign_portal.lib.numbers import number_text
from directives.models import Directive, Progress, ProgressTally

from .address import Address
from .figures import Summary

MOST_WEEKS = 53


@dataclass(frozen=True)
class Point:
    """The end of a day: how many tasks were done, and of how many."""

    day: date
    done: int
    total: int


@dataclass(frozen=True)
class Trend:
    """From the day of issue to the day of the figures. `points` has the days on which something changed, and the last.

    The even pace is a straight line from none on the day of issue to all that is asked at the end of `due_on`.
    """

    issued_on: date
    due_on: date
    day: date
    points: Sequence[Point]

    @property
    def last(self) -> Point:
        return self.points[-1]

    @property
    def ends_on(self) -> date:
        return max(self.due_on, self.day)

    @cached_property
    def most(self) -> int:
        return max(point.total for point in self.points)

    def pace(self, day: date) -> int:
        """How many tasks an even pace would have done by the end of the day; rounded down, in favour of the units."""
        span = (self.due_on - self.issued_on).days
        if day >= self.due_on or span <= 0:
            return self.last.total
        return self.last.total * max((day - self.issued_on).days, 0) // span

    @property
    def title(self) -> str:
        """The finding: ahead of an even pace or behind it, or what was reached by the due day."""
        if self.day >= self.due_on:
            words = _("Đến hết hạn %(day)s: %(done)s/%(total)s nhiệm vụ hoàn thành")
            return words % (self._figures(self.at(self.due_on)) | {"day": short_date(self.due_on)})
        ahead = self.last.done - self.pace(self.day)
        figures = self._figures(self.last) | {"n": number_text(abs(ahead))}
        if ahead > 0:
            return _("%(done)s/%(total)s nhiệm vụ hoàn thành, nhanh hơn nhịp đều %(n)s nhiệm vụ") % figures
        if ahead < 0:
            return _("%(done)s/%(total)s nhiệm vụ hoàn thành, chậm hơn nhịp đều %(n)s nhiệm vụ") % figures
        return _("%(done)s/%(total)s nhiệm vụ hoàn thành, đúng nhịp đều") % figures

    def at(self, day: date) -> Point:
        """The figures at the end of a day, which are those of the last change before it."""
        known = [point for point in self.points if point.day <= day]
        return known[-1] if known else Point(day, 0, self.last.total)

    def _figures(self, point: Point) -> dict[str, str]:
        return {"done": number_text(point.done), "total": number_text(point.total)}

    # --- The drawing, in percent of its frame -------------------------------------------------------------------------
    def x(self, day: date) -> float:
        span = (self.ends_on - self.issued_on).days
        return round((day - self.issued_on).days / span * 100, 2) if span > 0 else 100.0

    def y(self, value: int) -> float:
        return round(100 - value / self.most * 100, 2) if self.most else 100.0

    @property
    def line(self) -> str:
        """The done tasks as steps: a day's figure stands until the next change."""
        found, height = ["0,100"], 100.0
        for point in self.points:
            at = self.x(point.day)
            found += [f"{at},{height}", f"{at},{(height := self.y(point.done))}"]
        return " ".join(found)

    @property
    def area(self) -> str:
        return f"{self.line} {self.x(self.day)},100"

    @property
    def even(self) -> str:
        return f"0,100 {self.x(self.due_on)},{self.y(self.last.total)}"

    @property
    def due_x(self) -> float:
        return self.x(self.due_on)

    @property
    def pace_now(self) -> int:
        return self.pace(self.day)


@dataclass(frozen=True)
class Line:
    """A row of the table twin: the figures at the end of a day, and the tasks that were done then."""

    day: date
    point: Point
    pace: int
    url: str


def trend(summary: Summary) -> Trend | None:
    """The trend of a letter that is tallied and that the reader sees whole. One query.

    None where nothing is asked of anybody.
    """
    points = _points(summary.directive, summary) if summary.total else []
    if not points:
        return None
    return Trend(local_day(summary.directive.issued_at), summary.due_on, summary.day, points)


def _points(directive: Directive, summary: Summary) -> list[Point]:
    rows = ProgressTally.objects.filter(
        directive=directive, day__lte=summary.day, counted=True, instruction__binding=True
    )
    changes = rows.values("day").annotate(total=Sum("n"), done=Sum("n", filter=Q(progress=Progress.DONE)))
    done = total = 0
    found: dict[date, Point] = {}
    for row in changes.order_by("day"):
        done, total = done + (row["done"] or 0), total + row["total"]
        found[row["day"]] = Point(row["day"], done, total)
    if found:
        found.setdefault(summary.day, Point(summary.day, done, total))
    return list(found.values())


def trend_lines(found: Trend, address: Address) -> list[Line]:
    """A row for every week back from the day of the figures, at most a year of them, and for the day of issue."""
    days, at = [], found.day
    while at >= found.issued_on and len(days) < MOST_WEEKS:
        days.append(at)
        at -= timedelta(days=7)
    if days[-1] != found.issued_on:
        days.append(found.issued_on)
    return [_line(found, day, address) for day in days]


def _line(found: Trend, day: date, address: Address) -> Line:
    there = Address(address.directive_id, address.as_of if day == found.day else day)
    return Line(day, found.at(day), found.pace(day), there.tasks(progress="done"))
