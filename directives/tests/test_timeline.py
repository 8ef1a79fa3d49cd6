"""The ladder of a letter on its days: all kinds of steps, moved days, and what the ledger tells of those that were."""

from collections import Counter
from datetime import date

import pytest

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.workdays import WorkCalendar
from directives.ladder import default_steps
from directives.reminders import plan_reminders
from directives.reminders.overview import Round, past_rounds
from directives.reminders.timeline import coming_days, coming_rounds, drawn, moved_words
from directives.services.obligations import set_progress
from directives.services.receipts import confirm_receipt
from directives.tests.factories import make_cast
from directives.tests.relays import back, make_tree
from directives.tests.reminding import WEEKENDS, finish, run
from directives.views.ladder_line import stops
from units.tests.factories import local

pytestmark = pytest.mark.django_db
NOW = local("2024-10-28 10:00")
NOW_PASSED_ON = local("2024-11-04 10:00")
FULL = {"ladder": default_steps(), "no_report": False, "report_due_on": date(2024, 11, 27)}


def line(cast, now=NOW, calendar=WEEKENDS) -> list[tuple[str, str, int]]:
    """Day, step and units of what is ahead."""
    found = coming_rounds(cast.directive, now=now, calendar=calendar)
    return [(f"{local_day(each.send_at):%d/%m}", each.step, each.units) for each in found]


def test_every_kind_of_step_that_has_a_day_stands_on_the_line_with_its_units():
    cast = make_cast(**FULL)
    assert line(cast) == [
        ("30/10", "unreceived-1", 2),
        ("04/11", "weekly-1", 0),
        ("04/11", "weekly-1-overseer", 0),
        ("06/11", "before-14", 2),
        ("11/11", "weekly-1", 0),
        ("11/11", "weekly-1-overseer", 0),
        ("13/11", "before-7", 2),
        ("15/11", "before-3", 2),
        ("18/11", "weekly-1", 0),
        ("18/11", "weekly-1-overseer", 0),
        ("19/11", "before-1", 2),
        ("20/11", "before-0", 2),
        ("21/11", "after-1", 2),
        ("22/11", "report-before-3", 2),
        ("25/11", "after-3", 2),
        ("25/11", "weekly-1", 0),
        ("25/11", "weekly-1-overseer", 0),
        ("27/11", "after-7", 2),
        ("27/11", "report-before-0", 2),
        ("28/11", "report-after-1", 2),
        ("02/12", "after-10-head", 2),
        ("02/12", "after-10-above", 2),
        ("02/12", "report-after-3", 2),
        ("02/12", "weekly-1", 0),
        ("02/12", "weekly-1-overseer", 0),
    ]


def test_a_unit_that_received_and_finished_is_not_counted_any_more():
    cast = make_cast(**FULL)
    confirm_receipt(delivery=cast.delivery(), actor=cast.focal, now=local("2024-10-28 11:00"))
    for row in cast.obligations():
        finish(row, cast.focal, "2024-11-04 10:00")
    units = {step: count for _day, step, count in line(cast, local("2024-10-28 12:00"))}
    assert (units["unreceived-1"], units["before-7"], units["report-before-0"]) == (1, 1, 2)


def test_a_unit_whose_work_was_all_taken_back_is_not_counted_as_one_that_has_not_received():
    tree = make_tree(ladder=["unreceived-1"])
    child = tree.to_ward()
    assert line(tree.cast, NOW_PASSED_ON) == [("06/11", "unreceived-1", 1)]
    back(tree, child)
    assert line(tree.cast, NOW_PASSED_ON) == []


@pytest.mark.parametrize(
    ("now", "weeks"),
    [
        ("2024-11-13 10:00", ["18/11"]),
        ("2024-11-18 07:59", ["18/11"]),
        ("2024-11-18 08:00", ["25/11"]),
        ("2025-03-05 10:00", ["10/03"]),
    ],
)
def test_the_weeks_go_on_while_something_is_owed_and_the_next_one_is_always_drawn(now, weeks):
    cast = make_cast(ladder=["weekly-1", 1])
    steps = [(day, step) for day, step, _units in line(cast, local(now)) if step == "weekly-1"]
    assert steps == [(day, "weekly-1") for day in weeks]
    days = coming_days([cast.directive], now=local(now), calendar=WEEKENDS)
    assert [f"{day:%d/%m}" for day in days if day != date(2024, 11, 19)] == weeks


