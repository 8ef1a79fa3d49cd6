from datetime import date

import pytest

from campaign_portal.lib.workdays import WorkCalendar, read_holidays
from directives.deadlines import after_workdays, in_office_hours, step_on, steps
from directives.ladder import Rung, Trigger, default_steps, read_ladder
from units.tests.factories import local

WEEKENDS = WorkCalendar([])
HOLIDAYS = WorkCalendar(
    [row["day"] for row in read_holidays() if not row["is_workday"]],
    [row["day"] for row in read_holidays() if row["is_workday"]],
)
DUE = date(2024, 11, 20)


def told(deadline, ladder, calendar=WEEKENDS):
    return [(step.name, step.send_at, step.expires_at) for step in steps(deadline, read_ladder(ladder), calendar)]


def about_work(stored):
    return [rung for rung in read_ladder(stored) if rung.trigger in (Trigger.BEFORE, Trigger.AFTER)]


def test_the_ladder_of_the_2024_campaign():
    found = [(step.name, step.send_at, step.expires_at) for step in steps(DUE, about_work(default_steps()), WEEKENDS)]
    assert found == [
        ("before-14", local("2024-11-06 08:00"), local("2024-11-12 17:00")),
        ("before-7", local("2024-11-13 08:00"), local("2024-11-14 17:00")),
        ("before-3", local("2024-11-15 08:00"), local("2024-11-18 17:00")),  # for Sunday 17/11
        ("before-1", local("2024-11-19 08:00"), local("2024-11-19 17:00")),
        ("before-0", local("2024-11-20 08:00"), local("2024-11-20 17:00")),
        ("after-1", local("2024-11-21 08:00"), local("2024-11-22 17:00")),
        ("after-3", local("2024-11-25 08:00"), local("2024-11-26 17:00")),  # for Saturday 23/11
        ("after-7", local("2024-11-27 08:00"), local("2024-11-27 17:00")),
        ("after-10-head", local("2024-12-02 08:00"), local("2024-12-02 17:00")),  # for Saturday 30/11
        ("after-10-above", local("2024-12-02 08:00"), local("2024-12-02 17:00")),
    ]


def test_steps_for_other_people_on_the_same_day_do_not_push_each_other_out():
    assert [name for name, _at, _end in told(DUE, ["after-10-above", "after-10", "after-10-head", "after-11"])] == [
        "after-11",
        "after-10-head",
        "after-10-above",
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
    (step,) = steps(date.fromisoformat(deadline), read_ladder([days_before]), HOLIDAYS)
    assert step.send_at == local(expected)


@pytest.mark.parametrize(
    ("days_after", "expected"),
    [(1, "2024-11-21 08:00"), (3, "2024-11-25 08:00"), (7, "2024-11-27 08:00")],  # 23/11 is a Saturday
)
def test_a_step_after_the_due_day_moves_to_the_next_working_day(days_after, expected):
    (step,) = steps(DUE, read_ladder([-days_after]), WEEKENDS)
    assert (step.name, step.send_at) == (f"after-{days_after}", local(expected))
    assert step.expires_at == local(expected).replace(hour=17)


def test_of_two_steps_on_one_working_day_the_nearer_remains():
    assert [name for name, _at, _end in told(date(2024, 11, 17), [2, 1, 0])] == ["before-0"]
    assert [name for name, _at, _end in told(DUE, [5, 4, 3])] == ["before-3"]
    assert [name for name, _at, _end in told(DUE, [-3, -4, -5])] == ["after-5"]  # Saturday, Sunday, Monday


def test_the_last_step_may_be_late_until_the_due_day_is_over():
    assert told(DUE, [7]) == [("before-7", local("2024-11-13 08:00"), local("2024-11-20 17:00"))]


def test_a_last_step_before_a_weekend_deadline_expires_on_the_last_working_day():
    assert told(date(2024, 11, 17), [0]) == [("before-0", local("2024-11-15 08:00"), local("2024-11-15 17:00"))]


def test_the_order_in_which_a_ladder_was_written_does_not_matter():
    assert told(DUE, [0, 7, 3, 1, 7]) == told(DUE, [7, 3, 1, 0])


def test_no_ladder_no_steps():
    assert steps(DUE, [], WEEKENDS) == []


@pytest.mark.parametrize(
    ("issued", "days", "expected"),
    [
        ("2024-11-06 09:00", 1, "2024-11-08 08:00"),  # Wednesday: the whole of Thursday goes by
        ("2024-11-06 23:59", 1, "2024-11-08 08:00"),
        ("2024-11-07 00:00", 1, "2024-11-11 08:00"),  # Thursday: the weekend does not count
        ("2024-11-09 10:00", 1, "2024-11-12 08:00"),  # Saturday: Monday is the first working day
        ("2025-01-24 10:00", 1, "2025-02-04 08:00"),  # before Tết: 03/02 is the day that goes by
        ("2024-11-06 09:00", 3, "2024-11-12 08:00"),
    ],
)
def test_waiting_is_counted_in_whole_working_days(issued, days, expected):
    assert after_workdays(local(issued), days, HOLIDAYS) == local(expected)


@pytest.mark.parametrize(
    ("freshness", "until"), [(1, "2024-11-11 17:00"), (2, "2024-11-12 17:00"), (0, "2024-11-08 17:00")]
)
def test_a_step_no_day_bounds_stays_fresh_for_so_many_working_days(freshness, until):
    step = step_on(Rung(Trigger.RETURNED), local("2024-11-08 15:30"), WEEKENDS, freshness=freshness)
    assert (step.name, step.send_at, step.expires_at) == ("returned", local("2024-11-08 15:30"), local(until))


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
