"""The editor of a ladder, the rehearsal and the line of days in a real browser, on a phone and a desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from campaign_portal.lib.tests.browsing import complaints, sideways, sign_in
from directives.ladder import default_steps
from directives.tests.factories import make_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast():
    return make_cast(due_on=timezone.localdate() + timedelta(days=20), ladder=default_steps())


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
@pytest.mark.parametrize("name", ["ladder", "campaign-ladder", "rehearsal", "reminders"])
def test_each_page_is_readable_by_all_and_never_wider_than_the_screen(
    browser_page, live_server, cast, name, width, scheme
):
    page = browser_page(width=width, color_scheme=scheme)
    sign_in(page, cast.officer, live_server)
    args = {"rehearsal": [], "campaign-ladder": [cast.directive.campaign_id]}.get(name, [cast.directive.pk])
    page.goto(live_server.url + reverse(f"directives:{name}", args=args))
    for rung in page.locator("details.rung").all()[:2]:
        rung.locator("summary").click()
    assert sideways(page) == 0
    assert complaints(page) == []


def test_a_press_puts_a_field_at_the_cursor_and_the_example_follows(browser_page, live_server, cast):
    page = browser_page(width=390)
    sign_in(page, cast.officer, live_server)
    page.goto(live_server.url + reverse("directives:ladder", args=[cast.directive.pk]))
    rung = page.locator("details.rung").first
    rung.locator("summary").click()
    rung.locator("textarea").fill("Mời  xem")
    rung.locator("textarea").evaluate("box => box.setSelectionRange(4, 4)")
    rung.locator("[data-inserts='{don_vi}']").click()
    assert rung.locator("textarea").input_value() == "Mời {don_vi} xem"
    assert rung.locator("[data-example]").inner_text() == f"Mời {cast.ninh_kieu.name} xem"


def test_a_step_that_is_added_is_what_one_sees_and_what_has_the_focus(browser_page, live_server, cast):
    page = browser_page(width=390)
    sign_in(page, cast.officer, live_server)
    page.goto(live_server.url + reverse("directives:ladder", args=[cast.directive.pk]))
    page.get_by_role("button", name="Thêm bước").click()
    page.wait_for_url("**#buoc-moi")
    page.wait_for_function("() => document.activeElement.id === 'buoc-moi'")
    page.wait_for_function("() => document.activeElement.getBoundingClientRect().top < innerHeight / 2")
    assert page.locator(".is-invalid, .error-summary").count() == 0
    assert complaints(page) == []
