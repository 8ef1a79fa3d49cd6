"""Stage 1: from pasted text or a file to clean NFC text, one for each letter that is in it."""

from ..errors import IntakeError
from .bundle import split
from .clean import clean, is_letter, require_letter
from .docx import docx_texts
from .hypertext import charset, looks_like_html, plain_from_html
from .legacy import unicode_text
from .markdown import looks_like_markdown, plain_from_markdown
from .pdf import pdf_texts
from .plain import UTF16, decode
from .secrecy import require_no_stamp
from .word97 import doc_text

MAX_BYTES = 20 * 1024 * 1024
MAX_CHARS = 2_000_000  # some 700 pages
SUFFIXES = ("docx", "doc", "pdf", "html", "htm", "txt", "md")
ZIP, OLE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # the stream that holds a password-protected .docx
_WORD, _PAGES, _TEXT = ("doc", "docx"), ("html", "htm"), ("txt", "md")


def from_text(text: str) -> str:
    """Clean text of a paste. Raises IntakeError when it is empty, too long, stamped secret or no letter."""
    return require_letter(_clean(text))


def from_upload(name: str, data: bytes) -> list[str]:
    """Clean texts of the letters in an uploaded file, chosen by its first bytes and checked against its name.

    Raises IntakeError and nothing else. A file with a stamped secret anywhere in it is refused as a whole.
    """
    if len(data) > MAX_BYTES:
        raise IntakeError("too_big")
    if not data:
        raise IntakeError("empty")
    suffix = name.lower().rpartition(".")[2] if "." in name else ""
    try:
        text, around = _file_text(suffix, data)
        require_no_stamp(clean(around))
        whole = require_letter(_clean(text, keep_pages=True))
        return [part for part in split(whole) if is_letter(part)] or [whole.replace("\f", "")]
    except IntakeError:
        raise
    except MemoryError as error:
        raise IntakeError("too_heavy") from error
    except Exception as error:  # hostile bytes make a parser raise anything
        raise IntakeError("unreadable") from error


def _clean(text: str, *, keep_pages: bool = False) -> str:
    if len(text) > MAX_CHARS:
        raise IntakeError("too_long")
    if looks_like_html(text):
        text = plain_from_html(text)
    elif looks_like_markdown(text):
        text = plain_from_markdown(text)
    return clean(unicode_text(text), keep_pages=keep_pages)


def _file_text(suffix: str, data: bytes) -> tuple[str, str]:
    """The text of the file, and what stands around it on its pages."""
    if data.startswith(OLE):
        return _old_office(suffix, data)
    if PDF in data[:1024] and (suffix == "pdf" or data.startswith(PDF)):
        return pdf_texts(data, MAX_CHARS)
    if suffix == "docm":
        raise IntakeError("macros")
    if suffix == "docx" or (suffix == "doc" and data.startswith(ZIP)):
        return docx_texts(data)
    if suffix == "pdf":
        raise IntakeError("pdf")
    if suffix not in SUFFIXES:
        raise IntakeError("unknown_type")
    if data.startswith(ZIP):
        raise IntakeError("mismatch")
    return _plain(suffix, data), ""


def _old_office(suffix: str, data: bytes) -> tuple[str, str]:
    if ENCRYPTED_PACKAGE in data:
        raise IntakeError("encrypted")
    try:
        return doc_text(data, MAX_CHARS)
    except IntakeError as error:
        if error.code == "old_word" and suffix != "doc":
            raise IntakeError("mismatch") from error
        raise


def _plain(suffix: str, data: bytes) -> str:
    """Text and web pages; offices also save web pages as .doc."""
    if suffix == "doc" and b"\0" in data and not data.startswith(UTF16):
        raise IntakeError("old_word")
    text = decode(data, charset(data) if suffix in (*_PAGES, "doc") else "utf-8")
    if suffix == "doc" and not looks_like_html(text):
        raise IntakeError("old_word")
    return text
