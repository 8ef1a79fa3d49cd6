"""Passing work down on a phone, from the obligation to taking it back: axe finds nothing, nothing scrolls sideways."""

import pytest
from django.urls import reverse

from campaign_portal.lib.tests.browsing import complaints, sideways, sign_in
from directives.models import Obligation
from directives.services.receipts import refuse
from directives.services.relaying import relay
from reports.tests.factories import make_action
from reports.tests.site.world import World, make_world
from units.models import Unit, UnitKind
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
    page.get_by_role("heading", name="0/2 đơn vị đã báo hoàn thành, 2 chưa xem, 0 quá hạn.").wait_for()
    sound(page)
    child = Obligation.objects.filter(parent=own).first()
    make_action(child, actor=child.unit.memberships.get().user, now=child.progress_at, done_on=world.action.done_on)
    page.goto(reverse("reports:obligation", args=[own.pk]))
    page.get_by_role("heading", name="1 đang làm, 1 chưa làm gì").wait_for()
    sound(page)
    page.goto(reverse("reports:delivery-below", args=[own.delivery_id]))
    page.get_by_text("Lời nhắn đôn đốc").click()
    page.get_by_role("button", name="Sao chép lời nhắn đôn đốc").click()
    page.get_by_text("Đã sao chép").wait_for()
    sound(page)
    page.get_by_role("link", name="1 chưa xem").click()
    page.get_by_text("1 đơn vị chưa xem văn bản.").wait_for()
    page.goto(reverse("reports:delivery-below-take-back", args=[own.delivery_id]))
    sound(page)
    page.get_by_label("UBND phường Tân An").check()
    page.get_by_label("Lý do").fill("Phòng tự làm")
    page.get_by_role("button", name="Thu hồi").click()
    page.get_by_role("heading", name="0/1 đơn vị đã báo hoàn thành, 0 chưa xem, 0 quá hạn.").wait_for()


def test_the_reviewers_page_with_work_of_units_below_is_sound(browser_page, live_server, world):
    own = world.cast.obligations()[1]
    page = browser_page(width=390)
    sign_in(page, world.cast.focal, live_server)
    page.goto(reverse("reports:delivery-relay", args=[own.delivery_id]))
    page.get_by_label("Tất cả 2 đơn vị dưới đây").check()
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("button", name="Giao việc").click()
    page.get_by_role("heading", name="2 chưa xem").wait_for()
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


def test_a_ward_is_confirmed_or_sent_back_and_gives_the_letter_back_on_a_phone(browser_page, live_server, world):
    own = world.cast.obligations()[1]
    wards = list(Unit.objects.filter(kind=UnitKind.WARD_COMMITTEE))
    due_on, now = own.due_on, world.action.recorded_at
    children = relay(obligations=[own], units=wards, due_on=due_on, actor=world.cast.focal, now=now)
    make_action(
        children[0],
        actor=children[0].unit.memberships.get().user,
        now=now,
        done_on=world.action.done_on,
        declare=True,
    )
    person = children[1].unit.memberships.get().user
    refuse(delivery=children[1].delivery, actor=person, now=now, reason="Sai địa bàn")
    page = browser_page(width=390)
    sign_in(page, world.cast.focal, live_server)
    page.goto(reverse("reports:my-work"))
    page.get_by_text("1 đơn vị cấp dưới trả lại văn bản").wait_for()
    sound(page)
    page.goto(reverse("reports:delivery-below-refusal", args=[children[1].delivery_id]))
    sound(page)
    page.get_by_role("button", name="Đồng ý, không giao cho ai khác").click()
    page.get_by_text("không phải làm việc này").wait_for()
    page.goto(reverse("reports:obligation-below-return", args=[children[0].pk]))
    sound(page)
    page.goto(reverse("reports:obligation", args=[children[0].pk]))
    sound(page)
    page.get_by_role("button", name="Xác nhận", exact=True).click()
    page.get_by_text("Đã xác nhận việc của").wait_for()
