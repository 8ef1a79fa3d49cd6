"""Ruled lines of a page: the borders of tables."""

import ctypes
from dataclasses import dataclass

from pypdfium2 import raw

_LEAST = 6.0  # points: shorter strokes are dashes and drawings
_STRAIGHT = 1.0
_MOST = 5_000  # segments of a page; a page with more bears a drawing
_TOUCHING = 3.0


@dataclass(frozen=True)
class Rule:
    """A horizontal (y0 == y1) or vertical line; points as in `page`."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def level(self) -> bool:
        return self.y0 == self.y1

    def touches(self, other: "Rule") -> bool:
        return (
            self.x0 - _TOUCHING <= other.x1
            and other.x0 - _TOUCHING <= self.x1
            and self.y0 - _TOUCHING <= other.y1
            and other.y0 - _TOUCHING <= self.y1
        )


def read_rules(page, turn) -> list[Rule]:
    """The lines of a page; none when there are too many to be borders. `turn` as for the characters of the page."""
    rules: list[Rule] = []
    left = _MOST
    for index in range(raw.FPDFPage_CountObjects(page)):
        drawn = raw.FPDFPage_GetObject(page, index)
        if raw.FPDFPageObj_GetType(drawn) != raw.FPDF_PAGEOBJ_PATH:
            continue
        left -= max(raw.FPDFPath_CountSegments(drawn), 0)
        if left < 0:
            return []
        rules += _of_path(drawn, turn)
    return rules


def _of_path(path, turn) -> list[Rule]:
    matrix, x, y = raw.FS_MATRIX(), ctypes.c_float(), ctypes.c_float()
    raw.FPDFPageObj_GetMatrix(path, matrix)
    rules: list[Rule] = []
    first = before = None
    for index in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_LINETO and before is not None:
            rules += _straight(before, point, turn)
        elif kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        before = point
        if raw.FPDFPathSegment_GetClose(segment) and first is not None:
            rules += _straight(before, first, turn)
    return rules


def _straight(start: tuple, end: tuple, turn) -> list[Rule]:
    """The stroke as a line when it is level or upright and long enough."""
    xa, ya, xb, yb = turn(*start, *end)
    x0, x1, y0, y1 = min(xa, xb), max(xa, xb), min(ya, yb), max(ya, yb)
    if y1 - y0 < _STRAIGHT and x1 - x0 > _LEAST:
        return [Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)]
    if x1 - x0 < _STRAIGHT and y1 - y0 > _LEAST:
        return [Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)]
    return []
