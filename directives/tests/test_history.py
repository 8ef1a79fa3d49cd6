"""Figures of past days never change: every dated act counts from its own local day on."""

from collections import Counter
from datetime import date, timedelta

import pytest

from campaign_portal.lib.errors import AlreadyDone, Refused
from directives.history import (
    deliveries_as_of,
    deliveries_at,
    due_days_at,
    due_on_as_of,
    obligations_as_of,
    obligations_at,
)
from directives.models import Change, Obligation, Progress
from directives.services.lifecycle import add_late, close_campaign, extend, hand_over, recall
from directives.services.obligations import exempt, extend_one, set_progress
from directives.services.receipts import confirm_receipt, mark_seen, refuse
from directives.services.relaying import relay
from directives.services.superseding import supersede
from directives.tests.factories import make_cast, make_issued
from units.models import Role, UnitKind
from units.services.registry import succeed
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
ISSUE_DAY = date(2024, 10, 28)
DAYS = [ISSUE_DAY + timedelta(days=offset) for offset in range(40)]


@pytest.fixture
def cast():
    return make_cast()


def figures(directive, day: date) -> dict:
    """Everything a page of that day could show."""
    states = obligations_as_of(directive, day)
    return {
        "progress": dict(Counter(state.progress for state in states if state.counted)),
        "overdue": sum(state.is_overdue for state in states),
        "due": sorted({state.due_on for state in states}),
        "received": sum(bool(state.received_at) for state in deliveries_as_of(directive, day)),
        "units": len(deliveries_as_of(directive, day)),
        "period": due_on_as_of(directive, day),
    }


def past(directive, until: date) -> list[dict]:
    return [figures(directive, day) for day in DAYS if day < until]


def start(obligation, actor, when):
    return set_progress(obligation=obligation, event="started", actor=actor, now=local(when))


def submit(obligation, actor, when):
    return set_progress(obligation=obligation, event="submitted", actor=actor, now=local(when))


def test_before_issue_there_is_nothing_and_on_the_day_of_issue_everything_stands_at_the_start(cast):
    assert obligations_as_of(cast.directive, ISSUE_DAY - timedelta(days=1)) == []
    assert figures(cast.directive, ISSUE_DAY) == {
        "progress": {"not_started": 4},
        "overdue": 0,
        "due": [date(2024, 11, 20)],
        "received": 0,
        "units": 2,
        "period": date(2024, 11, 20),
    }


def test_an_obligation_is_overdue_from_the_day_after_its_due_day(cast):
    assert figures(cast.directive, date(2024, 11, 20))["overdue"] == 0
    assert figures(cast.directive, date(2024, 11, 21))["overdue"] == 4


def test_a_day_ends_at_local_midnight(cast):
    submit(cast.obligation(), cast.focal, "2024-11-05 23:59")
    submit(cast.obligation(cast.o_mon), cast.other_focal, "2024-11-06 00:00")
    assert figures(cast.directive, date(2024, 11, 5))["progress"] == {"not_started": 3, "waiting": 1}
    assert figures(cast.directive, date(2024, 11, 6))["progress"] == {"not_started": 2, "waiting": 2}


def test_waiting_work_is_never_overdue_and_returned_work_is_again(cast):
    submit(cast.obligation(), cast.focal, "2024-11-20 17:00")
    assert figures(cast.directive, date(2024, 11, 22))["overdue"] == 3
    set_progress(obligation=cast.obligation(), event="returned", actor=cast.officer, now=local("2024-11-23 09:00"))
    assert figures(cast.directive, date(2024, 11, 22))["overdue"] == 3
    assert figures(cast.directive, date(2024, 11, 23))["overdue"] == 4