def test_the_weekly_step_that_is_drawn_is_the_one_that_is_planned():
    cast = make_cast(ladder=["weekly-1"])
    (drawn_one,) = coming_rounds(cast.directive, now=local("2024-12-04 10:00"), calendar=WEEKENDS)
    plan_reminders(now=local("2024-12-09 08:00"), calendar=WEEKENDS)
    planned = cast.directive.reminders.get()
    assert (planned.step, planned.deadline, planned.send_at) == (drawn_one.step, drawn_one.deadline, drawn_one.send_at)


def test_the_weeks_go_on_while_work_waits_and_end_with_the_last_of_it():
    cast = make_cast(ladder=["weekly-1"])
    rows = [row for unit in (cast.ninh_kieu, cast.o_mon) for row in cast.obligations(unit)]
    for row in rows:
        set_progress(obligation=row, event="submitted", actor=cast.focal, now=local("2024-11-04 10:00"))
    now = local("2024-11-05 10:00")
    assert line(cast, now) == [("11/11", "weekly-1", 0)]
    assert coming_days([cast.directive], now=now, calendar=WEEKENDS) == [date(2024, 11, 11)]
    for row in rows:
        row.refresh_from_db()
        set_progress(obligation=row, event="accepted", actor=cast.officer, now=now)
    assert line(cast, now) == []
    assert coming_days([cast.directive], now=now, calendar=WEEKENDS) == []


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("before-3", "17/11/2024 là Chủ nhật → gửi thứ Sáu, 15/11/2024"),
        ("after-3", "23/11/2024 là thứ Bảy → gửi thứ Hai, 25/11/2024"),
        ("before-7", ""),
        ("after-10-head", "30/11/2024 là thứ Bảy → gửi thứ Hai, 02/12/2024"),
    ],
)
def test_a_moved_day_is_explained(step, words):
    cast = make_cast(**FULL)
    (each,) = [row for row in coming_rounds(cast.directive, now=NOW, calendar=WEEKENDS) if row.step == step]
    assert moved_words(each) == words


def test_a_day_off_in_the_week_is_called_one():
    cast = make_cast(**FULL)
    calendar = WorkCalendar([date(2024, 11, 13)])
    (each,) = [row for row in coming_rounds(cast.directive, now=NOW, calendar=calendar) if row.step == "before-7"]
    assert moved_words(each) == "13/11/2024 là ngày nghỉ → gửi thứ Ba, 12/11/2024"


def test_what_was_sent_stands_before_what_is_ahead_with_its_results_and_once():
    cast = make_cast()
    run("2024-11-13 08:00")
    coming = coming_rounds(cast.directive, now=local("2024-11-13 08:00"), calendar=WEEKENDS)
    found = drawn(past_rounds(cast.directive), coming)
    assert [(each.step, dict(each.counts)) for each in found] == [
        ("before-7", {"sent": 2}),
        ("before-3", {}),
        ("before-1", {}),
        ("before-0", {}),
    ]


def test_a_step_is_ticked_once_it_stands_in_the_ledger_and_not_before_what_it_waits_for():
    """The preview draws a draft as if it were issued this very moment."""
    ahead = Round(step="issued", deadline=local_day(NOW), send_at=NOW, units=2)
    gone = Round(step="issued", deadline=local_day(NOW), send_at=NOW, counts=Counter(sent=2))
    assert [stop.icon for stop in stops([ahead, gone], now=NOW)] == ["clock", "check"]


def test_a_recalled_or_unreadable_ladder_draws_nothing():
    cast = make_cast(ladder=["nonsense"])
    assert line(cast) == []


def test_the_days_of_several_letters_cost_one_query(django_assert_num_queries):
    letters = [make_cast().directive]
    letters[0].campaign  # noqa: B018  the page loads it with the letters
    with django_assert_num_queries(1):
        days = coming_days(letters, now=NOW, calendar=WEEKENDS)
    assert days == [date(2024, 11, 13), date(2024, 11, 15), date(2024, 11, 19), date(2024, 11, 20)]
