"""The units of which nobody hears anything at a moment: each once, with its letters and reasons. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from directives.models import Directive

from .rehearse import Silent
from .timeline import told_words


@dataclass(frozen=True)
class Why:
    """What stands in the way of one step of a letter; `step` in words, empty where no step falls on the moment."""

    step: str
    reason: str

    def __str__(self):
        return ": ".join(part for part in (self.step, self.reason) if part)


@dataclass
class SilentUnit:
    """A unit of which nobody hears anything, and why, by letter."""

    whose: str
    letters: dict[Directive, list[Why]] = field(default_factory=dict)

    @property
    def by_letter(self) -> list[tuple[Directive, list[Why]]]:
        return list(self.letters.items())

    @property
    def references(self) -> list[str]:
        return [letter.reference for letter in self.letters]

    @property
    def reason_lines(self) -> list[str]:
        """A line for each step, under the letter where there are several."""
        several = len(self.letters) > 1
        return [
            f"{letter.reference}: {why}" if several else str(why) for letter, found in self.by_letter for why in found
        ]


def unheard(silent: Iterable[Silent], heard: Collection[int]) -> list[SilentUnit]:
    """Those of `silent` that are none of the units `heard`; the officers of a letter are no unit of it."""
    found: dict[int, SilentUnit] = {}
    for each in silent:
        if each.unit_id is None or each.unit_id in heard:
            continue
        unit = found.setdefault(each.unit_id, SilentUnit(each.whose))
        why = Why(told_words(each.row) if each.row else "", each.reason)
        known = unit.letters.setdefault(each.directive, [])
        if why not in known:
            known.append(why)
    return list(found.values())
