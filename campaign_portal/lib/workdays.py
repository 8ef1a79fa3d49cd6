"""Working days: weekends, public holidays and swapped days, from the `Holiday` table that officers keep (holidays.py).

The table is seeded from fixtures/holidays.csv; what a person has changed in it is never overwritten.
"""

import csv
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Self

from campaign_portal.lib.models import Holiday

FIXTURE = Path(__file__).parent / "fixtures" / "holidays.csv"

# Labour Code 45/2019/QH14, article 112: eleven paid public holidays a year. A year with fewer has not been filled in.
DAYS_OFF_IN_A_YEAR = 11

_SATURDAY = 5


class WorkCalendar:
    """Which days are working days. Pure: give it the days off (Monday to Friday) and the make-up working weekends."""

    def __init__(self, days_off: Iterable[date], days_on: Iterable[date] = ()):
        self.days_off = frozenset(days_off)
        self.days_on = frozenset(days_on)

    @classmethod
    def load(cls) -> Self:
        """Read the table, in one query."""
        rows = list(Holiday.objects.filter(is_set_aside=False).values_list("day", "is_workday"))
        return cls((day for day, on in rows if not on), (day for day, on in rows if on))

    def is_workday(self, day: date) -> bool:
        if day in self.days_on:
            return True
        return day.weekday() < _SATURDAY and day not in self.days_off

    def previous_workday(self, day: date) -> date:
        """Return `day` itself when it is a working day, else the last one before it."""
        while not self.is_workday(day):
            day -= timedelta(days=1)
        return day

    def next_workday(self, day: date) -> date:
        """Return `day` itself when it is a working day, else the first one after it."""
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day

    def count(self, after: date, until: date) -> int:
        """How many working days there are after one day, up to and with another: what somebody has waited."""
        span = max(0, (until - after).days)
        return sum(self.is_workday(after + timedelta(days=each)) for each in range(1, span + 1))

    def back(self, day: date, days: int) -> date:
        """The working day so many working days before `day`; with 0 the last one up to it."""
        day = self.previous_workday(day)
        for _each in range(days):
            day = self.previous_workday(day - timedelta(days=1))
        return day

    def covers(self, year: int) -> bool:
        """Say whether the holidays of a year are known; if not, only weekends are skipped and people must be told."""
        return Counter(day.year for day in self.days_off)[year] >= DAYS_OFF_IN_A_YEAR

    def unknown_years(self, days: Iterable[date]) -> list[int]:
        """Years of these days whose holidays nobody has filled in."""
        return [year for year in sorted({day.year for day in days}) if not self.covers(year)]


def read_holidays() -> list[dict]:
    """Return the rows of the fixture as keyword arguments of `Holiday`."""
    with FIXTURE.open(encoding="utf-8", newline="") as file:
        return [
            {
                "day": date.fromisoformat(row["date"]),
                "name": row["name"],
                "is_workday": row["status"] == "làm việc",
                "source": row["source"],
            }
            for row in csv.DictReader(file)
        ]


def load_holidays(model=Holiday) -> None:
    """Add the days of the fixture that the table does not have; safe to run again. A migration passes its own model."""
    model.objects.bulk_create([model(**row) for row in read_holidays()], ignore_conflicts=True)
