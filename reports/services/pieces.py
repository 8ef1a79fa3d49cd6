"""Files that come in pieces: the bytes so far lie in a temporary file, a row says how many are there."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.files import clean_name
from campaign_portal.lib.rows import lock
from reports.models import PartialUpload

from .uploads import KINDS, take_in

MOST_UNFINISHED = 20
KEPT = timedelta(hours=24)
"""How long a file may stay unfinished. Of a finished one the row goes too; its bytes are in the store."""


def receive(*, key: uuid.UUID, name: str, size: int, offset: int, piece: bytes, actor, now: datetime) -> PartialUpload:
    """Add a piece to the file that this person sends under `key`; one that does not fit at the end changes nothing.

    `received` of the row that comes back says where to go on, also after a lost answer. Raises `Refused` for a file
    that is empty or too large and for too many at once, PermissionDenied for another person's key.
    """
    _refuse_size(name, size)
    with transaction.atomic():
        row = _begun(key, name, size, actor, now)
        if row.stored_id or offset != row.received:
            return row
        if offset + len(piece) > row.size:
            raise Refused(_("Tệp “%(name)s” đã thay đổi trong lúc gửi. Hãy chọn lại tệp.") % {"name": row.name})
        row.received, row.touched_at = _write(row, offset, piece), now
        row.save(update_fields=["received", "touched_at"])
    return row


def finish(*, upload: PartialUpload, now: datetime, kinds: Iterable[str] = KINDS) -> PartialUpload:
    """Check a file whose last piece is here and store it. Raises `Refused`, naming the file, for what is not taken,
    and StorageDown where the store does not answer; then the same request may be sent again."""
    if upload.stored_id or upload.received < upload.size:
        return upload
    try:
        with place(upload).open("rb") as file:
            taken = take_in([File(file, name=upload.name)], now=now, kinds=kinds)
    except FileNotFoundError:  # the same request, sent twice, was faster; or the disk has lost it: from the start
        PartialUpload.objects.filter(pk=upload.pk, stored=None).update(received=0)
        upload.refresh_from_db()
        return upload
    if taken.down:  # the pieces stay: whoever asks again a minute later has nothing to send again
        raise taken.down
    if not taken.proofs:
        forget(upload)
        raise Refused(taken.refusals[0])
    upload.stored, upload.name = taken.proofs[0].stored, taken.proofs[0].name
    upload.save(update_fields=["stored", "name"])
    place(upload).unlink(missing_ok=True)
    return upload


def sweep(*, now: datetime) -> int:
    """Forget files that nobody has gone on sending for a day, and return how many. May run at any time, twice too."""
    old = list(PartialUpload.objects.filter(touched_at__lt=now - KEPT))
    for row in old:
        forget(row)
    return len(old)


def forget(upload: PartialUpload) -> None:
    place(upload).unlink(missing_ok=True)
    PartialUpload.objects.filter(pk=upload.pk).delete()


def place(upload: PartialUpload) -> Path:
    """Where the bytes so far lie; the name is made of the key alone."""
    return Path(settings.FILE_UPLOAD_TEMP_DIR) / f"part-{upload.key.hex}"


def _refuse_size(name: str, size: int) -> None:
    about = {"name": clean_name(name), "limit": max(1, settings.UPLOAD_MAX_BYTES // 2**20)}
    if size < 1:
        raise Refused(_("Tệp “%(name)s”: Tệp này trống (0 byte). Hãy kiểm tra rồi chọn lại tệp.") % about)
    if size > settings.UPLOAD_MAX_BYTES:
        words = _("Tệp “%(name)s”: Tệp lớn hơn %(limit)d MB. Hãy chọn tệp nhỏ hơn hoặc nén lại.")
        raise Refused(words % about)


def _begun(key: uuid.UUID, name: str, size: int, actor, now: datetime) -> PartialUpload:
    row = PartialUpload.objects.filter(key=key).first()
    if row is None:
        unfinished = PartialUpload.objects.filter(person=actor, stored=None, touched_at__gt=now - KEPT)
        if unfinished.count() >= MOST_UNFINISHED:
            raise Refused(_("Đang có quá nhiều tệp gửi dở. Hãy đợi các tệp đó gửi xong rồi chọn thêm."))
        columns = {"person": actor, "name": clean_name(name), "size": size, "touched_at": now}
        row = PartialUpload.objects.get_or_create(key=key, defaults=columns)[0]
    row = lock(row)
    if row.person_id != actor.pk:
        raise PermissionDenied
    if row.size != size:
        raise Refused(_("Tệp “%(name)s” đã thay đổi trong lúc gửi. Hãy chọn lại tệp.") % {"name": row.name})
    return row


def _write(row: PartialUpload, offset: int, piece: bytes) -> int:
    """Put a piece at its place and return how much is there: nothing where the disk has lost what came before."""
    try:
        with place(row).open("r+b" if offset else "wb") as file:
            file.truncate(offset)  # what a crash may have left beyond the row's word
            file.seek(offset)
            file.write(piece)
    except FileNotFoundError:
        return 0
    return offset + len(piece)
