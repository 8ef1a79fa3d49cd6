"""The calendar of days off as people read and keep it, and how a reminder moves with it."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaign_portal.lib.models import Holiday
from campaign_portal.lib.workdays import WorkCalendar, load_holidays
from directives.deadlines import steps
from directives.ladder import read_ladder
from directives.tests.factories import make_cast, make_issued
from units.models import Role, UnitKind
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW = local("2026-01-05 09:00")
SWAP = {"day": "02/01/2029", "kind": "off", "name": "Nghỉ hoán đổi", "source": "TB 1"}


@pytest.fixture
def cast():
    load_holidays()
    return make_cast()


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def page(client, cast):
    """The page as somebody sees it, by their name in the cast."""

    def ask(person="officer", query="", data=None, path="/workdays/"):
        client.force_login(cast.people.get(person, person))
        response = client.post(path, data, follow=True) if data is not None else client.get(f"{path}{query}")
        response.words = " ".join(response.content.decode().split())
        return response

    return ask


def test_the_page_tells_the_days_of_the_year_their_source_and_the_swap(page):
    words = page().words
    assert "Lịch nghỉ năm 2026 có 15 ngày nghỉ, 2 ngày làm bù." in words
    assert "12729/VPCP-KGVX, 25/12/2025" in words
    assert words.count("Làm bù</td>") == 2


def test_a_year_that_is_not_known_is_told_and_fetched_by_one_press(page):
    words = page(query="?year=2028").words
    assert "Chưa có đủ lịch nghỉ năm 2028." in words
    assert "Chưa có lịch nghỉ năm 2028: thư nhắc chỉ bỏ qua thứ Bảy, Chủ nhật cho đến khi có lịch." in words
    response = page(data={"year": "2028"}, path="/workdays/fetch/")
    assert response.redirect_chain == [("/workdays/?year=2028", 302)]
    assert "Đã thêm 16 ngày của năm 2028." in response.words
    assert "Lịch nghỉ năm 2028 có 16 ngày nghỉ." in response.words
    assert "đã có đủ các ngày của danh mục ngày lễ" in page(data={"year": "2028"}, path="/workdays/fetch/").words


@pytest.mark.parametrize("year", ["", "abc", "1999", "99999999", "²", "-1"])
def test_a_year_that_is_none_shows_this_one(page, year):
    assert "Lịch nghỉ năm 2026" in page(query=f"?year={year}").words


def years(response) -> list[int]:
    return list(response.context["years"])


def test_the_years_of_the_letters_a_person_sees_are_offered_and_the_one_that_is_open(page):
    assert years(page()) == [2024, 2025, 2026, 2027, 2028, 2029]  # the letter is of 2024
    assert years(page("stranger_officer")) == [2025, 2026, 2027, 2028, 2029]
    assert years(page("stranger_officer", query="?year=2022")) == [2022, 2025, 2026, 2027, 2028, 2029]


def test_an_officer_writes_a_day_down_and_is_named(page):
    response = page(data=SWAP)
    assert response.redirect_chain == [("/workdays/?year=2029", 302)]
    assert "Đã ghi ngày 02/01/2029 vào lịch." in response.words
    assert "Trần Thị Cán Bộ" in response.words.partition("<main")[2]
    row = Holiday.objects.get(day=date(2029, 1, 2))
    assert (row.name, row.is_workday, row.source) == ("Nghỉ hoán đổi", False, "TB 1")


def test_what_was_typed_stays_when_it_is_refused(page):
    words = page(data=SWAP | {"kind": "on"}).words
    assert "Ngày làm bù phải là thứ Bảy hoặc Chủ nhật." in words
    assert 'value="Nghỉ hoán đổi"' in words
    assert not Holiday.objects.filter(day=date(2029, 1, 2)).exists()


def test_a_day_is_corrected_from_its_row(page):
    words = page(query="?year=2026&day=2026-01-02").words
    assert 'value="02/01/2026"' in words
    assert 'value="12729/VPCP-KGVX, 25/12/2025"' in words
    assert 'value="02/01/2026"' not in page(query="?day=2026-13-41").words


def test_a_day_is_taken_out_and_brought_back(page):
    row = Holiday.objects.get(day=date(2026, 11, 24))
    words = page(data={}, path=f"/workdays/{row.pk}/move/").words
    assert "Đã bỏ ngày 24/11/2026 khỏi lịch." in words
    assert "1 ngày đã bỏ khỏi lịch" in words
    assert "Đã đưa ngày 24/11/2026 trở lại lịch." in page(data={"back": "1"}, path=f"/workdays/{row.pk}/move/").words
    row.refresh_from_db()
    assert not row.is_set_aside


@pytest.mark.parametrize("person", ["focal", "leader"])
def test_others_read_it_and_change_nothing(page, person):
    words = page(person).words
    assert "Lịch nghỉ năm 2026 có 15 ngày nghỉ, 2 ngày làm bù." in words
    assert "<form" not in words.partition("<main")[2].partition("</main")[0]
    row = Holiday.objects.get(day=date(2026, 11, 24))
    for path, data in [("/workdays/", SWAP), ("/workdays/fetch/", {"year": "2028"}), (f"/workdays/{row.pk}/move/", {})]:
        assert page(person, data=data, path=path).status_code == 403
    assert Holiday.objects.filter(day__year__gte=2028).count() == 0


@pytest.mark.parametrize(
    "kind, role, is_staff, status",
    [
        (UnitKind.DEPARTMENT, Role.COORDINATOR, False, 200),
        (UnitKind.CITY_COMMITTEE, Role.COORDINATOR, False, 200),
        (UnitKind.DISTRICT_OFFICE, Role.COORDINATOR, False, 403),
        (UnitKind.DEPARTMENT, Role.FOCAL, False, 403),
        (UnitKind.DISTRICT_OFFICE, Role.FOCAL, True, 200),
    ],
)
def test_the_calendar_is_kept_at_city_level_and_by_administrators(page, kind, role, is_staff, status):
    person = make_user(make_unit(kind=kind), role)
    person.is_staff = is_staff
    person.save(update_fields=["is_staff"])
    assert page(person, data=SWAP).status_code == status


@pytest.mark.parametrize("days", [1, 3])
def test_the_page_costs_as_much_with_three_changed_days_as_with_one(page, days):
    for day in range(1, days + 1):
        page(data=SWAP | {"day": f"0{day}/02/2029"})
    page(query="?year=2029")
    with CaptureQueriesContext(connection) as asked:
        page(query="?year=2029")
    assert len([each for each in asked if "ground_holiday" in each["sql"]]) == 2


def test_reminders_move_with_the_swap_of_2026(cast):
    """A due day on Monday 05/01/2026: three days before is Friday 02/01, a day off; the last day worked is 31/12."""
    calendar = WorkCalendar.load()
    planned = {step.name: step.send_at for step in steps(date(2026, 1, 5), read_ladder([3, 0, -5]), calendar)}
    assert planned == {
        "before-3": local("2025-12-31 08:00"),
        "before-0": local("2026-01-05 08:00"),
        "after-5": local("2026-01-10 08:00"),  # the make-up Saturday
    }


def test_the_page_of_reminders_tells_of_years_nobody_filled_in(page, cast):
    unit = make_unit("Phòng Y tế")
    days = {"due_on": date(2028, 2, 1), "dated_on": date(2026, 1, 2), "now": NOW}
    letter = make_issued(cast.department, cast.officer, groups=[("Phòng", [unit], "Việc")], **days)
    words = page(path=f"/directives/{letter.pk}/reminders/").words
    assert "Chưa có lịch nghỉ năm 2028: thư nhắc chỉ bỏ qua thứ Bảy, Chủ nhật" in words
    assert 'href="/workdays/?year=2028"' in words
    assert "năm 2026: thư nhắc chỉ" not in words
