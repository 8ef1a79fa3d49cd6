"""Recording and mending an action: what is stored, what survives a mistake, what is never stored."""

import io
import re
import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from campaign_portal.lib.models import StoredFile
from campaign_portal.lib.storage import open_stored
from campaign_portal.lib.tests.factories import docx_bytes, mp4_bytes, phone_photo, picture_bytes, xlsx_bytes
from directives.models import Progress
from directives.services.lifecycle import close_campaign
from materials.models import Material
from reports.models import Action, Evidence
from reports.services.reviews import send_back
from reports.tests.factories import make_action
from reports.tests.reading import as_person, hidden, lead, words
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-14 08:00")
TODAY = "2024-11-14"


@pytest.fixture
def page(client, cast) -> str:
    """The form for a new action, its focal point signed in."""
    as_person(client, cast.focal)
    return reverse("reports:action-new", args=[cast.obligation().pk])


def typed(**more) -> dict:
    return {
        "channel": "household",
        "day": TODAY,
        "audience": "residents",
        "reach": "1.240",
        "description": "Tổ công nghệ số đến từng hộ.",
        "links": "https://ninhkieu.example/bai-viet",
        "client_uuid": str(uuid.uuid4()),
    } | more


def photo(name: str = "khu-vuc-3.jpg", **about) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, phone_photo(**about))


# --- The form ---------------------------------------------------------------------------------------------------------
def test_the_form_arrives_on_the_obligation_with_today_chosen_and_an_identifier(client, cast, page):
    response = client.get(page)
    body = response.content.decode()
    assert lead(response) == "Đơn vị đã làm gì?"
    assert "Việc: Đăng tải tài liệu" in words(response)
    assert f'name="day" value="{TODAY}"' in body
    assert body.count('type="radio" name="day"') == 3
    assert uuid.UUID(hidden(response, "client_uuid")[0])
    assert hidden(client.get(page), "client_uuid") != hidden(response, "client_uuid")
    assert body.count("btn-primary") == 1


def test_today_is_the_local_day(client, cast, page):
    with time_machine.travel(local("2024-11-15 00:30"), tick=False):
        assert "Hôm nay 15/11" in words(client.get(page))


def test_other_open_work_of_the_letter_is_offered(client, cast, page):
    assert "Dùng cho cả việc" in words(client.get(page))
    make_action(cast.obligations()[1], actor=cast.focal, now=NOW, declare=True)
    assert "Dùng cho cả việc" not in words(client.get(page))


def test_current_materials_are_offered(client, cast, page):
    for title, withdrawn_at in [("Cẩm nang", None), ("Bản cũ", NOW)]:
        Material.objects.create(
            campaign=cast.directive.campaign,
            kind="handbook",
            title=title,
            created_at=NOW,
            created_by=cast.officer,
            withdrawn_at=withdrawn_at,
        )
    text = words(client.get(page))
    assert "Cẩm nang" in text
    assert "Bản cũ" not in text


# --- Saving -----------------------------------------------------------------------------------------------------------
def test_an_action_is_stored_whole_and_a_receipt_is_given(client, cast, page):
    material = Material.objects.create(
        campaign=cast.directive.campaign, kind="clip", title="Clip", created_at=NOW, created_by=cast.officer
    )
    response = client.post(
        page,
        typed(
            materials=[material.pk],
            also=[cast.obligations()[1].pk],
            links="https://a.example/1\nzalo.example/2\r\n https://a.example/1 ",
            photos=[photo()],
            files=[SimpleUploadedFile("bao-cao.docx", docx_bytes())],
        ),
        follow=True,
    )
    action = Action.objects.get()
    assert (action.channel, action.audience, action.reach) == ("household", "residents", 1240)
    assert (action.done_on, action.recorded_at, action.recorded_by) == (date(2024, 11, 14), NOW, cast.focal)
    assert list(action.materials.all()) == [material]
    assert list(action.obligations.order_by("pk")) == sorted(cast.obligations(), key=lambda row: row.pk)
    proofs = [(row.original_name, row.url) for row in action.evidence.all()]
    assert proofs == [
        ("khu-vuc-3.jpg", ""),
        ("bao-cao.docx", ""),
        ("", "https://a.example/1"),
        ("", "https://zalo.example/2"),
    ]
    assert f"Đã ghi nhận hoạt động. Số biên nhận: {action.receipt}." in words(response)
    assert response.redirect_chain == [(reverse("reports:obligation", args=[cast.obligation().pk]), 302)]


