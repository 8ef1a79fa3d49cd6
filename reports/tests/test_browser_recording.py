"""Recording an action in the browser: few taps, a draft that keeps itself, files that find their way."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from campaign_portal.lib.tests.browsing import complaints, sideways
from reports.models import Action, ActionDraft, PartialUpload
from reports.tests.recording import answer_the_rest, cast, chip, duty, form, line, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["cast", "duty", "form"]  # fixtures


def grainy(side: int) -> bytes:
    """A picture that does not compress, so that it goes in several pieces."""
    out = io.BytesIO()
    Image.effect_noise((side, side), 100).save(out, "PNG")
    return out.getvalue()


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


# --- Files ------------------------------------------------------------------------------------------------------------
def test_files_go_ahead_of_the_form_each_with_its_own_line(form):
    page = form()
    page.locator("input[name=photos]").set_input_files([picture("mot.jpg"), picture("hai.jpg", size=(60, 60))])
    for name in ("mot.jpg", "hai.jpg"):
        line(page, name).get_by_text("đã nhận").wait_for()
        line(page, name).locator("canvas.evidence__thumb").wait_for()
    assert (complaints(page), sideways(page)) == ([], 0)
    answer_the_rest(page)
    page.get_by_role("button", name="Lưu hoạt động").click()
    page.get_by_text("Số biên nhận").wait_for()
    names = Action.objects.get().evidence.values_list("original_name", flat=True)
    assert sorted(names) == ["hai.jpg", "mot.jpg"]


def test_a_bad_file_is_refused_on_its_own_line_and_costs_the_others_nothing(form):
    page = form()
    bad = {"name": "trang.png", "mimeType": "image/png", "buffer": b"<!doctype html><script>alert(1)</script>"}
    empty = {"name": "trong.jpg", "mimeType": "image/jpeg", "buffer": b""}
    page.locator("input[name=photos]").set_input_files([bad, picture("tot.jpg"), empty])
    line(page, "tot.jpg").get_by_text("đã nhận").wait_for()
    line(page, "trang.png").get_by_text("Tệp “trang.png”:").wait_for()
    line(page, "trong.jpg").get_by_text("Tệp này trống (0 byte)").wait_for()
    page.problems.clear()  # the browser tells of the 422
    answer_the_rest(page)
    page.get_by_role("button", name="Lưu hoạt động").click()
    page.get_by_text("Có tệp không được nhận.").wait_for()
    assert Action.objects.count() == 0
    page.get_by_role("button", name="Lưu không kèm tệp này").click()
    page.get_by_text("Số biên nhận").wait_for()
    assert Action.objects.get().evidence.get().original_name == "tot.jpg"


def test_after_a_lost_connection_a_file_goes_on_where_it_stopped(form):
    page = form()
    offsets = []
    lost = {"left": 1}

    def watch(route):
        offset = route.request.headers.get("upload-offset")
        if offset and int(offset) > 0 and lost["left"]:
            lost["left"] -= 1
            return route.abort("connectionreset")
        if offset:
            offsets.append(int(offset))
        return route.continue_()

    page.route("**/uploads/**", watch)
    data = grainy(900)
    page.locator("input[name=photos]").set_input_files({"name": "lon.png", "mimeType": "image/png", "buffer": data})
    line(page, "lon.png").get_by_text("đã nhận").wait_for()
    page.problems.clear()
    assert offsets == sorted(set(offsets))
    assert len(offsets) == -(-len(data) // (512 * 1024)) > 1
    assert PartialUpload.objects.get().received == len(data)


def test_a_file_that_cannot_be_sent_offers_to_try_again_and_a_dropped_one_is_not_stored(form):
    page = form()
    page.route("**/uploads/**", lambda route: route.fulfill(status=422, json={"refused": "Không được"}))
    page.locator("input[name=photos]").set_input_files(picture("bo.jpg"))
    line(page, "bo.jpg").get_by_text("Không được").wait_for()
    line(page, "bo.jpg").get_by_role("button", name="Bỏ bo.jpg").click()
    page.unroute("**/uploads/**")
    page.context.set_offline(True)
    page.locator("input[name=photos]").set_input_files(picture("lai.jpg"))
    again = line(page, "lai.jpg").get_by_role("button", name="Gửi lại lai.jpg")
    again.wait_for()
    page.context.set_offline(False)
    line(page, "lai.jpg").get_by_text("đã nhận").wait_for()
    page.problems.clear()
    assert line(page, "bo.jpg").count() == 0


def test_saving_waits_for_files_that_are_on_their_way(form):
    page = form()
    held = []
    page.route("**/uploads/**", lambda route: route.continue_() if held else held.append(route))
    page.locator("input[name=photos]").set_input_files(picture("cham.jpg"))
    answer_the_rest(page)
    page.get_by_role("button", name="Lưu hoạt động").click()
    page.locator("[data-draft-note]", has_text="Đang gửi nốt 1 tệp, xong sẽ lưu ngay").wait_for()
    held[0].continue_()
    page.get_by_text("Số biên nhận").wait_for()
    assert Action.objects.get().evidence.get().original_name == "cham.jpg"


def test_files_are_dropped_on_the_page_and_pasted(form):
    page = form(width=1440)
    give = """([kind, name, bytes]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], name, { type: "image/jpeg" }));
        const event = kind === "drop" ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
            : new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
        document.querySelector("main").dispatchEvent(event);
    }"""
    page.evaluate(give, ["drop", "tha.jpg", list(picture()["buffer"])])
    page.evaluate(give, ["paste", "dan.jpg", list(picture(size=(50, 50))["buffer"])])
    for name in ("tha.jpg", "dan.jpg"):
        line(page, name).get_by_text("đã nhận").wait_for()


def test_a_phone_offers_its_camera_and_a_desktop_does_not(form):
    shoot = "input[type=file][capture=environment]"
    assert form(has_touch=True, is_mobile=True).locator(shoot).locator("..").is_visible()
    assert not form(width=1440).locator(shoot).locator("..").is_visible()


def test_without_scripts_the_plain_fields_send_several_files(form):
    page = form(java_script_enabled=False)
    page.locator("input[name=photos]").set_input_files([picture("mot.jpg"), picture("hai.jpg", size=(60, 60))])
    answer_the_rest(page)
    page.get_by_role("button", name="Lưu hoạt động").click()
    assert "Số biên nhận" in page.locator("main").inner_text()
    assert Action.objects.get().evidence.count() == 2


@pytest.mark.parametrize("width", [390, 1440])
def test_an_action_with_a_photo_takes_six_presses_besides_typing(form, duty, width):
    page = form(width=width)
    page.goto(reverse("reports:obligation", args=[duty.pk]))
    page.add_init_script(
        "sessionStorage.presses ??= 0; addEventListener('pointerdown', () => sessionStorage.presses++)"
    )
    page.reload()
    page.get_by_role("link", name="Ghi hoạt động").click()
    chip(page, "Đến từng hộ").click()
    with page.expect_file_chooser() as chooser:
        page.locator("label.upload", has_text="Chụp hoặc chọn ảnh").click()
    chooser.value.set_files(picture())
    chip(page, "Người dân, hộ dân").click()
    page.locator("input[name=reach]").fill("120")
    page.locator("label", has_text="Việc này đã hoàn thành").click()
    page.get_by_role("button", name="Lưu hoạt động").click()
    page.get_by_text("Số biên nhận").wait_for()
    assert page.evaluate("Number(sessionStorage.presses)") == 6
    action = Action.objects.get()
    assert (action.evidence.count(), action.reach) == (1, 120)
