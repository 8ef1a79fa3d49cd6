from datetime import UTC, date, datetime

import pytest
import time_machine

from campaign_portal.lib.checks import check_holidays_are_known
from campaign_portal.lib.models import Holiday
from campaign_portal.lib.workdays import WorkCalendar, load_holidays, read_holidays

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(db):
    load_holidays()  # a flushed database has lost what the migration seeded
    return WorkCalendar.load()


def test_the_pure_calendar_needs_no_table():
    calendar = WorkCalendar({date(2024, 11, 20)}, {date(2024, 11, 23)})
    assert calendar.is_workday(date(2024, 11, 19))
    assert not calendar.is_workday(date(2024, 11, 20))
    assert calendar.is_workday(date(2024, 11, 23))  # a Saturday worked
    assert not calendar.is_workday(date(2024, 11, 24))


@pytest.mark.parametrize(
    "day, works",
    [
        (date(2024, 11, 15), True),
        (date(2024, 11, 16), False),  # Saturday
        (date(2024, 11, 17), False),  # Sunday
        (date(2024, 11, 20), True),  # Teachers' day is no day off
        (date(2025, 1, 24), True),
        (date(2025, 1, 27), False),  # Tết, Monday
        (date(2025, 1, 31), False),
        (date(2025, 2, 3), True),
        (date(2025, 4, 26), True),  # make-up Saturday
        (date(2026, 1, 1), False),
        (date(2026, 1, 2), False),  # swapped with 10/01
        (date(2026, 1, 9), True),
        (date(2026, 1, 10), True),  # make-up Saturday
        (date(2026, 1, 11), False),
        (date(2026, 2, 17), False),  # first day of Tết
        (date(2026, 11, 23), True),
        (date(2026, 11, 24), False),  # Vietnam Culture Day, from 2026 on
        (date(2024, 11, 24), False),  # was a Sunday
        (date(2025, 11, 24), True),  # was none yet
    ],
)
def test_days_on_and_off_of_the_table(calendar, day, works):
    assert calendar.is_workday(day) is works


@pytest.mark.parametrize(
    "day, before, after",
    [
        (date(2024, 11, 13), date(2024, 11, 13), date(2024, 11, 13)),
        (date(2024, 11, 17), date(2024, 11, 15), date(2024, 11, 18)),
        (date(2025, 1, 29), date(2025, 1, 24), date(2025, 2, 3)),  # all of Tết with its weekends
        (date(2026, 1, 2), date(2025, 12, 31), date(2026, 1, 5)),
        (date(2026, 1, 11), date(2026, 1, 10), date(2026, 1, 12)),
        (date(2026, 11, 24), date(2026, 11, 23), date(2026, 11, 25)),
    ],
)
def test_the_working_day_before_and_after(calendar, day, before, after):
    assert calendar.previous_workday(day) == before
    assert calendar.next_workday(day) == after


@pytest.mark.parametrize(
    "after, until, days",
    [
        (date(2024, 11, 12), date(2024, 11, 12), 0),
        (date(2024, 11, 12), date(2024, 11, 13), 1),
        (date(2024, 11, 15), date(2024, 11, 17), 0),  # Friday to Sunday
        (date(2024, 11, 16), date(2024, 11, 18), 1),  # Saturday to Monday
        (date(2025, 1, 24), date(2025, 2, 3), 1),  # all of Tết between
        (date(2024, 11, 13), date(2024, 11, 12), 0),
    ],
)
def test_working_days_waited(calendar, after, until, days):
    assert calendar.count(after, until) == days


@pytest.mark.parametrize(
    "day, days, before",
    [
        (date(2024, 11, 20), 0, date(2024, 11, 20)),
        (date(2024, 11, 17), 0, date(2024, 11, 15)),
        (date(2024, 11, 20), 5, date(2024, 11, 13)),
        (date(2025, 2, 3), 1, date(2025, 1, 24)),
    ],
)
def test_a_day_so_many_working_days_ago(calendar, day, days, before):
    assert calendar.back(day, days) == before
    assert calendar.count(before, day) == days


def test_a_year_is_covered_when_its_holidays_are_known(calendar):
    assert [year for year in range(2022, 2030) if calendar.covers(year)] == [2024, 2025, 2026, 2027]


def test_a_year_with_ten_days_off_has_only_been_begun():
    ten = [date(2028, 1, day) for day in range(1, 11)]
    assert not WorkCalendar(ten).covers(2028)
    assert WorkCalendar([*ten, date(2028, 5, 1)]).covers(2028)


def test_the_calendar_is_loaded_in_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        WorkCalendar.load()


def test_the_fixture_names_the_source_of_every_day():
    rows = {row["day"]: row for row in read_holidays()}
    assert len(rows) == 61
    assert rows[date(2026, 1, 2)] == {
        "day": date(2026, 1, 2),
        "name": "Ngày nghỉ (thay cho ngày 10/01/2026)",
        "is_workday": False,
        "source": "12729/VPCP-KGVX, 25/12/2025",
    }
    assert rows[date(2026, 1, 10)]["is_workday"] is True
    assert all(row["source"] for row in rows.values())


def test_loading_again_keeps_what_an_administrator_changed():
    load_holidays()
    Holiday.objects.filter(day=date(2026, 1, 2)).update(is_workday=True, name="đã sửa")
    Holiday.objects.filter(day=date(2026, 1, 1)).delete()
    load_holidays()
    assert Holiday.objects.get(day=date(2026, 1, 2)).name == "đã sửa"
    assert Holiday.objects.filter(day=date(2026, 1, 1)).count() == 1
    assert Holiday.objects.count() == 61


@pytest.mark.parametrize(
    "now, warned",
    [
        (datetime(2027, 9, 30, 16, 59, tzinfo=UTC), []),
        (datetime(2027, 9, 30, 17, 0, tzinfo=UTC), ["2028"]),  # 1 October in Cần Thơ
        (datetime(2028, 3, 1, tzinfo=UTC), ["2028"]),
        (datetime(2028, 10, 2, tzinfo=UTC), ["2028", "2029"]),
    ],
)
def test_the_check_warns_of_a_year_nobody_has_filled_in(calendar, now, warned):
    with time_machine.travel(now, tick=False):
        found = check_holidays_are_known(None, databases=["default"])
    assert [message.id for message in found] == ["ground.W001"] * len(warned)
    assert [message.msg[len("The public holidays of ") :][:4] for message in found] == warned


def test_the_check_asks_no_database_it_was_not_given():
    assert check_holidays_are_known(None, databases=None) == []
