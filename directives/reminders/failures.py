"""How long and how often a message is tried. What a failure means is for its channel to say."""

from datetime import timedelta

MOST_ATTEMPTS = 5


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 1, 4, 16, 64 minutes."""
    return timedelta(minutes=4 ** (attempts - 1))
