"""From messages to people: claim one, ask again what is open, send, write down how it went, take the next.

Each channel has a loop and a stop of its own: one that is down leaves its messages for later and holds up no other.
"""

import logging
from collections import Counter
from datetime import datetime
from time import monotonic

from django.db import DatabaseError
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from campaign_portal.lib.rows import where
from campaign_portal.lib.workdays import WorkCalendar
from directives.deadlines import in_office_hours
from directives.models import Directive, Message

from . import compose, news
from .addresses import Mended
from .assemble import assemble
from .channels import Channel, Failure, Outgoing, label_of, switched_on
from .channels.base import Send
from .channels.email.channel import EmailChannel, Transport
from .failures import MOST_ATTEMPTS, pause
from .links import page_of, whole
from .notices import assemble_notices
from .receipt_link import without_keys
from .settle import settle
from .sweep import sweep

log = logging.getLogger(__name__)
WRITERS = {"reminder": compose, "question": news}
"""Which module writes a message of a kind: its `compose`, its `render` and its `envelope`."""
MOST_PER_RUN = 500  # of one channel; the next tick takes the rest
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
    try:
        with channel.opened() as send, Mended(channel, now=now) as mended:
            for pk in _keys(channel.key, now, directive):
                outcome = _settled(pk, now, channel, send, mended)
                counts[outcome] += 1
                if outcome == "unreachable" or monotonic() > until:
                    break
    except Exception:
        log.exception("The channel %s stopped", channel.key)
        counts["errors"] += 1
    return counts


def _settled(pk: int, now: datetime, channel: Channel, send: Send, mended: Mended) -> str:
    try:
        return _send_one(pk, now, channel, send, mended)
    except DatabaseError:
        log.exception("Message %s could not be settled; the sweep will give it back", pk)
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


def _claim(pk: int, now: datetime) -> Message | None:
    """The message, if it is ours: exactly one of any number of runs changes the row. Each claim is an attempt."""
    row = Message.objects.filter(pk=pk, state=Message.State.PLANNED)
    if not row.update(state=Message.State.SENDING, state_at=now, attempts=F("attempts") + 1):
        return None
    return Message.objects.select_related("person__preference").get(pk=pk)


def _send_one(pk: int, now: datetime, channel: Channel, send: Send, mended: Mended) -> str:
    message = _claim(pk, now)
    if message is None:
        return "taken"
    writer = WRITERS[message.kind]
    try:
        composed = writer.compose(message, now=now)
        if not composed.sections:
            end = next(iter(composed.silent.values()))
            settle(message, state=end.state, reason=end.reason, now=now, silent=composed.silent)
            return str(end.state)
        message.address, why = channel.address_of(message.person)
        if not message.address:
            settle(message, state=Message.State.FAILED, reason=why, now=now, silent=composed.silent)
            return "failed"
        send(_written(message, writer, composed, now))
    except DatabaseError:
        raise
    except Exception as error:
        return _failed(message, channel.judge(error), error, now)
    settle(message, state=Message.State.SENT, now=now, silent=composed.silent)
    mended.reached(message.address)
    return "sent"


def _written(message: Message, writer, composed, now: datetime) -> Outgoing:
    """Write the text, on the row as well: it is kept as it went out, less the addresses that act for its reader."""
    mail = writer.render(composed, message, now=now)
    message.subject, message.link = mail.subject[:300], page_of(composed)
    message.text, message.html = without_keys(mail.text), without_keys(mail.html)
    return Outgoing(
        person=message.person,
        address=message.address,
        message_id=message.message_id,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        link=whole(message.link),
        sent_at=now,
        envelope=writer.envelope(composed, message, now=now),
    )


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
    for pk in _keys(key, now, directive):
        if message := _claim(pk, now):
            settle(message, state=Message.State.FAILED, reason=reason, now=now)
            counts["failed"] += 1
    return counts
