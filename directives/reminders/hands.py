"""The steps that each message takes for itself: into the hands of one run, and out of them when it has gone.

Plain SQL in one go, because building such queries costs more than running them, and a mail waits for the disk once.
"""

from datetime import datetime

from django.db import connection, transaction

from directives.models import Message

_CLAIM = """UPDATE directives_message SET state = 'sending', state_at = %s, attempts = attempts + 1
    WHERE id = %s AND state = 'planned' AND revision = %s"""
_SENT = "UPDATE directives_message SET state = 'sent', state_at = %s, reason = '' WHERE id = %s AND state = 'sending'"


def claim(message: Message, *, now: datetime, gone: Message | None = None) -> bool:
    """Whether the message is ours: exactly one of any number of runs changes the row. Each claim is an attempt.

    One that has changed since it was written is nobody's: its words would be silent about what it took along. `gone`
    is the one before it, written down as sent in the same transaction.
    """
    moment = _moment(now)
    before = [(_SENT, [moment, gone.pk])] if gone else []
    if not _run(*before, (_CLAIM, [moment, message.pk, message.revision])):
        return False
    message.attempts += 1
    return True


def mark_sent(message: Message, *, now: datetime) -> None:
    """Write down, for good, that a claimed message has gone out; a second time changes nothing."""
    _run((_SENT, [_moment(now), message.pk]))


def _moment(now: datetime):
    return Message._meta.get_field("state_at").get_db_prep_value(now, connection)


def _run(*statements: tuple[str, list]) -> int:
    """Run statements in one transaction; return how many rows the last one changed."""
    if connection.vendor == "postgresql":  # several sent at once are one transaction
        together = "; ".join(sql for sql, _values in statements)
        return _executed(together, [each for _sql, values in statements for each in values])
    with transaction.atomic():
        return [_executed(sql, values) for sql, values in statements][-1]


def _executed(sql: str, values: list) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount
