"""The two places of a letter that stand in two columns: its heading, and receivers beside the signer."""

import re
from dataclasses import dataclass, field

from ...layout.letter import TYPES
from .rows import Row, joined

NATION = re.compile(r"C[ỘÔO]NG\s+H[OÒ][AÀ]\s+X[AÃ]\s+H[ỘÔO]I", re.IGNORECASE)
_RECEIVERS = re.compile(r"\W*Nơi\s+nhận\s*:?", re.IGNORECASE)
_FILED = re.compile(r"\W*Lưu\b")
_BODY = re.compile(r"\W*Kính\s+gửi\b|.{2,80}\s+điện\s*:$", re.IGNORECASE)
_ANNEX = re.compile(r"\W*(?:PHỤ LỤC|Phụ lục|BIỂU MẪU|MẪU SỐ)\b")
_ABOVE = 4  # rows of a heading that may stand above the nation's name; of a signature above "Nơi nhận"
_HEADING = 25  # rows at most
_RIGHT_FROM, _RIGHT_CENTRE = 0.36, 0.58  # of the text's width: where a right column begins and has its centre
_LEFT_UNTIL = 0.33


@dataclass
class Edges:
    """Left and right edge of the text on pages of one shape."""

    left: float
    right: float

    @property
    def width(self) -> float:
        return max(self.right - self.left, 1.0)

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    def share(self, x: float) -> float:
        return (x - self.left) / self.width


@dataclass
class Columns:
    """Rows of a place in two columns; either side may be empty."""

    left: list[Row] = field(default_factory=list)
    right: list[Row] = field(default_factory=list)
    is_tail: bool = False

    @property
    def is_open_tail(self) -> bool:
        """Whether more receivers may follow on the next page: "Lưu" is the last of them."""
        return self.is_tail and not any(_FILED.match(row.text) for row in self.left)


def blocks_of(rows: list[Row], edges: Edges, *, tail: bool = False) -> list[Row | Columns]:
    """Rows in order, places in two columns put together. `tail`: receivers and signature go on from the page before."""
    rows = [_parted(row) for row in rows]
    blocks: list[Row | Columns] = []
    at = 0
    while at < len(rows):
        end = _heading_end(rows, at, edges)
        if end:
            blocks.append(_by_gutter(rows[at:end]))
        else:
            end = _tail_end(rows, at, edges) or (_end_of_tail(rows, 0) if tail and at == 0 else 0)
            if end:
                blocks.append(_by_side(rows[at:end], edges))
            else:
                end = at + 1
                blocks.append(rows[at])
        at = end
    return blocks


def _parted(row: Row) -> Row:
    """The nation's name as one run: cut from an issuer that it nearly touches, its words put together."""
    for at, run in enumerate(row.runs):
        match = NATION.search(" ".join(other.text for other in row.runs[at:]))
        if match and match.start() < len(run.text):
            left, first = run.cut(match.start()) if match.start() else (None, run)
            return Row([*row.runs[:at], *([left] if left else []), joined([first, *row.runs[at + 1 :]])])
    return row


def _nation(row: Row):
    return next((run for run in row.runs if NATION.match(run.text)), None)


def _heading_end(rows: list[Row], at: int, edges: Edges) -> int:
    """The row after the heading that begins at `at`; 0 when none does."""
    top = next((number for number in range(at, min(at + _ABOVE, len(rows))) if _nation(rows[number])), None)
    if top is None or any(edges.share(row.x1) > 0.6 for row in rows[at:top]):
        return 0
    nation = _nation(rows[top])
    if edges.share(nation.x0) < 0.25:
        return 0  # the name stands alone in the middle: one column
    if top > at and rows[top - 1].base - rows[top].base > 6 * nation.size:
        return 0
    end = top + 1
    while end < min(len(rows), at + _HEADING) and not _ends_heading(rows[end], nation, edges):
        end += 1
    return end


def _ends_heading(row: Row, nation, edges: Edges) -> bool:
    text = row.text.strip(" *")
    if _BODY.match(text) or text in TYPES:
        return True
    crossing = any(run.x0 < nation.x0 - 3 * run.size and run.x1 > nation.x0 + 3 * run.size for run in row.runs)
    centred = len(row.runs) == 1 and abs(edges.share(row.centre) - 0.5) < 0.06
    return crossing or centred


def _by_gutter(rows: list[Row]) -> Columns:
    nation = next(found for found in map(_nation, rows) if found)
    beside = [run.x1 for row in rows for run in row.runs if run is not nation and run.x1 < nation.x0]
    gutter = (max(beside, default=nation.x0) + nation.x0) / 2
    columns = Columns()
    for row in rows:
        _put(columns, row, lambda run: run.centre > gutter)
    return columns


def _tail_end(rows: list[Row], at: int, edges: Edges) -> int:
    """The row after receivers and signature that begin at `at`; 0 when none do."""
    first = at
    while first < min(at + _ABOVE, len(rows)) and _is_right(rows[first], edges):
        first += 1
    if first == len(rows) or not _RECEIVERS.match(rows[first].text) or edges.share(rows[first].x0) > _LEFT_UNTIL:
        return 0
    return _end_of_tail(rows, first + 1)


def _end_of_tail(rows: list[Row], end: int) -> int:
    while end < len(rows) and not (_ANNEX.match(rows[end].text) or _nation(rows[end])):
        end += 1
    return end


def _is_right(row: Row, edges: Edges) -> bool:
    return edges.share(row.x0) > _RIGHT_FROM and edges.share(row.centre) > _RIGHT_CENTRE


def _by_side(rows: list[Row], edges: Edges) -> Columns:
    columns = Columns(is_tail=True)
    for row in rows:
        _put(columns, row, lambda run: edges.share(run.x0) > _RIGHT_FROM)
    return columns


def _put(columns: Columns, row: Row, is_right) -> None:
    left = [run for run in row.runs if not is_right(run)]
    right = [run for run in row.runs if is_right(run)]
    columns.left += [Row(left)] if left else []
    columns.right += [Row(right)] if right else []
