"""The line of done tasks beside an even pace: what it says on each day, and that its numbers open their rows."""

from datetime import date

import pytest
from django.urls import reverse

from directives.models import Directive
from directives.services.lifecycle import extend
from directives.services.obligations import exempt
from directives.tests.factories import make_draft
from reports.summary.address import Address
from reports.summary.load import load
from reports.summary.scope import WHOLE
from reports.summary.trend import Line, Point, Trend, trend, trend_lines
from reports.tests.reading import as_person, words
from reports.tests.summaries import list_total, make_letter
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-23 08:00")
START, DUE = date(2024, 11, 1), date(2024, 11, 21)


def of(*points: tuple[date, int, int], due: date = DUE, day: date | None = None) -> Trend:
    return Trend(START, due, day or points[-1][0], [Point(*point) for point in points])


@pytest.fixture
def letter():
    return make_letter()


def read(letter, day: date) -> Trend | None:
    directive = Directive.objects.select_related("campaign").get(pk=letter.directive.pk)
    return trend(load(directive, scope=WHOLE, day=day).summary)


# --- The even pace ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (START, 0),
        (date(2024, 11, 2), 3),  # 74 × 1/20 = 3.7
        (date(2024, 11, 11), 37),
        (date(2024, 11, 20), 70),
        (DUE, 74),
        (date(2024, 12, 31), 74),
        (date(2024, 10, 1), 0),
    ],
)
def test_an_even_pace_goes_from_none_at_issue_to_all_on_the_due_day(day, expected):
    assert of((day, 0, 74)).pace(day) == expected


def test_a_letter_due_on_its_day_of_issue_is_due_at_once():
    found = of((START, 1, 4), due=START)
    assert (found.pace(START), found.x(START), found.due_x) == (4, 100.0, 100.0)


# --- The finding ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("done", "title"),
    [
        (40, "40/74 nhiệm vụ hoàn thành, nhanh hơn nhịp đều 3 nhiệm vụ"),
        (37, "37/74 nhiệm vụ hoàn thành, đúng nhịp đều"),
        (30, "30/74 nhiệm vụ hoàn thành, chậm hơn nhịp đều 7 nhiệm vụ"),
    ],
)
def test_the_title_says_whether_it_is_ahead(done, title):
    assert of((date(2024, 11, 11), done, 74)).title == title


def test_from_the_due_day_on_the_title_says_what_was_reached_by_then():
    found = of((date(2024, 11, 20), 60, 74), (date(2024, 11, 25), 70, 74))
    assert found.title == "Đến hết hạn 21/11/2024: 60/74 nhiệm vụ hoàn thành"


def test_nothing_done_by_the_due_day_is_said():
    assert of((date(2024, 11, 25), 3, 74)).title == "Đến hết hạn 21/11/2024: 0/74 nhiệm vụ hoàn thành"


# --- The drawing ------------------------------------------------------------------------------------------------------
def test_the_line_rises_in_steps_and_the_even_pace_is_straight():
    found = of((START, 0, 4), (date(2024, 11, 11), 1, 4), (date(2024, 11, 16), 3, 4))
    assert found.line == "0,100 0.0,100.0 0.0,100.0 50.0,100.0 50.0,75.0 75.0,75.0 75.0,25.0"
    assert found.area == f"{found.line} 75.0,100"
    assert found.even == "0,100 100.0,0.0"


def test_after_the_due_day_the_frame_grows_and_the_due_line_moves_left():
    found = of((date(2024, 12, 11), 4, 4))
    assert (found.due_x, found.x(date(2024, 12, 11))) == (50.0, 100.0)


def test_what_was_taken_away_does_not_push_the_line_out_of_the_frame():
    found = of((START, 0, 10), (date(2024, 11, 11), 5, 5))
    assert (found.y(10), found.y(5)) == (0.0, 50.0)


