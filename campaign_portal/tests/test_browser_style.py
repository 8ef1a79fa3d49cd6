"""The style page in a browser: for eyes, ears, thumbs, paper, the dark, and with no JavaScript at all."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STYLE = "/style/"
PASSWORD = "mot-mat-khau-dai"
TARGETS = (
    "button, a.btn, a.chip, .chip, .cell, .tool, .tabbar a, summary, select, .error-summary a, .pages a, "
    "input:not([type=hidden], .chip input, .upload input, .form-check-input)"
)
TOO_SMALL = """(targets) => [...document.querySelectorAll(targets)]
    .filter((each) => each.checkVisibility() && Math.round(each.getBoundingClientRect().height) < 44)
    .map((each) => `${each.outerHTML.slice(0, 90)} ${each.getBoundingClientRect().height}`)"""


@pytest.fixture
def person(django_user_model):
    return django_user_model.objects.create_user("an@so.example", PASSWORD, full_name="Nguyễn Thị An", is_staff=True)


@pytest.fixture
def open_style(browser_page, client, person, live_server):
    """The style page, opened by a person who has signed in."""

    def open_page(**options):
        page = browser_page(**options)
        client.force_login(person)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        page.goto(STYLE)
        return page

    return open_page


def complaints(page) -> list[str]:
    """What axe has to say about the page as it stands."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:160]} {node['any'][:1]}" for each in found for node in each["nodes"]]


def sideways(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


# --- Everyone can use it ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("width", "color_scheme"),
    [(390, "light"), (390, "dark"), (1366, "light")],
)
def test_axe_finds_nothing(open_style, width, color_scheme):
    page = open_style(width=width, color_scheme=color_scheme)
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    assert complaints(page) == []


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_open_dialog(open_style, color_scheme):
    page = open_style(color_scheme=color_scheme)
    page.get_by_role("link", name="Gửi nhắc việc").click()
    assert page.get_by_role("dialog", name="Gửi thư nhắc đến 7 đơn vị, 8 đầu mối?").is_visible()
    assert complaints(page) == []


def test_nothing_scrolls_sideways(open_style):
    page = open_style()
    page.evaluate("document.querySelectorAll('details:not(.menu)').forEach((each) => (each.open = true))")
    overflow = {}
    for width in (320, 390, 768, 992, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        overflow[width] = sideways(page)
    assert overflow == dict.fromkeys(overflow, 0)


def test_a_finger_hits_everything(open_style):
    page = open_style(has_touch=True, is_mobile=True)
    assert page.evaluate(TOO_SMALL, TARGETS) == []


def test_the_page_does_not_move_when_the_font_arrives(open_style):
    page = open_style()
    page.evaluate(
        """() => new Promise((done) => {
            window.moved = 0;
            new PerformanceObserver((list) => list.getEntries().forEach((e) => (window.moved += e.value)))
                .observe({ type: "layout-shift", buffered: true });
            document.fonts.ready.then(() => setTimeout(done, 300));
        })"""
    )
    assert page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"')") is True
    assert page.evaluate("window.moved") < 0.05


# --- Paper, and no JavaScript -----------------------------------------------------------------------------------------
def test_paper_shows_the_content_and_none_of_the_controls(open_style):
    page = open_style(width=794, height=1123, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="light")
    for selector in (".masthead__tools", ".action-bar", ".btn", ".pages", ".skip-link", ".filters"):
        assert [each for each in page.locator(selector).all() if each.is_visible()] == [], selector
    assert page.locator("h1").is_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert sideways(page) == 0


def test_without_javascript_all_is_there_and_nothing_is_offered_that_cannot_work(open_style):
    page = open_style(java_script_enabled=False)
    assert page.get_by_role("link", name="Gửi nhắc việc").get_attribute("href") == "#gui-nhac"
    assert page.locator("[data-copies]").is_hidden()
    assert page.locator("[data-prints]").is_hidden()
    assert page.locator("#remind").is_hidden()
    page.locator("summary", has_text="Bảng số liệu").first.click()
    assert page.get_by_role("cell", name="27/31 · 87%").is_visible()
    page.locator("summary[aria-label='Tài khoản']").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/accounts/login/")


# --- What the scripts add ---------------------------------------------------------------------------------------------
def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_field(open_style):
    page = open_style()
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.get_by_role("link", name="Số lượt tiếp cận: Nhập số bằng chữ số").click()
    assert page.evaluate("document.activeElement.name") == "bad-reached"
    page.get_by_role("link", name="Buổi: Chọn một mục.").click()
    assert page.evaluate("document.activeElement.name") == "bad-day"


def test_a_day_answers_in_words_and_counts_from_the_servers_day(open_style):
    page = open_style()
    day, said = page.locator("#id_done_on"), page.locator("#id_done_on_words")
    in_words = {}
    today = timezone.localdate()
    for away in (0, 6, -1):
        day.fill(f"{today + timedelta(days=away):%d/%m/%Y}")
        in_words[away] = said.text_content().partition(", ")[2]
    assert in_words == {0: "hôm nay", 6: "còn 6 ngày", -1: "cách đây 1 ngày"}
    day.fill("31/02/2026")
    assert said.text_content() == "không có ngày này trong lịch"
    day.fill("chưa biết")
    assert said.text_content() == ""
    day.fill("20112024")  # digits alone, from a number pad
    day.blur()
    assert day.input_value() == "20/11/2024"
    assert said.text_content().startswith("thứ Tư, cách đây ")


