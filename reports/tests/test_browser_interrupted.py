"""Recording that is interrupted: the session ends, the phone discards the page, two tabs, two presses; nothing is lost,
and nothing is stored twice."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from campaign_portal.lib.tests.browsing import sign_in
from reports.models import Action, ActionDraft
from reports.tests.factories import make_action
from reports.tests.recording import answer_the_rest, cast, duty, form, line, picture, queue_one, save, waiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["cast", "duty", "form"]  # fixtures
PASSWORD = "mat-khau-thu-2024"


def description(page):
    return page.locator("textarea[name=description]")


def end_session(page, cast) -> None:
    cast.focal.set_password(PASSWORD)
    cast.focal.save(update_fields=["password"])
    page.context.clear_cookies(name="sessionid")


def sign_in_by_hand(page, cast) -> None:
    page.wait_for_url("**/accounts/login/**")
    page.locator("input[name=login]").fill(cast.focal.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")


# --- The session ends -------------------------------------------------------------------------------------------------
def test_photos_sent_before_the_session_ended_are_there_after_signing_in_again(form, cast):
    page = form()
    page.locator("input[name=photos]").set_input_files([picture("mot.jpg"), picture("hai.jpg", size=(60, 60))])
    for name in ("mot.jpg", "hai.jpg"):
        line(page, name).get_by_text("đã nhận").wait_for()
    answer_the_rest(page)
    description(page).fill("hai tấm ảnh")
    end_session(page, cast)
    save(page)
    sign_in_by_hand(page, cast)
    page.get_by_text("Nội dung đã nhập và tệp đã gửi vẫn còn.").wait_for()
    expect(description(page)).to_have_value("hai tấm ảnh")
    save(page)
    page.get_by_text("Số biên nhận").wait_for()
    names = Action.objects.get().evidence.values_list("original_name", flat=True)
    assert sorted(names) == ["hai.jpg", "mot.jpg"]
    page.problems.clear()


def test_a_photo_chosen_after_the_session_ended_waits_with_the_action_and_is_sent_after_signing_in(form, cast):
    page = form()
    end_session(page, cast)
    page.locator("input[name=photos]").set_input_files(picture("muon.jpg"))
    line(page, "muon.jpg").get_by_text("Phiên làm việc đã hết").wait_for()
    answer_the_rest(page)
    description(page).fill("ghi khi phiên đã hết")
    save(page)
    waiting(page).get_by_text("Phiên làm việc đã hết").wait_for()
    waiting(page).get_by_role("link", name="Đăng nhập").click()
    sign_in_by_hand(page, cast)
    waiting(page).get_by_text("Số biên nhận").wait_for()
    action = Action.objects.get()
    assert (action.description, action.evidence.get().original_name) == ("ghi khi phiên đã hết", "muon.jpg")
    page.problems.clear()


def test_somebody_else_who_signed_in_meanwhile_is_not_made_the_author(form, cast, live_server):
    page = form()
    answer_the_rest(page)
    sign_in(page, cast.other_focal, live_server)
    save(page)
    page.locator("[data-draft-note]", has_text="Người khác vừa đăng nhập").wait_for()
    assert Action.objects.count() == 0
    page.problems.clear()


def test_a_draft_goes_on_being_kept_after_a_new_sign_in_in_another_tab(form, cast, live_server):
    page = form()
    page.context.clear_cookies()
    description(page).fill("một")
    page.locator("textarea[name=links]").focus()
    page.locator("[data-draft-note]", has_text="Mất kết nối").or_(
        page.locator("[data-draft-note]", has_text="Phiên làm việc đã hết")
    ).wait_for()
    sign_in(page, cast.focal, live_server)
    description(page).fill("hai")
    page.locator("textarea[name=links]").focus()
    page.locator("[data-draft-note]", has_text="Đã lưu nháp trên hệ thống").wait_for()
    assert ActionDraft.objects.get().typed["description"] == ["hai"]
    page.problems.clear()


# --- The page goes ----------------------------------------------------------------------------------------------------
HIDE = """() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_a_phone_that_goes_to_its_camera_has_saved_the_draft_before_it_discards_the_page(form):
    page = form()
    description(page).fill("đang mở máy ảnh")
    with page.expect_request("**/draft/") as sent:
        page.evaluate(HIDE)
    sent.value.response()
    page.evaluate("localStorage.clear()")  # what the browser keeps itself goes with another phone
    page.goto(page.home)
    expect(description(page)).to_have_value("đang mở máy ảnh")


