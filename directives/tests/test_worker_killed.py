"""Real workers killed with -9 at the two worst moments of a mail: nothing is lost, no row double, one mail comes twice.

`benchmarks/faults.py` does the same with thousands of reminders, at random moments.
"""

import subprocess
import sys
import threading
import uuid
from collections import Counter
from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as project

from directives.models import Message, MessageReminder, Reminder
from directives.reminders.health import PLAN_JOB, SEND_JOB
from directives.tests.factories import make_issued
from directives.tests.test_reminders_smtp import free_port
from units.models import Role
from units.tests.factories import make_unit, make_user

BROKERS = ["redis"] if project.TEST_REDIS_URL else ["files"]
PEOPLE = 12
PATIENCE = 60
"""Seconds that a worker may take to come to a point, however busy the machine is."""


class Post:
    """A mail server that keeps Message-ID and address of each mail, and lets a sender wait in the middle of one."""

    def __init__(self):
        self.arrived: Counter = Counter()
        self.begun = 0
        self.keeps_silent = ""
        self.waits = threading.Event()

    def hold(self, *, at: int, after: bool) -> None:
        """Answer no more from the mail of that number on: after it was kept, or before."""
        self.waits.clear()
        self.keeps_silent = f"{'after' if after else 'before'} {at}"

    async def handle_DATA(self, server, session, envelope):
        self.begun += 1
        if self.keeps_silent == f"before {self.begun}":
            return await self._wait(server)
        self.arrived[message_id(envelope.content), envelope.rcpt_tos[0]] += 1
        if self.keeps_silent == f"after {self.begun}":
            return await self._wait(server)
        return "250 OK"

    async def _wait(self, server) -> str:
        self.waits.set()
        await server.loop.create_future()  # whoever sends is killed meanwhile


def message_id(content: bytes) -> str:
    head = content.partition(b"\r\n\r\n")[0].decode()
    return next(line.partition(": ")[2] for line in head.splitlines() if line.lower().startswith("message-id"))


@pytest.fixture
def post():
    kept = Post()
    kept.port = free_port()
    controller = Controller(kept, hostname="127.0.0.1", port=kept.port)
    controller.start()
    yield kept
    controller.stop()


@pytest.fixture
def letter():
    issuer = make_unit()
    officer = make_user(issuer, Role.COORDINATOR)
    units = [make_unit() for _ in range(PEOPLE)]
    for unit in units:
        make_user(unit)
    return make_issued(issuer, officer, groups=[("Các quận", units, "Đăng tải", "Phổ biến")])


@pytest.fixture
def office(worker_env, beat, post, tmp_path):
    """Starts a worker at a moment of its own and lets two beats tick: `with office("2024-11-13 08:00") as worker`."""
    mail = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(post.port), "SMTP_SECURITY": "none"}
    queue = f"test-{uuid.uuid4().hex}"
    command = [
        *(sys.executable, "-m", "celery", "--quiet", "--app", "campaign_portal", "worker", "--queues", queue),
        *("--pool", "solo", "--without-mingle", "--without-gossip", "--loglevel", "WARNING"),
        *("--include", "directives.tests.worker_in_2024"),
    ]

    @contextmanager
    def opened(begins: str):
        for _beat in ("one", "two by mistake"):
            for name in (PLAN_JOB, SEND_JOB):
                beat.send_task(name, queue=queue)
        with (tmp_path / "worker.log").open("a") as log:
            env = worker_env | mail | {"WORKER_BEGINS": begins}
            worker = subprocess.Popen(command, env=env, stdout=log, stderr=subprocess.STDOUT)
            try:
                yield worker
            finally:
                worker.kill()
                worker.wait()

    return opened


def unfinished() -> bool:
    open_states = ("planned", "sending")
    rows = (Message.objects.filter(state__in=open_states), Reminder.objects.filter(state__in=open_states))
    return any(each.exists() for each in rows)


def wait_for_the_end(log) -> None:
    pause = threading.Event()
    for _ in range(PATIENCE * 10):
        if not unfinished():
            return
        pause.wait(0.1)
    raise AssertionError(f"the worker did not come to an end:\n{log.read_text()}")


@pytest.mark.services
@pytest.mark.parametrize("through", BROKERS)
@pytest.mark.django_db(transaction=True)
def test_two_workers_killed_in_the_middle_of_a_mail_lose_nothing_and_double_no_row(
    through, letter, post, office, tmp_path
):
    post.hold(at=4, after=True)  # the mail has arrived, and nobody could write down that it did
    with office("2024-11-13 08:00"):
        assert post.waits.wait(PATIENCE), (tmp_path / "worker.log").read_text()
    (again,) = [key for key, _count in post.arrived.items()][3:]
    post.hold(at=7, after=False)  # the mail was promised, and never arrives
    with office("2024-11-13 08:05"):
        assert post.waits.wait(PATIENCE), (tmp_path / "worker.log").read_text()
    post.hold(at=0, after=False)
    with office("2024-11-13 09:10"):  # an hour after both, what they held is given back
        wait_for_the_end(tmp_path / "worker.log")

    known = Message.objects.filter(channel="email").values_list("message_id", "address")
    assert post.arrived == Counter(dict.fromkeys(known, 1)) + Counter([again])
    assert [set(kind.objects.values_list("state", flat=True)) for kind in (Message, Reminder)] == [{"sent"}] * 2
    rows = [kind.objects.count() for kind in (Reminder, Message, MessageReminder)]
    assert rows == [PEOPLE] * 3
    assert Message.objects.values("person").distinct().count() == PEOPLE
