"""Reading words that mean every unit of a kind, over what names have left of a phrase."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from units.models import Unit

from . import kinds
from .names import Names
from .words import Word, key_of


@dataclass(frozen=True)
class Hit:
    """A unit met in a phrase, from word `start` to word `end`. `said`: the words mean it and nothing less sure.

    `taught`: an officer said so, which also settles what the registry is not certain of.
    """

    unit: Unit
    said: bool
    named: bool
    why: str
    start: int
    end: int
    taught: bool = False

    @property
    def weight(self) -> int:
        return 4 * self.taught + 2 * self.said + self.named


class KindReader:
    """The half of `Reader` that knows kinds. `runs` numbers what has been understood, 0 where nothing has."""

    text: str
    names: Names
    words: list[Word]
    runs: list[int]
    hits: list[Hit]
    elsewhere: set[int]

    def _read_offices(self) -> None:
        """ "Phòng Văn hóa và Thông tin quận, huyện" means every office whose name begins with those words."""
        for head in sorted(self.names.offices, key=len, reverse=True):
            for start in self._places_of(head):
                end = start + len(head.split())
                scope = kinds.SCOPE_OF_OFFICES.match(self._keys(end))
                end += len(scope[0].split()) if scope else 0
                start -= start > 0 and self.words[start - 1].key == "cac"
                self._mean(start, end, self.names.offices[head])

    def _places_of(self, head: str) -> list[int]:
        size = len(head.split())
        last = len(self.words) - size + 1
        return [
            at
            for at in range(last)
            if key_of(self.words[at : at + size]) == head and not any(self.runs[at : at + size])
        ]

    def _read_kinds(self) -> None:
        self._read_below()
        for start, end, found in self._matches(kinds.COMMITTEES):
            if meant := kinds.kinds_of_levels(found["levels"]):
                units = self._within(end, [u for u in self.names.units if u.kind in meant])
                counted = found["count"] is None or int(found["count"]) == len(units)
                self._mean(start, end, units, said=counted)
        for rule in kinds.RULES:
            for start, end, _found in self._matches(rule.pattern):
                self._mean(start, end, [u for u in self.names.units if u.kind in rule.meant])
                self._mean(start, end, [u for u in self.names.units if u.kind in rule.possible], said=False)
        for start, end, found in self._matches(kinds.LEVELS_ALONE):
            meant = kinds.kinds_of_levels(found["levels"])
            self._mean(start, end, [u for u in self.names.units if u.kind in meant], said=False)

    def _read_below(self) -> None:
        """ "Các đơn vị trực thuộc": units right below the issuer, or below the unit named next. Committees are asked
        about: districts lie below the city, but are rarely meant by it."""
        for start, end, found in self._matches(kinds.BELOW):
            above = next((hit for hit in self.hits if hit.start == end), None)
            parent = above.unit if above else self._issuer_called(found["own"], end)
            below = [u for u in self.names.units if parent and u.parent_id == parent.pk]
            if not below:
                continue
            if above:
                self.hits.remove(above)
            committees = [u for u in below if u.kind in kinds.COMMITTEE_KINDS]
            self._mean(start, end, [u for u in below if u not in committees])
            self._mean(start, end, committees, said=False)

    def _issuer_called(self, words: str | None, end: int) -> Unit | None:
        """The issuer, when the item ends here or in what an issuer of its kind calls itself."""
        issuer = self.names.issuer
        if words:
            return issuer if issuer and kinds.OWN_WORDS[words.split()[-1]] == issuer.kind else None
        return issuer if end == len(self.words) or self.words[end].breaks else None

    def _matches(self, pattern):
        """Places of a pattern over the words left, as word numbers; each is looked for after the one before is used."""
        keys = self._keys(0)
        for found in list(pattern.finditer(keys)):
            start = len(keys[: found.start()].split())
            yield start, start + len(found[0].split()), found

    def _keys(self, at: int) -> str:
        return " ".join("|" if self.runs[n] else self._kind_key(n) for n in range(at, len(self.words)))

    def _kind_key(self, at: int) -> str:
        """The word as patterns of kinds know it; a word spelt otherwise is no word of theirs."""
        word = self.words[at]
        other = word.marks not in ("", word.key, kinds.SPELT.get(word.key, word.marks))
        return f"{word.key}_" if other or at in self.elsewhere else word.key

    def _within(self, end: int, units: list[Unit]) -> list[Unit]:
        """ "… thuộc quận Ninh Kiều": only those below it."""
        place = next((hit for hit in self.hits if hit.start > end and not hit.said), None)
        if place is None or not kinds.WITHIN.search(key_of(self.words[end : place.start])):
            return units
        self.hits.remove(place)
        return [unit for unit in units if place.unit.path and unit.path.startswith(place.unit.path)]

    def _mean(self, start: int, end: int, units: list[Unit], *, said: bool = True) -> None:
        self._use(start, end)
        words = self._text(start, end)
        why = _("nhóm “%(words)s”") if said else _("có thể thuộc nhóm “%(words)s”")
        self.hits += [Hit(unit, said, False, why % {"words": words}, start, end) for unit in units]

    def _text(self, start: int, end: int) -> str:
        return self.text[self.words[start].start : self.words[end - 1].end]

    def _use(self, start: int, end: int) -> None:
        number = max(self.runs, default=0) + 1
        for at in range(start, end):
            self.runs[at] = number
