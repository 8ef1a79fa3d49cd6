"""Which reports of several levels tell of the same people: by example, and for whatever tree and reports come."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.blocks import Report, repeats

ABOVE = {1: [], 2: [1], 3: [2, 1], 4: [2, 1], 5: [1]}
"""Office 1 → wards 2 and 5; ward 2 → teams 3 and 4."""
LOUD, QUIET = "loudspeaker on the 5th", "meeting on the 5th"


def report(key: int, *serves: int, block: str = LOUD, told: bool = True) -> Report:
    return Report(key, block, told, frozenset(serves))


@pytest.mark.parametrize(
    ("reports", "twice"),
    [
        ([report(1, 1), report(2, 2)], {2}),
        ([report(1, 1), report(3, 3)], {3}),
        ([report(1, 1), report(2, 2), report(3, 3)], {2, 3}),
        ([report(2, 2), report(3, 3), report(4, 4)], {3, 4}),
        ([report(2, 2), report(5, 5)], set()),
        ([report(3, 3), report(5, 5)], set()),
        ([report(1, 1), report(2, 2, block=QUIET)], set()),
        ([report(1, 1), report(2, 1, 2)], set()),
        ([report(1, 1, told=False), report(2, 2)], set()),
        ([report(1, 1, told=False), report(2, 2, told=False)], {2}),
        ([report(1, 1), report(2, 2, told=False)], {2}),
        ([report(1, 1, told=False), report(2, 2), report(3, 3)], {3}),
        ([report(1, 1), report(6, 1)], set()),
    ],
)
def test_a_block_is_told_once_down_a_chain_by_the_highest_level_that_gives_a_number(reports, twice):
    assert repeats(reports, ABOVE) == twice


# --- Whatever comes ---------------------------------------------------------------------------------------------------
@st.composite
def worlds(draw):
    """A forest up to four levels deep, and reports of its obligations with their reach."""
    size = draw(st.integers(1, 8))
    above: dict[int, list[int]] = {}
    for key in range(size):
        fit = [each for each, ups in above.items() if len(ups) < 3]
        parent = draw(st.sampled_from([None, *fit]))
        above[key] = [] if parent is None else [parent, *above[parent]]
    serves = st.sets(st.integers(0, size - 1), min_size=1, max_size=2)
    rows = draw(
        st.lists(st.tuples(serves, st.sampled_from([LOUD, QUIET]), st.none() | st.integers(1, 99)), max_size=10)
    )
    reach = {key: times for key, (_serves, _block, times) in enumerate(rows)}
    reports = [Report(key, block, times is not None, frozenset(on)) for key, (on, block, times) in enumerate(rows)]
    return above, reports, reach


def total(above, reports, reach, block: str) -> int:
    twice = repeats(reports, above)
    return sum(reach[each.key] or 0 for each in reports if each.block == block and each.key not in twice)


@settings(max_examples=300, deadline=None)
@given(worlds(), st.integers())
def test_the_order_in_which_reports_come_changes_nothing(world, seed):
    above, reports, _reach = world
    mixed = reports[:]
    Random(seed).shuffle(mixed)
    assert repeats(mixed, above) == repeats(reports, above)


@settings(max_examples=300, deadline=None)
@given(worlds(), st.data())
def test_a_report_from_below_of_people_already_told_of_adds_nothing(world, data):
    above, reports, reach = world
    fit = [(each, low) for each in reports if each.is_told for low, ups in above.items() if set(ups) & each.serves]
    fit = [(each, low) for each, low in fit if low not in each.serves]
    if not fit:
        return
    higher, low = data.draw(st.sampled_from(fit))
    before = {block: total(above, reports, reach, block) for block in (LOUD, QUIET)}
    more = Report(99, higher.block, True, frozenset({low}))
    reach[99] = data.draw(st.integers(1, 99))
    after = {block: total(above, [*reports, more], reach, block) for block in (LOUD, QUIET)}
    assert all(after[block] <= before[block] for block in before)


@settings(max_examples=300, deadline=None)
@given(worlds())
def test_no_two_levels_of_a_chain_both_add_their_number_and_some_number_always_stands(world):
    above, reports, _reach = world
    twice = repeats(reports, above)
    counted = [each for each in reports if each.is_told and each.key not in twice]
    for low in counted:
        ups = {up for each in low.serves for up in above[each]} - low.serves
        assert not any(high.block == low.block and high.serves & ups for high in counted if high is not low)
    for block in {each.block for each in reports if each.is_told and len(each.serves) == 1}:
        if all(len(each.serves) == 1 for each in reports if each.block == block):
            assert any(each.block == block for each in counted)