def test_a_discarded_page_opens_again_with_what_was_typed_also_without_a_connection_before(form):
    page = form()
    page.context.set_offline(True)
    description(page).fill("bị tắt giữa chừng")
    again = page.context.new_page()
    page.close()  # no farewell: as a phone short of memory does
    page.problems.clear()
    again.context.set_offline(False)
    again.goto(page.home)
    expect(description(again)).to_have_value("bị tắt giữa chừng")


def test_what_is_typed_while_mending_comes_back_on_another_phone(form, cast, duty):
    action = make_action(duty, actor=cast.focal, now=timezone.now())
    page = form()
    mending = reverse("reports:action-edit", args=[action.pk])
    page.goto(mending)
    description(page).fill("đang sửa dở")
    page.locator("input[name=photos]").set_input_files(picture("bo-sung.jpg"))
    line(page, "bo-sung.jpg").get_by_text("đã nhận").wait_for()
    page.locator("[data-draft-note]", has_text="Đã lưu nháp trên hệ thống").wait_for()
    page.evaluate("localStorage.clear()")
    page.goto(mending)
    page.get_by_text("Đã khôi phục bản nháp lúc").wait_for()
    expect(description(page)).to_have_value("đang sửa dở")
    page.get_by_role("button", name="Lưu thay đổi").click()
    page.get_by_text("Đã lưu thay đổi").wait_for()
    action.refresh_from_db()
    names = action.evidence.kept().exclude(stored=None).values_list("original_name", flat=True)
    assert (action.description, list(names)) == ("đang sửa dở", ["bo-sung.jpg"])


# --- Twice ------------------------------------------------------------------------------------------------------------
def test_two_presses_at_once_leave_one_receipt(form):
    page = form()
    answer_the_rest(page)
    page.evaluate(
        """() => {
            const button = document.querySelector("button[form=ghi].btn-primary");
            button.click();
            button.click();
        }"""
    )
    page.get_by_text("Số biên nhận").wait_for()
    assert Action.objects.count() == 1


def test_two_tabs_with_the_same_draft_store_one_action_and_the_second_is_told(form):
    page = form()
    answer_the_rest(page)
    with page.expect_response("**/draft/"):
        description(page).fill("hai thẻ")
        page.locator("textarea[name=links]").focus()
    second = page.context.new_page()
    second.goto(page.home)
    expect(description(second)).to_have_value("hai thẻ")
    save(page)
    page.get_by_text("Đã ghi nhận hoạt động. Số biên nhận").wait_for()  # messages of a session go to whichever tab asks
    save(second)
    second.get_by_text("đã được ghi nhận từ trước").wait_for()
    assert Action.objects.get().description == "hai thẻ"


def test_what_was_put_in_the_queue_does_not_come_back_as_a_draft(form):
    page = form()
    answer_the_rest(page)
    with page.expect_response("**/draft/"):
        description(page).fill("đã xếp hàng")
        page.locator("textarea[name=links]").focus()
    queue_one(page, "đã xếp hàng")
    page.route("**/offline/ticket/", lambda route: route.abort())  # so that it goes on waiting
    page.context.set_offline(False)
    with page.expect_event("requestfailed", lambda request: "/offline/ticket/" in request.url):  # its own try
        page.goto(page.home)
    waiting(page).get_by_text("Đang chờ mạng").wait_for()
    expect(description(page)).to_have_value("")
    page.unroute("**/offline/ticket/")
    waiting(page).get_by_role("button", name="Gửi lại").click()
    waiting(page).get_by_text("Số biên nhận").wait_for()
    page.problems.clear()
    assert Action.objects.get().description == "đã xếp hàng"


def test_a_file_refused_while_saving_waits_for_it_is_said_before_anything_is_stored(form):
    page = form()
    held = []
    page.route("**/uploads/**", lambda route: route.continue_() if held else held.append(route))
    bad = {"name": "trang.png", "mimeType": "image/png", "buffer": b"<!doctype html><script>alert(1)</script>"}
    page.locator("input[name=photos]").set_input_files(bad)
    answer_the_rest(page)
    save(page)
    page.locator("[data-draft-note]", has_text="Đang gửi nốt 1 tệp").wait_for()
    held[0].continue_()
    page.locator("[data-draft-note]", has_text="Có 1 tệp không được nhận").wait_for()
    save(page)  # the same press once more is no consent
    page.locator("[data-refused]").get_by_text("trang.png").wait_for()
    assert Action.objects.count() == 0
    page.get_by_role("button", name="Lưu không kèm tệp này").click()
    page.get_by_text("Số biên nhận").wait_for()
    assert Action.objects.get().evidence.count() == 0
    page.problems.clear()
