"""Rows to text: wrapped lines joined where they were full, blank lines between paragraphs."""

import re
from collections import defaultdict

from ..tables import table_blocks
from .columns import Columns, Edges, blocks_of
from .grids import Grid, grids_of
from .page import Page
from .rows import Row, rows_of

_MARKER = re.compile(
    r"(?:[-–—−+•●▪■○◦·*]|\uf0b7|Điều\s+\d{1,3}\s*[.:]|[IVX]{1,6}\s*[.)/]|\d{1,2}(?:\.\d{1,2})*\s*[.)/]|[a-zđ]{1,2}\s*\))\s*\S"
)
_ENDED = re.compile(r"[.;:!?…][)”\"/.]*$|\)$")
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

    def page(self, page: Page, edges: Edges) -> None:
        grids = grids_of(page.rules)
        for run in page.runs:
            grid = next((grid for grid in grids if grid.holds(run)), None)
            if grid:
                grid.runs.append(run)
        inside = {id(run) for grid in grids for run in grid.runs}
        rows = rows_of([run for run in page.runs if id(run) not in inside])
        self._pitch = _pitch(rows)
        new_page = bool(self._lines)
        for grid in [*grids, None]:
            above = [row for row in rows if grid is None or row.base > grid.top]
            rows = rows[len(above) :]
            for block in blocks_of(above, edges):
                if isinstance(block, Columns):
                    self._columns(block, new_page)
                else:
                    self._row(block, edges, new_page)
                new_page = False
            if grid is not None and grid.runs:
                self._table(grid, new_page)
                new_page = False

    def _table(self, grid: Grid, new_page: bool) -> None:
        for block in table_blocks(grid.cells()):
            self._glue.append("\n\n\f" if new_page else "\n\n")
            self._lines.append(block)
            new_page = False
        self._started = self._before = None

    def text(self) -> str:
        return "".join(part for pair in zip(self._glue, self._lines, strict=True) for part in pair).lstrip("\n")

    def _columns(self, block: Columns, new_page: bool) -> None:
        for column in (block.left, block.right):
            before = None
            for row in column:
                self._add(
                    row, "\n" if before is not None and _is_near(before, row) else "\n\n", new_page, one_column=True
                )
                before, new_page = row, False
        self._started = self._before = None

    def _row(self, row: Row, edges: Edges, new_page: bool) -> None:
        before = self._before
        if before is not None and self._goes_on(before, row, edges, new_page):
            self._add(row, " ", False)
        else:
            centred = before is not None and _is_centred(before, edges) and _is_centred(row, edges)
            self._add(row, "\n" if centred and not new_page and _is_near(before, row) else "\n\n", new_page)
            self._started = row
        self._before = row

    def _add(self, row: Row, glue: str, new_page: bool, *, one_column: bool = False) -> None:
        self._glue.append(glue + "\f" if new_page else glue)
        gap = " " if one_column else "    "
        self._lines.append("".join(run.text for run in row.parts(gap, _COLUMN * row.size)))

    def _goes_on(self, before: Row, row: Row, edges: Edges, new_page: bool) -> bool:
        """Whether `row` goes on with the open paragraph.

        Had the next word fitted, it would stand there: so a break before a word that would have fitted was meant.
        """
        ended, text = bool(_ENDED.search(before.text)), row.text
        room = edges.right - before.x1
        if room > row.width_of_first_word() + (_BLANK + _TOLERANCE) * row.size:
            return False
        if not new_page and not _is_near(before, row):
            return False
        if _MARKER.match(text) and (ended or text[0] not in _MAY_GO_ON):
            return False
        if ended and (new_page or before.base - row.base > _APART * self._pitch):
            return False
        hanging = before is self._started and _MARKER.match(before.text)
        left = edges.left if new_page else before.x0
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
