"""Counts of reach beside the log: written with each act, summed up, checked and built again, and read meanwhile."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaign_portal.lib.models import JobRun
from campaign_portal.lib.tests.races import at_once
from directives.models import Obligation, ProgressTally, Tallied
from directives.services.relaying import relay, withdraw_relay
from directives.tests.factories import make_issued
from directives.tests.relays import make_tree
from reports.models import Action, Channel, ReachTally
from reports.services.mending import edit_action, withdraw_action
from reports.services.superseding import supersede
from reports.summary.load import load
from reports.summary.scope import WHOLE
from reports.summary.top import cells_at, tallied, top_figures
from reports.tallies.upkeep import Differs, build, build_missing, check, sum_up
from reports.tasks import sum_up_tallies, verify_tallies
from reports.tests.factories import make_action, what
from reports.tests.reading import as_person, words
from reports.tests.summaries import make_letter
from units.models import UnitKind, User
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW = local("2024-11-12 09:00")
DAY = date(2024, 11, 6)


@pytest.fixture
def letter():
    return make_letter()


def rows(directive) -> list[tuple]:
    """Day of November, unit, channel, actions, lượt, repeated, and who became active, in the order written."""
    columns = ("day", "unit", "channel", "deeds", "times", "repeated", "active")
    found = ReachTally.objects.filter(directive=directive).order_by("pk").values_list(*columns)
    return [(day.day, *more) for day, *more in found]


def silent(letter, day: date) -> set[int]:
    return {unit.unit_id for unit in top_figures(letter.directive, day).units if unit.is_silent}


# --- Writing ----------------------------------------------------------------------------------------------------------
def test_an_action_adds_its_cell_and_the_first_makes_its_unit_active(letter):
    letter.act("om", 0, "2024-11-05 10:00", reach=30)
    letter.act("om", 0, "2024-11-06 10:00", reach=None)
    om = letter.units["om"].pk
    assert rows(letter.directive) == [(5, om, "website", 1, 30, 0, 1), (6, om, "website", 1, 0, 0, 0)]


def test_a_unit_is_silent_again_from_the_day_its_last_action_is_withdrawn(letter):
    first, second = (letter.act("om", 0, f"2024-11-0{day} 10:00") for day in (4, 5))
    for action, when in ((first, "2024-11-07 10:00"), (second, "2024-11-09 10:00")):
        withdraw_action(action=action, actor=letter.people["om"], now=local(when))
    om = letter.units["om"].pk
    is_silent = [om in silent(letter, date(2024, 11, day)) for day in (3, 4, 7, 8, 9, 10)]
    assert is_silent == [True, False, False, False, True, True]


def test_a_correction_counts_from_its_day_and_one_of_words_moves_nothing(letter):
    action = letter.act("om", 0, "2024-11-04 10:00", reach=30)
    act = {"actor": letter.people["om"], "proofs": [], "removed": set()}
    same = what(done_on=action.done_on, reach=30, description="Đúng chính tả")
    edit_action(action=action, what=same, now=local("2024-11-05 10:00"), **act)
    assert len(rows(letter.directive)) == 1
    moved = what(done_on=action.done_on, reach=50, channel=Channel.ZALO)
    edit_action(action=action, what=moved, now=local("2024-11-07 10:00"), **act)
    told = [
        [(cell.channel, cell.deeds, cell.times) for cell in cells_at(letter.directive, date(2024, 11, day))]
        for day in (6, 7)
    ]
    assert told == [[("website", 1, 30)], [("zalo", 1, 50)]]


def test_what_was_told_below_gives_way_when_the_unit_above_tells_it_and_comes_back_when_that_is_withdrawn():
    tree = make_tree()
    child, team = tree.both()
    act = {"now": local("2024-11-05 10:00"), "done_on": date(2024, 11, 5)}
    make_action(team, actor=tree.team_people[0], reach=7, **act)
    make_action(child, actor=tree.ward_person, reach=20, **act)
    above = make_action(tree.root, actor=tree.cast.focal, reach=100, **act)
    withdraw_action(action=above, actor=tree.cast.focal, now=local("2024-11-08 10:00"))
    told = [
        [(cell.deeds, cell.times, cell.repeated) for cell in cells_at(tree.cast.directive, date(2024, 11, day))]
        for day in (5, 8)
    ]
    assert told == [[(3, 100, 2)], [(2, 20, 1)]]
    assert check(tree.cast.directive, now=NOW) == 0


def test_work_done_below_makes_who_passed_it_on_active_while_any_of_it_stands():
    tree = make_tree()
    child = tree.to_ward()
    teams = tree.to_teams(child, 0, 1)
    deeds = [
        make_action(row, actor=person, now=local("2024-11-05 10:00"))
        for row, person in zip(teams, tree.team_people, strict=True)
    ]
    for day, action, person in zip((7, 9), deeds, tree.team_people, strict=True):
        withdraw_action(action=action, actor=person, now=local(f"2024-11-0{day} 10:00"))
    unit = tree.cast.ninh_kieu.pk
    active = [
        next(
            each.has_action
            for each in top_figures(tree.cast.directive, date(2024, 11, day)).units
            if each.unit_id == unit
        )
        for day in (4, 5, 7, 8, 9)
    ]
    assert active == [False, True, True, True, False]
    assert check(tree.cast.directive, now=NOW) == 0


def inserts(act) -> tuple[int, int]:
    """Rows of the log that an act writes, and INSERTs into tallies."""
    with CaptureQueriesContext(connection) as queries:
        act()
    sql = [each["sql"] for each in queries if each["sql"].startswith("INSERT")]
    return sum("directives_change" in each for each in sql), sum("tally" in each for each in sql)


def test_recording_writes_no_more_inserts_than_log_rows(letter):
    assert inserts(lambda: letter.act("om", 0, "2024-11-05 10:00", declare=True)) == (4, 4)
    assert inserts(lambda: letter.act("gd", 0, "2024-11-05 10:00")) == (3, 3)


@pytest.mark.django_db(transaction=True)
@pytest.mark.services
def test_units_of_one_chain_that_tell_of_the_same_people_at_once_are_counted_once():
    tree = make_tree()
    child = tree.to_ward()
    told = [(tree.root, tree.cast.focal), (child, tree.ward_person)]
    told += list(zip(tree.to_teams(child, 0, 1), tree.team_people, strict=True))
    keys = [(row.pk, person.pk) for row, person in told]

    def act(number: int):
        row, person = keys[number]
        return make_action(Obligation.objects.get(pk=row), actor=User.objects.get(pk=person), now=NOW, reach=10)

    assert {type(each) for each in at_once(act, times=4)} == {Action}
    assert check(tree.cast.directive, now=NOW) == 0
    (cell,) = cells_at(tree.cast.directive, NOW.date())
    assert (cell.deeds, cell.times, cell.repeated) == (4, 10, 3)


# --- Summing up -------------------------------------------------------------------------------------------------------
def busy(letter, days: int = 3, each: int = 4) -> None:
    for day in range(days):
        for _ in range(each):
            letter.act("om", 0, f"2024-11-0{day + 1} 10:00", reach=10)


def test_rows_of_a_day_become_one_a_cell_and_every_day_reads_as_before(letter):
    busy(letter)
    days = [date(2024, 11, day) for day in range(1, 6)]
    before = [top_figures(letter.directive, day) for day in days]
    assert ReachTally.objects.count() == 12
    assert sum_up(enough=11) == 8
    assert ReachTally.objects.filter(unit=None).count() == 3
    assert [top_figures(letter.directive, day) for day in days] == before
    assert check(letter.directive, now=NOW) == 0


def test_few_rows_are_left_alone_and_a_second_run_does_nothing(letter):
    busy(letter)
    assert sum_up(enough=12) == 0
    assert sum_up(enough=11) == 8
    assert sum_up(enough=1) == 0


def test_what_comes_after_a_summing_up_is_summed_up_with_it(letter):
    busy(letter)
    sum_up(enough=1)
    letter.act("om", 0, "2024-11-03 12:00", reach=5)
    assert sum_up(enough=1) == 1
    (cell,) = cells_at(letter.directive, DAY)
    assert (cell.deeds, cell.times) == (13, 125)


# --- Checking and building --------------------------------------------------------------------------------------------
def spoil(letter) -> None:
    ReachTally.objects.filter(directive=letter.directive).update(times=999)


def test_figures_are_folded_from_the_log_while_tallies_differ_and_read_from_them_once_built(letter):
    letter.act("om", 0, "2024-11-05 10:00", reach=30)
    spoil(letter)
    assert check(letter.directive, now=NOW) == 1
    assert tallied([letter.directive.pk]) == set()
    assert [cell.times for cell in load(letter.directive, scope=WHOLE, day=DAY).cells] == [30]
    build(letter.directive, now=NOW)
    assert tallied([letter.directive.pk]) == {letter.directive.pk}
    assert [cell.times for cell in cells_at(letter.directive, DAY)] == [30]
    assert check(letter.directive, now=NOW) == 0


def test_the_officer_is_told_that_tallies_differ_and_the_leader_is_not_bothered(client, letter):
    words_of_it = "không khớp nhật ký"
    with time_machine.travel(NOW, tick=False):
        assert words_of_it not in words(as_person(client, letter.officer).get(letter.page))
        spoil(letter)
        Tallied.objects.update(differences=1)
        assert words_of_it in words(as_person(client, letter.officer).get(letter.page))
        assert words_of_it not in words(as_person(client, letter.leader).get(letter.page))


def test_a_letter_from_before_there_were_tallies_is_folded_until_its_turn_comes(letter):
    letter.finish("om", 0, "2024-11-05 10:00")
    for model in (Tallied, ProgressTally, ReachTally):
        model.objects.all().delete()
    before = load(letter.directive, scope=WHOLE, day=DAY)
    assert (before.summary.done, [cell.times for cell in before.cells]) == (1, [120])
    assert build_missing(now=NOW, most=5) == 1
    assert build_missing(now=NOW, most=5) == 0
    after = load(letter.directive, scope=WHOLE, day=DAY)
    assert (after.summary, after.cells) == (before.summary, before.cells)
    assert top_figures(letter.directive, DAY).done == 1


def test_work_that_changes_hands_and_is_reworded_is_counted_anew(letter):
    team = make_unit(kind=UnitKind.COMMUNITY_TEAM, parent=letter.units["ac"])
    person, act = make_user(team), {"due_on": date(2024, 11, 15), "now": local("2024-11-04 09:00")}
    (child,) = relay(obligations=[letter.task("nk")], units=[team], actor=letter.people["nk"], **act)
    make_action(child, actor=person, now=local("2024-11-05 10:00"))
    withdraw_relay(children=[child], actor=letter.people["nk"], now=local("2024-11-06 09:00"), reason="Nhầm")
    relay(obligations=[letter.task("ac")], units=[team], actor=letter.people["ac"], **act)
    supersede(old=child.instruction, text="Lời mới", actor=letter.officer, now=local("2024-11-07 09:00"))
    assert tallied([letter.directive.pk]) == set()
    assert build_missing(now=NOW) == 1
    assert check(letter.directive, now=NOW) == 0


def test_work_goes_on_between_building_and_checking(letter):
    letter.act("om", 0, "2024-11-05 10:00")
    build(letter.directive, now=NOW)
    letter.finish("gd", 0, "2024-11-06 10:00")
    assert check(letter.directive, now=NOW) == 0


def test_the_nightly_run_fails_and_names_the_letter_that_differs(letter):
    letter.act("om", 0, "2024-11-05 10:00")
    verify_tallies()
    spoil(letter)
    with pytest.raises(Differs):
        verify_tallies()
    states = list(JobRun.objects.filter(name="reports.verify_tallies").order_by("pk").values_list("state", flat=True))
    assert states == ["done", "failed"]
    detail = JobRun.objects.filter(state="failed").get().detail
    assert detail["letters"] == [f"{letter.directive.pk}: 1"]
    assert "tallies of 1 of 1 letters differ from the log" in detail["error"]


def test_those_not_looked_at_for_the_longest_time_come_first(letter, monkeypatch):
    groups = [("Các sở", [letter.units["gd"]], "Báo cáo")]
    other = make_issued(letter.directive.issuer, letter.officer, groups=groups)
    monkeypatch.setattr("reports.tallies.upkeep.NIGHTLY", 1)
    verify_tallies()
    verify_tallies()
    checked = Tallied.objects.order_by("checked_at").values_list("directive", flat=True)
    assert list(checked) == [letter.directive.pk, other.pk]


def test_the_machinery_gives_old_letters_their_tallies(letter):
    Tallied.objects.all().delete()
    sum_up_tallies()
    assert JobRun.objects.get(name="reports.sum_up_tallies").detail == {"built": 1, "gone": 0}
    assert tallied([letter.directive.pk]) == {letter.directive.pk}


def test_the_command_says_what_differs_and_builds_it_again(letter, capsys):
    letter.act("om", 0, "2024-11-05 10:00")
    call_command("tallies", "--verify")
    assert capsys.readouterr().out == "1 letters, all as the log says\n"
    spoil(letter)
    with pytest.raises(CommandError, match="tallies of 1 of 1 letters differ"):
        call_command("tallies", "--verify")
    call_command("tallies", "--rebuild", str(letter.directive.pk))
    call_command("tallies", "--verify", str(letter.directive.pk))
    pk = letter.directive.pk
    said = [f"letter {pk}: 1 differences", "1 letters built from the log", "1 letters, all as the log says"]
    assert capsys.readouterr().out.splitlines() == said


def test_the_command_refuses_letters_that_are_not_there(letter):
    with pytest.raises(CommandError, match="not there"):
        call_command("tallies", "--rebuild", "999999")


# --- Reading ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("times", [1, 3])
def test_reading_costs_four_queries_however_much_was_done(letter, times):
    for _ in range(times):
        for name in letter.units:
            letter.act(name, 0, "2024-11-05 10:00")
    with CaptureQueriesContext(connection) as queries:
        top_figures(letter.directive, DAY)
    assert len(queries) == 4


def test_the_page_asks_for_no_action_that_nobody_looks_at(letter):
    letter.act("om", 0, "2024-11-05 10:00")
    with CaptureQueriesContext(connection) as queries:
        found = load(letter.directive, scope=WHOLE, day=DAY)
        assert (found.summary.silent, len(found.cells)) == (4, 1)
    assert not [each["sql"] for each in queries if "'action'" in each["sql"]]
    assert len(found.deeds) == 1


def test_before_the_day_of_issue_nothing_stands(letter):
    top = top_figures(letter.directive, date(2024, 10, 27))
    assert (top.units, top.cells, top.total, top.tally.total) == ([], [], 0, 0)


def test_overdue_is_told_on_reading(letter):
    overdue = [top_figures(letter.directive, date(2024, 11, 20) + timedelta(days=n)).overdue for n in (0, 1)]
    assert overdue == [0, 5]


def test_a_unit_in_two_groups_is_one_unit_and_stands_in_both(letter):
    top = top_figures(letter.directive, DAY)
    assert (top.total, sorted(tally.total for tally in top.by_group.values())) == (5, [1, 3, 4])


def test_passing_work_on_moves_no_figure(letter):
    ward = make_unit(kind=UnitKind.WARD_COMMITTEE, parent=letter.district)
    before = top_figures(letter.directive, DAY)
    given = {"due_on": date(2024, 11, 15), "now": local("2024-11-04 09:00")}
    relay(obligations=[letter.task("nk")], units=[ward], actor=letter.people["nk"], **given)
    assert top_figures(letter.directive, DAY) == before
