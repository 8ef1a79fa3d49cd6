"""Where reports lie: a mailbox read by IMAP. Tests put a mailbox of their own in its place."""

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings

from .report import MOST_BYTES

SECONDS = 20.0
MOST_PER_RUN = 200  # the next run takes the rest

SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True)
class Letter:
    """One mail that nobody has taken in yet; `raw` is None for one too long to be a report. `done` puts it aside."""

    raw: bytes | None
    done: Callable[[], object]


class Mailbox(Protocol):
    def opened(self) -> AbstractContextManager[Iterator[Letter]]: ...


class ImapMailbox:
    """The unread mails of the folder that the settings name, over TLS. What was taken in is marked read, and stays."""

    def __init__(self, connect: Callable[[], imaplib.IMAP4] | None = None):
        self._connect = connect or _connect

    @contextmanager
    def opened(self) -> Iterator[Iterator[Letter]]:
        """Raises OSError or imaplib.IMAP4.error where the mailbox cannot be read."""
        box = self._connect()
        try:
            box.login(settings.BOUNCE_IMAP_USER, settings.BOUNCE_IMAP_PASSWORD)
            _answer(box.select(_quoted(settings.BOUNCE_IMAP_FOLDER)))
            yield _unread(box)
        finally:
            with suppress(OSError, imaplib.IMAP4.error):
                box.logout()


def is_on() -> bool:
    return bool(settings.BOUNCE_IMAP_HOST)


def _connect() -> imaplib.IMAP4:
    return imaplib.IMAP4_SSL(
        settings.BOUNCE_IMAP_HOST,
        settings.BOUNCE_IMAP_PORT,
        ssl_context=ssl.create_default_context(),
        timeout=SECONDS,
    )


def _unread(box: imaplib.IMAP4) -> Iterator[Letter]:
    found = _answer(box.uid("SEARCH", "UNSEEN"))
    for key in (found[0] or b"").split()[:MOST_PER_RUN]:
        uid = key.decode("ascii")
        yield Letter(_content(box, uid), lambda uid=uid: box.uid("STORE", uid, "+FLAGS", r"(\Seen)"))


def _content(box: imaplib.IMAP4, uid: str) -> bytes | None:
    """The mail as it stands, without marking it read; its length is asked for first."""
    size = SIZE.search(b" ".join(each for each in _answer(box.uid("FETCH", uid, "(RFC822.SIZE)")) if _is_line(each)))
    if size is None or int(size[1]) > MOST_BYTES:
        return None
    parts = _answer(box.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MOST_BYTES}>)"))
    return next((each[1] for each in parts if isinstance(each, tuple)), None)


def _is_line(part: object) -> bool:
    return isinstance(part, bytes)


def _answer(answered: tuple) -> list:
    status, content = answered
    if status != "OK":
        raise imaplib.IMAP4.error(f"the mailbox answered {status}")
    return content


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
