"""Bad input to the form for an action: each is named in a sentence that says what to do, nothing typed is lost, and
what is taken does no harm. Files come both ways: with the form, and in pieces ahead of it."""

import io
import struct
import zlib
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from campaign_portal.lib.models import StoredFile
from campaign_portal.lib.tests.factories import (
    docx_bytes,
    phone_photo,
    picture_bytes,
    with_members,
    xlsx_bytes,
    zip_bytes,
)
from reports.models import Action, PartialUpload
from reports.tests.reading import as_person, hidden, words
from reports.tests.test_pages_actions import typed
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-14 08:00")
SCRIPT = b"<script>alert(document.cookie)</script>"
ZEROS = b"\0" * (60 * 2**20)


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path


@pytest.fixture
def page(client, cast) -> str:
    as_person(client, cast.focal)
    return reverse("reports:action-new", args=[cast.obligation().pk])


def with_the_form(client, cast, name: str, data: bytes) -> str:
    """What the page says of a file sent with the form."""
    page = reverse("reports:action-new", args=[cast.obligation().pk])
    response = client.post(page, typed(description="Họp dân", photos=[SimpleUploadedFile(name, data)]))
    assert "Họp dân</textarea>" in response.content.decode()
    return words(response)


def in_pieces(client, cast, name: str, data: bytes) -> str:
    """What a file sent ahead of the form is answered with."""
    place = reverse("reports:upload", args=[cast.obligation().pk, uuid4()])
    step = 4 * 2**20
    for offset in range(0, max(len(data), 1), step):
        headers = {"Upload-Offset": str(offset), "Upload-Length": str(len(data)), "Upload-Name": quote(name)}
        answer = client.put(place, data[offset : offset + step], "application/octet-stream", headers=headers)
    assert answer.status_code == 422
    return answer.json()["refused"]


def png_header_of(width: int, height: int) -> bytes:
    """A PNG that says it is this large, and holds almost nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


REFUSED = {
    "a page called a picture": ("anh.png", b"<!doctype html>" + SCRIPT, "Tệp có đuôi .png nhưng bên trong không phải"),
    "a drawing with script called a picture": (
        "anh.jpg",
        b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>",
        "Tệp có đuôi .jpg nhưng bên trong không phải",
    ),
    "a drawing with script": ("so-do.svg", b"<svg>" + SCRIPT + b"</svg>", "Loại tệp này không được nhận."),
    "a page": ("trang.html", b"<html>" + SCRIPT, "Loại tệp này không được nhận."),
    "a picture called a page": ("anh.html", phone_photo(), "Loại tệp này không được nhận."),
    "a picture called a document": ("bao-cao.docx", phone_photo(), "bên trong không phải"),
    "a sheet called a document": ("bao-cao.pdf", xlsx_bytes(), "bên trong không phải"),
    "a bare archive": ("goi.zip", zip_bytes({"a.txt": b"a"}), "Tệp nén (.zip) không được nhận."),
    "an archive called a sheet": ("so-lieu.xlsx", zip_bytes({"a.txt": b"a"}), "Tệp nén (.zip) không được nhận."),
    "a document that swells": (
        "bom.docx",
        with_members(docx_bytes(), {"word/media/a.bin": ZEROS}),
        "Tệp khi giải nén quá lớn nên không được nhận.",
    ),
    "a sheet that swells": (
        "bom.xlsx",
        with_members(xlsx_bytes(), {"xl/media/a.bin": ZEROS}),
        "Tệp khi giải nén quá lớn nên không được nhận.",
    ),
    "a picture of 50 megapixels and more": (
        "lon.png",
        png_header_of(10_000, 5_001),
        "Ảnh lớn hơn 50 triệu điểm ảnh. Hãy thu nhỏ ảnh rồi tải lên.",
    ),
    "a picture that claims to be endless": ("vo-tan.png", png_header_of(2**31 - 1, 2**31 - 1), "Ảnh"),
    "half a picture": ("nua.jpg", phone_photo(size=(400, 300))[:900], "Ảnh này bị hỏng, không mở được."),
    "nothing": ("trong.jpg", b"", "Tệp này trống (0 byte). Hãy kiểm tra rồi chọn lại tệp."),
    "a program behind direction marks": ("../../\u202egpj.exe", b"MZ\x90\0", "Tệp “gpj.exe”: Loại tệp này không"),
    "a program behind a path": ("..\\..\\windows\\chay.exe", b"MZ\x90\0", "Tệp “chay.exe”: Loại tệp này không"),
}


@pytest.mark.parametrize("send", [with_the_form, in_pieces])
@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_file_is_refused_in_words_and_leaves_nothing_behind(client, cast, page, tmp_path, case, send):
    name, data, sentence = REFUSED[case]
    assert sentence in send(client, cast, name, data)
    assert (Action.objects.count(), StoredFile.objects.count(), PartialUpload.objects.count()) == (0, 0, 0)
    assert list(tmp_path.iterdir()) == []


# --- Taken, and harmless ----------------------------------------------------------------------------------------------
def shown(client) -> bytes:
    """The bytes that a reader of the action's only file gets."""
    evidence = Action.objects.get().evidence.exclude(stored=None).get()
    response = client.get(reverse("reports:evidence", args=[evidence.pk]))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Type"] == "image/jpeg"
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    "tail", [SCRIPT, zip_bytes({"a.html": SCRIPT}), b"%PDF-1.4\n" + SCRIPT], ids=["page", "archive", "pdf"]
)
def test_of_a_picture_that_is_something_else_too_only_the_picture_is_shown(client, page, tail):
    client.post(page, typed(photos=[SimpleUploadedFile("hai-mat.jpg", phone_photo() + tail)]))
    assert tail[:20] not in shown(client)