def test_what_is_typed_survives_a_closed_page_and_goes_on_sign_out(open_style):
    page = open_style()
    page.locator("#id_title").fill("Họp tổ dân phố 3")
    page.get_by_label("Loa truyền thanh").first.check()
    assert page.locator("[data-draft-note]").text_content().startswith("Đã lưu nháp trên máy này lúc")
    page.goto("/accounts/2fa/")
    page.goto(STYLE)
    assert page.locator("#id_title").input_value() == "Họp tổ dân phố 3"
    assert page.get_by_label("Loa truyền thanh").first.is_checked()
    assert page.locator("[data-draft-note]").text_content().startswith("Đang dùng bản nháp lúc")
    page.locator("summary[aria-label='Tài khoản']").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/accounts/login/")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key !== 'portal:person')") == []


def test_a_draft_belongs_to_one_person(open_style, client, django_user_model, live_server):
    page = open_style()
    page.locator("#id_title").fill("Của An")
    other = django_user_model.objects.create_user("binh@so.example", PASSWORD, full_name="Bình", is_staff=True)
    client.force_login(other)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(STYLE)
    assert page.locator("#id_title").input_value() == "Họp tổ dân phố"


def test_a_draft_can_be_dropped(open_style):
    page = open_style()
    page.locator("#id_title").fill("Bản nháp")
    page.reload()
    page.get_by_role("button", name="Bỏ nháp").click()
    page.wait_for_load_state()
    assert page.locator("#id_title").input_value() == "Họp tổ dân phố"


def test_a_draft_sent_goes_when_another_page_answers_and_stays_while_the_line_is_down(open_style):
    page = open_style()
    page.locator("#id_title").fill("Đã gửi")
    page.evaluate("document.getElementById('sample').dispatchEvent(new Event('submit'))")
    page.goto(STYLE)  # the form again: nothing has answered
    assert page.locator("#id_title").input_value() == "Đã gửi"
    page.evaluate("document.getElementById('sample').dispatchEvent(new Event('submit'))")
    page.goto("/accounts/2fa/")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key !== 'portal:person')") == []


def test_a_dialog_opens_closes_by_keyboard_and_gives_the_focus_back(open_style):
    page = open_style()
    page.get_by_role("link", name="Gửi nhắc việc").click()
    assert page.locator("#remind").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#remind").is_hidden()
    assert page.evaluate("document.activeElement.dataset.opens") == "remind"


def test_a_menu_closes_on_escape_and_elsewhere(open_style):
    page = open_style()
    account = page.locator("summary[aria-label='Tài khoản']")
    panel = page.get_by_text("Đổi mật khẩu")
    account.click()
    assert panel.is_visible()
    page.keyboard.press("Escape")
    assert panel.is_hidden()
    account.click()
    page.mouse.click(20, 500)
    assert panel.is_hidden()


def test_a_chosen_file_is_named_and_one_too_large_is_refused_at_once(open_style, tmp_path):
    page = open_style()
    page.locator("#id_report").set_input_files({"name": "bao-cao.pdf", "mimeType": "application/pdf", "buffer": b"x"})
    assert (
        page.locator(".upload", has=page.locator("#id_report")).locator(".upload__names").text_content()
        == "bao-cao.pdf"
    )
    photo = tmp_path / "anh.jpg"
    photo.write_bytes(b"x" * (20 * 1024 * 1024 + 1))
    page.locator("#id_photo").set_input_files(photo)
    names = page.locator(".upload", has=page.locator("#id_photo")).locator(".upload__names")
    assert names.text_content() == "anh.jpg lớn hơn 20 MB, hãy chọn tệp nhỏ hơn"
    assert page.evaluate("document.getElementById('id_photo').validity.valid") is False


# --- Sign-in and admin stand under the same rules ---------------------------------------------------------------------
@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/", "/no/page/"]
)
def test_public_pages_please_axe_and_fit_a_small_phone(browser_page, path):
    page = browser_page(width=320)
    page.goto(path)
    assert complaints(page) == []
    assert sideways(page) == 0


def test_a_failed_sign_in_says_so_first_and_a_good_one_goes_in(browser_page, person):
    page = browser_page()
    page.goto(f"/accounts/login/?next={STYLE}")
    page.get_by_label("Thư điện tử công vụ").fill(person.email)
    page.get_by_label("Mật khẩu").fill("sai")
    page.get_by_role("button", name="Đăng nhập").click()
    assert page.get_by_role("alert").text_content().split() != []
    assert page.evaluate("document.activeElement.className") == "error-summary"
    assert page.get_by_label("Thư điện tử công vụ").input_value() == person.email
    assert complaints(page) == []
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(f"**{STYLE}")


def test_the_admin_works_under_the_same_policy(browser_page, client, live_server, django_user_model):
    boss = django_user_model.objects.create_superuser("boss@so.example", PASSWORD, full_name="Boss")
    client.force_login(boss)
    page = browser_page(width=1366, height=900)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    for path in ("/admin/", "/admin/units/user/", f"/admin/units/user/{boss.pk}/change/"):
        response = page.goto(path)
        assert (path, response.status) == (path, 200)
        assert response.headers["content-security-policy"].startswith("default-src 'self'")
