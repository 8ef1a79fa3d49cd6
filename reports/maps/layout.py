"""Where everything of the map stands: places with a boundary, tiles for those without, and words where they have room.

Numbers only, in CSS pixels of the drawing; one pixel is one step of the grid.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from campaign_portal.lib.charts import fit

from .geometry import Frame, Placed, Room, Shape, fit_frame, placed
from .shades import SHADES

LINE = 15
"""Height of a line of words."""
MARGIN = 4
CALLOUT = 92
"""Width beside the map for the words of places too small to hold them."""
CALLOUT_BANDS = 3
"""Heights of a line between the first lines of two of them."""
CALLED_OUT_AT_MOST = 16
"""In a map of more places than this the small ones keep their words for pointer, keyboard and table."""
TILE_GAP = 6
TILE_HEIGHT = 2 * LINE + 14
HINT = 24
"""Height kept under the map for the words of the place that is pointed at."""


@dataclass(frozen=True)
class Size:
    """A drawing of the map: how wide, how high its boundaries may get, how wide a tile is at least."""

    kind: str
    width: int
    highest: int
    tile: int
    letter: float = 6.8
    """Average width of a letter of a label, on the generous side."""
    names_all: bool = True
    """Whether a place that has room for its value only is named beside the map, in maps of few places."""


SIZES = {
    "desk": Size("desk", 640, 560, 118),
    "phone": Size("phone", 330, 360, 104, letter=6.6, names_all=False),
    "paper": Size("paper", 640, 480, 118),
}


@dataclass(frozen=True)
class Mark:
    """A place and what is to be drawn of it. `value` is short ("2/3"), `words` the whole sentence."""

    name: str
    label: str
    value: str
    words: str
    shade: str
    url: str = ""
    shape: Shape | None = None


@dataclass(frozen=True)
class Label:
    """Words in or beside a place: `x` is their middle, or their beginning where a line leads to them."""

    lines: tuple[str, ...]
    x: float
    y: float
    leads_from: tuple[float, float] | None = None


@dataclass(frozen=True)
class Area:
    """A place as drawn: its path, or its rectangle (x, y, width, height) where it has no boundary."""

    mark: Mark
    path: str = ""
    box: tuple[int, int, int, int] | None = None
    label: Label | None = None


@dataclass(frozen=True)
class Layout:
    size: Size
    height: int
    areas: list[Area]
    outlines: list[str] = field(default_factory=list)
    """Paths of the city's other places, of which there are no figures."""


def lay_out(marks: Sequence[Mark], others: Sequence[Shape], size: Size) -> Layout:
    """Boundaries first, then tiles. `others` are drawn as bare outlines, and only around places that have one."""
    bounded = [mark for mark in marks if mark.shape]
    tiled = [mark for mark in marks if not mark.shape]
    areas, outlines, height = _bounded(bounded, others, size) if bounded else ([], [], 0)
    tiles, height = _tiles(tiled, size, height)
    return Layout(size, height + HINT, areas + tiles, outlines)


# --- Boundaries -------------------------------------------------------------------------------------------------------
def _bounded(marks: list[Mark], others: Sequence[Shape], size: Size) -> tuple[list[Area], list[str], int]:
    """The map as wide as the drawing if words beside it find free corners, else with room kept at its right."""
    if len(marks) > CALLED_OUT_AT_MOST:
        size = replace(size, names_all=False)
    for beside in (0, CALLOUT):
        frame, own, bare = _framed(marks, others, size, beside)
        labels = [_inside(mark, each, size) for mark, each in zip(marks, own, strict=True)]
        if None not in labels or len(marks) > CALLED_OUT_AT_MOST:
            break
        homeless = [place for place, label in enumerate(labels) if label is None]
        spots = [own[place].room(2) for place in homeless]
        heights = _free_heights(spots, _edge([*own, *bare]), size, anywhere=bool(beside))
        if heights is not None:
            for place, spot, y in zip(homeless, spots, heights, strict=True):
                labels[place] = _called_out(marks[place], spot, y, size)
            break
    areas = [Area(mark, path=each.path, label=label) for mark, each, label in zip(marks, own, labels, strict=True)]
    areas.sort(key=_covers)
    lowest = max((label.y + LINE for label in labels if label), default=0)
    return areas, [each.path for each in bare], round(max(frame.height + MARGIN, lowest)) + MARGIN


