"""Uploads: read once, checked by what they hold and not by what they are called, before any transaction opens."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from campaign_portal.lib import contents
from campaign_portal.lib.contents import KINDS, ContentError, Kind

PICTURES = ("jpeg", "png", "webp")
LETTERS = ("txt", "docx")
DOCUMENTS = ("pdf", "docx", "xlsx", "pptx")

MAX_NAME = 120

# Names that a computer runs when they are opened. Their content is refused as well; this gives the clearer sentence.
_PROGRAM = re.compile(
    "exe|com|bat|cmd|scr|pif|msi|msp|dll|jar|jse?|vb[se]|ws[fh]|psm?1|sh|hta|lnk|reg|cpl|apk|dmg|iso|"
    "x?html?|svg|xml|php|aspx?|do[ct]m|xl[st]m|xlam|xlsb|p[po]tm|ppam|ppsm"
)


class UploadError(ValueError):
    """A file that is not taken. `code` is for programs, `message` is a Vietnamese sentence saying what to do next."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Upload:
    """A file that passed: its bytes, their SHA-256 (hex), what they really are, and a name that is safe to show."""

    name: str
    data: bytes
    sha256: str
    content_type: str
    kind: str

    @property
    def size(self) -> int:
        return len(self.data)

    @property
    def is_picture(self) -> bool:
        return self.kind in PICTURES


def read_upload(uploaded, *, max_bytes: int, kinds: Iterable[str]) -> Upload:
    """Read an uploaded file (django.core.files.File) and check it; `kinds` are keys of KINDS. Raises UploadError.

    Call it before a transaction opens: it hashes and decodes. The name comes back without paths, control characters
    and text-direction marks, at most 120 characters long, and ends as the content demands.
    """
    allowed = [KINDS[kind] for kind in kinds]
    name = clean_name(uploaded.name or "")
    data = _read(uploaded, max_bytes)
    if _PROGRAM.fullmatch(_extension(name)):
        raise _not_allowed(allowed)
    try:
        kind = contents.recognise(data, name=name)
        _refuse_a_false_name(name, kind)
        if kind not in allowed:
            raise _not_allowed(allowed)
        kind.check(data)
    except ContentError as error:
        if error.code == "unknown" and (called := _called(name)):
            raise _false_name(name, called, code=error.code) from None
        raise UploadError(error.code, error.message) from None
    return Upload(_with_extension(name, kind), data, hashlib.sha256(data).hexdigest(), kind.content_type, kind.key)


def clean_name(name: str) -> str:
    """Return the last part of a file name, fit to be shown and stored: NFC, no control or direction marks, no path."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c if unicodedata.category(c)[0] not in "CZ" else _blank(c) for c in last)
    kept = re.sub(r'[<>:"|?*]', "-", " ".join(kept.split())).strip(". ")
    return _shorten(kept) or "tep"


def _blank(c: str) -> str:
    return " " if unicodedata.category(c)[0] == "Z" or c in "\t\r\n" else ""


def _shorten(name: str) -> str:
    if len(name) <= MAX_NAME:
        return name
    suffix = PurePosixPath(name).suffix[:10]
    return name[: MAX_NAME - len(suffix)].rstrip(". ") + suffix


def _read(uploaded, max_bytes: int) -> bytes:
    if uploaded.size == 0:
        raise UploadError("empty", _("Tệp này trống (0 byte). Hãy kiểm tra rồi chọn lại tệp."))
    data = b""
    if uploaded.size <= max_bytes:
        uploaded.seek(0)
        data = uploaded.read(max_bytes + 1)
    if not data or len(data) > max_bytes:
        limit = {"limit": max(1, max_bytes // (1024 * 1024))}
        raise UploadError("too_large", _("Tệp lớn hơn %(limit)d MB. Hãy chọn tệp nhỏ hơn hoặc nén lại.") % limit)
    return data


def _refuse_a_false_name(name: str, kind: Kind) -> None:
    """Refuse a file called .docx that holds something else; pictures may bear each other's names, phones do that."""
    called = _called(name)
    if called and called is not kind and called.family != kind.family:
        raise _false_name(name, called, kind)


def _called(name: str) -> Kind | None:
    """What a file is by its name."""
    return next((other for other in KINDS.values() if _extension(name) in other.extensions), None)


def _false_name(name: str, called: Kind, kind: Kind | None = None, *, code: str = "false_name") -> UploadError:
    """`kind` is what the bytes are, where that can be told."""
    found = _(" (đọc ra là %(found)s)") % {"found": kind.label} if kind else ""
    words = _(
        "Tệp có đuôi .%(extension)s nhưng bên trong không phải %(called)s%(found)s. "
        "Hãy mở tệp gốc, lưu lại đúng định dạng rồi tải lên."
    )
    return UploadError(code, words % {"extension": _extension(name), "called": called.label, "found": found})


def _not_allowed(allowed: Iterable[Kind]) -> UploadError:
    labels = ", ".join(dict.fromkeys(str(kind.label) for kind in allowed))
    return UploadError("kind", _("Loại tệp này không được nhận. Hãy chọn: %(kinds)s.") % {"kinds": labels})


def _extension(name: str) -> str:
    return PurePosixPath(name).suffix[1:].lower()


def _with_extension(name: str, kind: Kind) -> str:
    """Give the name the ending of its content, so that the file opens on the computer of who downloads it."""
    extension = _extension(name)
    if extension in kind.extensions:
        return name
    known = any(extension in other.extensions for other in KINDS.values())
    stem = PurePosixPath(name).stem if known else name
    return f"{stem[: MAX_NAME - 5]}.{kind.extensions[0]}"
