"""From messages to mail: claim one, ask again what is open, send, write down how it went, take the next."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from django.core.mail import get_connection
from django.db import DatabaseError
from django.db.models import F

from campaign_portal.lib.mail import send_mail_message
from campaign_portal.lib.workdays import WorkCalendar
from directives.deadlines import in_office_hours
from directives.models import Directive, Message

from .assemble import EMAIL, assemble
from .compose import compose, render
from .failures import MOST_ATTEMPTS, in_words, is_about_the_server, is_transient, pause
from .settle import settle
from .sweep import sweep

log = logging.getLogger(__name__)
MOST_PER_RUN = 500  # the next tick takes the rest; a run must end well before its claims look stale

Transport = Callable[..., object]
"""Takes `to`, `subject`, `text`, `html` and `message_id` by name, as `lib.mail.send_mail_message` does; raises what
the mail server answers."""


def send_due_messages(
    *,
    now: datetime,
    transport: Transport | None = None,
    directive: Directive | None = None,
    calendar: WorkCalendar | None = None,
) -> dict[str, int]:
    """Send what is planned, in office hours of a working day only; return how many ended how.

    Call it outside any transaction. `transport` replaces the mail server, `directive` restricts the run to one letter.
    Keys: sent, cancelled, missed, failed, postponed (tried again later), unreachable (so, and the run stopped because
    the server does not answer), taken (another run has it), swept, errors.
    """
    counts = Counter(swept=sweep(now=now), sent=0)
    if in_office_hours(now, calendar or WorkCalendar.load()):
        counts.update(assemble(now=now, directive=directive))
        with mail_server() as server:
            counts.update(_send_all(now, transport or server, directive))
    return dict(counts)


@contextmanager
def mail_server() -> Iterator[Transport]:
    """One connection for all mails of a run, opened by the first and anew after a failure."""
    connection = get_connection()

    def send(**mail) -> int:
        try:
            connection.open()
            return send_mail_message(connection=connection, **mail)
        except Exception:
            _close(connection)
            raise

    try:
        yield send
    finally:
        _close(connection)


def _close(connection) -> None:
    with suppress(OSError):  # a server that is gone does not answer to a farewell
        connection.close()


def _send_all(now: datetime, transport: Transport, directive: Directive | None) -> Counter:
    counts = Counter()
    for pk in _due(now, directive):
        try:
            outcome = _send_one(pk, now, transport)
        except DatabaseError:
            log.exception("Message %s could not be settled; the sweep will give it back", pk)
            outcome = "errors"
        counts[outcome] += 1
        if outcome == "unreachable":
            break
    return counts


def _due(now: datetime, directive: Directive | None) -> list[int]:
    rows = Message.objects.filter(state=Message.State.PLANNED, channel=EMAIL, try_at__lte=now)
    if directive:
        rows = rows.filter(pk__in=directive.reminders.values("messages"))
    return list(rows.order_by("slot", "pk").values_list("pk", flat=True)[:MOST_PER_RUN])


def _claim(pk: int, now: datetime) -> Message | None:
    """The message, if it is ours: exactly one of any number of runs changes the row. Each claim is an attempt."""
    row = Message.objects.filter(pk=pk, state=Message.State.PLANNED)
    if not row.update(state=Message.State.SENDING, state_at=now, attempts=F("attempts") + 1):
        return None
    return Message.objects.select_related("person").get(pk=pk)


def _send_one(pk: int, now: datetime, transport: Transport) -> str:
    message = _claim(pk, now)
    if message is None:
        return "taken"
    try:
        composed = compose(message, now=now)
        if not composed.sections:
            end = next(iter(composed.silent.values()))
            settle(message, state=end.state, reason=end.reason, now=now, silent=composed.silent)
            return str(end.state)
        mail = render(composed, message, now=now)
        message.address, message.subject = message.person.email, mail.subject[:300]
        message.text, message.html = mail.text, mail.html
        transport(
            to=[message.address],
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            message_id=message.message_id,
        )
    except DatabaseError:
        raise
    except Exception as error:
        return _failed(message, error, now)
    settle(message, state=Message.State.SENT, now=now, silent=composed.silent)
    return "sent"


def _failed(message: Message, error: Exception, now: datetime) -> str:
    """Put the message back for a later attempt when the failure may pass, else end it; the reason is kept in words."""
    log.warning("Message %s, attempt %d: %s", message.pk, message.attempts, type(error).__name__, exc_info=error)
    if not is_transient(error) or message.attempts >= MOST_ATTEMPTS:
        settle(message, state=Message.State.FAILED, now=now, reason=in_words(error))
        return "failed"
    message.state, message.state_at, message.reason = Message.State.PLANNED, now, in_words(error)
    message.try_at = now + pause(message.attempts)
    message.save(update_fields=["state", "state_at", "reason", "try_at"])
    return "unreachable" if is_about_the_server(error) else "postponed"
