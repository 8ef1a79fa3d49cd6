"""One pass over a phrase: names first, the longest before the shorter, then kinds, then words that say nothing new."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from campaign_portal.lib.dates import short_date
from units.models import Unit

from . import kinds
from .names import Name, Names, Remembered
from .words import PLACES, Word, key_of, same_marks, spelt_alike, words_of

HEADS = ("so", "dh", "cd")


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


class Reader:
    """`hits` are what was met; `unclear` the runs of words not understood, one list of places per item.

    `remembered` are the words that were understood because an officer taught them, at the places `taught`.
    """

    def __init__(self, text: str, names: Names):
        self.text, self.names = text, names
        self.words = words_of(text)
        self.runs = [0] * len(self.words)
        self.hits: list[Hit] = []
        self.remembered: list[Remembered] = []
        self.taught: set[int] = set()
        self.mixed: list[tuple[int, int, list[Unit]]] = []
        self.elsewhere: set[int] = set()
        self.elsewhere = {at for start, end, _found in self._matches(kinds.ELSEWHERE) for at in range(start, end)}
        self._read_names()
        self._read_offices()
        self._read_kinds()
        self._pass_over()
        self.items = self._items()
        self.unclear = [left for item in self.items if (left := [at for at in item if not self.runs[at]])]
        self._lower_hits()

    # --- Names ------------------------------------------------------------------------------------------------------
    def _read_names(self) -> None:
        at, heads, places = 0, [], []
        while at < len(self.words):
            found, size = self._name_at(at, heads)
            if size:
                heads = (self._heads_of(found[0]) if isinstance(found, list) else []) or heads
                self._use(at, at + size)
                for place in places:
                    self.runs[place] = self.runs[at]
                self._keep(found, at, at + size)
                at, places = at + size, []
                continue
            heads, places = self._heads_at(at, heads, places)
            at += 1

    def _name_at(self, at: int, heads: list[str]) -> tuple[list[Name] | Remembered, int]:
        """The longest name that begins here; words that an officer taught stand before a name as long as they."""
        before = self.words[at - 1].key if at else ""
        carried = heads if self.words[at].breaks or before in (*HEADS, *PLACES, "ubnd", "cac") else []
        for size in range(min(self.names.longest, len(self.words) - at), 0, -1):
            written = self.words[at : at + size]
            if self.elsewhere.intersection(range(at, at + size)) and not self.names.remembered(written):
                continue
            if taught := self._taught(written):
                return taught, size
            for head in [*carried, ""]:
                key = f"{head} {key_of(written)}".strip()
                if key in self.names.by_key and (found := self._chosen(self.names.by_key[key], written, at)):
                    return found, size
        return [], 0

    def _taught(self, written: list[Word]) -> Remembered | None:
        """Where a unit bears the words, they are the officer's only in the very spelling that was taught."""
        taught = self.names.remembered(written)
        if taught and key_of(written) in self.names.by_key and not same_marks(written, words_of(taught.phrase)):
            return None
        return taught

    def _keep(self, found: list[Name] | Remembered, start: int, end: int) -> None:
        if isinstance(found, list):
            if not self._only_says_where(found[0].unit, start):
                self.hits += [self._hit(name, start, end, len(found) > 1) for name in found]
            return
        self.remembered.append(found)
        self.taught.update(range(start, end))
        why = _("nhóm đã ghi nhớ “%(words)s”") if len(found.units) > 1 else _("đã ghi nhớ “%(words)s”")
        why %= {"words": self._text(start, end)}
        self.hits += [Hit(unit, True, True, why, start, end, taught=True) for unit in found.units]

    def _only_says_where(self, unit: Unit, start: int) -> bool:
        """ "UBND phường Thới Bình, quận Ninh Kiều": the district is where the ward lies, and gets no letter."""
        before = self.hits[-1] if self.hits else None
        alone = self.words[start].key in PLACES and before is not None and before.end == start
        return alone and before.unit.pk != unit.pk and bool(unit.path) and before.unit.path.startswith(unit.path)

    def _chosen(self, bearers: list[Name], written: list[Word], at: int) -> list[Name]:
        """The one unit that is meant, or the several that took over a former one."""
        short = any(word.short for word in written)
        bearers = [name for name in bearers if name.how != "short" or short]
        alike = [name for name in bearers if spelt_alike(written, list(name.words[-len(written) :]))]
        if len(alike) > 1 and all(name.how == "former" for name in alike):
            return alike
        exact = [name for name in alike if same_marks(written, name.words[-len(written) :])]
        for chosen in (alike, exact):
            if len(chosen) == 1:
                return chosen
        if bearers:
            self.mixed.append((at, at + len(written), [name.unit for name in bearers]))
        return []

    def _heads_of(self, name: Name) -> list[str]:
        first = [word.key for word in name.words[:2]]
        if len(first) == 2 and first[0] == "ubnd":
            return [" ".join(first), "ubnd"]
        return first[:1] if first[0] in HEADS else []

    def _heads_at(self, at: int, heads: list[str], places: list[int]) -> tuple[list[str], list[int]]:
        """ "Các sở: Nội vụ, Tài chính": what stands before a list stands before each of its members."""
        key = self.words[at].key
        if key in (*HEADS, "ubnd"):
            return [key], [at]
        if key in PLACES and heads and heads[-1] == "ubnd":
            return [f"ubnd {key}", "ubnd"], [*places, at]
        return (heads, places) if key == "cac" else (heads, [])

    def _hit(self, name: Name, start: int, end: int, several: bool) -> Hit:
        former = _("tên cũ “%(words)s”, đến hết %(day)s") if name.until else _("tên cũ “%(words)s”")
        why = {
            "name": _("đúng tên"),
            "short": _("viết tắt “%(words)s”"),
            "place": _("chỉ ghi “%(words)s”"),
            "former": former,
        }[name.how] % {"words": self._text(start, end), "day": short_date(name.until) if name.until else ""}
        return Hit(name.unit, name.how != "place" and not several, True, why, start, end)

    def _text(self, start: int, end: int) -> str:
        return self.text[self.words[start].start : self.words[end - 1].end]

    # --- Kinds ------------------------------------------------------------------------------------------------------
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

    # --- What is left -----------------------------------------------------------------------------------------------
    def _pass_over(self) -> None:
        for start, end, _found in self._matches(kinds.PASSED_OVER):
            self._use(start, end)
        province = " ".join(self.names.province)
        for start in self._places_of(province) if province else ():
            self._use(start, start + len(self.names.province))

    def _use(self, start: int, end: int) -> None:
        number = max(self.runs, default=0) + 1
        for at in range(start, end):
            self.runs[at] = number

    def _items(self) -> list[list[int]]:
        """Word numbers between commas; a comma inside a name or a kind parts nothing."""
        items: list[list[int]] = []
        for at, word in enumerate(self.words):
            inside = at and self.runs[at] and self.runs[at] == self.runs[at - 1]
            if not items or (word.breaks and not inside):
                items.append([])
            items[-1].append(at)
        return items

    def _lower_hits(self) -> None:
        """Beside words nobody understood nothing is sure, and one of a kind is not all of it."""
        doubtful = [set(item) for item in self.items if any(not self.runs[at] for at in item)]
        kept = []
        for hit in self.hits:
            if not any(at in item for item in doubtful for at in range(hit.start, hit.end)):
                kept.append(hit)
            elif hit.named or self._plural(hit):
                kept.append(replace(hit, said=False))
        self.hits = kept

    def _plural(self, hit: Hit) -> bool:
        own = self.words[hit.start : hit.end]
        return any(word.key == "cac" for word in own) or any(word.breaks for word in own[1:])

    # --- For the answer ---------------------------------------------------------------------------------------------
    def written(self, places: list[int]) -> str:
        return self._text(places[0], places[-1] + 1).strip()

    def whole(self, places: list[int]) -> list[int]:
        """All of the item that these are part of: a misspelt name is rarely wrong from end to end."""
        return [at for item in self.items if set(item) & set(places) for at in item]

    def confused(self, places: list[int]) -> list[Unit]:
        """Units that all of these words fit but for marks or a namesake."""
        found = [unit for start, end, units in self.mixed if set(places) <= set(range(start, end)) for unit in units]
        return list({unit.pk: unit for unit in found}.values())

    def units_of(self, places: list[int]) -> list[Unit]:
        return [hit.unit for hit in self.hits if hit.start in places]
