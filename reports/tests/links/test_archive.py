"""The kept copy: what came is what is kept, any archive tool reads it, and nothing of the process is patched."""

import gzip
import subprocess
import sys
from io import BytesIO

from warcio.archiveiterator import ArchiveIterator

from reports.links.archive import pack, read_copy
from reports.links.fetch import Fetched
from units.tests.factories import local

AT = local("2024-11-05 10:00")
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Transfer-Encoding", "chunked"),
    ("Set-Cookie", "phien=bi-mat"),
    ("X-Ten", "Ninh Kiá»u"),
]


def answer(body: bytes = "<title>Bài</title><p>Tuyên truyền</p>".encode(), headers=HEADERS, **more) -> Fetched:
    return Fetched("https://ninhkieu.example/bai", 200, "OK", headers, body, address="203.162.10.20", **more)


def records(data: bytes) -> list:
    return [(each.rec_type, each.rec_headers, each.http_headers, each.raw_stream.read())
            for each in ArchiveIterator(BytesIO(data))]  # fmt: skip


def test_the_copy_holds_the_answer_as_it_came():
    kinds = records(pack(answer(), at=AT))
    assert [each[0] for each in kinds] == ["warcinfo", "response"]
    _, about, head, body = kinds[1]
    assert body == answer().body
    assert about.get_header("WARC-Target-URI") == "https://ninhkieu.example/bai"
    assert about.get_header("WARC-Date") == "2024-11-05T03:00:00Z"
    assert about.get_header("WARC-IP-Address") == "203.162.10.20"
    assert about.get_header("WARC-Truncated") is None
    assert about.get_header("WARC-Payload-Digest").startswith("sha1:")
    assert head.get_statuscode() == "200"
    assert head.get_header("Content-Length") == str(len(body))


def test_what_was_only_of_the_wire_and_cookies_are_left_out():
    head = records(pack(answer(), at=AT))[1][2]
    assert head.get_header("Transfer-Encoding") is None
    assert head.get_header("Set-Cookie") is None


def test_the_copy_is_read_back_with_its_page():
    copy = read_copy(BytesIO(pack(answer(), at=AT)))
    assert (copy.url, copy.at, copy.content_type, copy.is_cut) == (answer().url, AT, "text/html", False)
    assert (copy.page.title, copy.page.text) == ("Bài", "Tuyên truyền")


def test_a_packed_page_stays_packed_in_the_copy_and_is_read_all_the_same():
    body = gzip.compress("<p>Tuyên truyền</p>".encode())
    packed = answer(body, [("Content-Type", "text/html"), ("Content-Encoding", "gzip")])
    data = pack(packed, at=AT)
    assert records(data)[1][3] == body
    assert read_copy(BytesIO(data)).page.text == "Tuyên truyền"


def test_a_cut_page_says_so():
    assert read_copy(BytesIO(pack(answer(is_cut=True), at=AT))).is_cut is True


def test_a_picture_has_no_text():
    copy = read_copy(BytesIO(pack(answer(b"\xff\xd8", [("Content-Type", "image/jpeg")]), at=AT)))
    assert (copy.content_type, copy.page) == ("image/jpeg", None)


def test_a_page_that_looks_like_an_archive_is_only_a_page():
    body = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    data = pack(answer(body, [("Content-Type", "text/plain")]), at=AT)
    assert len(records(data)) == 2
    assert records(data)[1][3] == body


def test_rubbish_is_no_copy():
    for data in (b"", b"rubbish", gzip.compress(b"rubbish"), pack(answer(), at=AT)[:200]):
        assert read_copy(BytesIO(data)) is None


def test_the_http_client_of_the_process_is_not_patched():
    code = "import reports.links.archive, sys; print('warcio.capture_http' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said == "False\n"
