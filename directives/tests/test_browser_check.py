"""The check page in a real browser: by keyboard alone, without scripts, on a phone, and to axe."""

import pytest
from django.urls import reverse

from campaign_portal.lib.tests.browsing import complaints, sideways, sign_in
from directives.models import Directive
from directives.services.correcting import Corrections, correct_draft
from directives.tests.officer import LETTER, NOW, SmallCity

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def small():
    return SmallCity()


@pytest.fixture
def draft(small):
    return small.draft(LETTER)


@pytest.fixture
def check(browser_page, live_server, small, draft):
    """Opens the page: `check(width=1440)`, `check(java_script_enabled=False)`."""

    def open_check(opened: str = "", width: int = 1440, **options):
        page = browser_page(width=width, height=900, **options)
        sign_in(page, small.officer, live_server)
        page.goto(address(draft, opened))
        return page

    return open_check


def address(draft, opened: str = "") -> str:
    return reverse("directives:check", args=[draft.pk]) + (f"?open={opened}" if opened else "")


def texts(draft) -> list[str]:
    return list(draft.instructions.order_by("order").values_list("text", flat=True))


def at(draft, nth: int):
    return draft.instructions.order_by("order")[nth]


def keyed(page, keys: str) -> None:
    """Press a key that sends the page, and wait for the one that comes back."""
    with page.expect_navigation():
        page.keyboard.press(keys)
    if keys.startswith("Alt"):
        page.wait_for_function("document.activeElement.matches('[autofocus]')")


def focused(page) -> str:
    return page.evaluate("document.activeElement.name || document.activeElement.id || document.activeElement.tagName")


