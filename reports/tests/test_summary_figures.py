"""Exact figures of hand-made histories, and past days that later acts leave as they were."""

from datetime import date, timedelta

import pytest

from directives.services.lifecycle import add_late, extend, hand_over, recall
from directives.services.obligations import exempt, extend_one
from directives.services.receipts import confirm_receipt, refuse
from directives.services.relaying import relay
from directives.services.superseding import supersede
from reports.services.mending import withdraw_action
from reports.summary.figures import Summary, Tally, percent
from reports.summary.load import load
from reports.summary.scope import WHOLE, Scope
from reports.tests.factories import make_action
from reports.tests.summaries import DUE_DAY, ISSUE_DAY, make_letter
from units.models import UnitKind
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
DAYS = [ISSUE_DAY + timedelta(days=offset) for offset in range(40)]


@pytest.fixture
def letter():
    return make_letter()


def units_of(summary: Summary) -> dict:
    return {
        name: getattr(summary, name)
        for name in ("total", "done", "overdue", "silent", "addressed", "received", "refused", "exempt")
    }


def everything(summary: Summary) -> tuple:
    """All that a page of the day could show."""
    return (
        units_of(summary),
        summary.tally,
        summary.due_on,
        [(share.name, share.tally, len(share.units)) for share in summary.by_group()],
        [(share.name, share.done, share.silent, share.overdue) for share in summary.by_district()],
        [(unit.name, unit.tone, unit.days_late) for unit in summary.behind()],
        [unit.tone for unit in summary.units],
    )


def past(letter, until: date) -> list:
    return [everything(letter.summary(day)) for day in DAYS if day < until]


def test_on_the_day_of_issue_everybody_is_listed_and_silent(letter):
    summary = letter.summary(ISSUE_DAY)
    assert units_of(summary) == {
        "total": 5,
        "done": 0,
        "overdue": 0,
        "silent": 5,
        "addressed": 5,
        "received": 0,
        "refused": 0,
        "exempt": 0,
    }
    assert summary.tally == Tally(total=8, not_started=8)


def test_the_day_before_issue_knows_of_nobody(letter):
    summary = letter.summary(ISSUE_DAY - timedelta(days=1))
    assert (summary.units, summary.total, summary.tally) == ([], 0, Tally())


def test_a_unit_is_done_when_all_that_counts_is_done(letter):
    letter.finish("gd", 0, "2024-11-05 10:00")
    letter.finish("gd", 1, "2024-11-06 10:00")
    letter.finish("nk", 0, "2024-11-06 11:00")
    assert units_of(letter.summary(date(2024, 11, 6)))["done"] == 1
    letter.finish("gd", 2, "2024-11-07 10:00")
    assert units_of(letter.summary(date(2024, 11, 7)))["done"] == 2
    assert letter.summary(date(2024, 11, 7)).tally == Tally(total=8, done=4, on_time=4, not_started=4)


def test_work_that_waits_for_the_officer_is_not_done_and_not_overdue(letter):
    letter.act("nk", 0, "2024-11-20 23:59", declare=True)
    letter.act("om", 0, "2024-11-21 00:00", declare=True)
    on_the_day, after = letter.summary(DUE_DAY), letter.summary(DUE_DAY + timedelta(days=1))
    assert (on_the_day.tally.waiting, on_the_day.overdue, on_the_day.silent) == (1, 0, 4)
    assert (after.tally.waiting, after.tally.overdue, after.overdue, after.silent) == (2, 6, 3, 3)


def test_a_task_is_overdue_from_the_day_after_its_last_day(letter):
    assert [letter.summary(date(2024, 11, day)).tally.overdue for day in (20, 21)] == [0, 8]
    assert [letter.summary(date(2024, 11, day)).tally.soon for day in (16, 17, 20, 21)] == [0, 8, 8, 0]
    assert letter.summary(date(2024, 11, 23)).units[0].days_late == 3


def test_on_time_is_by_the_day_it_was_handed_in(letter):
    letter.finish("nk", 0, "2024-11-20 23:59", accepted="2024-11-27 09:00")
    letter.finish("om", 0, "2024-11-21 00:00", accepted="2024-11-27 09:00")
    tally = letter.summary(date(2024, 11, 27)).tally
    assert (tally.done, tally.on_time, tally.done_late, tally.fell_due, tally.fell_due_done) == (2, 1, 1, 8, 2)


