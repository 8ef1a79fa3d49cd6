"""Which figures differ between two tellings of a paper. Pure: facts are {key: [text, label]}, as rows keep them."""

from collections.abc import Mapping
from dataclasses import dataclass

OF_ROWS = frozenset({"unit", "group", "addressee", "district"})
Facts = Mapping[str, tuple[str, str] | list[str]]


@dataclass(frozen=True)
class Moved:
    """One figure that is not what it was; "" where one of the two does not tell it."""

    key: str
    label: str
    was: str
    now: str

    @property
    def is_of_a_row(self) -> bool:
        """One of many of its kind, in a table of units or groups."""
        return self.key.split(".")[0] in OF_ROWS


def moved(before: Facts, after: Facts) -> list[Moved]:
    """In the order of the newer paper, what it no longer tells last."""
    keys = [*after, *(key for key in before if key not in after)]
    found = (Moved(key, _label(key, before, after), _text(key, before), _text(key, after)) for key in keys)
    return [each for each in found if each.was != each.now]


def _label(key: str, *tellings: Facts) -> str:
    return next((each[key][1] for each in tellings if key in each and each[key][1]), key)


def _text(key: str, facts: Facts) -> str:
    return facts[key][0] if key in facts else ""
