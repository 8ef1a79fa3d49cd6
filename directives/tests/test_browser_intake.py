"""Handing a letter in, in a real browser: what is said of large files and of waiting, and the way without scripts."""

from pathlib import Path

import pytest

from campaign_portal.lib.tests.browsing import complaints, sideways, sign_in
from directives.models import Directive
from directives.tests.officer import SHORT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "/directives/new/"
BUNDLE = Path(__file__).parent / "letters" / "two_letters.doc"


@pytest.fixture
def open_new(browser_page, live_server, small):
    def opened(**more):
        page = browser_page(width=390, **more)
        sign_in(page, small.officer, live_server)
        page.goto(NEW)
        return page

    return opened


def handed(page) -> str:
    return page.locator(".upload__names").text_content()


def test_a_file_over_the_limit_is_told_at_once_and_nothing_is_called_a_draft(open_new, tmp_path):
    page = open_new()
    huge = tmp_path / "anh-lon.pdf"
    with huge.open("wb") as file:
        file.truncate(30 * 1024 * 1024)
    page.set_input_files("[name=file]", huge)
    assert handed(page) == "anh-lon.pdf lớn hơn 20 MB, hãy chọn tệp nhỏ hơn"
    assert page.locator("[data-draft-note]").text_content() == ""
    posted = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Đọc văn bản").click()
    assert page.evaluate("document.activeElement.name") == "file"
    assert posted == []
    page.reload()
    assert page.locator("[data-draft-note]").text_content() == ""
    assert page.evaluate("Object.keys(localStorage)") == ["portal:person"]  # whose the browser's drafts would be


def test_what_is_typed_and_taken_back_leaves_no_draft_behind(open_new):
    page = open_new()
    page.fill("[name=text]", "Kính gửi")
    assert page.locator("[data-draft-note]").text_content().startswith("Đã lưu nháp trên máy này lúc")
    page.fill("[name=text]", "")
    assert page.locator("[data-draft-note]").text_content() == ""
    page.reload()
    assert page.locator("[data-draft-note]").text_content() == ""


def test_several_files_are_named_by_their_number_and_weight(open_new, tmp_path):
    page = open_new()
    files = [tmp_path / name for name in ("mot.txt", "hai.txt")]
    for file in files:
        file.write_bytes(b"0" * 1024 * 1024)
    page.set_input_files("[name=file]", files)
    assert handed(page) == "2 tệp, 2 MB"


def test_while_a_letter_is_read_the_page_says_so_and_sends_it_once(open_new):
    page = open_new()
    page.fill("[name=text]", SHORT)
    said, stopped = page.evaluate(
        """() => {
          const form = document.getElementById("letter-form");
          const stopped = [];
          form.addEventListener("submit", (event) => stopped.push(event.defaultPrevented));
          form.requestSubmit();
          form.requestSubmit();
          return [document.querySelector("[data-busy-note]").textContent, stopped];
        }"""
    )
    assert said.startswith("Đang tải lên và đọc văn bản.")
    assert stopped == [False, True]
    page.wait_for_url("**/check/")


def test_a_paste_longer_than_any_letter_is_told_before_it_is_sent(open_new):
    page = open_new()
    page.evaluate(
        """() => {
          const area = document.querySelector("[name=text]");
          area.value = "x".repeat(2_000_001);
          area.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    assert page.evaluate("document.querySelector('[name=text]').validationMessage") == (
        "Nội dung dài hơn 2.000.000 ký tự. Hãy dán riêng phần văn bản, hoặc tải tệp lên."
    )


@pytest.mark.parametrize("scripts", [True, False])
def test_a_bundle_becomes_drafts_with_and_without_scripts(open_new, scripts):
    page = open_new(java_script_enabled=scripts)
    page.set_input_files("[name=file]", BUNDLE)
    page.get_by_role("button", name="Đọc văn bản").click()
    page.wait_for_url("**/directives/new/*/")
    if scripts:
        assert complaints(page) == []
    assert sideways(page) == 0
    page.get_by_role("checkbox").last.uncheck()
    page.get_by_role("button", name="Tạo bản nháp").click()
    page.wait_for_url("**/check/")
    assert [draft.number for draft in Directive.objects.all()] == ["1345"]
    assert page.get_by_text("còn 1 văn bản cùng lần tải").is_visible()
    page.goto("/directives/")
    page.get_by_role("link", name="Tiếp tục kiểm tra").click()
    page.wait_for_url("**/check/")


def test_a_draft_is_put_away_and_taken_up_again_by_keyboard(open_new, small):
    draft = small.draft()
    page = open_new()
    page.goto(f"/directives/{draft.pk}/discard/")
    page.get_by_label("Lý do bỏ bản nháp").fill("trùng")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/directives/")
    assert page.get_by_text("Đã bỏ bản nháp").is_visible()
    page.get_by_role("link", name="Bản nháp đã bỏ (1)").click()
    page.get_by_role("button", name="Khôi phục").press("Enter")
    page.wait_for_url("**/check/")
    assert page.get_by_text("Đã khôi phục bản nháp.").is_visible()