def test_the_pieces_of_the_tally_add_up(letter):
    letter.finish("gd", 0, "2024-11-05 10:00")
    letter.act("gd", 1, "2024-11-06 10:00", declare=True)
    letter.act("gd", 2, "2024-11-06 10:00")
    letter.act("yt", 0, "2024-11-06 10:00", declare=True)
    letter.give_back("yt", 0, "2024-11-07 10:00")
    tally = letter.summary(date(2024, 11, 7)).tally
    assert tally == Tally(total=8, done=1, on_time=1, waiting=1, in_progress=1, returned=1, not_started=4)
    assert tally.total == tally.done + tally.waiting + tally.open


# --- Who did nothing --------------------------------------------------------------------------------------------------
def test_a_unit_whose_only_action_was_withdrawn_is_silent_again(letter):
    action = letter.act("om", 0, "2024-11-05 10:00")
    withdraw_action(action=action, actor=letter.people["om"], now=local("2024-11-08 10:00"))
    silent = [letter.summary(date(2024, 11, day)).silent for day in (4, 5, 7, 8)]
    assert silent == [5, 4, 4, 5]


def test_an_action_for_what_is_not_binding_breaks_the_silence(letter):
    optional = letter.delivery("om").obligations.get(instruction__binding=False)
    make_action(optional, actor=letter.people["om"], now=local("2024-11-05 10:00"))
    summary = letter.summary(date(2024, 11, 5))
    assert (summary.silent, summary.tally.not_started) == (4, 8)
    assert next(unit for unit in summary.units if unit.name.endswith("Ô Môn")).tone == "doing"


def test_work_of_a_unit_below_breaks_the_silence_of_who_passed_it_on(letter):
    ward = make_unit("UBND phường Tân An", kind=UnitKind.WARD_COMMITTEE, parent=letter.district)
    child = relay(
        obligations=[letter.task("nk")],
        units=[ward],
        due_on=date(2024, 11, 15),
        actor=letter.people["nk"],
        now=local("2024-11-04 09:00"),
    )[0]
    assert (letter.summary(date(2024, 11, 4)).silent, letter.summary(date(2024, 11, 4)).total) == (5, 5)
    make_action(child, actor=make_user(ward), now=local("2024-11-05 10:00"))
    assert [letter.summary(date(2024, 11, day)).silent for day in (4, 5)] == [5, 4]


def test_who_is_behind_begins_with_the_silent_that_have_not_even_received(letter):
    confirm_receipt(delivery=letter.delivery("gd"), actor=letter.people["gd"], now=local("2024-10-29 09:00"))
    confirm_receipt(delivery=letter.delivery("yt"), actor=letter.people["yt"], now=local("2024-10-28 09:00"))
    letter.act("om", 0, "2024-11-05 10:00")
    letter.finish("nk", 0, "2024-11-05 10:00")
    names = [unit.name for unit in letter.summary(date(2024, 11, 21)).behind()]
    assert names == [
        "UBND phường An Cư",
        "Sở Y tế",
        "Sở Giáo dục và Đào tạo",
        "Phòng Văn hóa và Thông tin quận Ô Môn",
    ]
    assert [unit.name for unit in letter.summary(DUE_DAY).behind()] == names[:3]


# --- Shares -----------------------------------------------------------------------------------------------------------
def test_task_groups_add_up_in_tasks_and_not_in_units(letter):
    shares = letter.summary(ISSUE_DAY).by_group()
    assert [(share.name, len(share.units), share.tally.total) for share in shares] == [
        ("các sở, ban, ngành thành phố", 2, 4),
        ("Sở Giáo dục và Đào tạo", 1, 1),
        ("phòng chuyên môn", 3, 3),
    ]
    assert sum(len(share.units) for share in shares) == 6
    assert sum(share.tally.total for share in shares) == 8


def test_addressee_lines_hold_each_unit_once_in_the_order_of_the_letter(letter):
    shares = letter.summary(ISSUE_DAY).by_addressee()
    assert [(share.name, len(share.units)) for share in shares] == [
        ("Các sở, ban, ngành", 2),
        ("Phòng Văn hóa và Thông tin", 3),
    ]


def test_districts_are_those_of_issue_wards_within_them_and_nobody_is_left_out(letter):
    before = [(share.name, len(share.units)) for share in letter.summary(ISSUE_DAY).by_district()]
    assert before == [("Quận Ninh Kiều", 2), ("Quận Ô Môn", 1), ("", 2)]
    unit = letter.units["om"]
    unit.area = letter.places["nk"]
    unit.save(update_fields=["area"])
    assert [(share.name, len(share.units)) for share in letter.summary(ISSUE_DAY).by_district()] == before


