"""Rows to text: wrapped lines joined where they were full, blank lines between paragraphs."""

import re
from collections import defaultdict

from ..tables import table_blocks
from .columns import Columns, Edges, blocks_of
from .grids import Grid, continued, grids_of, placed
from .page import Page
from .rows import Row, rows_of

_MARKER = re.compile(
    r"(?:[-–—−+•●▪■○◦·*]|\uf0b7|Điều\s+\d{1,3}\s*[.:]|[IVX]{1,6}\s*[.)/]|\d{1,2}(?:\.\d{1,2})*\s*[.)/]|[a-zđ]{1,2}\s*\))\s*\S"
)
_ENDED = re.compile(r"[.;:!?…][)”\"/.]*$|\)$")
_CUT = re.compile(r"\w[-/]$")  # "07/CT-" goes on with "BYT"
_TOLERANCE = 0.4  # of the size
_INDENT = 0.8  # of the size: a line that begins so far to the right of the one before begins a paragraph
_PITCH = 2.1  # of the size: lines further apart do not belong together
_COLUMN = 2.5  # of the size: a gap this wide in a row sets columns apart
_BLANK = 0.25  # of the size: an ordinary blank
_APART = 1.2  # of the usual distance of lines: from here on a finished sentence ends its paragraph
_MAY_GO_ON = "0123456789-–—"  # "2021 - 2025" and "ngày 10" may break before what looks like an enumerator
_CENTRED = 0.03  # of the width


def page_edges(pages: list[Page]) -> dict[tuple[int, int], Edges]:
    """Where the text begins and ends on pages of each shape: edges that several rows share."""
    rows = defaultdict(list)
    for page in pages:
        rows[page.shape] += rows_of(page.runs)
    widths = {page.shape: page.width for page in pages}
    return {shape: _edges(rows[shape], width) for shape, width in widths.items()}


def _edges(rows: list[Row], width: float) -> Edges:
    wide = [row for row in rows if row.x1 - row.x0 > 0.5 * width] or rows
    if not wide:
        return Edges(0, width)
    lefts, rights = sorted(row.x0 for row in wide), sorted(row.x1 for row in wide)
    return Edges(lefts[len(lefts) // 20], rights[-1 - len(rights) // 20])


class Writer:
    """Writes page after page; a paragraph may go on from one page to the next."""

    def __init__(self):
        self._lines: list[str] = []
        self._glue: list[str] = []  # what stands before each line
        self._started: Row | None = None  # first row of the paragraph that is open
        self._before: Row | None = None  # its last row so far
        self._pitch = 0.0
        self._new_page = False  # whether a page begins with the next line
        self._table: list[list[str]] = []  # rows of the table that is open
        self._table_page = False  # whether a page began with it
        self._tail = False  # whether receivers and signature may go on with the next row

    def page(self, page: Page, edges: Edges) -> None:
        tables, frames = grids_of(page.rules, page.width)
        free = placed(page.runs, [*tables, *frames])
        rows = rows_of(free)
        self._pitch = _pitch(rows)
        self._new_page = bool(self._lines or self._table)
        # A stamp in a frame stands amid the columns of the heading: it comes first.
        for frame in frames:
            self._grid(frame)
        for table in tables:
            above = [row for row in rows if row.base > table.top]
            rows = rows[len(above) :]
            self._rows(above, edges)
            self._grid(table)
        self._rows(rows, edges)

    def _rows(self, rows: list[Row], edges: Edges) -> None:
        for block in blocks_of(rows, edges, tail=self._tail and self._new_page):
            if isinstance(block, Columns):
                self._columns(block)
                self._tail = block.is_open_tail
            else:
                self._row(block, edges)
                self._tail = False

    def _grid(self, grid: Grid) -> None:
        """A table, which stays open: it may go on at the top of the next page."""
        rows = grid.cells() if grid.runs else []
        if rows and self._table and self._new_page and len(rows[0]) == len(self._table[0]):
            self._table = continued(self._table, rows)
            self._new_page = False
        elif rows:
            self._close_table()
            self._table, self._table_page, self._new_page = rows, self._new_page, False
            self._started = self._before = None

    def _close_table(self) -> None:
        rows, self._table = self._table, []
        for block in table_blocks(rows):
            self._glue.append("\n\n\f" if self._table_page else "\n\n")
            self._lines.append(block)
            self._table_page = False

    def text(self) -> str:
        self._close_table()
        return "".join(part for pair in zip(self._glue, self._lines, strict=True) for part in pair).lstrip("\n")

    def _columns(self, block: Columns) -> None:
        for column in (block.left, block.right):
            before = None
            for row in column:
                self._add(row, "\n" if before is not None and _is_near(before, row) else "\n\n", one_column=True)
                before = row
        self._started = self._before = None

    def _row(self, row: Row, edges: Edges) -> None:
        before = self._before
        if before is not None and self._goes_on(before, row, edges):
            self._new_page = False  # a page that begins in the middle of a paragraph begins no letter
            self._add(row, "" if _CUT.search(before.text) and row.text[0].isalnum() else " ")
        else:
            centred = before is not None and _is_centred(before, edges) and _is_centred(row, edges)
            self._add(row, "\n" if centred and not self._new_page and _is_near(before, row) else "\n\n")
            self._started = row
        self._before = row

    def _add(self, row: Row, glue: str, *, one_column: bool = False) -> None:
        gap = " " if one_column else "    "
        self._put("".join(run.text for run in row.parts(gap, _COLUMN * row.size)), glue)

    def _put(self, line: str, glue: str) -> None:
        self._close_table()
        self._glue.append(glue + "\f" if self._new_page else glue)
        self._lines.append(line)
        self._new_page = False

    def _goes_on(self, before: Row, row: Row, edges: Edges) -> bool:
        """Whether `row` goes on with the open paragraph.

        Had the next word fitted, it would stand there: so a break before a word that would have fitted was meant.
        """
        ended, text = bool(_ENDED.search(before.text)), row.text
        room = edges.right - before.x1
        if room > row.width_of_first_word() + (_BLANK + _TOLERANCE) * row.size:
            return False
        if not self._new_page and not _is_near(before, row):
            return False
        if _MARKER.match(text) and (ended or text[0] not in _MAY_GO_ON):
            return False
        if ended and (self._new_page or before.base - row.base > _APART * self._pitch):
            return False
        hanging = before is self._started and _MARKER.match(before.text)
        left = edges.left if self._new_page else before.x0
        return bool(hanging) or row.x0 < left + _INDENT * row.size


def _pitch(rows: list[Row]) -> float:
    """The usual distance of two lines of one paragraph."""
    steps = sorted(a.base - b.base for a, b in zip(rows, rows[1:], strict=False) if _is_near(a, b))
    return steps[len(steps) // 2] if steps else 0.0


def _is_centred(row: Row, edges: Edges) -> bool:
    margin = edges.share(row.x0)
    return margin > 0.06 and abs(margin - (1 - edges.share(row.x1))) < 2 * _CENTRED


def _is_near(before: Row, row: Row) -> bool:
    return before.base - row.base < _PITCH * max(row.size, before.size)
