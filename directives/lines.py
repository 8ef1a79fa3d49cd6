"""What the page "Nơi nhận" tells of each line: who was understood and why, who is left out, and what is asked."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from directives.recipients import Names, Remembered, Unclear, Understanding, has_exception, understand
from directives.recipients.known import names_on
from units.models import Unit

from .models import Directive
from .ticks import Bundle, Kind, bundles_of

NEAR = 4
"""How many units near by one question offers."""


@dataclass(frozen=True)
class Asked:
    """Words the officer is asked about. `number` tells the questions of one page apart.

    `may_be_ticked`: the line offers units that its other words do not say, so its ticks may be the answer.
    """

    number: int
    words: str
    near: tuple[Unit, ...] = ()
    may_be_ticked: bool = False


@dataclass
class Line:
    """A bundle with what its words were understood to say. `why` holds a few words per unit."""

    bundle: Bundle
    why: dict[int, str]
    asked: list[Asked] = field(default_factory=list)
    remembered: list[Remembered] = field(default_factory=list)
    excluded: list[Unit] = field(default_factory=list)

    @property
    def is_unclear(self) -> bool:
        """Words or all units are open. A line whose words are clear may well be unticked: that is an answer."""
        return bool(self.asked)

    @property
    def kinds(self) -> list[Kind]:
        """The bundle's kinds, each with the reason of its members: once where it is the same for all."""
        kinds = self.bundle.kinds
        for kind in kinds:
            for member in kind.members:
                member.why = self.why.get(member.unit_id, _("anh/chị đã thêm"))
            reasons = {member.why for member in kind.members}
            kind.why = reasons.pop() if len(reasons) == 1 else ""
        return kinds


def lines_of(bundles: list[Bundle], names: Names) -> list[Line]:
    """The bundles as lines, the unclear ones first, else in the order of the letter."""
    lines, number = [], 0
    for bundle in bundles:
        line = _line(bundle, names, number)
        number += len(line.asked)
        lines.append(line)
    return sorted(lines, key=lambda line: not line.is_unclear)


def draft_lines(directive: Directive, *, day: date) -> list[Line]:
    """The lines of a draft with the names of a local day."""
    return lines_of(bundles_of(directive), names_on(day, issuer=directive.issuer))


def ticked_beyond(bundle: Bundle, names: Names, ticked: set[int]) -> set[int]:
    """Units ticked in a bundle that its words do not say by themselves: what an officer means by the rest of them."""
    said = {found.unit.pk for each in _understood(bundle, names) for found in each.matches if found.chosen}
    return ticked - said


def _understood(bundle: Bundle, names: Names) -> list[Understanding]:
    return [understand(phrase, names) for phrase in dict.fromkeys(group.phrase for group in bundle.groups)]


def _is_one_question(bundle: Bundle, answers: list[Understanding], said: bool) -> bool:
    """A line of which nothing was understood, or that only may mean some units, of which none is ticked yet."""
    if said or any(answer.remembered or has_exception(bundle.phrase) for answer in answers):
        return False
    settled = bundle.chosen or any(answer.unclear for answer in answers)
    return not (settled and (len(answers) > 1 or answers[0].matches))


def _whole(phrase: str, parts: dict[str, Unclear]) -> Unclear:
    """One question, not one for every comma."""
    near = {unit.pk: unit for part in parts.values() for unit in part.near}
    return Unclear(phrase, tuple(near.values())[:NEAR])


def _line(bundle: Bundle, names: Names, number: int) -> Line:
    answers = _understood(bundle, names)
    why = {found.unit.pk: found.why for answer in reversed(answers) for found in answer.matches}
    open_words = {each.item: each for answer in reversed(answers) for each in answer.unclear}
    remembered = {each.key: each for answer in answers for each in answer.remembered}
    excluded = {unit.pk: unit for answer in answers for unit in answer.excluded}
    line = Line(bundle, why, remembered=list(remembered.values()), excluded=list(excluded.values()))
    said = {found.unit.pk for answer in answers for found in answer.matches if found.chosen}
    if _is_one_question(bundle, answers, bool(said)):
        open_words = {bundle.phrase: _whole(bundle.phrase, open_words)}
    beyond = any(member.unit_id not in said for member in bundle.members)
    line.asked = [Asked(number + at, words, each.near, beyond) for at, (words, each) in enumerate(open_words.items())]
    return line
