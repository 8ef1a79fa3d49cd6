"""Bytes of a page to text: unpacked within a bound, then read in the encoding that makes sense of them."""

import codecs
import re
import zlib

from campaign_portal.lib.text import nfc
from directives.intake.extract.legacy import unicode_text

MAX_UNPACKED = 8 * 1024 * 1024
MAX_TEXT = 1_000_000  # characters
PIECE = 256 * 1024

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-z0-9_:.-]{2,40})""", re.IGNORECASE)
_NAMED = re.compile(r"""charset\s*=\s*["']?\s*([a-z0-9_:.-]{2,40})""", re.IGNORECASE)
# Python knows names that are no encodings of pages ("zip", "rot13", "unicode_escape"): only these are believed.
_BELIEVED = re.compile(
    r"(utf-8(-sig)?|utf-16(-[lb]e)?|ascii|cp125\d|iso8859-\d{1,2}|koi8-[ru]|gbk|gb2312|gb18030|big5|shift_jis|euc_(jp|kr))\Z"
)


def unpack(body: bytes, encoding: str) -> bytes | None:
    """The body as the page was written, at most MAX_UNPACKED bytes of it; None where the packing is unknown.

    A small answer that unpacks to gigabytes ends at the bound. What is broken half-way is read up to there.
    """
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return body[:MAX_UNPACKED]
    if name not in ("gzip", "x-gzip", "deflate"):
        return None
    if name == "deflate" and not _is_zlib(body):
        return _inflate(body, -zlib.MAX_WBITS)
    return _inflate(body, zlib.MAX_WBITS | 32)


def to_text(data: bytes, content_type: str = "") -> str:
    """Text of a page, composed Vietnamese, at most MAX_TEXT characters. Never fails: what cannot be read is replaced.

    Believed in this order: a mark at the beginning, UTF-16 named by the HTTP header, UTF-8 (bytes that happen to be
    right UTF-8 are nothing else), what the header or the page itself names, then one byte a letter.
    """
    for encoding in _candidates(data, content_type):
        text = _strictly(data, encoding)
        if text is not None:
            break
    else:
        text = data.decode("cp1252", "replace")
    return nfc(text[:MAX_TEXT].lstrip("\ufeff").replace("\0", ""))


def modern(text: str) -> str:
    """Words written for old Vietnamese fonts as Unicode; anything else as it is."""
    return nfc(unicode_text(text))


def _inflate(body: bytes, bits: int) -> bytes:
    unpacker, pieces, size = zlib.decompressobj(bits), [], 0
    try:
        while body and size < MAX_UNPACKED and not unpacker.eof:
            piece = unpacker.decompress(body, min(PIECE, MAX_UNPACKED - size))
            body = unpacker.unconsumed_tail
            pieces.append(piece)
            size += len(piece)
    except zlib.error:
        pass
    return b"".join(pieces)


def _is_zlib(body: bytes) -> bool:
    """Some servers send "deflate" without its envelope."""
    return len(body) > 1 and body[0] & 0x0F == 8 and (body[0] * 256 + body[1]) % 31 == 0


def _candidates(data: bytes, content_type: str) -> list[str]:
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    header, meta = _NAMED.search(content_type), _DECLARED.search(data[:4096])
    sent = _known(header[1]) if header else ""
    own = _known(meta[1].decode("ascii")) if meta else ""
    wide = [sent] if sent.startswith("utf-16") else []
    narrow = [each for each in (sent, own) if each and not each.startswith("utf-16")]
    return [*marked, *wide, "utf-8", *narrow]


def _known(name: str) -> str:
    """The codec's own name for an encoding of pages, or nothing."""
    try:
        found = codecs.lookup(name.strip().lower()).name
    except (LookupError, ValueError):
        return ""
    if found in ("iso8859-1", "ascii"):  # what browsers make of these names
        return "cp1252"
    return found if _BELIEVED.match(found) else ""


def _strictly(data: bytes, encoding: str) -> str | None:
    """The text, or None where the bytes are not in that encoding. The page may be cut in the middle of a letter."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3:
            return data[: error.start].decode(encoding, "ignore")
        return None
