"""The append-only log of what people and the system did outside the life of a letter: views, exports, sign-ins, people.

Each line carries the hash of the line before it, so that a line changed or removed behind the application's back shows.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from campaign_portal.lib.models import ActivityEntry

FIRST_HASH = "0" * 64

# Any fixed number: PostgreSQL serialises the writers of the chain on it; SQLite's immediate transactions do so anyway.
_CHAIN_LOCK = 20_241_120


@dataclass(frozen=True)
class Verdict:
    """What `verify` found: lines read, and the key of the first line that does not fit (None when all do)."""

    lines: int
    broken_at: int | None = None

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None


def record(*, actor, verb: str, subject: str, detail: Mapping | None = None, now: datetime) -> ActivityEntry:
    """Add a line. `actor` is a user or None for the system; `detail` is JSON with dates, Decimals and UUIDs as text.

    Writers wait for each other until the end of the transaction: call it last. Raises ValueError for a naive `now`, and
    TypeError for a float in `detail` (the two databases give floats back differently, which would break the hash).
    """
    if now.tzinfo is None:
        raise ValueError("now is an aware datetime")
    plain = json.loads(json.dumps(dict(detail or {}), cls=DjangoJSONEncoder), parse_float=_refuse_float)
    with transaction.atomic():
        _wait_for_the_chain()
        last = ActivityEntry.objects.order_by("-pk").values_list("hash", flat=True).first()
        entry = ActivityEntry(
            at=now,
            actor=actor,
            verb=verb,
            subject=subject[:300],
            detail=plain,
            previous_hash=last or FIRST_HASH,
        )
        entry.hash = _hash_of(entry)
        entry.save(force_insert=True)
    return entry


def verify() -> Verdict:
    """Read the whole log and say where the chain breaks, if it does. Lines cut off at its end cannot be noticed here:
    compare the last hash with one kept elsewhere."""
    expected, lines = FIRST_HASH, 0
    for entry in ActivityEntry.objects.order_by("pk").iterator(chunk_size=2000):
        if entry.previous_hash != expected or entry.hash != _hash_of(entry):
            return Verdict(lines, broken_at=entry.pk)
        expected, lines = entry.hash, lines + 1
    return Verdict(lines)


def _hash_of(entry: ActivityEntry) -> str:
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = [entry.previous_hash, at, entry.actor_id, entry.verb, entry.subject, entry.detail]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _wait_for_the_chain() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])


def _refuse_float(text: str):
    raise TypeError(f"the log takes no floats ({text}): use a whole number or text")