@pytest.mark.parametrize(("submitted", "on_time"), [("2024-11-20 23:59", True), ("2024-11-21 00:00", False)])
def test_on_time_is_by_submission_whenever_it_was_reviewed(cast, submitted, on_time):
    submit(cast.obligation(), cast.focal, submitted)
    set_progress(obligation=cast.obligation(), event="accepted", actor=cast.officer, now=local("2024-12-02 09:00"))
    state = obligations_as_of(cast.directive, date(2024, 12, 2))[0]
    assert (state.progress, state.was_on_time) == (Progress.DONE, on_time)


def test_a_review_reversed_later_changes_that_day_only(cast):
    submit(cast.obligation(), cast.focal, "2024-11-18 10:00")
    set_progress(obligation=cast.obligation(), event="accepted", actor=cast.officer, now=local("2024-11-19 10:00"))
    before = past(cast.directive, date(2024, 11, 25))
    set_progress(obligation=cast.obligation(), event="returned", actor=cast.officer, now=local("2024-11-25 10:00"))
    assert past(cast.directive, date(2024, 11, 25)) == before
    assert figures(cast.directive, date(2024, 11, 20))["progress"] == {"done": 1, "not_started": 3}
    assert figures(cast.directive, date(2024, 11, 25))["progress"] == {"returned": 1, "not_started": 3}


def test_receipt_counts_from_the_day_it_was_confirmed(cast):
    mark_seen(delivery=cast.delivery(), actor=cast.focal, now=local("2024-10-29 08:00"))
    confirm_receipt(
        delivery=cast.delivery(),
        actor=cast.focal,
        now=local("2024-10-30 08:00"),
        incoming_number="812",
        incoming_on=date(2024, 10, 29),
    )
    confirm_receipt(delivery=cast.delivery(), actor=cast.focal, now=local("2024-11-02 08:00"), incoming_number="999")
    assert [figures(cast.directive, date(2024, 10, day))["received"] for day in (29, 30, 31)] == [0, 1, 1]
    assert (cast.delivery().incoming_number, cast.delivery().received_at) == ("812", local("2024-10-30 08:00"))


def test_a_refused_letter_leaves_the_count_from_its_day(cast):
    before = past(cast.directive, date(2024, 11, 1))
    refuse(delivery=cast.delivery(), actor=cast.focal, now=local("2024-11-01 09:00"), reason="Không thuộc phạm vi")
    assert past(cast.directive, date(2024, 11, 1)) == before
    assert figures(cast.directive, date(2024, 11, 1))["progress"] == {"not_started": 2}
    with pytest.raises(AlreadyDone):
        refuse(delivery=cast.delivery(), actor=cast.focal, now=local("2024-11-01 09:01"), reason="lần hai")


def test_a_letter_taken_in_cannot_be_refused_nor_the_other_way_round(cast):
    confirm_receipt(delivery=cast.delivery(), actor=cast.focal, now=local("2024-10-30 08:00"))
    with pytest.raises(Refused, match="đã tiếp nhận"):
        refuse(delivery=cast.delivery(), actor=cast.focal, now=local("2024-10-31 08:00"), reason="nhầm")
    refuse(delivery=cast.delivery(cast.o_mon), actor=cast.other_focal, now=local("2024-10-31 08:00"), reason="nhầm")
    with pytest.raises(Refused, match="đã trả lại"):
        confirm_receipt(delivery=cast.delivery(cast.o_mon), actor=cast.other_focal, now=local("2024-10-31 09:00"))


def test_seeing_is_noted_once_and_only_for_people_of_the_unit(cast):
    for actor in (cast.leader, cast.officer, cast.other_focal):
        mark_seen(delivery=cast.delivery(), actor=actor, now=local("2024-10-29 08:00"))
    assert cast.delivery().seen_at is None
    mark_seen(delivery=cast.delivery(), actor=cast.focal, now=local("2024-10-29 09:00"))
    mark_seen(delivery=cast.delivery(), actor=cast.focal, now=local("2024-10-29 10:00"))
    assert cast.delivery().seen_at == local("2024-10-29 09:00")


