"""Words an issuing unit taught the portal: remembered once, said anew, withdrawn, never altered."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.models import ActivityEntry
from units.history import story_of
from units.models import Role, Unit, UnitAlias, UnitAliasUnit, User
from units.services.aliases import remember_alias, withdraw_alias
from units.tests.factories import local, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.services]
NOW = local("2024-10-28 08:00")
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def department() -> Unit:
    return make_unit("Sở Thông tin và Truyền thông")


@pytest.fixture
def officer(department) -> User:
    return make_user(department, Role.COORDINATOR, full_name="Trần Thị Cán Bộ")


@pytest.fixture
def health() -> Unit:
    return make_unit("Sở Y tế")


@pytest.fixture
def justice() -> Unit:
    return make_unit("Sở Tư pháp")


def remember(issuer, phrase, *units, actor=None, now=NOW) -> UnitAlias:
    return remember_alias(issuer=issuer, phrase=phrase, units=units, actor=actor, now=now)


def meanings(issuer: Unit) -> dict[str, list[str]]:
    rows = UnitAlias.objects.in_force().filter(issuer=issuer)
    return {row.phrase: sorted(unit.name for unit in row.units.all()) for row in rows}


def verbs() -> list[str]:
    return list(ActivityEntry.objects.filter(verb__startswith="alias.").order_by("pk").values_list("verb", flat=True))


# --- Remembering ------------------------------------------------------------------------------------------------------
def test_words_are_kept_as_printed_with_who_said_so_and_when(department, officer, health):
    alias = remember(department, "  Ngành \n Y ", health, actor=officer)
    assert (alias.phrase, alias.spelling, alias.issuer) == ("Ngành Y", "ngành y", department)
    assert (alias.remembered_by, alias.remembered_at, alias.withdrawn_at) == (officer, NOW, None)
    assert meanings(department) == {"Ngành Y": ["Sở Y tế"]}


def test_a_group_is_remembered_with_all_its_units_each_once(department, health, justice):
    remember(department, "Thành viên Ban Chỉ đạo", health, justice, health)
    assert meanings(department) == {"Thành viên Ban Chỉ đạo": ["Sở Tư pháp", "Sở Y tế"]}


def test_words_that_name_nobody_are_remembered_without_units(department):
    remember(department, "Như trên")
    assert meanings(department) == {"Như trên": []}


def test_said_twice_it_is_remembered_and_logged_once(department, officer, health, justice):
    first = remember(department, "ngành y", health, justice, actor=officer)
    assert remember(department, "NGÀNH  Y", justice, health, actor=officer, now=LATER) == first
    assert (UnitAlias.objects.count(), verbs()) == (1, ["alias.remembered"])


def test_the_same_words_with_other_units_replace_what_stood(department, officer, health, justice):
    first = remember(department, "ngành y", health, actor=officer)
    remember(department, "ngành y", justice, actor=officer, now=LATER)
    first.refresh_from_db()
    assert (first.withdrawn_at, first.withdrawn_by) == (LATER, officer)
    assert meanings(department) == {"ngành y": ["Sở Tư pháp"]}
    assert verbs() == ["alias.remembered", "alias.withdrawn", "alias.remembered"]


def test_decomposed_text_and_either_place_of_the_tone_are_the_same_words(department, health):
    first = remember(department, "huyện Hoà An", health)
    assert remember(department, "huyện Ho\u0300a An".replace("o\u0300a", "oa\u0300"), health) == first


def test_other_marks_are_other_words(department, health, justice):
    remember(department, "xã Thanh An", health)
    remember(department, "xã Thạnh An", justice)
    assert meanings(department) == {"xã Thanh An": ["Sở Y tế"], "xã Thạnh An": ["Sở Tư pháp"]}


def test_each_issuer_has_meanings_of_its_own(department, health, justice):
    remember(department, "các đơn vị trực thuộc", health)
    remember(justice, "các đơn vị trực thuộc", department)
    assert meanings(department) == {"các đơn vị trực thuộc": ["Sở Y tế"]}
    assert meanings(justice) == {"các đơn vị trực thuộc": ["Sở Thông tin và Truyền thông"]}


@pytest.mark.parametrize("phrase", ["", "  ", "…;", "x" * 301])
def test_words_that_cannot_be_matched_are_refused(department, health, phrase):
    with pytest.raises(Refused):
        remember(department, phrase, health)
    assert UnitAlias.objects.count() == 0


def test_three_hundred_letters_are_the_most(department, health):
    assert len(remember(department, "x" * 300, health).phrase) == 300


# --- Withdrawing ------------------------------------------------------------------------------------------------------
def test_a_withdrawn_alias_means_nothing_and_may_be_taught_again(department, officer, health):
    alias = withdraw_alias(alias=remember(department, "ngành y", health), actor=officer, now=LATER)
    assert (alias.withdrawn_at, alias.withdrawn_by, meanings(department)) == (LATER, officer, {})
    again = remember(department, "ngành y", health, now=LATER)
    assert (again.pk != alias.pk, meanings(department)) == (True, {"ngành y": ["Sở Y tế"]})


def test_withdrawn_twice_is_answered_and_logged_once(department, officer, health):
    alias = remember(department, "ngành y", health)
    withdraw_alias(alias=alias, actor=officer, now=LATER)
    with pytest.raises(AlreadyDone, match="“ngành y” đã được bỏ ghi nhớ"):
        withdraw_alias(alias=alias, actor=officer, now=LATER)
    assert verbs() == ["alias.remembered", "alias.withdrawn"]


def test_who_waited_for_another_officer_withdraws_with_an_older_clock(department, officer, health):
    alias = remember(department, "ngành y", health, now=LATER)
    assert withdraw_alias(alias=alias, actor=officer, now=NOW).withdrawn_at == LATER


# --- What the database holds to ---------------------------------------------------------------------------------------
def test_two_standing_meanings_of_the_same_words_are_impossible(department, health):
    remember(department, "ngành y", health)
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitAlias.objects.create(issuer=department, phrase="Ngành y", spelling="ngành y", remembered_at=NOW)


def test_an_alias_without_words_is_impossible(department):
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitAlias.objects.create(issuer=department, phrase="…", spelling="", remembered_at=NOW)


@pytest.mark.parametrize(("column", "value"), [("phrase", "khác"), ("spelling", "khác"), ("remembered_at", LATER)])
def test_what_was_remembered_is_never_altered(department, health, column, value):
    alias = remember(department, "ngành y", health)
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitAlias.objects.filter(pk=alias.pk).update(**{column: value})


def test_the_units_of_an_alias_are_never_altered(department, health, justice):
    remember(department, "ngành y", health)
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitAliasUnit.objects.update(unit=justice)


def test_a_withdrawn_alias_does_not_come_back(department, officer, health):
    alias = withdraw_alias(alias=remember(department, "ngành y", health), actor=officer, now=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitAlias.objects.filter(pk=alias.pk).update(withdrawn_at=None)


# --- The unit's story -------------------------------------------------------------------------------------------------
def test_the_unit_s_history_tells_what_was_remembered_and_withdrawn(department, officer, health, justice):
    alias = remember(department, "ngành y", justice, health, actor=officer)
    remember(department, "Như trên", actor=officer, now=NOW + timedelta(minutes=1))
    withdraw_alias(alias=alias, actor=officer, now=LATER)
    lines = [(line["words"], line.get("note", ""), line["by"]) for line in story_of(department, with_log=True)]
    assert lines == [
        ("Bỏ ghi nhớ cách gọi “ngành y”.", "", "Trần Thị Cán Bộ"),
        ("Ghi nhớ “Như trên” không phải đơn vị nào trong danh bạ.", "", "Trần Thị Cán Bộ"),
        ("Ghi nhớ cách gọi “ngành y”.", "Sở Tư pháp; Sở Y tế", "Trần Thị Cán Bộ"),
    ]
    assert story_of(department, with_log=False) == []
    assert story_of(health, with_log=True) == []
