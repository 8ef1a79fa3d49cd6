"""The ways to reach a person, one folder each. A new one is a folder with a `Channel` and a line in `ALL`."""

from .base import Channel, Failure, Outgoing, Reach
from .email import EmailChannel
from .inbox import InboxChannel
from .webhook import WebhookChannel
from .zalo import ZaloChannel

ALL: tuple[Channel, ...] = (InboxChannel(), EmailChannel(), ZaloChannel(), WebhookChannel())
"""In the order in which a run serves them: what needs no other machine comes first, and waits for nobody."""


def switched_on() -> list[Channel]:
    """The channels that the settings of this installation switch on."""
    return [channel for channel in ALL if channel.is_on()]


def label_of(key: str) -> str:
    """How a channel is called on screen; an old row may name one that is gone."""
    return next((str(channel.label) for channel in ALL if channel.key == key), key)


__all__ = ["ALL", "Channel", "Failure", "Outgoing", "Reach", "label_of", "switched_on"]
