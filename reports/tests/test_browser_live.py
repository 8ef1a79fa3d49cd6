"""The dashboard in a real browser: what others do appears by itself, and nothing is torn from a reader's hands."""

import pytest
from playwright.sync_api import expect

from campaign_portal.lib.tests.browsing import sign_in
from reports.tests.summaries import make_letter
from units.tests.factories import local

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clock")]
NOW = local("2024-11-18 08:00")
SOON = 20_000  # ms; it is asked every eight seconds


@pytest.fixture
def letter():
    return make_letter()


@pytest.fixture
def page(browser_page, live_server, letter):
    page = browser_page(width=390)
    sign_in(page, letter.officer, live_server)
    page.goto(f"/directives/{letter.directive.pk}/summary/")
    return page


def test_what_a_unit_does_appears_without_a_reload(page, letter):
    expect(page.locator("#nhip")).to_contain_text("0/8 nhiệm vụ hoàn thành")
    page.evaluate("window.isTheSamePage = true")
    page.locator(".trend details summary").click()
    letter.finish("gd", 0, "2024-11-18 07:00")
    expect(page.locator("#nhip")).to_contain_text("1/8 nhiệm vụ hoàn thành", timeout=SOON)
    expect(page.locator("[data-live-said]")).to_have_text("Số liệu trên trang vừa được cập nhật.")
    assert page.evaluate("window.isTheSamePage")
    assert page.locator(".trend details").get_attribute("open") is not None


def test_a_day_that_is_being_typed_is_not_replaced(page, letter):
    page.locator(".day > summary").click()
    field = page.locator("[name=as_of]").first
    field.fill("10/11/2024")
    letter.finish("gd", 0, "2024-11-18 07:00")
    page.wait_for_timeout(9_000)
    expect(field).to_have_value("10/11/2024")
    expect(page.locator("#nhip")).to_contain_text("0/8 nhiệm vụ hoàn thành")
