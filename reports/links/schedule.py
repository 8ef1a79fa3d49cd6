"""When an address is looked at again, and when it counts as dead."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

STEPS = (1, 3, 7, 14, 30, 60, 90)
"""Days between looks: a page lives longest in doubt when it is new. The last step repeats."""


@dataclass(frozen=True)
class Standing:
    """What is remembered of an address between two looks. `step` is how many looks ended the same way in a row."""

    step: int = 0
    failing_since: date | None = None
    dead_since: date | None = None


def after(standing: Standing, *, alive: bool | None, day: date) -> Standing:
    """The standing after a look on a local day; `alive` is None where nobody can tell.

    One failure may be the server's bad hour: an address is dead after failures on two different days with no success
    between them, and then since the first of them. One success brings it back to life.
    """
    if alive:
        return Standing(step=0 if standing.failing_since else standing.step + 1)
    if alive is None:
        return replace(standing, step=standing.step + 1)
    since = standing.failing_since or day
    dead = standing.dead_since or (since if day > since else None)
    return Standing(step=standing.step + 1 if standing.dead_since else 0, failing_since=since, dead_since=dead)


def next_look(standing: Standing, now: datetime) -> datetime:
    """The instant of the next look. A first failure is looked at again on the following day."""
    return now + timedelta(days=STEPS[min(max(standing.step - 1, 0), len(STEPS) - 1)])
