from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from campaign_portal.lib.downloads import part_of, serve
from campaign_portal.lib.storage import store

NOW = datetime(2024, 11, 14, 1, 30, tzinfo=UTC)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def served(content_type: str, name: str = "a.bin", **options):
    """Headers and body of what a browser gets."""
    response = serve(store(b"noi dung", content_type, now=NOW), name=name, **options)
    body = b"".join(response.streaming_content)
    response.file_to_stream.close()  # response.close() would end the request, and the test's connection with it
    assert body == b"noi dung"
    return response.headers


@pytest.mark.parametrize("content_type", ["image/jpeg", "image/png", "image/webp", "application/pdf"])
def test_pictures_and_pdf_open_in_the_browser(content_type):
    headers = served(content_type, "anh.jpg")
    assert headers["Content-Disposition"] == 'inline; filename="anh.jpg"'
    assert headers["Content-Type"] == content_type
    assert served(content_type, "anh.jpg", as_attachment=True)["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize("content_type", [WORD, "video/mp4", "text/plain", "text/html", "image/svg+xml"])
def test_everything_else_is_saved_and_never_opened(content_type):
    assert served(content_type)["Content-Disposition"] == 'attachment; filename="a.bin"'
    assert served(content_type, as_attachment=False)["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize("content_type", ["image/jpeg", "application/pdf", WORD])
def test_an_uploaded_file_has_no_rights_of_our_pages(content_type):
    headers = served(content_type)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Content-Length"] == "8"


def test_a_vietnamese_name_is_sent_as_rfc_5987_says():
    headers = served("application/pdf", "Báo cáo Ô Môn.pdf")
    assert headers["Content-Disposition"] == f"inline; filename*=utf-8''{quote('Báo cáo Ô Môn.pdf')}"


def test_a_name_cannot_break_out_of_its_header():
    assert served(WORD, 'a"; x="b.docx')["Content-Disposition"] == r'attachment; filename="a\"; x=\"b.docx"'


def test_text_names_its_encoding():
    assert served("text/plain")["Content-Type"] == "text/plain; charset=utf-8"


def test_bytes_the_disk_has_lost_are_an_error(tmp_path):
    stored = store(b"abc", "text/plain", now=NOW)
    next(path for path in tmp_path.rglob("*") if path.is_file()).unlink()
    with pytest.raises(FileNotFoundError):
        serve(stored, name="a.txt")


# --- Parts ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("span", "asked"),
    [
        ("bytes=0-", (0, 9)),
        ("bytes=0-0", (0, 0)),
        ("bytes=0-1", (0, 1)),
        ("bytes=3-5", (3, 5)),
        ("bytes=9-", (9, 9)),
        ("bytes=3-99", (3, 9)),
        ("bytes=-4", (6, 9)),
        ("bytes=-99", (0, 9)),
        ("bytes=10-", None),
        ("bytes=5-3", None),
        ("bytes=-0", None),
        ("bytes=-", None),
        ("bytes=0-1,3-4", None),
        ("bytes=a-b", None),
        ("lines=0-1", None),
        ("bytes=9999999999999999-", None),
        ("", None),
    ],
)
def test_one_part_is_understood_and_nonsense_asks_for_the_whole(span, asked):
    assert part_of(span, 10) == asked


@pytest.mark.parametrize(("span", "body"), [("bytes=0-1", b"no"), ("bytes=4-", b"dung"), ("bytes=-3", b"ung")])
def test_a_part_of_a_video_is_answered_with_its_place(span, body):
    response = serve(store(b"noi dung", "video/mp4", now=NOW), name="a.mp4", span=span)
    assert b"".join(response.streaming_content) == body
    response.file_to_stream.close()
    first = b"noi dung".index(body)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{first + len(body) - 1}/8"
    assert response["Content-Length"] == str(len(body))
    assert response["Content-Type"] == "video/mp4"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_whole_says_that_parts_may_be_asked_for():
    headers = served("video/mp4")
    assert headers["Accept-Ranges"] == "bytes"
    assert "Content-Range" not in headers
    assert headers["Content-Length"] == "8"


def test_a_part_larger_than_a_block_comes_whole():
    data = bytes(range(256)) * 1024
    response = serve(store(data, "video/mp4", now=NOW), name="a.mp4", span="bytes=1000-200000")
    assert b"".join(response.streaming_content) == data[1000:200001]
    response.file_to_stream.close()
