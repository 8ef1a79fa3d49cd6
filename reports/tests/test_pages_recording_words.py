"""What the form and the page of the work say before and after recording: lengths, drafts, receipt, what is left."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.urls import reverse

from directives.models import Progress
from reports.models import Action
from reports.queries.differences import came_back_unchanged, differences
from reports.services.declaring import declare_complete, missing
from reports.services.drafts import save_draft
from reports.services.reviews import send_back
from reports.tests.factories import make_action
from reports.tests.reading import as_person, words
from reports.tests.test_pages_actions import NOW, photo, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def page(client, cast) -> str:
    as_person(client, cast.focal)
    return reverse("reports:action-new", args=[cast.obligation().pk])


# --- Length -----------------------------------------------------------------------------------------------------------
def test_no_field_cuts_a_paste_without_a_word(client, page):
    body = client.get(page).content.decode()
    area = body[body.index('<textarea name="description"') :].split(">")[0]
    assert ('data-max-chars="5000"' in area, "maxlength" in area) == (True, False)


def test_a_line_break_counts_as_one_character(client, page):
    client.post(page, typed(description="a" * 4998 + "\r\nb"))
    assert Action.objects.count() == 1


def test_too_much_text_comes_back_whole(client, page):
    response = client.post(page, typed(description="a" * 5001))
    assert "Nội dung dài quá 5.000 ký tự. Hãy rút gọn hoặc đính kèm tệp." in words(response)
    assert "a" * 5001 in response.content.decode()
    assert Action.objects.count() == 0


# --- Files under a false name -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("data", [b"chi la chu", b"MZ\x90\0\3\0\0\0", b"<!doctype html>"])
def test_what_is_called_a_photo_and_is_none_is_told_so(client, page, data):
    response = client.post(page, typed(photos=[SimpleUploadedFile("anh.jpg", data)]))
    assert "Tệp “anh.jpg”: Tệp có đuôi .jpg nhưng bên trong không phải ảnh JPEG" in words(response)


# --- What a new action starts from ------------------------------------------------------------------------------------
def test_repeating_says_what_was_filled_in_and_what_was_not(client, cast, page):
    said = "hình thức, đối tượng, nội dung và tài liệu. Ngày, số lượt và minh chứng là của lần này."
    make_action(cast.obligation(), actor=cast.focal, now=NOW)
    assert said not in words(client.get(page))
    assert said in words(client.get(page + "?repeat=1"))


def test_nothing_to_repeat_says_nothing(client, page):
    assert "Đã điền sẵn" not in words(client.get(page + "?repeat=1"))


@pytest.mark.parametrize(("dated", "is_marked"), [("2024-11-13", True), ("2024-11-12", False)])
def test_an_event_before_the_day_of_the_letter_is_marked(client, cast, page, dated, is_marked):

    event = Action(pk=9, done_on=date(2024, 11, 12), channel="meeting", directive=cast.directive)
    cast.directive.dated_on = date.fromisoformat(dated)
    about = {"directive": cast.directive, "row": cast.obligation()}
    listed = render_to_string("reports/parts/action_start.html", about | {"events": [event]})
    chosen = render_to_string("reports/parts/action_start.html", about | {"event": event})
    assert ("trước ngày văn bản" in listed, "trước ngày văn bản" in chosen) == (is_marked, is_marked)


# --- The work, its letter and a draft ---------------------------------------------------------------------------------
def test_recording_says_that_it_confirms_receipt_while_nobody_has(client, cast, page):
    said = "Lưu hoạt động cũng là xác nhận đã tiếp nhận."
    assert said in words(client.get(page))
    client.post(page, typed())
    assert said not in words(client.get(page))


@pytest.mark.parametrize(("most", "is_offered"), [(5, True), (150, False)])
def test_the_whole_of_what_is_asked_can_be_unfolded_where_the_heading_is_cut(
    client, cast, page, monkeypatch, most, is_offered
):
    monkeypatch.setattr("reports.queries.work.MAX_TITLE", most)
    body = client.get(page).content.decode()
    assert ("Xem cả nội dung văn bản yêu cầu" in body) is is_offered
    assert (f"<p>{cast.obligation().instruction.text}</p>" in body) is is_offered


def test_a_draft_that_waits_is_offered_where_the_work_stands(client, cast, page):
    row = cast.obligation()
    places = [reverse("reports:my-work"), reverse("reports:obligation", args=[row.pk])]
    assert not any("Viết tiếp bản nháp" in words(client.get(place)) for place in places)
    about = {"typed": {"description": ["dở dang"]}, "files": [], "client_uuid": None}
    save_draft(obligation=row, **about, actor=cast.focal, now=NOW)
    assert all("Viết tiếp bản nháp" in words(client.get(place)) for place in places)


def test_a_colleagues_draft_is_not_offered(client, cast, page):
    row = cast.obligation(cast.o_mon)
    about = {"typed": {"description": ["dở dang"]}, "files": [], "client_uuid": None}
    save_draft(obligation=row, **about, actor=cast.other_focal, now=NOW)
    assert "Viết tiếp bản nháp" not in words(client.get(reverse("reports:my-work")))


# --- Mending ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def two(cast) -> list[Action]:
    """Two actions that were returned with their work."""
    row = cast.obligation()
    found = [make_action(row, actor=cast.focal, now=NOW) for _each in range(2)]
    row.refresh_from_db()
    if row.progress != Progress.WAITING:
        declare_complete(obligation=row, actor=cast.focal, now=NOW)
    send_back(obligation=cast.obligation(), reason="Đề nghị ghi số hộ.", actor=cast.officer, now=NOW)
    for each in found:
        each.refresh_from_db()
    return found


def test_of_two_returned_actions_the_page_names_the_one_that_is_left(client, cast, page, two):
    first, second = two
    client.post(reverse("reports:action-edit", args=[first.pk]), typed(reach="9", complete="on", photos=[photo()]))
    (left,) = missing(cast.obligation())
    assert left == f"Bổ sung hoạt động bị trả lại ({second.get_channel_display()} ngày {second.done_on:%d/%m/%Y})"
    response = client.get(reverse("reports:obligation", args=[cast.obligation().pk]))
    assert "Đã sửa, chưa gửi" in words(response)
    assert "Đã gửi lại" not in words(response)


def test_a_returned_action_that_comes_back_as_it_was_is_called_so_to_both_sides(client, cast, page):
    with time_machine.travel(NOW - timedelta(hours=1), tick=False):
        client.post(page, typed(photos=[photo()], complete="on"))
    send_back(obligation=cast.obligation(), reason="Đề nghị ghi số hộ.", actor=cast.officer, now=NOW)
    action = Action.objects.get()
    same = typed(complete="on")
    response = client.post(reverse("reports:action-edit", args=[action.pk]), same, follow=True)
    assert "không có gì thay đổi; Sở Thông tin và Truyền thông sẽ thấy là “không đổi”." in words(response)
    assert "Đã lưu thay đổi" not in words(response)
    (mark,) = differences([action.pk], since_acceptance=False)[action.pk]
    assert (mark.name, mark.after) == ("So với lần trước", "không đổi")


def test_a_returned_action_that_was_mended_is_not_called_unchanged(client, cast, page):
    with time_machine.travel(NOW - timedelta(hours=1), tick=False):
        client.post(page, typed(photos=[photo()], complete="on"))
    send_back(obligation=cast.obligation(), reason="Đề nghị ghi số hộ.", actor=cast.officer, now=NOW)
    action = Action.objects.get()
    response = client.post(
        reverse("reports:action-edit", args=[action.pk]), typed(reach="77", complete="on"), follow=True
    )
    assert "Đã lưu thay đổi của hoạt động" in words(response)
    assert not came_back_unchanged(action)
