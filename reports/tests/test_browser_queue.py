"""Saving without a connection: the queue of the browser, from the press to the receipt."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from campaign_portal.lib.tests.browsing import complaints, sideways
from directives.services.lifecycle import close_campaign
from reports.models import Action
from reports.tests.recording import cast, duty, form, line, picture, queue_one, save, waiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["cast", "duty", "form"]  # fixtures


def test_without_a_connection_the_action_waits_and_is_stored_with_a_receipt_later(form):
    page = form()
    page.locator("input[name=photos]").set_input_files(picture("truoc.jpg"))
    line(page, "truoc.jpg").get_by_text("đã nhận").wait_for()
    page.context.set_offline(True)
    page.locator("input[name=photos]").set_input_files(picture("sau.jpg", size=(60, 60)))
    queue_one(page)
    assert page.locator("textarea[name=description]").input_value() == ""
    assert page.locator(".sending li").count() == 0
    assert Action.objects.count() == 0
    assert (complaints(page), sideways(page)) == ([], 0)
    page.context.set_offline(False)
    waiting(page).get_by_text("Số biên nhận").wait_for()
    action = Action.objects.get()
    assert action.receipt in waiting(page).inner_text()
    assert action.description == "ngoài vùng phủ sóng"
    assert sorted(action.evidence.values_list("original_name", flat=True)) == ["sau.jpg", "truoc.jpg"]
    page.problems.clear()
    waiting(page).get_by_role("button", name="Đóng").click()
    page.locator("[data-queue]").wait_for(state="hidden")


def test_what_waits_survives_the_page_and_is_sent_when_the_page_opens_again(form):
    page = form()
    queue_one(page)
    page.route("**/actions/new/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.context.set_offline(False)
    page.goto(page.home)
    waiting(page).get_by_text("Đang chờ mạng").wait_for()
    page.unroute("**/actions/new/")
    page.goto(page.home)
    waiting(page).get_by_text("Số biên nhận").wait_for()
    page.problems.clear()
    assert Action.objects.count() == 1


def is_post(request) -> bool:
    return request.method == "POST"


def test_what_waits_is_sent_from_the_page_of_the_obligation_too(form, duty):
    page = form()
    queue_one(page)
    page.problems.clear()
    page.route("**/actions/new/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    with page.expect_event("requestfailed", is_post):  # each page tries once by itself
        page.context.set_offline(False)
    with page.expect_event("requestfailed", is_post):
        page.goto(reverse("reports:obligation", args=[duty.pk]))
    waiting(page).get_by_text("Đang chờ mạng").wait_for()
    page.unroute("**/actions/new/")
    waiting(page).get_by_role("button", name="Gửi lại").click()
    waiting(page).get_by_text("Số biên nhận").wait_for()
    page.problems.clear()
    waiting(page).get_by_role("link", name="Xem").click()
    page.get_by_text("1 hoạt động đã ghi").wait_for()


def test_a_second_delivery_after_a_lost_answer_stores_once(form):
    page = form()
    queue_one(page)
    lost = {"left": 1}

    def answer(route):
        if route.request.method != "POST" or not lost["left"]:
            return route.continue_()
        lost["left"] -= 1
        route.fetch()  # the server stores it, the browser never hears of it
        return route.abort("connectionreset")

    page.route("**/actions/new/", answer)
    page.context.set_offline(False)
    waiting(page).get_by_text("Đang chờ mạng").wait_for()
    waiting(page).get_by_role("button", name="Gửi lại").click()
    waiting(page).get_by_text("Số biên nhận").wait_for()
    page.problems.clear()
    assert (lost["left"], Action.objects.count()) == (0, 1)


def test_what_the_server_refuses_says_why_and_opens_again_to_be_mended(form):
    page = form()
    page.context.set_offline(True)
    page.locator("input[name=reach]").fill("rất nhiều")
    page.locator("input[name=photos]").set_input_files(picture("kem.jpg"))
    queue_one(page, "cần sửa số")
    page.context.set_offline(False)
    waiting(page).get_by_text("Nhập số bằng chữ số").wait_for()
    page.problems.clear()
    assert Action.objects.count() == 0
    waiting(page).get_by_role("link", name="Mở để sửa").click()
    expect(page.locator("textarea[name=description]")).to_have_value("cần sửa số")
    assert page.locator("[data-queue]").is_hidden()
    line(page, "kem.jpg").get_by_text("đã nhận").wait_for()
    page.locator("input[name=reach]").fill("120")
    save(page)
    page.get_by_text("Số biên nhận").wait_for()
    assert (Action.objects.get().reach, Action.objects.get().evidence.count()) == (120, 1)


def test_an_item_can_be_taken_out_as_files(form):
    page = form()
    page.context.set_offline(True)
    page.locator("input[name=photos]").set_input_files(picture("giu.jpg"))
    queue_one(page, "bản để giữ")
    page.problems.clear()
    with (
        page.expect_download(lambda download: download.suggested_filename.endswith(".txt")) as text,
        page.expect_download(lambda download: download.suggested_filename == "giu.jpg") as photo,
    ):
        waiting(page).get_by_role("button", name="Xuất ra máy").click()
    assert photo.value.path().read_bytes() == picture()["buffer"]
    written = text.value.path().read_text()
    assert "bản để giữ" in written
    assert "Hội nghị, họp" in written
    assert waiting(page).count() == 1


def test_a_closed_campaign_refuses_and_nothing_is_lost(form, cast):
    page = form()
    queue_one(page)
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=cast.directive.issued_at)
    page.context.set_offline(False)
    waiting(page).get_by_text("Chiến dịch đã kết thúc").wait_for()
    assert waiting(page).get_by_role("button", name="Xuất ra máy").is_visible()
    page.problems.clear()


def test_a_draft_that_was_put_in_the_queue_leaves_the_form_empty(form):
    page = form()
    page.locator("input[name=photos]").set_input_files(picture("nhap.jpg"))
    with page.expect_response("**/draft/"):
        line(page, "nhap.jpg").get_by_text("đã nhận").wait_for()
    page.goto(page.home)
    page.get_by_text("Đã khôi phục bản nháp lúc").wait_for()
    assert page.locator("input[name=kept]").count() == 1
    queue_one(page)
    assert page.locator("input[name=kept]").count() == 0
    assert page.get_by_text("Đã khôi phục bản nháp lúc").count() == 0
    assert page.get_by_text("nhap.jpg").count() == 0
    page.context.set_offline(False)
    waiting(page).get_by_text("Số biên nhận").wait_for()
    page.problems.clear()
    assert Action.objects.get().evidence.get().original_name == "nhap.jpg"


def test_what_is_missing_is_said_before_it_waits(form):
    page = form()
    page.context.set_offline(True)
    save(page)
    page.locator("[data-draft-note]", has_text="Chọn hình thức và đối tượng").wait_for()
    page.problems.clear()
    assert page.locator("[data-queue]").is_hidden()