# --- What the tallies say ---------------------------------------------------------------------------------------------
def test_each_day_counts_what_was_done_by_its_end(letter):
    letter.finish("gd", 0, "2024-11-05 10:00", accepted="2024-11-07 23:59")
    letter.finish("gd", 1, "2024-11-05 10:00", accepted="2024-11-08 00:30")
    total = read(letter, date(2024, 11, 9)).last.total
    found = {point.day: point.done for point in read(letter, date(2024, 11, 9)).points}
    assert (found[date(2024, 11, 7)], found[date(2024, 11, 8)], found[date(2024, 11, 9)]) == (1, 2, 2)
    assert read(letter, date(2024, 11, 7)).last == Point(date(2024, 11, 7), 1, total)


def test_what_a_unit_is_freed_from_leaves_the_whole(letter):
    before = read(letter, date(2024, 11, 7)).last.total
    exempt(obligation=letter.task("yt", 0), actor=letter.officer, now=local("2024-11-08 09:00"), reason="Thiếu trang")
    assert read(letter, date(2024, 11, 8)).last.total == before - 1
    assert read(letter, date(2024, 11, 7)).last.total == before


def test_more_time_moves_the_even_pace_from_its_day_on(letter):
    extend(directive=letter.directive, due_on=date(2024, 12, 1), actor=letter.officer, now=local("2024-11-18 09:00"))
    assert read(letter, date(2024, 11, 18)).due_on == date(2024, 12, 1)
    assert read(letter, date(2024, 11, 17)).due_on == date(2024, 11, 20)


def test_a_letter_that_asks_for_nothing_has_no_line(letter):
    draft = make_draft(letter.directive.issuer, letter.officer)
    assert trend(load(draft, scope=WHOLE, day=date(2024, 11, 9)).summary) is None


# --- The table twin ---------------------------------------------------------------------------------------------------
def test_the_table_goes_back_by_weeks_to_the_day_of_issue():
    found = of((START, 0, 4), (date(2024, 11, 16), 3, 4))
    address = Address(7)
    assert trend_lines(found, address) == [
        Line(date(2024, 11, 16), Point(date(2024, 11, 16), 3, 4), 3, address.tasks(progress="done")),
        Line(date(2024, 11, 9), Point(START, 0, 4), 1, Address(7, date(2024, 11, 9)).tasks(progress="done")),
        Line(date(2024, 11, 2), Point(START, 0, 4), 0, Address(7, date(2024, 11, 2)).tasks(progress="done")),
        Line(START, Point(START, 0, 4), 0, Address(7, START).tasks(progress="done")),
    ]


def test_the_table_of_a_day_of_its_own_keeps_that_day():
    address = Address(7, date(2024, 11, 3))
    assert trend_lines(of((date(2024, 11, 3), 1, 4)), address)[0].url.endswith("progress=done&as_of=03/11/2024")


def test_a_letter_of_many_years_does_not_fill_the_page():
    found = of((date(2030, 1, 1), 3, 4))
    assert len(trend_lines(found, Address(7))) == 54


# --- On the page ------------------------------------------------------------------------------------------------------
def test_the_page_shows_the_line_and_each_row_opens_as_many_tasks(client, letter):
    letter.finish("gd", 0, "2024-11-05 10:00", accepted="2024-11-07 10:00")
    letter.finish("gd", 1, "2024-11-12 10:00", accepted="2024-11-14 10:00")
    address = reverse("reports:directive-summary", args=[letter.directive.pk])
    answer = as_person(client, letter.officer).get(address, {"as_of": "15/11/2024"})
    assert "2/8 nhiệm vụ hoàn thành, chậm hơn nhịp đều 4 nhiệm vụ" in words(answer)
    for line in answer.context["trend_lines"]:
        assert list_total(client.get(line.url)) == line.point.done


def test_the_line_costs_one_query(letter, django_assert_num_queries):
    directive = Directive.objects.select_related("campaign").get(pk=letter.directive.pk)
    summary = load(directive, scope=WHOLE, day=date(2024, 11, 9)).summary
    with django_assert_num_queries(1):
        assert trend(summary).last.total == 8
