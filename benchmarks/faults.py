"""What is lost and what is double when all goes wrong: `python benchmarks/faults.py [--broker redis] [--seed 1]`.

Real Celery workers and two real beats plan and send 10,000 reminders through a real broker and PostgreSQL to a mail
server on this machine. Workers are killed with -9 at 20 random moments in the middle of sending and started again, the
broker is emptied twice, and the workers' clock is turned back and forth. It prints the counts and fails unless nothing
was lost, no row is double, and no more mails came again than workers were killed, each under the Message-ID it had.

DATABASE_URL names the PostgreSQL server, where a database of its own is made; REDIS_URL the broker's, with a number of
its own.
"""

import argparse
import os
import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)
os.environ["DJANGO_SETTINGS_MODULE"] = "campaign_portal.settings"

from benchmarks import mailing, run  # noqa: E402
from benchmarks.postgres import own_database  # noqa: E402

LETTERS, WORKERS = 5, 2
SWING = 25
"""Minutes by which the clock is wrong, either way: less than the hour after which a claim is given back."""


class Scene:
    """The processes, the clock and the broker; `chance` decides all that is random."""

    def __init__(self, folder: Path, server, broker: str, seed: int):
        self.folder, self.server, self.broker = folder, server, broker
        self.chance = random.Random(seed)
        self.base = "2024-11-13T09:00:00+07:00"
        self.clock = folder / "clock"
        self.turn(0)
        self.kills = self.emptied = self.turns = 0
        self.processes: dict[str, subprocess.Popen] = {}

    def turn(self, minutes: float) -> None:
        fresh = self.clock.with_suffix(".new")
        fresh.write_text(f"{self.base} {minutes}")
        fresh.replace(self.clock)

    def start(self, name: str, *command: str) -> None:
        more = {
            "FAULTS_CLOCK": str(self.clock),
            "PORTAL_VAR_DIR": str(self.folder),
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(self.server.port),
            "SMTP_SECURITY": "none",
            "REDIS_URL": self.broker,
        }
        line = [sys.executable, "-m", "celery", "--quiet", "--app", "benchmarks.faults_app", *command]
        with (self.folder / f"{name}.log").open("a") as log:
            self.processes[name] = subprocess.Popen(line, env=os.environ | more, stdout=log, stderr=log, cwd=ROOT)

    def start_worker(self, name: str) -> None:
        self.start(name, "worker", "--pool", "solo", "--without-mingle", "--without-gossip", "--hostname", name)

    def start_all(self) -> None:
        for number in range(WORKERS):
            self.start_worker(f"worker{number}")
        for number in range(2):
            self.start(f"beat{number}", "beat", "--schedule", str(self.folder / f"beat{number}"), "--pidfile=")

    def kill(self) -> None:
        """One worker dies at a moment between two steps of its work, and a new one takes its place."""
        time.sleep(self.chance.random() * 0.2)
        name = f"worker{self.chance.randrange(WORKERS)}"
        self.processes[name].kill()
        self.processes[name].wait()
        self.start_worker(name)
        self.kills += 1

    def empty_broker(self) -> None:
        if self.broker:
            import redis

            redis.Redis.from_url(self.broker).flushdb()
        else:
            for message in (self.folder / "broker" / "msg").iterdir():
                message.unlink(missing_ok=True)
        self.emptied += 1

    def stop(self) -> None:
        for process in self.processes.values():
            process.kill()
            process.wait()
        if self.broker:
            self.empty_broker()


