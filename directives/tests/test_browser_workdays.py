"""The calendar of days off as its keepers meet it in a real browser, with and without scripts."""

import pytest

from campaign_portal.lib.models import Holiday
from campaign_portal.lib.tests.browsing import complaints, sideways, sign_in
from campaign_portal.lib.workdays import load_holidays
from directives.tests.factories import make_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def opened(browser_page, live_server):
    load_holidays()
    cast = make_cast()

    def go(query: str = "", **more):
        page = browser_page(**more)
        sign_in(page, cast.officer, live_server)
        page.goto(f"{live_server.url}/workdays/{query}")
        return page

    return go


@pytest.mark.parametrize("width, scheme", [(320, "light"), (1440, "dark")])
@pytest.mark.parametrize("query", ["?year=2026", "?year=2028", "?year=2026&day=2026-01-02"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(opened, width, scheme, query):
    page = opened(query, width=width, color_scheme=scheme)
    assert (complaints(page), sideways(page)) == ([], 0)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_year_is_fetched_and_a_day_set_aside_by_one_press_each(opened, scripts):
    page = opened("?year=2028", width=390, java_script_enabled=scripts)
    page.get_by_role("button", name="Lấy lịch nghỉ năm 2028 từ danh mục ngày lễ").click()
    page.wait_for_selector("h1:has-text('Lịch nghỉ năm 2028 có 16 ngày nghỉ.')")
    page.get_by_role("button", name="Bỏ ngày 24/11/2028 khỏi lịch").click()
    page.wait_for_selector("h1:has-text('Lịch nghỉ năm 2028 có 15 ngày nghỉ.')")
    assert Holiday.objects.filter(day__year=2028, is_set_aside=True).count() == 1
