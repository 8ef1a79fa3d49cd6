"""The review queue worked by keyboard, and by hand where no script runs."""

import pytest
from django.utils import timezone

from campaign_portal.lib.tests.browsing import complaints, sideways, sign_in
from directives.models import Obligation, Progress
from directives.tests.factories import make_cast
from reports.models import Review
from reports.services.reviews import accept_many
from reports.tests.factories import make_action

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast():
    """Three rows wait: both of Ninh Kiều's, then Ô Môn's."""
    cast = make_cast()
    for row in cast.obligations():
        make_action(row, actor=cast.focal, now=timezone.now(), declare=True)
    make_action(cast.obligation(cast.o_mon), actor=cast.other_focal, now=timezone.now(), declare=True)
    return cast


@pytest.fixture
def queue(browser_page, live_server, cast):
    def open_queue(**options):
        page = browser_page(**options)
        sign_in(page, cast.officer, live_server)
        page.goto("/reviews/")
        return page

    return open_queue


def press(page, key: str) -> None:
    """A key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def title(page) -> str:
    return page.locator(".asked").inner_text().strip()


def said(page) -> str:
    return page.locator("main").inner_text().replace("\xa0", " ")


def ticked(page) -> int:
    return page.locator("[data-ticks] input:checked").count()


def test_the_whole_queue_is_worked_by_keyboard(queue, cast):
    page = queue(width=1440)
    assert title(page) == "Đăng tải tài liệu"
    press(page, "j")
    assert title(page) == "Phổ biến kỹ năng"
    press(page, "k")
    assert title(page) == "Đăng tải tài liệu"
    press(page, "a")
    assert "Đã xác nhận:" in said(page)
    assert cast.obligation().progress == Progress.DONE
    page.keyboard.press("r")
    assert page.locator("textarea[name=say]").is_visible()
    assert page.evaluate("document.activeElement.dataset.key") == "r"
    page.locator("textarea[name=say]").fill("Ảnh mờ, a x j k r")  # letters in a text are letters
    with page.expect_navigation():
        page.get_by_role("button", name="Trả lại đơn vị").click()
    assert cast.obligations()[1].progress == Progress.RETURNED
    assert Review.objects.filter(obligation__isnull=False).count() == 2


def test_ticks_outlive_the_walk_through_the_list_and_are_accepted_together(queue, cast):
    page = queue(width=1440)
    assert not page.locator("#nhieu-viec").is_visible()
    page.keyboard.press("x")
    assert "(1)" in page.locator("#nhieu-viec").inner_text()
    press(page, "j")
    page.keyboard.press("x")
    press(page, "j")
    assert ticked(page) == 2
    page.keyboard.press("x")
    page.keyboard.press("x")  # ticked, and not
    assert ticked(page) == 2
    with page.expect_navigation():
        page.locator("#nhieu-viec button").click()
    assert "Đã xác nhận 2 việc." in said(page)
    assert [row.progress for row in cast.obligations()] == [Progress.DONE, Progress.DONE]
    assert cast.obligation(cast.o_mon).progress == Progress.WAITING
    assert ticked(page) == 0


def test_help_opens_by_its_key_and_axe_finds_nothing(queue):
    page = queue(width=390)
    page.keyboard.press("?")
    assert page.locator(".keys").is_visible()
    page.keyboard.press("r")
    page.locator(".filters__fold summary").click()
    assert complaints(page) == []
    assert sideways(page) == 0


def test_without_scripts_rows_are_ticked_and_accepted_and_the_rest_is_told(queue, cast):
    page = queue(width=390, java_script_enabled=False)
    boxes = page.locator("input[name=row]")
    for number in range(3):
        boxes.nth(number).check()
    gone = Obligation.objects.get(pk=cast.obligation(cast.o_mon).pk)
    accept_many(obligations=[(gone, None)], actor=cast.second_officer, now=timezone.now())
    page.get_by_role("button", name="Xác nhận các việc đã chọn").click()
    text = said(page)
    assert "Đã xác nhận 2 việc." in text
    assert "Chưa ghi quyết định về Phòng Văn hóa và Thông tin quận Ô Môn" in text
    assert Review.objects.filter(obligation__isnull=False).count() == 3
