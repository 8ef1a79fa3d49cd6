"""Word 97-2003 files: what one sees in Word comes out, and broken ones are refused in words."""

import contextlib
import struct
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directives.intake import IntakeError, read_bundle, read_upload
from directives.intake.extract import from_upload
from directives.intake.extract.legacy import Run
from directives.intake.extract.lists import Lists
from directives.intake.extract.word97 import binary, doc_text, document, pieces, sprm, story, styles
from directives.intake.extract.word97.binary import Broken, Bytes

from .letters import TRUTH, saved
from .word_files import bac_ninh, in_tcvn3, in_vni, long_an, two_letters

LONG_AN = (TRUTH / "long_an.doc").read_bytes()
LIMIT = 100_000


def doc(name: str) -> bytes:
    return (TRUTH / f"{name}.doc").read_bytes()


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def refusal(data: bytes, name: str = "a.doc") -> str:
    with pytest.raises(IntakeError) as refused:
        from_upload(name, data)
    return refused.value.code


def outcome(data: bytes) -> str:
    """How reading ends; anything but a letter or an IntakeError fails the test."""
    try:
        from_upload("a.doc", data)
    except IntakeError as error:
        return error.code
    return "read"


def word_stream(data: bytes) -> int:
    """Place of the stream WordDocument; LibreOffice writes it in one piece."""
    return data.index(b"\xec\xa5")


def changed(place: int, value: bytes) -> bytes:
    at = word_stream(LONG_AN) + place
    return LONG_AN[:at] + value + LONG_AN[at + len(value) :]


@pytest.mark.parametrize("name", ["long_an", "bac_ninh"])
def test_the_text_is_what_one_sees_in_word(name):
    expected = (TRUTH / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert lines(from_upload("a.doc", doc(name))[0]) == expected


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("long_an", long_an),
        ("bac_ninh", bac_ninh),
        ("long_an_tcvn3", lambda: in_tcvn3(long_an())),
        ("long_an_vni", lambda: in_vni(long_an())),
    ],
)
def test_a_doc_reads_like_the_docx_it_was_saved_from(name, made):
    assert read_upload("a.doc", doc(name)).data == read_upload("a.docx", saved(made())).data


def test_letters_in_old_fonts_read_like_the_one_in_unicode():
    expected = read_upload("a.doc", LONG_AN).data
    assert expected["issuer"] == "SỞ Y TẾ"
    assert read_upload("a.doc", doc("long_an_tcvn3")).data == expected
    assert read_upload("a.doc", doc("long_an_vni")).data == expected


def test_a_doc_with_two_letters_gives_both():
    found = [reading.data for reading in read_bundle("a.doc", doc("two_letters"))]
    assert found == [reading.data for reading in read_bundle("a.docx", saved(two_letters()))]
    assert [data["number"] for data in found] == ["1345", "1346"]


def test_hidden_words_and_page_numbers_stay_out():
    assert "chữ ẩn" not in from_upload("a.doc", doc("bac_ninh"))[0]
    assert "PAGE" not in from_upload("a.doc", LONG_AN)[0]


def test_a_doc_with_the_name_of_a_docx_is_read():
    assert read_upload("a.docx", LONG_AN).data == read_upload("a.doc", LONG_AN).data


def test_a_docx_with_the_name_of_a_doc_is_read():
    assert read_upload("a.doc", saved(long_an())).data["number"] == "1345"


def test_an_encrypted_doc_is_refused():
    flags = struct.unpack_from("<H", LONG_AN, word_stream(LONG_AN) + 0x0A)[0]
    assert refusal(changed(0x0A, struct.pack("<H", flags | 0x0100))) == "encrypted"


class Streams:
    """The streams of an old Word file by path and size, as `olefile` lists them."""

    def __init__(self, sizes: dict[str, int]):
        self._sizes = sizes

    def listdir(self) -> list[list[str]]:
        return [path.split("/") for path in self._sizes]

    def get_size(self, path: list[str]) -> int:
        return self._sizes["/".join(path)]


@pytest.mark.parametrize(
    ("sizes", "refused"),
    [
        ({"WordDocument": 9000, "1Table": 900}, False),
        ({"Macros/VBA/dir": 500, "Macros/VBA/_VBA_PROJECT": 2600, "Macros/VBA/ThisDocument": 900}, False),
        ({"Macros/VBA/dir": 500, "Macros/VBA/ThisDocument": 5000}, True),
        ({"Macros/VBA/dir": 500, "Macros/VBA/Module1": 700}, True),
        ({"Macros/VBA/dir": 500, "Macros/VBA/AutoOpen": 10}, True),
        ({"_VBA_PROJECT_CUR/VBA/NewMacros": 10}, True),
    ],
)
def test_macros_in_an_old_word_file_are_refused_and_an_empty_project_is_none(sizes, refused):
    with pytest.raises(IntakeError) if refused else contextlib.nullcontext() as error:
        document._refuse_macros(Streams(sizes))
    assert not refused or error.value.code == "macros"


