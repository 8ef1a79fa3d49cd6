"""One pass over a phrase: names first, the longest before the shorter, then kinds, then words that say nothing new."""

from dataclasses import replace

from django.utils.translation import gettext as _

from campaign_portal.lib.dates import short_date
from units.models import Unit

from . import kinds
from .kind_reader import Hit, KindReader
from .names import Name, Names, Remembered
from .words import PLACES, Word, key_of, same_marks, spelt_alike, words_of

HEADS = ("so", "dh", "cd")


class Reader(KindReader):
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
        self._read_taught_words()
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
            if size > 1 and (taught := self._taught(written)):
                return taught, size
            for head in [*carried, ""]:
                key = f"{head} {key_of(written)}".strip()
                if key in self.names.by_key and (found := self._chosen(self.names.by_key[key], written, at)):
                    return found, size
        return [], 0

    def _read_taught_words(self) -> None:
        """One word alone counts last, where it is part of nothing longer: "ngành" in "sở, ban, ngành" is no answer."""
        for at, word in enumerate(self.words):
            if not self.runs[at] and (taught := self._taught([word])):
                self._use(at, at + 1)
                self._keep(taught, at, at + 1)

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

    # --- What is left -----------------------------------------------------------------------------------------------
    def _pass_over(self) -> None:
        for start, end, _found in self._matches(kinds.PASSED_OVER):
            self._use(start, end)
        province = " ".join(self.names.province)
        for start in self._places_of(province) if province else ():
            self._use(start, start + len(self.names.province))

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
