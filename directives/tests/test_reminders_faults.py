"""Sixty days of a campaign in which everything goes wrong: what was due is sent once to each, or its row says why not.

The work is the real one, only the clock and the faults are made: runs that never begin, two at once, runs killed at any
query or mail, a clock that goes back and forth. What is random is random by a seed, so that a failure comes again.
"""

import random
from collections import Counter
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directives.deadlines import steps
from directives.models import Message, MessageReminder, Reminder
from directives.reminders import plan_reminders, send_due_messages
from directives.reminders.plan import work_rungs
from directives.tests.factories import make_cast
from directives.tests.reminding import WEEKENDS
from units.tests.factories import local, make_user

pytestmark = pytest.mark.django_db
BEGINS, DAYS, DUE_ON = local("2024-10-28 10:00"), 60, date(2024, 11, 27)
LADDER = ["before-14", "before-7", "before-3", "before-0", "after-1", "after-7"]
UNSENT = {"missed", "cancelled", "failed"}


class Killed(BaseException):
    """As by kill -9: nothing after it runs."""


class Campaign:
    """Sixty days of ticks. `faults` decides; `arrived` is what reached the mail server, by Message-ID."""

    def __init__(self, faults: random.Random):
        self.faults, self.kills, self.arrived = faults, 0, Counter()
        self.cast = make_cast(due_on=DUE_ON)
        self.cast.directive.campaign.ladder = LADDER
        self.cast.directive.campaign.save(update_fields=["ladder"])
        make_user(self.cast.ninh_kieu, email="nguoi2@ninhkieu.example")

    def live(self) -> None:
        """Some hours pass between ticks, a day now and then; a lost tick and one too many are as likely."""
        at, end = BEGINS, BEGINS + timedelta(days=DAYS)
        while at < end:
            for _beat in range(self.faults.choice((0, 1, 1, 2))):
                self.tick(at + timedelta(minutes=self.faults.uniform(-50, 50)))
            at += timedelta(hours=self.faults.choice((3, 10, 20, 30, 40)))
        for minutes in (0, 61, 122, 183, 244, 305, 366):  # calm again: what was left is ended
            self.run(plan_reminders, local("2024-12-30 09:00") + timedelta(minutes=minutes), at=None)
            self.run(send_due_messages, local("2024-12-30 09:00") + timedelta(minutes=minutes), at=None)

    def tick(self, now) -> None:
        for act in (plan_reminders, send_due_messages):
            self.run(act, now, at=self._death())

    def _death(self) -> int | None:
        """At which thing a run dies: mostly at none, for a killed one leaves its claims alone for an hour."""
        return self.faults.choice((None, None, None, self.faults.randrange(1, self.faults.choice((8, 60)))))

    def run(self, act, now, *, at: int | None) -> None:
        """One run, killed as it is about to do its n-th thing: a query, or a mail that then has gone out or not."""
        more = {"transport": self.post} if act is send_due_messages else {}
        with dying(at) as self.step:
            try:
                act(now=now, calendar=WEEKENDS, **more)
            except Killed:
                self.kills += 1

    def post(self, *, message_id: str, to: list[str], **_mail) -> None:
        self.step()
        self.arrived[message_id, to[0]] += 1
        self.step()


@contextmanager
def dying(at: int | None):
    """Die at the n-th step. A transaction that was open is rolled back, as the database does for the dead."""
    taken = 0

    def step() -> None:
        nonlocal taken
        taken += 1
        if taken == at:
            raise Killed

    def query(execute, sql, params, many, context):
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            step()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(query):
        yield step


def judge(campaign: Campaign) -> None:
    rows = Reminder.objects.all()
    due = {step.name for step in steps(DUE_ON, work_rungs(campaign.cast.directive), WEEKENDS)}
    kept = Counter(rows.values_list("delivery", "step"))
    assert kept == {(delivery.pk, name): 1 for delivery in campaign.cast.directive.deliveries.all() for name in due}
    for row in rows:
        served = Counter(row.served_by.values_list("person", flat=True))
        assert row.state == "sent" or (row.state in UNSENT and row.reason), (row, row.state)
        assert set(served.values()) <= {1}
        if row.state == "sent":  # each person of the unit has it, or a row that says why not
            ends = row.served_by.values_list("message__state", "message__reason")
            assert len(ends) == row.delivery.unit.memberships.count()
            assert all(state == "sent" or reason for state, reason in ends)
    assert not Message.objects.filter(state__in=("planned", "sending")).exists()
    assert MessageReminder.objects.count() == MessageReminder.objects.values("reminder", "person").distinct().count()
    sent = set(Message.objects.filter(state="sent").values_list("message_id", "address"))
    assert sent <= set(campaign.arrived)
    assert sum(campaign.arrived.values()) - len(campaign.arrived) <= campaign.kills
    known = set(Message.objects.values_list("message_id", flat=True))
    assert {message_id for message_id, _to in campaign.arrived} <= known


@pytest.mark.parametrize("seed", range(3))
def test_sixty_days_of_faults_leave_each_step_sent_once_or_explained(seed):
    campaign = Campaign(random.Random(seed))
    campaign.live()
    assert campaign.kills > 0
    judge(campaign)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(faults=st.integers(0, 2**32))
def test_no_faults_whatever_lose_or_double_a_step(faults):
    with transaction.atomic():
        campaign = Campaign(random.Random(faults))
        campaign.live()
        judge(campaign)
        transaction.set_rollback(True)


def test_sixty_days_without_faults_send_every_step_to_everybody():
    class Calm(random.Random):
        def choice(self, seq):
            return seq[1]  # one beat, no death, ten hours

        def uniform(self, *_bounds):
            return 0.0

    campaign = Campaign(Calm(0))
    campaign.live()
    judge(campaign)
    assert set(Reminder.objects.values_list("state", flat=True)) == {"sent"}
    assert (campaign.kills, set(campaign.arrived.values()), len(campaign.arrived)) == (0, {1}, 3 * len(LADDER))
