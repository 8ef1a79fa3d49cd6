"""Files of the demonstration as checked uploads, the way a person's upload arrives."""

from django.core.files.base import ContentFile

from campaign_portal.lib.files import Upload, read_upload

from .pictures import meeting, poster

LIMIT = 20 * 1024 * 1024


def picture_upload(caption: str, *, seed: int) -> Upload:
    file = ContentFile(meeting(caption, seed), name=f"anh-minh-hoa-{seed}.jpg")
    return read_upload(file, max_bytes=LIMIT, kinds=["jpeg"])


def poster_upload(name: str, lines: list[str]) -> Upload:
    return read_upload(ContentFile(poster(lines), name=name), max_bytes=LIMIT, kinds=["jpeg"])
