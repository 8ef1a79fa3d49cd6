"""Drawn stand-ins for photographs: the same again for the same seed, and never two rooms that look alike."""

from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image

from campaign_portal.lib.looks import look_of
from reports.seed.pictures import SIZE, meeting

CAPTIONS = ["PVHTT Ninh Kiều: tuyên truyền về lừa đảo", "Trường ĐH Cần Thơ: ảnh bổ sung"]


@pytest.mark.parametrize("seed", [0, 10, 15])
def test_a_seed_draws_one_picture(seed):
    first = meeting(CAPTIONS[0], seed)
    assert meeting(CAPTIONS[0], seed) == first
    assert meeting(CAPTIONS[1], seed) != first
    assert meeting(CAPTIONS[0], seed + 1) != first
    assert Image.open(BytesIO(first)).size == SIZE


def test_no_two_rooms_are_taken_for_copies_of_each_other():
    looks = [look_of(meeting(CAPTIONS[seed % 2], seed * 5)) for seed in range(60)]
    assert None not in looks
    assert [one.distance(other) for one, other in combinations(looks, 2) if one.distance(other) is not None] == []
