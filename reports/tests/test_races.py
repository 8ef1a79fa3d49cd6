"""Two people at once: one wins, the other is told, nothing is stored twice. On SQLite and PostgreSQL alike."""

import uuid

import pytest

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.tests.races import at_once
from directives.models import Change, Delivery, Directive, Event, Obligation, Progress
from directives.services.issuing import issue
from directives.services.receipts import confirm_receipt
from directives.tests.factories import add_group, make_cast, make_draft
from reports.models import Action, Evidence, Review
from reports.services.actions import record_action
from reports.services.reviews import accept, accept_many, send_back
from reports.tests.factories import LINK, make_action, what
from units.models import User
from units.tests.factories import local

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
NOW = local("2024-11-05 10:00")


@pytest.fixture
def cast():
    return make_cast()


def test_two_officers_issue_the_same_draft_and_one_is_told(cast):
    draft = make_draft(cast.department, cast.officer)
    add_group(draft, "Các phòng", [cast.ninh_kieu, cast.o_mon], "Phổ biến")
    officers = [cast.officer.pk, cast.second_officer.pk]
    outcomes = at_once(
        lambda number: issue(
            directive=Directive.objects.get(pk=draft.pk), actor=User.objects.get(pk=officers[number]), now=NOW
        )
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyDone", "Directive"]
    winner = Directive.objects.get(pk=draft.pk).issued_by
    told = next(str(outcome) for outcome in outcomes if isinstance(outcome, AlreadyDone))
    assert told == f"Văn bản này đã được {winner} ban hành lúc 10:00 ngày 05/11/2024."
    assert (draft.deliveries.count(), Obligation.objects.filter(delivery__directive=draft).count()) == (2, 2)
    assert Change.objects.filter(directive=draft, about="directive", event=Event.ISSUED).count() == 1


def test_a_double_tap_stores_one_action(cast):
    key = uuid.uuid4()
    outcomes = at_once(
        lambda _: record_action(
            obligations=[Obligation.objects.get(pk=cast.obligation().pk)],
            what=what(),
            proofs=[LINK],
            client_uuid=key,
            actor=User.objects.get(pk=cast.focal.pk),
            now=NOW,
        ),
        times=4,
    )
    assert {type(outcome) for outcome in outcomes} == {Action}
    assert len({outcome.pk for outcome in outcomes}) == 1
    assert (Action.objects.count(), Evidence.objects.count()) == (1, 1)


def test_two_officers_accept_and_one_is_told(cast):
    make_action(cast.obligation(), actor=cast.focal, declare=True)
    waiting = cast.obligation().pk

    officers = [cast.officer.pk, cast.second_officer.pk]

    def decide(number: int):
        reviewer = User.objects.get(pk=officers[number])
        return accept(obligation=Obligation.objects.get(pk=waiting), actor=reviewer, now=NOW)

    outcomes = at_once(decide)
    assert sorted(isinstance(outcome, Refused) for outcome in outcomes) == [False, True]
    assert Review.objects.filter(obligation=waiting).count() == 1
    assert Obligation.objects.get(pk=waiting).progress == Progress.DONE


def test_receipt_confirmed_twice_at_once_is_logged_once(cast):
    outcomes = at_once(
        lambda _: confirm_receipt(
            delivery=Delivery.objects.get(pk=cast.delivery().pk), actor=User.objects.get(pk=cast.focal.pk), now=NOW
        ),
        times=3,
    )
    assert {type(outcome) for outcome in outcomes} == {Delivery}
    assert Change.objects.filter(delivery=cast.delivery(), event=Event.RECEIVED).count() == 1


def test_a_return_and_a_withdrawal_at_once_leave_one_state(cast):
    from reports.services.declaring import withdraw_declaration

    make_action(cast.obligation(), actor=cast.focal, declare=True)
    key = cast.obligation().pk

    def act(number: int):
        obligation = Obligation.objects.get(pk=key)
        if number == 0:
            return send_back(
                obligation=obligation, reason="Thiếu ảnh", actor=User.objects.get(pk=cast.officer.pk), now=NOW
            )
        return withdraw_declaration(obligation=obligation, actor=User.objects.get(pk=cast.focal.pk), now=NOW)

    outcomes = at_once(act)
    assert sorted(isinstance(outcome, Refused) for outcome in outcomes) == [False, True]
    assert Obligation.objects.get(pk=key).progress in (Progress.RETURNED, Progress.IN_PROGRESS)


def test_two_officers_press_for_the_same_rows_and_each_is_accepted_once(cast):
    people = [cast.focal, cast.focal, cast.other_focal]
    keys = [row.pk for row in (*cast.obligations(), cast.obligation(cast.o_mon))]
    for key, person in zip(keys, people, strict=True):
        make_action(Obligation.objects.get(pk=key), actor=person, declare=True)
    officers = [cast.officer.pk, cast.second_officer.pk]

    def press(number: int):
        rows = [(row, row.last_change_id) for row in Obligation.objects.filter(pk__in=keys).order_by("pk")]
        return accept_many(obligations=rows, actor=User.objects.get(pk=officers[number]), now=NOW)

    outcomes = at_once(press)
    accepted = sorted(row.pk for batch in outcomes for row in batch.accepted)
    refused = sorted(row.pk for batch in outcomes for row, _why in batch.refused)
    assert accepted == refused == sorted(keys)
    assert Review.objects.filter(obligation__in=keys).count() == 3
    assert Change.objects.filter(obligation__in=keys, about="obligation", event=Event.ACCEPTED).count() == 3


def test_one_accepts_while_another_returns_and_one_decision_stands(cast):
    make_action(cast.obligation(), actor=cast.focal, declare=True)
    key = cast.obligation().pk
    seen = cast.obligation().last_change_id

    def decide(number: int):
        row = Obligation.objects.get(pk=key)
        reviewer = User.objects.get(pk=[cast.officer.pk, cast.second_officer.pk][number])
        if number == 0:
            return accept_many(obligations=[(row, seen)], actor=reviewer, now=NOW)
        return send_back(obligation=row, reason="Thiếu ảnh", actor=reviewer, now=NOW, seen=seen)

    batch, returned = at_once(decide)
    accepted = bool(batch.accepted)
    verdicts = list(Review.objects.filter(obligation=key).order_by("pk").values_list("verdict", flat=True))
    if isinstance(returned, Refused):
        assert (accepted, verdicts) == (True, ["accepted"])
    else:  # work that was just accepted may still be returned, which is a new decision
        assert verdicts == (["accepted", "returned"] if accepted else ["returned"])
        assert Obligation.objects.get(pk=key).progress == Progress.RETURNED


@pytest.mark.parametrize("batch", [False, True], ids=["one", "batch"])
def test_an_acceptance_and_a_taking_back_at_once_leave_one_of_them(cast, batch):
    from reports.services.declaring import withdraw_declaration

    make_action(cast.obligation(), actor=cast.focal, declare=True)
    key, seen = cast.obligation().pk, cast.obligation().last_change_id

    def act(number: int):
        row = Obligation.objects.get(pk=key)
        if number:
            return withdraw_declaration(obligation=row, actor=User.objects.get(pk=cast.focal.pk), now=NOW)
        officer = User.objects.get(pk=cast.officer.pk)
        if batch:
            return accept_many(obligations=[(row, seen)], actor=officer, now=NOW)
        return accept(obligation=row, actor=officer, now=NOW, seen=seen)

    accepted, taken_back = at_once(act)
    stands = Review.objects.filter(obligation=key).count()
    refused = bool(accepted.refused) if batch else isinstance(accepted, Refused)
    assert (refused, isinstance(taken_back, Refused)) == (not stands, bool(stands))
    row = Obligation.objects.get(pk=key)
    assert row.progress == (Progress.DONE if stands else Progress.IN_PROGRESS)
    assert row.actions.get().state == ("accepted" if stands else "recorded")