def test_an_extension_leaves_past_days_and_finished_work_as_they_were(cast):
    submit(cast.obligation(), cast.focal, "2024-11-18 10:00")
    set_progress(obligation=cast.obligation(), event="accepted", actor=cast.officer, now=local("2024-11-19 10:00"))
    before = past(cast.directive, date(2024, 11, 22))
    extend(directive=cast.directive, due_on=date(2024, 11, 30), actor=cast.officer, now=local("2024-11-22 09:00"))
    assert past(cast.directive, date(2024, 11, 22)) == before
    assert before[-1]["overdue"] == 3
    assert figures(cast.directive, date(2024, 11, 22)) == {
        "progress": {"done": 1, "not_started": 3},
        "overdue": 0,
        "due": [date(2024, 11, 20), date(2024, 11, 30)],
        "received": 0,
        "units": 2,
        "period": date(2024, 11, 30),
    }
    with pytest.raises(AlreadyDone, match="Văn bản đã có hạn đến hết ngày 30/11/2024 từ trước."):
        extend(directive=cast.directive, due_on=date(2024, 11, 30), actor=cast.officer, now=local("2024-11-23 09:00"))
    with pytest.raises(Refused, match="Ngày gia hạn phải sau ngày 30/11/2024."):
        extend(directive=cast.directive, due_on=date(2024, 11, 29), actor=cast.officer, now=local("2024-11-23 09:00"))


def test_more_time_for_one_unit_touches_nobody_else(cast):
    extend_one(
        obligation=cast.obligation(),
        due_on=date(2024, 11, 25),
        actor=cast.officer,
        now=local("2024-11-19 09:00"),
        note="Đề nghị của đơn vị",
    )
    assert figures(cast.directive, date(2024, 11, 21))["overdue"] == 3


def test_an_exemption_leaves_the_denominator_from_its_day(cast):
    before = past(cast.directive, date(2024, 11, 10))
    exempt(obligation=cast.obligation(), actor=cast.officer, now=local("2024-11-10 09:00"), reason="Không có trang")
    assert past(cast.directive, date(2024, 11, 10)) == before
    assert figures(cast.directive, date(2024, 11, 10))["progress"] == {"not_started": 3}
    with pytest.raises(Refused, match="lý do"):
        exempt(obligation=cast.obligations()[1], actor=cast.officer, now=local("2024-11-10 09:00"), reason=" ")


def test_a_recall_ends_everything_from_that_moment(cast):
    start(cast.obligation(), cast.focal, "2024-11-05 10:00")
    before = past(cast.directive, date(2024, 11, 12))
    recall(directive=cast.directive, actor=cast.officer, now=local("2024-11-12 09:00"), note="Thay bằng văn bản khác")
    assert past(cast.directive, date(2024, 11, 12)) == before
    assert figures(cast.directive, date(2024, 11, 12))["progress"] == {}
    with pytest.raises(Refused, match="thu hồi"):
        start(cast.obligation(), cast.focal, "2024-11-13 10:00")
    with pytest.raises(Refused):
        recall(directive=cast.directive, actor=cast.officer, now=local("2024-11-13 09:00"), note="lần hai")


def test_a_relay_adds_children_that_no_figure_counts(cast):
    wards = [make_unit(f"UBND phường {name}", kind=UnitKind.WARD_COMMITTEE, parent=cast.district) for name in "ABC"]
    before = [figures(cast.directive, day) for day in DAYS]
    children = relay(
        obligations=[cast.obligation()],
        units=wards,
        due_on=date(2024, 11, 15),
        actor=cast.focal,
        now=local("2024-11-02 09:00"),
    )
    assert [figures(cast.directive, day) for day in DAYS] == before
    assert [(child.unit, child.counted, child.due_on) for child in children] == [
        (ward, False, date(2024, 11, 15)) for ward in wards
    ]
    assert cast.directive.deliveries.filter(parent=cast.delivery()).count() == 3
    submit(children[0], make_user(wards[0]), "2024-11-10 10:00")
    assert [figures(cast.directive, day) for day in DAYS] == before
    with pytest.raises(Refused, match="không được sau hạn"):
        relay(
            obligations=[cast.obligations()[1]],
            units=wards,
            due_on=date(2024, 11, 21),
            actor=cast.focal,
            now=local("2024-11-02 09:00"),
        )


