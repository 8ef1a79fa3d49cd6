from datetime import date

import pytest

from campaign_portal.lib.workdays import WorkCalendar, read_holidays
from directives.deadlines import in_office_hours, read_ladder, steps
from directives.models.campaign import default_ladder
from units.tests.factories import local

WEEKENDS = WorkCalendar([])
HOLIDAYS = WorkCalendar(
    [row["day"] for row in read_holidays() if not row["is_workday"]],
    [row["day"] for row in read_holidays() if row["is_workday"]],
)
DUE = date(2024, 11, 20)


def told(deadline, ladder, calendar=WEEKENDS):
    return [(step.name, step.send_at, step.expires_at) for step in steps(deadline, ladder, calendar)]


def test_the_ladder_of_the_2024_campaign():
    assert told(DUE, default_ladder()) == [
        ("before-7", local("2024-11-13 08:00"), local("2024-11-14 17:00")),
        ("before-3", local("2024-11-15 08:00"), local("2024-11-18 17:00")),
        ("before-1", local("2024-11-19 08:00"), local("2024-11-19 17:00")),
        ("before-0", local("2024-11-20 08:00"), local("2024-11-20 17:00")),
    ]


@pytest.mark.parametrize(
    ("deadline", "days_before", "expected"),
    [
        ("2024-11-20", 14, "2024-11-06 08:00"),  # a Wednesday
        ("2024-11-20", 4, "2024-11-15 08:00"),  # Saturday 16/11 → Friday
        ("2024-11-20", 3, "2024-11-15 08:00"),  # Sunday 17/11 → Friday
        ("2024-11-18", 0, "2024-11-18 08:00"),  # due on a Monday
        ("2024-11-17", 0, "2024-11-15 08:00"),  # due on a Sunday
        ("2024-03-01", 1, "2024-02-29 08:00"),  # a leap day
        ("2025-01-06", 7, "2024-12-30 08:00"),  # over the turn of the year
        ("2025-02-05", 1, "2025-02-04 08:00"),  # the second working day after Tết
        ("2025-02-03", 1, "2025-01-24 08:00"),  # the whole of Tết lies before the first working day
        ("2025-05-05", 4, "2025-04-29 08:00"),  # 30/4 and 1/5, then Friday 2/5 is swapped
        ("2026-01-05", 3, "2025-12-31 08:00"),  # 1/1 and the swapped 2/1
        ("2026-01-12", 2, "2026-01-10 08:00"),  # the make-up Saturday for it is worked
    ],
)
def test_a_step_on_a_day_off_moves_to_the_working_day_before(deadline, days_before, expected):
    (step,) = steps(date.fromisoformat(deadline), [days_before], HOLIDAYS)
    assert step.send_at == local(expected)


@pytest.mark.parametrize(
    ("days_after", "expected"),
    [(1, "2024-11-21 08:00"), (3, "2024-11-25 08:00"), (7, "2024-11-27 08:00")],  # 23/11 is a Saturday
)
def test_a_step_after_the_due_day_moves_to_the_next_working_day(days_after, expected):
    (step,) = steps(DUE, [-days_after], WEEKENDS)
    assert (step.name, step.send_at) == (f"after-{days_after}", local(expected))
    assert step.expires_at == local(expected).replace(hour=17)


def test_of_two_steps_on_one_working_day_the_nearer_remains():
    assert [step.name for step in steps(date(2024, 11, 17), [2, 1, 0], WEEKENDS)] == ["before-0"]
    assert [step.name for step in steps(DUE, [5, 4, 3], WEEKENDS)] == ["before-3"]


def test_the_last_step_may_be_late_until_the_due_day_is_over():
    assert told(DUE, [7]) == [("before-7", local("2024-11-13 08:00"), local("2024-11-20 17:00"))]


def test_a_last_step_before_a_weekend_deadline_expires_on_the_last_working_day():
    assert told(date(2024, 11, 17), [0]) == [("before-0", local("2024-11-15 08:00"), local("2024-11-15 17:00"))]


def test_the_order_in_which_a_ladder_was_written_does_not_matter():
    assert told(DUE, [0, 7, 3, 1, 7]) == told(DUE, [7, 3, 1, 0])


def test_no_ladder_no_steps():
    assert steps(DUE, [], WEEKENDS) == []


@pytest.mark.parametrize("ladder", [["7"], [7.0], [None], [True], [367], [-367], [[7]]])
def test_a_ladder_that_is_no_list_of_days_is_refused(ladder):
    with pytest.raises((ValueError, TypeError)):
        read_ladder(ladder)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2024-11-13 07:59", False),
        ("2024-11-13 08:00", True),
        ("2024-11-13 16:59", True),
        ("2024-11-13 17:00", False),
        ("2024-11-13 00:30", False),
        ("2024-11-13 23:59", False),
        ("2024-11-16 10:00", False),  # Saturday
        ("2024-11-17 10:00", False),  # Sunday
        ("2025-01-29 10:00", False),  # Tết
        ("2026-01-02 10:00", False),  # a Friday, swapped
        ("2026-01-10 10:00", True),  # the Saturday worked for it
    ],
)
def test_office_hours(at, expected):
    assert in_office_hours(local(at), HOLIDAYS) is expected