def _covers(area: Area) -> tuple[bool, bool]:
    """Drawn last: what has an outline of its own, and lines that lead out, which no neighbour may cover."""
    return bool(area.label and area.label.leads_from), SHADES[area.mark.shade].is_hollow


def _framed(marks, others, size: Size, beside: int) -> tuple[Frame, list[Placed], list[Placed]]:
    shapes = [mark.shape for mark in marks]
    wide = size.width - 2 * MARGIN - beside
    frame = fit_frame((*shapes, *others), width=wide, highest=size.highest, left=MARGIN, top=MARGIN)
    return frame, [placed(shape, frame) for shape in shapes], [placed(shape, frame) for shape in others]


def _inside(mark: Mark, place: Placed, size: Size) -> Label | None:
    """Name and value, else the value alone, where they fit; None where neither does."""
    spot = place.room(2 * LINE)
    if spot.width >= max(len(mark.label), len(mark.value)) * size.letter:
        return Label((mark.label, mark.value), spot.x, spot.y - 3)
    spot = place.room(LINE)
    if not size.names_all and spot.width >= len(mark.value) * size.letter:
        return Label((mark.value,), spot.x, spot.y + 4)
    return None


# --- Words beside the map ---------------------------------------------------------------------------------------------
def _edge(places: list[Placed]) -> dict[int, int]:
    """How far right the map reaches at each height, in bands of a line of words; 0 is the uppermost band."""
    furthest: dict[int, int] = {}
    for ring in (ring for each in places for ring in each.rings):
        for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
            for band in range(min(y1, y2) // LINE, max(y1, y2) // LINE + 1):
                furthest[band] = max(furthest.get(band, 0), x1, x2)
    return furthest


def _free_heights(spots: list[Room], edge: dict[int, int], size: Size, *, anywhere: bool) -> list[float] | None:
    """Where the first lines of the words stand, each near its place and in their order; None if one finds no room."""
    left = size.width - CALLOUT
    last = max(edge) + 2
    free = [band for band in range(1, last) if anywhere or all(edge.get(band + n, 0) < left for n in (-1, 0, 1))]
    heights: dict[int, float] = {}
    below = last + CALLOUT_BANDS
    for place in sorted(range(len(spots)), key=lambda place: -spots[place].y):
        fitting = [band for band in free if band <= below - CALLOUT_BANDS]
        if not fitting:
            return None
        band = min(fitting, key=partial(_way, spots[place].y))
        heights[place], below = band * LINE, band
    return [heights[place] for place in range(len(spots))]


def _way(y: float, band: int) -> float:
    """How far words in a band are from their place; a way down counts more, for maps are read from above."""
    return y - band * LINE if band * LINE < y else 1.5 * (band * LINE - y)


def _called_out(mark: Mark, spot: Room, y: float, size: Size) -> Label:
    """Words at the right edge and where the line from the place to them begins."""
    lines = (fit(mark.label, CALLOUT), mark.value)
    return Label(lines, size.width - CALLOUT + 14, y, leads_from=(round(spot.x, 1), round(spot.y, 1)))


# --- Tiles ------------------------------------------------------------------------------------------------------------
def _tiles(marks: list[Mark], size: Size, top: int) -> tuple[list[Area], int]:
    """Equal rectangles in lines, in the order given; returns them and the height of the drawing so far."""
    if not marks:
        return [], top
    start = top + 2 * TILE_GAP if top else MARGIN
    per_line = max((size.width - 2 * MARGIN + TILE_GAP) // (size.tile + TILE_GAP), 1)
    wide = (size.width - 2 * MARGIN + TILE_GAP) // per_line - TILE_GAP
    found = []
    for place, mark in enumerate(marks):
        x = MARGIN + place % per_line * (wide + TILE_GAP)
        y = start + place // per_line * (TILE_HEIGHT + TILE_GAP)
        lines = (fit(mark.label, wide - 8), mark.value)
        label = Label(lines, x + wide / 2, y + LINE + 3)
        found.append(Area(mark, box=(x, y, wide, TILE_HEIGHT), label=label))
    lines = -(-len(marks) // per_line)
    return found, start + lines * (TILE_HEIGHT + TILE_GAP)
