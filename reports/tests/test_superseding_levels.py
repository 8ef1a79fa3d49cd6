"""New words for an instruction that was passed on over several levels: what each level had done goes along."""

import pytest

from directives.models import Obligation
from directives.services.relaying import relay, withdraw_relay
from directives.tests.relays import NOW, TEAM_DAY, make_tree, states
from reports.queries.gathered import gathered
from reports.services.superseding import supersede
from reports.tests.factories import make_action
from units.tests.factories import local

pytestmark = pytest.mark.django_db
DID, LATER = local("2024-11-05 09:00"), local("2024-11-06 09:00")


@pytest.fixture
def tree():
    return make_tree()


def reworded(tree) -> list[Obligation]:
    """The heirs of the office's own subtree, from above."""
    new = supersede(old=tree.root.instruction, text="Lời mới", actor=tree.cast.officer, now=LATER, note="Sửa")
    return list(Obligation.objects.filter(instruction=new).exclude(delivery__unit=tree.cast.o_mon).order_by("pk"))


def test_each_level_goes_on_with_what_it_had_done(tree):
    child, grandchild = tree.both()
    make_action(grandchild, actor=tree.team_people[0], now=DID, reach=30)
    root, ward, team = reworded(tree)
    assert [row.progress for row in (root, ward, team)] == ["not_started", "not_started", "in_progress"]
    assert states(child, grandchild) == ["ended", "ended"]
    assert [(cell.own, cell.below) for cell in gathered(root).cells] == [(0, 30)]
    assert [(row.unit, row.level) for row in gathered(root).below.rows] == [
        (tree.ward.name, 1),
        (tree.teams[0].name, 2),
    ]


def test_a_unit_that_had_the_work_from_two_units_in_turn_brings_all_it_did_once(tree):
    direct = tree.to_ward(TEAM_DAY, units=[tree.teams[0]])
    first = make_action(direct, actor=tree.team_people[0], now=DID)
    withdraw_relay(children=[direct], actor=tree.cast.focal, now=NOW, reason="Phường giao")
    child = tree.to_ward()
    [again] = relay(obligations=[child], units=[tree.teams[0]], due_on=TEAM_DAY, actor=tree.ward_person, now=NOW)
    second = make_action(again, actor=tree.team_people[0], now=DID)
    team = reworded(tree)[-1]
    assert set(team.actions.all()) == {first, second}
