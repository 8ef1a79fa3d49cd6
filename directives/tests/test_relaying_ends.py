"""What ends, or changes hands, with the work it was passed on from; and two people who act at once."""

import pytest
from django.core.exceptions import PermissionDenied

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.tests.races import at_once
from directives.models import Change, Delivery, Event, Obligation, Progress
from directives.services.adjusting import exempt_unit, redirect_delivery
from directives.services.lifecycle import hand_over, recall
from directives.services.obligations import set_progress
from directives.services.receipts import refuse
from directives.services.relaying import relay
from directives.tests.relays import NOW, TEAM_DAY, Tree, back, declare, fresh, make_tree, states
from units.models import UnitKind
from units.tests.factories import make_unit, make_user


@pytest.fixture
def tree(db) -> Tree:
    return make_tree()


# --- What ends with the work above ------------------------------------------------------------------------------------
def test_a_recall_of_the_letter_ends_every_level(tree):
    rows = tree.root, *tree.both()
    recall(directive=tree.cast.directive, actor=tree.cast.officer, now=NOW, note="Thay")
    assert states(*rows) == [Progress.ENDED] * 3


def exempted(tree: Tree) -> None:
    exempt_unit(
        delivery=tree.cast.delivery(), instruction=None, actor=tree.cast.officer, now=NOW, reason="Không thuộc địa bàn"
    )


def refused(tree: Tree) -> None:
    refuse(delivery=tree.cast.delivery(), actor=tree.cast.focal, now=NOW, reason="Không thuộc địa bàn")


def redirected(tree: Tree) -> None:
    unit = make_unit("Phòng Kinh tế", kind=UnitKind.DISTRICT_OFFICE, parent=tree.cast.district)
    act = {"actor": tree.cast.officer, "now": NOW, "reason": "Không thuộc địa bàn"}
    redirect_delivery(delivery=tree.cast.delivery(), unit=unit, **act)


def freed(tree: Tree) -> None:
    set_progress(obligation=tree.root, event=Event.CLAIMED, actor=tree.cast.focal, now=NOW)
    act = {"actor": tree.cast.officer, "now": NOW, "note": "Không thuộc địa bàn"}
    set_progress(obligation=tree.root, event=Event.CONFIRMED, **act)


@pytest.mark.parametrize("act", [exempted, refused, redirected, freed])
def test_what_a_unit_need_not_do_any_more_ends_below_it_with_the_reason_and_done_work_stays(tree, act):
    child, grandchild = tree.both()
    second = tree.to_teams(child, 1)[0]
    declare(second, tree.team_people[1])
    set_progress(obligation=second, event=Event.ACCEPTED, actor=tree.ward_person, now=NOW)
    act(tree)
    assert states(tree.root, child, grandchild, second) == [
        Progress.NOT_APPLICABLE,
        Progress.ENDED,
        Progress.ENDED,
        Progress.DONE,
    ]
    assert Change.objects.filter(obligation=grandchild).latest("pk").note == "Không thuộc địa bàn"


def test_a_ward_that_sends_the_letter_back_ends_what_it_had_passed_on(tree):
    child, grandchild = tree.both()
    refuse(delivery=child.delivery, actor=tree.ward_person, now=NOW, reason="Sai địa bàn")
    assert states(tree.root, child, grandchild) == [Progress.NOT_STARTED, Progress.NOT_APPLICABLE, Progress.ENDED]


# --- Taking back ------------------------------------------------------------------------------------------------------
def test_taking_back_takes_the_levels_below_along_and_all_may_be_given_again(tree):
    child, grandchild = tree.both()
    assert back(tree, child) == [child]
    assert states(child, grandchild) == [Progress.ENDED, Progress.ENDED]
    told = Change.objects.filter(event=Event.RECALLED, about="obligation").values_list("obligation", "note")
    assert set(told) == {(child.pk, "Nhầm"), (grandchild.pk, "Nhầm")}
    assert tree.to_ward(TEAM_DAY) == child
    assert tree.to_teams(child, due_on=TEAM_DAY) == [grandchild]
    assert states(child, grandchild) == [Progress.NOT_STARTED, Progress.NOT_STARTED]


