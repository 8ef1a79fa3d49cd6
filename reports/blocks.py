"""Who heard it together: which reports of several levels tell of the same people. Pure.

A block is one audience, through one channel, on one day. Work that is passed on is reported by who passed it on and by
who got it. Within one chain, from the unit of the letter down to the unit that did it, the reports of one block tell of
the same people: its reach is added once, as the highest level says that gives a number. Units beside each other reach
people of their own, and nothing is added up across audiences or channels.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Report:
    """An action: its block, whether it gives a number, and which obligations it serves."""

    key: int
    block: Hashable
    is_told: bool
    serves: frozenset[int]


def repeats(reports: Iterable[Report], above: Mapping[int, Sequence[int]]) -> set[int]:
    """Keys of the reports whose people a level above has reported already, in whatever order they come.

    `above` names, per obligation, those it was passed on from. A report that gives a number gives way only to one that
    gives a number too.
    """
    reports = list(reports)
    holders: dict[tuple[int, Hashable], list[Report]] = defaultdict(list)
    for each in reports:
        for obligation in each.serves:
            holders[obligation, each.block].append(each)
    return {each.key for each in reports if any(_outdone(each, higher) for higher in _higher(each, holders, above))}


def _higher(report: Report, holders: Mapping, above: Mapping[int, Sequence[int]]) -> Iterable[Report]:
    """Other reports of the block further up; what the report serves too is its own."""
    for obligation in report.serves:
        for upper in above.get(obligation, ()):
            if upper not in report.serves:
                yield from holders.get((upper, report.block), ())


def _outdone(report: Report, higher: Report) -> bool:
    return higher.is_told or not report.is_told
