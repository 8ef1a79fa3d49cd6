"""What is not taken in, and the sentence that says what to do instead."""

import io
import struct
import zipfile

import pytest
from docx import Document

from directives.intake import IntakeError, read_text, read_upload
from directives.intake.errors import MESSAGES
from directives.intake.extract import MAX_BYTES, MAX_CHARS, package

from .letters import decree_30_docx, letter, saved

OLE_HEADER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(call, *arguments) -> str:
    with pytest.raises(IntakeError) as refused:
        call(*arguments)
    assert refused.value.message == MESSAGES[refused.value.code]
    return refused.value.code


def zipped(members: dict[str, bytes], compression=zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("text", ["", "   \n\t\n", "\ufeff\u200b"])
def test_an_empty_paste_is_refused(text):
    assert refusal(read_text, text) == "empty"


def test_an_empty_file_is_refused():
    assert refusal(read_upload, "a.txt", b"") == "empty"


@pytest.mark.parametrize(
    "text",
    [
        "Chào bạn, chiều nay họp lúc 15 giờ nhé.",
        "Lorem ipsum dolor sit amet. " * 200,
        "SELECT * FROM units;",
        "\n".join("abc"),
    ],
)
def test_a_text_that_is_no_letter_is_refused(text):
    assert refusal(read_text, text) == "not_a_letter"


def test_a_paste_longer_than_any_letter_is_refused():
    assert refusal(read_text, "a" * (MAX_CHARS + 1)) == "too_long"


def test_a_file_of_30_mb_is_refused_whatever_it_is():
    data = b"a" * (30 * 1024 * 1024)
    assert refusal(read_upload, "a.txt", data) == "too_big"
    assert refusal(read_upload, "a.docx", b"PK\x03\x04" + data) == "too_big"


def test_a_file_of_just_the_limit_is_looked_at():
    assert refusal(read_upload, "a.txt", b"a" * MAX_BYTES) == "too_long"


@pytest.mark.parametrize(
    "stamp",
    [
        "MẬT",
        "TỐI MẬT",
        "  TUYỆT MẬT  ",
        "T Ố I   M Ậ T",
        "ĐỘ MẬT: TUYỆT MẬT",
        "Độ mật: Mật",
        "BỘ CÔNG AN          MẬT",
        "BỘ CÔNG AN\tTỐI MẬT",
        "| MẬT | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |",
        "**MẬT**",
        "M\u1eacT".replace("\u1eac", "A\u0323\u0302"),
    ],
)
def test_a_stamped_secret_is_refused(stamp):
    assert refusal(read_text, f"{stamp}\n{letter('dong_thap')}") == "secret"


def test_words_about_secrecy_are_no_stamp():
    text = letter("dong_thap").replace("Trong quá trình", "Bảo vệ BÍ MẬT NHÀ NƯỚC, giữ mật khẩu. Trong quá trình")
    assert read_text(text).data["number"] == "0512"


def test_a_secret_stamp_in_a_word_file_is_refused():
    document = Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "BỘ CÔNG AN\nTỐI MẬT"
    for line in letter("dong_thap").splitlines():
        document.add_paragraph(line)
    assert refusal(read_upload, "a.docx", saved(document)) == "secret"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docx", b"this is no Word file", "not_docx"),
        ("a.docx", b"PK\x03\x04 and nothing else", "not_docx"),
        ("a.docx", zipped({"xl/workbook.xml": b"<a/>"}), "not_docx"),
        ("a.docx", zipped({"word/document.xml": b"<a>not closed"}), "not_docx"),
        ("a.docx", zipped({"word/document.xml": b"<a/>"}), "not_docx"),
        ("a.docm", zipped({"word/document.xml": b"<a/>"}), "macros"),
        ("a.docx", zipped({"word/document.xml": b"<a/>", "word/vbaProject.bin": b"x"}), "macros"),
        ("a.docx", OLE_HEADER + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.doc", OLE_HEADER + bytes(512), "old_word"),
        ("a.docx", OLE_HEADER + bytes(512), "mismatch"),
        ("a.pdf", b"%PDF-1.7", "pdf"),
        ("a.txt", zipped({"a": b"b"}), "mismatch"),
        ("a.txt", b"\x00\x01\x02\x03", "not_text"),
        ("a.txt", "Kính gửi".encode("cp1258", "replace") + b"\xff\xfe", "encoding"),
        ("a.exe", b"MZ", "unknown_type"),
        ("letter", b"Text", "unknown_type"),
    ],
)
def test_a_file_of_another_kind_is_refused(name, data, code):
    assert refusal(read_upload, name, data) == code


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = zipped({"word/document.xml": bytes(60 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert refusal(read_upload, "a.docx", bomb) == "zip_limits"


def test_a_bomb_in_a_part_nobody_reads_is_refused_too():
    assert refusal(read_upload, "a.docx", zipped({"word/media/image1.bmp": bytes(5 * 1024 * 1024)})) == "zip_limits"


def test_too_many_members_are_refused(monkeypatch):
    monkeypatch.setattr(package, "MAX_MEMBERS", 3)
    assert refusal(read_upload, "a.docx", zipped({f"m{n}": b"" for n in range(4)})) == "zip_limits"


def test_a_part_that_lies_about_its_size_is_refused():
    data = bytearray(zipped({"word/document.xml": b" " * 100_000 + b"<a/>"}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)  # the size in the central directory
    assert refusal(read_upload, "a.docx", bytes(data)) == "not_docx"


def test_entities_are_refused_and_not_expanded():
    xml = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]><a>&c;&c;</a>'
    assert refusal(read_upload, "a.docx", zipped({"word/document.xml": xml})) == "zip_limits"


def test_xml_nested_too_deep_is_refused():
    xml = b"<a>" * 5000 + b"</a>" * 5000
    assert refusal(read_upload, "a.docx", zipped({"word/document.xml": xml})) == "not_docx"


def test_an_encrypted_member_is_refused():
    data = bytearray(zipped({"word/document.xml": b"<a/>"}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refusal(read_upload, "a.docx", bytes(data)) == "encrypted"


def test_a_truncated_word_file_is_refused():
    data = decree_30_docx(letter("can_tho_2024"))
    assert refusal(read_upload, "a.docx", data[: len(data) // 2]) == "not_docx"


@pytest.mark.parametrize("code", MESSAGES)
def test_every_refusal_is_a_vietnamese_sentence_that_says_what_to_do(code):
    assert MESSAGES[code].endswith(".")
    assert "ãy " in MESSAGES[code]
