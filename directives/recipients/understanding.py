"""What a phrase says, unit by unit and with the reason; what it may mean; and the words nobody understood.

A unit is ticked only when the words say it, all words beside it are understood, and the registry is certain of it (or
an officer taught the words).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from units.models import Unit

from .names import Names, Remembered
from .near import belong_together, near_units
from .reader import Hit, Reader

_EXCEPT = re.compile(
    r"(?P<open>\(\s*)?(?<!\w)(?:ngoại\s+trừ|ngoai\s+tru|trừ|tru|không\s+(?:bao\s+)?gồm|không\s+kể)(?!\w)\s*:?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Match:
    """A unit a phrase may mean; `chosen` is the proposal, the officer decides. `why` is a few words for the screen."""

    unit: Unit
    chosen: bool
    why: str = ""


@dataclass(frozen=True)
class Unclear:
    """Words that name nothing known, as written, and units whose names come near.

    `item` is the whole of what stands between two commas: what an officer's answer is about.
    """

    words: str
    near: tuple[Unit, ...] = ()
    item: str = ""


@dataclass
class Understanding:
    """`matches` in the registry's order, each unit once; `excluded` are units that "trừ …" takes out.

    `remembered` are the words taught by an officer without which the phrase would say something else.
    """

    matches: list[Match] = field(default_factory=list)
    unclear: list[Unclear] = field(default_factory=list)
    excluded: list[Unit] = field(default_factory=list)
    remembered: list[Remembered] = field(default_factory=list)


def match(phrase: str, units: Names | Iterable[Unit]) -> list[Match]:
    """Units that the phrase names or means, in the order given; each once."""
    return understand(phrase, units).matches


def has_exception(phrase: str) -> bool:
    """Whether a "trừ …" stands in the phrase: its words are then no name as a whole."""
    return bool(_EXCEPT.search(phrase))


def understand(phrase: str, units: Names | Iterable[Unit]) -> Understanding:
    """Read a line of "Kính gửi" or a group's name against the units of a day."""
    names = units if isinstance(units, Names) else Names.of(units)
    said, exceptions = _split(phrase)
    reader = Reader(said, names)
    best = _best(reader.hits)
    unclear = [_unclear(words, reader, names) for words in _left(reader, names)]
    answer = Understanding(unclear=unclear, remembered=list(reader.remembered))
    open_exceptions = [_except(text, best, names, answer) for text in exceptions]
    gone = {unit.pk for unit in answer.excluded}
    sure = all(open_exceptions)
    answer.matches = [
        Match(unit, hit.said and (unit.is_certain or hit.taught) and (sure or hit.named), hit.why)
        for unit in names.units
        if (hit := best.get(unit.pk)) and unit.pk not in gone
    ]
    return answer


def _split(phrase: str) -> tuple[str, list[str]]:
    """What a phrase says and what it takes out. Words taken out become blanks, so that places stay."""
    found = []
    while place := _EXCEPT.search(phrase):
        closed = phrase.find(")" if place["open"] else ";", place.end())
        end = closed if closed >= 0 else len(phrase)
        found.append(phrase[place.end() : end])
        phrase = f"{phrase[: place.start()]}{' ' * (end - place.start())}{phrase[end:]}"
    return phrase, found


def _left(reader: Reader, names: Names) -> list[list[int]]:
    """The runs of words not understood; a misspelt name with a comma or "và" in it is one run and not two."""
    runs: list[list[int]] = []
    for words in reader.unclear:
        joined = list(range(runs[-1][0], words[-1] + 1)) if runs and runs[-1][-1] + 1 == words[0] else []
        if joined and belong_together([reader.words[at] for at in joined], names):
            runs[-1] = joined
        else:
            runs.append(words)
    return runs


def _best(hits: list[Hit]) -> dict[int, Hit]:
    best: dict[int, Hit] = {}
    for hit in hits:
        if hit.unit.pk not in best or hit.weight > best[hit.unit.pk].weight:
            best[hit.unit.pk] = hit
    return best


def _except(text: str, best: dict[int, Hit], names: Names, answer: Understanding) -> bool:
    """Take out what an exception names; False when some of its words are not understood."""
    reader = Reader(text, names)
    gone = [hit.unit for hit in reader.hits if hit.said and hit.unit.pk in best]
    unclear = []
    for words in reader.items:
        ending = [hit.unit for hit in best.values() if names.ends_with(hit.unit, [reader.words[at] for at in words])]
        if len(ending) == 1:
            gone += ending
        elif not (reader.taught.intersection(words) or any(unit in reader.units_of(words) for unit in gone)):
            unclear.append(_unclear(words, reader, names))
    answer.excluded = list({unit.pk: unit for unit in [*answer.excluded, *gone]}.values())
    answer.unclear += unclear
    answer.remembered += reader.remembered
    return not unclear


def _unclear(words: list[int], reader: Reader, names: Names) -> Unclear:
    item = reader.whole(words)
    near = near_units([reader.words[at] for at in item], reader.confused(words), names)
    return Unclear(reader.written(words), tuple(near), reader.written(item))