def test_a_late_joiner_stands_in_a_line_of_its_own(letter):
    newcomer = make_unit("Trường Cao đẳng Cần Thơ", kind=UnitKind.COLLEGE)
    add_late(
        directive=letter.directive,
        unit=newcomer,
        instructions=list(letter.directive.instructions.filter(binding=True)[:1]),
        actor=letter.officer,
        now=local("2024-11-04 09:00"),
        note="Bị sót",
    )
    names = [(share.key, share.name) for share in letter.summary(date(2024, 11, 4)).by_addressee()]
    assert names[-1] == ("added", "Bổ sung sau khi ban hành")
    assert [letter.summary(date(2024, 11, day)).total for day in (3, 4)] == [5, 6]


# --- Later acts -------------------------------------------------------------------------------------------------------
def test_a_review_reversed_later_changes_only_its_own_day(letter):
    letter.finish("nk", 0, "2024-11-18 10:00", accepted="2024-11-19 10:00")
    before = past(letter, date(2024, 11, 25))
    letter.give_back("nk", 0, "2024-11-25 10:00")
    assert past(letter, date(2024, 11, 25)) == before
    assert [letter.summary(date(2024, 11, day)).done for day in (18, 19, 24, 25)] == [0, 1, 1, 0]


def test_an_action_entered_later_counts_from_the_day_it_was_entered(letter):
    before = past(letter, date(2024, 11, 25))
    letter.act("nk", 0, "2024-11-25 10:00", done_on=date(2024, 11, 5), declare=True)
    assert past(letter, date(2024, 11, 25)) == before
    assert [letter.summary(date(2024, 11, day)).silent for day in (24, 25)] == [5, 4]


def test_an_extension_leaves_past_days_overdue(letter):
    before = past(letter, date(2024, 11, 22))
    extend(directive=letter.directive, due_on=date(2024, 11, 30), actor=letter.officer, now=local("2024-11-22 09:00"))
    assert past(letter, date(2024, 11, 22)) == before
    assert [letter.summary(date(2024, 11, day)).overdue for day in (21, 22)] == [5, 0]
    assert [letter.summary(date(2024, 11, day)).due_on for day in (21, 22)] == [DUE_DAY, date(2024, 11, 30)]


def test_more_time_for_one_unit_counts_for_that_unit_alone(letter):
    extend_one(
        obligation=letter.task("nk"),
        due_on=date(2024, 11, 25),
        actor=letter.officer,
        now=local("2024-11-19 09:00"),
        note="Đề nghị của đơn vị",
    )
    assert letter.summary(date(2024, 11, 21)).tally.overdue == 7


def test_a_refused_letter_leaves_both_denominators_from_its_day(letter):
    before = past(letter, date(2024, 11, 1))
    refuse(delivery=letter.delivery("yt"), actor=letter.people["yt"], now=local("2024-11-01 09:00"), reason="Nhầm")
    assert past(letter, date(2024, 11, 1)) == before
    summary = letter.summary(date(2024, 11, 1))
    assert units_of(summary) == {
        "total": 4,
        "done": 0,
        "overdue": 0,
        "silent": 4,
        "addressed": 4,
        "received": 0,
        "refused": 1,
        "exempt": 0,
    }
    assert summary.tally == Tally(total=6, not_started=6, exempt=2)
    refused = next(unit for unit in summary.units if unit.name == "Sở Y tế")
    assert (refused.note, [task.note for task in refused.tasks]) == ("Nhầm", ["Nhầm", "Nhầm"])


def test_what_a_unit_was_freed_from_does_not_hold_it_back(letter):
    exempt(
        obligation=letter.task("yt", 0), actor=letter.officer, now=local("2024-11-04 09:00"), reason="Không có trang"
    )
    letter.finish("yt", 1, "2024-11-05 10:00")
    summary = letter.summary(date(2024, 11, 5))
    assert (summary.total, summary.done, summary.tally.total, summary.tally.exempt) == (5, 1, 7, 1)


def test_a_unit_freed_from_everything_is_neither_done_nor_silent_nor_lost(letter):
    exempt(obligation=letter.task("om", 0), actor=letter.officer, now=local("2024-11-04 09:00"), reason="Đã sáp nhập")
    summary = letter.summary(date(2024, 11, 4))
    assert (summary.total, summary.done, summary.silent, summary.exempt, summary.addressed) == (4, 0, 4, 1, 5)
    assert len(summary.units) == 5


