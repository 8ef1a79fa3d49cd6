"""Lines of a story: its characters with their fonts, cut at the marks that end paragraphs, cells and rows."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace

from ...errors import IntakeError
from ..legacy import Run
from . import fib as pointers
from . import sprm
from .binary import Broken, Bytes
from .fib import Fib
from .marks import Marks
from .pieces import pieces, spans
from .styles import Look, Paragraph, Styles, changed_look, changed_paragraph, font_names

PAGE = "\f"
_PARAGRAPH, _CELL = "\r", "\x07"
_FIELD = re.compile("([\x13\x14\x15])")
_ENDS = re.compile("[\r\x07\x0c]")
_DRAWN, _PICTURE = "\x08", "\x01"
# An optional hyphen is what "ư" of TCVN3 becomes when such a file is saved anew.
_SIGNS = str.maketrans(
    {"\x0b": "\n", "\x1e": "-", "\x1f": "\xad", "\x01": "", "\x08": "", "\x02": "", "\x05": "", "\x00": ""}
)


@dataclass
class Line:
    """One paragraph or the last paragraph of a cell."""

    runs: list[Run]
    look: Paragraph
    cell_end: bool = False
    anchor: bool = False
    breaks: str = field(default="")  # PAGE when a new page begins with it


class Reader:
    """Reads stories of one document. `limit`: characters in all, IntakeError("too_long") beyond."""

    def __init__(self, word: Bytes, table: Bytes, extra: Bytes, fib: Fib, limit: int):
        self._word = word
        self._extra = extra
        self._pieces = pieces(fib.pointed(table, pointers.CLX))
        self._styles = Styles(fib.pointed(table, pointers.STYLES))
        self._fonts = font_names(fib.pointed(table, pointers.FONTS))
        self._characters = Marks(word, fib.pointed(table, pointers.CHARACTERS), paragraphs=False)
        self._paragraphs = Marks(word, fib.pointed(table, pointers.PARAGRAPHS), paragraphs=True)
        self._left = limit
        self._looks: dict[tuple[bytes, int], Look] = {}
        self._shapes: dict[bytes, Paragraph] = {}

    def lines(self, start: int, end: int) -> list[Line]:
        text, places = self._text(start, end)
        found: list[Line] = []
        depth: list[bool] = []  # open fields: True while their code is read, which is not shown
        at, breaks = 0, ""
        while at < len(text):
            match = _ENDS.search(text, at)
            stop = match.start() if match else len(text)
            mark = text[stop : stop + 1]
            look = self._shape(places.at(min(stop, len(text) - 1)))
            line = Line(self._runs(text, at, stop, places, look.style, depth), look, anchor=_DRAWN in text[at:stop])
            line.breaks = PAGE if breaks or look.page_before else ""
            line.cell_end = mark == _CELL or look.cell_end
            breaks = mark if mark == "\f" else ""
            found.append(line)
            at = stop + 1
        return found

    def _text(self, start: int, end: int) -> tuple[str, "_Places"]:
        parts: list[str] = []
        places = _Places()
        size = 0
        for piece, left, right in spans(self._pieces, start, end):
            self._left -= right - left
            if self._left < 0:
                raise IntakeError("too_long")
            place = piece.place + (left - piece.start) * piece.width
            text = piece.decode(self._word, place, right - left)
            places.add(size, place, piece.width)
            parts.append(text)
            size += len(text)
        return "".join(parts), places

    def _runs(self, text: str, at: int, stop: int, places: "_Places", style: int, depth: list[bool]) -> list[Run]:
        runs: list[Run] = []
        while at < stop:
            place = places.at(at)
            changes, ends = self._characters.at(place)
            upto = min(stop, places.index(ends, at))
            look = self._look(changes, style)
            shown = _shown(text[at:upto], depth)
            if look.symbol and shown:
                shown = look.symbol
            if shown and not look.hidden:
                font = self._fonts[look.font] if 0 <= look.font < len(self._fonts) else ""
                runs.append(Run(shown.translate(_SIGNS), font))
            at = upto
        return runs

    def _look(self, changes: Bytes, style: int) -> Look:
        key = (changes.data, style)
        if key not in self._looks:
            look = self._styles.look(style)
            for name, value, _ in _safe(changes):
                if name == sprm.CHARACTER_STYLE:
                    look = self._styles.character(value, look)
            self._looks[key] = changed_look(look, changes)
        return self._looks[key]

    def _shape(self, place: int) -> Paragraph:
        changes, _ = self._paragraphs.at(place)
        if changes.data not in self._shapes:
            self._shapes[changes.data] = self._read_shape(changes)
        return self._shapes[changes.data]

    def _read_shape(self, changes: Bytes) -> Paragraph:
        if len(changes) < 2:
            return self._styles.paragraph(0)
        paragraph = self._styles.paragraph(changes.u16(0))
        own = changes.part(2, len(changes) - 2)
        for name, value, _ in _safe(own):
            if name == sprm.ELSEWHERE:
                own = self._elsewhere(value, own)
        paragraph = changed_paragraph(paragraph, own)
        return replace(paragraph, level=paragraph.level & 0xF)

    def _elsewhere(self, place: int, own: Bytes) -> Bytes:
        """Changes too long for their page stand in the Data stream."""
        try:
            return self._extra.part(place + 2, self._extra.u16(place))
        except Broken:
            return own


def _safe(changes: Bytes):
    try:
        yield from sprm.sprms(changes)
    except Broken:
        return


def _shown(text: str, depth: list[bool]) -> str:
    """`text` without the codes of fields; `depth` goes on from run to run."""
    if not depth and "\x13" not in text:
        return text
    kept: list[str] = []
    for part in _FIELD.split(text):
        if part == "\x13":
            depth.append(True)
        elif part == "\x14" and depth:
            depth[-1] = False
        elif part == "\x15" and depth:
            depth.pop()
        elif part not in ("\x14", "\x15") and not any(depth):
            kept.append(part)
    return "".join(kept)


class _Places:
    """Byte places of the characters of a text that was put together from pieces."""

    def __init__(self):
        self._starts: list[int] = []
        self._pieces: list[tuple[int, int]] = []

    def add(self, start: int, place: int, width: int) -> None:
        self._starts.append(start)
        self._pieces.append((place, width))

    def at(self, index: int) -> int:
        number = bisect_right(self._starts, index) - 1
        place, width = self._pieces[number]
        return place + (index - self._starts[number]) * width

    def index(self, place: int, at: int) -> int:
        """The character after `at` at which byte `place` is reached, at most the first of the next piece."""
        number = bisect_right(self._starts, at) - 1
        first, width = self._pieces[number]
        following = self._starts[number + 1] if number + 1 < len(self._starts) else 1 << 62
        reached = self._starts[number] + -(-(place - first) // width)
        return max(at + 1, min(reached, following))
