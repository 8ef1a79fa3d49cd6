"""The file information block: where everything stands, and why a file cannot be read."""

from ...errors import IntakeError
from .binary import Broken, Bytes

_WORD, _WORD_97 = 0xA5EC, 0xC1
_ENCRYPTED, _SECOND_TABLE, _OBFUSCATED = 0x0100, 0x0200, 0x8000
_POINTERS = 154  # place of the first pair (place, size) in the table stream
# Numbers of the pairs that are used here
STYLES, HEADERS, CHARACTERS, PARAGRAPHS, FONTS, CLX = 1, 11, 12, 13, 15, 33
DRAWINGS, BOXES, LISTS, LIST_USES = 50, 56, 73, 74
_STORIES = ("main", "notes", "headers", "macros", "comments", "endnotes", "boxes", "header_boxes")


class Fib:
    """Raises IntakeError("encrypted") and Broken."""

    def __init__(self, word: Bytes):
        if word.u16(0) != _WORD or word.u16(2) < _WORD_97:
            raise Broken("not Word 97")
        flags = word.u16(0x0A)
        if flags & (_ENCRYPTED | _OBFUSCATED):
            raise IntakeError("encrypted")
        self.table_name = "1Table" if flags & _SECOND_TABLE else "0Table"
        self._word = word
        self._sizes = {name: max(word.s32(76 + 4 * at), 0) for at, name in enumerate(_STORIES)}

    def story(self, name: str) -> tuple[int, int]:
        """First and last character position of a story."""
        start = 0
        for story in _STORIES:
            if story == name:
                break
            start += self._sizes[story]
        return start, start + self._sizes[name]

    def pointed(self, table: Bytes, number: int) -> Bytes:
        """The structure of this number; empty when the file has none."""
        if number >= self._word.u16(152):
            return Bytes(b"")
        place, size = self._word.u32s(_POINTERS + 8 * number, 2)
        return table.part(place, size) if size else Bytes(b"")

    def rest(self, table: Bytes, number: int) -> Bytes:
        """From the structure of this number to the end of the stream: what belongs to it may follow behind it."""
        place, size = self._word.u32s(_POINTERS + 8 * number, 2) if number < self._word.u16(152) else (0, 0)
        return table.part(place, len(table) - place) if size else Bytes(b"")
