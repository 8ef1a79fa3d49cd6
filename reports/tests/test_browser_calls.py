"""The call list in a real browser: ticked on a phone, copied, printed; axe finds nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from campaign_portal.lib.tests.browsing import complaints, sideways, sign_in
from directives.models import Delivery, HandReminder
from directives.services.lifecycle import add_late
from reports.tests.site.world import World, make_world
from units.models import UnitKind
from units.tests.factories import make_unit, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


PHONE = "0292 3 822 222"


@pytest.fixture
def silent(world) -> Delivery:
    """A unit that has the letter since yesterday and has not looked."""
    unit, cast = make_unit("Phòng Văn hóa và Thông tin quận Cái Răng", kind=UnitKind.DISTRICT_OFFICE), world.cast
    make_user(unit, full_name="Lê Thị Cái Răng", job_title="Chuyên viên", phone=PHONE)
    asked, yesterday = list(cast.directive.instructions.all()), timezone.now() - timedelta(days=1)
    act = {"actor": cast.officer, "now": yesterday}
    return add_late(directive=cast.directive, unit=unit, instructions=asked, note="bổ sung", **act)


@pytest.fixture
def world() -> World:
    return make_world()


def addresses(silent: Delivery, live_server) -> list[str]:
    pages = [("directive-calls", silent.directive_id), ("delivery-call", silent.pk)]
    return [live_server.url + reverse(f"reports:{name}", args=[pk]) for name, pk in pages]


@pytest.mark.parametrize("width", [320, 1440])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser_page, live_server, world, silent, width):
    page = browser_page(width=width)
    sign_in(page, world.cast.officer, live_server)
    for address in addresses(silent, live_server):
        page.goto(address)
        assert (complaints(page), sideways(page)) == ([], 0)


def test_a_unit_is_ticked_on_a_phone_and_its_words_are_copied(browser_page, live_server, world, silent):
    page = browser_page(width=390)
    sign_in(page, world.cast.officer, live_server)
    page.goto(addresses(silent, live_server)[0])
    assert not page.locator(".calls__pen").first.is_visible()
    row = page.locator("tr", has_text="Cái Răng")
    assert row.locator(f"a[href='tel:{PHONE}']").is_visible()
    row.get_by_role("button", name="Sao chép lời nhắn cho").click()
    row.get_by_role("checkbox").check()
    page.get_by_label("Qua Zalo").check()
    page.get_by_label("Ghi chú").fill("đã gửi nhóm")
    page.get_by_role("button", name="Ghi đã nhắc").click()
    page.wait_for_load_state()
    assert "Đã ghi vào sổ nhắc việc: 1 đơn vị, Zalo." in page.inner_text("main")
    latest = HandReminder.objects.first()
    assert (latest.delivery.unit, latest.way, latest.note) == (silent.unit, "zalo", "đã gửi nhóm")


def test_on_paper_it_is_a_sheet_with_a_column_for_the_pen(browser_page, live_server, world, silent):
    page = browser_page(width=1123)
    sign_in(page, world.cast.officer, live_server)
    page.goto(addresses(silent, live_server)[0])
    page.emulate_media(media="print")
    assert page.locator(".calls__pen").first.is_visible()
    for gone in ("input[type=checkbox]", "button[type=submit]", "nav", "textarea", ".tabbar"):
        assert not any(each.is_visible() for each in page.locator(gone).all()), gone
