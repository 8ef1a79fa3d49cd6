import io
import struct
import zipfile
import zlib

import pytest

from campaign_portal.lib import ooxml
from campaign_portal.lib.ooxml import OfficeError, check, kind_of
from campaign_portal.lib.tests.factories import docx_bytes, pptx_bytes, with_members, xlsx_bytes, zip_bytes


def code_of(data: bytes) -> str:
    with pytest.raises(OfficeError) as caught:
        check(data)
    return caught.value.code


@pytest.mark.parametrize("data, kind", [(docx_bytes(), "docx"), (xlsx_bytes(), "xlsx"), (pptx_bytes(), "pptx")])
def test_the_three_kinds_are_told_apart_and_opened(data, kind):
    assert kind_of(data) == kind
    assert check(data) is None


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    assert code_of(with_members(docx_bytes(), {"word/media/a.bin": b"\0" * (8 * 1024 * 1024)})) == "bomb"


def test_a_bomb_hidden_among_honest_ratios_is_refused_by_its_sum(monkeypatch):
    monkeypatch.setattr(ooxml, "MAX_UNPACKED", 1000)
    assert code_of(docx_bytes()) == "bomb"


def test_too_many_members_are_refused(monkeypatch):
    monkeypatch.setattr(ooxml, "MAX_MEMBERS", 3)
    assert code_of(docx_bytes()) == "bomb"


def test_one_huge_part_of_xml_is_refused(monkeypatch):
    monkeypatch.setattr(ooxml, "MAX_XML", 100)
    assert code_of(docx_bytes()) == "bomb"


def test_a_member_that_states_a_false_size_is_refused():
    """The directory says 20 bytes with a matching checksum; unpacked at once it would be 4 MB."""
    lie, truth = b"\0" * 20, b"\0" * (4 * 1024 * 1024)
    data = bytearray(with_members(docx_bytes(), {"word/media/a.bin": truth}))
    sizes = struct.pack("<I", len(truth))
    data = bytes(data).replace(struct.pack("<I", zlib.crc32(truth)), struct.pack("<I", zlib.crc32(lie)))
    data = data.replace(sizes, struct.pack("<I", len(lie)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read("word/media/a.bin") == lie  # what a parser would see, after unpacking all of it
    assert code_of(data) == "bomb"


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/VBAPROJECT.BIN"])
def test_macros_are_refused(name):
    assert code_of(with_members(docx_bytes(), {name: b"x"})) == "macro"


def test_a_macro_document_under_another_name_is_refused():
    types = b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    assert code_of(with_members(docx_bytes(), {"[Content_Types].xml": types})) == "macro"


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "word/../../evil", "..\\evil"])
def test_a_member_that_leaves_its_folder_is_refused(name):
    assert code_of(with_members(docx_bytes(), {name: b"x"})) == "broken"


def test_a_member_with_a_password_is_refused():
    data = bytearray(pptx_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert code_of(bytes(data)) == "password"


def test_an_unusual_compression_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("[Content_Types].xml", b"x" * 1000)
    assert code_of(out.getvalue()) == "broken"


def test_an_entity_bomb_is_refused():
    bomb = b'<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><presentation>&b;</presentation>'
    assert code_of(with_members(pptx_bytes(), {"ppt/presentation.xml": bomb})) == "broken"


@pytest.mark.parametrize(
    "data, code",
    [
        (b"PK\x03\x04", "broken"),
        (b"PK\x05\x06" + b"\0" * 18, "broken"),  # an archive of nothing
        (zip_bytes({"a.txt": b"a"}), "zip"),
        (zip_bytes({"[Content_Types].xml": b"<Types/>"}), "broken"),
        (with_members(docx_bytes(), {"word/document.xml": b"<w:document"}), "broken"),
        (with_members(xlsx_bytes(), {"xl/workbook.xml": b"not xml"}), "broken"),
        (with_members(pptx_bytes(), {"ppt/presentation.xml": b""}), "broken"),
        (docx_bytes()[: len(docx_bytes()) // 2], "broken"),
    ],
)
def test_what_is_no_office_document_is_refused(data, code):
    assert code_of(data) == code


def test_bytes_damaged_on_the_way_are_refused():
    data = bytearray(docx_bytes())
    for place in range(200, len(data) // 2, 97):
        data[place] ^= 0xFF
    assert code_of(bytes(data)) == "broken"
