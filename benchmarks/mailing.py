"""Sending reminders to a mail server on this machine, beside three other ways of sending the same mails.

The ways take turns within one run, so that other work on the machine meets all of them; rates are by the clock, for
waiting for the disk and for the server is what differs. A second run asks for STARTTLS, as servers in use do.

The other ways send mails that are ready. The portal first asks what is open and writes its mails, a hundred at a time;
its line "sending" is what is left without that: claims, the mail server, and what is written down.
"""

import os
import smtplib
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks import one_by_one
from benchmarks.measure import free_port, tell

ROUNDS = 5
PORTAL, SENDING = "the portal, writing and sending", "the portal, sending"
NOW, DUE_ON = "2024-11-13 08:00", date(2024, 11, 20)


def mails(full: bool = False) -> None:
    sending(2_000 if full else 500)


def sending(mails: int) -> None:
    written = Written(mails)
    for secured in (False, True):
        with sink(secured) as server:
            _rates(written, server, "STARTTLS" if secured else "no TLS", mails // ROUNDS)


def _rates(written: "Written", server: "Sink", how: str, share: int) -> None:
    ways: dict[str, Callable[[int], None]] = {
        "smtplib over one connection": lambda start: written.bare(server, start, share),
        PORTAL: lambda start: written.portal(start, share),
        "one task and connection per mail": lambda start: one_by_one.send(written.keys[start : start + share], server),
    }
    if find_spec("mailer"):
        ways["django-mailer"] = lambda start: written.mailer(start, share)
    taken: dict[str, list[float]] = {name: [] for name in [*ways, SENDING]}
    with one_by_one.worker(server):
        for number in range(ROUNDS):
            for name, act in ways.items():
                written.seconds = 0.0
                before, began = server.count(), time.perf_counter()
                act(number * share)
                taken[name].append((time.perf_counter() - began) / share)
                assert server.count() - before == share, (name, server.count() - before)
                if name == PORTAL:
                    taken[SENDING].append(taken[name][-1] - written.seconds / share)
    each = {name: median(times) for name, times in taken.items()}
    for name, seconds in each.items():
        ratio = seconds / each[SENDING]
        tell(f"{name}, {how}", seconds * 1000, "ms a mail", ratio, "the portal's sending" if name != SENDING else "")


class Sink:
    def __init__(self, port: int, file: Path, secured: bool):
        self.port, self.file, self.secured = port, file, secured

    def count(self) -> int:
        return len(self.file.read_bytes().splitlines())


@contextmanager
def sink(secured: bool = False, port: int = 0) -> Iterator[Sink]:
    """A mail server in a process of its own, and the settings that lead to it."""
    from django.conf import settings

    with TemporaryDirectory(prefix="portal-sink-") as folder:
        server = Sink(port or free_port(), Path(folder) / "mails", secured)
        server.file.touch()
        certificate = [_certificate(Path(folder))] if secured else []
        command = [sys.executable, str(Path(__file__).with_name("sink.py")), str(server.port), str(server.file)]
        process = subprocess.Popen(command + certificate)
        try:
            _wait_for(server.port)
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
            settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = secured, False
            settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
            yield server
        finally:
            process.terminate()
            process.wait()


def _certificate(folder: Path) -> str:
    file = folder / "server.pem"
    asked = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    asked += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", file, "-out", folder / "certificate.pem"]
    subprocess.run(asked, check=True, capture_output=True)
    with file.open("a") as both:
        both.write((folder / "certificate.pem").read_text())
    os.environ["SSL_CERT_FILE"] = str(folder / "certificate.pem")  # whom this process and its workers trust
    return str(file)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            smtplib.SMTP("127.0.0.1", port).quit()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the mail server did not start")


class Written:
    """So many messages of the ledger, each to one person of a unit of its own, and the mails that they become."""

    def __init__(self, mails: int):
        from directives.models import Message
        from directives.reminders import send

        self.seconds = 0.0
        """Spent on writing since somebody set it to nought."""
        send.write = self._timed(send.write)
        one_person_each(mails)
        mails_sent: list[dict] = []
        send.MOST_PER_RUN = mails
        self._send(transport=lambda **written: mails_sent.append(written))
        self.keys = list(Message.objects.filter(channel="email").order_by("slot", "pk").values_list("pk", flat=True))
        assert len(self.keys) == len(mails_sent) == mails, (len(self.keys), len(mails_sent))
        self.mails = [self._built(written) for written in mails_sent]
        self.lines = [each.message().as_bytes(linesep="\r\n") for each in self.mails]

    def _timed(self, write: Callable) -> Callable:
        def timed(*given, **more):
            began = time.perf_counter()
            try:
                return write(*given, **more)
            finally:
                self.seconds += time.perf_counter() - began

        return timed

    def portal(self, start: int, share: int) -> None:
        from directives.models import Message, Reminder

        keys = self.keys[start : start + share]
        Message.objects.filter(pk__in=keys).update(state="planned", text="", html="", attempts=0)
        Reminder.objects.filter(served_by__message__in=keys).update(state="sending")
        self._send()

    def bare(self, server: Sink, start: int, share: int) -> None:
        with smtplib.SMTP("127.0.0.1", server.port) as post:
            if server.secured:
                post.starttls(context=ssl.create_default_context())
            for built, lines in zip(self.mails[start : start + share], self.lines[start : start + share], strict=True):
                post.sendmail("no-reply@localhost", built.to, lines)

    def mailer(self, start: int, share: int) -> None:
        """What is put into its queue is counted as well: the portal's own mails are written as they are sent."""
        from mailer.backend import DbBackend
        from mailer.engine import send_all

        DbBackend().send_messages(self.mails[start : start + share])
        send_all()

    def _send(self, **more) -> None:
        from campaign_portal.lib.workdays import WorkCalendar
        from directives.reminders import send_due_messages
        from units.tests.factories import local

        send_due_messages(now=local(NOW), calendar=WorkCalendar([]), **more)

    def _built(self, written: dict):
        """As other ways send it: without the bytes that the portal keeps ready."""
        from django.core.mail import EmailMultiAlternatives

        from campaign_portal.lib.mail import build_mail

        ready = build_mail(**written)
        plain = EmailMultiAlternatives()
        kept = {name: value for name, value in vars(ready).items() if name != "_built"}
        vars(plain).update(kept)
        return plain


def one_person_each(count: int) -> None:
    """A letter of two instructions to so many units with one person each, planned at its step of seven days."""
    from campaign_portal.lib.workdays import WorkCalendar
    from directives.reminders import plan_reminders
    from directives.tests.factories import make_issued
    from units.tests.factories import local, make_unit, make_user

    issuer = make_unit()
    officer = make_user(issuer, "coordinator")
    units = [make_unit(f"Trường số {number}", kind="college") for number in range(count)]
    for unit in units:
        make_user(unit)
    make_issued(issuer, officer, groups=[("Các trường", units, "Đăng tải tài liệu", "Phổ biến kỹ năng")], due_on=DUE_ON)
    plan_reminders(now=local(NOW), calendar=WorkCalendar([]))
