"""What units say they reached, as of a day. Lượt of one audience through one channel; never added up across them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from directives.history import Folded
from reports.blocks import Report, repeats
from reports.models import Action, Audience, Channel


@dataclass(frozen=True)
class Deed:
    """An action that stood at the end of the day, in the words it had then. `reach` is None where nobody counted.

    `is_linked`: the same event is recorded for another letter, where its reach counts; it is not added again here.
    `is_repeated`: done below for work passed on, for the audience, through the channel and on the day of an action of
    a unit further up; that one counts.
    """

    pk: int
    unit_id: int
    done_on: date
    channel: str
    audience: str
    reach: int | None
    is_linked: bool = False
    is_repeated: bool = False

    @property
    def times(self) -> int:
        """What it adds to a figure."""
        return 0 if self.is_linked or self.is_repeated else self.reach or 0

    @property
    def is_uncounted(self) -> bool:
        return self.reach is None and not (self.is_linked or self.is_repeated)

    @property
    def block(self) -> tuple[str, str, date]:
        """Who heard it together."""
        return self.audience, self.channel, self.done_on

    @property
    def channel_name(self) -> str:
        return Channel(self.channel).label

    @property
    def audience_name(self) -> str:
        return Audience(self.audience).label


@dataclass(frozen=True)
class Reach:
    """One cell: the actions of one audience through one channel, of which some were not counted or count elsewhere."""

    audience: str
    channel: str
    deeds: int
    times: int
    uncounted: int
    linked: int = 0
    repeated: int = 0

    @property
    def is_told(self) -> bool:
        """Whether any of the actions says a number that counts here."""
        return self.deeds > self.uncounted + self.linked + self.repeated

    @property
    def audience_name(self) -> str:
        return Audience(self.audience).label

    @property
    def channel_name(self) -> str:
        return Channel(self.channel).label


def standing(folded: dict[int, Folded]) -> list[Deed]:
    """Actions recorded and not withdrawn, newest first."""
    deeds = [_deed(pk, each) for pk, each in folded.items() if each.values.get("state") != Action.State.WITHDRAWN]
    return sorted(deeds, key=lambda deed: (deed.done_on, deed.pk), reverse=True)


def _deed(pk: int, folded: Folded) -> Deed:
    values = folded.values
    return Deed(
        pk=pk,
        unit_id=folded.unit_id,
        done_on=date.fromisoformat(values["done_on"]),
        channel=values["channel"],
        audience=values["audience"],
        reach=values["reach"],
        is_linked=bool(values.get("copy_of")),
    )


def without_repeats(deeds: Iterable[Deed], served: Iterable[Sequence[int | None]]) -> list[Deed]:
    """The deeds, those marked whose people a unit further up has reported already: the rule of `reports.blocks`.

    `served` tells of actions which obligation they serve, and then up the chain those it was passed on from.
    """
    deeds = list(deeds)
    known = {deed.pk for deed in deeds}
    serves: dict[int, set[int]] = {}
    above: dict[int, list[int]] = {}
    for action, obligation, *ups in served:
        if action in known:
            serves.setdefault(action, set()).add(obligation)
            above[obligation] = [each for each in ups if each]
    told = [Report(d.pk, d.block, d.reach is not None, frozenset(serves.get(d.pk, ()))) for d in deeds]
    twice = repeats(told, above)
    return [replace(deed, is_repeated=True) if deed.pk in twice and not deed.is_linked else deed for deed in deeds]


def reached(deeds: Iterable[Deed]) -> list[Reach]:
    """The cells that hold anything, most lượt first."""
    cells: dict[tuple[str, str], list[Deed]] = {}
    for deed in deeds:
        cells.setdefault((deed.audience, deed.channel), []).append(deed)
    rows = [
        Reach(
            audience=audience,
            channel=channel,
            deeds=len(found),
            times=sum(deed.times for deed in found),
            uncounted=sum(deed.is_uncounted for deed in found),
            linked=sum(deed.is_linked for deed in found),
            repeated=sum(deed.is_repeated for deed in found),
        )
        for (audience, channel), found in cells.items()
    ]
    order = [*Audience.values, *Channel.values]
    return sorted(rows, key=lambda row: (-row.times, order.index(row.audience), order.index(row.channel)))
