"""Sending to a real mail server on this machine, through Django's own SMTP backend."""

import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from directives.models import Message
from directives.reminders import plan_reminders, send_due_messages
from directives.reminders.receipt_link import without_keys
from directives.tests.factories import make_cast
from directives.tests.reminding import WEEKENDS
from units.tests.factories import local, make_user

pytestmark = pytest.mark.django_db
NOW = local("2024-11-13 08:00")
FOCAL, OTHER = "daumoi@ninhkieu.example", "daumoi@omon.example"


class Post:
    """A mail server that keeps what it accepts and counts who knocks; `answers` says no to some addresses."""

    def __init__(self):
        self.mails, self.greetings, self.answers = [], 0, {}

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.greetings += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def post(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    handler = Post()
    server = Controller(handler, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    server.start()
    yield handler
    server.stop()


def run(now=NOW) -> dict[str, int]:
    plan_reminders(now=now, calendar=WEEKENDS)
    return send_due_messages(now=now, calendar=WEEKENDS)


def test_all_mails_of_a_run_go_over_one_connection(post):
    make_cast()
    assert run() == {"swept": 0, "sent": 2}
    assert post.greetings == 1
    assert sorted(mail["To"] for mail in post.mails) == [FOCAL, OTHER]


def test_a_mail_has_text_and_html_its_message_id_and_says_that_a_machine_wrote_it(post):
    make_cast()
    run()
    kept = Message.objects.get(person__email=FOCAL)
    mail = next(mail for mail in post.mails if mail["To"] == FOCAL)
    assert (mail["Subject"].strip(), mail["Message-ID"]) == (kept.subject, kept.message_id)
    assert mail["Auto-Submitted"] == "auto-generated"
    plain, html = mail.get_body(["plain"]), mail.get_body(["html"])
    assert without_keys(plain.get_content().replace("\r\n", "\n")) == kept.text
    assert without_keys(html.get_content().replace("\r\n", "\n")) == kept.html.rstrip("\n") + "\n"
    assert [part.get_content_type() for part in mail.walk() if not part.is_multipart()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]


def test_a_refused_address_fails_and_the_next_mail_still_goes(post):
    make_cast()
    post.answers[FOCAL] = "550 5.1.1 no such user"
    assert run() == {"swept": 0, "sent": 1, "failed": 1}
    message = Message.objects.get(person__email=FOCAL)
    assert message.reason == f"Máy chủ thư không nhận địa chỉ {FOCAL}: 550 5.1.1 no such user"


def test_an_address_refused_for_now_gets_its_mail_at_the_next_attempt(post):
    make_cast()
    post.answers[FOCAL] = "450 4.2.1 greylisted"
    assert run() == {"swept": 0, "sent": 1, "postponed": 1}
    post.answers.clear()
    assert run(local("2024-11-13 08:01")) == {"swept": 0, "sent": 1}
    assert [mail["To"] for mail in post.mails] == [OTHER, FOCAL]


def test_a_server_that_is_down_costs_one_attempt_of_one_mail(post, settings):
    cast = make_cast()
    make_user(cast.ninh_kieu)
    open_port, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    assert run() == {"swept": 0, "sent": 0, "unreachable": 1}
    assert sorted(Message.objects.values_list("state", "attempts")) == [("planned", 0), ("planned", 0), ("planned", 1)]
    settings.EMAIL_PORT = open_port
    assert run(local("2024-11-13 08:01")) == {"swept": 0, "sent": 3}
    assert len(post.mails) == 3
