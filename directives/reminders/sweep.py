"""Messages whose sender died between claiming and settling."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from directives.models import Message

from .failures import MOST_ATTEMPTS
from .settle import settle, settle_told

STALE = timedelta(hours=1)


def sweep(*, now: datetime) -> int:
    """Give back what has been "sending" for more than an hour; return how many.

    The sender may have died just before the mail went out or just after; nobody can know. We send again: a rare
    duplicate, which the same Message-ID lets mail programs recognise, beats a silent miss. The row is never doubled.
    After the last attempt the message is failed instead, so that one which kills its sender does not do so for ever.
    """
    stuck = Message.objects.filter(state=Message.State.SENDING, state_at__lt=now - STALE)
    for message in stuck.filter(attempts__gte=MOST_ATTEMPTS):
        settle(message, state=Message.State.FAILED, now=now, reason=_("Việc gửi bị ngắt giữa chừng nhiều lần."))
    settle_told(now=now)
    return stuck.filter(attempts__lt=MOST_ATTEMPTS).update(state=Message.State.PLANNED, state_at=now, try_at=now)