def test_a_merger_of_three_wards_leaves_three_in_the_denominator():
    city = make_unit("UBND thành phố", kind=UnitKind.CITY_COMMITTEE)
    department = make_unit("Sở Thông tin và Truyền thông", parent=city)
    officer = make_user(department, Role.COORDINATOR)
    names = ["Thới Bình", "An Phú", "An Nghiệp", "An Cư"]
    wards = [make_unit(f"UBND phường {name}", kind=UnitKind.WARD_COMMITTEE, parent=city) for name in names]
    directive = make_issued(department, officer, groups=[("UBND các phường", wards, "Phổ biến")])
    owed = {each.unit_id: each for each in Obligation.objects.filter(delivery__directive=directive)}
    submit(owed[wards[3].pk], make_user(wards[3]), "2024-10-31 10:00")
    set_progress(obligation=owed[wards[3].pk], event="accepted", actor=officer, now=local("2024-10-31 16:00"))
    before = past(directive, date(2024, 11, 1))
    for ward in wards[1:]:
        succeed(
            predecessor=ward,
            successor=wards[0],
            effective_on=date(2024, 11, 1),
            ends_on=date(2024, 10, 31),
            decision="Nghị quyết 1192/NQ-UBTVQH15",
            actor=officer,
            now=local("2024-11-01 08:00"),
        )
    moved = [
        hand_over(predecessor=ward, successor=wards[0], actor=officer, now=local("2024-11-01 08:00"))
        for ward in wards[1:]
    ]
    assert moved == [1, 1, 0]
    assert past(directive, date(2024, 11, 1)) == before
    assert figures(directive, date(2024, 11, 1))["progress"] == {"not_started": 3, "done": 1}
    assert {state.responsible_unit_id for state in obligations_as_of(directive, date(2024, 10, 31))} == set(owed)
    after = {state.obligation.unit_id: state.responsible_unit_id for state in obligations_as_of(directive, DAYS[10])}
    assert after == {
        wards[0].pk: wards[0].pk,
        wards[1].pk: wards[0].pk,
        wards[2].pk: wards[0].pk,
        wards[3].pk: wards[3].pk,
    }


def test_new_words_carry_the_units_over_and_past_days_keep_the_old(cast):
    before = past(cast.directive, date(2024, 11, 8))
    old = cast.directive.instructions.first()
    new = supersede(old=old, text="Đăng tải và ghim bài", actor=cast.officer, now=local("2024-11-08 09:00"))
    assert past(cast.directive, date(2024, 11, 8)) == before
    assert figures(cast.directive, date(2024, 11, 8))["progress"] == {"not_started": 4}
    owed = {state.obligation.instruction_id for state in obligations_as_of(cast.directive, date(2024, 11, 8))}
    assert (new.pk in owed, old.pk in owed) == (True, False)


def test_a_late_joiner_counts_from_its_day_and_joins_once(cast):
    newcomer = make_unit("Phòng Văn hóa và Thông tin quận Cái Răng", kind=UnitKind.DISTRICT_OFFICE)
    before = past(cast.directive, date(2024, 11, 4))
    join = lambda: add_late(  # noqa: E731
        directive=cast.directive,
        unit=newcomer,
        instructions=list(cast.directive.instructions.all()),
        actor=cast.officer,
        now=local("2024-11-04 09:00"),
        note="Bị sót khi ban hành",
    )
    delivery = join()
    assert past(cast.directive, date(2024, 11, 4)) == before
    assert (figures(cast.directive, date(2024, 11, 4))["units"], delivery.added_late) == (3, True)
    with pytest.raises(AlreadyDone):
        join()


