"""The page "Thông báo" on the narrowest phone."""

import pytest

from campaign_portal.lib.tests.browsing import complaints, sideways, sign_in
from directives.tests.factories import make_cast
from directives.tests.test_inbox import told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FURTHEST = """() => {
  const cell = document.querySelector("td[data-label]"), range = document.createRange();
  range.selectNodeContents(cell);
  return [range.getBoundingClientRect().right, cell.getBoundingClientRect().right];
}"""
GAP = """() => document.querySelector(".brand span").getBoundingClientRect().top
  - document.querySelector(".masthead__row").getBoundingClientRect().top"""


def test_a_narrow_phone_shows_the_whole_time_and_air_above_the_name(browser_page, live_server):
    cast = make_cast()
    told(cast.focal)
    page = browser_page(width=320)
    sign_in(page, cast.focal, live_server)
    page.goto(f"{live_server.url}/inbox/")
    words, cell = page.evaluate(FURTHEST)
    assert words <= cell
    assert page.evaluate(GAP) >= 4
    assert (complaints(page), sideways(page)) == ([], 0)
