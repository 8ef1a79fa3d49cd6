"""Tables with borders: which cell of which table a run stands in."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from .page import Run
from .rows import rows_of
from .rules import Rule

_ENDED = re.compile(r"[.;:!?]\s*$")
_SAME = 3.0  # points: lines nearer than this are one border
_COLUMNS, _ROWS = 2, 1  # borders: lines with fewer make no table
_FRAME = 0.35  # of the width of the page


@dataclass
class Grid:
    """A table: borders between columns from left to right, between rows from top to bottom, and what is in it."""

    xs: list[float]
    ys: list[float]
    rules: list[Rule]
    runs: list[Run] = field(default_factory=list)

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def bottom(self) -> float:
        return self.ys[-1]

    def holds(self, run: Run) -> bool:
        return self.xs[0] < run.centre < self.xs[-1] and self.bottom < run.base + run.size / 4 < self.top

    def cells(self) -> list[list[str]]:
        """Text by row and column. Of cells that were made one, the first holds it."""
        found: dict[tuple[int, int], list[Run]] = {}
        for run in (piece for whole in self.runs for piece in self._cut(whole)):
            found.setdefault(self._first(self._row(run), self._column(run)), []).append(run)
        texts = {place: "\n".join(row.text for row in rows_of(runs)) for place, runs in found.items()}
        columns, rows = range(len(self.xs) - 1), range(len(self.ys) - 1)
        return [[texts.get((row, column), "") for column in columns] for row in rows]

    def _row(self, run: Run) -> int:
        height = run.base + run.size / 4
        return min(sum(y > height for y in self.ys[1:-1]), len(self.ys) - 2)

    def _column(self, run: Run) -> int:
        return max(0, min(bisect_right(self.xs, run.centre) - 1, len(self.xs) - 2))

    def _first(self, row: int, column: int) -> tuple[int, int]:
        """The top left one of the cells that are one with this."""
        while column and not self._upright(column, row):
            column -= 1
        while row and not self._level(row, column):
            row -= 1
        return row, column

    def _upright(self, border: int, row: int) -> bool:
        """Whether a line stands at this border of columns beside this row."""
        x, y = self.xs[border], (self.ys[row] + self.ys[row + 1]) / 2
        return any(not rule.level and abs(rule.x0 - x) < _SAME and rule.y0 < y < rule.y1 for rule in self.rules)

    def _level(self, border: int, column: int) -> bool:
        """Whether a line lies at this border of rows across this column."""
        x, y = (self.xs[column] + self.xs[column + 1]) / 2, self.ys[border]
        return any(rule.level and abs(rule.y0 - y) < _SAME and rule.x0 < x < rule.x1 for rule in self.rules)

    def _cut(self, run: Run) -> list[Run]:
        """The run in pieces where it crosses a border: words of two cells may nearly touch."""
        row = self._row(run)
        for border in range(1, len(self.xs) - 1):
            x = self.xs[border]
            if run.x0 + _SAME < x < run.x1 - _SAME and self._upright(border, row):
                at = next((at for at, left in enumerate(run.xs) if left > x - _SAME and run.text[at] != " "), 0)
                if at:
                    left, right = run.cut(at)
                    return [left, *self._cut(right)]
        return [run]


def continued(rows: list[list[str]], more: list[list[str]]) -> list[list[str]]:
    """A table with its rows on the next page: no heading repeated, a row that the page cut put together."""
    more = more[1:] if more[0] == rows[0] else more
    if more and _is_rest(rows[-1], more[0]):
        whole = [" ".join(filter(None, pair)) for pair in zip(rows[-1], more[0], strict=True)]
        return [*rows[:-1], whole, *more[1:]]
    return [*rows, *more]


def _is_rest(row: list[str], rest: list[str]) -> bool:
    """Whether `rest` is what of `row` did not fit on its page: no number of its own, words that go on."""
    if not row[0] or rest[0]:
        return False
    return any(
        above and below and not below[0].isupper() and not _ENDED.search(above)
        for above, below in zip(row, rest, strict=True)
    )


def placed(runs: list[Run], grids: list[Grid]) -> list[Run]:
    """Puts runs into the tables in which they stand; returns the others."""
    free = []
    for run in runs:
        grid = next((grid for grid in grids if grid.holds(run)), None)
        (grid.runs if grid else free).append(run)
    return free


def grids_of(rules: list[Rule], width: float) -> tuple[list[Grid], list[Grid]]:
    """The tables of a page, top to bottom: lines that touch each other and make at least two columns. And the frames:
    boxes with one cell, much narrower than the page, in which stamps stand."""
    tables, frames = [], []
    for joined in _touching(rules):
        xs = _clustered([rule.x0 for rule in joined if not rule.level])
        ys = _clustered([rule.y0 for rule in joined if rule.level])[::-1]
        if len(xs) > _COLUMNS and len(ys) > _ROWS:
            tables.append(Grid(xs, ys, joined))
        elif len(xs) == len(ys) == _COLUMNS and xs[1] - xs[0] < _FRAME * width:
            frames.append(Grid(xs, ys, joined))
    return sorted(tables, key=lambda grid: -grid.top), sorted(frames, key=lambda grid: -grid.top)


def _touching(rules: list[Rule]) -> list[list[Rule]]:
    """Lines put together that touch, by sweeping down the page."""
    groups: list[tuple[float, list[Rule]]] = []  # lowest place of a group that is open, its lines
    closed: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: -rule.y1):
        mine, lowest, kept = [rule], rule.y0, []
        for low, group in groups:
            if low > rule.y1 + _SAME:
                closed.append(group)
            elif any(rule.touches(other) for other in group):
                mine, lowest = group + mine, min(low, lowest)
            else:
                kept.append((low, group))
        groups = [*kept, (lowest, mine)]
    return closed + [group for _, group in groups]


def _clustered(places: list[float]) -> list[float]:
    clusters: list[float] = []
    for place in sorted(places):
        if not clusters or place - clusters[-1] > _SAME:
            clusters.append(place)
    return clusters
