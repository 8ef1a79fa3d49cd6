"""Recording, mending, withdrawing and declaring: what a unit can do, and what it is told when it cannot."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from campaign_portal.lib.errors import Refused
from directives.models import Change, Progress
from directives.services.lifecycle import close_campaign
from directives.tests.factories import make_cast
from reports.models import Action, Evidence, Review
from reports.services.actions import record_action
from reports.services.declaring import checklist, declare_complete, missing, withdraw_declaration
from reports.services.mending import edit_action, withdraw_action
from reports.services.reviews import accept, send_back
from reports.services.what import Proof
from reports.tests.factories import LINK, RECORDED_AT, make_action, what
from units.tests.factories import local

pytestmark = pytest.mark.django_db
LATER = RECORDED_AT + timedelta(days=1)


@pytest.fixture
def cast():
    return make_cast()


def progress(cast) -> list[str]:
    return [obligation.progress for obligation in cast.obligations()]


def test_the_first_action_takes_the_letter_in_and_starts_the_work(cast):
    make_action(cast.obligation(), actor=cast.focal)
    assert progress(cast) == [Progress.IN_PROGRESS, Progress.NOT_STARTED]
    assert (cast.delivery().received_at, cast.delivery().received_by) == (RECORDED_AT, cast.focal)


def test_one_action_serves_several_obligations(cast):
    action = make_action(*cast.obligations(), actor=cast.focal)
    assert action.obligations.count() == 2
    assert progress(cast) == [Progress.IN_PROGRESS, Progress.IN_PROGRESS]


def test_a_double_submit_stores_once(cast):
    key = uuid.uuid4()
    send = lambda: record_action(  # noqa: E731
        obligations=[cast.obligation()], what=what(), proofs=[LINK], client_uuid=key, actor=cast.focal, now=RECORDED_AT
    )
    assert send() == send()
    assert (Action.objects.count(), Evidence.objects.count()) == (1, 1)


def test_someone_elses_identifier_reveals_nothing(cast):
    action = make_action(cast.obligation(), actor=cast.focal)
    with pytest.raises(PermissionDenied):
        record_action(
            obligations=[cast.obligation(cast.o_mon)],
            what=what(),
            proofs=[],
            client_uuid=action.client_uuid,
            actor=cast.other_focal,
            now=RECORDED_AT,
        )


def test_a_day_in_the_future_is_refused_and_today_is_not(cast):
    just_past_midnight = local("2024-11-06 00:30")
    make_action(cast.obligation(), actor=cast.focal, now=just_past_midnight, done_on=date(2024, 11, 6))
    with pytest.raises(Refused, match="tương lai"):
        make_action(cast.obligation(), actor=cast.focal, now=just_past_midnight, done_on=date(2024, 11, 7))
    assert Action.objects.count() == 1


def test_the_focal_point_of_another_unit_cannot_record(cast):
    with pytest.raises(PermissionDenied):
        make_action(cast.obligation(), actor=cast.other_focal)
    assert Action.objects.count() == 0


def test_obligations_of_two_units_do_not_mix(cast):
    with pytest.raises(Refused, match="cùng một đơn vị"):
        make_action(cast.obligation(), cast.obligation(cast.o_mon), actor=cast.focal)


def test_no_obligation_is_refused(cast):
    with pytest.raises(Refused, match="ít nhất một việc"):
        make_action(actor=cast.focal)


def test_a_closed_campaign_takes_no_more_actions(cast):
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=RECORDED_AT)
    with pytest.raises(Refused, match="đã kết thúc"):
        make_action(cast.obligation(), actor=cast.focal, now=LATER)


def test_an_action_without_proof_does_not_complete_the_work(cast):
    make_action(cast.obligation(), actor=cast.focal, proofs=[], declare=True)
    assert progress(cast)[0] == Progress.IN_PROGRESS
    assert missing(cast.obligation()) == ["Ảnh, tệp hoặc liên kết làm minh chứng"]
    with pytest.raises(Refused, match="còn thiếu: ảnh, tệp hoặc liên kết làm minh chứng"):
        declare_complete(obligation=cast.obligation(), actor=cast.focal, now=LATER)


def test_nothing_recorded_cannot_be_declared_complete(cast):
    assert checklist(cast.obligation()) == [
        ("Ít nhất một hoạt động", False),
        ("Ảnh, tệp hoặc liên kết làm minh chứng", False),
    ]
    with pytest.raises(Refused):
        declare_complete(obligation=cast.obligation(), actor=cast.focal, now=LATER)


def test_recording_with_proof_and_declaring_stops_the_clock(cast):
    action = make_action(cast.obligation(), actor=cast.focal, declare=True)
    obligation = cast.obligation()
    action.refresh_from_db()
    assert (obligation.progress, obligation.submitted_at) == (Progress.WAITING, RECORDED_AT)
    assert action.state == Action.State.SUBMITTED


def test_waiting_work_takes_no_action_until_it_is_withdrawn(cast):
    action = make_action(cast.obligation(), actor=cast.focal, declare=True)
    with pytest.raises(Refused, match="chờ xác nhận"):
        make_action(cast.obligation(), actor=cast.focal)
    withdraw_declaration(obligation=cast.obligation(), actor=cast.focal, now=LATER)
    action.refresh_from_db()
    assert (cast.obligation().progress, cast.obligation().submitted_at) == (Progress.IN_PROGRESS, None)
    assert action.state == Action.State.RECORDED


def test_withdrawing_one_declaration_leaves_the_action_with_the_other(cast):
    action = make_action(*cast.obligations(), actor=cast.focal, declare=True)
    withdraw_declaration(obligation=cast.obligation(), actor=cast.focal, now=LATER)
    action.refresh_from_db()
    assert action.state == Action.State.SUBMITTED


def test_accepting_makes_work_done_and_keeps_the_submission_time(cast):
    action = make_action(cast.obligation(), actor=cast.focal, declare=True)
    accept(obligation=cast.obligation(), actor=cast.officer, now=LATER)
    action.refresh_from_db()
    obligation = cast.obligation()
    assert (obligation.progress, obligation.submitted_at, obligation.progress_at) == (Progress.DONE, RECORDED_AT, LATER)
    assert (action.state, action.accepted_at) == (Action.State.ACCEPTED, LATER)
    assert list(Review.objects.values_list("verdict", flat=True)) == ["accepted", "accepted"]


def test_accepting_twice_tells_the_second_officer(cast):
    make_action(cast.obligation(), actor=cast.focal, declare=True)
    accept(obligation=cast.obligation(), actor=cast.officer, now=LATER)
    with pytest.raises(Refused, match="hoàn thành"):
        accept(obligation=cast.obligation(), actor=cast.second_officer, now=LATER)
    assert Review.objects.filter(obligation__isnull=False).count() == 1


@pytest.mark.parametrize("who", ["focal", "leader", "stranger_officer"])
def test_only_the_issuing_unit_reviews(cast, who):
    make_action(cast.obligation(), actor=cast.focal, declare=True)
    with pytest.raises(PermissionDenied):
        accept(obligation=cast.obligation(), actor=cast.people[who], now=LATER)
    with pytest.raises(PermissionDenied):
        send_back(obligation=cast.obligation(), reason="chưa rõ", actor=cast.people[who], now=LATER)
    assert cast.obligation().progress == Progress.WAITING


def test_a_return_needs_a_reason(cast):
    make_action(cast.obligation(), actor=cast.focal, declare=True)
    with pytest.raises(Refused, match="lý do"):
        send_back(obligation=cast.obligation(), reason="  ", actor=cast.officer, now=LATER)
    assert cast.obligation().progress == Progress.WAITING


def test_returned_work_is_mended_and_resubmitted(cast):
    action = make_action(cast.obligation(), actor=cast.focal, declare=True)
    send_back(obligation=cast.obligation(), reason="Ảnh chưa rõ nội dung", actor=cast.officer, now=LATER)
    assert (cast.obligation().progress, cast.obligation().submitted_at) == (Progress.RETURNED, None)
    assert missing(cast.obligation()) == ["Bổ sung hoạt động bị trả lại"]
    action = edit_action(
        action=action,
        what=what(reach=300),
        proofs=[Proof(url="https://ninhkieu.example/anh")],
        removed=set(),
        actor=cast.focal,
        now=LATER,
    )
    assert (action.state, action.reach, action.evidence.kept().count()) == (Action.State.RESUBMITTED, 300, 2)
    declare_complete(obligation=cast.obligation(), actor=cast.focal, now=LATER)
    accept(obligation=cast.obligation(), actor=cast.officer, now=LATER)
    action.refresh_from_db()
    assert (cast.obligation().progress, action.state) == (Progress.DONE, Action.State.ACCEPTED)


def test_only_the_action_named_is_returned(cast):
    kept = make_action(cast.obligation(), actor=cast.focal)
    named = make_action(cast.obligation(), actor=cast.focal, declare=True)
    send_back(obligation=cast.obligation(), reason="Sai ngày", actions=[named], actor=cast.officer, now=LATER)
    kept.refresh_from_db()
    named.refresh_from_db()
    assert (kept.state, named.state) == (Action.State.SUBMITTED, Action.State.RETURNED)


def test_an_acceptance_can_be_reversed_by_a_new_review(cast):
    make_action(cast.obligation(), actor=cast.focal, declare=True)
    accept(obligation=cast.obligation(), actor=cast.officer, now=LATER)
    send_back(obligation=cast.obligation(), reason="Liên kết không còn", actor=cast.officer, now=LATER)
    assert cast.obligation().progress == Progress.RETURNED
    assert list(cast.obligation().reviews.values_list("verdict", flat=True)) == ["accepted", "returned"]


def test_evidence_taken_off_is_kept(cast):
    action = make_action(cast.obligation(), actor=cast.focal)
    edit_action(action=action, what=what(), proofs=[], removed={action.evidence.get().pk}, actor=cast.focal, now=LATER)
    assert (action.evidence.kept().count(), action.evidence.count()) == (0, 1)
    assert action.evidence.get().removed_at == LATER


def test_evidence_of_another_action_is_not_taken_off(cast):
    mine = make_action(cast.obligation(), actor=cast.focal)
    theirs = make_action(cast.obligation(cast.o_mon), actor=cast.other_focal)
    edit_action(action=mine, what=what(), proofs=[], removed={theirs.evidence.get().pk}, actor=cast.focal, now=LATER)
    assert theirs.evidence.kept().count() == 1


def test_an_action_before_the_reviewer_is_neither_edited_nor_withdrawn(cast):
    action = make_action(cast.obligation(), actor=cast.focal, declare=True)
    with pytest.raises(Refused, match="Muốn sửa, hãy mở việc đã gửi"):
        edit_action(action=action, what=what(), proofs=[], removed=set(), actor=cast.focal, now=LATER, reason="Sai")
    with pytest.raises(Refused, match="Muốn sửa, hãy mở việc đã gửi"):
        withdraw_action(action=action, actor=cast.focal, now=LATER)


def test_a_withdrawn_action_stays_in_the_table_and_leaves_the_checklist(cast):
    action = make_action(cast.obligation(), actor=cast.focal)
    withdraw_action(action=action, actor=cast.focal, now=LATER, reason="Ghi nhầm")
    assert (Action.objects.count(), Action.objects.kept().count()) == (1, 0)
    assert missing(cast.obligation()) == ["Ít nhất một hoạt động", "Ảnh, tệp hoặc liên kết làm minh chứng"]


def test_every_act_leaves_one_line_in_the_log(cast):
    before = Change.objects.count()
    make_action(cast.obligation(), actor=cast.focal, declare=True)
    accept(obligation=cast.obligation(), actor=cast.officer, now=LATER)
    events = list(Change.objects.order_by("pk").values_list("about", "event")[before:])
    assert events == [
        ("action", "recorded"),
        ("delivery", "received"),
        ("obligation", "started"),
        ("obligation", "submitted"),
        ("obligation", "accepted"),
        ("review", "accepted"),
    ]
