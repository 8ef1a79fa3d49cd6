"""The board and the map in a real browser: by keyboard, with and without scripts, on a desk and on a phone."""

import pytest
from django.urls import reverse

from campaign_portal.lib.tests.browsing import complaints, sideways, sign_in
from directives.tests.factories import make_issued
from reports.tests.summaries import make_letter
from units.models import UnitKind
from units.tests.factories import make_area, make_unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROWS = "[data-board] tbody"


@pytest.fixture
def letter():
    return make_letter()


def here(page) -> tuple[str, str]:
    """The unit of the line the focus stands in, and what is said of the link it stands on."""
    return page.evaluate(
        """() => {
            const link = document.activeElement, line = link.closest("tr");
            return [line.querySelector("th a").textContent, link.getAttribute("aria-label") ?? link.textContent];
        }"""
    )


def test_arrows_go_from_cell_to_cell_over_what_is_not_asked(browser_page, live_server, letter):
    page = browser_page(width=1440, height=900)
    sign_in(page, letter.officer, live_server)
    page.goto(reverse("reports:board", args=[letter.directive.pk]) + "?sort=name")
    page.locator(f"{ROWS} a").first.focus()
    assert here(page)[0] == "Sở Giáo dục và Đào tạo"
    page.keyboard.press("ArrowRight")
    assert here(page)[1].startswith("Nội dung 1.1")
    page.keyboard.press("ArrowDown")
    assert (here(page)[0], here(page)[1][:12]) == ("Sở Y tế", "Nội dung 1.1")
    page.keyboard.press("ArrowDown")  # nobody below is asked for it
    assert here(page)[0] == "Sở Y tế"
    page.keyboard.press("End")
    assert here(page)[1] == "0"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    assert here(page)[1].startswith("Nội dung 3.1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/obligations/**")


def test_the_tab_key_stops_once_in_the_board(browser_page, live_server, letter):
    page = browser_page(width=1440, height=900)
    sign_in(page, letter.officer, live_server)
    page.goto(reverse("reports:board", args=[letter.directive.pk]))
    assert page.locator(f"{ROWS} a[tabindex='0']").count() == 1
    page.locator(f"{ROWS} a").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[data-board] tbody')") is None


def test_without_scripts_every_cell_is_a_plain_link(browser_page, live_server, letter):
    page = browser_page(width=1440, height=900, java_script_enabled=False)
    sign_in(page, letter.officer, live_server)
    page.goto(reverse("reports:board", args=[letter.directive.pk]))
    assert page.locator(f"{ROWS} a[tabindex]").count() == 0
    assert page.locator("[data-board-hint]").is_hidden()
    page.locator(f"{ROWS} a.cell").first.click()
    page.wait_for_url("**/obligations/**")


def test_head_and_first_column_stay_while_a_long_board_scrolls(browser_page, live_server, letter):
    many = [make_unit(f"Trường {n}", kind=UnitKind.COLLEGE) for n in range(40)]
    texts = [f"Nội dung thứ {n} của công văn" for n in range(12)]
    directive = make_issued(letter.directive.issuer, letter.officer, groups=[("Các trường", many, *texts)])
    page = browser_page(width=1024, height=768)
    sign_in(page, letter.officer, live_server)
    page.goto(reverse("reports:board", args=[directive.pk]))
    frame = page.locator(".board-scroll")
    frame.evaluate("(each) => each.scrollTo(400, 900)")
    box = frame.bounding_box()
    assert page.locator("[data-board] thead th").first.bounding_box()["y"] == pytest.approx(box["y"], abs=2)
    assert page.locator(f"{ROWS} th").nth(20).bounding_box()["x"] == pytest.approx(box["x"], abs=2)
    assert sideways(page) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_board_and_map_hold_on_a_phone_and_at_a_desk(browser_page, live_server, letter, scheme):
    page = browser_page(color_scheme=scheme)
    sign_in(page, letter.officer, live_server)
    for name in ("reports:board", "reports:directive-summary"):
        for width in (390, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(reverse(name, args=[letter.directive.pk]))
            assert (complaints(page), sideways(page)) == ([], 0), (name, width)


def test_the_map_says_a_place_to_who_comes_by_keyboard_and_opens_its_tasks(browser_page, live_server, letter):
    city = make_area("Thành phố Cần Thơ", level="city")
    letter.places["nk"].parent = letter.places["om"].parent = city
    for place in letter.places.values():
        place.save(update_fields=["parent"])
    page = browser_page(width=1440, height=900)
    sign_in(page, letter.officer, live_server)
    page.goto(letter.page)
    link = page.locator(".place-map--desk a").first
    words = link.locator(".place-map__words")
    assert words.evaluate("(each) => getComputedStyle(each).visibility") == "hidden"
    page.locator(".place-map--desk a").last.focus()
    page.keyboard.press("Shift+Tab")
    assert words.evaluate("(each) => getComputedStyle(each).visibility") == "visible"
    said = link.get_attribute("aria-label")
    page.keyboard.press("Enter")
    page.wait_for_url("**/summary/obligations/**")
    assert page.locator("h1").get_attribute("data-total") == said.split("/")[1].split(" ")[0]