def test_a_word_95_file_is_refused():
    assert refusal(changed(2, struct.pack("<H", 0x68))) == "old_word"


def test_a_story_longer_than_its_pieces_is_no_reason_to_fail():
    assert "Kính gửi" in from_upload("a.doc", changed(76, struct.pack("<I", 0x7FFFFFFF)))[0]


def test_a_piece_table_outside_its_stream_is_refused():
    assert refusal(changed(0x1A2, struct.pack("<II", 0x7FFFFFF0, 100))) == "old_word"


def test_without_styles_fonts_and_formatting_the_words_are_still_read():
    data = LONG_AN
    for number in (1, 12, 13, 15):
        at = word_stream(data) + 154 + 8 * number
        data = data[:at] + struct.pack("<II", 0, 0) + data[at + 8 :]
    assert "Trường Cao đẳng Y tế Long An" in from_upload("a.doc", data)[0]


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_truncated_doc_is_refused_or_read_in_part(share):
    assert outcome(LONG_AN[: int(len(LONG_AN) * share)]) in ("read", "old_word", "not_a_letter", "empty")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(LONG_AN) - 1), st.integers(0, 255)), min_size=1, max_size=40))
def test_flipped_bytes_raise_nothing_else(changes):
    data = bytearray(LONG_AN)
    for at, value in changes:
        data[at] = value
    assert outcome(bytes(data))


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=3000))
def test_junk_behind_the_signature_raises_nothing_else(junk):
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + junk) == "old_word"


def test_more_characters_than_the_limit_are_refused():
    with pytest.raises(IntakeError) as refused:
        doc_text(LONG_AN, 100)
    assert refused.value.code == "too_long"


def test_pieces_that_repeat_one_place_stop_at_the_limit():
    """A table of a few bytes may promise more text than memory holds."""
    count = 1000
    places = b"".join(struct.pack("<I", 4000 * at) for at in range(count + 1))
    table = places + struct.pack("<HIH", 0, 0x40000000, 0) * count
    found = pieces.pieces(Bytes(b"\x02" + struct.pack("<I", len(table)) + table))
    assert (len(found), found[-1].end, found[0].width) == (count, 4_000_000, 1)


def test_one_and_two_byte_pieces_are_decoded():
    word = Bytes("Số".encode("utf-16-le") + b"\x93x\x94\x81")
    assert pieces.Piece(0, 2, 0, 2).decode(word, 0, 2) == "Số"
    assert pieces.Piece(0, 4, 4, 1).decode(word, 4, 4) == "“x”\x81"


@pytest.mark.parametrize("clx", [b"", b"\x02", b"\x01\x05\x00", b"\x07abc", b"\x02\x04\x00\x00\x00abcd"])
def test_a_broken_piece_table_says_so(clx):
    with pytest.raises(Broken):
        pieces.pieces(Bytes(clx))


@given(st.binary(max_size=200), st.integers(-5, 300), st.integers(-5, 300))
def test_reading_outside_a_stream_says_so(data, at, size):
    stream = binary.Bytes(data)
    for read, width in ((stream.u8, 1), (stream.u16, 2), (stream.u32, 4), (stream.s32, 4)):
        with pytest.raises(Broken) if at < 0 or at + width > len(data) else contextlib.nullcontext():
            read(at)
    with pytest.raises(Broken) if at < 0 or size < 0 or at + size > len(data) else contextlib.nullcontext():
        assert len(stream.part(at, size)) == size


@given(st.binary(max_size=200))
def test_any_bytes_are_read_as_property_changes(data):
    with contextlib.suppress(Broken):
        assert all(len(value) <= len(data) for _, _, value in sprm.sprms(Bytes(data)))


def nested() -> list[story.Line]:
    """A row of two cells; the first holds a table of two cells."""
    outer, inner = styles.Paragraph(in_table=True, depth=1), styles.Paragraph(in_table=True, depth=2)

    def line(words: str, look: styles.Paragraph, *, cell: bool = True, row: bool = False) -> story.Line:
        return story.Line([Run(words)], replace(look, row_end=row), cell_end=cell)

    return [
        line("A", inner),
        line("B", inner),
        line("", inner, row=True),
        line("trong ô", outer),
        line("C", outer),
        line("", outer, row=True),
    ]


def test_a_table_in_a_cell_reads_cell_by_cell_within_that_cell():
    lines_of_table = nested()
    texts = ["".join(run.text for run in line.runs) for line in lines_of_table]
    blocks = document._Blocks(Lists({}, {})).read(lines_of_table, texts)
    assert [text for _, text in blocks] == ["A\nB\ntrong ô", "C"]


def test_a_table_that_ends_with_its_file_is_read_as_far_as_it_goes():
    lines_of_table = nested()[:2]
    blocks = document._Blocks(Lists({}, {})).read(lines_of_table, ["A", "B"])
    assert "\n".join(text for _, text in blocks).split() == ["A", "B"]
