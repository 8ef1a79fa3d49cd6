"""From messages to people: ask again what is open, and then claim one, send it, write down how it went, take the next.

Each channel has a loop and a stop of its own: one that is down leaves its messages for later and holds up no other.
"""

import logging
from collections import Counter, deque
from datetime import datetime
from time import monotonic
from typing import NamedTuple

from django.db import DatabaseError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from campaign_portal.lib.rows import where
from campaign_portal.lib.workdays import WorkCalendar
from directives.deadlines import in_office_hours
from directives.models import Directive, Message

from .addresses import Mended
from .assemble import assemble
from .channels import Channel, Failure, label_of, switched_on
from .channels.base import Send
from .channels.email.channel import EmailChannel, Transport
from .failures import MOST_ATTEMPTS, pause
from .hands import claim, mark_sent
from .notices import assemble_notices
from .settle import settle, settle_sent
from .sweep import sweep
from .writing import Written, write

log = logging.getLogger(__name__)
MOST_PER_RUN = 500  # of one channel; the next tick takes the rest
AT_ONCE = 100  # messages whose words are written together
FRESH = 5.0  # seconds that words may wait for their turn; then it is asked anew what is open
MOST_SECONDS = 300.0  # of one channel: a run must end well before its claims look stale, however slow a server is


def send_due_messages(
    *,
    now: datetime,
    transport: Transport | None = None,
    directive: Directive | None = None,
    calendar: WorkCalendar | None = None,
) -> dict[str, int]:
    """Send what is planned, in office hours of a working day only; return how many ended how.

    Call it outside any transaction. `transport` replaces the mail server, `directive` restricts the run to one letter.
    Keys: sent, cancelled, missed, failed, postponed (tried again later), unreachable (so, and its channel stopped
    because the server does not answer), taken (another run has it), swept, errors.
    """
    counts = Counter(swept=sweep(now=now), sent=0)
    if in_office_hours(now, calendar or WorkCalendar.load()):
        counts.update(assemble(now=now, directive=directive))
        counts.update(assemble_notices(now=now, directive=directive))
        counts.update(_send_all(now, _channels(transport), directive))
    return dict(counts)


def _channels(transport: Transport | None) -> list[Channel]:
    mail = EmailChannel(transport)
    return [mail if channel.key == mail.key else channel for channel in switched_on()]


def _send_all(now: datetime, channels: list[Channel], directive: Directive | None) -> Counter:
    waiting = set(_due(now, directive).order_by().values_list("channel", flat=True).distinct())
    counts = Counter()
    for channel in channels:
        if channel.key in waiting:
            counts.update(_send_by(channel, now, directive))
    for key in waiting - {channel.key for channel in channels}:
        counts.update(_end_switched_off(key, now, directive))
    return counts


def _send_by(channel: Channel, now: datetime, directive: Directive | None) -> Counter:
    """All that waits for one channel. Whatever goes wrong with it stays with it."""
    counts, until = Counter(), monotonic() + MOST_SECONDS
    keys = deque(_keys(channel.key, now, directive))
    try:
        with channel.opened() as send, Mended(channel, now=now) as mended:
            run = Run(channel, send, mended, now, until)
            while keys and not counts["unreachable"]:
                counts.update(_send_some(keys, run))
                if monotonic() > until:
                    break
    except Exception:
        log.exception("The channel %s stopped", channel.key)
        counts["errors"] += 1
    return counts


class Run(NamedTuple):
    """What the messages of one run share. `until`, of the clock that never goes back, is when it has to end."""

    channel: Channel
    send: Send
    mended: Mended
    now: datetime
    until: float


def _send_some(keys: deque[int], run: Run) -> Counter:
    """Take the next keys and send what they name, or as much of it as is gone before its words are too old.

    Each is written down as sent with the claim of the next; what they served follows for all of them. A sender that
    dies in between leaves that to the sweep.
    """
    counts, gone, last = Counter(), [], None
    taken = [keys.popleft() for _ in range(min(AT_ONCE, len(keys)))]
    written, fresh_until = deque(write(taken, run.channel, now=run.now)), min(monotonic() + FRESH, run.until)
    counts["taken"] += len(taken) - len(written)
    try:
        while written:
            letter, before, last = written.popleft(), last, None
            outcome = _settled(letter, before, run)
            counts[outcome] += 1
            if outcome == "sent":
                gone.append(last := letter.message)
            elif outcome == "errors":
                last = before  # its end may not have been written down either
            if outcome == "unreachable" or monotonic() > fresh_until:
                break
    finally:
        if last:
            mark_sent(last, now=run.now)
        settle_sent(gone, now=run.now)
    keys.extendleft(letter.message.pk for letter in reversed(written))
    return +counts


def _settled(letter: Written, before: Message | None, run: Run) -> str:
    try:
        return _send_one(letter, before, run)
    except DatabaseError:
        log.exception("Message %s could not be settled; the sweep will give it back", letter.message.pk)
        return "errors"


def _due(now: datetime, directive: Directive | None) -> QuerySet[Message]:
    rows = Message.objects.filter(state=Message.State.PLANNED, try_at__lte=now)
    if directive:
        of_letter = Q(serves__reminder__directive=directive) | Q(tells__notice__directive=directive)
        rows = where(rows, of_letter)
    return rows


def _keys(channel: str, now: datetime, directive: Directive | None) -> list[int]:
    rows = _due(now, directive).filter(channel=channel).order_by("slot", "pk")
    return list(rows.values_list("pk", flat=True)[:MOST_PER_RUN])


def _send_one(letter: Written, before: Message | None, run: Run) -> str:
    message, now = letter.message, run.now
    if not claim(message, now=now, gone=before):
        return "taken"
    if letter.end:
        settle(message, state=letter.end.state, reason=letter.end.reason, now=now, silent=letter.silent)
        return str(letter.end.state)
    try:
        if letter.error:
            raise letter.error
        run.send(letter.packed)
    except DatabaseError:
        raise
    except Exception as error:
        return _failed(message, run.channel.judge(error), error, now)
    run.mended.reached(message.address)
    return "sent"


def _failed(message: Message, failure: Failure, error: Exception, now: datetime) -> str:
    """Put the message back for a later attempt when the failure may pass, else end it; the reason is kept in words."""
    log.warning("Message %s, attempt %d: %s", message.pk, message.attempts, type(error).__name__, exc_info=error)
    if not failure.is_transient or message.attempts >= MOST_ATTEMPTS:
        settle(message, state=Message.State.FAILED, now=now, reason=failure.words)
        return "failed"
    message.state, message.state_at, message.reason = Message.State.PLANNED, now, failure.words
    message.try_at = now + pause(message.attempts)
    message.save(update_fields=["state", "state_at", "reason", "try_at"])
    return "unreachable" if failure.is_about_the_server else "postponed"


def _end_switched_off(key: str, now: datetime, directive: Directive | None) -> Counter:
    """A channel that was switched off after messages had been made for it sends them never."""
    counts = Counter()
    reason = _("Kênh %(channel)s đã tắt trong cấu hình của cổng.") % {"channel": label_of(key)}
    for message in Message.objects.filter(pk__in=_keys(key, now, directive)).order_by("pk"):
        if claim(message, now=now):
            settle(message, state=Message.State.FAILED, reason=reason, now=now)
            counts["failed"] += 1
    return counts
