"""An act that is sent again: after a lost line, with another body, while it is still running, a day later."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from directives.models import Change
from reports.models import Action
from units.models import ApiCall, ApiToken
from units.services.calls import GIVEN_UP, KEPT, KeyReused, UnderWay, abandon_call, begin_call, finish_call
from units.tests.factories import local

from .calling import problem, program
from .test_writing import action_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-05 10:00")
HASH = "a" * 64


@pytest.fixture
def focal(cast):
    return program(cast.focal, now=NOW)


@pytest.fixture
def token(focal) -> ApiToken:
    return ApiToken.objects.get()


def begun(token, key="khoa", request_hash=HASH, now=NOW) -> ApiCall:
    return begin_call(token=token, key=key, request_hash=request_hash, now=now)


# --- Over the wire ----------------------------------------------------------------------------------------------------
def test_the_same_call_is_done_once_and_answered_twice(cast, focal):
    first = focal.post("/actions", action_of(cast), once="lan-1")
    log = Change.objects.count()
    again = focal.post("/actions", action_of(cast), once="lan-1")
    assert (again.status_code, again.content) == (first.status_code, first.content) == (201, first.content)
    assert "Idempotent-Replayed" not in first.headers
    assert again["Idempotent-Replayed"] == "true"
    assert (Action.objects.count(), Change.objects.count()) == (1, log)


def test_the_same_key_for_something_else_is_refused(cast, focal):
    focal.post("/actions", action_of(cast), once="lan-1")
    assert problem(focal.post("/actions", action_of(cast, reach=9), once="lan-1")) == (422, "key-reused")
    other = focal.post(f"/deliveries/{cast.delivery().pk}/receipt", {}, once="lan-1")
    assert problem(other) == (422, "key-reused")
    assert Action.objects.count() == 1


def test_another_key_is_another_act(cast, focal):
    for key in ("lan-1", "lan-2"):
        assert focal.post("/actions", action_of(cast), once=key).status_code == 201
    assert Action.objects.count() == 2


def test_two_programs_may_choose_the_same_key(cast, focal):
    focal.post("/actions", action_of(cast), once="1")
    assert program(cast.focal, now=NOW).post("/actions", action_of(cast), once="1").status_code == 201
    assert Action.objects.count() == 2


def test_while_it_is_being_done_the_second_is_told_to_wait(cast, focal, token):
    focal.post("/actions", action_of(cast), once="lan-1")
    ApiCall.objects.update(status=None, answer="")
    response = focal.post("/actions", action_of(cast), once="lan-1")
    assert problem(response) == (409, "busy")
    assert response["Retry-After"] == "2"


def test_a_call_whose_process_died_is_done_by_the_next_and_stores_nothing_twice(cast, focal):
    focal.post("/actions", action_of(cast), once="lan-1")
    ApiCall.objects.update(status=None, answer="", begun_at=NOW - GIVEN_UP)
    assert focal.post("/actions", action_of(cast), once="lan-1").status_code == 201
    assert Action.objects.count() == 1


def test_what_was_refused_leaves_its_key_free(cast, focal):
    refused = focal.post("/actions", action_of(cast, done_on="2024-11-06"), once="lan-1")
    assert refused.status_code == 409
    assert ApiCall.objects.count() == 0
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert focal.post("/actions", action_of(cast, done_on="2024-11-06"), once="lan-1").status_code == 201


@pytest.mark.parametrize("key", ["", " ", "khóa", "a" * 81, "hai từ"])
def test_without_a_good_key_nothing_is_done(cast, focal, key):
    headers = {"Idempotency_Key": key} if key else {}
    response = focal.send("post", "/actions", action_of(cast), **headers)
    assert problem(response) == (400, "key-missing")
    assert Action.objects.count() == 0


def test_the_answer_is_kept_for_a_day(cast, focal, token):
    focal.post("/actions", action_of(cast), once="lan-1")
    with time_machine.travel(NOW + KEPT, tick=False):
        assert focal.post("/actions", action_of(cast), once="lan-1")["Idempotent-Replayed"] == "true"
    with time_machine.travel(NOW + KEPT + timedelta(seconds=1), tick=False):
        fresh = focal.post("/actions", action_of(cast), once="lan-1")
    assert "Idempotent-Replayed" not in fresh.headers
    assert Action.objects.count() == 1  # the identifier follows from the key and the body


# --- The rows ---------------------------------------------------------------------------------------------------------
def test_the_database_keeps_one_call_per_key(token):
    begun(token)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiCall.objects.create(token=token, key="khoa", request_hash=HASH, begun_at=NOW)


def test_who_is_second_waits_who_asks_for_something_else_is_refused(token):
    begun(token)
    with pytest.raises(UnderWay):
        begun(token)
    with pytest.raises(KeyReused):
        begun(token, request_hash="b" * 64)


def test_of_two_who_take_over_one_wins_and_the_late_first_keeps_nothing(token):
    late = begun(token)
    later = NOW + GIVEN_UP
    taken = begun(token, now=later)
    with pytest.raises(UnderWay):
        begun(token, now=later)
    with pytest.raises(UnderWay):
        finish_call(call=late, status=201, answer="{}")
    abandon_call(call=late)
    finish_call(call=taken, status=201, answer="{}")
    assert begun(token, now=later).answer == "{}"


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ({"key": ""}, "call_has_a_key"),
        ({"request_hash": "x"}, "call_hash_is_whole"),
        ({"answer": "{}"}, "call_under_way_has_no_answer"),
    ],
)
def test_the_database_keeps_the_rules(token, columns, rule):
    call = begun(token)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        ApiCall.objects.filter(pk=call.pk).update(**columns)
