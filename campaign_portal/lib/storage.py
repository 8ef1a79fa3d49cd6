"""Files by their SHA-256: the same bytes are kept once, and never change.

The bytes are written before the row, so that a row never points at nothing; bytes without a row harm nobody.
"""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _

from campaign_portal.lib import images, near, previews
from campaign_portal.lib.errors import Refused
from campaign_portal.lib.files import Upload
from campaign_portal.lib.models import StoredFile

log = logging.getLogger(__name__)


class StorageDown(Refused, OSError):
    """The disk is full, or the server that keeps the bytes does not answer: nothing was stored, nothing was read."""


class ContentStorage:
    """The one place that knows under which name bytes lie: ab/cd/<sha256>, in STORAGES["evidence"] (see stores.py)."""

    @property
    def backend(self) -> Storage:
        return storages["evidence"]

    def name(self, sha256: str) -> str:
        return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"

    def path(self, sha256: str) -> Path:
        """Where the bytes lie on a disk; a bucket has no such place."""
        return Path(settings.MEDIA_ROOT) / self.name(sha256)

    def put(self, data: bytes) -> str:
        """Write bytes that are not there yet, and return their SHA-256. Raises StorageDown; then nothing is there."""
        sha256 = hashlib.sha256(data).hexdigest()
        name = self.name(sha256)
        with _in_words():
            if not self.backend.exists(name):
                self.backend.save(name, ContentFile(data))
        return sha256

    def open(self, sha256: str) -> BinaryIO:
        """Open for reading. Raises FileNotFoundError for what is lost, StorageDown where nobody can tell."""
        with _in_words():
            return self.backend.open(self.name(sha256))


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        log.exception("The store of files does not work.")
        words = _("Kho lưu tệp tạm thời không dùng được. Hãy thử lại sau ít phút; nếu vẫn vậy, báo quản trị hệ thống.")
        raise StorageDown(words) from error


content_storage = ContentStorage()


def store(data: bytes, content_type: str, *, now: datetime, **about) -> StoredFile:
    """Keep bytes and return their row, the existing one when they are kept already (then `about` is not looked at).

    `about`: width, height, taken_at, display. Call it before a transaction opens. Raises ValueError for no bytes.
    """
    if not data:
        raise ValueError("an empty file is not stored")
    sha256 = content_storage.put(data)
    facts = {"size": len(data), "content_type": content_type, "created_at": now} | about
    return StoredFile.objects.get_or_create(sha256=sha256, defaults=facts)[0]


def store_upload(upload: Upload, *, now: datetime) -> StoredFile:
    """Keep a checked upload; of a picture also the copy that people are shown, of a PDF its first page. Call it before
    a transaction opens.

    Raises images.PictureError for a picture that `read_upload` has not seen.
    """
    if upload.kind == "pdf":
        return _with_preview(store(upload.data, upload.content_type, now=now), upload.data, now)
    if not upload.is_picture:
        return store(upload.data, upload.content_type, now=now)
    copy = images.display_copy(upload.data)
    width, height = images.size_of(upload.data)
    display = store(copy.data, copy.content_type, now=now, width=copy.width, height=copy.height)
    near.remember(display, copy.data)
    stored = store(
        upload.data, upload.content_type, now=now, width=width, height=height, taken_at=copy.taken_at, display=display
    )
    if stored.display_id is None and stored != display:  # first met as somebody's display copy: it holds no metadata
        stored.display = display
        stored.save(update_fields=["display"])
    return stored


def _with_preview(stored: StoredFile, data: bytes, now: datetime) -> StoredFile:
    """A PDF that cannot be drawn is kept without a picture; when it comes again, it is tried again."""
    drawn = None if stored.preview_id else previews.first_page(data)
    if drawn:
        stored.preview = store(drawn, "image/jpeg", now=now)
        stored.save(update_fields=["preview"])
    return stored


def open_stored(stored: StoredFile) -> BinaryIO:
    """Open the bytes of a row for reading. Raises FileNotFoundError when they are lost, StorageDown."""
    return content_storage.open(stored.sha256)


def is_intact(stored: StoredFile) -> bool:
    """Say whether the bytes still are what was stored."""
    try:
        with open_stored(stored) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == stored.sha256
    except OSError:
        return False