def make(reminders: int) -> None:
    """Units with one person each, told of by five letters: nothing is planned yet."""
    from directives.tests.factories import make_issued
    from units.tests.factories import make_unit, make_user

    issuer = make_unit()
    officer = make_user(issuer, "coordinator")
    units = [make_unit(f"Trường số {number}", kind="college") for number in range(reminders // LETTERS)]
    for unit in units:
        make_user(unit)
    for _letter in range(LETTERS):
        make_issued(issuer, officer, groups=[("Các trường", units, "Đăng tải")], due_on=date(2024, 11, 20))


def drive(scene: Scene, mails: int, kills: int) -> None:
    """Do what goes wrong at random points of the sending, then let time pass until everything has ended."""
    from directives.models import Message, Reminder

    at = sorted(scene.chance.sample(range(1, mails), kills))
    empty_at = sorted(scene.chance.sample(range(1, mails), 2))
    began, told = time.monotonic(), 0
    while at or empty_at or _unfinished(Message, Reminder):
        assert time.monotonic() - began < 3600, "it does not come to an end"
        sent = scene.server.count()
        if at and sent >= at[0]:
            at.pop(0)
            scene.kill()
        if empty_at and sent >= empty_at[0]:
            empty_at.pop(0)
            scene.empty_broker()
        if sent < mails and time.monotonic() > told + 5:  # by time: what waits for a later hour must see it come
            told, scene.turns = time.monotonic(), scene.turns + 1
            scene.turn(scene.chance.uniform(-SWING, SWING))
        if not Message.objects.filter(state="planned").exists() and Message.objects.exists():
            scene.turn(100 + SWING)  # the hour after which claims of the dead are given back has passed
        time.sleep(0.01)


def _unfinished(messages, reminders) -> bool:
    open_states = ("planned", "sending")
    ledger = messages.objects.filter(state__in=open_states) | messages.objects.none()
    return ledger.exists() or reminders.objects.filter(state__in=open_states).exists() or not messages.objects.exists()


def judge(scene: Scene, reminders: int) -> list[str]:
    """Print what came of it and return what must not be."""
    from directives.models import Message, MessageReminder, Reminder

    arrived = Counter(tuple(line.split()) for line in scene.server.file.read_text().splitlines())
    kept = set(Message.objects.values_list("message_id", "address"))
    people = Message.objects.values("person").distinct().count()
    states = Counter(Reminder.objects.values_list("state", flat=True))
    again = sum(arrived.values()) - len(arrived)
    pairs = MessageReminder.objects.count()
    print(f"workers killed {scene.kills}, broker emptied {scene.emptied}, clock turned {scene.turns}")
    print(f"reminders {dict(states)}, messages {Message.objects.count()} of {people} people, pairs {pairs}")
    print(f"mails {sum(arrived.values())}: lost {len(kept - set(arrived))}, came again {again}")
    print(f"attempts {dict(Counter(Message.objects.values_list('attempts', flat=True)))}")
    faults = {
        "a reminder was not sent": states != {"sent": reminders},
        "a mail was lost": bool(kept - set(arrived)),
        "a mail came that the ledger does not know": bool(set(arrived) - kept),
        "a row is double": not reminders // LETTERS == people == Message.objects.count() or pairs != reminders,
        "more mails came again than workers were killed": again > scene.kills,
    }
    return [name for name, is_so in faults.items() if is_so]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--broker", choices=["redis", "files"], default="files")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reminders", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20)
    given = parser.parse_args()
    redis_url = os.environ.pop("REDIS_URL", "redis://127.0.0.1:6379/13")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="portal-faults-", ignore_cleanup_errors=True)))
        server = os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
        os.environ["DATABASE_URL"] = stack.enter_context(own_database(server))
        run.prepare(str(folder))
        make(given.reminders)
        sink = stack.enter_context(mailing.sink())
        scene = Scene(folder, sink, redis_url if given.broker == "redis" else "", given.seed)
        stack.callback(scene.stop)
        scene.start_all()
        drive(scene, given.reminders // LETTERS, given.kills)
        time.sleep(3)  # whoever still has a mail in hand ends
        faults = judge(scene, given.reminders)
        print("; ".join(faults) or f"nothing lost, nothing double (seed {given.seed}, {given.broker})")
        sys.exit(bool(faults))


if __name__ == "__main__":
    main()
