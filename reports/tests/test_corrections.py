"""Correcting what was accepted: a reason, a difference, the work stays done until somebody says otherwise."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.tests.races import at_once
from directives.history import obligations_as_of
from directives.models import Change, Event, Obligation, Progress
from directives.services.lifecycle import close_campaign
from directives.services.relaying import relay
from materials.models import Material
from reports.models import Action, Review
from reports.queries.differences import Difference, differences
from reports.queries.seen import seen_marks
from reports.queries.shelves import on_shelf, reviewable, waiting_count
from reports.services.actions import record_action
from reports.services.declaring import declare_complete, withdraw_declaration
from reports.services.mending import edit_action, is_correction, withdraw_action
from reports.services.reviews import accept, send_back
from reports.services.what import Proof
from reports.summary.latest import latest_accepted
from reports.summary.load import load
from reports.summary.reach import reached
from reports.summary.scope import WHOLE
from reports.tests.corrections import ACCEPTED, SENT, WHY, action
from reports.tests.factories import LINK, make_action, what
from units.models import UnitKind, User
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
__all__ = ["action"]  # a fixture
CORRECTED = local("2024-11-11 15:00")
AGAIN = local("2024-11-13 09:00")
NEW_LINK = Proof(url="https://ninhkieu.example/bai-moi")


def correct(action, actor, *, reason=WHY, proofs=(), removed=(), now=CORRECTED, **more) -> Action:
    return edit_action(
        action=action,
        what=what(**({"reach": 12} | more)),
        proofs=proofs,
        removed=set(removed),
        actor=actor,
        now=now,
        reason=reason,
    )


def changed(cast) -> list[int]:
    """What stands in the list of work changed after acceptance."""
    return [row.pk for row in on_shelf(reviewable(cast.officer), "changed")]


# --- Correcting -------------------------------------------------------------------------------------------------------
def test_a_correction_keeps_the_work_done_and_brings_it_back_into_the_queue(cast, action):
    before = cast.obligation()
    row = correct(action, cast.focal)
    after = cast.obligation()
    assert (row.state, row.reach, row.accepted_at, row.state_at) == ("resubmitted", 12, ACCEPTED, CORRECTED)
    assert (after.progress, after.submitted_at, after.progress_at) == (Progress.DONE, SENT, ACCEPTED)
    assert after.last_change_id == before.last_change_id
    assert (changed(cast), waiting_count(cast.officer)) == ([after.pk], 1)


def test_the_log_keeps_the_old_values_and_the_reason(cast, action):
    correct(action, cast.focal, description="Đã đếm lại")
    change = Change.objects.get(about="action", event=Event.EDITED)
    assert (change.before["reach"], change.after["reach"]) == (120, 12)
    assert (change.before["description"], change.after["description"]) == ("", "Đã đếm lại")
    assert (change.note, change.actor, change.acting_unit) == (WHY, cast.focal, cast.ninh_kieu)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_correction_needs_a_reason(cast, action, reason):
    with pytest.raises(Refused, match="Hãy ghi lý do sửa"):
        correct(action, cast.focal, reason=reason)
    action.refresh_from_db()
    assert (action.state, action.reach) == (Action.State.ACCEPTED, 120)


def test_a_correction_that_corrects_nothing_is_none(cast, action):
    with pytest.raises(Refused, match="Chưa có gì thay đổi"):
        correct(action, cast.focal, reach=120, proofs=[LINK])
    action.refresh_from_db()
    assert (action.state, changed(cast)) == (Action.State.ACCEPTED, [])


def test_the_reviewer_is_shown_what_became_of_what_and_why(cast, action):
    book = Material.objects.create(
        campaign=cast.directive.campaign,
        title="Cẩm nang",
        kind="handbook",
        created_at=SENT,
        created_by=cast.officer,
    )
    old = action.evidence.get()
    edit_action(
        action=action,
        what=replace(what(reach=12), materials=[book]),
        proofs=[NEW_LINK],
        removed={old.pk},
        actor=cast.focal,
        now=CORRECTED,
        reason=WHY,
    )
    assert differences([action.pk], since_acceptance=True)[action.pk] == [
        Difference("Số lượt tiếp cận", "120", "12"),
        Difference("Tài liệu", "", "Cẩm nang"),
        Difference("Minh chứng bỏ đi", LINK.url, ""),
        Difference("Minh chứng thêm", "", NEW_LINK.url),
        Difference("Lý do sửa", "", WHY, is_reason=True),
    ]


def test_two_corrections_are_one_difference_with_both_reasons(cast, action):
    correct(action, cast.focal, reach=15)
    correct(action, cast.focal, reach=17, reason="Đếm lại lần nữa")
    assert differences([action.pk], since_acceptance=True)[action.pk] == [
        Difference("Số lượt tiếp cận", "120", "17"),
        Difference("Lý do sửa", "", WHY, is_reason=True),
        Difference("Lý do sửa", "", "Đếm lại lần nữa", is_reason=True),
    ]


@pytest.mark.parametrize("who", ["other_focal", "officer", "leader", "stranger_officer"])
def test_only_the_unit_corrects(cast, action, who):
    with pytest.raises(PermissionDenied):
        correct(action, cast.people.get(who) or getattr(cast, who))
    action.refresh_from_db()
    assert action.reach == 120


def test_after_the_campaign_nothing_is_corrected(cast, action):
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=ACCEPTED)
    with pytest.raises(Refused, match="Chiến dịch đã kết thúc"):
        correct(action, cast.focal)


def test_what_was_not_accepted_needs_no_reason(cast):
    made = make_action(cast.obligation(), actor=cast.focal, now=SENT)
    assert not is_correction(made)
    assert correct(made, cast.focal, reason="").state == Action.State.RECORDED
    assert Change.objects.get(about="action", event=Event.EDITED).note == ""


def test_what_another_obligation_returned_is_mended_without_a_reason_and_corrected_with_one_after_that(cast):
    first, second = cast.obligations()
    made = make_action(first, second, actor=cast.focal, now=SENT, declare=True)
    accept(obligation=first, actor=cast.officer, now=ACCEPTED)
    send_back(obligation=second, actions=[made], reason="Ghi rõ số", actor=cast.officer, now=ACCEPTED)
    mended = correct(made, cast.focal, reason="")
    assert (mended.state, is_correction(mended)) == (Action.State.RESUBMITTED, False)
    declare_complete(obligation=second, actor=cast.focal, now=CORRECTED)
    accept(obligation=second, actor=cast.officer, now=AGAIN)
    made.refresh_from_db()
    assert is_correction(made)


def test_an_accepted_action_of_work_that_waits_elsewhere_is_left_to_the_reviewer(cast):
    first, second = cast.obligations()
    made = make_action(first, second, actor=cast.focal, now=SENT, declare=True)
    accept(obligation=first, actor=cast.officer, now=ACCEPTED)
    with pytest.raises(Refused, match="Hoạt động đang chờ xác nhận"):
        correct(made, cast.focal)
    withdraw_declaration(obligation=second, actor=cast.focal, now=CORRECTED)
    assert correct(made, cast.focal).state == Action.State.RESUBMITTED


# --- Evidence and withdrawing -----------------------------------------------------------------------------------------
def test_the_last_evidence_of_work_that_is_done_is_replaced_never_only_removed(cast, action):
    old = action.evidence.get()
    with pytest.raises(Refused, match="phải còn đủ: ảnh, tệp hoặc liên kết làm minh chứng. Hãy thêm cái mới"):
        correct(action, cast.focal, removed=[old.pk])
    old.refresh_from_db()
    action.refresh_from_db()
    assert (old.removed_at, action.state) == (None, Action.State.ACCEPTED)
    correct(action, cast.focal, removed=[old.pk], proofs=[NEW_LINK])
    assert [each.url for each in action.evidence.kept()] == [NEW_LINK.url]
    assert action.evidence.count() == 2


def test_evidence_alone_may_be_corrected(cast, action):
    correct(action, cast.focal, reach=120, proofs=[NEW_LINK])
    assert changed(cast) == [cast.obligation().pk]


@pytest.mark.parametrize("corrected_first", [False, True])
def test_what_work_that_is_done_rests_on_is_not_withdrawn(cast, action, corrected_first):
    if corrected_first:
        correct(action, cast.focal)
    with pytest.raises(Refused, match="Hãy sửa cho đúng và ghi lý do, hoặc đề nghị Sở Thông tin và Truyền thông trả"):
        withdraw_action(action=action, actor=cast.focal, now=CORRECTED)
    assert Action.objects.kept().count() == 1


def test_once_the_work_was_returned_it_may_be_withdrawn(cast, action):
    send_back(obligation=cast.obligation(), reason="Ghi hai lần", actor=cast.officer, now=CORRECTED, actions=[action])
    withdraw_action(action=action, actor=cast.focal, now=AGAIN, reason="Ghi hai lần")
    assert (Action.objects.kept().count(), cast.obligation().progress) == (0, Progress.RETURNED)


def test_what_was_returned_for_one_obligation_is_not_withdrawn_from_under_the_other(cast):
    first, second = cast.obligations()
    made = make_action(first, second, actor=cast.focal, now=SENT, declare=True)
    accept(obligation=first, actor=cast.officer, now=ACCEPTED)
    send_back(obligation=second, actions=[made], reason="Sai ngày", actor=cast.officer, now=ACCEPTED)
    with pytest.raises(Refused, match="đã được xác nhận hoàn thành cùng hoạt động này"):
        withdraw_action(action=made, actor=cast.focal, now=CORRECTED)


def test_work_passed_on_keeps_the_proof_it_has_from_below(cast):
    ward = make_unit("UBND phường A", kind=UnitKind.WARD_COMMITTEE, parent=cast.district)
    person = make_user(ward)
    (child,) = relay(
        obligations=[cast.obligation()], units=[ward], due_on=date(2024, 11, 15), actor=cast.focal, now=SENT
    )
    made = make_action(child, actor=person, now=SENT)
    declare_complete(obligation=cast.obligation(), actor=cast.focal, now=SENT)
    accept(obligation=cast.obligation(), actor=cast.officer, now=ACCEPTED)
    with pytest.raises(Refused, match="đã được xác nhận nên phải còn đủ"):
        withdraw_action(action=made, actor=person, now=CORRECTED)


def test_a_proof_two_levels_below_is_kept_too(cast):
    ward = make_unit("UBND phường A", kind=UnitKind.WARD_COMMITTEE, parent=cast.district)
    team = make_unit("Tổ công nghệ số", parent=ward)
    people = {unit: make_user(unit) for unit in (ward, team)}
    day = {"due_on": date(2024, 11, 15), "now": SENT}
    (child,) = relay(obligations=[cast.obligation()], units=[ward], actor=cast.focal, **day)
    (grandchild,) = relay(obligations=[child], units=[team], actor=people[ward], **day)
    made = make_action(grandchild, actor=people[team], now=SENT)
    declare_complete(obligation=cast.obligation(), actor=cast.focal, now=SENT)
    accept(obligation=cast.obligation(), actor=cast.officer, now=ACCEPTED)
    with pytest.raises(Refused, match="đã được xác nhận nên phải còn đủ"):
        withdraw_action(action=made, actor=people[team], now=CORRECTED)


# --- The second look --------------------------------------------------------------------------------------------------
def test_accepted_again_it_leaves_the_queue_with_the_new_values(cast, action):
    correct(action, cast.focal)
    accept(obligation=cast.obligation(), actor=cast.officer, now=AGAIN)
    action.refresh_from_db()
    assert (action.state, action.accepted_at, action.reach) == (Action.State.ACCEPTED, AGAIN, 12)
    assert (changed(cast), cast.obligation().submitted_at) == ([], SENT)
    assert differences([action.pk], since_acceptance=True) == {}


def test_returned_it_reopens_that_action_and_the_work_until_it_is_declared_again(cast):
    first = make_action(cast.obligation(), actor=cast.focal, now=SENT)
    second = make_action(cast.obligation(), actor=cast.focal, now=SENT, declare=True)
    accept(obligation=cast.obligation(), actor=cast.officer, now=ACCEPTED)
    correct(second, cast.focal)
    send_back(obligation=cast.obligation(), reason="Chưa khớp ảnh", actor=cast.officer, now=AGAIN)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (Action.State.ACCEPTED, Action.State.RETURNED)
    assert (cast.obligation().progress, cast.obligation().submitted_at) == (Progress.RETURNED, None)
    edit_action(action=second, what=what(reach=14), proofs=[], removed=set(), actor=cast.focal, now=AGAIN, declare=True)
    assert (cast.obligation().progress, cast.obligation().submitted_at) == (Progress.WAITING, AGAIN)


def test_nobody_accepts_a_correction_they_have_not_seen(cast, action):
    key = cast.obligation().pk
    correct(action, cast.focal)
    seen = seen_marks([key])[key]
    correct(action, cast.focal, reach=9_000, reason="Sửa nữa")
    with pytest.raises(Refused, match="đã đổi sau khi anh/chị mở trang"):
        accept(obligation=cast.obligation(), actor=cast.officer, now=AGAIN, seen=seen)
    with pytest.raises(Refused, match="đã đổi sau khi anh/chị mở trang"):
        send_back(obligation=cast.obligation(), reason="Sai", actor=cast.officer, now=AGAIN, seen=seen)
    accept(obligation=cast.obligation(), actor=cast.officer, now=AGAIN, seen=seen_marks([key])[key])
    assert changed(cast) == []


def test_what_is_mended_for_one_obligation_while_another_waits_is_looked_at_again(cast):
    first, second = cast.obligations()
    made = make_action(first, second, actor=cast.focal, now=SENT, declare=True)
    send_back(obligation=second, actions=[made], reason="Ghi rõ số", actor=cast.officer, now=ACCEPTED)
    seen = seen_marks([first.pk])[first.pk]
    correct(made, cast.focal, reason="")
    with pytest.raises(Refused, match="đã đổi sau khi anh/chị mở trang"):
        accept(obligation=first, actor=cast.officer, now=AGAIN, seen=seen)


def test_the_mark_of_untouched_work_is_its_own_last_change(cast, action):
    done, untouched = cast.obligations()
    assert seen_marks([done.pk, untouched.pk]) == {done.pk: done.last_change_id, untouched.pk: untouched.last_change_id}


def test_marks_cost_one_query_for_any_number(cast, action, django_assert_num_queries):
    for keys in ([cast.obligation().pk], [row.pk for row in cast.obligations()]):
        with django_assert_num_queries(1):
            seen_marks(keys)


# --- Figures ----------------------------------------------------------------------------------------------------------
def told(cast, day: date) -> list[tuple[int, int]]:
    """How many actions and lượt the figures of a day tell, per cell."""
    return [(cell.deeds, cell.times) for cell in reached(load(cast.directive, scope=WHOLE, day=day).deeds)]


def test_new_values_count_from_the_day_of_the_correction_and_past_days_keep_theirs(cast, action):
    correct(action, cast.focal)
    assert [told(cast, date(2024, 11, day)) for day in (5, 10, 11, 12)] == [
        [(1, 120)],
        [(1, 120)],
        [(1, 12)],
        [(1, 12)],
    ]
    accept(obligation=cast.obligation(), actor=cast.officer, now=AGAIN)
    assert [told(cast, date(2024, 11, day)) for day in (10, 11, 13)] == [[(1, 120)], [(1, 12)], [(1, 12)]]


def test_the_work_is_done_on_every_day_until_it_is_returned(cast, action):
    correct(action, cast.focal)
    send_back(obligation=cast.obligation(), reason="Sai", actor=cast.officer, now=AGAIN)
    found = {day: obligations_as_of(cast.directive, date(2024, 11, day)) for day in (7, 11, 12, 13)}
    key = cast.obligation().pk
    progress = {day: next(row.progress for row in rows if row.obligation.pk == key) for day, rows in found.items()}
    assert progress == {7: "done", 11: "done", 12: "done", 13: "returned"}


def test_a_correction_is_not_shown_as_confirmed_until_it_is(cast, action):
    correct(action, cast.focal)

    def newest(day: date) -> list[int]:
        return [each.deed.reach for each in latest_accepted(cast.directive, scope=WHOLE, day=day)]

    assert [newest(date(2024, 11, day)) for day in (10, 11, 12)] == [[120], [], []]
    accept(obligation=cast.obligation(), actor=cast.officer, now=AGAIN)
    assert [newest(date(2024, 11, day)) for day in (10, 12, 13)] == [[120], [], [12]]


# --- Both at once -----------------------------------------------------------------------------------------------------
@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_a_correction_and_a_return_at_once_leave_one_true_story(cast, action):
    def act(number: int):
        if number == 0:
            return correct(Action.objects.get(pk=action.pk), User.objects.get(pk=cast.focal.pk))
        row = Obligation.objects.get(pk=cast.obligation().pk)
        officer = User.objects.get(pk=cast.officer.pk)
        return send_back(obligation=row, actions=[action], reason="Sai", actor=officer, now=CORRECTED)

    corrected, returned = at_once(act)
    assert (type(corrected), type(returned)) == (Action, Review)
    action.refresh_from_db()
    assert cast.obligation().progress == Progress.RETURNED
    assert action.state in (Action.State.RETURNED, Action.State.RESUBMITTED)
    assert action.reach == 12


def test_a_double_press_of_the_first_form_is_not_a_correction(cast, action):
    again = record_action(
        obligations=[cast.obligation()],
        what=what(reach=5),
        proofs=[],
        client_uuid=action.client_uuid,
        actor=cast.focal,
        now=CORRECTED,
    )
    assert (again, again.reach, again.state) == (action, 120, Action.State.ACCEPTED)
