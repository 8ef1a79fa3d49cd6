import io
import struct
import zlib
from datetime import UTC, datetime

import pytest
from PIL import Image

from campaign_portal.lib import images
from campaign_portal.lib.images import PictureError, display_copy, open_picture, size_of
from campaign_portal.lib.tests.factories import phone_photo, picture_bytes


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes whose header promises a huge picture."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_the_copy_says_nothing_about_place_phone_or_comment():
    photo = phone_photo()
    assert b"SecretPhone" in photo
    assert b"SecretComment" in photo
    copy = display_copy(photo)
    assert dict(opened(copy.data).getexif()) == {}
    assert {"exif", "comment", "xmp", "icc_profile"} & set(opened(copy.data).info) == set()
    assert b"Secret" not in copy.data


@pytest.mark.parametrize(
    "taken, offset, at",
    [
        ("2024:11:14 08:30:00", None, datetime(2024, 11, 14, 1, 30, tzinfo=UTC)),
        ("2024:11:14 08:30:00", "+09:00", datetime(2024, 11, 13, 23, 30, tzinfo=UTC)),
        (None, None, None),
        ("0000:00:00 00:00:00", None, None),
        ("hôm qua", None, None),
        ("2024:11:14 08:30:00", "mười", None),
    ],
)
def test_the_moment_of_capture_is_read_from_the_original(taken, offset, at):
    taken = taken and taken.encode("ascii", "replace").decode()
    offset = offset and offset.encode("ascii", "replace").decode()
    assert display_copy(phone_photo(taken=taken, offset=offset)).taken_at == at


def test_a_picture_held_sideways_stands_upright_in_the_copy():
    copy = display_copy(phone_photo((400, 200), orientation=6))  # red left half, to be turned clockwise
    picture = opened(copy.data).convert("RGB")
    assert (copy.width, copy.height) == picture.size == (200, 400)
    assert picture.getpixel((100, 50))[0] > 200
    assert picture.getpixel((100, 350))[2] > 200


@pytest.mark.parametrize(
    "size, shown",
    [((1600, 900), (1600, 900)), ((1601, 1601), (1600, 1600)), ((4000, 1000), (1600, 400)), ((30, 40), (30, 40))],
)
def test_the_copy_has_at_most_1600_pixels_a_side_and_is_never_enlarged(size, shown):
    copy = display_copy(picture_bytes(size))
    assert (copy.width, copy.height) == opened(copy.data).size == shown


@pytest.mark.parametrize(
    "form, mode, colour",
    [
        ("JPEG", "RGB", "red"),
        ("JPEG", "L", 80),
        ("JPEG", "CMYK", (0, 255, 255, 0)),
        ("PNG", "RGBA", (255, 0, 0, 128)),
        ("PNG", "P", 3),
        ("PNG", "LA", (0, 0)),
        ("PNG", "1", 1),
        ("PNG", "I;16", 5),
        ("WEBP", "RGBA", (255, 0, 0, 255)),
    ],
)
def test_every_kind_and_colour_mode_becomes_a_plain_jpeg(form, mode, colour):
    copy = display_copy(picture_bytes(form=form, mode=mode, colour=colour))
    picture = opened(copy.data)
    assert (picture.format, picture.mode, copy.content_type) == ("JPEG", "RGB", "image/jpeg")


def test_what_is_transparent_becomes_white():
    copy = display_copy(picture_bytes(form="PNG", mode="RGBA", colour=(0, 0, 0, 0)))
    assert opened(copy.data).getpixel((5, 5)) == (255, 255, 255)


def test_the_size_of_the_original_is_that_of_the_file():
    assert size_of(phone_photo((400, 200), orientation=6)) == (400, 200)


@pytest.mark.parametrize("width, height", [(10_000, 5001), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_of_over_50_megapixels_is_never_decoded(width, height):
    with pytest.raises(PictureError) as caught:
        open_picture(png_that_claims(width, height))
    assert caught.value.code == "too_many_pixels"


def test_the_limit_itself_is_allowed(monkeypatch):
    monkeypatch.setattr(images, "MAX_PIXELS", 1200)
    assert open_picture(picture_bytes((40, 30))).size == (40, 30)
    with pytest.raises(PictureError):
        open_picture(picture_bytes((41, 30)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0" + b"x" * 500,
        picture_bytes((300, 300))[:-400],
        picture_bytes((300, 300), form="PNG")[:200],
        png_that_claims(100, 100),
        b"GIF89a" + b"\0" * 100,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_what_is_no_whole_picture_is_broken(data):
    with pytest.raises(PictureError) as caught:
        display_copy(data)
    assert caught.value.code == "broken"
