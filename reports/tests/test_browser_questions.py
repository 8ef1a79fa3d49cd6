"""Asking, answering, publishing and reading on a phone: axe finds nothing, nothing scrolls sideways."""

import pytest
from django.urls import reverse

from campaign_portal.lib.tests.browsing import complaints, sideways, sign_in
from directives.models import Faq, Question
from directives.tests.asking import asked, said
from directives.tests.factories import make_cast
from reports.tests.factories import make_action
from units.tests.factories import local

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Đơn vị chưa có trang riêng, đăng trên https://ninhkieu.cantho.gov.vn/" + "x" * 120 + " có được tính không?"


@pytest.fixture
def cast():
    return make_cast()


def sound(page) -> None:
    assert complaints(page) == []
    assert not sideways(page)


def test_a_unit_asks_the_officer_answers_and_publishes_and_the_unit_reads(browser_page, live_server, cast):
    unit, officer, other = (browser_page(width=390) for _person in range(3))
    for page, person in ((unit, cast.focal), (officer, cast.officer), (other, cast.other_focal)):
        sign_in(page, person, live_server)

    unit.goto(reverse("reports:obligation", args=[cast.obligation().pk]))
    sound(unit)
    unit.get_by_role("link", name="Hỏi đơn vị ban hành").click()
    sound(unit)
    unit.get_by_role("button", name="Gửi câu hỏi").click()
    unit.get_by_role("alert").get_by_text("Ghi câu hỏi trước khi gửi.").wait_for()
    sound(unit)
    unit.get_by_label("Câu hỏi").fill(LONG)
    unit.get_by_role("button", name="Gửi câu hỏi").click()
    unit.get_by_role("heading", name="chờ Sở Thông tin và Truyền thông trả lời").wait_for()
    sound(unit)

    officer.goto(reverse("reports:questions"))
    officer.get_by_role("heading", name="1 câu hỏi chờ anh/chị trả lời").wait_for()
    sound(officer)
    officer.get_by_role("link", name="Đơn vị chưa có trang riêng").click()
    officer.get_by_label("Nội dung").fill("Được tính, gửi kèm liên kết.")
    officer.get_by_role("button", name="Gửi trả lời").click()
    officer.get_by_role("heading", name="đã trả lời").wait_for()
    officer.get_by_role("button", name="Đăng hỏi đáp chung").click()
    officer.get_by_role("heading", name="được gửi tới 2 đơn vị").wait_for()
    sound(officer)
    officer.get_by_role("button", name="Đăng và gửi tới 2 đơn vị").click()
    officer.get_by_role("heading", name="1 câu hỏi đáp chung, 2 đơn vị đọc được.").wait_for()
    sound(officer)

    unit.goto(reverse("reports:questions"))
    unit.get_by_text("có lời mới").wait_for()
    sound(unit)
    unit.get_by_role("link", name="Đơn vị chưa có trang riêng").click()
    unit.get_by_text("Được tính, gửi kèm liên kết.").wait_for()
    sound(unit)

    other.goto(reverse("reports:delivery", args=[cast.delivery(cast.o_mon).pk]))
    other.locator("#hoi-dap-chung summary").click()
    other.get_by_text("Được tính, gửi kèm liên kết.").wait_for()
    sound(other)
    assert (Question.objects.get().state, Faq.objects.count()) == ("answered", 1)


def test_a_reviewer_asks_by_keyboard_and_sees_the_answer_beside_the_work(browser_page, live_server, cast):
    make_action(cast.obligation(), actor=cast.focal, declare=True)
    page = browser_page(width=1280)
    sign_in(page, cast.officer, live_server)
    page.goto(reverse("reports:review", args=[cast.obligation().pk]))
    page.keyboard.press("h")
    page.get_by_label("Câu hỏi cho đơn vị").fill("Ảnh chụp ở đâu?")
    page.get_by_role("button", name="Gửi câu hỏi").click()
    page.get_by_text("Việc này vẫn chờ xác nhận.").first.wait_for()
    sound(page)
    said(Question.objects.get(), cast.focal, "Ở nhà văn hóa.", now=local("2030-01-01 08:00"))
    page.reload()
    page.get_by_text("Ở nhà văn hóa.").wait_for()
    sound(page)


def test_the_thread_works_without_javascript_and_in_the_dark(browser_page, live_server, cast):
    question = asked(cast)
    page = browser_page(width=390, java_script_enabled=False, color_scheme="dark")
    sign_in(page, cast.officer, live_server)
    page.goto(reverse("reports:question", args=[question.pk]))
    page.get_by_label("Nội dung").fill("Không cần.")
    page.get_by_role("button", name="Gửi trả lời").click()
    page.get_by_role("heading", name="đã trả lời").wait_for()
    assert question.posts.count() == 2
