"""Runs of characters of a page with their places. Points, x from the left, y from the bottom, as one reads the page."""

import ctypes
import math
from dataclasses import dataclass, field
from unicodedata import combining

from pypdfium2 import raw

from ...errors import IntakeError
from .rules import Rule, read_rules

_WIDE = 0.75  # of the size: a wider gap between two characters may part columns
_SPACE = 0.16  # of the size: a narrower gap is no space even if none was written
_ENDS = {0, 10, 13, 0xFFFE, 0xFFFF}
_BLANKS = {32, 9, 0xA0}
_SMALLEST = 1.0
_FONT_NAME = 100  # bytes
_HYPHEN = 2  # how PDFium marks a hyphen at the end of a line


@dataclass
class Run:
    """Characters of one size on one line without a wide gap; `xs` holds the left edge of each."""

    text: str
    xs: list[float]
    x1: float
    base: float
    size: float
    font: str = ""

    @property
    def x0(self) -> float:
        return self.xs[0]

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def letters(self) -> int:
        return sum(c.isalpha() for c in self.text)

    def without(self, chars: str) -> "Run":
        """Without these characters at both ends."""
        start = len(self.text) - len(self.text.lstrip(chars))
        text = self.text.strip(chars)
        return Run(text, self.xs[start : start + len(text)], self.x1, self.base, self.size, self.font)

    def rewrite(self, text: str) -> None:
        """Other characters in the same place, as many or fewer."""
        if len(text) != len(self.text):
            self.xs = [self.xs[at * len(self.xs) // len(text)] for at in range(len(text))]
        self.text = text

    def cut(self, at: int) -> tuple["Run", "Run"]:
        """The characters before `at` and those from it on."""
        left = self.text[:at].rstrip()
        rest = (self.base, self.size, self.font)
        return Run(left, self.xs[: len(left)], self.xs[at], *rest), Run(self.text[at:], self.xs[at:], self.x1, *rest)


@dataclass
class Page:
    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    size: int = 0  # characters on the page
    rules: list[Rule] = field(default_factory=list)

    @property
    def shape(self) -> tuple[int, int]:
        """Pages of one shape share their margins."""
        return round(self.width / 10), round(self.height / 10)


def read_page(document, index: int, limit: int) -> Page:
    """Raises IntakeError("too_long") when there are more than `limit` characters on the page."""
    page = document[index]
    # Numbers and days are often stamped on as form fields or notes: make them part of the page.
    if raw.FPDFPage_GetAnnotCount(page) and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
        page.close()
        page = document[index]
    text = page.get_textpage()
    count = max(text.count_chars(), 0)
    if count > limit:
        raise IntakeError("too_long")
    width, height = page.get_size()
    turn = _turn(page.get_rotation(), width, height)
    found = Page(width, height, _Collector(text, turn).runs(count), count, read_rules(page, turn))
    text.close()
    page.close()
    return found


def _turn(degrees: int, width: float, height: float):
    """How a box of the page as it is stored lies on the page as one reads it, which is `width` by `height`."""
    return {
        90: lambda x0, y0, x1, y1: (y0, height - x1, y1, height - x0),
        180: lambda x0, y0, x1, y1: (width - x1, height - y1, width - x0, height - y0),
        270: lambda x0, y0, x1, y1: (width - y1, x0, width - y0, x1),
    }.get(degrees, lambda *box: box)


class _Collector:
    """Puts characters together into runs, in the order in which they were written."""

    def __init__(self, text, turn):
        self._text = text
        self._turn = turn
        self._found: list[Run] = []
        self._run: Run | None = None
        self._blank = False

    def runs(self, count: int) -> list[Run]:
        text, box, x, y = self._text.raw, raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        for index in range(count):
            code = raw.FPDFText_GetUnicode(text, index)
            if code in _BLANKS or code in _ENDS or 0xD800 <= code < 0xE000:
                self._blank = True
            elif raw.FPDFText_GetLooseCharBox(text, index, box) and raw.FPDFText_GetCharOrigin(text, index, x, y):
                x0, _, x1, _ = self._turn(box.left, box.bottom, box.right, box.top)
                base = self._turn(x.value, y.value, x.value, y.value)[1]
                self._add(index, "-" if code == _HYPHEN else chr(code), x0, x1, base)
        self._close()
        return self._found

    def _add(self, index: int, char: str, x0: float, x1: float, base: float) -> None:
        run, size = self._run, self._size(index)
        if run is None or not _goes_on(run, x0, base, size):
            self._close()
            self._run = Run(char, [x0], x1, base, size, self._font(index))
        else:
            if (self._blank or x0 - run.x1 > _SPACE * run.size) and not combining(char):
                run.text += " "
                run.xs.append(run.x1)
            run.text += char
            run.xs.append(x0)
            run.x1 = max(run.x1, x1)
        self._blank = False

    def _size(self, index: int) -> float:
        """Size on the page: that of the font times the scale of its text."""
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._text.raw, index, matrix)
        size = raw.FPDFText_GetFontSize(self._text.raw, index)
        return max(abs(size) * math.hypot(matrix.c, matrix.d), _SMALLEST)

    def _close(self) -> None:
        if self._run is not None and self._run.text.strip():
            self._found.append(self._run)
        self._run = None
        self._blank = False

    def _font(self, index: int) -> str:
        """Name without the mark of a subset: "ABCDEF+.VnTimeH" -> ".VnTimeH"."""
        name = ctypes.create_string_buffer(_FONT_NAME)
        raw.FPDFText_GetFontInfo(self._text.raw, index, name, _FONT_NAME, None)
        return name.value.decode("utf-8", "replace").rpartition("+")[2]


def _goes_on(run: Run, x0: float, base: float, size: float) -> bool:
    alike = 0.8 < size / run.size < 1.25 and abs(base - run.base) < 0.2 * run.size
    return alike and -0.6 * run.size < x0 - run.x1 < _WIDE * run.size
