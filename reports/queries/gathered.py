"""What units below did, at any depth, for work that was passed on, gathered at the obligation it came from.

Reports of one block of people from several levels of a chain add their reach once (`reports.blocks`); the others are
listed. Reach stands per audience and channel, as everywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from directives.chain import below_q, ups
from directives.models import Obligation
from reports.blocks import Report, repeats
from reports.models import Action, ActionObligation

from .deeds import Deed, deeds
from .relayed import BelowList, under


@dataclass(frozen=True)
class Gathering:
    """A deed of a unit below; `is_same_block` where a report from further up counts for its people already."""

    deed: Deed
    is_same_block: bool


@dataclass(frozen=True)
class Cell:
    """Lượt of one audience through one channel, the unit's own and those added from below."""

    audience: str
    channel: str
    own: int
    below: int

    @property
    def times(self) -> int:
        return self.own + self.below


@dataclass(frozen=True)
class Gathered:
    below: BelowList
    units: list[tuple[str, list[Gathering]]]
    """By unit, in the order in which the letter lists them; units without actions are not among them."""
    cells: list[Cell]

    @property
    def deeds(self) -> int:
        return sum(len(found) for _unit, found in self.units)

    @property
    def has_same_block(self) -> bool:
        return any(each.is_same_block for _unit, found in self.units for each in found)


def gathered(obligation: Obligation) -> Gathered:
    """What was passed on from an obligation and done below. One query where nothing was passed on, else nine."""
    below = under(obligation)
    if not below.rows:
        return Gathered(below, [], [])
    served = list(_served(obligation))
    own_keys = {action for action, serves, *_above in served if serves == obligation.pk}
    # What the unit's own action serves too is the unit's own: it is not gathered from below.
    found = deeds(Action.objects.filter(pk__in={action for action, *_rest in served} - own_keys))
    own = list(obligation.actions.kept().only("audience", "channel", "done_on", "reach", "copy_of"))
    linked = set(
        Action.objects.filter(pk__in=[each.pk for each in found], copy_of__isnull=False).values_list("pk", flat=True)
    )
    twice = _twice(own, found, served)
    order = {row.unit: place for place, row in enumerate(below.rows)}
    found.sort(key=lambda each: (order.get(each.unit, len(order)), each.unit))
    told = [Gathering(each, each.pk in twice) for each in found]
    return Gathered(
        below,
        [(unit, list(rows)) for unit, rows in groupby(told, key=lambda each: each.deed.unit)],
        cells(own, [each.deed for each in told if not (each.is_same_block or each.deed.pk in linked)]),
    )


def _served(obligation: Obligation):
    """Which obligation of the chain below each action serves, and up the chain those it was passed on from."""
    rows = ActionObligation.objects.filter(obligation__instruction=obligation.instruction_id)
    rows = rows.filter(Q(obligation=obligation) | below_q("pk", obligation.pk, "obligation__"))
    return rows.values_list("action", *(path.removesuffix("__") for path in ups("obligation__", own=True)))


def _twice(own: Iterable[Action], found: Iterable[Deed], served: list[tuple]) -> set[int]:
    serves: dict[int, set[int]] = {}
    above = {}
    for action, obligation, *higher in served:
        serves.setdefault(action, set()).add(obligation)
        above[obligation] = [each for each in higher if each]
    blocks = [(each.pk, (each.get_audience_display(), each.channel, each.done_on), each.reach) for each in own]
    blocks += [(each.pk, (each.audience, each.channel_key, each.done_on), each.reach) for each in found]
    reports = [Report(key, block, reach is not None, frozenset(serves[key])) for key, block, reach in blocks]
    return repeats(reports, above)


def cells(own: Iterable[Action], added: Iterable[Deed]) -> list[Cell]:
    """Per audience and channel, most lượt first; what nobody counted, or what counts elsewhere, adds nothing."""
    sums: dict[tuple[str, str], list[int]] = {}
    for action in own:
        key = (action.get_audience_display(), action.get_channel_display())
        sums.setdefault(key, [0, 0])[0] += 0 if action.copy_of_id else action.reach or 0
    for deed in added:
        sums.setdefault((deed.audience, deed.channel), [0, 0])[1] += deed.reach or 0
    rows = [Cell(audience, channel, mine, below) for (audience, channel), (mine, below) in sums.items()]
    return sorted((row for row in rows if row.times), key=lambda row: (-row.times, row.audience, row.channel))