def test_script_in_the_hidden_data_of_a_photo_goes_no_further(client, page):
    exif = Image.Exif()
    exif[0x010E] = SCRIPT.decode()  # the description
    data = picture_bytes(exif=exif, comment=SCRIPT)
    assert data.count(SCRIPT) == 2
    client.post(page, typed(photos=[SimpleUploadedFile("mo-ta.jpg", data)]))
    assert SCRIPT not in shown(client)


EXIF_BOMBS = {
    "a directory within itself": b"Exif\0\0II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0\x08\0\0\0",
    "a value of four billion items": b"Exif\0\0II*\0\x08\0\0\0\x01\0\x0e\x01\x02\0\xff\xff\xff\xff\x08\0\0\0\0\0\0\0",
    "65535 entries that are not there": b"Exif\0\0II*\0\x08\0\0\0\xff\xff",
    "a whole segment of nonsense": b"Exif\0\0" + b"II*\0" * 16_000,
}


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow tells the log
@pytest.mark.parametrize("case", EXIF_BOMBS)
def test_hidden_data_made_to_harm_costs_nobody_the_picture(client, page, case):
    exif, plain = EXIF_BOMBS[case], picture_bytes()
    segment = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    client.post(page, typed(photos=[SimpleUploadedFile("exif.jpg", plain[:2] + segment + plain[2:])]))
    assert Image.open(io.BytesIO(shown(client))).size == (40, 30)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/khu-vuc.jpg", "khu-vuc.jpg"),
        ("C:\\anh\\khu-vuc.jpg", "khu-vuc.jpg"),
        ("anh\u202egpj.jpg", "anhgpj.jpg"),
        ("a\u0300nh\u200b hop\x07.jpg", "ành hop.jpg"),
        ("a" * 300 + ".jpg", "a" * 116 + ".jpg"),
        ("<img src=x onerror=alert(1)>.jpg", "-img src=x onerror=alert(1)-.jpg"),
    ],
)
def test_a_name_is_kept_without_paths_marks_and_tags(client, cast, page, name, kept):
    place = reverse("reports:upload", args=[cast.obligation().pk, uuid4()])
    data = phone_photo()
    headers = {"Upload-Offset": "0", "Upload-Length": str(len(data)), "Upload-Name": quote(name)}
    said = client.put(place, data, "application/octet-stream", headers=headers).json()
    client.post(page, typed(kept=[said["kept"]], links=""))
    assert (said["name"], Action.objects.get().evidence.get().original_name) == (kept, kept)


