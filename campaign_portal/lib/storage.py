"""Files by their SHA-256: the same bytes are on the disk once, and never change.

The bytes are written before the row, so that a row never points at nothing; bytes without a row harm nobody.
"""

import contextlib
import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from campaign_portal.lib import images
from campaign_portal.lib.files import Upload
from campaign_portal.lib.models import StoredFile


class ContentStorage:
    """The one place that knows where bytes lie: MEDIA_ROOT/ab/cd/<sha256>."""

    def path(self, sha256: str) -> Path:
        return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256

    def put(self, data: bytes) -> str:
        """Write bytes and return their SHA-256. Two writers of the same do no harm; a crash leaves no half file."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        if not path.exists():
            path.parent.mkdir(mode=settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS or 0o750, parents=True, exist_ok=True)
            _write_whole(path, data)
        return sha256

    def open(self, sha256: str) -> BinaryIO:
        """Open for reading. Raises FileNotFoundError."""
        return self.path(sha256).open("rb")


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
    """Keep a checked upload; of a picture also the copy that people are shown. Call it before a transaction opens.

    Raises images.PictureError for a picture that `read_upload` has not seen.
    """
    if not upload.is_picture:
        return store(upload.data, upload.content_type, now=now)
    copy = images.display_copy(upload.data)
    width, height = images.size_of(upload.data)
    display = store(copy.data, copy.content_type, now=now, width=copy.width, height=copy.height)
    stored = store(
        upload.data, upload.content_type, now=now, width=width, height=height, taken_at=copy.taken_at, display=display
    )
    if stored.display_id is None and stored != display:  # first met as somebody's display copy: it holds no metadata
        stored.display = display
        stored.save(update_fields=["display"])
    return stored


def open_stored(stored: StoredFile) -> BinaryIO:
    """Open the bytes of a row for reading. Raises FileNotFoundError when the disk has lost them."""
    return content_storage.open(stored.sha256)


def is_intact(stored: StoredFile) -> bool:
    """Say whether the bytes on the disk still are what was stored."""
    try:
        with open_stored(stored) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == stored.sha256
    except OSError:
        return False


def _write_whole(path: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, settings.FILE_UPLOAD_PERMISSIONS or 0o640)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
