"""Formatted pages: which bytes of the text bear which property changes."""

from bisect import bisect_right

from .binary import Broken, Bytes, plc

_PAGE = 512
_PARAGRAPH_ENTRY, _CHARACTER_ENTRY = 13, 1


class Marks:
    """Property changes by byte place. A broken page bears none; the text is still read."""

    def __init__(self, word: Bytes, bins: Bytes, *, paragraphs: bool):
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._changes: list[Bytes] = []
        self._entry = _PARAGRAPH_ENTRY if paragraphs else _CHARACTER_ENTRY
        try:
            records = plc(bins, 4)[1]
        except Broken:
            records = []
        for page in sorted({record.u32(0) & 0x3FFFFF for record in records}):
            try:
                self._read(word.part(page * _PAGE, _PAGE))
            except Broken:
                continue
        self._sort()

    def _read(self, page: Bytes) -> None:
        count = page.u8(_PAGE - 1)
        places = page.u32s(0, count + 1)
        for at in range(count):
            offset = 2 * page.u8(4 * (count + 1) + at * self._entry)
            self._starts.append(places[at])
            self._ends.append(places[at + 1])
            self._changes.append(self._changes_at(page, offset) if offset else Bytes(b""))

    def _changes_at(self, page: Bytes, offset: int) -> Bytes:
        size = page.u8(offset)
        if self._entry == _CHARACTER_ENTRY:
            return page.part(offset + 1, size)
        if size:
            return page.part(offset + 1, 2 * size - 1)
        return page.part(offset + 2, 2 * page.u8(offset + 1))

    def _sort(self) -> None:
        order = sorted(range(len(self._starts)), key=self._starts.__getitem__)
        self._starts = [self._starts[at] for at in order]
        self._ends = [self._ends[at] for at in order]
        self._changes = [self._changes[at] for at in order]

    def at(self, place: int) -> tuple[Bytes, int]:
        """The changes at this byte and the place where they end (or where the next ones begin)."""
        index = bisect_right(self._starts, place) - 1
        if index >= 0 and place < self._ends[index]:
            return self._changes[index], self._ends[index]
        following = self._starts[index + 1] if index + 1 < len(self._starts) else 1 << 62
        return Bytes(b""), following
