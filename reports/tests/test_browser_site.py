"""Every page of the site in a real browser: axe finds nothing, nothing scrolls sideways, every file loads."""

import pytest
from django.urls import reverse

from campaign_portal.lib.tests.browsing import complaints, sideways, sign_in

from .site.arguments import arguments
from .site.matrix import matrix
from .site.world import PERSONS, World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NO_PAGE = (
    *("file", "docx", "pdf", "export-", "open-data-preview", "upload", "download", "evidence", "mail-html", "ticket"),
    *("ground:style", "reports:api-description"),
)
"""Answers that are files or data, a mail as it was sent, and the style page, which has tests of its own."""
KEY_PAGES = {
    "reports:my-work": "focal",
    "reports:action-new": "focal",
    "directives:check": "officer",
    "reports:review": "officer",
    "reports:directive-summary": "leader",
}


@pytest.fixture
def world() -> World:
    return make_world()


def pages_of(person: str) -> list[str]:
    """URLs that show a page to this person and to none before them, so that each is looked at once."""
    seat, shown = PERSONS.index(person), []
    for name, verdicts in matrix().items():
        statuses = verdicts["get"].split()
        is_page = not any(part in name for part in NO_PAGE)
        if (
            is_page
            and statuses[seat] == "200"
            and "200" not in [statuses[PERSONS.index(each)] for each in BEFORE[person]]
        ):
            shown.append(name)
    return shown


ORDER = ["focal", "officer", "leader", "administrator", "anonymous", "stranger_officer"]
BEFORE = {person: ORDER[:place] for place, person in enumerate(ORDER)}


def address(name: str, world: World) -> str:
    if name == "reports:action-new":
        return reverse(name, args=[world.cast.obligations()[1].pk])
    return reverse(name, args=arguments(name, world))


@pytest.mark.parametrize("person", ORDER)
def test_axe_finds_nothing_on_any_page_and_a_phone_need_not_scroll_sideways(browser_page, live_server, world, person):
    page = browser_page(width=390)
    if person != "anonymous":
        sign_in(page, world.person(person), live_server)
    found = {}
    for name in pages_of(person):
        response = page.goto(address(name, world))
        page.set_viewport_size({"width": 320, "height": 800})
        wide = sideways(page)
        page.set_viewport_size({"width": 390, "height": 844})
        page.evaluate("document.querySelectorAll('details:not(.menu)').forEach((each) => (each.open = true))")
        if trouble := (complaints(page), wide, response.status) != ([], 0, 200):
            found[name] = (trouble, complaints(page), wide, response.status)
    assert found == {}


def test_every_page_is_looked_at_by_someone():
    looked_at = [name for person in ORDER for name in pages_of(person)]
    assert len(looked_at) == len(set(looked_at))
    assert {"reports:my-work", "directives:check", "reports:directive-summary", "directives:outbox"} <= set(looked_at)


@pytest.mark.parametrize("name", KEY_PAGES)
def test_key_pages_hold_in_the_dark(browser_page, live_server, world, name):
    page = browser_page(color_scheme="dark")
    sign_in(page, world.person(KEY_PAGES[name]), live_server)
    page.goto(address(name, world))
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(12, 17, 24)"
    assert complaints(page) == []


@pytest.mark.parametrize("name", KEY_PAGES)
def test_key_pages_print_on_a4_without_navigation(browser_page, live_server, world, name):
    page = browser_page(width=794, height=1123)
    sign_in(page, world.person(KEY_PAGES[name]), live_server)
    page.goto(address(name, world))
    page.emulate_media(media="print")
    for selector in (".masthead__nav", ".masthead__tools", ".tabbar", ".action-bar"):
        assert [each for each in page.locator(selector).all() if each.is_visible()] == [], selector
    assert page.locator("h1").is_visible()
    assert sideways(page) == 0


@pytest.mark.parametrize("name", KEY_PAGES)
def test_key_pages_say_the_same_without_javascript(browser_page, live_server, world, name):
    with_script, without = browser_page(), browser_page(java_script_enabled=False)
    said = []
    for page in (with_script, without):
        sign_in(page, world.person(KEY_PAGES[name]), live_server)
        page.goto(address(name, world))
        said.append((page.locator("h1").text_content().split(), page.locator("main form").count()))
    assert said[0] == said[1]
