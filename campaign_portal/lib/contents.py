"""What bytes are: recognised by their signature, then opened by the parser that will read them later.

An allow-list: what is not one of KINDS is refused, whatever it is called.
"""

import io
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign_portal.lib import images, ooxml

# PDFium is not thread-safe and the web server has threads: whoever uses pypdfium2 holds this lock.
PDF_LOCK = threading.Lock()

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MARKUP = re.compile(r"\s*(#!|<(!doctype|!--|\?xml|\?php|html|head|body|svg|script|iframe|meta))", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_MP4 = re.compile(rb"isom|iso[2-6]|mp4[12]|avc1|M4V.|dash|3gp[4-7]")
_HEIF = re.compile(rb"hei[cxms]|hevc|mif1|msf1|avif")


class ContentError(ValueError):
    """Bytes that are not taken: `code` for programs, `message` a Vietnamese sentence on what to do."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Kind:
    """One kind of file: how it is called, what it ends in, and the check that opens it (raises ContentError)."""

    key: str
    label: str | Promise
    content_type: str
    extensions: tuple[str, ...]
    check: Callable[[bytes], None]
    family: str


def recognise(data: bytes, *, name: str = "") -> Kind:
    """Return the kind whose signature the bytes bear; text has none and is what decodes as text. Raises ContentError.

    `name` only chooses the sentence of a refusal.
    """
    key = _by_signature(data) or ("txt" if _looks_like_text(data) else None)
    if key:
        return KINDS[key]
    if data.startswith(_OLE):
        raise ContentError("old_office", _old_office())
    if data[4:8] == b"ftyp" and _HEIF.fullmatch(data[8:12]):
        raise ContentError("heic", _heic())
    if name.lower().endswith(".txt") and _text_of(data) is None:
        raise ContentError("encoding", _not_unicode())
    raise ContentError("unknown", _("Không nhận ra loại tệp này. Hãy kiểm tra rồi chọn tệp khác."))


def decode_text(data: bytes) -> str:
    """Return the text of a .txt: UTF-8 with or without a mark, or UTF-16 with one. Raises ContentError."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise ContentError("encoding", _not_unicode()) from None
    if _CONTROL.search(text):
        raise ContentError("broken", _("Tệp này không phải văn bản thuần. Hãy kiểm tra rồi chọn tệp khác."))
    return text


def _by_signature(data: bytes) -> str | None:
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _office_kind(data)
    if data[4:8] == b"ftyp" and _MP4.fullmatch(data[8:12]):
        return "mp4"
    return None


def _office_kind(data: bytes) -> str:
    try:
        return ooxml.kind_of(data)
    except ooxml.OfficeError as error:
        raise ContentError(error.code, _office_sentence(error.code)) from None


def _looks_like_text(data: bytes) -> bool:
    text = _text_of(data)
    return bool(text and text.strip() and not _MARKUP.match(text))


def _text_of(data: bytes) -> str | None:
    try:
        return decode_text(data)
    except ContentError:
        return None


def _check_picture(data: bytes) -> None:
    try:
        images.open_picture(data)
    except images.PictureError as error:
        if error.code == "too_many_pixels":
            raise ContentError(
                "too_many_pixels", _("Ảnh lớn hơn 50 triệu điểm ảnh. Hãy thu nhỏ ảnh rồi tải lên.")
            ) from None
        raise ContentError("broken", _("Ảnh này bị hỏng, không mở được. Hãy chọn ảnh khác.")) from None


def _check_pdf(data: bytes) -> None:
    with PDF_LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise _pdf_error(error) from None
        pages = len(document)
        document.close()
    if not pages:
        raise _pdf_error(None)


def _pdf_error(error: pypdfium2.PdfiumError | None) -> ContentError:
    if error is not None and error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
        return ContentError("password", _("Tệp PDF có mật khẩu. Hãy bỏ mật khẩu rồi tải lên."))
    return ContentError("broken", _("Tệp PDF bị hỏng, không mở được. Hãy xuất lại PDF rồi tải lên."))


def _check_office(data: bytes) -> None:
    try:
        ooxml.check(data)
    except ooxml.OfficeError as error:
        raise ContentError(error.code, _office_sentence(error.code)) from None


def _check_mp4(data: bytes) -> None:
    """Walk the boxes: they fill the file exactly, and the one that describes the clip is there."""
    place, seen, stream = 0, set(), io.BytesIO(data)
    while place + 8 <= len(data):
        stream.seek(place)
        size, name = int.from_bytes(stream.read(4), "big"), stream.read(4)
        if size == 1:
            size = int.from_bytes(stream.read(8), "big")
        elif size == 0:
            size = len(data) - place
        if size < 8:
            break
        seen.add(name)
        place += size
    if place != len(data) or b"moov" not in seen:
        raise ContentError("broken", _("Tệp video bị hỏng hoặc tải lên chưa trọn. Hãy xuất lại video MP4 rồi tải lên."))


def _check_text(data: bytes) -> None:
    decode_text(data)


def _office_sentence(code: str) -> str:
    sentences = {
        "macro": _("Tệp có chứa macro nên không được nhận. Hãy lưu lại dạng không có macro rồi tải lên."),
        "bomb": _("Tệp khi giải nén quá lớn nên không được nhận. Hãy giảm bớt nội dung hoặc lưu lại rồi tải lên."),
        "password": _("Tệp có mật khẩu. Hãy bỏ mật khẩu rồi tải lên."),
        "zip": _("Tệp nén (.zip) không được nhận. Hãy giải nén và tải lên từng tệp."),
    }
    return sentences.get(code) or _("Tệp Word, Excel hoặc PowerPoint bị hỏng, không mở được. Hãy lưu lại rồi tải lên.")


def _old_office() -> str:
    return _(
        "Tệp Word, Excel đời cũ (.doc, .xls) hoặc có mật khẩu chưa đọc được. "
        "Hãy mở tệp, chọn Lưu thành dạng .docx hoặc .xlsx không mật khẩu rồi tải lên."
    )


def _heic() -> str:
    """Its decoder is C++ with a long list of holes, and our own fields make a phone hand over JPEG: it is not taken."""
    return _(
        "Ảnh HEIC của iPhone chưa nhận được. Hãy bấm “Chụp hoặc chọn ảnh” trên chính điện thoại đó, "
        "máy tự đổi sang JPEG; hoặc vào Cài đặt, Camera, Định dạng, chọn “Tương thích nhất” rồi chụp lại."
    )


def _not_unicode() -> str:
    return _("Tệp văn bản không dùng bảng mã Unicode. Hãy mở bằng Notepad, lưu lại với mã hóa UTF-8 rồi tải lên.")


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    kind.key: kind
    for kind in (
        Kind("jpeg", gettext_lazy("ảnh JPEG"), "image/jpeg", ("jpg", "jpeg", "jfif"), _check_picture, "picture"),
        Kind("png", gettext_lazy("ảnh PNG"), "image/png", ("png",), _check_picture, "picture"),
        Kind("webp", gettext_lazy("ảnh WebP"), "image/webp", ("webp",), _check_picture, "picture"),
        Kind("pdf", gettext_lazy("PDF"), "application/pdf", ("pdf",), _check_pdf, "pdf"),
        Kind(
            "docx",
            gettext_lazy("Word (.docx)"),
            f"{_OFFICE}wordprocessingml.document",
            ("docx",),
            _check_office,
            "docx",
        ),
        Kind("xlsx", gettext_lazy("Excel (.xlsx)"), f"{_OFFICE}spreadsheetml.sheet", ("xlsx",), _check_office, "xlsx"),
        Kind(
            "pptx",
            gettext_lazy("PowerPoint (.pptx)"),
            f"{_OFFICE}presentationml.presentation",
            ("pptx",),
            _check_office,
            "pptx",
        ),
        Kind("mp4", gettext_lazy("video MP4"), "video/mp4", ("mp4", "m4v"), _check_mp4, "mp4"),
        Kind("txt", gettext_lazy("văn bản (.txt)"), "text/plain", ("txt",), _check_text, "txt"),
    )
}


def label_of(content_type: str) -> str:
    """How a kind of file is called, with a capital letter; nothing for one that is not among KINDS."""
    return next((capfirst(str(kind.label)) for kind in KINDS.values() if kind.content_type == content_type), "")
