"""Keeping the calendar: by hand, from the library, and what neither may overwrite."""

from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from campaign_portal.lib import activity
from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.holidays import days_of, fetch_year, set_aside, set_day, take_back
from campaign_portal.lib.models import ActivityEntry, Holiday
from campaign_portal.lib.workdays import WorkCalendar, load_holidays

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
LATER = datetime(2026, 1, 6, 2, 0, tzinfo=UTC)


@pytest.fixture
def actor():
    load_holidays()  # a flushed database has lost what the migration seeded
    return get_user_model().objects.create(email="canbo@stttt.example", full_name="Trần Thị Cán Bộ")


def put(actor, day, *, on=False, name="Nghỉ", source="TB 1", now=NOW) -> Holiday:
    return set_day(day=day, name=name, is_workday=on, source=source, actor=actor, now=now)


def last_line() -> tuple[str, str, dict]:
    entry = ActivityEntry.objects.latest("pk")
    return entry.verb, entry.subject, entry.detail


# --- By hand ----------------------------------------------------------------------------------------------------------
def test_a_swap_is_two_days_written_down_with_who_did_it(actor):
    """As the one of 02/01/2026, had it not been in the list already."""
    Holiday.objects.filter(day__in=[date(2026, 1, 2), date(2026, 1, 10)]).delete()
    assert WorkCalendar.load().next_workday(date(2026, 1, 1)) == date(2026, 1, 2)
    off = put(actor, date(2026, 1, 2), name="Ngày nghỉ (thay cho ngày 10/01/2026)", source="12729/VPCP-KGVX")
    put(actor, date(2026, 1, 10), on=True, name="Làm bù")
    calendar = WorkCalendar.load()
    assert calendar.next_workday(date(2026, 1, 1)) == date(2026, 1, 5)
    assert calendar.previous_workday(date(2026, 1, 11)) == date(2026, 1, 10)
    assert (off.changed_by, off.changed_at) == (actor, NOW)
    assert last_line() == (
        "holiday.set",
        "10/01/2026 Làm bù",
        {
            "before": {},
            "after": {"name": "Làm bù", "is_workday": True, "source": "TB 1", "is_set_aside": False},
        },
    )


def test_a_day_that_stands_there_is_corrected_and_what_stood_there_is_kept_in_the_log(actor):
    put(actor, date(2026, 4, 27), name="Nghỉ bù Giỗ Tổ")
    assert Holiday.objects.filter(day=date(2026, 4, 27)).count() == 1
    _verb, _subject, detail = last_line()
    assert detail["before"]["name"] == "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)"
    assert detail["after"]["name"] == "Nghỉ bù Giỗ Tổ"


def test_the_same_again_changes_nothing_and_writes_no_line(actor):
    first = put(actor, date(2026, 7, 1))
    lines = ActivityEntry.objects.count()
    assert put(actor, date(2026, 7, 1), now=LATER).changed_at == first.changed_at == NOW
    assert ActivityEntry.objects.count() == lines
    assert activity.verify().is_whole


@pytest.mark.parametrize("day", [date(2026, 1, 5), date(2026, 1, 9)])
def test_a_monday_or_friday_makes_up_for_nothing(actor, day):
    with pytest.raises(Refused, match="Ngày làm bù phải là thứ Bảy hoặc Chủ nhật"):
        put(actor, day, on=True)
    assert not Holiday.objects.filter(day=day).exists()


@pytest.mark.parametrize("day", [date(2026, 1, 17), date(2026, 1, 18)])
def test_a_saturday_or_sunday_may(actor, day):
    put(actor, day, on=True)
    assert WorkCalendar.load().is_workday(day)


def test_a_day_needs_a_name(actor):
    with pytest.raises(Refused, match="Hãy ghi tên ngày"):
        put(actor, date(2026, 7, 1), name="  ")


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2101, 1, 1)])
def test_a_year_out_of_reach_is_refused(actor, day):
    with pytest.raises(Refused, match="từ năm 2020 đến năm 2100"):
        put(actor, day)


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2100, 12, 31)])
def test_the_first_and_the_last_day_within_reach_are_not(actor, day):
    assert put(actor, day).day == day


def test_a_day_set_aside_is_worked_again_and_can_be_taken_back(actor):
    row = Holiday.objects.get(day=date(2026, 11, 24))
    set_aside(holiday=row, actor=actor, now=NOW)
    assert WorkCalendar.load().is_workday(date(2026, 11, 24))
    assert last_line()[:2] == ("holiday.set_aside", "24/11/2026 Ngày Văn hóa Việt Nam")
    take_back(holiday=row, actor=actor, now=LATER)
    assert not WorkCalendar.load().is_workday(date(2026, 11, 24))
    assert last_line()[0] == "holiday.taken_back"


def test_setting_aside_twice_is_done_once(actor):
    row = Holiday.objects.get(day=date(2026, 11, 24))
    set_aside(holiday=row, actor=actor, now=NOW)
    lines = ActivityEntry.objects.count()
    assert set_aside(holiday=row, actor=actor, now=LATER).changed_at == NOW
    assert ActivityEntry.objects.count() == lines


def test_writing_down_a_day_set_aside_brings_it_back(actor):
    set_aside(holiday=Holiday.objects.get(day=date(2026, 11, 24)), actor=actor, now=NOW)
    assert not put(actor, date(2026, 11, 24), name="Ngày Văn hóa Việt Nam").is_set_aside


