"""Every way the registry knows to name a unit: its names, short forms, remembered words and former names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from units.models import Unit, UnitKind

from .words import PLACES, Word, key_of, same_marks, spelt_alike, words_of

MOST_PARTS = 4
SPELT = ("", "quận", "huyện", "phường", "xã", "tỉnh")


@dataclass(frozen=True)
class Former:
    """A name that is no more, and a unit that took over by a decision. `until` is the last day of the name."""

    name: str
    unit: Unit
    decision: str = ""
    until: date | None = None


@dataclass(frozen=True)
class Remembered:
    """Words an officer said to mean these units; none: nobody in the registry. `key` tells it from others."""

    phrase: str
    units: tuple[Unit, ...] = ()
    key: int | None = None


@dataclass(frozen=True)
class Name:
    """A name of a unit. `how`: "name", "short", "place" (a committee by its place alone) or "former"."""

    unit: Unit
    how: str
    words: tuple[Word, ...]
    until: date | None = None


@dataclass
class Names:
    """The names of the units that a letter may address. Built once for a letter, asked for every line.

    `issuer` is who writes: "các đơn vị trực thuộc" are those right below it.
    """

    units: list[Unit]
    issuer: Unit | None = None
    by_key: dict[str, list[Name]] = field(default_factory=dict)
    taught: dict[str, list[tuple[tuple[Word, ...], Remembered]]] = field(default_factory=dict)
    offices: dict[str, list[Unit]] = field(default_factory=dict)
    province: tuple[str, ...] = ()
    longest: int = 0

    @classmethod
    def of(
        cls,
        units: Iterable[Unit],
        *,
        aliases: Iterable[Remembered] = (),
        former: Iterable[Former] = (),
        issuer: Unit | None = None,
    ) -> "Names":
        """`former` names count where no unit bears them; remembered words in their very spelling before all names."""
        names = cls(list(units), issuer)
        names.province = _province(names.units)
        for unit in names.units:
            names._add_unit(unit)
        names._add_former(former)
        for each in aliases:
            if words := tuple(words_of(each.phrase)):
                names.taught.setdefault(key_of(words), []).append((words, each))
        names.longest = max((len(key.split()) for key in [*names.by_key, *names.taught]), default=0)
        return names

    def remembered(self, written: list[Word]) -> Remembered | None:
        """What an officer said of these very words; words without marks count too while only one was said of them."""
        known = self.taught.get(key_of(written), [])
        exact = [each for words, each in known if same_marks(written, words)]
        alike = [each for words, each in known if spelt_alike(written, list(words))]
        return next((found[0] for found in (exact, alike) if len(found) == 1), None)

    def ends_with(self, unit: Unit, words: list[Word]) -> bool:
        """Whether a name ends in these words: "quận Ô Môn" at the end of an office's name."""
        return f" {key_of(words_of(unit.name))}".endswith(f" {key_of(words)}")

    def _add_unit(self, unit: Unit) -> None:
        for how, words in self._forms(unit):
            self._add(Name(unit, how, tuple(words)))
        if unit.kind == UnitKind.DISTRICT_OFFICE:
            head, _tail = self._parts(words_of(unit.name))
            for words in (head, *_short(head, [])):
                self.offices.setdefault(key_of(words), []).append(unit)

    def _add(self, name: Name) -> None:
        known = self.by_key.setdefault(key_of(name.words), [])
        if name.words and all(other.unit.pk != name.unit.pk for other in known):
            known.append(name)

    def _add_former(self, former: Iterable[Former]) -> None:
        """A name that some unit bears today means that unit, whoever bore it before."""
        borne = set(self.by_key)
        for old in former:
            for how, words in self._forms(Unit(name=old.name, kind=old.unit.kind)):
                if how != "place" and key_of(words) not in borne:
                    self._add(Name(old.unit, "former", tuple(words), old.until))

    def _forms(self, unit: Unit) -> Iterator[tuple[str, list[Word]]]:
        words = words_of(unit.name)
        yield "name", words
        bare = words_of(re.sub(r"\(.*?\)", " ", unit.name))
        yield "name", bare
        if len(bare) > len(self.province) + 1 and self._ends_in_province(bare):
            yield "name", bare[: -len(self.province)]
        for text in (*unit.short_name.split("/"), unit.symbol):
            if len(key_of(words_of(text)).replace(" ", "")) > 2:
                yield "short", words_of(text)
        for form in _short(*self._parts(bare)):
            yield "short", form
        if unit.kind in (UnitKind.DISTRICT_COMMITTEE, UnitKind.WARD_COMMITTEE) and bare[0].key == "ubnd":
            yield "place", bare[1:]

    def _ends_in_province(self, words: list[Word]) -> bool:
        size = len(self.province)
        tail = tuple(word.key for word in words[-size - 1 :])
        return bool(size) and tail[0] in ("tp", "tinh") and tail[1:] == self.province

    def _parts(self, words: list[Word]) -> tuple[list[Word], list[Word]]:
        """What a unit is, and where: "Phòng Văn hóa và Thông tin" and "quận Ô Môn"."""
        keys = [word.key for word in words]
        size = len(self.province)
        at = next((n for n in range(1, len(words)) if _is_place(words, n)), len(words))
        if at == len(keys) and size and tuple(keys[-size:]) == self.province:
            at -= size
        return words[:at], words[at:]


