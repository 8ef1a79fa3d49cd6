"""Work passed on again by the units that got it: who may, by which day, and how its day follows the work above."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from campaign_portal.lib.errors import AlreadyDone, Refused
from directives.chain import LEVELS
from directives.models import Change, Delivery, Event, Obligation, Progress
from directives.services.adjusting import extend_unit
from directives.services.lifecycle import extend
from directives.services.relaying import relay
from directives.services.superseding import supersede
from directives.tests.factories import DUE_ON
from directives.tests.relays import NOW, TEAM_DAY, WARD_DAY, Tree, back, fresh, make_tree
from units.models import UnitKind
from units.tests.factories import make_unit, make_user


@pytest.fixture
def tree(db) -> Tree:
    return make_tree()


# --- Passing on again -------------------------------------------------------------------------------------------------
def test_a_ward_passes_on_to_its_teams_what_the_office_gave_it_and_nothing_is_counted(tree):
    counted = Obligation.objects.counted().count(), Delivery.objects.counted().count()
    child, grandchild = tree.both()
    assert (grandchild.parent, grandchild.unit, grandchild.due_on, grandchild.counted) == (
        child,
        tree.teams[0],
        TEAM_DAY,
        False,
    )
    assert Delivery.objects.get(unit=tree.teams[0]).parent == child.delivery
    assert (Obligation.objects.counted().count(), Delivery.objects.counted().count()) == counted
    told = Change.objects.get(event=Event.RELAYED, about="obligation", obligation=grandchild)
    assert (told.actor, told.acting_unit) == (tree.ward_person, tree.ward)


def test_each_level_has_the_day_of_its_own_parent_or_an_earlier_one(tree):
    child = tree.to_ward()
    with pytest.raises(Refused, match="không được sau hạn của đơn vị .15/11/2024"):
        tree.to_teams(child, due_on=date(2024, 11, 16))
    assert [row.due_on for row in tree.to_teams(child, due_on=WARD_DAY)] == [WARD_DAY]


def test_only_people_of_the_ward_pass_its_work_on_and_only_to_units_below_it(tree):
    child = tree.to_ward()
    for person in (tree.cast.focal, tree.team_people[0], tree.cast.officer):
        with pytest.raises(PermissionDenied):
            tree.to_teams(child, actor=person)
    for stranger in (tree.cast.ninh_kieu, tree.cast.o_mon, tree.ward):
        with pytest.raises(Refused, match="không thuộc cấp dưới"):
            tree.to_teams(child, units=[stranger])
    assert not Obligation.objects.filter(parent=child).exists()


def test_work_goes_down_three_times_and_not_a_fourth(tree):
    row, person, unit = tree.root, tree.cast.focal, tree.ward
    for number in range(LEVELS):
        row = relay(obligations=[row], units=[unit], due_on=WARD_DAY, actor=person, now=NOW)[0]
        person = make_user(unit)
        unit = make_unit(f"Tổ {number}", kind=UnitKind.COMMUNITY_TEAM, parent=unit)
    with pytest.raises(Refused, match="đã qua 3 lần giao"):
        relay(obligations=[row], units=[unit], due_on=WARD_DAY, actor=person, now=NOW)


def test_a_team_that_has_the_work_from_the_office_is_not_given_it_by_the_ward_too(tree):
    child = tree.to_ward()
    direct = tree.to_ward(units=[tree.teams[0]])
    with pytest.raises(AlreadyDone):
        tree.to_teams(child)
    back(tree, direct)
    assert [row.parent for row in tree.to_teams(child)] == [child]
    assert Delivery.objects.filter(unit=tree.teams[0]).count() == 1


def test_the_database_holds_one_child_per_parent_and_unit_and_no_chain_that_turns(tree):
    child, grandchild = tree.both()
    columns = ("instruction", "delivery", "unit", "responsible_unit", "due_on", "progress_at")
    twin = {name: getattr(grandchild, name) for name in columns}
    with pytest.raises(IntegrityError), transaction.atomic():
        Obligation.objects.create(**twin, parent=child, counted=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Obligation.objects.create(**(twin | {"unit": tree.teams[1]}), parent=child, counted=True)
    for row, parent in ((child, grandchild), (child, child), (grandchild, None)):
        with pytest.raises(DatabaseError), transaction.atomic():
            Obligation.objects.filter(pk=row.pk).update(parent=parent)


# --- Who sees it ------------------------------------------------------------------------------------------------------
def test_everyone_up_the_chain_sees_what_lies_below_and_nobody_beside_it(tree):
    child, grandchild = tree.both()
    sibling = make_unit("UBND phường Tân An", kind=UnitKind.WARD_COMMITTEE, parent=tree.cast.district)
    seen = lambda person: list(Obligation.objects.visible_to(person).filter(parent__isnull=False).order_by("pk"))  # noqa: E731
    assert seen(tree.cast.focal) == seen(tree.ward_person) == seen(tree.cast.officer) == [child, grandchild]
    assert seen(make_user(tree.cast.district)) == [child, grandchild]
    assert seen(tree.team_people[0]) == [grandchild]
    assert seen(tree.team_people[1]) == seen(make_user(sibling)) == seen(tree.cast.other_focal) == []


# --- Days -------------------------------------------------------------------------------------------------------------
def days(*rows: Obligation) -> list[date]:
    return [row.due_on for row in fresh(*rows)]


LATER = date(2024, 11, 30)


@pytest.mark.parametrize(
    ("ward_day", "team_day", "after"),
    [
        (DUE_ON, DUE_ON, [LATER, LATER, LATER]),
        (DUE_ON, TEAM_DAY, [LATER, LATER, TEAM_DAY]),
        (WARD_DAY, WARD_DAY, [LATER, WARD_DAY, WARD_DAY]),
    ],
)
def test_who_had_the_day_of_its_parent_gets_more_time_with_it_and_an_earlier_day_stays(tree, ward_day, team_day, after):
    rows = tree.root, *tree.both(ward_day, team_day)
    extend(directive=tree.cast.directive, due_on=LATER, actor=tree.cast.officer, now=NOW)
    assert days(*rows) == after


def test_more_time_for_one_unit_goes_down_as_well(tree):
    rows = tree.root, *tree.both(DUE_ON, DUE_ON)
    other = tree.cast.obligation(tree.cast.o_mon)
    act = {"instruction": None, "due_on": LATER, "actor": tree.cast.officer, "now": NOW, "note": "Ngập lụt"}
    extend_unit(delivery=tree.cast.delivery(), **act)
    assert days(*rows, other) == [LATER, LATER, LATER, DUE_ON]
    told = Change.objects.filter(event=Event.EXTENDED, obligation__in=[row.pk for row in rows])
    assert set(told.values_list("note", flat=True)) == {"Ngập lụt"}


def test_units_below_one_that_has_more_time_already_keep_a_day_that_fits(tree):
    """The office's own day is later than the letter's; what it passed on for the letter's day is not due after it."""
    sooner = date(2024, 11, 22)
    act = {"instruction": None, "actor": tree.cast.officer, "now": NOW, "note": "Ngập lụt"}
    extend_unit(delivery=tree.cast.delivery(), due_on=sooner, **act)
    child = tree.to_ward(DUE_ON)
    extend(directive=tree.cast.directive, due_on=LATER, actor=tree.cast.officer, now=NOW)
    assert days(tree.root, child) == [sooner, DUE_ON]


