"""Pictures: opened with limits, and shown as a small copy that says nothing about where they were taken."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone
from PIL import ExifTags, Image, ImageOps

FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
MAX_PIXELS = 50_000_000
MAX_SIDE = 1600
QUALITY = 85


class PictureError(ValueError):
    """The bytes are no picture that can be shown: `code` is "broken" or "too_many_pixels"."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class DisplayCopy:
    """A JPEG of at most 1600 pixels a side without metadata. `width` and `height` are its own; `taken_at` is the
    moment of capture the camera wrote into the original (aware UTC), None where it wrote none."""

    data: bytes
    width: int
    height: int
    taken_at: datetime | None
    content_type: str = "image/jpeg"


def open_picture(data: bytes) -> Image.Image:
    """Open and decode a JPEG, PNG or WebP, a large JPEG at reduced size. Raises PictureError.

    The size is read from the header first: nothing over 50 megapixels is ever decoded.
    """
    try:
        picture = Image.open(io.BytesIO(data), formats=list(FORMATS))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureError("too_many_pixels") from None
    except Exception:
        raise PictureError("broken") from None
    if picture.width * picture.height > MAX_PIXELS:
        raise PictureError("too_many_pixels")
    try:
        picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
        picture.load()
    except Exception:  # hostile bytes make a decoder raise anything
        raise PictureError("broken") from None
    return picture


def size_of(data: bytes) -> tuple[int, int]:
    """Return the width and height in pixels of a picture that `open_picture` accepts, as stored in the file."""
    with Image.open(io.BytesIO(data), formats=list(FORMATS)) as picture:
        return picture.size


def display_copy(data: bytes) -> DisplayCopy:
    """Re-encode a picture for showing: upright, at most 1600 px, on white, without EXIF, GPS, XMP or comments.

    Raises PictureError.
    """
    picture = open_picture(data)
    taken_at = _taken_at(picture)
    try:
        clean = _clean(picture)
    except Exception:  # a colour mode nobody uses
        raise PictureError("broken") from None
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return DisplayCopy(out.getvalue(), clean.width, clean.height, taken_at)


def _clean(picture: Image.Image) -> Image.Image:
    """Paint the picture on a new one: Pillow hands comments and XMP of an opened picture on to the file it saves."""
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    upright = _upright(picture).convert("RGBA")
    clean = Image.new("RGB", upright.size, "white")
    clean.paste(upright, mask=upright)
    return clean


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # broken EXIF is no reason to lose the picture
        return picture


def _taken_at(picture: Image.Image) -> datetime | None:
    """Read the moment of capture: with its offset where the camera wrote one, else on local clocks."""
    try:
        exif = picture.getexif()
        details = exif.get_ifd(ExifTags.IFD.Exif)
        written = details.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
        offset = details.get(ExifTags.Base.OffsetTimeOriginal)
        return _parse_moment(str(written), offset and str(offset))
    except Exception:
        return None


def _parse_moment(written: str, offset: str | None) -> datetime:
    text = written.strip("\0 ")
    if offset:
        return datetime.strptime(f"{text} {offset.strip(chr(0) + ' ')}", "%Y:%m:%d %H:%M:%S %z").astimezone(UTC)
    local = datetime.strptime(text, "%Y:%m:%d %H:%M:%S").replace(tzinfo=timezone.get_default_timezone())
    return local.astimezone(UTC)
