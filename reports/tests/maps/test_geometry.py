"""Degrees to drawing: north is up, nothing is stretched, neighbours stay neighbours, words stand inside."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.maps.geometry import Shape, fit_frame, grid_rings, path_data, room

BOX = Shape("Ô vuông", (((105.0, 10.0), (106.0, 10.0), (106.0, 11.0), (105.0, 11.0), (105.0, 10.0)),))


def frame(*shapes: Shape, width: int = 100, highest: int = 1000):
    return fit_frame(shapes, width=width, highest=highest)


def test_north_is_up_and_west_is_left():
    own = frame(BOX)
    assert own.place((105.0, 11.0)) == (0, 0)
    assert own.place((106.0, 10.0)) == (100, own.height)


def test_a_degree_of_longitude_is_shorter_by_the_cosine_of_the_latitude():
    own = frame(BOX, width=1000, highest=10_000)
    assert own.height == round(1000 / math.cos(math.radians(10.5)))


def test_what_is_too_high_is_made_to_fit_and_stands_in_the_middle():
    own = frame(BOX, width=1000, highest=100)
    assert own.height == 100
    left, _top = own.place((105.0, 11.0))
    right, _bottom = own.place((106.0, 10.0))
    assert left == 1000 - right


def test_points_that_change_nothing_are_left_out():
    ring = ((0.0, 0.0), (0.5, 0.0), (1.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0))
    (kept,) = grid_rings(Shape("x", (ring,)), frame(Shape("x", (ring,))))
    assert len(kept) == 4


def test_a_place_too_small_to_see_is_still_drawn():
    speck = Shape("Cồn", (((105.5, 10.5), (105.500001, 10.5), (105.5, 10.500001)),))
    (ring,) = grid_rings(speck, frame(BOX, speck))
    assert len(ring) == 4
    assert max(x for x, _y in ring) - min(x for x, _y in ring) == 4


@given(st.lists(st.tuples(st.floats(102, 110), st.floats(8, 24)), min_size=3, max_size=40, unique=True))
def test_the_path_leads_back_to_the_points_it_was_made_of(points):
    shape = Shape("x", (tuple(points),))
    rings = grid_rings(shape, frame(shape, width=330, highest=360))
    data = path_data(rings)
    assert re.fullmatch(r"(M-?\d+ -?\d+l(-?\d+|[ -])+z)+", data)
    x, y, *steps = map(int, re.findall(r"-?\d+", data))
    walked = [(x, y)]
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        walked.append((walked[-1][0] + dx, walked[-1][1] + dy))
    assert tuple(walked) == rings[0]


def area(ring) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True))) / 2


@given(st.lists(st.floats(105.3, 105.7), min_size=1, max_size=40))
def test_between_neighbours_no_gap_opens_however_crooked_their_border(turns):
    step = 1 / (len(turns) + 1)
    border = [(105.5, 10.0), *((x, 10 + step * n) for n, x in enumerate(turns, start=1)), (105.5, 11.0)]
    west = Shape("Tây", (((105.0, 10.0), *border, (105.0, 11.0)),))
    east = Shape("Đông", (((106.0, 10.0), *border, (106.0, 11.0)),))
    own = frame(west, east, width=97)
    (left,), (right,) = grid_rings(west, own), grid_rings(east, own)
    assert area(left) + area(right) == 97 * own.height


# --- Room for words ---------------------------------------------------------------------------------------------------
def test_words_stand_in_the_middle_of_a_box():
    spot = room((((0, 0), (100, 0), (100, 40), (0, 40)),), 20)
    assert (spot.x, spot.y, spot.width) == (50, 20, 100)


def test_words_stand_in_the_wide_arm_of_a_crooked_place():
    crooked = ((0, 0), (20, 0), (20, 60), (200, 60), (200, 100), (0, 100))
    spot = room((crooked,), 20)
    assert spot.width == 200
    assert 70 <= spot.y <= 90


def test_words_do_not_stand_in_a_hole():
    outer, hole = ((0, 0), (100, 0), (100, 100), (0, 100)), ((30, 5), (70, 5), (70, 95), (30, 95))
    spot = room((outer, hole), 20)
    assert spot.width == pytest.approx(30)
    assert not 30 < spot.x < 70


def test_where_nothing_fits_the_middle_is_given_without_width():
    assert room((((0, 0), (100, 0), (100, 4), (0, 4)),), 20).width == 0
