"""Stored files on their way out. The view has checked the rights before; nothing here does."""

from django.http import FileResponse

from campaign_portal.lib.models import StoredFile
from campaign_portal.lib.storage import open_stored

# An uploaded file gets no rights of our origin, whatever a browser takes it for.
POLICY = "default-src 'none'; sandbox"
INLINE = ("image/jpeg", "image/png", "image/webp", "application/pdf")


def serve(stored: StoredFile, *, name: str, as_attachment: bool = False) -> FileResponse:
    """Return the bytes under a name. Pictures and PDF open in the browser unless `as_attachment`; the rest is saved.

    For a picture that people look at pass `stored.shown`. Raises FileNotFoundError when the disk has lost the bytes.
    """
    inline = stored.content_type in INLINE and not as_attachment
    response = FileResponse(
        open_stored(stored), as_attachment=not inline, filename=name, content_type=_content_type(stored)
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "private, no-cache"
    return response


def _content_type(stored: StoredFile) -> str:
    return "text/plain; charset=utf-8" if stored.content_type == "text/plain" else stored.content_type
