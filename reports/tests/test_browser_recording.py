"""Recording an action in the browser: few taps, a draft that keeps itself, files that find their way."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from campaign_portal.lib.tests.browsing import complaints, sideways, sign_in
from directives.tests.factories import make_cast
from reports.models import Action, ActionDraft
from reports.tests.test_pages_actions import photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast():
    return make_cast(due_on=timezone.localdate() + timedelta(days=6))


@pytest.fixture
def duty(cast):
    """The first of the two obligations of the focal point's unit."""
    return cast.obligation()


@pytest.fixture
def form(browser_page, live_server, cast, duty):
    """The form for a new action on a phone, or as `form(width=1440)`; its address is `page.home`."""

    def open_form(**options):
        page = browser_page(**options)
        sign_in(page, cast.focal, live_server)
        page.home = reverse("reports:action-new", args=[duty.pk])
        page.goto(page.home)
        return page

    return open_form


def chip(page, words: str):
    return page.locator("label.chip", has_text=words)


def picture(name: str = "buoi-hop.jpg", **about) -> dict:
    return {"name": name, "mimeType": "image/jpeg", "buffer": photo(**about).read()}


# --- The draft --------------------------------------------------------------------------------------------------------
def test_what_is_typed_goes_to_the_server_when_the_field_is_left_and_comes_back(form):
    page = form()
    page.locator("textarea[name=description]").fill("Họp ba khu vực")
    with page.expect_response("**/draft/"):
        page.locator("textarea[name=links]").focus()
    page.locator("[data-draft-note]", has_text="Đã lưu nháp trên hệ thống lúc").wait_for()
    assert ActionDraft.objects.get().typed["description"] == ["Họp ba khu vực"]
    page.evaluate("localStorage.clear()")
    page.goto(page.home)
    page.get_by_text("Đã khôi phục bản nháp lúc").wait_for()
    assert page.locator("textarea[name=description]").input_value() == "Họp ba khu vực"
    assert (complaints(page), sideways(page)) == ([], 0)


def test_a_discarded_draft_comes_back_neither_from_the_server_nor_from_the_browser(form):
    page = form()
    page.locator("textarea[name=description]").fill("bỏ đi")
    with page.expect_response("**/draft/"):
        page.locator("textarea[name=links]").focus()
    page.goto(page.home)
    page.get_by_role("button", name="Bỏ bản nháp").click()
    page.get_by_text("Đã bỏ bản nháp.").wait_for()
    assert page.locator("textarea[name=description]").input_value() == ""
    assert ActionDraft.objects.count() == 0


def test_without_a_connection_the_draft_stays_in_the_browser_and_follows_later(form):
    page = form()
    page.context.set_offline(True)
    page.locator("textarea[name=description]").fill("viết ngoài vùng phủ sóng")
    page.locator("textarea[name=links]").focus()
    page.locator("[data-draft-note]", has_text="Mất kết nối, bản nháp đang giữ trên máy này").wait_for()
    page.problems.clear()
    with page.expect_response("**/draft/"):
        page.context.set_offline(False)
    page.locator("[data-draft-note]", has_text="Đã lưu nháp trên hệ thống").wait_for()
    assert ActionDraft.objects.get().typed["description"] == ["viết ngoài vùng phủ sóng"]


def test_an_ended_session_says_so_and_what_was_typed_survives_signing_in(form, cast):
    cast.focal.set_password("mat-khau-thu-2024")
    cast.focal.save(update_fields=["password"])
    page = form()
    chip(page, "Hội nghị").first.click()
    page.context.clear_cookies(name="sessionid")
    page.locator("textarea[name=description]").fill("viết khi phiên đã hết")
    page.locator("textarea[name=links]").focus()
    page.locator("[data-draft-note]", has_text="Phiên làm việc đã hết").wait_for()
    chip(page, "Người dân, hộ dân").click()
    page.get_by_role("button", name="Lưu hoạt động").click()
    page.wait_for_url("**/accounts/login/**")
    page.locator("input[name=login]").fill(cast.focal.email)
    page.locator("input[name=password]").fill("mat-khau-thu-2024")
    page.locator("input[name=password]").press("Enter")
    page.get_by_text("Nội dung đã nhập vẫn còn").wait_for()
    assert page.locator("textarea[name=description]").input_value() == "viết khi phiên đã hết"
    assert page.locator("input[name=channel][value=meeting]").is_checked()
    assert Action.objects.count() == 0
