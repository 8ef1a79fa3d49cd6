"""Stage 1: from pasted text or a file to clean NFC text."""

from ..errors import IntakeError
from .clean import clean, require_letter
from .docx import docx_text
from .markdown import looks_like_markdown, plain_from_markdown
from .plain import decode

MAX_BYTES = 20 * 1024 * 1024
MAX_CHARS = 2_000_000  # some 700 pages
ZIP, OLE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # the stream that holds a password-protected .docx


def from_text(text: str) -> str:
    """Clean text of a paste. Raises IntakeError when it is empty, too long, stamped secret or no letter."""
    if len(text) > MAX_CHARS:
        raise IntakeError("too_long")
    if looks_like_markdown(text):
        text = plain_from_markdown(text)
    return require_letter(clean(text))


def from_upload(name: str, data: bytes) -> str:
    """Clean text of an uploaded file, chosen by its first bytes and checked against its name."""
    if len(data) > MAX_BYTES:
        raise IntakeError("too_big")
    if not data:
        raise IntakeError("empty")
    suffix = name.lower().rpartition(".")[2] if "." in name else ""
    return from_text(_file_text(suffix, data))


def _file_text(suffix: str, data: bytes) -> str:
    if data.startswith(OLE):
        raise IntakeError("encrypted" if ENCRYPTED_PACKAGE in data else "old_word" if suffix == "doc" else "mismatch")
    if data.startswith(PDF):
        raise IntakeError("pdf")
    if suffix == "docm":
        raise IntakeError("macros")
    if suffix == "docx":
        return docx_text(data)
    if suffix not in ("txt", "md"):
        raise IntakeError("unknown_type")
    if data.startswith(ZIP):
        raise IntakeError("mismatch")
    return decode(data)