# --- By keyboard ------------------------------------------------------------------------------------------------------
def test_an_officer_splits_merges_moves_reassigns_and_saves_by_keyboard_alone(check, draft):
    row, second = at(draft, 0), at(draft, 1)
    page = check()
    page.locator(f"#nd-{row.pk} summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "instructions-0-text"
    page.keyboard.press("Control+Home")
    for _letter in "Đăng tải, ":
        page.keyboard.press("ArrowRight")
    keyed(page, "Alt+s")
    assert [texts(draft)[0], texts(draft)[1][:12]] == ["Đăng tải,", "Chia sẻ trên"]
    assert focused(page) == "instructions-0-text"
    keyed(page, "Alt+ArrowDown")
    assert [texts(draft)[0][:12], texts(draft)[1]] == ["Chia sẻ trên", "Đăng tải,"]
    assert focused(page) == "instructions-1-text"
    keyed(page, "Alt+ArrowUp")
    assert focused(page) == "instructions-0-text"
    keyed(page, "Alt+m")
    assert texts(draft)[0].startswith("Đăng tải,; Chia sẻ trên")
    assert (len(texts(draft)), at(draft, 1).pk) == (7, second.pk)
    page.keyboard.press("Tab")
    assert focused(page) == "instructions-0-group"
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    keyed(page, "Enter")
    assert at(draft, 0).group.phrase == "Phòng Văn hóa và Thông tin quận, huyện"
    assert at(draft, 0).places == [0]


def test_keys_of_other_programs_are_left_alone(check, draft):
    row = at(draft, 1)
    page = check(f"nd-{row.pk}")
    page.keyboard.press("Control+Alt+ArrowDown")
    page.locator("#id_instructions-1-group").focus()
    page.keyboard.press("Alt+ArrowDown")  # opens the list of a select
    page.locator("#id_number").focus()
    page.keyboard.press("Alt+m")
    page.wait_for_timeout(300)  # ms
    assert (at(draft, 1).pk, len(texts(draft))) == (row.pk, 7)


def test_nothing_stands_before_the_first_so_its_key_does_nothing(check, draft):
    row = at(draft, 0)
    page = check(f"nd-{row.pk}")
    page.keyboard.press("Alt+ArrowUp")
    page.wait_for_timeout(300)  # ms
    assert at(draft, 0).pk == row.pk
    assert page.locator(".error-summary").count() == 0


def test_the_keys_are_told_on_the_page_with_a_mouse_and_not_on_a_phone(check):
    assert check().locator(".keys-help").is_visible()
    assert check(width=390, has_touch=True, is_mobile=True).locator(".keys-help").is_hidden()


# --- Without scripts --------------------------------------------------------------------------------------------------
def test_an_officer_splits_merges_moves_reassigns_and_saves_without_scripts(check, draft):
    row = at(draft, 0)
    page = check(java_script_enabled=False)
    page.locator(f"#nd-{row.pk} summary").click()
    page.fill("#id_instructions-0-text", "Đăng tải tài liệu.\n\nPhổ biến tài liệu.")
    page.fill("#id_number", "1268")
    page.locator(f"#nd-{row.pk} >> text='Tách'").click()
    draft.refresh_from_db()
    assert (draft.number, texts(draft)[:2]) == ("1268", ["Đăng tải tài liệu.", "Phổ biến tài liệu."])
    assert page.locator("#id_instructions-0-text").is_visible()
    page.locator(f"#nd-{row.pk} >> text='Xuống sau'").click()
    assert texts(draft)[:2] == ["Phổ biến tài liệu.", "Đăng tải tài liệu."]
    page.locator(f"#nd-{row.pk} >> text='Lên trước'").click()
    page.locator(f"#nd-{row.pk} >> text='Gộp với nội dung sau'").click()
    assert texts(draft)[0] == "Đăng tải tài liệu. Phổ biến tài liệu."
    page.select_option("#id_instructions-0-group", label="Phòng Văn hóa và Thông tin quận, huyện")
    page.click("button:has-text('Lưu và tiếp tục')")
    assert page.url.endswith(reverse("directives:recipients", args=[draft.pk]))
    assert at(draft, 0).group.phrase == "Phòng Văn hóa và Thông tin quận, huyện"


def test_the_card_in_hand_has_the_cursor_again_even_without_scripts(check, draft):
    page = check(f"nd-{at(draft, 4).pk}", java_script_enabled=False)
    assert page.locator("#id_instructions-4-text").get_attribute("autofocus") is not None
    assert page.locator("#id_instructions-4-text:focus").count() == 1


def test_words_lead_to_their_field_and_back_without_scripts(check, draft):
    row = at(draft, 3)
    page = check(java_script_enabled=False, width=390)
    page.locator(f"mark a[href='#nd-{row.pk}']").first.click()
    assert page.url.endswith(f"#nd-{row.pk}")
    page.locator(f"#nd-{row.pk} .source-link").first.click()
    assert page.url.endswith("#tu-task-3")


# --- Words and fields light each other --------------------------------------------------------------------------------
def lit(page) -> set[str]:
    return set(page.locator("mark.is-lit").evaluate_all("marks => marks.map((mark) => mark.dataset.src.split(' ')[0])"))


def is_seen(page, selector: str) -> bool:
    return page.evaluate(
        """(selector) => {
          const where = (each) => document.querySelector(each).getBoundingClientRect();
          const [place, frame] = [where(selector), where(".letter")];
          return place.top >= frame.top && place.bottom <= frame.bottom;
        }""",
        selector,
    )


def test_a_field_in_hand_lights_its_words_and_brings_them_into_view(check):
    page = check()
    assert not is_seen(page, "#tu-signer")
    page.locator("#muc-signer summary").focus()
    page.wait_for_function("document.querySelector('#tu-signer').classList.contains('is-lit')")
    assert is_seen(page, "#tu-signer")


def test_a_card_that_comes_back_with_the_cursor_has_its_words_lit_and_in_view(check, draft):
    page = check(f"nd-{at(draft, 5).pk}")
    page.wait_for_function("document.querySelector('#tu-task-5').classList.contains('is-lit')")
    assert is_seen(page, "#tu-task-5")


def test_a_mouse_that_rests_on_a_field_brings_its_words_into_view(check):
    page = check()
    page.locator("#muc-signer dt").hover()
    page.wait_for_timeout(900)  # ms, the rest and the scroll
    assert is_seen(page, "#tu-signer")


def test_words_pressed_open_their_field_with_the_cursor_in_it(check, draft):
    row = at(draft, 0)
    page = check()
    page.locator(f"mark a[href='#nd-{row.pk}']").first.click()
    assert focused(page) == "instructions-0-text"
    assert page.locator(f"#nd-{row.pk}.is-lit").count() == 1


def test_the_letter_is_one_stop_for_tab_and_arrows_walk_from_words_to_words(check):
    page = check()
    page.locator("article.letter").focus()
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.hash")
    page.keyboard.press("ArrowRight")
    second = page.evaluate("document.activeElement.hash")
    assert (first, second) == ("#muc-symbol", "#muc-place")
    assert page.locator(f"{second}.is-lit").count() == 1
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.hash") == first
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.letter')") is None


# --- On a phone -------------------------------------------------------------------------------------------------------
def test_on_a_phone_the_letter_is_behind_a_switch_and_a_field_opens_it_at_its_words(check, draft):
    row = at(draft, 5)
    page = check(width=390, has_touch=True)
    assert page.locator(".letter").is_hidden()
    page.locator(f"#nd-{row.pk} .source-link").first.tap()
    assert page.locator("#tu-task-5").is_visible()
    page.wait_for_timeout(800)  # ms, the scroll
    assert page.evaluate("Math.abs(document.querySelector('#tu-task-5').getBoundingClientRect().top) < innerHeight")
    assert "task-5" in lit(page)
    page.locator(".intake__switch >> text='Các mục'").tap()
    assert page.locator(f"#nd-{row.pk}").is_visible()
    assert sideways(page) == 0


@pytest.mark.parametrize("width", [320, 390, 1000, 1440])
def test_an_opened_card_fits_the_window(check, draft, width):
    page = check(f"nd-{at(draft, 0).pk}", width=width)
    assert sideways(page) == 0
    assert page.evaluate("document.querySelector('.read [autofocus]').getBoundingClientRect().right < innerWidth")


def test_axe_finds_nothing_on_a_phone_with_every_card_open_on_either_side_of_the_switch(check):
    page = check(width=390)
    page.evaluate("document.querySelectorAll('details:not(.menu)').forEach((each) => (each.open = true))")
    assert complaints(page) == []
    page.locator(".intake__switch >> text='Văn bản'").click()
    assert complaints(page) == []


# --- Doubts -----------------------------------------------------------------------------------------------------------
def test_the_counter_goes_down_as_doubts_are_answered_and_up_again(check):
    page = check()
    left = page.locator("[data-left]")
    assert left.inner_text() == "còn 6 mục cần xem"
    page.check("input[name=seen][value=issuer]")
    assert left.inner_text() == "còn 5 mục cần xem"
    page.fill("#id_number", "1268")
    assert left.inner_text() == "còn 4 mục cần xem"
    page.fill("#id_number", "")
    page.uncheck("input[name=seen][value=issuer]")
    assert left.inner_text() == "còn 6 mục cần xem"


def test_a_suggestion_is_typed_in_place_and_nothing_is_sent(check, draft):
    page = check()
    page.fill("#id_number", "1268")
    page.click("button[name=take]")
    assert page.locator("#id_bases-0-issuer_name").input_value() == "Văn phòng Ủy ban nhân dân"
    assert (focused(page), page.locator("#id_number").input_value()) == ("bases-0-issuer_name", "1268")
    draft.refresh_from_db()
    assert draft.number == ""


# --- Nothing typed is lost --------------------------------------------------------------------------------------------
def test_what_was_typed_is_there_again_when_the_page_was_left_without_saving(check, draft):
    page = check()
    page.fill("#id_number", "1268")
    page.goto(reverse("directives:list"))
    page.goto(address(draft))
    assert page.locator("#id_number").input_value() == "1268"


def test_a_draft_of_the_browser_is_not_put_over_what_was_saved_since(check, small, draft):
    page = check()
    page.fill("#id_number", "1268")
    sent = Corrections(columns={"number": "99"})
    correct_draft(directive=Directive.objects.get(pk=draft.pk), corrections=sent, actor=small.second_officer, now=NOW)
    page.goto(address(draft))
    assert page.locator("#id_number").input_value() == "99"


def test_a_page_that_was_overtaken_shows_who_and_keeps_what_was_typed(check, small, draft):
    page = check()
    page.fill("#id_number", "1268")
    sent = Corrections(columns={"place": "Nơi khác"})
    correct_draft(directive=Directive.objects.get(pk=draft.pk), corrections=sent, actor=small.second_officer, now=NOW)
    page.click(".action-bar button:text-is('Lưu')")
    assert "Lê Thị Hai đã lưu bản nháp này" in page.locator(".error-summary").inner_text()
    assert page.locator("#id_number").input_value() == "1268"
    assert complaints(page) == []
    page.click("text='Vẫn lưu nội dung của tôi'")
    draft.refresh_from_db()
    assert draft.number == "1268"
