"""Recording in the browser, for tests: the form for a new action, and what a person does on it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from campaign_portal.lib.tests.browsing import sign_in
from directives.tests.factories import make_cast
from reports.tests.test_pages_actions import photo


@pytest.fixture
def cast():
    return make_cast(due_on=timezone.localdate() + timedelta(days=6))


@pytest.fixture
def duty(cast):
    """The first of the two obligations of the focal point's unit."""
    return cast.obligation()


@pytest.fixture
def form(browser_page, live_server, cast, duty):
    """The form for a new action on a phone, or as `form(width=1440)`; its address is `page.home`."""

    def open_form(**options):
        page = browser_page(**options)
        sign_in(page, cast.focal, live_server)
        page.home = reverse("reports:action-new", args=[duty.pk])
        page.goto(page.home)
        return page

    return open_form


def chip(page, words: str):
    return page.locator("label.chip", has_text=words)


def picture(name: str = "buoi-hop.jpg", **about) -> dict:
    return {"name": name, "mimeType": "image/jpeg", "buffer": photo(**about).read()}


def line(page, name: str):
    return page.locator(".sending li", has_text=name)


def answer_the_rest(page) -> None:
    chip(page, "Hội nghị").first.click()
    chip(page, "Người dân, hộ dân").click()


def waiting(page):
    return page.locator("[data-queue-list] li")


def save(page) -> None:
    page.get_by_role("button", name="Lưu hoạt động").click()


def queue_one(page, words: str = "ngoài vùng phủ sóng") -> None:
    """Fill the form in and press save while there is no connection."""
    page.context.set_offline(True)
    answer_the_rest(page)
    page.locator("textarea[name=description]").fill(words)
    save(page)
    waiting(page).get_by_text("Đang chờ mạng").wait_for()