def test_closing_changes_no_figure_and_refuses_further_work(cast):
    before = [figures(cast.directive, day) for day in DAYS]
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=local("2024-11-30 17:00"))
    assert [figures(cast.directive, day) for day in DAYS] == before
    with pytest.raises(Refused, match="đã kết thúc"):
        start(cast.obligation(), cast.focal, "2024-12-01 10:00")
    with pytest.raises(AlreadyDone):
        close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=local("2024-12-01 17:00"))


def test_folding_costs_the_same_for_few_and_many_units(cast, django_assert_num_queries):
    with django_assert_num_queries(6):
        figures_queries(cast.directive)
    units = [make_unit(kind=UnitKind.COLLEGE) for _ in range(6)]
    larger = make_issued(cast.department, cast.officer, groups=[("Các trường", units, "A", "B", "C")])
    with django_assert_num_queries(6):
        figures_queries(larger)


def figures_queries(directive) -> None:
    obligations_as_of(directive, date(2024, 11, 1))
    deliveries_as_of(directive, date(2024, 11, 1))


def test_every_move_names_what_changed(cast):
    start(cast.obligation(), cast.focal, "2024-11-05 10:00")
    change = Change.objects.latest("pk")
    assert (change.before["progress"], change.after["progress"], change.local_day) == (
        "not_started",
        "in_progress",
        date(2024, 11, 5),
    )


def test_several_letters_are_folded_at_once_each_at_its_own_day(cast, django_assert_num_queries):
    other = make_issued(cast.department, cast.officer, groups=[("Phòng", [cast.ninh_kieu], "Việc khác")])
    submit(cast.obligation(), cast.focal, "2024-11-05 10:00")
    submit(other.deliveries.get().obligations.get(), cast.focal, "2024-11-05 10:00")
    extend(directive=other, due_on=date(2024, 11, 30), actor=cast.officer, now=local("2024-11-08 09:00"))
    extend(directive=other, due_on=date(2024, 12, 10), actor=cast.officer, now=local("2024-11-10 09:00"))
    for day, later in ((4, 9), (5, 4), (10, 7)):
        moments = {cast.directive.pk: date(2024, 11, day), other.pk: date(2024, 11, later)}
        with django_assert_num_queries(7):
            together = (obligations_at(moments), deliveries_at(moments), due_days_at([cast.directive, other], moments))
        apart = [(each, moments[each.pk]) for each in (cast.directive, other)]
        key = lambda state: state.obligation.pk  # noqa: E731
        alone = [state for directive, moment in apart for state in obligations_as_of(directive, moment)]
        assert sorted(together[0], key=key) == sorted(alone, key=key)
        assert len(together[1]) == sum(len(deliveries_as_of(directive, moment)) for directive, moment in apart)
        assert together[2] == {directive.pk: due_on_as_of(directive, moment) for directive, moment in apart}


def test_between_two_extensions_the_first_one_holds(cast):
    extend(directive=cast.directive, due_on=date(2024, 11, 30), actor=cast.officer, now=local("2024-11-08 09:00"))
    extend(directive=cast.directive, due_on=date(2024, 12, 10), actor=cast.officer, now=local("2024-11-10 09:00"))
    held = [due_on_as_of(cast.directive, date(2024, 11, day)) for day in (7, 8, 9, 10)]
    assert held == [date(2024, 11, 20), date(2024, 11, 30), date(2024, 11, 30), date(2024, 12, 10)]


def test_a_state_bears_the_words_of_its_last_act(cast):
    exempt(obligation=cast.obligation(), actor=cast.officer, now=local("2024-11-10 09:00"), reason="Không có trang")
    notes = [obligations_as_of(cast.directive, date(2024, 11, day))[0].note for day in (9, 10)]
    assert notes == ["", "Không có trang"]


def test_of_no_letters_there_is_nothing(db):
    assert (obligations_at({}), deliveries_at({}), due_days_at([], {})) == ([], [], {})
