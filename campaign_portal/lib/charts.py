"""Geometry of the drawings: bars and the unit strip. Numbers only; colours and fonts come from the style sheets.

On pages bars are measured in percent of their frame (`pieces`), so that one drawing serves phone and desk and its text
never scales. `drawings` gives the same rows as whole pictures of a fixed size, text included.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from campaign_portal.lib.numbers import number_text

THINNEST = 0.8
"""Percent. What is there is seen, however small its share."""
ROOM_PER_LETTER = 4.0
"""Percent of a bar that a digit needs on the narrowest phone, where a bar is about 220 px wide."""

TONES_WITH_NUMBER = {"doing", "wait", "back", "soon", "todo", "none", "na"}
"""Tones on which a dark number can be read; the others say theirs beside the bar."""


@dataclass(frozen=True)
class Part:
    """A piece of a bar: how many, in which tone, and the list of exactly these."""

    tone: str
    value: int
    url: str = ""


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


# --- Pictures of a fixed size -----------------------------------------------------------------------------------------
DESK, PHONE = 640, 330
"""Widths of the two drawings in their own units, which are CSS pixels at full size."""
PITCH, BAR, GAP = 62, 22, 2
CHAR = 7.6
"""Average width of a letter of the chart font at 13 units, on the generous side."""
TONES_WITH_PLAIN_LABEL = {"todo", "none", "na"}


@dataclass(frozen=True)
class Box:
    """A rectangle of a drawing, with the number written in it when there is room, and where it leads."""

    tone: str
    x: float
    width: float
    text: str = ""
    url: str = ""

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def text_class(self) -> str:
        return "t-strong" if self.tone in TONES_WITH_PLAIN_LABEL else "t-dark"


@dataclass(frozen=True)
class Line:
    """A row as drawn: the name cut to fit, all of it for a tooltip, the rectangles."""

    row: Row
    top: int
    label: str
    pieces: list[Box]

    @property
    def text_y(self) -> int:
        return self.top + 14

    @property
    def bar_y(self) -> int:
        return self.top + 24

    @property
    def number_y(self) -> int:
        return self.top + 40


@dataclass(frozen=True)
class Drawing:
    kind: str
    width: int
    height: int
    lines: list[Line] = field(default_factory=list)


def drawings(rows: Sequence[Row], *, full: bool) -> list[Drawing]:
    """Draw the rows for desk and phone. `full`: every bar fills the width (shares); else the longest one does."""
    return [_drawing("desk", DESK, rows, full), _drawing("phone", PHONE, rows, full)]


def _drawing(kind: str, width: int, rows: Sequence[Row], full: bool) -> Drawing:
    most = max((row.total for row in rows), default=0)
    lines = [
        Line(
            row=row,
            top=place * PITCH,
            label=fit(row.label, width - (len(row.note) + 2) * CHAR),
            pieces=_boxes(row.parts, row.total if full else most, width),
        )
        for place, row in enumerate(rows)
    ]
    return Drawing(kind, width, max(len(rows) * PITCH - (PITCH - BAR - 24), 1), lines)


def _boxes(parts: Iterable[Part], scale: int, width: int) -> list[Box]:
    """Lay the parts side by side. A part that is there is never thinner than 3 units, whatever its share."""
    shown = [part for part in parts if part.value]
    if not shown or not scale:
        return []
    room = width - GAP * (len(shown) - 1)
    widths = [max(part.value / scale * room, 3) for part in shown]
    squeeze = min(room / sum(widths), 1)
    boxes, x = [], 0.0
    for part, wide in zip(shown, widths, strict=True):
        wide = round(wide * squeeze, 1)
        text = number_text(part.value)
        boxes.append(Box(part.tone, round(x, 1), wide, text if _has_room(part.tone, text, wide) else "", part.url))
        x += wide + GAP
    return boxes


def _has_room(tone: str, text: str, width: float) -> bool:
    return tone in TONES_WITH_NUMBER and width >= len(text) * CHAR + 6


def fit(text: str, width: float) -> str:
    """Cut the text to about the width given, at a word, with an ellipsis; the table beside it has all of it."""
    most = max(int(width / CHAR), 6)
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rsplit(' ', 1)[0].rstrip(' ,–-')}…"


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