def test_the_photo_people_see_bears_no_place_and_the_original_is_kept(client, page):
    client.post(page, typed(photos=[photo()]))
    stored = Evidence.objects.get(url="").stored
    with open_stored(stored) as original, open_stored(stored.shown) as shown:
        assert Image.open(io.BytesIO(original.read())).getexif().get_ifd(0x8825) != {}
        seen = shown.read()
    assert (Image.open(io.BytesIO(seen)).getexif(), b"Secret" in seen) == ({}, False)


def test_a_double_submit_stores_once_and_says_so(client, page):
    data = typed()
    client.post(page, data)
    with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
        response = client.post(page, data | {"reach": "999"}, follow=True)
    assert (Action.objects.count(), Action.objects.get().reach) == (1, 1240)
    assert "đã được ghi nhận từ trước" in words(response)


def test_another_persons_identifier_is_refused(client, cast, page):
    theirs = make_action(cast.obligation(cast.o_mon), actor=cast.other_focal, now=NOW)
    response = client.post(page, typed(client_uuid=str(theirs.client_uuid)))
    assert (response.status_code, Action.objects.count()) == (403, 1)


def test_ticking_complete_sends_the_work_to_the_reviewer(client, cast, page):
    response = client.post(page, typed(complete="on"), follow=True)
    assert cast.obligation().progress == Progress.WAITING
    assert "Việc đã được gửi Sở Thông tin và Truyền thông xác nhận." in words(response)


def test_complete_without_proof_saves_the_action_and_says_what_is_missing(client, cast, page):
    response = client.post(page, typed(links="", complete="on"), follow=True)
    assert (Action.objects.count(), cast.obligation().progress) == (1, Progress.IN_PROGRESS)
    assert "Việc chưa gửi xác nhận được, còn thiếu: ảnh, tệp hoặc liên kết làm minh chứng" in words(response)


def test_another_day_is_typed_as_people_write_it(client, page):
    client.post(page, typed(day="other", other_day="5.11.2024"))
    assert Action.objects.get().done_on == date(2024, 11, 5)


def test_a_form_opened_before_midnight_keeps_its_day(client, page):
    with time_machine.travel(local("2024-11-15 00:05"), tick=False):
        client.post(page, typed())
    assert Action.objects.get().done_on == date(2024, 11, 14)


@pytest.mark.parametrize("reach", ["", "0", "50000000"])
def test_numbers_that_may_stand(client, page, reach):
    client.post(page, typed(reach=reach))
    assert Action.objects.get().reach == (int(reach) if reach else None)


def test_work_of_another_unit_cannot_be_added(client, cast, page):
    response = client.post(page, typed(also=[cast.obligation(cast.o_mon).pk]))
    assert (response.status_code, Action.objects.count()) == (200, 0)


# --- Mistakes ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"channel": ""}, "Hình thức: Chọn một mục."),
        ({"day": "other", "other_day": ""}, "Ngày khác: Nhập ngày thực hiện, ví dụ 20/11/2024."),
        ({"day": "other", "other_day": "31/11/2024"}, "Không có ngày 31/11/2024 trong lịch"),
        ({"day": "2024-11-15"}, "Chưa tới ngày này. Hãy ghi sau khi hoạt động đã diễn ra."),
        ({"day": "hôm nào"}, "Ngày thực hiện:"),
        ({"reach": "-5"}, "Nhập số bằng chữ số, ví dụ 120 hoặc 1.240."),
        ({"reach": "1.5"}, "Nhập số bằng chữ số, ví dụ 120 hoặc 1.240."),
        ({"reach": "50000001"}, "Số này vượt quá 50.000.000"),
        ({"reach": "nhiều"}, "Nhập số bằng chữ số"),
        ({"description": "a" * 5001}, "Nội dung dài quá 5.000 ký tự"),
        ({"links": "javascript:alert(1)"}, "“javascript:alert(1)” chưa phải là liên kết."),
        ({"links": "ftp://a.example/x"}, "“ftp://a.example/x” chưa phải là liên kết."),
        ({"links": "https://ai@evil.example/"}, "“https://ai@evil.example/” chưa phải là liên kết."),
        ({"links": "bài đăng hôm qua"}, "“bài đăng hôm qua” chưa phải là liên kết."),
        ({"links": "https://a.example/" + "x" * 1000}, "quá dài"),
        ({"links": "\n".join(f"https://a.example/{n}" for n in range(11))}, "Mỗi hoạt động nhận tối đa 10 liên kết."),
    ],
)
def test_a_mistake_is_named_and_nothing_is_lost(client, page, wrong, sentence):
    response = client.post(page, typed() | wrong)
    assert (response.status_code, Action.objects.count()) == (200, 0)
    assert sentence in words(response)
    assert "error-summary" in response.content.decode()
    if "description" not in wrong:
        assert "Tổ công nghệ số đến từng hộ.</textarea>" in response.content.decode()


