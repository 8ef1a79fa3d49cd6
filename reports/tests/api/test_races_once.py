"""The same call at the same moment, on a database where they really meet."""

import pytest

from campaign_portal.lib.tests.races import at_once
from directives.tests.factories import make_cast
from reports.models import Action
from units.models import ApiCall, ApiToken
from units.services.calls import UnderWay, begin_call
from units.tests.factories import local

from .calling import Program, program
from .test_writing import action_of

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
NOW = local("2024-11-05 10:00")


def test_four_that_send_the_same_call_at_once_store_one_action():
    cast = make_cast()
    key, body = program(cast.focal).key, action_of(cast)
    answers = at_once(lambda _n: Program(key).post("/actions", body, once="lan-1"), 4)
    assert {each.status_code for each in answers} <= {201, 409}
    assert Action.objects.count() == 1
    stored = Program(key).post("/actions", body, once="lan-1")
    assert (stored.status_code, stored.json()["id"]) == (201, Action.objects.get().pk)


def test_of_four_that_begin_a_call_at_once_one_does_it():
    token = ApiToken.objects.get(pk=_token())
    about = {"key": "lan-1", "request_hash": "a" * 64, "now": NOW}
    found = at_once(lambda _n: begin_call(token=token, **about), 4)
    assert sum(isinstance(each, ApiCall) for each in found) == 1
    assert sum(isinstance(each, UnderWay) for each in found) == 3


def _token() -> int:
    program(make_cast().focal)
    return ApiToken.objects.get().pk
