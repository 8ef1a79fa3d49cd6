"""Officers of one unit who teach and withdraw the same words at the same moment, on the database as it is."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from campaign_portal.lib.errors import AlreadyDone
from campaign_portal.lib.models import ActivityEntry
from units.models import UnitAlias
from units.services.aliases import remember_alias, withdraw_alias
from units.tests.factories import local, make_unit

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
NOW = local("2024-10-28 08:00")
RUNS = 4


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


def test_the_same_words_taught_at_once_are_one_alias():
    issuer, unit = make_unit(), make_unit()
    found = at_once(lambda _n: remember_alias(issuer=issuer, phrase="ngành y", units=[unit], actor=None, now=NOW))
    assert {alias.pk for alias in found} == {UnitAlias.objects.get().pk}
    assert ActivityEntry.objects.filter(verb="alias.remembered").count() == 1


def test_the_same_words_taught_at_once_with_different_units_leave_one_meaning():
    issuer, units = make_unit(), [make_unit() for _ in range(RUNS)]
    at_once(lambda n: remember_alias(issuer=issuer, phrase="ngành y", units=[units[n]], actor=None, now=NOW))
    assert (UnitAlias.objects.count(), UnitAlias.objects.in_force().count()) == (RUNS, 1)


def test_one_of_those_who_withdraw_at_once_does_and_the_others_are_told():
    alias = remember_alias(issuer=make_unit(), phrase="ngành y", units=[make_unit()], actor=None, now=NOW)

    def withdraw(_number) -> str:
        try:
            withdraw_alias(alias=alias, actor=None, now=NOW)
        except AlreadyDone:
            return "told"
        return "done"

    assert sorted(at_once(withdraw)) == ["done", "told", "told", "told"]
