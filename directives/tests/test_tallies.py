"""Counts kept beside the log: each act writes what it changes, and nothing else; the log can always say them again."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaign_portal.lib.tests.races import at_once
from directives.models import Directive, Event, Obligation, ProgressTally, Tallied
from directives.services.adjusting import redirect_delivery
from directives.services.issuing import issue
from directives.services.lifecycle import add_late, extend, hand_over, recall
from directives.services.obligations import exempt, extend_one, set_progress
from directives.services.receipts import confirm_receipt, mark_seen, refuse
from directives.services.superseding import supersede
from directives.tallies.folded import as_kept, build, by_log, differing
from directives.tests.factories import add_group, make_cast, make_draft, make_issued
from directives.tests.relays import make_tree
from units.tests.factories import local, make_unit

pytestmark = pytest.mark.django_db
ISSUE_DAY, DUE_ON = date(2024, 10, 28), date(2024, 11, 20)
NOW = local("2024-11-05 10:00")


@pytest.fixture
def cast():
    return make_cast()


def go(obligation, event, actor, when="2024-11-05 10:00"):
    return set_progress(obligation=obligation, event=event, actor=actor, now=local(when))


def rows(directive, **which) -> list[tuple]:
    """Day, unit, progress, due day, counted, on time and how many, in the order in which they were written."""
    columns = ("day", "unit", "progress", "due_on", "counted", "on_time", "n")
    return list(ProgressTally.objects.filter(directive=directive, **which).order_by("pk").values_list(*columns))


def works(obligation) -> list[tuple]:
    place = {"instruction": obligation.instruction_id, "unit": obligation.unit_id}
    return rows(obligation.delivery.directive, **place)[1:]


def is_true_to_the_log(directive) -> bool:
    return as_kept(directive) == by_log(directive)


def test_issuing_counts_every_delivery_and_every_binding_obligation_once(cast):
    found = rows(cast.directive)
    start = [(ISSUE_DAY, unit.pk, "issued", None, True, False, 1) for unit in (cast.ninh_kieu, cast.o_mon)]
    start += [
        (ISSUE_DAY, unit.pk, "not_started", DUE_ON, True, False, 1)
        for unit in (cast.ninh_kieu, cast.o_mon)
        for _instruction in range(2)
    ]
    assert sorted(found, key=str) == sorted(start, key=str)
    assert Tallied.objects.get(directive=cast.directive).differences == 0


def test_a_step_of_the_work_leaves_one_count_and_enters_another(cast):
    row = cast.obligation()
    go(row, Event.STARTED, cast.focal)
    day, unit = date(2024, 11, 5), cast.ninh_kieu.pk
    assert works(row) == [
        (day, unit, "not_started", DUE_ON, True, False, -1),
        (day, unit, "in_progress", DUE_ON, True, False, 1),
    ]


@pytest.mark.parametrize(
    ("submitted", "on_time"),
    [("2024-11-20 23:59", True), ("2024-11-21 00:00", False)],
    ids=["the last minute", "the next day"],
)
def test_done_on_time_goes_by_the_submission_that_was_accepted(cast, submitted, on_time):
    row = cast.obligation()
    go(row, Event.SUBMITTED, cast.focal, submitted)
    go(row, Event.ACCEPTED, cast.officer, "2024-11-25 09:00")
    assert works(row)[-1] == (date(2024, 11, 25), cast.ninh_kieu.pk, "done", DUE_ON, True, on_time, 1)


def test_the_day_is_the_local_one(cast):
    go(cast.obligation(), Event.STARTED, cast.focal, "2024-11-05 00:00")
    go(cast.obligation(cast.o_mon), Event.STARTED, cast.other_focal, "2024-11-05 23:59")
    assert {day for day, *_ in rows(cast.directive) if day != ISSUE_DAY} == {date(2024, 11, 5)}


def test_an_exemption_stands_apart_and_uncounted(cast):
    exempt(obligation=cast.obligation(), actor=cast.officer, now=NOW, reason="Không có trang")
    assert works(cast.obligation())[-1][2:] == ("not_applicable", DUE_ON, False, False, 1)


def test_work_that_ended_stands_nowhere(cast):
    recall(directive=cast.directive, actor=cast.officer, now=NOW, note="Nhầm")
    assert [each[2:] for each in works(cast.obligation())] == [("not_started", DUE_ON, True, False, -1)]


def test_what_only_offers_is_counted_nowhere(cast):
    draft = make_draft(cast.department, cast.officer)
    add_group(draft, "Các phòng", [cast.o_mon], "Còn có thể chia sẻ", binding=False)
    add_group(draft, "Các phòng khác", [cast.ninh_kieu], "Đăng tải")
    letter = issue(directive=draft, actor=cast.officer, now=NOW)
    assert [each[2] for each in rows(letter, unit=cast.o_mon)] == ["issued"]


def test_work_passed_on_is_counted_nowhere():
    tree = make_tree()
    before = rows(tree.cast.directive)
    child, team = tree.both()
    go(team, Event.STARTED, tree.team_people[0])
    assert [each for each in rows(tree.cast.directive) if each not in before] == []
    assert is_true_to_the_log(tree.cast.directive)
    assert child.parent == tree.root


def test_receipt_is_counted_by_how_far_it_came(cast):
    mark_seen(delivery=cast.delivery(), actor=cast.focal, now=NOW)
    confirm_receipt(delivery=cast.delivery(), actor=cast.focal, now=NOW)
    refuse(delivery=cast.delivery(cast.o_mon), actor=cast.other_focal, now=NOW, reason="Sai nơi nhận")
    found = [(each[1], each[2], each[6]) for each in rows(cast.directive, instruction=None)][2:]
    ninh_kieu, o_mon = cast.ninh_kieu.pk, cast.o_mon.pk
    assert found == [
        (ninh_kieu, "issued", -1),
        (ninh_kieu, "seen", 1),
        (ninh_kieu, "seen", -1),
        (ninh_kieu, "received", 1),
        (o_mon, "issued", -1),
        (o_mon, "refused", 1),
    ]
    assert is_true_to_the_log(cast.directive)


def test_a_change_of_who_carries_the_work_moves_no_count(cast):
    before = rows(cast.directive)
    hand_over(predecessor=cast.ninh_kieu, successor=cast.o_mon, actor=cast.officer, now=NOW)
    assert rows(cast.directive) == before


def every_act(cast):
    """One after the other, all that can happen to a letter short of its end."""
    officer, late = cast.officer, make_unit("Sở Y tế")
    go(cast.obligation(), Event.SUBMITTED, cast.focal, "2024-11-06 10:00")
    go(cast.obligation(), Event.ACCEPTED, officer, "2024-11-07 10:00")
    go(cast.obligation(), Event.RETURNED, officer, "2024-11-08 10:00")
    extend(directive=cast.directive, due_on=date(2024, 11, 27), actor=officer, now=local("2024-11-09 10:00"))
    new_day = {"due_on": date(2024, 12, 2), "now": local("2024-11-10 10:00")}
    extend_one(obligation=cast.obligations()[1], actor=officer, note="Lũ", **new_day)
    instruction = cast.obligation().instruction
    now = local("2024-11-11 10:00")
    add_late(directive=cast.directive, unit=late, instructions=[instruction], actor=officer, now=now, note="Sót")
    supersede(old=instruction, text="Đăng tải trước ngày 25", actor=officer, now=local("2024-11-12 10:00"))
    other = make_unit("Sở Tài chính")
    redirect_delivery(
        delivery=cast.delivery(cast.o_mon), unit=other, actor=officer, now=local("2024-11-13 10:00"), reason="Nhầm"
    )


def test_after_every_act_the_counts_are_those_of_the_log_and_can_be_built_from_it(cast):
    every_act(cast)
    assert is_true_to_the_log(cast.directive)
    kept = as_kept(cast.directive)
    build(cast.directive)
    build(cast.directive)
    assert as_kept(cast.directive) == kept


def test_a_row_too_many_and_a_row_lost_are_found(cast):
    every_act(cast)
    lost = ProgressTally.objects.filter(directive=cast.directive, n=1).last()
    ProgressTally.objects.filter(pk=lost.pk).delete()
    assert [
        (key.unit_id, key.progress, day) for key, day in differing(as_kept(cast.directive), by_log(cast.directive))
    ] == [(lost.unit_id, lost.progress, lost.day)]
    build(cast.directive)
    assert is_true_to_the_log(cast.directive)


def test_an_act_costs_one_insert_more_and_an_act_that_moves_no_count_none(cast):
    row = cast.obligation()
    with CaptureQueriesContext(connection) as queries:
        go(row, Event.STARTED, cast.focal)
    assert [each["sql"] for each in queries if "tally" in each["sql"]][0].startswith("INSERT")
    assert sum("progresstally" in each["sql"] for each in queries) == 1
    with CaptureQueriesContext(connection) as queries:
        hand_over(predecessor=cast.ninh_kieu, successor=cast.o_mon, actor=cast.officer, now=NOW)
    assert sum("tally" in each["sql"] for each in queries) == 0


def test_issuing_to_thirty_units_writes_its_counts_in_one_insert(cast):
    draft = make_draft(cast.department, cast.officer)
    add_group(draft, "Các trường", [make_unit() for _ in range(30)], "Đăng tải", "Phổ biến")
    with CaptureQueriesContext(connection) as queries:
        letter = issue(directive=draft, actor=cast.officer, now=NOW)
    assert sum("progresstally" in each["sql"] for each in queries) == 1
    assert ProgressTally.objects.filter(directive=letter).count() == 90


@pytest.mark.django_db(transaction=True)
@pytest.mark.services
def test_a_letter_extended_while_units_work_keeps_its_counts():
    cast = make_cast()
    owed = list(Obligation.objects.filter(delivery__directive=cast.directive).order_by("pk"))

    def act(number: int):
        if number == 0:
            letter = Directive.objects.get(pk=cast.directive.pk)
            return extend(directive=letter, due_on=date(2024, 11, 27), actor=cast.officer, now=NOW)
        return go(Obligation.objects.get(pk=owed[number - 1].pk), Event.STARTED, cast.focal)

    outcomes = at_once(act, times=len(owed) + 1)
    assert [type(each).__name__ for each in outcomes] == ["Directive", *["Obligation"] * len(owed)]
    assert is_true_to_the_log(cast.directive)
    assert {row.due_on for row in Obligation.objects.all()} == {date(2024, 11, 27)}


def test_two_letters_are_counted_apart(cast):
    groups = [("Các phòng", [cast.ninh_kieu], "Báo cáo")]
    other = make_issued(cast.department, cast.officer, groups=groups, now=NOW)
    go(cast.obligation(), Event.STARTED, cast.focal)
    assert (len(rows(cast.directive)), len(rows(other))) == (8, 2)
