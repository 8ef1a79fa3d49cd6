"""What looks after stored files: bytes that are gone or altered are noticed, and old pictures get their hash."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import QuerySet

from campaign_portal.lib import near
from campaign_portal.lib.models import JobRun, StoredFile
from campaign_portal.lib.storage import StorageDown, open_stored

VERIFY_JOB = "campaign_portal.verify_evidence"
HASH_JOB = "campaign_portal.hash_pictures"

NIGHTLY = 5000
"""Files read again in one night; a store of a million is gone through in some months, by the command at once."""

HOURLY = 500
"""Old pictures hashed in one hour."""

NAMED = 50
"""Damaged files named in the row about a run; the count is whole."""


class Damaged(Exception):
    """Files are gone or altered: the run has failed, and whoever looks at runs sees why."""


@dataclass
class Verified:
    """What reading files again has shown. `last` is the key of the file read last, 0 at the end of all."""

    checked: int = 0
    damaged: list[tuple[StoredFile, str]] = field(default_factory=list)
    last: int = 0

    def as_detail(self) -> dict:
        named = [f"{state} {stored.sha256}" for stored, state in self.damaged[:NAMED]]
        return {"checked": self.checked, "damaged": len(self.damaged), "files": named, "last": self.last}

    def raise_if_damaged(self) -> None:
        if self.damaged:
            raise Damaged(f"{len(self.damaged)} of {self.checked} stored files are missing or altered")


def verify(*, after: int = 0, most: int | None = None) -> Verified:
    """Read stored files in the order of their keys and compare each with its SHA-256. Nothing is changed.

    Raises StorageDown where the store does not answer: then nobody can tell.
    """
    found = Verified()
    rows = StoredFile.objects.filter(pk__gt=after).order_by("pk")
    for stored in _some(rows, most):
        state = state_of(stored)
        found.checked, found.last = found.checked + 1, stored.pk
        if state != "intact":
            found.damaged.append((stored, state))
    if most is None or found.checked < most:
        found.last = 0
    return found


def state_of(stored: StoredFile) -> str:
    """intact, missing or altered. Raises StorageDown."""
    try:
        with open_stored(stored) as file:
            return "intact" if hashlib.file_digest(file, "sha256").hexdigest() == stored.sha256 else "altered"
    except FileNotFoundError:
        return "missing"


def where_it_ended() -> int:
    """The key after which the next nightly run goes on."""
    run = JobRun.objects.filter(name=VERIFY_JOB, detail__has_key="last").order_by("-started_at", "-pk").first()
    return run.detail["last"] if run else 0


@dataclass
class Hashed:
    """`unread` are pictures whose bytes are gone: `verify` names them."""

    hashed: int = 0
    unread: int = 0


def hash_pictures(*, most: int | None = None) -> Hashed:
    """Give pictures stored before there was a hash theirs, and pair them. May be stopped and run again at any time."""
    found = Hashed()
    for stored in _some(near.not_looked_at(), most):
        try:
            with open_stored(stored) as file:
                near.remember(stored, file.read())
        except StorageDown:
            raise
        except OSError:  # gone, or no longer a picture
            found.unread += 1
        else:
            found.hashed += 1
    return found


def _some(rows: QuerySet[StoredFile], most: int | None) -> Iterator[StoredFile]:
    keys: Iterable[int] = list((rows if most is None else rows[:most]).values_list("pk", flat=True))
    return (stored for stored in (StoredFile.objects.filter(pk=key).first() for key in keys) if stored)
