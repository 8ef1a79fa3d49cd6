"""Work passed on from unit to unit: how far, and what lies below what, as conditions on rows. No models here.

Each unit passes on what it was given itself: committee → office of the district → ward → community digital team. What a
unit passes on stays its own work as well, and only what the letter itself asks is counted.
"""

from django.db.models import Q

LEVELS = 3
"""How many times in a row work may be passed on. A fixed depth keeps every question about a chain one query."""


def ups(to: str = "", *, own: bool = False) -> list[str]:
    """Lookup paths from a row up its chain, nearest first: "parent", "parent__parent" …; with `own`, the row first."""
    start = 0 if own else 1
    return [to + "__".join(["parent"] * depth) for depth in range(start, LEVELS + 1)]


def below_q(field: str, value, to: str = "") -> Q:
    """Rows that were passed on, over any number of units, from one with `field=value`."""
    condition = Q()
    for path in ups(to):
        condition |= Q(**{f"{path}__{field}": value})
    return condition
