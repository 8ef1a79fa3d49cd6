"""Nothing to report, not applicable: the unit gives its reason, the issuing unit decides, figures keep the days."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from campaign_portal.lib.errors import AlreadyDone, Refused
from directives.history import obligations_as_of
from directives.models import Change, Event, Progress
from directives.services.lifecycle import close_campaign, recall
from directives.services.obligations import exempt, extend_one
from directives.services.relaying import relay
from directives.tests.factories import make_cast
from reports.models import Claim, Review
from reports.queries.work import last_words
from reports.services.claims import claim, confirm_claim, refuse_claim
from reports.services.declaring import declare_complete, withdraw_declaration
from reports.services.mending import withdraw_action
from reports.services.reviews import accept, accept_many, send_back
from reports.tests.factories import make_action
from reports.tests.summaries import make_letter
from units.models import UnitKind
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
SAID = local("2024-11-05 10:00")
DECIDED = local("2024-11-08 15:00")
WHY = "Địa bàn không có chợ."


@pytest.fixture
def cast():
    return make_cast()


def say(cast, *, kind=Claim.Kind.NOT_APPLICABLE, reason=WHY, actor=None, now=SAID, obligation=None) -> Claim:
    row = obligation or cast.obligation()
    return claim(obligation=row, kind=kind, reason=reason, actor=actor or cast.focal, now=now)


# --- The unit says it -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Claim.Kind.NOTHING, "Không có nội dung để báo cáo: Địa bàn không có chợ."),
        (Claim.Kind.NOT_APPLICABLE, "Không áp dụng đối với đơn vị: Địa bàn không có chợ."),
    ],
)
def test_a_claim_stops_the_clock_and_waits_with_its_reason(cast, kind, words):
    found = say(cast, kind=kind, reason=f"  {WHY} ")
    row = cast.obligation()
    assert (row.progress, row.submitted_at, row.counted) == (Progress.WAITING, SAID, True)
    assert (found.reason, found.claimed_by, found.claimed_at, found.verdict) == (WHY, cast.focal, SAID, "")
    assert row.last_change.event == Event.CLAIMED
    assert row.last_change.note == words
    assert list(Claim.objects.waiting()) == [found]


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_claim_needs_a_reason(cast, reason):
    with pytest.raises(Refused, match="Hãy ghi lý do"):
        say(cast, reason=reason)
    assert Claim.objects.count() == 0
    assert cast.obligation().progress == Progress.NOT_STARTED


def test_a_second_press_says_so_and_changes_nothing(cast):
    say(cast)
    changes = Change.objects.count()
    with pytest.raises(AlreadyDone, match="đang chờ đơn vị ban hành quyết định"):
        say(cast, kind=Claim.Kind.NOTHING)
    assert (Claim.objects.count(), Change.objects.count()) == (1, changes)


@pytest.mark.parametrize("who", ["other_focal", "officer", "leader", "stranger_officer"])
def test_only_the_unit_itself_claims(cast, who):
    with pytest.raises(PermissionDenied):
        say(cast, actor=getattr(cast, who))
    assert Claim.objects.count() == 0


def test_work_with_actions_is_no_nothing_until_they_are_withdrawn(cast):
    action = make_action(cast.obligation(), actor=cast.focal)
    with pytest.raises(Refused, match="đã có hoạt động được ghi"):
        say(cast)
    withdraw_action(action=action, actor=cast.focal, now=SAID)
    assert say(cast).obligation.progress == Progress.IN_PROGRESS
    assert cast.obligation().progress == Progress.WAITING


def test_what_is_optional_needs_no_claim():
    letter = make_letter()
    optional = letter.delivery("nk").obligations.get(instruction__binding=False)
    with pytest.raises(Refused, match="Việc này không cần"):
        claim(obligation=optional, kind="nothing", reason=WHY, actor=letter.people["nk"], now=SAID)


def test_what_was_passed_down_is_settled_with_the_unit_above(cast):
    ward = make_unit("UBND phường A", kind=UnitKind.WARD_COMMITTEE, parent=cast.district)
    (child,) = relay(
        obligations=[cast.obligation()], units=[ward], due_on=date(2024, 11, 15), actor=cast.focal, now=SAID
    )
    with pytest.raises(Refused, match="Việc này không cần"):
        say(cast, obligation=child, actor=make_user(ward))


def test_work_declared_complete_or_done_takes_no_claim(cast):
    row = cast.obligation()
    action = make_action(row, actor=cast.focal, declare=True)
    with pytest.raises(Refused, match="đã có hoạt động"):
        say(cast)
    accept(obligation=row, actor=cast.officer, now=DECIDED)
    action.refresh_from_db()
    with pytest.raises(Refused):
        say(cast)
    assert Claim.objects.count() == 0


@pytest.mark.parametrize("over", ["recalled", "closed"])
def test_a_letter_over_takes_no_claim_and_no_decision(cast, over):
    waiting = say(cast)
    if over == "recalled":
        recall(directive=cast.directive, actor=cast.officer, now=DECIDED, note="Nhầm")
    else:
        close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=DECIDED)
    with pytest.raises(Refused):
        say(cast, obligation=cast.obligations()[1])
    with pytest.raises(Refused):
        confirm_claim(claim=waiting, actor=cast.officer, now=DECIDED)
    assert not Claim.objects.waiting().exists()


# --- Taking back ------------------------------------------------------------------------------------------------------
def test_a_claim_taken_back_is_closed_and_the_clock_runs_again(cast):
    found = say(cast)
    withdraw_declaration(obligation=cast.obligation(), actor=cast.focal, now=DECIDED)
    found.refresh_from_db()
    assert (found.verdict, found.decided_by, found.decided_at) == (Claim.Verdict.TAKEN_BACK, cast.focal, DECIDED)
    assert (cast.obligation().progress, cast.obligation().submitted_at) == (Progress.IN_PROGRESS, None)
    with pytest.raises(Refused, match="không còn chờ quyết định"):
        confirm_claim(claim=found, actor=cast.officer, now=DECIDED)


def test_work_done_after_all_is_reviewed_as_work(cast):
    say(cast)
    withdraw_declaration(obligation=cast.obligation(), actor=cast.focal, now=DECIDED)
    make_action(cast.obligation(), actor=cast.focal, now=DECIDED)
    declare_complete(obligation=cast.obligation(), actor=cast.focal, now=DECIDED)
    assert not Claim.objects.waiting().exists()
    accept(obligation=cast.obligation(), actor=cast.officer, now=DECIDED)
    assert cast.obligation().progress == Progress.DONE


# --- The issuing unit decides -----------------------------------------------------------------------------------------
def test_a_confirmed_claim_leaves_the_denominator_with_its_reason(cast):
    found = confirm_claim(claim=say(cast), actor=cast.officer, now=DECIDED)
    row = cast.obligation()
    assert (row.progress, row.counted, row.submitted_at) == (Progress.NOT_APPLICABLE, False, None)
    assert (found.verdict, found.decided_by, found.decided_at) == (Claim.Verdict.CONFIRMED, cast.officer, DECIDED)
    assert (row.last_change.event, row.last_change.note) == (Event.CONFIRMED, WHY)
    assert row.last_change.acting_unit == cast.department


def test_a_refused_claim_goes_back_with_words_the_unit_reads(cast):
    found = refuse_claim(claim=say(cast), reason=" Quận có ba chợ. ", actor=cast.officer, now=DECIDED)
    row = cast.obligation()
    assert (row.progress, row.counted, row.submitted_at) == (Progress.RETURNED, True, None)
    assert (found.verdict, found.answer) == (Claim.Verdict.REFUSED, "Quận có ba chợ.")
    said = last_words([row.pk])[row.pk]
    assert (said.reason, said.by, said.day) == ("Quận có ba chợ.", cast.department.name, date(2024, 11, 8))
    assert Review.objects.get().obligation == row


def test_refusing_needs_words(cast):
    found = say(cast)
    with pytest.raises(Refused, match="Hãy ghi lý do không đồng ý"):
        refuse_claim(claim=found, reason=" ", actor=cast.officer, now=DECIDED)
    assert cast.obligation().progress == Progress.WAITING


def test_after_a_refusal_the_unit_may_claim_again(cast):
    refuse_claim(claim=say(cast), reason="Chưa rõ", actor=cast.officer, now=DECIDED)
    again = say(cast, now=DECIDED, reason="Đã rà soát, không có chợ nào.")
    assert Claim.objects.count() == 2
    confirm_claim(claim=again, actor=cast.second_officer, now=DECIDED)
    assert cast.obligation().progress == Progress.NOT_APPLICABLE


@pytest.mark.parametrize("who", ["focal", "other_focal", "leader", "stranger_officer"])
def test_only_the_issuing_unit_decides(cast, who):
    found = say(cast)
    with pytest.raises(PermissionDenied):
        confirm_claim(claim=found, actor=getattr(cast, who), now=DECIDED)
    with pytest.raises(PermissionDenied):
        refuse_claim(claim=found, reason="Không", actor=getattr(cast, who), now=DECIDED)
    assert cast.obligation().progress == Progress.WAITING


def test_a_decision_made_twice_is_told_and_the_other_one_refused(cast):
    found = say(cast)
    confirm_claim(claim=found, actor=cast.officer, now=DECIDED)
    changes = Change.objects.count()
    with pytest.raises(AlreadyDone):
        confirm_claim(claim=found, actor=cast.second_officer, now=DECIDED)
    with pytest.raises(Refused, match="không còn chờ"):
        refuse_claim(claim=found, reason="Không", actor=cast.second_officer, now=DECIDED)
    assert Change.objects.count() == changes


def test_a_claim_is_never_accepted_or_returned_as_work_done(cast):
    say(cast)
    row = cast.obligation()
    with pytest.raises(Refused, match="Đề nghị của đơn vị"):
        accept(obligation=row, actor=cast.officer, now=DECIDED)
    with pytest.raises(Refused, match="Đề nghị của đơn vị"):
        send_back(obligation=row, reason="Thiếu", actor=cast.officer, now=DECIDED)
    batch = accept_many(obligations=[(row, None)], actor=cast.officer, now=DECIDED)
    assert (batch.accepted, [each for each, _why in batch.refused]) == ([], [row])
    assert cast.obligation().progress == Progress.WAITING


def test_more_time_given_meanwhile_leaves_the_claim_to_be_decided(cast):
    found = say(cast)
    extend_one(obligation=cast.obligation(), due_on=date(2024, 11, 30), actor=cast.officer, now=DECIDED, note="Mưa")
    assert list(Claim.objects.waiting()) == [found]
    confirm_claim(claim=found, actor=cast.officer, now=DECIDED)


def test_a_unit_freed_meanwhile_has_nothing_left_to_decide(cast):
    found = say(cast)
    exempt(obligation=cast.obligation(), actor=cast.officer, now=DECIDED, reason="Miễn")
    assert not Claim.objects.waiting().exists()
    with pytest.raises(Refused, match="không còn chờ"):
        confirm_claim(claim=found, actor=cast.officer, now=DECIDED)


# --- Who reads --------------------------------------------------------------------------------------------------------
def test_claims_are_seen_by_the_unit_those_above_and_the_issuer(cast):
    found = say(cast)
    for who in ("focal", "officer", "leader"):
        assert list(Claim.objects.visible_to(getattr(cast, who))) == [found]
    for stranger in (cast.other_focal, cast.stranger_officer, make_user()):
        assert not Claim.objects.visible_to(stranger).exists()
    assert list(Claim.objects.issued_by(cast.officer)) == [found]
    assert not Claim.objects.issued_by(cast.focal).exists()


# --- Figures ----------------------------------------------------------------------------------------------------------
def test_each_day_keeps_what_stood_at_its_end():
    letter = make_letter()
    found = claim(
        obligation=letter.task("nk"),
        kind=Claim.Kind.NOT_APPLICABLE,
        reason=WHY,
        actor=letter.people["nk"],
        now=SAID,
    )
    before = letter.summary(date(2024, 11, 7)).tally
    confirm_claim(claim=found, actor=letter.officer, now=local("2024-11-08 23:59"))
    days = {day: letter.summary(date(2024, 11, day)).tally for day in (4, 5, 7, 8, 20)}
    assert [(days[day].total, days[day].waiting, days[day].exempt) for day in days] == [
        (8, 0, 0),
        (8, 1, 0),
        (8, 1, 0),
        (7, 0, 1),
        (7, 0, 1),
    ]
    assert days[7] == before


def test_a_refused_claim_changes_no_denominator(cast):
    refuse_claim(claim=say(cast), reason="Quận có chợ", actor=cast.officer, now=DECIDED)
    states = {day: obligations_as_of(cast.directive, date(2024, 11, day))[0] for day in (5, 8, 21)}
    assert [states[day].progress for day in states] == [Progress.WAITING, Progress.RETURNED, Progress.RETURNED]
    assert all(state.counted for state in states.values())
    assert [states[day].is_overdue for day in states] == [False, False, True]
