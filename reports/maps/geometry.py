"""From longitude and latitude to a drawing: a plain equirectangular projection on a grid of whole numbers.

Points shared by two places fall on the same grid point, so thinning them out never opens a gap between neighbours.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from math import cos, radians

Point = tuple[float, float]
Ring = tuple[Point, ...]
GridRing = tuple[tuple[int, int], ...]
SMALLEST = 4
"""Grid steps: a place that would vanish is drawn as a square of this size."""
LEVELS = 24
"""How many heights of a place are tried for its words."""


@dataclass(frozen=True, eq=False)
class Shape:
    """A place's outline: rings of (longitude, latitude) in degrees, outer and inner ones alike.

    Read once a process and equal to itself alone, so that what is drawn of it can be remembered.
    """

    name: str
    rings: tuple[Ring, ...]


@dataclass(frozen=True)
class Frame:
    """Where degrees fall on the grid. North is up; a degree of longitude is shortened as at the middle latitude."""

    west: float
    north: float
    across: float
    down: float
    left: int = 0
    top: int = 0
    width: int = 0
    height: int = 0

    def place(self, point: Point) -> tuple[int, int]:
        longitude, latitude = point
        x, y = (longitude - self.west) * self.across, (self.north - latitude) * self.down
        return round(x) + self.left, round(y) + self.top


@lru_cache(maxsize=64)
def fit_frame(shapes: tuple[Shape, ...], *, width: int, highest: int, left: int = 0, top: int = 0) -> Frame:
    """The frame that shows all shapes as large as `width` and `highest` allow, in grid steps."""
    points = [point for shape in shapes for ring in shape.rings for point in ring]
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    shorten = cos(radians((south + north) / 2))
    wide, high = max((east - west) * shorten, 1e-9), max(north - south, 1e-9)
    scale = min(width / wide, highest / high)
    return Frame(
        west=west,
        north=north,
        across=scale * shorten,
        down=scale,
        left=left + round((width - wide * scale) / 2),
        top=top,
        width=width,
        height=round(high * scale),
    )


@dataclass(frozen=True, eq=False)
class Placed:
    """A shape on the grid of a frame, with its path and where words fit: worked out once, whatever is said of it."""

    rings: tuple[GridRing, ...]
    rooms: dict[int, "Room"] = field(default_factory=dict)

    @cached_property
    def path(self) -> str:
        return path_data(self.rings)

    def room(self, height: int) -> "Room":
        if height not in self.rooms:
            self.rooms[height] = room(self.rings, height)
        return self.rooms[height]


@lru_cache(maxsize=2048)
def placed(shape: Shape, frame: Frame) -> Placed:
    return Placed(grid_rings(shape, frame))


def grid_rings(shape: Shape, frame: Frame) -> tuple[GridRing, ...]:
    """The shape on the grid, without points that change nothing. A ring too small to see becomes a square."""
    return tuple(_grid_ring([frame.place(point) for point in ring]) for ring in shape.rings)


def _grid_ring(points: list[tuple[int, int]]) -> GridRing:
    kept: list[tuple[int, int]] = []
    for point in points:
        while len(kept) > 1 and _is_between(kept[-2], kept[-1], point):
            kept.pop()
        if not kept or point != kept[-1]:
            kept.append(point)
    if len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return tuple(kept) if len(kept) > 2 else _square(points[0])


def _is_between(before: tuple[int, int], point: tuple[int, int], after: tuple[int, int]) -> bool:
    """On a straight line with its neighbours, or on one of them: leaving it out draws the same."""
    (x1, y1), (x2, y2), (x3, y3) = before, point, after
    return (x2 - x1) * (y3 - y2) == (y2 - y1) * (x3 - x2)


def _square(point: tuple[int, int]) -> GridRing:
    x, y = point
    half = SMALLEST // 2
    return ((x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half))


def path_data(rings: Iterable[GridRing]) -> str:
    """The `d` of an SVG path: one absolute point a ring, then whole steps from point to point."""
    return "".join(_ring_data(ring) for ring in rings)


def _ring_data(ring: GridRing) -> str:
    (x, y), *rest = ring
    steps = []
    for to_x, to_y in rest:
        steps.append(f"{to_x - x}{'' if to_y < y else ' '}{to_y - y}")
        x, y = to_x, to_y
    joined = "".join(step if step.startswith("-") or not place else f" {step}" for place, step in enumerate(steps))
    return f"M{ring[0][0]} {ring[0][1]}l{joined}z"


# --- Room for words ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Room:
    """The widest stretch inside a place over the height of some words, and its middle, in grid steps."""

    x: float
    y: float
    width: float


def room(rings: Sequence[GridRing], height: float) -> Room:
    """Where words of a height have most room inside a place; the middle of its box, without width, where none."""
    ys = [y for ring in rings for _x, y in ring]
    xs = [x for ring in rings for x, _y in ring]
    low, high = min(ys), max(ys)
    middle = (low + high) / 2
    best = Room((min(xs) + max(xs)) / 2, middle, 0)
    best_score = 0.0
    for level in range(1, LEVELS):
        y = low + (high - low) * level / LEVELS
        for start, end in _shared(_inside(rings, y - height / 2), _inside(rings, y), _inside(rings, y + height / 2)):
            score = (end - start) - abs(y - middle) / 2  # of two lines about as wide, the one nearer the middle
            if score > best_score:
                best, best_score = Room((start + end) / 2, y, end - start), score
    return best


def _inside(rings: Sequence[GridRing], y: float) -> list[Point]:
    """The stretches of a horizontal line that lie inside, by the even-odd rule."""
    crossings = []
    for ring in rings:
        before = ring[-1]
        for point in ring:
            (x1, y1), (x2, y2) = before, point
            if (y1 > y) != (y2 > y):
                crossings.append(x1 + (y - y1) / (y2 - y1) * (x2 - x1))
            before = point
    crossings.sort()
    return list(zip(crossings[::2], crossings[1::2], strict=False))


def _shared(*lines: list[Point]) -> list[Point]:
    """The stretches that all lines have in common."""
    common = lines[0]
    for line in lines[1:]:
        common = [
            (max(start, other), min(end, until))
            for start, end in common
            for other, until in line
            if max(start, other) < min(end, until)
        ]
    return common
