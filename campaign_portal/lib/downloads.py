"""Stored files on their way out. The view has checked the rights before; nothing here does."""

import re
from typing import BinaryIO

from django.http import FileResponse

from campaign_portal.lib.models import StoredFile
from campaign_portal.lib.storage import open_stored

# An uploaded file gets no rights of our origin, whatever a browser takes it for.
POLICY = "default-src 'none'; sandbox"
INLINE = ("image/jpeg", "image/png", "image/webp", "application/pdf")


def serve(stored: StoredFile, *, name: str, as_attachment: bool = False, span: str = "") -> FileResponse:
    """Return the bytes under a name. Pictures and PDF open in the browser unless `as_attachment`; the rest is saved.

    For a picture that people look at pass `stored.shown`. `span` is the header Range, one part of which is answered:
    a phone asks for parts of a video before it plays one. Raises FileNotFoundError when the disk has lost the bytes.
    """
    inline = stored.content_type in INLINE and not as_attachment
    asked = part_of(span, stored.size)
    file = open_stored(stored)
    response = FileResponse(
        Part(file, *asked) if asked else file,
        as_attachment=not inline,
        filename=name,
        content_type=_content_type(stored),
    )
    response["Accept-Ranges"] = "bytes"
    if asked:
        first, last = asked
        response.status_code = 206
        response["Content-Length"] = str(last - first + 1)
        response["Content-Range"] = f"bytes {first}-{last}/{stored.size}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "private, no-cache"
    return response


def part_of(span: str, size: int) -> tuple[int, int] | None:
    """The first and the last byte asked for; None, and with it the whole, for none, for several and for nonsense."""
    found = re.fullmatch(r"bytes=([0-9]{0,15})-([0-9]{0,15})", span.strip())
    if not found or not any(found.groups()):
        return None
    start, end = found.groups()
    first = int(start) if start else max(0, size - int(end))
    last = min(int(end), size - 1) if start and end else size - 1
    return (first, last) if first <= last else None


class Part:
    """Some bytes of an open file, to be read once."""

    def __init__(self, file: BinaryIO, first: int, last: int):
        self.file, self.left = file, last - first + 1
        file.seek(first)

    def read(self, size: int) -> bytes:
        data = self.file.read(min(size, self.left))
        self.left -= len(data)
        return data

    def close(self) -> None:
        self.file.close()


def _content_type(stored: StoredFile) -> str:
    return "text/plain; charset=utf-8" if stored.content_type == "text/plain" else stored.content_type
