"""Files as they are handed in: what is a letter, what can only be an attachment, and what is not taken."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from campaign_portal.lib.files import DOCUMENTS, PICTURES, Upload, UploadError, clean_name, read_upload
from campaign_portal.lib.storage import store, store_upload
from directives.intake import IntakeError, Reading
from directives.services.taking_in import Incoming

MAX_FILES = 10
ATTACHED = (*DOCUMENTS, *PICTURES, "txt")
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "pdf": "application/pdf",
}  # the rest is kept as plain text: a web page must not run from here
NO_LETTER = ("not_a_letter", "scan", "unknown_type", "empty")
"""Refusals of the reader that say "no letter", not "a dangerous or broken file": such a file may be an attachment."""


@dataclass
class Part:
    """One file that passed, not stored yet."""

    name: str
    data: bytes
    readings: list[Reading] = field(default_factory=list)
    upload: Upload | None = None

    def kept(self, now: datetime) -> Incoming:
        """Store the bytes; call it before a transaction opens."""
        if self.upload:
            return Incoming(store_upload(self.upload, now=now), self.upload.name)
        content_type = TYPES.get(self.name.rsplit(".", 1)[-1].lower(), "text/plain")
        return Incoming(store(self.data, content_type, now=now), self.name, self.readings)


def read_files(files: list[UploadedFile], read: Callable[[str, bytes], list[Reading]]) -> list[Part]:
    """What was chosen, in its order; at least one letter is among it. `read(name, data)` reads letters.

    Raises IntakeError: of several files it names the one to mend. One file stamped secret refuses them all.
    """
    _refuse_too_much(files)
    if len(files) == 1:
        return [_letter(files[0], read)]
    parts, refusals = [], []
    for file in files:
        try:
            parts.append(_letter(file, read))
        except IntakeError as error:
            if error.code not in NO_LETTER:
                raise _about(file, error) from error
            refusals.append(_about(file, error))
            parts.append(_attachment(file, error.code))
    if len(refusals) == len(files):
        raise refusals[0]
    return parts


def _refuse_too_much(files: list[UploadedFile]) -> None:
    limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
    if len(files) > MAX_FILES:
        raise IntakeError(
            "too_many", _("Mỗi lần tải tối đa %(count)d tệp. Hãy chia thành nhiều lần.") % {"count": MAX_FILES}
        )
    for file in files:
        if file.size > settings.UPLOAD_MAX_BYTES:
            sentence = _("Tệp lớn hơn %(limit)d MB. Hãy giảm dung lượng ảnh trong tệp, hoặc dán toàn văn văn bản.")
            error = IntakeError("too_big", sentence % {"limit": limit})
            raise error if len(files) == 1 else _about(file, error)
    if sum(file.size for file in files) > 3 * settings.UPLOAD_MAX_BYTES:
        sentence = _("Các tệp cộng lại lớn hơn %(limit)d MB. Hãy tải văn bản trước, thêm đính kèm ở bước Kiểm tra.")
        raise IntakeError("too_big", sentence % {"limit": 3 * limit})


def _letter(file: UploadedFile, read: Callable[[str, bytes], list[Reading]]) -> Part:
    file.seek(0)
    data = file.read()
    return Part(clean_name(file.name), data, read(file.name, data))


def _attachment(file: UploadedFile, code: str) -> Part:
    """A file that is no letter: kept as it is when it is of a kind that people may be sent.

    What the reader has opened, in a process of its own, is not opened here again.
    """
    name = clean_name(file.name)
    if file.size and code != "unknown_type" and name.rsplit(".", 1)[-1].lower() in TYPES:
        file.seek(0)
        return Part(name, file.read())
    try:
        upload = read_upload(file, max_bytes=settings.UPLOAD_MAX_BYTES, kinds=ATTACHED)
    except UploadError as error:
        raise _about(file, IntakeError(error.code, error.message)) from error
    return Part(upload.name, upload.data, upload=upload)


def _about(file: UploadedFile, error: IntakeError) -> IntakeError:
    return IntakeError(error.code, f"{clean_name(file.name)}: {error.message}")