def test_taking_back_is_refused_while_somebody_further_below_waits_and_names_them(tree):
    child, grandchild = tree.both()
    declare(grandchild, tree.team_people[0])
    with pytest.raises(Refused, match="Tổ công nghệ số cộng đồng khu vực 1 đã báo UBND phường An Cư hoàn thành"):
        back(tree, child)
    assert states(child, grandchild) == [Progress.NOT_STARTED, Progress.WAITING]
    set_progress(obligation=grandchild, event=Event.ACCEPTED, actor=tree.ward_person, now=NOW)
    back(tree, child)
    assert states(child, grandchild) == [Progress.ENDED, Progress.DONE]


def test_only_who_gave_it_takes_it_back(tree):
    child, grandchild = tree.both()
    for person in (tree.cast.focal, tree.team_people[0], tree.cast.officer):
        with pytest.raises(PermissionDenied):
            back(tree, grandchild, actor=person)
    assert back(tree, grandchild, actor=tree.ward_person) == [grandchild]
    assert states(child) == [Progress.NOT_STARTED]


# --- Mergers ----------------------------------------------------------------------------------------------------------
def test_who_takes_over_from_the_unit_that_passed_work_on_takes_it_back_and_passes_on_more(tree):
    child, grandchild = tree.both()
    merged = make_unit("UBND phường Ninh Kiều", kind=UnitKind.WARD_COMMITTEE, parent=tree.cast.district)
    team = make_unit("Tổ công nghệ số cộng đồng khu vực 3", kind=UnitKind.COMMUNITY_TEAM, parent=merged)
    person = make_user(merged)
    assert hand_over(predecessor=tree.ward, successor=merged, actor=tree.cast.officer, now=NOW) == 1
    with pytest.raises(PermissionDenied):
        back(tree, grandchild, actor=tree.ward_person)
    assert back(tree, grandchild, actor=person) == [grandchild]
    given = relay(obligations=fresh(child), units=[team], due_on=TEAM_DAY, actor=person, now=NOW)
    assert [(row.unit, row.parent) for row in given] == [(team, child)]


def test_who_takes_over_from_a_unit_below_carries_its_work_under_the_same_parent(tree):
    child, grandchild = tree.both()
    hand_over(predecessor=tree.teams[0], successor=tree.teams[1], actor=tree.cast.officer, now=NOW)
    row = fresh(grandchild)[0]
    assert (row.unit, row.responsible_unit, row.parent) == (tree.teams[0], tree.teams[1], child)
    declare(row, tree.team_people[1])
    assert states(grandchild) == [Progress.WAITING]


# --- Two people at once -----------------------------------------------------------------------------------------------
@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_work_is_taken_back_from_a_ward_or_declared_further_below_and_never_both():
    tree = make_tree()
    child, grandchild = tree.both()

    def act(number: int):
        if number:
            return declare(grandchild, tree.team_people[0])
        return back(tree, child)

    outcomes = at_once(act)
    found = states(child, grandchild)
    assert found in ([Progress.ENDED, Progress.ENDED], [Progress.NOT_STARTED, Progress.WAITING])
    assert sum(isinstance(each, Refused) for each in outcomes) == 1


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_work_is_passed_on_or_taken_back_and_nothing_open_hangs_below_an_end():
    tree = make_tree()
    child = tree.to_ward()

    def act(number: int):
        return tree.to_teams(child) if number else back(tree, child)

    at_once(act)
    rows = Obligation.objects.filter(parent=child)
    assert states(child) == [Progress.ENDED]
    assert {row.progress for row in rows} <= {Progress.ENDED}


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_the_office_and_the_ward_give_one_team_the_same_work_at_once_and_it_has_it_once():
    tree = make_tree()
    child = tree.to_ward()

    def act(number: int):
        return tree.to_teams(child) if number else tree.to_ward(units=[tree.teams[0]])

    outcomes = at_once(act)
    assert sum(isinstance(each, AlreadyDone) for each in outcomes) == 1
    assert Obligation.objects.filter(unit=tree.teams[0]).count() == 1
    assert Delivery.objects.filter(unit=tree.teams[0]).count() == 1
