"""The officer's side: adding, superseding, withdrawing; and what people try to upload."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaign_portal.lib.models import StoredFile
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
from directives.services.lifecycle import close_campaign
from directives.tests.factories import make_cast
from materials.forms import material as forms
from materials.models import Material, MaterialVersion
from materials.services import take, withdraw
from materials.tests.factories import make_material, make_newer
from units.tests.factories import local

pytestmark = pytest.mark.django_db
NOW = local("2024-11-05 10:00")
HANDBOOK = {"title": "Cẩm nang", "kind": "handbook", "description": "Đăng trên cổng"}


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def campaign(cast):
    return cast.directive.campaign


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer)
    return cast.officer


def text(response) -> str:
    return " ".join(response.content.decode().split())


def post(client, campaign, **data):
    return client.post(f"/campaigns/{campaign.pk}/materials/", HANDBOOK | data)


def errors(response) -> dict:
    return response.context["form"].errors


# --- Adding -----------------------------------------------------------------------------------------------------------
def test_a_file_is_added_and_shown(client, officer, campaign):
    response = post(client, campaign, file=upload("Cẩm nang.pdf", SMALLEST_PDF))
    assert response.url == f"/campaigns/{campaign.pk}/materials/"
    page = client.get(response.url)
    assert "Chiến dịch có 1 tài liệu; 0/2 đơn vị đã lấy." in text(page)
    assert "Cẩm nang.pdf" in text(page)
    assert Material.objects.get().kind == "handbook"


def test_an_address_is_added(client, officer, campaign):
    post(client, campaign, url=" https://khonggianmang.vn/ ")
    version = MaterialVersion.objects.get()
    assert (version.url, version.stored) == ("https://khonggianmang.vn/", None)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", SMALLEST_PDF),
        ("a.docx", docx_bytes()),
        ("a.xlsx", xlsx_bytes()),
        ("a.pptx", pptx_bytes()),
        ("a.jpg", picture_bytes()),
        ("a.png", picture_bytes(form="PNG")),
        ("a.webp", picture_bytes(form="WEBP")),
        ("a.mp4", mp4_bytes()),
    ],
)
def test_every_usual_kind_is_taken(client, officer, campaign, name, data):
    post(client, campaign, file=upload(name, data))
    assert MaterialVersion.objects.get().original_name == name


HOSTILE = {
    "a program": ("virus.exe", b"MZ" + b"\0" * 64, "Loại tệp này không được nhận"),
    "a web page": ("trang.html", b"<script>alert(1)</script>", "Loại tệp này không được nhận"),
    "a drawing with a script": ("hinh.svg", b"<svg onload='alert(1)'/>", "Loại tệp này không được nhận"),
    "a page called picture": ("anh.jpg", b"<script>alert(1)</script>", ""),
    "a docx that is none": ("van-ban.docx", b"khong phai word", ""),
    "a zip bomb": ("bom.docx", with_members(docx_bytes(), {"word/media/a.bin": b"\0" * 8_000_000}), "quá lớn"),
    "a macro": ("macro.docx", with_members(docx_bytes(), {"word/vbaProject.bin": b"x"}), "macro"),
    "an archive": ("tep.zip", zip_bytes({"a.txt": b"a"}), ""),
    "an empty file": ("trong.pdf", b"", "Tệp này trống (0 byte)"),
    "a text": ("chu.txt", b"chu", "Loại tệp này không được nhận"),
    "a broken PDF": ("hong.pdf", b"%PDF-1.4 hong", "PDF bị hỏng"),
    "a photo that tells where": ("anh.jpg", phone_photo(), "Ảnh này có kèm vị trí chụp"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_bad_upload_is_refused_in_words_and_what_was_typed_is_kept(client, officer, campaign, case):
    name, data, words = HOSTILE[case]
    response = post(client, campaign, file=upload(name, data))
    (sentence,) = errors(response)["file"]
    assert words in sentence
    assert sentence.endswith(".")
    assert 'value="Cẩm nang"' in text(response)
    assert "Đăng trên cổng" in text(response)
    assert (Material.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_the_limit_is_in_the_sentence(client, officer, campaign, monkeypatch):
    monkeypatch.setattr(forms, "MAX_MB", 1)
    data = SMALLEST_PDF + b"\n" * (1024 * 1024 - len(SMALLEST_PDF))
    assert errors(post(client, campaign, file=upload("a.pdf", data + b"\n"))) == {
        "file": ["Tệp lớn hơn 1 MB. Hãy chọn tệp nhỏ hơn hoặc nén lại."]
    }
    assert post(client, campaign, file=upload("a.pdf", data)).status_code == 302


def test_a_path_in_a_name_is_dropped(client, officer, campaign):
    post(client, campaign, file=upload("..\\..\\a\u202efdp.pdf", SMALLEST_PDF))
    assert MaterialVersion.objects.get().original_name == "afdp.pdf"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "khonggianmang", "ftp://a.vn/x", "//a.vn"])
def test_an_address_that_is_none_is_refused(client, officer, campaign, url):
    response = post(client, campaign, url=url)
    assert errors(response) == {"url": ["Liên kết chưa đúng dạng. Hãy chép cả địa chỉ, bắt đầu bằng https://."]}
    assert Material.objects.count() == 0


def test_one_of_file_and_address_is_needed_and_only_one(client, officer, campaign):
    assert errors(post(client, campaign)) == {"file": ["Chọn một tệp hoặc nhập một liên kết."]}
    both = post(client, campaign, url="https://a.vn/", file=upload("a.pdf", SMALLEST_PDF))
    assert errors(both) == {"url": ["Chỉ chọn một: tệp hoặc liên kết. Hãy xóa liên kết nếu đã chọn tệp."]}


def test_an_empty_form_says_what_is_missing(client, officer, campaign):
    found = errors(client.post(f"/campaigns/{campaign.pk}/materials/", {}))
    assert set(found) == {"title", "kind", "file"}


def test_a_double_press_stores_once_and_says_so(client, officer, campaign):
    for _press in range(2):
        response = post(client, campaign, url="https://khonggianmang.vn/")
    assert "đã có tài liệu “Cẩm nang”" in errors(response)["title"][0]
    assert Material.objects.count() == 1


def test_a_closed_campaign_offers_no_form_and_takes_nothing(client, officer, campaign):
    make_material(campaign, officer)
    close_campaign(campaign=campaign, actor=officer, now=NOW)
    body = text(client.get(f"/campaigns/{campaign.pk}/materials/"))
    assert "Chiến dịch đã kết thúc nên không thêm tài liệu được nữa." in body
    assert "Phiên bản mới" not in body
    post(client, campaign, title="Tài liệu mới", url="https://a.vn/")
    assert Material.objects.count() == 1


# --- Who took what ----------------------------------------------------------------------------------------------------
def test_the_officer_sees_how_many_units_took_what(client, officer, cast, campaign):
    material = make_material(campaign, officer)
    take(version=material.versions.get(), actor=cast.focal, now=NOW)
    newer = make_newer(material, officer)
    for user in (cast.focal, cast.leader):  # the same unit again, and one the letter did not go to
        take(version=newer, actor=user, now=local("2024-11-06 10:00"))
    body = text(client.get(f"/campaigns/{campaign.pk}/materials/"))
    assert "Chiến dịch có 1 tài liệu; 1/2 đơn vị đã lấy." in body
    assert "2 đơn vị đã lấy</p>" in body
    assert "Phiên bản 1, " in body


def test_the_page_costs_the_same_for_one_and_three_materials(client, officer, cast, campaign):
    costs = []
    for number in (1, 2, 3):
        make_newer(make_material(campaign, officer, f"Tài liệu {number}"), officer)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/campaigns/{campaign.pk}/materials/")
        costs.append(len(queries))
    assert costs[0] == costs[2]


# --- Superseding and withdrawing --------------------------------------------------------------------------------------
def test_a_new_version_takes_the_place_of_the_old(client, officer, campaign):
    material = make_material(campaign, officer)
    assert "Thay “Cẩm nang” bằng phiên bản mới." in text(client.get(f"/materials/{material.pk}/versions/new/"))
    data = {"file": upload("ban-2.docx", docx_bytes()), "note": "sửa số điện thoại"}
    response = client.post(f"/materials/{material.pk}/versions/new/", data, follow=True)
    assert "“Cẩm nang” đã có phiên bản 2; bản cũ không còn cho tải." in text(response)
    assert material.versions.first().original_name == "ban-2.docx"


def test_the_newest_version_stands_first_and_the_older_is_marked_as_replaced(client, officer, campaign):
    material = make_material(campaign, officer)
    data = {"file": upload("ban-2.docx", docx_bytes())}
    client.post(f"/materials/{material.pk}/versions/new/", data)
    shown = re.findall(r"Phiên bản (\d)|(đã thay)", text(client.get(f"/campaigns/{campaign.pk}/materials/")))
    assert ["".join(each) for each in shown] == ["2", "1", "đã thay"]


def test_the_same_file_again_is_refused(client, officer, campaign):
    material = make_material(campaign, officer)
    response = client.post(f"/materials/{material.pk}/versions/new/", {"file": upload("b.pdf", SMALLEST_PDF)})
    assert errors(response)["file"] == ["Nội dung này trùng với phiên bản đang dùng. Hãy chọn tệp hoặc địa chỉ khác."]


def test_withdrawing_asks_first_and_says_who_holds_it(client, officer, cast, campaign):
    material = make_material(campaign, officer)
    take(version=material.versions.get(), actor=cast.focal, now=NOW)
    body = text(client.get(f"/materials/{material.pk}/withdraw/"))
    assert "1 đơn vị đã lấy vẫn giữ bản đã lấy" in body
    assert Material.objects.current().count() == 1
    response = client.post(f"/materials/{material.pk}/withdraw/", follow=True)
    assert "Đã rút “Cẩm nang”; các đơn vị không còn thấy." in text(response)
    assert Material.objects.current().count() == 0
    assert "đã được rút trước đó" in text(client.post(f"/materials/{material.pk}/withdraw/", follow=True))


# --- Rights -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("who", "status"), [("leader", 403), ("focal", 403), ("stranger_officer", 404)])
def test_nobody_else_looks_after_a_campaign(client, cast, campaign, who, status):
    material = make_material(campaign, cast.officer)
    client.force_login(cast.people[who])
    paths = [
        f"/campaigns/{campaign.pk}/materials/",
        f"/materials/{material.pk}/versions/new/",
        f"/materials/{material.pk}/withdraw/",
    ]
    for path in paths:
        assert client.get(path).status_code == status
        assert client.post(path, HANDBOOK | {"url": "https://a.vn/"}).status_code == status
    assert (Material.objects.current().count(), MaterialVersion.objects.count()) == (1, 1)


def test_a_withdrawn_material_is_not_there_for_units(client, cast, campaign):
    material = make_material(campaign, cast.officer)
    withdraw(material=material, actor=cast.officer, now=NOW)
    client.force_login(cast.focal)
    assert client.get(f"/materials/{material.pk}/withdraw/").status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(client, campaign):
    for path in (f"/campaigns/{campaign.pk}/materials/", "/materials/1/versions/new/", "/materials/1/withdraw/"):
        assert client.get(path).url == f"/accounts/login/?next={path}"
