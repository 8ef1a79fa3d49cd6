"""Units beside each other: only like with like, only once their time is over, by a rule that stands on the page."""

from datetime import date

import pytest
from django.urls import reverse

from directives.services.adjusting import extend_unit
from directives.services.issuing import issue
from directives.services.obligations import exempt
from directives.tests.factories import ISSUED_AT, make_draft
from reports.summary.league import Table, league, opens_on
from reports.tests.reading import as_person, words
from reports.tests.summaries import Letter, group, list_total, make_letter
from units.models import Role
from units.tests.factories import local, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-23 08:00")
DUE, AFTER = date(2024, 11, 20), date(2024, 11, 21)
NAMES = ["Trường A", "Trường B", "Trường C", "Trường D", "Trường Đ", "Trường E"]


@pytest.fixture
def schools() -> Letter:
    """A letter with two tasks to six schools in one line, and to two departments in another."""
    department = make_unit("Sở Thông tin và Truyền thông")
    officer = make_user(department, Role.COORDINATOR)
    draft = make_draft(department, officer)
    units = {name[-1]: make_unit(name, kind="college") for name in NAMES}
    offices = [make_unit("Sở Y tế"), make_unit("Sở Nội vụ")]
    group(draft, "addressee", 0, "Các trường", list(units.values()))
    group(draft, "addressee", 1, "Các sở", offices)
    group(draft, "task", 0, "các đơn vị", [*units.values(), *offices], "Đăng tải", "Phổ biến")
    return Letter(
        directive=issue(directive=draft, actor=officer, now=ISSUED_AT),
        officer=officer,
        leader=officer,
        city=department,
        district=department,
        units=units,
        people={name: make_user(unit) for name, unit in units.items()},
        places={},
    )


def table(letter: Letter, day: date = AFTER, nth: int = 0) -> Table:
    return league(letter.summary(day))[nth]


def places(found: Table) -> list[tuple]:
    return [(each.place, each.unit.name[-1], each.points, each.most) for each in found.standings]


# --- The places -------------------------------------------------------------------------------------------------------
def test_on_time_counts_twice_what_late_counts_and_equals_share_a_place(schools):
    for name in "AB":
        schools.finish(name, 0, "2024-11-05 10:00")
        schools.finish(name, 1, "2024-11-20 23:00", accepted="2024-11-21 09:00")
    schools.finish("C", 0, "2024-11-05 10:00")
    schools.finish("Đ", 0, "2024-11-21 10:00")
    assert places(table(schools)) == [
        (1, "A", 4, 4),
        (1, "B", 4, 4),
        (3, "C", 2, 4),
        (4, "Đ", 1, 4),
        (5, "D", 0, 4),
        (5, "E", 0, 4),
    ]


def test_who_stands_alike_is_named_in_the_order_of_the_alphabet(schools):
    assert [name for _place, name, *_ in places(table(schools))] == ["A", "B", "C", "D", "Đ", "E"]
    assert {place for place, *_ in places(table(schools))} == {1}


def test_what_a_unit_is_freed_from_neither_helps_nor_harms(schools):
    exempt(obligation=schools.task("C", 1), actor=schools.officer, now=local("2024-11-08 09:00"), reason="Thiếu máy")
    schools.finish("C", 0, "2024-11-05 10:00")
    schools.finish("A", 0, "2024-11-05 10:00")
    assert places(table(schools))[:2] == [(1, "C", 2, 2), (2, "A", 2, 4)]


def test_a_unit_freed_from_everything_is_in_no_table(schools):
    for nth in (0, 1):
        exempt(obligation=schools.task("C", nth), actor=schools.officer, now=local("2024-11-08 09:00"), reason="Đóng")
    assert "C" not in [name for _place, name, *_ in places(table(schools))]


def test_percent_is_rounded_down_so_that_100_means_all(schools):
    schools.finish("A", 0, "2024-11-05 10:00")
    schools.finish("A", 1, "2024-11-21 10:00")
    first = table(schools).standings[0]
    assert (first.percent, first.on_time, first.late, first.waiting, first.overdue) == (75, 1, 1, 0, 0)


