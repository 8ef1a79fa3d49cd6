import hashlib
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_portal.lib.contents import KINDS
from campaign_portal.lib.files import DOCUMENTS, LETTERS, PICTURES, Upload, UploadError, clean_name, read_upload
from campaign_portal.lib.tests.factories import (
    SMALLEST_PDF,
    docx_bytes,
    mp4_bytes,
    phone_photo,
    picture_bytes,
    pptx_bytes,
    upload,
    with_members,
    xlsx_bytes,
    zip_bytes,
)

LETTER = "Kính gửi: Sở Giáo dục và Đào tạo\n"
GOOD = {
    "anh.jpg": (phone_photo(), "image/jpeg"),
    "anh.png": (picture_bytes(form="PNG"), "image/png"),
    "anh.webp": (picture_bytes(form="WEBP"), "image/webp"),
    "bao cao.pdf": (SMALLEST_PDF, "application/pdf"),
    "cong van.docx": (docx_bytes(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "bang.xlsx": (xlsx_bytes(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "trinh.pptx": (pptx_bytes(), "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "clip.mp4": (mp4_bytes(), "video/mp4"),
    "cong van.txt": (LETTER.encode(), "text/plain"),
}


def read(name: str, data: bytes, *, kinds=tuple(KINDS), max_bytes: int = 20 * 1024 * 1024) -> Upload:
    return read_upload(upload(name, data), max_bytes=max_bytes, kinds=kinds)


def refusal(name: str, data: bytes, **limits) -> UploadError:
    with pytest.raises(UploadError) as caught:
        read(name, data, **limits)
    assert str(caught.value) == caught.value.message
    return caught.value


@pytest.mark.parametrize("name", GOOD)
def test_each_kind_is_taken_as_what_it_is(name):
    data, content_type = GOOD[name]
    taken = read(name, data)
    assert taken == Upload(name, data, hashlib.sha256(data).hexdigest(), content_type, taken.kind)
    assert KINDS[taken.kind].content_type == content_type
    assert taken.size == len(data)
    assert taken.is_picture is content_type.startswith("image/")


@pytest.mark.parametrize("name", GOOD)
def test_a_kind_that_was_not_asked_for_is_refused(name):
    data, _ = GOOD[name]
    kind = read(name, data).kind
    assert refusal(name, data, kinds=[key for key in KINDS if key != kind]).code == "kind"


def test_the_refusal_says_what_is_taken():
    error = refusal("anh.png", GOOD["anh.png"][0], kinds=LETTERS)
    assert error.message == "Loại tệp này không được nhận. Hãy chọn: văn bản (.txt), Word (.docx)."


def test_the_sets_of_kinds_are_known_kinds():
    assert {*PICTURES, *LETTERS, *DOCUMENTS} <= set(KINDS)


def test_an_empty_file_is_refused_with_a_sentence():
    error = refusal("trong.docx", b"")
    assert (error.code, error.message) == ("empty", "Tệp này trống (0 byte). Hãy kiểm tra rồi chọn lại tệp.")


def test_the_size_limit_is_inclusive_and_named_in_the_sentence():
    data = b"a" * (2 * 1024 * 1024)
    assert read("a.txt", data, max_bytes=len(data)).size == len(data)
    error = refusal("a.txt", data + b"a", max_bytes=len(data))
    assert (error.code, error.message) == ("too_large", "Tệp lớn hơn 2 MB. Hãy chọn tệp nhỏ hơn hoặc nén lại.")


def test_a_file_that_understates_its_size_is_not_read_to_the_end():
    class Endless(io.RawIOBase):
        name, size, asked = "a.txt", 10, 0

        def seek(self, *args):
            return 0

        def read(self, count=-1):
            Endless.asked = count
            return b"a" * count

    with pytest.raises(UploadError) as caught:
        read_upload(Endless(), max_bytes=100, kinds=LETTERS)
    assert (caught.value.code, Endless.asked) == ("too_large", 101)


def test_a_file_a_form_has_read_already_is_read_from_its_beginning():
    uploaded = upload("a.txt", b"abc")
    uploaded.read()
    assert read_upload(uploaded, max_bytes=10, kinds=LETTERS).data == b"abc"


@pytest.mark.parametrize(
    "name, data, code",
    [
        ("cong van.docx", LETTER.encode(), "false_name"),
        ("cong van.docx", SMALLEST_PDF, "false_name"),
        ("cong van.docx", xlsx_bytes(), "false_name"),
        ("cong van.docx", b"\0\1\2\3" * 50, "unknown"),
        ("bao cao.pdf", phone_photo(), "false_name"),
        ("anh.jpg", SMALLEST_PDF, "false_name"),
        ("cong van.docx", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "old_office"),
        ("cong van.doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "old_office"),
        ("cong van.docx", zip_bytes({"a.txt": b"a"}), "zip"),
        ("tai lieu.zip", zip_bytes({"a.txt": b"a"}), "zip"),
        ("IMG_1.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
        ("chuong trinh.exe", b"MZ\x90\0\3\0\0\0" + b"\0" * 100, "kind"),
        ("chuong trinh.pdf", b"MZ\x90\0\3\0\0\0" + b"\0" * 100, "unknown"),
        ("chuong trinh", b"\x7fELF\2\1\1\0" + b"\0" * 100, "unknown"),
        ("chay.bat", b"del *.*", "kind"),
        ("trang.html", b"<html><script>alert(1)</script></html>", "kind"),
        ("trang.txt", b"<!DOCTYPE html><script>alert(1)</script>", "unknown"),
        ("trang.txt", "\ufeff  <HTML>".encode(), "unknown"),
        ("trang.txt", "<html>".encode("utf-16"), "unknown"),
        ("chay.txt", b"#!/bin/sh\nrm -rf /", "unknown"),
        ("hinh.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "kind"),
        ("hinh.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "unknown"),
        ("hinh.gif", b"GIF89a\1\0\1\0\0\0\0;", "unknown"),
        ("trang.txt", b"   \n\t ", "unknown"),
        ("cu.txt", "Kính gửi".encode("utf-16-le"), "encoding"),
        ("cu.txt", b"K\xddnh g\xfai", "encoding"),
        ("anh.jpg", b"\xff\xd8\xff\xe0" + b"x" * 500, "broken"),
        ("anh.png", picture_bytes((300, 300), form="PNG")[:200], "broken"),
        ("bao cao.pdf", b"%PDF-1.7\nx", "broken"),
        ("clip.mp4", mp4_bytes()[:-1], "broken"),
        ("clip.mp4", mp4_bytes() + b"\0", "broken"),
        ("clip.mp4", b"\0\0\0\x10ftypisom\0\0\2\0", "broken"),
        ("clip.mp4", b"\0\0\0\x10ftypisom\0\0\2\0" + b"\0\0\0\4moov", "broken"),
        ("cong van.docx", docx_bytes()[:-100], "broken"),
        ("macro.docx", with_members(docx_bytes(), {"word/vbaProject.bin": b"x"}), "macro"),
    ],
)
def test_what_is_not_what_it_should_be_is_refused(name, data, code):
    error = refusal(name, data)
    assert error.code == code
    assert error.message.endswith(".")
    assert "Hãy" in error.message


def test_a_docx_that_is_none_is_told_so_by_name():
    assert refusal("công văn.docx", LETTER.encode()).message == (
        "Tệp có đuôi .docx nhưng bên trong không phải Word (.docx) (đọc ra là văn bản (.txt)). "
        "Hãy mở tệp gốc, lưu lại đúng định dạng rồi tải lên."
    )


def test_a_pdf_with_a_password_is_refused_with_the_reason(monkeypatch):
    import pypdfium2

    def locked(data):  # PDFium answers so; no library here writes an encrypted PDF to try it on
        raise pypdfium2.PdfiumError("Failed to load document.", err_code=pypdfium2.raw.FPDF_ERR_PASSWORD)

    monkeypatch.setattr(pypdfium2, "PdfDocument", locked)
    error = refusal("a.pdf", SMALLEST_PDF)
    assert (error.code, error.message) == ("password", "Tệp PDF có mật khẩu. Hãy bỏ mật khẩu rồi tải lên.")


@pytest.mark.parametrize("text", [LETTER, "\ufeff" + LETTER])
def test_text_is_taken_in_utf8_and_in_utf16_with_a_mark(text):
    assert read("a.txt", text.encode()).kind == "txt"
    assert read("a.txt", LETTER.encode("utf-16")).kind == "txt"


@pytest.mark.parametrize(
    "name, data, saved_as",
    [
        ("anh.jpg", picture_bytes(form="PNG"), "anh.png"),
        ("anh", phone_photo(), "anh.jpg"),
        ("ANH.JPG", phone_photo(), "ANH.JPG"),
        ("Công văn số 12.2024", SMALLEST_PDF, "Công văn số 12.2024.pdf"),
        ("", SMALLEST_PDF, "tep.pdf"),
    ],
)
def test_the_name_ends_as_the_content_demands(name, data, saved_as):
    uploaded = upload("x", data)
    uploaded._name = name  # Django itself refuses an empty name here; a hand-made request need not come through it
    assert read_upload(uploaded, max_bytes=10**6, kinds=KINDS).name == saved_as


@pytest.mark.parametrize(
    "name, cleaned",
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\lan\\Báo cáo.pdf", "Báo cáo.pdf"),
        ("/etc/", "tep"),
        ("..", "tep"),
        (".htaccess", "htaccess"),
        ("ten\u202egpj.exe", "tengpj.exe"),
        ("a\u200b\u2066b\u00adc.pdf", "abc.pdf"),
        ("a\0b\x1bc\n d.pdf", "abc d.pdf"),
        ("  nhiều   chỗ\u00a0trống .pdf", "nhiều chỗ trống .pdf"),
        ('a<b>:"|?*.pdf', "a-b------.pdf"),
        (unicodedata.normalize("NFD", "Cần Thơ.pdf"), "Cần Thơ.pdf"),
        ("a" * 300 + ".docx", "a" * 115 + ".docx"),
        ("a" * 120, "a" * 120),
    ],
)
def test_a_name_loses_what_could_mislead(name, cleaned):
    assert clean_name(name) == cleaned


@given(st.text(max_size=300))
def test_any_name_becomes_one_safe_part(name):
    cleaned = clean_name(name)
    assert 1 <= len(cleaned) <= 120
    assert not set(cleaned) & set('/\\<>:"|?*')
    assert not any(unicodedata.category(c)[0] == "C" for c in cleaned)
    assert cleaned not in (".", "..")


@given(st.binary(max_size=400))
def test_any_bytes_are_taken_or_refused_with_a_sentence(data):
    for start in (b"", b"\xff\xd8\xff", b"%PDF-1.4\n", b"PK\x03\x04", b"\0\0\0\x10ftypisom"):
        try:
            outcome = read("tệp", start + data).kind
        except UploadError as error:
            outcome = error.message
        assert outcome in KINDS or "Hãy" in outcome


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"hevc", b"mif1", b"avif"])
@pytest.mark.parametrize("name", ["IMG_1.HEIC", "IMG_1.jpg"])
def test_a_photo_of_an_iphone_is_refused_with_two_ways_out(brand, name):
    with pytest.raises(UploadError) as caught:
        read_upload(upload(name, b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0"), max_bytes=100, kinds=["jpeg", "png"])
    assert caught.value.code == "heic"
    assert caught.value.message == (
        "Ảnh HEIC của iPhone chưa nhận được. Hãy bấm “Chụp hoặc chọn ảnh” trên chính điện thoại đó, "
        "máy tự đổi sang JPEG; hoặc vào Cài đặt, Camera, Định dạng, chọn “Tương thích nhất” rồi chụp lại."
    )
