"""Two at once about a claim: one act, the other is told. On SQLite and PostgreSQL alike."""

import pytest

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.tests.races import at_once
from directives.models import Change, Event, Obligation, Progress
from directives.tests.factories import make_cast
from reports.models import Claim
from reports.services.claims import claim, confirm_claim, refuse_claim
from reports.services.declaring import withdraw_declaration
from units.models import User
from units.tests.factories import local

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
NOW = local("2024-11-08 09:00")


@pytest.fixture
def cast():
    return make_cast()


def say(key: int, person: int) -> Claim:
    row, actor = Obligation.objects.get(pk=key), User.objects.get(pk=person)
    return claim(obligation=row, kind="nothing", reason="Không phát sinh", actor=actor, now=NOW)


def test_a_claim_pressed_twice_is_stored_once(cast):
    key, person = cast.obligation().pk, cast.focal.pk
    outcomes = at_once(lambda _number: say(key, person))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyDone", "Claim"]
    assert Claim.objects.count() == 1
    assert Change.objects.filter(event=Event.CLAIMED).count() == 1


def test_two_officers_who_decide_otherwise_leave_one_decision(cast):
    key = say(cast.obligation().pk, cast.focal.pk).pk
    officers = [cast.officer.pk, cast.second_officer.pk]

    def decide(number: int):
        found, actor = Claim.objects.get(pk=key), User.objects.get(pk=officers[number])
        if number:
            return refuse_claim(claim=found, reason="Có", actor=actor, now=NOW)
        return confirm_claim(claim=found, actor=actor, now=NOW)

    outcomes = at_once(decide)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Claim", "Refused"]
    ends = {"confirmed": Progress.NOT_APPLICABLE, "refused": Progress.RETURNED}
    assert cast.obligation().progress == ends[Claim.objects.get().verdict]


def test_a_decision_and_a_taking_back_leave_one_of_them(cast):
    row = cast.obligation().pk
    key, officer, focal = say(row, cast.focal.pk).pk, cast.officer.pk, cast.focal.pk

    def act(number: int):
        if number:
            return confirm_claim(claim=Claim.objects.get(pk=key), actor=User.objects.get(pk=officer), now=NOW)
        actor = User.objects.get(pk=focal)
        return withdraw_declaration(obligation=Obligation.objects.get(pk=row), actor=actor, now=NOW)

    outcomes = at_once(act)
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1
    assert not any(isinstance(outcome, AlreadyDone) for outcome in outcomes)
    ends = {"confirmed": Progress.NOT_APPLICABLE, "taken_back": Progress.IN_PROGRESS}
    assert cast.obligation().progress == ends[Claim.objects.get().verdict]
