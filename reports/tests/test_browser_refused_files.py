"""A refused file in the browser: the form stays, with a connection and without, until the reader chooses."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from campaign_portal.lib.tests.browsing import complaints, sideways
from reports.forms.action import ActionForm
from reports.models import Action
from reports.tests.recording import answer_the_rest, cast, duty, form, line, picture, queue_one, save, waiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["cast", "duty", "form"]  # fixtures

BIG = {"name": "big30.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff" + bytes(1024 * 1024)}


@pytest.fixture(autouse=True)
def small_files(monkeypatch):
    monkeypatch.setattr(ActionForm, "most_megabytes", 1)


def choice(page):
    return page.get_by_role("button", name="Lưu không kèm tệp này")


def note(page):
    return page.locator("[data-draft-note]")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_photo_that_is_too_large_stops_the_form_until_the_reader_chooses(form, scheme):
    page = form(color_scheme=scheme, reduced_motion="reduce")  # no colour half-way to another
    page.locator("input[name=photos]").set_input_files([BIG, picture("tot.jpg")])
    line(page, "big30.jpg").get_by_text("big30.jpg lớn hơn 1 MB").wait_for()
    line(page, "tot.jpg").get_by_text("đã nhận").wait_for()
    answer_the_rest(page)
    for _press in range(2):
        save(page)
        page.locator("[data-refused]").get_by_text("big30.jpg lớn hơn 1 MB").wait_for()
        expect(note(page)).to_have_text("Chưa lưu: có 1 tệp không được nhận, xem ở mục Minh chứng")
    page.mouse.move(0, 0)
    assert (Action.objects.count(), complaints(page), sideways(page)) == (0, [], 0)
    choice(page).click()
    page.get_by_text("Số biên nhận").wait_for()
    assert Action.objects.get().evidence.get().original_name == "tot.jpg"


def test_enter_in_a_field_does_not_choose_for_the_reader(form):
    page = form()
    page.locator("input[name=photos]").set_input_files(BIG)
    answer_the_rest(page)
    for _press in range(2):
        page.locator("input[name=reach]").press("Enter")
        page.locator("[data-refused]").get_by_text("big30.jpg").wait_for()
    assert Action.objects.count() == 0


def test_a_refused_file_that_is_dropped_is_no_obstacle_any_more(form):
    page = form()
    page.locator("input[name=photos]").set_input_files(BIG)
    answer_the_rest(page)
    save(page)
    choice(page).wait_for()
    line(page, "big30.jpg").get_by_role("button", name="Bỏ big30.jpg").click()
    choice(page).wait_for(state="hidden")
    save(page)
    page.get_by_text("Số biên nhận").wait_for()


def test_without_a_connection_nothing_waits_that_lacks_a_refused_file(form):
    page = form()
    page.context.set_offline(True)
    page.locator("input[name=photos]").set_input_files([BIG, picture("cho.jpg")])
    answer_the_rest(page)
    save(page)
    page.locator("[data-refused]").get_by_text("big30.jpg lớn hơn 1 MB").wait_for()
    assert waiting(page).count() == 0
    choice(page).click()
    waiting(page).get_by_text("1 tệp").wait_for()
    page.context.set_offline(False)
    waiting(page).get_by_text("Số biên nhận").wait_for()
    assert "1 tệp" in waiting(page).inner_text()
    page.problems.clear()
    assert Action.objects.get().evidence.get().original_name == "cho.jpg"


def test_without_scripts_the_choice_is_there_too(form):
    page = form(java_script_enabled=False)
    page.locator("input[name=photos]").set_input_files({"name": "trong.jpg", "mimeType": "image/jpeg", "buffer": b""})
    answer_the_rest(page)
    for _press in range(2):
        save(page)
        page.locator("[data-refused]").get_by_text("Tệp “trong.jpg”: Tệp này trống").wait_for()
    assert Action.objects.count() == 0
    choice(page).click()
    page.get_by_text("Số biên nhận").first.wait_for()
    assert Action.objects.get().evidence.count() == 0


# --- What the page says once the queue is sent ------------------------------------------------------------------------
def test_once_the_queue_is_sent_the_form_no_longer_says_that_it_waits(form):
    page = form()
    save(page)  # with nothing answered: the form comes back with what is to be mended
    page.get_by_text("chỗ cần sửa").wait_for()
    queue_one(page)
    assert page.get_by_text("chỗ cần sửa").count() == 0
    expect(note(page)).to_have_text("Chưa có mạng. Hoạt động đang chờ gửi trên máy này, có mạng sẽ tự gửi")
    page.context.set_offline(False)
    waiting(page).get_by_text("Số biên nhận").wait_for()
    expect(note(page)).to_have_text("Đã gửi xong hoạt động chờ trên máy này")
    page.get_by_role("heading", name="Đã gửi từ máy này").wait_for()
    page.problems.clear()


def test_a_receipt_stands_on_one_page_more_and_does_not_follow(form, duty):
    page = form()
    queue_one(page)
    page.context.set_offline(False)
    waiting(page).get_by_text("Số biên nhận").wait_for()
    page.problems.clear()
    place = reverse("reports:obligation", args=[duty.pk])
    page.goto(place)
    waiting(page).get_by_text("Số biên nhận").wait_for()
    page.goto(place)
    page.get_by_text("1 hoạt động đã ghi").wait_for()
    expect(page.locator("[data-queue]")).to_be_hidden()


def test_a_page_that_tells_of_the_work_is_renewed_when_what_waited_is_stored(form, duty):
    page = form()
    page.route("**/actions/new/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    queue_one(page)
    page.context.set_offline(False)
    page.goto(reverse("reports:obligation", args=[duty.pk]))
    page.get_by_role("heading", name="Chưa có hoạt động nào").wait_for()
    page.unroute("**/actions/new/")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.get_by_text("1 hoạt động đã ghi").wait_for()
    waiting(page).get_by_text("Số biên nhận").wait_for()
    page.problems.clear()
