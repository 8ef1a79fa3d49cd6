"""Working days as plain data, so that they can be handed to the process in which strangers' files are read."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

_SATURDAY = 5

# Labour Code 45/2019/QH14, article 112: eleven paid public holidays a year. A year with fewer has not been filled in.
DAYS_OFF_IN_A_YEAR = 11


@dataclass(frozen=True)
class Workdays:
    """Which days are worked: `off` are holidays from Monday to Friday, `on` are weekend days worked to make up for one.

    Without any, Monday to Friday are worked.
    """

    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()

    def is_workday(self, day: date) -> bool:
        return day in self.on or (day.weekday() < _SATURDAY and day not in self.off)

    def next_workday(self, day: date) -> date:
        """`day` itself when it is a working day, else the first one after it."""
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day

    def covers(self, year: int) -> bool:
        """Whether the holidays of a year are known; if not, a count of working days is only rough."""
        return Counter(day.year for day in self.off)[year] >= DAYS_OFF_IN_A_YEAR

    def to_text(self) -> str:
        """One line of text; `from_text` restores equal days."""
        return json.dumps([sorted(day.isoformat() for day in days) for days in (self.off, self.on)])

    @classmethod
    def from_text(cls, text: str) -> Self:
        return cls(*(frozenset(map(date.fromisoformat, days)) for days in json.loads(text)))
