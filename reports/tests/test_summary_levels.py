"""Work passed on by a ward in its turn, in the figures of the letter: three levels, each block told once."""

from datetime import date

import pytest

from directives.services.relaying import relay
from reports.models import Channel
from reports.summary.load import load
from reports.summary.reach import reached
from reports.summary.scope import WHOLE
from reports.tests.factories import make_action
from reports.tests.summaries import make_letter
from units.models import UnitKind
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
RECORDED = local("2024-11-05 10:00")
DAY = date(2024, 11, 6)


@pytest.fixture
def letter():
    letter = make_letter()
    ward = make_unit("UBND phường Tân An", kind=UnitKind.WARD_COMMITTEE, parent=letter.district)
    team = make_unit("Tổ công nghệ số cộng đồng 1", kind=UnitKind.COMMUNITY_TEAM, parent=ward)
    letter.ward_person, letter.team_person = make_user(ward), make_user(team)
    steps = [(letter.task("nk"), ward, letter.people["nk"]), (None, team, letter.ward_person)]
    for parent, unit, actor in steps:
        act = {"due_on": date(2024, 11, 12), "actor": actor, "now": local("2024-11-04 10:00")}
        [row] = relay(obligations=[parent or letter.child], units=[unit], **act)
        letter.child, letter.grandchild = (row, None) if parent else (letter.child, row)
    return letter


def shown(letter) -> list[tuple]:
    """Channel, actions, lượt, not counted, and listed without being added."""
    cells = reached(load(letter.directive, scope=WHOLE, day=DAY).deeds)
    return [(cell.channel, cell.deeds, cell.times, cell.uncounted, cell.repeated) for cell in cells]


def test_a_block_told_by_three_levels_counts_once_as_the_highest_says(letter):
    make_action(letter.grandchild, actor=letter.team_person, now=RECORDED, reach=30)
    assert shown(letter) == [(Channel.WEBSITE, 1, 30, 0, 0)]
    make_action(letter.child, actor=letter.ward_person, now=RECORDED, reach=50)
    assert shown(letter) == [(Channel.WEBSITE, 2, 50, 0, 1)]
    make_action(letter.task("nk"), actor=letter.people["nk"], now=RECORDED, reach=100)
    assert shown(letter) == [(Channel.WEBSITE, 3, 100, 0, 2)]


def test_a_number_from_below_stands_where_nobody_above_gave_one(letter):
    make_action(letter.task("nk"), actor=letter.people["nk"], now=RECORDED, reach=None)
    make_action(letter.grandchild, actor=letter.team_person, now=RECORDED, reach=30)
    assert shown(letter) == [(Channel.WEBSITE, 2, 30, 1, 0)]


def test_work_two_levels_below_makes_the_letters_own_recipient_active(letter):
    make_action(letter.grandchild, actor=letter.team_person, now=RECORDED)
    active = [row.name for row in letter.summary(DAY).units if row.is_active]
    assert active == [letter.task("nk").unit.name]


def test_what_a_team_did_stands_in_no_denominator(letter):
    before = letter.summary(DAY).tally.total
    make_action(letter.grandchild, actor=letter.team_person, now=RECORDED, declare=True)
    assert (letter.summary(DAY).tally.total, letter.summary(DAY).tally.waiting) == (before, 0)