def _province(units: list[Unit]) -> tuple[str, ...]:
    committee = next((unit for unit in units if unit.kind == UnitKind.CITY_COMMITTEE), None)
    return tuple(word.key for word in words_of(committee.name)[2:]) if committee else ()


def _is_place(words: list[Word], at: int) -> bool:
    """ "Quản lý" is no "quận", and "xã hội" no "xã"."""
    word = words[at]
    social = word.key == "xa" and key_of(words[at + 1 : at + 2]) == "hoi"
    return word.key in PLACES and word.marks in SPELT and not social


def _short(head: list[Word], tail: list[Word]) -> list[list[Word]]:
    """ "Sở GD&ĐT", "SGDĐT", "Sở GD và ĐT", "Sở Giáo dục và ĐT": first letters of a name of three words and more."""
    if len(head) < 3:
        return []
    first, rest = head[0], head[1:]
    forms = [[first, *part] for part in [*_by_parts(rest), *_by_tails(rest)]]
    if first.key == "phong":
        forms += [[PHONG, *form[1:]] for form in forms] + [[PHONG, *rest]]
    forms.append([_letters(head)])
    return [[*form, *tail] for form in forms]


PHONG = Word("phuong", "", 0, 0, False, True)
"""What "P." before the name of an office reads as."""


def _by_parts(words: list[Word]) -> Iterator[list[Word]]:
    """ "GDĐT", "GD ĐT": letters of all words, or of the parts that a comma or "và" makes, neighbours joined or not."""
    parts: list[list[Word]] = []
    for word in words:
        if word.breaks or not parts:
            parts.append([])
        parts[-1].append(word)
    for cuts in product((False, True), repeat=len(parts[:MOST_PARTS]) - 1):
        joined = [list(parts[0])]
        for part, cut in zip(parts[1:], [*cuts, *[False] * len(parts)], strict=False):
            joined = [*joined, list(part)] if cut else [*joined[:-1], joined[-1] + part]
        yield [_letters(part) for part in joined]


def _by_tails(words: list[Word]) -> Iterator[list[Word]]:
    """ "Nông nghiệp và PTNT": the first words whole, two and more at the end as letters."""
    for at in range(1, len(words) - 1):
        yield [*words[:at], _letters(words[at:])]


def _letters(words: list[Word]) -> Word:
    return Word("".join(word.key if not word.marks else word.key[:1] for word in words), "", 0, 0, False, True)