def test_a_recall_empties_the_figures_from_its_day_and_no_earlier(letter):
    letter.finish("nk", 0, "2024-11-05 10:00")
    before = past(letter, date(2024, 11, 12))
    recall(
        directive=letter.directive, actor=letter.officer, now=local("2024-11-12 09:00"), note="Thay bằng văn bản khác"
    )
    assert past(letter, date(2024, 11, 12)) == before
    summary = letter.summary(date(2024, 11, 12))
    assert (summary.total, summary.done, summary.tally, summary.behind()) == (0, 0, Tally(), [])
    assert (summary.recalled_on, letter.summary(date(2024, 11, 11)).recalled_on) == (date(2024, 11, 12), None)


def test_new_words_keep_the_number_of_tasks_and_the_past(letter):
    letter.act("nk", 0, "2024-11-05 10:00")
    before = past(letter, date(2024, 11, 8))
    old = letter.directive.instructions.get(text="Chỉ đạo tổ công nghệ số")
    supersede(old=old, text="Chỉ đạo và báo cáo", actor=letter.officer, now=local("2024-11-08 09:00"))
    assert past(letter, date(2024, 11, 8)) == before
    summary = letter.summary(date(2024, 11, 8))
    assert (summary.tally, summary.silent) == (Tally(total=8, not_started=8), 4)


def test_a_merger_leaves_every_unit_in_the_denominator(letter):
    units = letter.units
    hand_over(predecessor=units["ac"], successor=units["nk"], actor=letter.officer, now=local("2024-11-01 08:00"))
    summary = letter.summary(date(2024, 11, 1))
    moved = next(unit for unit in summary.units if unit.name == "UBND phường An Cư").tasks[0]
    assert (summary.total, summary.tally.total) == (5, 8)
    assert (moved.is_handed_over, moved.responsible_unit_id) == (True, units["nk"].pk)
    assert not letter.summary(date(2024, 10, 31)).tasks[-1].is_handed_over


# --- Bounds -----------------------------------------------------------------------------------------------------------
def test_nobody_left_divides_by_nothing(letter):
    for name in letter.units:
        refuse(
            delivery=letter.delivery(name),
            actor=letter.people[name],
            now=local("2024-11-01 09:00"),
            reason="Không thuộc phạm vi",
        )
    summary = letter.summary(date(2024, 11, 1))
    assert (summary.total, summary.addressed, summary.refused, summary.tally.total) == (0, 0, 5, 0)
    assert [share.counted for share in summary.by_district()] == [[], [], []]


@pytest.mark.parametrize(("part", "whole", "shown"), [(0, 0, None), (0, 3, 0), (2, 3, 66), (998, 999, 99), (3, 3, 100)])
def test_a_percentage_is_rounded_down_and_never_passes_a_hundred(part, whole, shown):
    assert percent(part, whole) == shown


def test_a_reader_of_some_rows_gets_the_figures_of_these(letter):
    own = letter.delivery("nk")
    scope = Scope(deliveries=frozenset({own.pk}), obligations=frozenset(own.obligations.values_list("pk", flat=True)))
    summary = letter.summary(ISSUE_DAY, scope)
    assert (summary.total, summary.tally.total, [unit.name for unit in summary.units]) == (1, 1, [own.unit_name])


# --- An instant of a day ----------------------------------------------------------------------------------------------
def test_figures_of_an_instant_leave_out_what_was_recorded_later_that_day(letter):
    letter.finish("om", 0, "2024-11-05 09:00")
    letter.finish("nk", 0, "2024-11-05 15:00")
    noon = local("2024-11-05 12:00")
    loaded = load(letter.directive, scope=WHOLE, day=date(2024, 11, 5), until=noon)
    assert (loaded.summary.done, len(loaded.deeds)) == (1, 1)
    assert letter.summary(date(2024, 11, 5)).done == 2


def test_what_was_recorded_in_the_very_instant_counts(letter):
    letter.finish("om", 0, "2024-11-05 09:00")
    at = local("2024-11-05 09:00")
    assert load(letter.directive, scope=WHOLE, day=date(2024, 11, 5), until=at).summary.done == 1
    before = load(letter.directive, scope=WHOLE, day=date(2024, 11, 5), until=at - timedelta(seconds=1))
    assert before.summary.done == 0
