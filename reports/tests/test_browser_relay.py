"""Passing work down on a phone, from the obligation to taking it back: axe finds nothing, nothing scrolls sideways."""

import pytest
from django.urls import reverse

from campaign_portal.lib.tests.browsing import complaints, sideways, sign_in
from directives.models import Obligation
from reports.tests.factories import make_action
from reports.tests.site.world import World, make_world
from units.models import UnitKind
from units.tests.factories import make_unit, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world() -> World:
    world = make_world()
    for name in ("UBND phường An Cư", "UBND phường Tân An"):
        make_user(make_unit(name, kind=UnitKind.WARD_COMMITTEE, parent=world.cast.district))
    return world


def sound(page) -> None:
    assert complaints(page) == []
    assert not sideways(page)


def test_work_is_passed_down_followed_and_taken_back(browser_page, live_server, world):
    own = world.cast.obligations()[1]
    page = browser_page(width=390)
    sign_in(page, world.cast.focal, live_server)
    page.goto(reverse("reports:obligation", args=[own.pk]))
    page.get_by_role("link", name="Giao xuống cấp dưới").click()
    sound(page)
    page.get_by_label("Tất cả 2 đơn vị dưới đây").check()
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("heading", name="Giao 1 việc cho 2 đơn vị").wait_for()
    sound(page)
    page.get_by_role("button", name="Giao việc").click()
    page.get_by_role("heading", name="2 đơn vị cấp dưới: 0 đã báo hoàn thành, 0 đang làm, 2 chưa làm gì.").wait_for()
    sound(page)
    child = Obligation.objects.filter(parent=own).first()
    make_action(child, actor=child.unit.memberships.get().user, now=child.progress_at, done_on=world.action.done_on)
    page.goto(reverse("reports:obligation", args=[own.pk]))
    page.get_by_role("heading", name="1 đang làm, 1 chưa làm gì").wait_for()
    sound(page)
    page.goto(reverse("reports:delivery-below-take-back", args=[own.delivery_id]))
    sound(page)
    page.get_by_label("UBND phường Tân An").check()
    page.get_by_label("Lý do").fill("Phòng tự làm")
    page.get_by_role("button", name="Thu hồi").click()
    page.get_by_role("heading", name="1 đơn vị cấp dưới: 0 đã báo hoàn thành, 1 đang làm, 0 chưa làm gì.").wait_for()


def test_the_reviewers_page_with_work_of_units_below_is_sound(browser_page, live_server, world):
    own = world.cast.obligations()[1]
    page = browser_page(width=390)
    sign_in(page, world.cast.focal, live_server)
    page.goto(reverse("reports:delivery-relay", args=[own.delivery_id]))
    page.get_by_label("Tất cả 2 đơn vị dưới đây").check()
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("button", name="Giao việc").click()
    page.get_by_role("heading", name="2 chưa làm gì").wait_for()
    child = Obligation.objects.filter(parent=own).first()
    make_action(child, actor=child.unit.memberships.get().user, now=child.progress_at, done_on=world.action.done_on)
    page.goto(reverse("reports:obligation", args=[own.pk]))
    page.get_by_role("button", name="Gửi xác nhận hoàn thành").click()
    page.get_by_text("Thời hạn dừng tính từ lúc này").wait_for()
    officer = browser_page(width=390)
    sign_in(officer, world.cast.officer, live_server)
    officer.goto(reverse("reports:review", args=[own.pk]))
    officer.get_by_role("heading", name="2 đơn vị cấp dưới").wait_for()
    sound(officer)
