"""The mailbox of bounced mail over the wire: Python's own IMAP client, and a small server on this machine."""

import imaplib
import re
import socket
from dataclasses import dataclass, field
from threading import Thread

import pytest

from directives.models import Message
from directives.reminders.bounces.apply import read_mailbox
from directives.reminders.bounces.mailbox import ImapMailbox
from directives.reminders.bounces.report import MOST_BYTES
from directives.tests.dsn import dsn
from directives.tests.factories import make_cast
from directives.tests.reminding import Server, run
from units.tests.factories import local

pytestmark = pytest.mark.django_db
FOCAL, LATER = "daumoi@ninhkieu.example", local("2024-11-13 09:00")


@dataclass
class Post:
    """As much of IMAP as the portal speaks: unread mails by number, and which were marked read."""

    mails: dict[str, bytes]
    password: str = "mat-khau"
    seen: list[str] = field(default_factory=list)

    def answer(self, command: str) -> bytes:
        verb = command.upper()
        if verb.startswith("CAPABILITY"):
            return b"* CAPABILITY IMAP4rev1\r\n"
        if verb.startswith("LOGIN"):
            return b"" if self.password in command else b"NO"
        if verb.startswith("UID SEARCH"):
            unread = [key for key in self.mails if key not in self.seen]
            return f"* SEARCH {' '.join(unread)}\r\n".encode()
        if found := re.match(r"UID FETCH (\d+) \(RFC822\.SIZE\)", command):
            return f"* 1 FETCH (UID {found[1]} RFC822.SIZE {len(self.mails[found[1]])})\r\n".encode()
        if found := re.match(r"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", command):
            part = self.mails[found[1]][: int(found[2])]
            return f"* 1 FETCH (UID {found[1]} BODY[]<0> {{{len(part)}}}\r\n".encode() + part + b")\r\n"
        if found := re.match(r"UID STORE (\d+) \+FLAGS \(\\Seen\)", command):
            self.seen.append(found[1])
        return b"* BYE\r\n" if verb.startswith("LOGOUT") else b""

    def serve(self, line: socket.socket) -> None:
        with line, line.makefile("rwb") as wire:
            wire.write(b"* OK ready\r\n")
            wire.flush()
            while received := wire.readline():
                tag, _space, command = received.decode().strip().partition(" ")
                content = self.answer(command)
                refused = content == b"NO"
                wire.write((b"" if refused else content) + f"{tag} {'NO' if refused else 'OK'} done\r\n".encode())
                wire.flush()


@pytest.fixture
def box(settings):
    """Opens a mailbox that holds these mails; the connection is plain, everything else is real."""
    settings.BOUNCE_IMAP_HOST, settings.BOUNCE_IMAP_USER = "127.0.0.1", "tra-lai"
    settings.BOUNCE_IMAP_PASSWORD, settings.BOUNCE_IMAP_FOLDER = "mat-khau", "INBOX"
    door = socket.create_server(("127.0.0.1", 0))
    posts = []

    def listen(post: Post) -> None:
        while True:
            try:
                line, _address = door.accept()
            except OSError:
                return
            post.serve(line)

    def opened(mails: dict[str, bytes], **more) -> tuple[ImapMailbox, Post]:
        post = Post(mails, **more)
        Thread(target=listen, args=(post,), daemon=True).start()
        posts.append(post)
        return ImapMailbox(lambda: imaplib.IMAP4("127.0.0.1", door.getsockname()[1], timeout=5)), post

    yield opened
    door.close()


def test_reports_are_read_over_the_wire_once(box):
    make_cast()
    run("2024-11-13 08:00", transport=Server())
    message = Message.objects.get(person__email=FOCAL)
    mailbox, post = box(
        {
            "3": dsn(message.message_id, FOCAL),
            "4": b"Subject: Chao anh\r\n\r\nHen gap lai",
            "9": b"x" * (MOST_BYTES + 1),
        }
    )
    assert read_mailbox(mailbox, now=LATER) == {"bounced": 1, "unrelated": 1, "too_long": 1}
    assert post.seen == ["3", "4", "9"]
    assert read_mailbox(mailbox, now=LATER) == {}
    message.refresh_from_db()
    assert (message.state, message.state_at) == ("failed", LATER)


def test_a_wrong_password_is_an_error_that_the_run_shows(box):
    mailbox, _post = box({}, password="khac")
    with pytest.raises(imaplib.IMAP4.error):
        read_mailbox(mailbox, now=LATER)


def test_a_mailbox_that_is_not_there_is_an_error_that_the_run_shows(box):
    mailbox = ImapMailbox(lambda: imaplib.IMAP4("127.0.0.1", 9, timeout=1))
    with pytest.raises(OSError, match="refused"):
        read_mailbox(mailbox, now=LATER)
