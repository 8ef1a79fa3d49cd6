"""Uploaded files on their way to becoming evidence: checked and stored before any transaction opens."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from campaign_portal.lib.files import UploadError, clean_name, read_upload
from campaign_portal.lib.storage import StorageDown, store_upload

from .what import Proof

KINDS = ("jpeg", "png", "webp", "pdf", "docx", "xlsx", "mp4")
"""What proves an action; `campaign_portal.lib.contents` knows each by its bytes."""

REPLY_KINDS = ("pdf", "docx", "jpeg", "png")
"""What a unit's signed reply may be: a scan, a photo of the paper or the document itself."""

MOST_FILES = 10


@dataclass
class Taken:
    """Files that are stored, and a sentence for each that was not taken, naming it. `down`: the store does not answer,
    and the same file may be taken a minute later."""

    proofs: list[Proof] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    down: StorageDown | None = None


def take_in(files: Iterable, *, now: datetime, kinds: Iterable[str] = KINDS) -> Taken:
    """Check each file by what it holds and store the good ones; one bad file never costs the others.

    Pictures are re-encoded without location data for showing, the original is kept as it came.
    """
    taken = Taken()
    for file in files:
        try:
            upload = read_upload(file, max_bytes=settings.UPLOAD_MAX_BYTES, kinds=kinds)
            taken.proofs.append(Proof(stored=store_upload(upload, now=now), name=upload.name))
        except (UploadError, StorageDown) as error:
            taken.down = error if isinstance(error, StorageDown) else taken.down
            taken.refusals.append(_("Tệp “%(name)s”: %(why)s") % {"name": clean_name(file.name), "why": error})
    return taken


def each_once(proofs: Iterable[Proof]) -> list[Proof]:
    """The same bytes chosen twice count once, under the name given first."""
    kept: dict[int, Proof] = {}
    for proof in proofs:
        kept.setdefault(proof.stored.pk, proof)
    return list(kept.values())
