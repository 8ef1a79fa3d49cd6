"""A long description is folded where the reviewer reads it: the beginning open, the rest one press away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.templatetags.folding import OPEN, SHORT_ENOUGH, parted
from reports.tests.factories import make_action
from reports.tests.reading import as_person, words
from units.tests.factories import local

NOW = local("2024-11-14 08:00")


@given(st.text(max_size=4000))
def test_nothing_is_left_out_and_the_beginning_is_never_empty(text):
    beginning, rest = parted(text)
    assert beginning + rest == text
    assert bool(rest) is (len(text) > SHORT_ENOUGH)
    assert not rest or OPEN // 2 <= len(beginning) <= OPEN


@pytest.mark.parametrize(("length", "folded"), [(SHORT_ENOUGH, False), (SHORT_ENOUGH + 1, True)])
def test_a_text_that_is_hardly_long_stays_whole(length, folded):
    assert bool(parted("ă" * length)[1]) is folded


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Câu một. " * 40 + "\nDòng hai " + "chữ " * 300, "\n"),
        ("Câu một dài. " * 200, "dài. "),
        ("chữ " * 500, "chữ "),
        ("x" * 2000, "x"),
    ],
    ids=["line", "sentence", "word", "nowhere"],
)
def test_it_is_parted_at_the_best_place_there_is(text, ends):
    assert parted(text)[0].endswith(ends)


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(("times", "folded"), [(10, False), (100, True)])
def test_the_reviewer_unfolds_a_long_description_and_reads_all_of_it(client, cast, times, folded):
    text = "Đã họp tổ dân phố và phát tờ rơi. " * times + "Hết."
    make_action(cast.obligation(), actor=cast.focal, now=local("2024-11-12 09:00"), declare=True, description=text)
    response = as_person(client, cast.officer).get(f"/reviews/{cast.obligation().pk}/")
    assert ("Đọc tiếp" in words(response)) is folded
    assert words(response).count("Đã họp tổ dân phố") == times
    assert "Hết." in words(response)
