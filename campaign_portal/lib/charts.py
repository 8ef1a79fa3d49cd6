"""Geometry of the drawings: bars and the unit strip. Numbers only; colours and fonts come from the style sheets.

Bars are measured in percent of their frame, so that one drawing serves phone, desk and paper and its text never scales.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campaign_portal.lib.numbers import number_text

THINNEST = 0.8
"""Percent. What is there is seen, however small its share."""
ROOM_PER_LETTER = 4.0
"""Percent of a bar that a digit needs on the narrowest phone, where a bar is about 220 px wide."""

TONES_WITH_NUMBER = {"doing", "wait", "back", "soon", "todo", "none", "na"}
"""Tones on which a dark number can be read; the others say theirs beside the bar."""


@dataclass(frozen=True)
class Part:
    """A piece of a bar: how many, in which tone."""

    tone: str
    value: int


@dataclass(frozen=True)
class Row:
    """A bar: its name, its pieces, what is written at its end, and where the number leads."""

    label: str
    parts: Sequence[Part]
    note: str = ""
    url: str = ""

    @property
    def total(self) -> int:
        return sum(part.value for part in self.parts)


@dataclass(frozen=True)
class Piece:
    """A rectangle of a bar, in percent of its width, with the number written in it when there is room."""

    tone: str
    x: float
    width: float
    text: str = ""

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)


def pieces(row: Row, scale: int) -> list[Piece]:
    """Lay the parts of a row side by side; `scale` is the value that fills the frame."""
    shown = [part for part in row.parts if part.value > 0]
    if not shown or scale <= 0:
        return []
    widths = [max(part.value / scale * 100, THINNEST) for part in shown]
    squeeze = min(100 / sum(widths), 1)
    laid, x = [], 0.0
    for part, width in zip(shown, widths, strict=True):
        width *= squeeze
        text = number_text(part.value)
        has_room = part.tone in TONES_WITH_NUMBER and width >= ROOM_PER_LETTER * (len(text) + 1)
        laid.append(Piece(part.tone, round(x, 2), round(width, 2), text if has_room else ""))
        x += width
    return laid


def percent(part: int, whole: int) -> int:
    """Rounded, but 100 only when it is all and 0 only when it is none. A rate never passes 100."""
    if part <= 0 or whole <= 0:
        return 0
    if part >= whole:
        return 100
    return min(max(round(part * 100 / whole), 1), 99)


# --- The unit strip ---------------------------------------------------------------------------------------------------
SQUARE = 15
STRIP = {"wide": (31, 19), "tall": (14, 20)}
"""Squares in a line, and the distance between two of them, in each drawing."""


@dataclass(frozen=True)
class Square:
    tone: str
    x: int
    y: int

    @property
    def inset(self) -> int:
        """An outlined square is drawn a little smaller, so that its stroke stays inside."""
        return 1 if self.tone == "none" else 0

    @property
    def left(self) -> int:
        return self.x + self.inset

    @property
    def top(self) -> int:
        return self.y + self.inset

    @property
    def size(self) -> int:
        return SQUARE - 2 * self.inset


@dataclass(frozen=True)
class Squares:
    """One drawing of a group's squares."""

    kind: str
    width: int
    height: int
    squares: list[Square]


def squares(tones: Sequence[str]) -> list[Squares]:
    """Draw one square per unit, in the order given, for a wide and for a narrow page."""
    return [_squares(kind, tones, *layout) for kind, layout in STRIP.items()]


def _squares(kind: str, tones: Sequence[str], per_line: int, pitch: int) -> Squares:
    drawn = [Square(tone, n % per_line * pitch, n // per_line * pitch) for n, tone in enumerate(tones)]
    columns, rows = min(len(tones), per_line) or 1, -(-len(tones) // per_line) or 1
    return Squares(kind, columns * pitch - (pitch - SQUARE), rows * pitch - (pitch - SQUARE), drawn)


def tally(tones: Iterable[str]) -> dict[str, int]:
    """How many of each tone, in the order in which a legend lists them."""
    count = Counter(tones)
    order = ["done", "wait", "doing", "back", "todo", "late", "none", "na"]
    return {tone: count[tone] for tone in order if count[tone]}
