"""Several planners and senders at once, on the database as it is: SQLite here, PostgreSQL in the second run."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from directives.models import Message, MessageReminder, Reminder
from directives.reminders import batches, plan_reminders, send_due_messages
from directives.reminders import send as sending
from directives.reminders.assemble import assemble
from directives.tests.factories import make_cast, make_issued
from directives.tests.reminding import WEEKENDS, Server
from units.models import Role
from units.tests.factories import local, make_unit, make_user

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
NOW = local("2024-11-13 08:00")
RUNS = 4


def at_once(act) -> list:
    """Call `act` in several threads, each with a connection of its own, started together."""
    gate = Barrier(RUNS)

    def one(_number):
        try:
            gate.wait(timeout=10)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(RUNS) as pool:
        return list(pool.map(one, range(RUNS)))


def plan():
    return plan_reminders(now=NOW, calendar=WEEKENDS)


def make_letters(units: int) -> None:
    """Two letters to the same units, with one person each."""
    issuer = make_unit()
    officer = make_user(issuer, Role.COORDINATOR)
    receivers = [make_unit() for _ in range(units)]
    for unit in receivers:
        make_user(unit)
    for _letter in range(2):
        make_issued(issuer, officer, groups=[("Các đơn vị", receivers, "Việc")])


def test_planners_at_once_write_each_step_once():
    make_letters(units=10)
    at_once(plan)
    assert Reminder.objects.count() == Reminder.objects.values("delivery").distinct().count() == 20


def test_senders_at_once_send_each_person_one_mail():
    make_letters(units=10)
    plan()
    server = Server()
    at_once(lambda: send_due_messages(now=NOW, calendar=WEEKENDS, transport=server))
    addresses = Counter(mail["to"][0] for mail in server.inbox)
    assert (len(addresses), set(addresses.values())) == (10, {1})
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}
    assert set(Reminder.objects.values_list("state", flat=True)) == {"sent"}
    assert MessageReminder.objects.count() == 20


def test_whole_runs_at_once_send_each_person_one_mail():
    make_cast()
    server = Server()

    def run():
        plan()
        return send_due_messages(now=NOW, calendar=WEEKENDS, transport=server)

    at_once(run)
    send_due_messages(now=NOW, calendar=WEEKENDS, transport=server)  # what one left in the hands of another
    assert sorted(mail["to"][0] for mail in server.inbox) == ["daumoi@ninhkieu.example", "daumoi@omon.example"]


def test_two_people_of_a_unit_refused_at_once_leave_the_reminder_failed():
    """Neither may take the other's unfinished message for a hope."""
    cast = make_cast()
    for number in range(3):
        make_user(cast.ninh_kieu, email=f"nguoi{number}@ninhkieu.example")
    plan()

    def refuse(**_mail):
        raise ValueError("không")

    at_once(lambda: send_due_messages(now=NOW, calendar=WEEKENDS, transport=refuse))
    assert set(Message.objects.values_list("state", flat=True)) == {"failed"}
    assert set(Reminder.objects.values_list("state", flat=True)) == {"failed"}


def test_a_sender_that_takes_the_first_batch_at_once_splits_nobodys_mail(monkeypatch):
    """Two letters to the same units: the batches are cut between units, not between letters."""
    make_letters(units=3)
    plan()
    monkeypatch.setattr(batches, "BATCH", 2)
    server, whole = Server(), batches._moved

    def beside(*batch):
        counts = whole(*batch)
        if not server.inbox:
            monkeypatch.setattr(sending, "assemble", lambda **_more: Counter())
            send_due_messages(now=NOW, calendar=WEEKENDS, transport=server)
        return counts

    monkeypatch.setattr(batches, "_moved", beside)
    assemble(now=NOW)
    send_due_messages(now=NOW, calendar=WEEKENDS, transport=server)
    assert set(Counter(mail["to"][0] for mail in server.inbox).values()) == {1}
    assert (len(server.inbox), MessageReminder.objects.count()) == (3, 6)