def test_the_database_wants_to_know_who_set_a_day_aside():
    with pytest.raises(IntegrityError, match="who_set_a_day_aside_is_known"), transaction.atomic():
        Holiday.objects.create(day=date(2029, 1, 2), name="x", is_set_aside=True)


# --- From the library -------------------------------------------------------------------------------------------------
def test_a_year_is_fetched_with_its_source_and_is_known_then(actor):
    assert WorkCalendar.load().unknown_years([date(2028, 1, 1)]) == [2028]
    rows = fetch_year(year=2028, actor=actor, now=NOW)
    assert len(rows) == Holiday.objects.filter(day__year=2028).count() == 16
    assert {row.changed_by for row in rows} == {actor}
    tet = Holiday.objects.get(day=date(2028, 1, 26))
    assert (tet.name, tet.source, tet.is_workday) == ("Tết Nguyên Đán", "Danh mục ngày lễ Việt Nam bản 0.109", False)
    assert WorkCalendar.load().unknown_years([date(2028, 1, 1)]) == []
    verb, subject, detail = last_line()
    assert (verb, subject, len(detail["days"])) == ("holiday.fetched", "Lịch nghỉ năm 2028", 16)


def test_fetching_again_adds_nothing_and_says_so(actor):
    fetch_year(year=2028, actor=actor, now=NOW)
    lines = ActivityEntry.objects.count()
    with pytest.raises(AlreadyDone, match="Lịch nghỉ năm 2028 đã có đủ"):
        fetch_year(year=2028, actor=actor, now=LATER)
    assert ActivityEntry.objects.count() == lines


def test_what_a_person_wrote_or_set_aside_is_not_overwritten(actor):
    put(actor, date(2028, 1, 26), name="Mùng một")
    fetch_year(year=2028, actor=actor, now=NOW)
    set_aside(holiday=Holiday.objects.get(day=date(2028, 1, 24)), actor=actor, now=NOW)
    with pytest.raises(AlreadyDone):
        fetch_year(year=2028, actor=actor, now=LATER)
    assert Holiday.objects.get(day=date(2028, 1, 26)).name == "Mùng một"
    assert WorkCalendar.load().is_workday(date(2028, 1, 24))


def test_a_year_of_our_own_list_holds_the_swap_the_library_misses():
    days = {row["day"]: row["is_workday"] for row in days_of(2026)}
    assert (days[date(2026, 1, 2)], days[date(2026, 1, 10)]) == (False, True)


def test_a_lost_day_of_our_list_comes_back_alone(actor):
    Holiday.objects.filter(day=date(2026, 1, 2)).delete()
    assert [row.day for row in fetch_year(year=2026, actor=actor, now=NOW)] == [date(2026, 1, 2)]


@pytest.mark.parametrize("year", [2019, 2101])
def test_a_year_the_library_does_not_reach_is_refused(actor, year):
    with pytest.raises(Refused, match="từ năm 2020 đến năm 2100"):
        fetch_year(year=year, actor=actor, now=NOW)


@pytest.mark.parametrize("year", [2029, 2030, 2050, 2100])
def test_every_fetched_year_is_known_and_of_that_year(actor, year):
    rows = fetch_year(year=year, actor=actor, now=NOW)
    assert {row.day.year for row in rows} == {year}
    assert WorkCalendar.load().covers(year)


# --- The edges of a year ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "day, before, after",
    [
        (date(2025, 12, 31), date(2025, 12, 31), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2025, 12, 31), date(2026, 1, 5)),  # the swap of 02/01 and the weekend
        (date(2026, 1, 4), date(2025, 12, 31), date(2026, 1, 5)),
        (date(2026, 2, 14), date(2026, 2, 13), date(2026, 2, 23)),  # the Saturday before Tết
        (date(2026, 2, 22), date(2026, 2, 13), date(2026, 2, 23)),  # the Sunday after
        (date(2026, 8, 22), date(2026, 8, 22), date(2026, 8, 22)),  # a worked Saturday
        (date(2026, 9, 2), date(2026, 8, 28), date(2026, 9, 3)),
        (date(2027, 12, 31), date(2027, 12, 31), date(2027, 12, 31)),
        (date(2028, 1, 1), date(2027, 12, 31), date(2028, 1, 3)),  # of 2028 only weekends are known: never a guess
    ],
)
def test_the_working_days_around_new_year_and_tet(actor, day, before, after):
    calendar = WorkCalendar.load()
    assert (calendar.previous_workday(day), calendar.next_workday(day)) == (before, after)


def test_years_nobody_filled_in_are_told_once_each(actor):
    days = [date(2029, 5, 1), date(2026, 1, 1), date(2028, 1, 1), date(2028, 12, 31)]
    assert WorkCalendar.load().unknown_years(days) == [2028, 2029]


def test_days_kept_under_the_old_name_of_the_list_are_renamed_and_back_again():
    migration = import_module("campaign_portal.lib.migrations.0006_holiday_sources")
    Holiday.objects.filter(source__startswith=migration.NEW).delete()
    for day, source in ((date(2031, 1, 1), "Thư viện holidays 0.96"), (date(2031, 1, 2), "TB 1")):
        Holiday.objects.create(day=day, name="Nghỉ", source=source)
    sources = Holiday.objects.filter(day__year=2031).order_by("day").values_list("source", flat=True)
    migration.forwards(apps, None)
    assert list(sources.all()) == ["Danh mục ngày lễ Việt Nam bản 0.96", "TB 1"]
    migration.backwards(apps, None)
    assert list(sources.all()) == ["Thư viện holidays 0.96", "TB 1"]
