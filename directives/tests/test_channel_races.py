"""Several processes at once around channels, on the database as it is: SQLite here, PostgreSQL in the second run."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from directives.models import AddressTrouble, Message, Preference, Reminder, ZaloToken
from directives.reminders import plan_reminders, send_due_messages
from directives.reminders.bounces.apply import take_report
from directives.reminders.channels.zalo.token import Renewing, access_token
from directives.services.preferring import set_preference, unsubscribe
from directives.tests.dsn import dsn
from directives.tests.factories import make_cast
from directives.tests.gateway import gateway
from directives.tests.reminding import WEEKENDS, Server, run
from units.tests.factories import local, make_user

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
NOW = local("2024-11-13 08:00")
RUNS = 4


def at_once(*acts) -> list:
    """Call the acts in threads of their own, each with a connection of its own, started together."""
    gate = Barrier(len(acts))

    def one(act):
        try:
            gate.wait(timeout=10)
            return act()
        except Renewing as waiting:
            return waiting
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


@pytest.fixture
def zalo(settings):
    settings.ZALO_APP_ID, settings.ZALO_APP_SECRET = "1", "bi-mat"
    settings.ZALO_REFRESH_TOKEN, settings.ZALO_TEMPLATE_ID = "lam-moi-0", "7"
    tokens = {"access_token": "truy-cap", "refresh_token": "lam-moi-1", "expires_in": 90000}
    with gateway() as server:
        server.usual = (200, json.dumps(tokens).encode())
        settings.ZALO_API_URL = settings.ZALO_OAUTH_URL = server.url
        yield server


def test_a_token_is_renewed_by_one_process_only(zalo):
    ZaloToken.objects.all().delete()
    got = at_once(*[lambda: access_token(now=NOW)] * RUNS)
    assert len(zalo.requests) == 1
    assert {each for each in got if not isinstance(each, Renewing)} == {"truy-cap"}
    assert ZaloToken.objects.get().claimed_at is None


def test_channels_served_by_several_runs_reach_each_person_once_per_channel():
    cast = make_cast()
    for person in (cast.focal, cast.other_focal):
        Preference.objects.create(person_id=person.pk, inbox=True, changed_at=NOW)
    server = Server()

    def turn():
        plan_reminders(now=NOW, calendar=WEEKENDS)
        return send_due_messages(now=NOW, calendar=WEEKENDS, transport=server)

    at_once(*[turn] * RUNS)
    turn()
    assert sorted(Message.objects.values_list("person__email", "channel", "state", "attempts")) == [
        ("daumoi@ninhkieu.example", "email", "sent", 1),
        ("daumoi@ninhkieu.example", "inbox", "sent", 1),
        ("daumoi@omon.example", "email", "sent", 1),
        ("daumoi@omon.example", "inbox", "sent", 1),
    ]
    assert len(server.inbox) == 2


def test_the_same_report_taken_in_twice_at_once_is_one_trouble():
    make_cast()
    run("2024-11-13 08:00", transport=Server())
    message = Message.objects.get(person__email="daumoi@ninhkieu.example")
    raw = dsn(message.message_id, message.address)
    at_once(*[lambda: take_report(raw=raw, now=NOW)] * RUNS)
    assert AddressTrouble.objects.count() == 1
    message.refresh_from_db()
    assert message.state == "failed"


def test_both_mails_of_a_unit_that_come_back_at_once_leave_the_reminder_failed():
    cast = make_cast()
    make_user(cast.ninh_kieu, email="hai@ninhkieu.example")
    run("2024-11-13 08:00", transport=Server())
    raws = [
        dsn(message.message_id, message.address)
        for message in Message.objects.filter(person__email__endswith="@ninhkieu.example")
    ]
    at_once(*[lambda raw=raw: take_report(raw=raw, now=NOW) for raw in raws])
    assert Reminder.objects.get(delivery=cast.delivery()).state == "failed"


def test_choosing_and_unsubscribing_at_once_leave_one_row():
    person = make_user()
    at_once(
        lambda: set_preference(person=person, now=NOW, email=True, inbox=True),
        lambda: unsubscribe(person=person, now=NOW),
        lambda: unsubscribe(person=person, now=NOW),
    )
    assert Preference.objects.filter(person=person).count() == 1
