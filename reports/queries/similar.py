"""What similar units report, and which numbers are far from it. Robust: a few wild numbers do not move the middle."""

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from directives.models import Obligation
from reports.models import Action

ENOUGH = 5
"""How many other units of the same kind must have reported before a number is compared."""

FAR = 3.5
"""Distance from the median, in scaled median absolute deviations, beyond which a number is far."""

LEAST_SPREAD = math.log(1.2)
"""Where all units report nearly the same, a fifth more or less is still the same."""

MAD_TO_SIGMA = 1.4826
"""A median absolute deviation times this is the standard deviation of normal data."""

MOST = 20_000
"""Numbers read at once; more add nothing to a median."""


@dataclass(frozen=True)
class Middle:
    """The middle of a number of each unit. Numbers are compared by how many times one is the other: reach runs from
    tens to thousands, and half as much is as far as twice as much."""

    units: int
    median: float
    spread: float

    def is_far(self, reach: int) -> bool:
        return abs(math.log1p(reach) - math.log1p(self.median)) > FAR * MAD_TO_SIGMA * self.spread


@dataclass(frozen=True)
class Usual:
    """What units report for one instruction by one channel: by an action, and by all of theirs together."""

    each: Middle
    together: Middle

    def far(self, numbers: Iterable[int]) -> list[int]:
        """Which numbers of one work, each of an action, are far from what others report by an action."""
        return [number for number in numbers if self.each.is_far(number)]

    def far_together(self, numbers: Sequence[int]) -> int | None:
        """Their sum, where each alone is near and all together are not."""
        apart = len(numbers) > 1 and not self.far(numbers) and self.together.is_far(sum(numbers))
        return sum(numbers) if apart else None

    def is_odd(self, numbers: Sequence[int]) -> bool:
        return bool(self.far(numbers)) or self.far_together(numbers) is not None


def usual(numbers: Iterable[tuple[int, int]]) -> Usual | None:
    """What is usual by (unit, number) pairs, one voice per unit; None for fewer than `ENOUGH` beside the one."""
    by_unit: dict[int, list[int]] = defaultdict(list)
    for unit, reach in numbers:
        by_unit[unit].append(reach)
    if len(by_unit) <= ENOUGH:
        return None
    return Usual(_middle(map(statistics.median, by_unit.values())), _middle(map(sum, by_unit.values())))


def _middle(numbers: Iterable[float]) -> Middle:
    sizes = [math.log1p(each) for each in numbers]
    centre = statistics.median(sizes)
    spread = statistics.median(abs(each - centre) for each in sizes)
    return Middle(len(sizes), math.expm1(centre), max(spread, LEAST_SPREAD))


def reported(actions: QuerySet[Action]) -> QuerySet[Action]:
    return actions.kept().filter(reach__isnull=False)


def usual_by_channel(obligation: Obligation, channels: Iterable[str]) -> dict[str, Usual]:
    """By channel, what units of the same kind report for the same instruction, this one among them. One query."""
    rows = reported(Action.objects.filter(serves__obligation__instruction=obligation.instruction_id))
    rows = rows.filter(channel__in=set(channels), unit__kind=obligation.responsible_unit.kind)
    numbers: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for channel, unit, reach in rows.order_by().values_list("channel", "unit", "reach")[:MOST]:
        numbers[channel].append((unit, reach))
    found = {channel: usual(pairs) for channel, pairs in numbers.items()}
    return {channel: each for channel, each in found.items() if each}
