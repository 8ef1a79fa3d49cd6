"""The newest accepted actions of a letter, as things stood on a day, however many there are."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaign_portal.lib.dates import local_day
from reports.models import Action
from reports.services.mending import edit_action
from reports.services.reviews import accept
from reports.summary import latest
from reports.summary.latest import latest_accepted
from reports.summary.scope import WHOLE, Scope
from reports.tests.factories import what
from reports.tests.summaries import make_letter
from units.tests.factories import local

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    return make_letter()


def newest(letter, day: int, scope: Scope = WHOLE, **more) -> list[tuple[str, int, int]]:
    """Unit, lượt and the day of November on which it was accepted."""
    found = latest_accepted(letter.directive, scope=scope, day=date(2024, 11, day), **more)
    names = {unit.pk: name for name, unit in letter.units.items()}
    return [(names[each.deed.unit_id], each.deed.reach, each.accepted_on.day) for each in found]


def three(letter) -> None:
    for nth, name in enumerate(("gd", "yt", "om")):
        letter.finish(name, 0, f"2024-11-0{nth + 4} 09:00", accepted=f"2024-11-{nth + 10} 09:00")


def test_the_last_accepted_come_first_and_days_hold(letter):
    three(letter)
    assert newest(letter, 13) == [("om", 120, 12), ("yt", 120, 11), ("gd", 120, 10)]
    assert newest(letter, 11) == [("yt", 120, 11), ("gd", 120, 10)]
    assert newest(letter, 9) == []
    assert newest(letter, 13, shown=1) == [("om", 120, 12)]


def test_an_acceptance_that_was_reversed_is_none_from_that_day(letter):
    three(letter)
    letter.give_back("yt", 0, "2024-11-14 09:00")
    assert newest(letter, 13) == [("om", 120, 12), ("yt", 120, 11), ("gd", 120, 10)]
    assert newest(letter, 14) == [("om", 120, 12), ("gd", 120, 10)]


def test_what_was_accepted_again_keeps_its_place_on_earlier_days(letter):
    three(letter)
    row, person = letter.task("gd"), letter.people["gd"]
    corrected = {"what": what(reach=12, done_on=local_day(local("2024-11-04 09:00"))), "proofs": [], "removed": set()}
    edit_action(action=row.actions.get(), actor=person, now=local("2024-11-15 09:00"), reason="Nhầm số", **corrected)
    accept(obligation=letter.task("gd"), actor=letter.officer, now=local("2024-11-16 09:00"))
    assert newest(letter, 13) == [("om", 120, 12), ("yt", 120, 11), ("gd", 120, 10)]
    assert newest(letter, 15) == [("om", 120, 12), ("yt", 120, 11)]
    assert newest(letter, 16) == [("gd", 12, 16), ("om", 120, 12), ("yt", 120, 11)]


def test_it_looks_further_back_until_there_are_enough(letter, monkeypatch):
    monkeypatch.setattr(latest, "AT_ONCE", 1)
    three(letter)
    letter.give_back("om", 0, "2024-11-14 09:00")
    letter.give_back("yt", 0, "2024-11-14 10:00")
    assert newest(letter, 14, shown=1) == [("gd", 120, 10)]


def test_who_sees_a_part_is_shown_that_part(letter):
    three(letter)
    own = frozenset(Action.objects.filter(unit=letter.units["yt"]).values_list("pk", flat=True))
    assert newest(letter, 13, scope=Scope(frozenset(), frozenset(), own)) == [("yt", 120, 11)]


@pytest.mark.parametrize("nth", [1, 3])
def test_it_costs_as_many_queries_for_three_as_for_one(letter, nth):
    for name in ("gd", "yt", "om")[:nth]:
        letter.finish(name, 0, "2024-11-04 09:00")
    with CaptureQueriesContext(connection) as queries:
        assert len(newest(letter, 13)) == nth
    assert len(queries) == 10