def test_done_waiting_and_overdue_are_all_that_was_asked(schools):
    schools.finish("A", 0, "2024-11-05 10:00")
    schools.act("A", 1, "2024-11-06 10:00", declare=True)
    schools.act("B", 0, "2024-11-06 10:00")
    found = {each.unit.name[-1]: each for each in table(schools).standings}
    assert (found["A"].on_time, found["A"].waiting, found["A"].overdue) == (1, 1, 0)
    assert (found["B"].waiting, found["B"].overdue) == (0, 2)
    assert all(each.on_time + each.late + each.waiting + each.overdue == each.tasks for each in found.values())


# --- Only like with like ----------------------------------------------------------------------------------------------
def test_a_small_group_has_no_places(schools):
    small = table(schools, nth=1)
    assert (small.share.name, small.is_ranked) == ("Các sở", False)
    assert [each.place for each in small.standings] == [None, None]


def test_five_units_are_enough(schools):
    for nth in (0, 1):
        exempt(obligation=schools.task("C", nth), actor=schools.officer, now=local("2024-11-08 09:00"), reason="Đóng")
    assert table(schools).is_ranked
    for nth in (0, 1):
        exempt(obligation=schools.task("D", nth), actor=schools.officer, now=local("2024-11-08 09:00"), reason="Đóng")
    assert not table(schools).is_ranked


# --- Only when time is over -------------------------------------------------------------------------------------------
def test_on_the_last_day_there_is_no_table_yet_and_on_the_next_there_is(schools):
    assert league(schools.summary(DUE)) == []
    assert len(league(schools.summary(AFTER))) == 2


def test_while_one_unit_still_has_time_nobody_is_ranked(schools):
    own = {"delivery": schools.delivery("A"), "instruction": None, "due_on": date(2024, 11, 22)}
    extend_unit(**own, actor=schools.officer, now=local("2024-11-11 09:00"), note="Mất điện")
    assert opens_on(schools.summary(AFTER)) == date(2024, 11, 22)
    assert league(schools.summary(date(2024, 11, 22))) == []
    assert len(league(schools.summary(date(2024, 11, 23)))) == 2


# --- The page ---------------------------------------------------------------------------------------------------------
def opened(client, letter, person=None, **query):
    address = reverse("reports:summary-league", args=[letter.directive.pk])
    return as_person(client, person or letter.officer).get(address, query)


def test_the_page_states_the_rule_and_every_number_opens_its_tasks(client, schools):
    schools.finish("A", 0, "2024-11-05 10:00")
    schools.finish("A", 1, "2024-11-21 10:00")
    answer = opened(client, schools)
    text = words(answer)
    assert "Điểm = (2 × nhiệm vụ hoàn thành đúng hạn + 1 × nhiệm vụ hoàn thành quá hạn)" in text
    assert "nhóm dưới 5 đơn vị không xếp hạng" in text
    assert "Nhóm có 2 đơn vị, không xếp hạng." in text
    first = answer.context["tables"][0].standings[0]
    address = answer.context["address"]
    assert list_total(client.get(address.tasks(unit=first.unit.pk, progress="done_late"))) == first.late == 1
    last = answer.context["tables"][0].standings[-1]
    assert list_total(client.get(address.tasks(unit=last.unit.pk, timing="late"))) == last.overdue == 2


def test_before_the_cut_off_the_page_says_when_it_opens(client, schools):
    text = words(opened(client, schools, as_of="19/11/2024"))
    assert "Bảng xếp hạng mở sau hết ngày 20/11/2024." in text
    assert "Trường A" not in text


def test_the_dashboard_leads_there_only_when_there_is_something_to_see(client, schools):
    page = reverse("reports:directive-summary", args=[schools.directive.pk])
    address = reverse("reports:summary-league", args=[schools.directive.pk])
    as_person(client, schools.officer)
    assert f'href="{address}"' in client.get(page).content.decode()
    assert address not in client.get(page, {"as_of": "20/11/2024"}).content.decode()


def test_who_sees_a_part_of_the_letter_sees_no_places(client):
    letter = make_letter()
    head = make_user(letter.district, Role.VIEWER)
    assert opened(client, letter, head).status_code == 404


def test_a_stranger_finds_nothing(client, schools):
    assert opened(client, schools, make_user(make_unit(), Role.COORDINATOR)).status_code == 404
