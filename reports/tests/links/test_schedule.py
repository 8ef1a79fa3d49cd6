"""A slowing schedule; dead only after failures on two days."""

from datetime import date, timedelta

import pytest

from reports.links.schedule import STEPS, Standing, after, next_look
from units.tests.factories import local

NOW = local("2024-11-05 10:00")
MONDAY, TUESDAY, FRIDAY = date(2024, 11, 4), date(2024, 11, 5), date(2024, 11, 8)


def looks(*outcomes: tuple[bool | None, date]) -> Standing:
    """Each outcome: alive, not (False), or nobody can tell (None), on a day."""
    standing = Standing()
    for alive, day in outcomes:
        standing = after(standing, alive=alive, day=day)
    return standing


def test_looks_grow_rarer_and_the_last_step_repeats():
    standing, days = Standing(), []
    for _ in range(9):
        standing = after(standing, alive=True, day=MONDAY)
        days.append((next_look(standing, NOW) - NOW).days)
    assert days == [1, 3, 7, 14, 30, 60, 90, 90, 90]
    assert STEPS[:5] == (1, 3, 7, 14, 30)


@pytest.mark.parametrize(
    ("outcomes", "dead_since"),
    [
        ([], None),
        ([(False, MONDAY)], None),
        ([(False, MONDAY), (False, MONDAY), (False, MONDAY)], None),
        ([(False, MONDAY), (False, TUESDAY)], MONDAY),
        ([(False, MONDAY), (True, MONDAY), (False, TUESDAY)], None),
        ([(True, MONDAY), (False, TUESDAY), (False, FRIDAY)], TUESDAY),
        ([(False, MONDAY), (False, TUESDAY), (False, FRIDAY)], MONDAY),
        ([(False, MONDAY), (False, TUESDAY), (True, FRIDAY)], None),
        ([(False, MONDAY), (False, TUESDAY), (True, TUESDAY), (False, FRIDAY)], None),
        ([(None, MONDAY), (None, TUESDAY), (None, FRIDAY)], None),
        ([(False, MONDAY), (None, TUESDAY)], None),
        ([(False, MONDAY), (None, TUESDAY), (False, FRIDAY)], MONDAY),
        ([(False, MONDAY), (False, TUESDAY), (None, FRIDAY)], MONDAY),
    ],
)
def test_dead_since_the_first_of_two_failures_on_separate_days(outcomes, dead_since):
    assert looks(*outcomes).dead_since == dead_since


def test_a_first_failure_is_looked_at_again_the_next_day():
    old = looks(*[(True, MONDAY)] * 6)
    failed = after(old, alive=False, day=TUESDAY)
    assert next_look(old, NOW) - NOW == timedelta(days=60)
    assert next_look(failed, NOW) - NOW == timedelta(days=1)


def test_a_dead_address_is_looked_at_ever_more_rarely():
    standing, days = looks((False, MONDAY)), []
    for n in range(1, 6):
        standing = after(standing, alive=False, day=MONDAY + timedelta(days=n))
        days.append((next_look(standing, NOW) - NOW).days)
    assert days == [1, 1, 3, 7, 14]


def test_what_comes_back_is_watched_closely_again():
    back = looks((False, MONDAY), (False, TUESDAY), (True, FRIDAY))
    assert back == Standing(step=0)
    assert next_look(back, NOW) - NOW == timedelta(days=1)


def test_what_nobody_can_tell_is_asked_ever_more_rarely_too():
    assert [(next_look(looks(*[(None, MONDAY)] * n), NOW) - NOW).days for n in range(1, 5)] == [1, 3, 7, 14]
