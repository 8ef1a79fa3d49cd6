"""What a picture looks like, in 128 bits that survive compression, resizing, brightness, a stamp and thin frames.

ImageHash would bring numpy, scipy and PyWavelets, 55 MB, for what is forty lines here: a difference hash (steps from
left to right on an 8 × 8 grid) finds, a cosine hash (its low waves) confirms. Both are old and well understood.
"""

import io
import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageChops

NEAR_STEPS = 7
NEAR = 16
"""Bits in which two pictures may differ: of the steps, and of both hashes together. tests/test_looks.py measures."""

PLAIN = 0.7
"""The share of a picture in about one tone above which it is a page, a slide or a wall: two of those look alike."""
TONE = 0.08  # a tone reaches so far to both sides, in parts of what is white in the picture
CELLS = 24  # coarse enough that lines of words blend with their paper

BANDS = 4
BAND_BITS = 16
SIDE = 256
WAVES = 32
EVEN = 24  # grey levels that a frame may vary by
_WORD = 2**64 - 1
_COSINES = [[math.cos(math.pi * (2 * x + 1) * wave / (2 * WAVES)) for x in range(WAVES)] for wave in range(1, 9)]


@dataclass(frozen=True)
class Look:
    """`steps` finds, `waves` confirms; both are 64 bits, unsigned."""

    steps: int
    waves: int

    def distance(self, other: "Look") -> int | None:
        """In how many bits two pictures differ; None where they do not look alike."""
        steps = (self.steps ^ other.steps).bit_count()
        apart = steps + (self.waves ^ other.waves).bit_count()
        return apart if steps <= NEAR_STEPS and apart <= NEAR else None


def look_of(data: bytes) -> Look | None:
    """The look of a picture that was opened before (a display copy); None where it is too plain to be compared."""
    with Image.open(io.BytesIO(data)) as picture:
        picture.draft("L", (SIDE, SIDE))
        grey = picture.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    inner = _without_frame(grey)
    if _share_of_one_tone(inner) > PLAIN:
        return None
    return Look(_steps(inner), _waves(inner))


def bands(steps: int) -> list[int]:
    """The bits in four parts of 16, each from all over the picture.

    Two pictures that differ in at most 7 bits differ in at most one bit of one part: `around` names what to look for.
    """
    spread = f"{steps:064b}"
    return [int(spread[band::BANDS], 2) for band in range(BANDS)]


def around(band: int) -> Iterator[int]:
    """A part, and every part that differs from it in one bit."""
    yield band
    for bit in range(BAND_BITS):
        yield band ^ (1 << bit)


def signed(bits: int) -> int:
    """For a column of 64 bits, which databases read with a sign."""
    return bits - 2**64 if bits >> 63 else bits


def unsigned(number: int) -> int:
    return number & _WORD


def _share_of_one_tone(grey: Image.Image) -> float:
    small = sorted(grey.resize((CELLS, CELLS), Image.Resampling.BOX).tobytes())
    reach = round(small[len(small) * 98 // 100] * TONE)
    return max(bisect_right(small, tone + reach) - bisect_left(small, tone - reach) for tone in set(small)) / len(small)


def _without_frame(grey: Image.Image) -> Image.Image:
    """Cut even borders off, as a screenshot or a frame adds them; at most half of each side."""
    while True:
        even = Image.new("L", grey.size, grey.getpixel((0, 0)))
        box = ImageChops.difference(grey, even).point(lambda apart: 255 if apart > EVEN else 0).getbbox()
        if not box or box == (0, 0, *grey.size) or min(box[2] - box[0], box[3] - box[1]) < SIDE // 2:
            return grey
        grey = grey.crop(box)


def _steps(grey: Image.Image) -> int:
    """Whether it gets brighter from each cell of a grid of 8 rows to its right neighbour."""
    rows = _rows(grey, 9, 8)
    return _bits(left < right for row in rows for left, right in pairwise(row))


def _waves(grey: Image.Image) -> int:
    """The signs of the low waves, the even light left out."""
    across = [[_sum(row, wave) for wave in _COSINES] for row in _rows(grey, WAVES, WAVES)]
    return _bits(_sum(column, wave) > 0 for wave in _COSINES for column in zip(*across, strict=True))


def _rows(grey: Image.Image, width: int, height: int) -> list[bytes]:
    data = grey.resize((width, height), Image.Resampling.BOX).tobytes()
    return [data[at : at + width] for at in range(0, len(data), width)]


def _sum(values, wave: list[float]) -> float:
    return sum(value * weight for value, weight in zip(values, wave, strict=True))


def _bits(answers) -> int:
    bits = 0
    for answer in answers:
        bits = bits << 1 | answer
    return bits
