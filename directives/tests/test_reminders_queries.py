"""What a run costs in queries does not grow with the number of units."""

from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directives.models import Reminder
from directives.reminders import plan_reminders, send_due_messages
from directives.reminders.assemble import assemble
from directives.tests.factories import make_campaign, make_issued
from directives.tests.reminding import WEEKENDS, Server
from units.models import Role
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW = local("2024-11-15 08:00")


@pytest.fixture(params=[1, 3])
def letter(request):
    """A letter to one unit, or to three with two people each."""
    issuer = make_unit()
    officer = make_user(issuer, Role.COORDINATOR)
    units = [make_unit() for _ in range(request.param)]
    for unit in units:
        make_user(unit), make_user(unit)
    return make_issued(issuer, officer, groups=[("Các quận", units, "Việc một", "Việc hai")])


def queries(act) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len([query for query in captured if "SAVEPOINT" not in query["sql"]])


def plan():
    return plan_reminders(now=NOW, calendar=WEEKENDS)


def test_planning_two_steps_costs_as_much_for_three_units_as_for_one(letter):
    assert queries(plan) == 5  # letters, due days, for each of two steps who lacks it, and one INSERT
    assert Reminder.objects.count() == 2 * letter.deliveries.count()


def test_a_second_plan_costs_as_much_for_three_units_as_for_one_and_writes_nothing(letter):
    plan()
    assert queries(plan) == 4


def test_assembling_costs_as_much_for_three_units_as_for_one(letter):
    plan()
    assert queries(lambda: assemble(now=NOW)) == 10  # two of them: what people chose, which addresses are dead


def test_each_message_costs_the_same(letter):
    plan()
    assemble(now=NOW)
    messages = 2 * letter.deliveries.count()
    send = partial(send_due_messages, now=NOW, calendar=WEEKENDS, transport=Server())
    # sweep (4), assemble reminders and notices, which channels have something due, addresses in trouble, what is due;
    # read the messages, what they serve (2), what is open, who hears, whom to answer, what is done and urged,
    # lock them, write them, one end for all; then for each: claim, and written down as sent
    assert queries(send) == 20 + 2 * messages


def test_a_letter_of_another_campaign_without_open_work_costs_nothing(letter):
    make_campaign(letter.issuer, letter.created_by)
    plan()
    assert queries(plan) == 4
