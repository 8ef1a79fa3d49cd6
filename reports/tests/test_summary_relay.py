"""Work passed to units below in the figures of a letter: the denominator stands, and no block is counted twice."""

from datetime import date

import pytest
import time_machine

from directives.services.relaying import relay
from reports.exports.views.summary import noted
from reports.models import Channel
from reports.services.mending import withdraw_action
from reports.summary.load import load
from reports.summary.reach import reached
from reports.summary.scope import WHOLE
from reports.tests.factories import make_action
from reports.tests.reading import as_person, words
from reports.tests.summaries import make_letter
from units.models import UnitKind
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
RECORDED = local("2024-11-05 10:00")
DAY = date(2024, 11, 6)


@pytest.fixture
def letter():
    letter = make_letter()
    letter.wards = [
        make_unit(f"UBND phường {name}", kind=UnitKind.WARD_COMMITTEE, parent=letter.district)
        for name in ("Tân An", "Xuân Khánh")
    ]
    letter.children = relay(
        obligations=[letter.task("nk")],
        units=letter.wards,
        due_on=date(2024, 11, 15),
        actor=letter.people["nk"],
        now=local("2024-11-04 09:00"),
    )
    return letter


def did(letter, number: int, **more):
    actor = make_user(letter.wards[number])
    return make_action(letter.children[number], actor=actor, now=RECORDED, **more)


def shown(letter, day: date = DAY) -> list[tuple]:
    """Channel, actions, lượt, not counted, and listed without being added."""
    cells = reached(load(letter.directive, scope=WHOLE, day=day).deeds)
    return [(cell.channel, cell.deeds, cell.times, cell.uncounted, cell.repeated) for cell in cells]


def test_relays_and_what_comes_of_them_leave_every_denominator(letter):
    days = [date(2024, 11, day) for day in (3, 4, 6)]
    did(letter, 0, declare=True)
    totals = [(each.total, each.tally.total, each.addressed) for each in (letter.summary(day) for day in days)]
    assert len(set(totals)) == 1
    assert letter.summary(DAY).tally.waiting == 0


def test_an_action_below_of_the_same_block_is_listed_and_not_added(letter):
    make_action(letter.task("nk"), actor=letter.people["nk"], now=RECORDED, reach=100)
    did(letter, 0, reach=30)
    did(letter, 1, reach=40, done_on=date(2024, 11, 4))
    assert shown(letter) == [(Channel.WEBSITE, 3, 140, 0, 1)]


def test_two_units_below_add_up_while_who_passed_it_on_did_nothing_of_the_kind(letter):
    did(letter, 0, reach=30)
    did(letter, 1, reach=40)
    make_action(letter.task("nk"), actor=letter.people["nk"], now=RECORDED, reach=7, channel=Channel.ZALO)
    assert shown(letter) == [(Channel.WEBSITE, 2, 70, 0, 0), (Channel.ZALO, 1, 7, 0, 0)]


def test_actions_of_other_duties_and_other_units_are_other_blocks(letter):
    other = letter.delivery("nk").obligations.get(instruction__binding=False)
    make_action(other, actor=letter.people["nk"], now=RECORDED, reach=1)
    make_action(letter.task("om"), actor=letter.people["om"], now=RECORDED, reach=2)
    did(letter, 0, reach=30)
    assert shown(letter) == [(Channel.WEBSITE, 3, 33, 0, 0)]


def test_figures_of_earlier_days_stay_and_a_withdrawn_action_gives_the_block_back(letter):
    did(letter, 0, reach=30)
    own = make_action(letter.task("nk"), actor=letter.people["nk"], now=local("2024-11-07 10:00"), reach=100)
    withdraw_action(action=own, actor=letter.people["nk"], now=local("2024-11-08 10:00"))
    assert [shown(letter, date(2024, 11, day))[0][1:3] for day in (6, 7, 8)] == [(1, 30), (2, 100), (1, 30)]


def test_where_nobody_counted_nothing_is_said_of_the_one_below(letter):
    make_action(letter.task("nk"), actor=letter.people["nk"], now=RECORDED, reach=None)
    did(letter, 0, reach=None)
    assert shown(letter) == [(Channel.WEBSITE, 2, 0, 1, 1)]
    assert not reached(load(letter.directive, scope=WHOLE, day=DAY).deeds)[0].is_told


def test_pages_and_file_say_why_it_is_not_added(client, letter):
    make_action(letter.task("nk"), actor=letter.people["nk"], now=RECORDED, reach=100)
    did(letter, 0, reach=30)
    told = "1 hoạt động của cấp dưới cùng đối tượng, hình thức và ngày với hoạt động của đơn vị giao việc"
    user = as_person(client, letter.officer)
    with time_machine.travel(local("2024-11-06 09:00"), tick=False):
        for page in ("summary", "summary/actions"):
            assert told in words(user.get(f"/directives/{letter.directive.pk}/{page}/"))
        assert "đã tính ở đơn vị giao việc" in words(user.get(f"/directives/{letter.directive.pk}/summary/actions/"))
    deeds = load(letter.directive, scope=WHOLE, day=DAY).deeds
    notes = {deed.reach: noted(deed) for deed in deeds}
    assert notes == {100: "", 30: "Số lượt đã tính ở đơn vị giao việc"}
