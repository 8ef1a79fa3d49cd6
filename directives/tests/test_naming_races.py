"""The same click made several times at once, and two officers who say different things, on the database as it is."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from directives.services.naming import say_who, take_back
from directives.tests.officer import NOW, SHORT, SmallCity
from units.models import UnitAlias

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
RUNS = 4


@pytest.fixture
def small(media_root) -> SmallCity:
    return SmallCity()


def at_once(act) -> list:
    """Call `act` with a number in several threads, each with a connection of its own, started together."""
    gate = Barrier(RUNS)

    def one(number):
        try:
            gate.wait(timeout=10)
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(RUNS) as pool:
        return list(pool.map(one, range(RUNS)))


def ticked(draft) -> list[str]:
    members = draft.groups.get(source="addressee").members.filter(chosen=True)
    return [member.unit.name for member in members.order_by("unit__sort_key")]


def test_one_click_sent_several_times_is_one_answer(small):
    draft = small.draft(SHORT.replace("Kính gửi: Sở Nội vụ.", "Kính gửi: Sở Nộ vụ."))
    said = {"directive": draft, "phrase": "Sở Nộ vụ", "actor": small.officer, "now": NOW}
    found = at_once(lambda _n: say_who(unit_ids=[small.home_affairs.pk], **said))
    assert {alias.pk for alias in found} == {UnitAlias.objects.get().pk}
    assert ticked(draft) == ["Sở Nội vụ"]
    at_once(lambda _n: take_back(directive=draft, alias_id=found[0].pk, actor=small.officer, now=NOW))
    assert (ticked(draft), UnitAlias.objects.in_force().count()) == ([], 0)


def test_of_different_answers_at_once_the_last_holds_alone(small):
    draft = small.draft(SHORT.replace("Kính gửi: Sở Nội vụ.", "Kính gửi: Sở Nộ vụ."))
    units = [small.home_affairs, small.justice] * 2
    said = {"directive": draft, "phrase": "Sở Nộ vụ", "actor": small.officer, "now": NOW}
    at_once(lambda n: say_who(unit_ids=[units[n].pk], **said))
    [alias] = UnitAlias.objects.in_force()
    assert ticked(draft) == [unit.name for unit in alias.units.all()]
