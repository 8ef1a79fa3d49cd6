"""Bytes to text: packed pages within a bound, honest and odd encodings, old Vietnamese fonts."""

import gzip
import zlib

import pytest

from reports.links.decode import MAX_TEXT, MAX_UNPACKED, modern, to_text, unpack

WORDS = "Cảnh giác lừa đảo trực tuyến"


@pytest.mark.parametrize("name", ["", "identity", "IDENTITY "])
def test_an_unpacked_page_is_itself(name):
    assert unpack(b"trang", name) == b"trang"


def test_a_packed_page_is_unpacked():
    raw = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    assert unpack(gzip.compress(b"trang"), "gzip") == b"trang"
    assert unpack(gzip.compress(b"trang"), "X-Gzip") == b"trang"
    assert unpack(zlib.compress(b"trang"), "deflate") == b"trang"
    assert unpack(raw.compress(b"trang") + raw.flush(), "deflate") == b"trang"


def test_a_bomb_ends_at_the_bound():
    bomb = gzip.compress(b"\0" * 100_000_000)
    assert len(bomb) < 110_000
    assert len(unpack(bomb, "gzip")) == MAX_UNPACKED


def test_a_bomb_within_a_bomb_is_unpacked_once():
    inner = gzip.compress(b"\0" * 1_000_000)
    assert unpack(gzip.compress(inner), "gzip") == inner


def test_what_breaks_half_way_is_read_up_to_there():
    packed = gzip.compress(b"".join(f"dong {n}\n".encode() for n in range(5000)))
    assert unpack(packed[: len(packed) // 2], "gzip").startswith(b"dong 0\ndong 1\n")
    assert unpack(b"khong phai gzip", "gzip") == b""


@pytest.mark.parametrize("name", ["br", "zstd", "gzip, gzip", "compress", "x"])
def test_a_packing_nobody_asked_for_is_not_guessed_at(name):
    assert unpack(b"abc", name) is None


@pytest.mark.parametrize(
    ("data", "declared"),
    [
        pytest.param(WORDS.encode(), "", id="UTF-8 unsaid"),
        pytest.param(WORDS.encode("utf-8-sig"), "text/html; charset=iso-8859-1", id="a mark outdoes the header"),
        pytest.param(WORDS.encode("utf-16"), "", id="UTF-16 with a mark"),
        pytest.param(b"\xfe\xff" + WORDS.encode("utf-16-be"), "", id="UTF-16, the other way round"),
        pytest.param(WORDS.encode("utf-16-le"), "text/html; charset=UTF-16LE", id="UTF-16 by the header"),
        pytest.param(WORDS.encode(), "text/html; charset=us-ascii", id="a header that is wrong, bytes undefined there"),
        pytest.param(WORDS.encode(), 'text/html; charset="utf-8"', id="quoted"),
        pytest.param(WORDS.encode(), "text/html; charset=x-khong-co", id="an encoding nobody knows"),
        pytest.param(WORDS.encode(), "text/html; charset=rot13", id="a codec that is no encoding"),
        pytest.param(WORDS.encode(), "text/html; charset=zip", id="a codec of bytes"),
        pytest.param(WORDS.encode(), "text/html; charset=idna", id="a codec of names"),
        pytest.param(WORDS.encode(), "text/html; charset=unicode_escape", id="a codec of Python's"),
        pytest.param(WORDS.encode() + b"\xe1\xba", "", id="cut in the middle of a letter"),
    ],
)
def test_words_are_read(data, declared):
    assert to_text(data, declared) == WORDS


def test_a_page_names_its_own_encoding():
    page = '<html><META http-equiv="Content-Type" content="text/html; charset=windows-1258">Tuyên truyền'
    assert to_text(page.encode("cp1258", "replace"), "text/html").endswith("Tuyên truy?n")
    assert to_text('<meta charset="utf-16">Hội'.encode()) == '<meta charset="utf-16">Hội'


def test_combining_marks_come_out_composed():
    assert to_text("Ho\u0323\u0302i".encode()) == "Hội"


def test_rubbish_is_text_too_and_holds_no_zeros():
    assert to_text(b"\x81\x8d\xff\0abc", "text/html; charset=utf-8").endswith("abc")
    assert "\0" not in to_text(b"a\0b")


def test_text_ends_at_its_bound():
    assert len(to_text(b"a" * (MAX_TEXT + 5))) == MAX_TEXT


def test_pages_of_old_fonts_become_unicode():
    tcvn3 = "C¶nh gi¸c lõa ®¶o trùc tuyÕn, tuyªn truyÒn cho ng­êi d©n"
    assert modern(to_text(tcvn3.encode("latin-1"), "text/html; charset=x-viet-tcvn5712")) == (
        "Cảnh giác lừa đảo trực tuyến, tuyên truyền cho người dân"
    )
    assert modern(WORDS) == WORDS
