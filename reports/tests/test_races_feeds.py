"""Two presses at the same moment, on a database where they really meet."""

import pytest

from campaign_portal.lib.tests.races import at_once
from directives.models import Change, Event, Message
from directives.reminders import plan_reminders, send_due_messages
from directives.reminders.receipt_link import receipt_link
from directives.services.mailed import confirm_by_mail
from directives.tests.factories import make_cast
from directives.tests.reminding import WEEKENDS, Server
from reports.models import CalendarFeed
from reports.services.feeds import open_feed, renew_feed
from units.models import User
from units.tests.factories import local

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
NOW = local("2024-11-13 08:00")


@pytest.fixture
def cast():
    return make_cast()


@pytest.mark.parametrize("with_unit", [True, False])
def test_two_who_ask_for_an_address_at_once_get_one(cast, with_unit):
    unit = cast.ninh_kieu if with_unit else None
    found = at_once(lambda _n: open_feed(person=User.objects.get(pk=cast.focal.pk), unit=unit, now=NOW), 4)
    assert {feed.pk for feed in found} == {CalendarFeed.objects.get().pk}


def test_two_who_replace_an_address_at_once_leave_one_that_answers(cast):
    feed = open_feed(person=cast.focal, unit=None, now=NOW)
    found = at_once(lambda _n: renew_feed(feed=CalendarFeed.objects.get(pk=feed.pk), now=NOW), 4)
    live = CalendarFeed.objects.get(revoked_at=None)
    assert {each.pk for each in found} == {live.pk}
    assert live.pk != feed.pk


def test_a_button_pressed_four_times_at_once_confirms_once(cast):
    plan_reminders(now=NOW, calendar=WEEKENDS)
    send_due_messages(now=NOW, transport=Server(), calendar=WEEKENDS)
    link = receipt_link(Message.objects.get(person=cast.focal), cast.delivery(), cast.focal)
    token = link.rstrip("/").rpartition("/")[2]
    at_once(lambda _n: confirm_by_mail(token=token, now=NOW), 4)
    assert cast.delivery().received_by == cast.focal
    assert Change.objects.filter(event=Event.RECEIVED).count() == 1