# --- Words, numbers, days ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"description": "ờ" * 10_000}, "Nội dung dài quá 5.000 ký tự. Hãy rút gọn hoặc đính kèm tệp."),
        ({"reach": "-1"}, "Nhập số bằng chữ số, ví dụ 120 hoặc 1.240."),
        ({"reach": "9" * 12}, "Số này vượt quá 50.000.000. Hãy kiểm tra lại."),
        ({"reach": "9" * 400}, "Nhập số bằng chữ số, ví dụ 120 hoặc 1.240."),
        ({"reach": "1e9"}, "Nhập số bằng chữ số"),
        ({"reach": "NaN"}, "Nhập số bằng chữ số"),
        ({"day": "other", "other_day": "15/11/2024"}, "Chưa tới ngày này."),
        ({"day": "other", "other_day": "31/12/2099"}, "Chưa tới ngày này."),
        ({"day": "other", "other_day": "01/01/9999"}, "Năm 9999 không hợp lý. Hãy nhập năm từ 1900 đến 2100."),
        ({"day": "9999-12-31"}, "Chưa tới ngày này."),
        ({"client_uuid": "không phải"}, "Trang này đã cũ nên chưa lưu được. Hãy tải lại trang rồi lưu lần nữa"),
        ({"client_uuid": ""}, "Trang này đã cũ nên chưa lưu được. Hãy tải lại trang rồi lưu lần nữa"),
        ({"day": "hôm kia"}, "Mục này không có trong danh sách. Hãy chọn lại."),
        ({"channel": "thả bóng bay"}, "Mục này không có trong danh sách. Hãy chọn lại."),
        ({"audience": "tất cả"}, "Mục này không có trong danh sách. Hãy chọn lại."),
        ({"also": ["999999"]}, "Có việc vừa thay đổi nên không chọn được nữa. Hãy xem lại rồi lưu lần nữa."),
        ({"description": "a\0b"}, "Nội dung có ký tự lạ không lưu được. Hãy xóa chỗ vừa dán rồi gõ lại."),
        ({"links": "javascript:alert(1)"}, "“javascript:alert(1)” chưa phải là liên kết. Hãy chép cả địa chỉ"),
    ],
)
def test_words_numbers_and_days_out_of_all_bounds_are_named(client, page, wrong, sentence):
    response = client.post(page, typed() | wrong)
    assert (response.status_code, Action.objects.count()) == (200, 0)
    assert sentence in words(response)


@pytest.mark.parametrize(
    ("day", "field"),
    [({"day": "other", "other_day": "15/11/2024"}, "other_day"), ({"day": "2024-11-15"}, "day")],
)
def test_the_summary_leads_to_the_day_that_is_still_to_come(client, page, day, field):
    body = client.post(page, typed() | day).content.decode()
    summary = body[body.index("error-summary") : body.index("</ul>", body.index("error-summary"))]
    assert f'href="#id_{field}' in summary
    assert "Chưa tới ngày này. Hãy ghi sau khi hoạt động đã diễn ra." in summary


def test_the_longest_description_is_stored_whole(client, page):
    client.post(page, typed(description="ờ" * 5000))
    assert Action.objects.get().description == "ờ" * 5000


# --- Twice, and in two tabs -------------------------------------------------------------------------------------------
def test_two_tabs_of_a_fresh_form_are_two_actions_and_each_gets_its_receipt(client, page):
    keys = [hidden(client.get(page), "client_uuid")[0] for _each in range(2)]
    said = [words(client.post(page, typed(client_uuid=key), follow=True)) for key in keys]
    receipts = set(Action.objects.values_list("client_uuid", flat=True))
    assert {str(each) for each in receipts} == set(keys)
    assert all(key.split("-")[0].upper() in text for key, text in zip(keys, said, strict=True))


def test_one_tab_sends_the_work_off_and_the_other_is_told_and_keeps_its_words(client, page):
    client.post(page, typed(complete="on"))
    response = client.post(page, typed(description="thẻ thứ hai"))
    assert "nên không ghi thêm được" in words(response)
    assert "thẻ thứ hai</textarea>" in response.content.decode()
    assert Action.objects.count() == 1
