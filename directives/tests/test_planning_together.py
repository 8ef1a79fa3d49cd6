"""The planner looks at all letters at once: what that costs, what each keeps for itself, and one that breaks."""

from collections import Counter
from datetime import date

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from directives.ladder import default_steps
from directives.models import Obligation, Reminder
from directives.reminders import plan_reminders
from directives.tests.factories import make_issued
from directives.tests.reminding import WEEKENDS, finish
from units.models import Role
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW = "2024-11-13 08:00"
"""The Wednesday a week before the due day of the letters."""


@pytest.fixture
def office():
    issuer = make_unit()
    return issuer, make_user(issuer, Role.COORDINATOR), [make_unit(), make_unit()]


def letters(office, count: int, **more) -> list:
    issuer, officer, units = office
    more.setdefault("ladder", default_steps())
    return [make_issued(issuer, officer, groups=[("Các quận", units, "Đăng tải")], **more) for _ in range(count)]


def plan(at: str = NOW, **more) -> dict[str, int]:
    return plan_reminders(now=local(at), calendar=WEEKENDS, **more)


def queries() -> int:
    with CaptureQueriesContext(connection) as captured:
        plan()
    return len([query for query in captured if "SAVEPOINT" not in query["sql"]])


def steps(letter) -> Counter:
    return Counter(letter.reminders.values_list("step", flat=True))


# --- Cost -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_looking_costs_the_same_for_many_letters_as_for_one_and_so_does_looking_again(office, count):
    letters(office, count, no_report=False, report_due_on=date(2024, 11, 15))
    # letters; two steps of receipt; due days and two steps come; a step of the report; work returned; work waiting long
    # and who was told of it; the week; and one INSERT
    assert queries() == 12
    assert Reminder.objects.filter(state="planned", step="before-7").count() == 2 * count
    assert queries() == 11


def test_the_texts_of_letters_stay_where_they_are(office):
    letters(office, 1)
    with CaptureQueriesContext(connection) as captured:
        plan()
    assert '"directives_directive"."text"' not in "".join(query["sql"] for query in captured)


# --- What each letter keeps for itself --------------------------------------------------------------------------------
def test_letters_with_ladders_and_days_of_their_own_get_their_own_steps(office):
    (week,) = letters(office, 1, ladder=[7, 3])
    (words,) = letters(office, 1, ladder=[{"step": "before-7", "text": "Xin nhắc"}, "before-7-head"])
    (later,) = letters(office, 1, ladder=[7], due_on=date(2024, 11, 29))
    (joined,) = letters(office, 1, ladder=[{"step": "before-7", "since": local("2024-11-13 07:59").isoformat()}])
    (past,) = letters(office, 1, ladder=[{"step": "before-7", "since": local("2024-11-13 08:01").isoformat()}])
    assert plan() == {"planned": 8, "missed": 0, "errors": 0}
    assert [dict(steps(each)) for each in (week, words, later, joined, past)] == [
        {"before-7": 2},
        {"before-7": 2, "before-7-head": 2},
        {},
        {"before-7": 2},
        {},
    ]


def test_one_step_ends_at_another_hour_where_the_next_one_of_the_ladder_is_nearer(office):
    (near,), (far,) = letters(office, 1, ladder=[7, 5]), letters(office, 1, ladder=[7, 1])
    plan()
    ends = {letter: letter.reminders.values_list("expires_at", flat=True).distinct().get() for letter in (near, far)}
    assert ends == {near: local("2024-11-14 17:00"), far: local("2024-11-18 17:00")}


def test_a_step_is_late_for_one_letter_and_in_time_for_another(office):
    (old,), (fresh,) = letters(office, 1, ladder=[7, 3]), letters(office, 1, ladder=[7])
    assert plan("2024-11-18 09:00") == {"planned": 4, "missed": 2, "errors": 0}
    found = old.reminders.order_by("step", "delivery").values_list("step", "state")
    assert list(found) == [("before-3", "planned")] * 2 + [("before-7", "missed")] * 2
    assert list(fresh.reminders.values_list("step", "state")) == [("before-7", "planned")] * 2


def test_what_one_letter_has_finished_is_asked_of_the_other(office):
    done, open_one = letters(office, 2, ladder=[7])
    for row in Obligation.objects.filter(delivery__directive=done):
        finish(row, office[1], "2024-11-12 09:00")
    assert plan() == {"planned": 2, "missed": 0, "errors": 0}
    assert (dict(steps(done)), dict(steps(open_one))) == ({}, {"before-7": 2})


def test_a_run_for_one_letter_leaves_the_others_alone(office):
    one, other = letters(office, 2, ladder=[7])
    assert plan(directive=one) == {"planned": 2, "missed": 0, "errors": 0}
    assert (dict(steps(one)), dict(steps(other))) == ({"before-7": 2}, {})


# --- One that breaks --------------------------------------------------------------------------------------------------
def breaking(letter, words: str):
    """A database that fails whenever it is asked for `words` of one letter."""

    def execute(run, sql, params, many, context):
        if words in sql and letter.pk in (params or ()):
            raise OperationalError("disk I/O error")
        return run(sql, params, many, context)

    return connection.execute_wrapper(execute)


def test_a_letter_that_cannot_be_looked_at_takes_nothing_from_the_others_nor_from_its_other_steps(office):
    good, bad, last = letters(office, 3, ladder=["unreceived-1", 7])
    with breaking(bad, '"directives_delivery"."received_at" IS NULL'):
        assert plan("2024-11-13 09:00") == {"planned": 6, "missed": 4, "errors": 1}
    assert [dict(steps(each)) for each in (good, bad, last)] == [
        {"unreceived-1": 2, "before-7": 2},
        {"before-7": 2},
        {"unreceived-1": 2, "before-7": 2},
    ]
    assert plan("2024-11-13 09:01") == {"planned": 0, "missed": 2, "errors": 0}


def test_a_letter_that_breaks_twice_is_one_error(office):
    good, bad = letters(office, 2, ladder=["unreceived-1", 7])
    with breaking(bad, '"directives_delivery"'):
        assert plan()["errors"] == 1
    assert (steps(good)["before-7"], steps(bad)["before-7"]) == (2, 0)
    assert plan()["planned"] == 2
