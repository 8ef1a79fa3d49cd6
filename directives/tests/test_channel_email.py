"""Mail servers that misbehave, as real servers on this machine: each failure is read rightly and holds up nobody."""

import socket
from contextlib import contextmanager
from email import message_from_bytes, policy
from threading import Event, Thread

import pytest
from aiosmtpd.controller import Controller

from directives.models import Message, Preference
from directives.reminders import send_due_messages
from directives.reminders.bounces.proof import HEADER, key_of
from directives.reminders.channels.email import EmailChannel
from directives.tests.factories import make_cast
from directives.tests.reminding import Server, run
from units.models import User
from units.tests.factories import local

pytestmark = pytest.mark.django_db
FOCAL, EIGHT = "daumoi@ninhkieu.example", "2024-11-13 08:00"


class Answers:
    """A mail server that answers each step of a mail as told."""

    def __init__(self, **told):
        self.told, self.heads = told, []

    async def handle_RCPT(self, server, session, envelope, address, options):
        envelope.rcpt_tos.append(address)
        return self.told.get("rcpt", "250 OK")

    async def handle_DATA(self, server, session, envelope):
        self.heads.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.told.get("data", "250 OK")


def use(settings, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 0.3
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""


@contextmanager
def smtp(settings, **told):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    handler = Answers(**told)
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    use(settings, port)
    try:
        yield handler
    finally:
        server.stop()


@contextmanager
def wire(settings, first: bytes):
    """A port that says `first` to whoever connects, and nothing more."""
    over, line = Event(), socket.create_server(("127.0.0.1", 0))
    use(settings, line.getsockname()[1])

    def serve():
        while not over.is_set():
            try:
                caller, _address = line.accept()
            except OSError:
                return
            with caller:
                caller.sendall(first)
                over.wait(10)

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        line.close()


def send(at: str = EIGHT) -> dict[str, int]:
    """Plan with a server that takes nothing, then send what is due through the one of the settings."""
    run(at, transport=Server([OSError("chưa")] * 9))
    Message.objects.update(state="planned", attempts=0, try_at=local(at), reason="")
    return send_due_messages(now=local(at))


def mail() -> Message:
    return Message.objects.get(person__email=FOCAL, channel="email")


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"rcpt": "452 4.2.2 mailbox full"}, f"Máy chủ thư không nhận địa chỉ {FOCAL}: 452 4.2.2 mailbox full"),
        ({"data": "452 4.3.1 no space"}, "Máy chủ thư từ chối: 452 4.3.1 no space"),
    ],
)
def test_a_full_mailbox_is_tried_again(settings, told, reason):
    make_cast()
    with smtp(settings, **told):
        assert send() == {"swept": 0, "sent": 0, "postponed": 2}
    assert (mail().state, mail().reason, mail().try_at) == ("planned", reason, local("2024-11-13 08:01"))


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"rcpt": "552 5.2.2 mailbox full"}, f"Máy chủ thư không nhận địa chỉ {FOCAL}: 552 5.2.2 mailbox full"),
        ({"data": "554 5.7.1 spam"}, "Máy chủ thư từ chối: 554 5.7.1 spam"),
    ],
)
def test_a_mailbox_refused_for_good_fails_at_once(settings, told, reason):
    make_cast()
    with smtp(settings, **told):
        assert send() == {"swept": 0, "sent": 0, "failed": 2}
    assert (mail().state, mail().reason) == ("failed", reason)


@pytest.mark.parametrize("first", [b"", b"220 mail.example ESMTP\r\n", b"220-\r\n"])
def test_a_server_that_hangs_is_left_in_time_and_stops_no_other_channel(settings, first):
    cast = make_cast()
    Preference.objects.create(person_id=cast.other_focal.pk, inbox=True, changed_at=local(EIGHT))
    with wire(settings, first):
        counts = send()
    assert counts == {"swept": 0, "sent": 1, "unreachable": 1}
    assert Message.objects.get(channel="inbox").state == "sent"
    assert mail().reason.startswith("Không gửi được qua máy chủ thư: ")


def test_a_server_that_speaks_another_language_is_away(settings):
    make_cast()
    with wire(settings, b"HTTP/1.1 400 Bad Request\r\n\r\n"):
        assert send()["unreachable"] == 1


def test_a_person_without_an_address_is_not_reached_and_the_officer_reads_whose():
    reach = EmailChannel().address_of(User(full_name="Nguyễn Văn An", email=""))
    assert reach == ("", "Nguyễn Văn An chưa có địa chỉ thư.")


def test_every_mail_carries_the_word_by_which_a_report_about_it_is_believed(settings):
    make_cast()
    with smtp(settings) as server:
        assert send() == {"swept": 0, "sent": 2}
    head = server.heads[0]
    assert head[HEADER] == key_of(head["Message-ID"])
    assert len({each[HEADER] for each in server.heads}) == 2
