"""What every channel can do, and what it is handed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from django.utils.functional import Promise

from campaign_portal.lib.mail import Envelope
from units.models import User

REASON_LENGTH = 300


class Reach(NamedTuple):
    """Where a person is reached by a channel. Without an `address`, `why` says in words why they are not."""

    address: str
    why: str = ""


@dataclass(frozen=True)
class Outgoing:
    """One rendered message. `message_id` is the same at every attempt; `link` is a whole web address."""

    person: User
    address: str
    message_id: str
    subject: str
    text: str
    html: str
    link: str
    sent_at: datetime
    envelope: Envelope = Envelope()


class Failure(NamedTuple):
    """What a failed attempt means.

    `is_transient`: it may pass by itself, so try again later. `is_about_the_server`: the next message would meet it as
    well, so the run leaves this channel. `words`: the sentence for the officer, with the other side's own words.
    """

    is_transient: bool
    is_about_the_server: bool
    words: str


Packed = Any
"""A message as one channel hands it over."""

Send = Callable[[Packed], object]
"""Hands over one message. Raises what goes wrong; `Channel.judge` reads it."""


class Channel(Protocol):
    """One way to reach people. Stateless: what a run shares lives in `opened`. Each one inherits from it."""

    key: str
    """Stands on `Message.channel`, for ever."""

    label: str | Promise
    """How people call it."""

    def is_on(self) -> bool:
        """Whether the settings of this installation switch the channel on."""
        ...

    def address_of(self, person: User) -> Reach: ...

    def packed(self, message: Outgoing) -> Packed:
        """What `Send` takes, made ready while no connection waits."""
        return message

    def opened(self) -> AbstractContextManager[Send]:
        """What one run shares, such as a connection. It opens with the first message, so that a failure has a row."""
        ...

    def judge(self, error: Exception) -> Failure:
        """Read a failure that `Send` raised."""
        ...


def in_short(words: str) -> str:
    """A reason on one line, as long as its column holds: what another machine says may be anything."""
    return " ".join(words.split())[:REASON_LENGTH]


def named(error: Exception) -> str:
    return f"{type(error).__name__} {error}".strip()