def test_a_mistake_keeps_the_identifier_so_that_the_second_try_is_the_same_action(client, page):
    data = typed(channel="")
    response = client.post(page, data)
    assert hidden(response, "client_uuid") == [data["client_uuid"]]


HOSTILE = {
    "not a picture": ("hop.jpg", b"MZ this is no picture at all", "Tệp “hop.jpg”"),
    "a drawing with script": (
        "so-do.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "“so-do.svg”",
    ),
    "a page as a picture": ("anh.png", b"<!doctype html><script>alert(1)</script>", "“anh.png”"),
    "nothing": ("trong.jpg", b"", "Tệp “trong.jpg”: Tệp này trống"),
    "half a picture": ("nua.jpg", phone_photo(size=(400, 300))[:900], "Tệp “nua.jpg”: Ảnh này bị hỏng"),
    "a program": ("chay.exe", b"MZ\x90\0", "Tệp “chay.exe”: Loại tệp này không được nhận"),
    "a name with a path and direction marks": ("../../\u202egpj.exe", b"MZ\x90\0", "“gpj.exe”"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_bad_file_is_named_and_the_good_ones_and_the_words_are_kept(client, page, case):
    name, data, sentence = HOSTILE[case]
    form = typed()
    response = client.post(page, form | {"photos": [photo(), SimpleUploadedFile(name, data)]})
    assert (response.status_code, Action.objects.count()) == (200, 0)
    assert sentence in words(response)
    assert "khu-vuc-3.jpg" in words(response)
    assert "đã nhận, không cần chọn lại" in words(response)
    client.post(page, form | {"kept": hidden(response, "kept")})
    assert [row.original_name for row in Action.objects.get().evidence.filter(url="")] == ["khu-vuc-3.jpg"]


def test_a_file_that_is_too_large_is_named(client, page, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    response = client.post(page, typed(photos=[SimpleUploadedFile("lon.jpg", b"\xff\xd8\xff" + bytes(1024 * 1024))]))
    assert "Tệp “lon.jpg”: Tệp lớn hơn 1 MB. Hãy chọn tệp nhỏ hơn hoặc nén lại." in words(response)
    assert StoredFile.objects.count() == 0


def test_a_file_of_the_full_size_is_taken(client, page, settings):
    data = picture_bytes(form="PNG")
    settings.UPLOAD_MAX_BYTES = len(data)
    client.post(page, typed(photos=[SimpleUploadedFile("vua.png", data)]))
    assert Action.objects.get().evidence.filter(url="").count() == 1


def test_documents_sheets_and_clips_are_taken(client, page):
    files = [("a.docx", docx_bytes()), ("b.xlsx", xlsx_bytes()), ("c.mp4", mp4_bytes())]
    client.post(page, typed(files=[SimpleUploadedFile(name, data) for name, data in files]))
    assert [row.original_name for row in Action.objects.get().evidence.filter(url="")] == ["a.docx", "b.xlsx", "c.mp4"]


def test_a_kept_file_may_be_dropped_again(client, page):
    form = typed(channel="")
    response = client.post(page, form | {"photos": [photo(), photo("hai.jpg", size=(50, 50))]})
    first, second = hidden(response, "kept")
    client.post(page, typed(kept=[first, second], drop=[first]))
    assert [row.original_name for row in Action.objects.get().evidence.filter(url="")] == ["hai.jpg"]


def test_a_file_kept_for_somebody_else_or_forged_is_passed_over(client, cast, page):
    response = client.post(page, typed(channel="", photos=[photo()]))
    (token,) = hidden(response, "kept")
    theirs = reverse("reports:action-new", args=[cast.obligation(cast.o_mon).pk])
    wrong = [token, "gia-mao", token[:-2] + "xx"]
    response = as_person(client, cast.other_focal).post(theirs, typed(kept=wrong))
    assert "3 tệp gửi từ trước không còn dùng được. Hãy chọn lại tệp." in words(response)
    assert Action.objects.count() == 0
    client.post(theirs, typed(kept=wrong, without="1", refused=hidden(response, "refused")))
    assert Action.objects.count() == 0  # what is wrong now was not agreed to
    client.post(theirs, typed(without="1", refused=hidden(response, "refused")))
    assert Action.objects.get(unit=cast.o_mon).evidence.filter(url="").count() == 0


def test_more_than_ten_files_are_kept_and_one_is_to_be_dropped(client, page):
    files = [photo(f"{n}.jpg", size=(40 + n, 30)) for n in range(11)]
    response = client.post(page, typed(photos=files))
    assert "Mỗi lần nhận tối đa 10 tệp. Hãy bỏ bớt 1 tệp rồi lưu lại." in words(response)
    tokens = hidden(response, "kept")
    client.post(page, typed(kept=tokens, drop=tokens[:1]))
    assert Action.objects.get().evidence.filter(url="").count() == 10


def test_the_same_photo_twice_counts_once(client, page):
    client.post(page, typed(photos=[photo("a.jpg"), photo("b.jpg")]))
    assert [row.original_name for row in Evidence.objects.filter(url="")] == ["a.jpg"]


def test_a_campaign_that_closes_meanwhile_says_so_and_keeps_everything(client, cast, page):
    form = typed(photos=[photo()])
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=NOW)
    response = client.post(page, form)
    assert "Chiến dịch đã kết thúc. Hãy liên hệ đơn vị ban hành nếu cần bổ sung." in words(response)
    assert (len(hidden(response, "kept")), Action.objects.count()) == (1, 0)
    assert client.get(page).status_code == 302


# --- Sent by a script -------------------------------------------------------------------------------------------------
JSON = {"Accept": "application/json"}


def test_a_browsers_queue_is_told_the_receipt_once_stored_and_again_when_it_asks_again(client, cast, page):
    form = typed()
    told = [client.post(page, form, headers=JSON).json() for _each in range(2)]
    action = Action.objects.get()
    place = reverse("reports:obligation", args=[cast.obligation().pk])
    assert told == [{"receipt": action.receipt, "url": place, "files": 0, "left_out": []}] * 2


def test_a_browsers_queue_is_told_what_to_mend(client, page):
    answer = client.post(page, typed(channel="", photos=[SimpleUploadedFile("trong.jpg", b"")]), headers=JSON)
    assert (answer.status_code, Action.objects.count()) == (422, 0)
    assert answer.json()["errors"] == [
        "Hình thức: Chọn một mục.",
        "Ảnh: Tệp “trong.jpg”: Tệp này trống (0 byte). Hãy kiểm tra rồi chọn lại tệp.",
    ]


def test_a_queue_that_comes_after_the_campaign_closed_is_told_so(client, cast, page):
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=NOW)
    errors = client.post(page, typed(), headers=JSON).json()["errors"]
    assert errors == ["Chiến dịch đã kết thúc. Hãy liên hệ đơn vị ban hành nếu cần bổ sung."]


def test_a_queue_whose_session_ended_is_led_to_sign_in(client, page):
    client.logout()
    assert client.post(page, typed(), headers=JSON).status_code == 302


# --- A session that ends ----------------------------------------------------------------------------------------------
def test_what_was_typed_survives_the_end_of_the_session(client, cast, page):
    form = typed(description="Đã họp ba khu vực", also=[cast.obligations()[1].pk])
    client.logout()
    response = client.post(page, form)
    assert response["Location"] == f"{reverse('account_login')}?next={page}"
    client.force_login(cast.focal)
    response = client.get(page)
    assert "Đã họp ba khu vực</textarea>" in response.content.decode()
    assert hidden(response, "client_uuid") == [form["client_uuid"]]
    assert "Nội dung đã nhập vẫn còn; hãy chọn lại tệp." in words(response)
    assert "Đã họp ba khu vực" not in client.get(page).content.decode()


def test_a_flood_of_text_is_not_kept_for_who_is_not_signed_in(client, page):
    client.logout()
    client.post(page, typed(description="a" * 70_000))
    assert "typed_before_sign_in" not in client.session


# --- Mending ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def returned(client, cast, page):
    """An action with a photo that was returned with its obligation."""
    client.post(page, typed(photos=[photo()], complete="on"))
    send_back(obligation=cast.obligation(), reason="Đề nghị ghi số hộ.", actor=cast.officer, now=NOW)
    return Action.objects.get()


def test_returned_work_opens_with_the_reason_and_everything_filled_in(client, cast, returned):
    response = client.get(reverse("reports:action-edit", args=[returned.pk]))
    body = response.content.decode()
    assert lead(response) == "Bổ sung rồi gửi lại, còn 6 ngày."
    assert "Đề nghị ghi số hộ. Sở Thông tin và Truyền thông, 14/11/2024" in words(response)
    assert 'value="1.240"' in body
    assert "khu-vuc-3.jpg" in body
    assert re.search(r'<input type="checkbox" name="complete"[^>]* checked>', body)


def test_mending_and_sending_again_is_one_press(client, cast, returned):
    page = reverse("reports:action-edit", args=[returned.pk])
    files = [row.pk for row in returned.evidence.filter(url="")]
    new = photo("ro-hon.jpg", size=(60, 60))
    response = client.post(page, typed(reach="300", links="", remove=files, photos=[new], complete="on"), follow=True)
    returned.refresh_from_db()
    assert (returned.reach, returned.state) == (300, Action.State.RESUBMITTED)
    assert cast.obligation().progress == Progress.WAITING
    assert [(row.original_name, row.removed_at) for row in returned.evidence.filter(url="")] == [
        ("khu-vuc-3.jpg", NOW),
        ("ro-hon.jpg", None),
    ]
    assert "Việc đã được gửi Sở Thông tin và Truyền thông xác nhận." in words(response)


def test_sending_the_mended_form_twice_adds_no_proof_twice(client, cast, returned):
    page = reverse("reports:action-edit", args=[returned.pk])
    form = typed(links="https://ninhkieu.example/bai-moi")
    for _each in range(2):
        client.post(page, form | {"photos": [photo("ro-hon.jpg", size=(60, 60))]})
    assert returned.evidence.kept().count() == 4


def test_work_before_the_reviewer_is_not_mended(client, cast, returned):
    page = reverse("reports:action-edit", args=[returned.pk])
    client.post(page, typed(complete="on"))
    response = client.get(page, follow=True)
    assert "Hoạt động đang chờ xác nhận. Muốn sửa, hãy mở việc đã gửi và bấm “Rút lại để sửa”." in words(response)
    response = client.post(page, typed(reach="1"))
    assert "bấm “Rút lại để sửa”." in words(response)
    returned.refresh_from_db()
    assert returned.reach == 1240


def test_a_mistake_while_mending_keeps_the_ticks_on_old_proof(client, returned):
    page = reverse("reports:action-edit", args=[returned.pk])
    pk = returned.evidence.get(url="").pk
    response = client.post(page, typed(channel="", remove=[pk], photos=[photo("moi.jpg", size=(60, 60))]))
    assert f'name="remove" value="{pk}" checked' in response.content.decode()
    assert len(hidden(response, "kept")) == 1
    assert returned.evidence.kept().count() == 2


def test_the_day_on_record_is_a_chip_of_its_own(client, cast):
    action = make_action(cast.obligation(), actor=cast.focal, now=NOW, done_on=date(2024, 11, 5))
    response = as_person(client, cast.focal).get(reverse("reports:action-edit", args=[action.pk]))
    assert "Thứ Ba, 05/11/2024" in words(response)


def test_an_action_is_withdrawn_after_a_question(client, cast):
    action = make_action(cast.obligation(), actor=cast.focal, now=NOW)
    page = reverse("reports:action-withdraw", args=[action.pk])
    assert "Hoạt động sẽ không được tính nữa." in words(as_person(client, cast.focal).get(page))
    response = client.post(page, {"reason": "Ghi nhầm"}, follow=True)
    assert Action.objects.get().state == Action.State.WITHDRAWN
    assert f"Đã rút hoạt động {action.receipt}." in words(response)
    assert "Chưa có hoạt động nào" in words(response)
    assert client.get(page).status_code == 302


def test_what_people_type_is_shown_and_never_run(client, page):
    text = "<script>alert('x')</script> {{ 7|add:1 }}"
    response = client.post(page, typed(description=text), follow=True)
    assert "<script>alert" not in response.content.decode()
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; {{ 7|add:1 }}" in response.content.decode()
