"""What units below did for work that was passed to them, gathered at the obligation it came from.

An action of a unit below whose audience, channel and day are those of an action of the unit's own is taken for the same
block of people: it is listed, and its reach is not added again. Reach stands per audience and channel, as everywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from directives.models import Obligation
from reports.models import Action, ActionObligation

from .deeds import Deed, deeds
from .relayed import BelowList, passed_on


@dataclass(frozen=True)
class Gathering:
    """A deed of a unit below; `is_same_block` where the unit's own action of that block counts already."""

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
    """What was passed on from an obligation and done below. One query where nothing was passed on, else eight."""
    below = passed_on(Q(parent=obligation))
    if not below.rows:
        return Gathered(below, [], [])
    served = ActionObligation.objects.filter(obligation__parent=obligation).values("action")
    # What the unit's own action serves too is the unit's own: it is not gathered from below.
    found = deeds(Action.objects.filter(pk__in=served).exclude(obligations=obligation))
    own = list(obligation.actions.kept().only("audience", "channel", "done_on", "reach", "copy_of"))
    blocks = {(each.get_audience_display(), each.channel, each.done_on) for each in own}
    linked = set(
        Action.objects.filter(pk__in=[each.pk for each in found], copy_of__isnull=False).values_list("pk", flat=True)
    )
    order = {row.unit: place for place, row in enumerate(below.rows)}
    found.sort(key=lambda each: (order.get(each.unit, len(order)), each.unit))
    told = [Gathering(each, (each.audience, each.channel_key, each.done_on) in blocks) for each in found]
    return Gathered(
        below,
        [(unit, list(rows)) for unit, rows in groupby(told, key=lambda each: each.deed.unit)],
        cells(own, [each.deed for each in told if not (each.is_same_block or each.deed.pk in linked)]),
    )


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