def test_a_day_brought_back_leaves_nobody_below_with_a_later_one(tree, monkeypatch):
    rows = tree.root, *tree.both(DUE_ON, date(2024, 11, 18))
    monkeypatch.setattr("directives.services.lifecycle.too_early", lambda *_a, **_k: "")
    extend(directive=tree.cast.directive, due_on=WARD_DAY, actor=tree.cast.officer, now=NOW)
    assert days(*rows) == [WARD_DAY, WARD_DAY, WARD_DAY]


@pytest.mark.parametrize(
    ("due_on", "after"),
    [
        (None, [DUE_ON, WARD_DAY, TEAM_DAY]),
        (LATER, [LATER, WARD_DAY, TEAM_DAY]),
        (date(2024, 11, 13), [date(2024, 11, 13), date(2024, 11, 13), TEAM_DAY]),
        (date(2024, 11, 10), [date(2024, 11, 10)] * 3),
    ],
)
def test_new_words_go_down_every_level_with_days_that_fit(tree, due_on, after):
    olds = tree.root, *tree.both()
    new = supersede(
        old=tree.root.instruction, text="Lời mới", actor=tree.cast.officer, now=NOW, note="Sửa", due_on=due_on
    )
    heirs = list(Obligation.objects.filter(instruction=new, delivery__in=[row.delivery for row in olds]).order_by("pk"))
    assert [row.unit for row in heirs] == [row.unit for row in olds]
    assert [row.parent for row in heirs] == [None, heirs[0], heirs[1]]
    assert [row.due_on for row in heirs] == after
    assert {row.progress for row in fresh(*olds)} == {Progress.ENDED}
