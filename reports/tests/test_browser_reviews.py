"""The review queue worked by keyboard, and by hand where no script runs."""

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from campaign_portal.lib.files import read_upload
from campaign_portal.lib.storage import store_upload
from campaign_portal.lib.tests.browsing import complaints, sideways, sign_in
from campaign_portal.lib.tests.factories import picture_bytes
from directives.models import Obligation, Progress, QuestionPost
from directives.tests.factories import make_cast
from reports.models import Action, Evidence, Review
from reports.services.reviews import accept_many
from reports.tests.factories import make_action

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast():
    """Three rows wait: both of Ninh Kiều's, then Ô Môn's."""
    cast = make_cast()
    for row in cast.obligations():
        make_action(row, actor=cast.focal, declare=True)  # in time: nothing to look at
    make_action(cast.obligation(cast.o_mon), actor=cast.other_focal, declare=True)
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
    page.locator("#nhieu-viec > button").click()
    assert page.locator("dialog[open] h2").inner_text() == "Xác nhận 2 việc đã chọn?"
    with page.expect_navigation():
        page.get_by_role("button", name="Xác nhận 2 việc").click()
    assert "Đã xác nhận 2 việc." in said(page)
    assert [row.progress for row in cast.obligations()] == [Progress.DONE, Progress.DONE]
    assert cast.obligation(cast.o_mon).progress == Progress.WAITING
    assert ticked(page) == 0


def test_a_return_is_written_and_sent_by_keyboard_alone(queue, cast):
    page = queue(width=1440)
    page.keyboard.press("1")  # nothing is being returned yet
    assert page.locator("input[name=why]:checked").count() == 0
    page.keyboard.press("r")
    page.keyboard.press("2")
    page.keyboard.press("5")
    page.keyboard.press("5")
    page.locator("textarea[name=say]").focus()
    page.keyboard.type("Gửi lại 3 ảnh")
    press(page, "Control+Enter")
    assert "Đã trả lại:" in said(page)
    reason = Review.objects.get(obligation=cast.obligation()).reason
    assert reason == "Ảnh chưa thấy rõ nội dung tuyên truyền. Gửi lại 3 ảnh"
    press(page, "u")
    assert reason in said(page)


def test_all_rows_are_ticked_by_one_key_and_accepted_once_the_question_is_answered(queue, cast):
    page = queue(width=1440)
    page.keyboard.press("b")  # nothing is ticked: the button is not there
    page.keyboard.press("t")
    assert ticked(page) == 4  # the three rows, and the box above them
    page.keyboard.press("x")
    assert page.locator("[data-ticks-all]").evaluate("box => box.indeterminate")
    page.keyboard.press("x")
    page.keyboard.press("b")
    page.keyboard.press("a")  # decides nothing while it is asked
    assert page.locator("dialog[open] h2").inner_text() == "Xác nhận 3 việc đã chọn?"
    assert complaints(page) == []
    page.keyboard.press("Escape")
    assert Obligation.objects.filter(progress=Progress.DONE).count() == 0
    page.keyboard.press("b")
    page.keyboard.press("Tab")
    press(page, "Enter")
    assert "Đã xác nhận 3 việc." in said(page)
    assert Obligation.objects.filter(progress=Progress.DONE).count() == 3
    press(page, "u")
    assert page.locator(".queue a").count() == 3


def test_what_asks_for_a_closer_look_is_left_out_of_all_and_named_when_it_is_ticked(queue, cast):
    Action.objects.filter(obligations=cast.obligation()).update(reach=None)
    page = queue(width=1440)
    assert "Chọn riêng từng việc sau khi xem: 1 việc có điểm nên xem." in said(page)
    page.keyboard.press("t")
    assert page.locator("input[name=row]:checked").count() == 2
    assert page.locator("[data-ticks-all]").is_checked()
    assert not page.locator("[data-held]").is_checked()
    page.locator("[data-held]").check()
    page.keyboard.press("b")
    dialog = page.locator("dialog[open]")
    assert dialog.locator("h2").inner_text() == "Xác nhận 3 việc đã chọn?"
    assert "1 việc trong số này có điểm nên xem" in dialog.inner_text()
    page.get_by_role("button", name="Xem lại danh sách").click()
    page.locator("[data-held]").uncheck()
    page.keyboard.press("b")
    assert "nên xem" not in dialog.inner_text()


def test_a_question_is_opened_written_and_sent_by_keyboard_alone(queue, cast):
    page = queue(width=1440)
    page.keyboard.press("h")
    assert page.evaluate("document.activeElement.name") == "text"
    page.keyboard.type("Số này đếm thế nào?")
    press(page, "Control+Enter")
    assert QuestionPost.objects.get().text == "Số này đếm thế nào?"
    assert cast.obligation().progress == Progress.WAITING


def test_keys_are_named_where_there_is_room_for_a_keyboard(queue):
    page = queue(width=390)
    assert page.locator("kbd:visible").count() == 0
    page.set_viewport_size({"width": 1440, "height": 900})
    assert page.locator("kbd:visible").count() > 3


def add_pictures(action, count: int) -> None:
    for number in range(count):
        data = ContentFile(picture_bytes(colour=(80 * number, 0, 0)), name=f"{number}.jpg")
        stored = store_upload(read_upload(data, max_bytes=10**6, kinds=["jpeg"]), now=timezone.now())
        Evidence.objects.create(action=action, stored=stored, original_name=f"{number}.jpg", added_at=timezone.now())


def test_pictures_are_enlarged_and_walked_by_keyboard(queue, cast):
    add_pictures(cast.obligation().actions.get(), 3)
    page = queue(width=1440)
    viewer, name, stage = (page.locator(f"[data-viewer{part}]") for part in ("", "-name", "-stage"))
    page.keyboard.press("v")
    assert (viewer.is_visible(), name.inner_text()) == (True, "0.jpg")
    assert page.locator("[data-viewer-place]").inner_text() == "1/3"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("j")
    assert name.inner_text() == "2.jpg"
    page.keyboard.press("ArrowRight")
    assert name.inner_text() == "0.jpg"
    page.keyboard.press("ArrowLeft")
    assert name.inner_text() == "2.jpg"
    for _ in range(5):
        page.keyboard.press("+")
    assert stage.get_attribute("data-size") == "3"
    page.keyboard.press("ArrowRight")  # moves the large picture
    assert name.inner_text() == "2.jpg"
    page.keyboard.press("a")  # decides nothing while pictures are looked at
    assert complaints(page) == []
    page.keyboard.press("Escape")
    assert not viewer.is_visible()
    assert page.evaluate("document.activeElement.dataset.picture") == "2.jpg"
    assert Review.objects.count() == 0


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
    assert "Xác nhận 3 việc đã chọn?" in said(page)
    assert Review.objects.filter(obligation__isnull=False).count() == 1
    assert sideways(page) == 0
    page.get_by_role("button", name="Xác nhận các việc đã chọn").click()
    text = said(page)
    assert "Đã xác nhận 2 việc." in text
    assert "Chưa xác nhận được 1 việc:" in text
    who = f"{cast.second_officer.full_name} đã xác nhận việc này lúc"
    assert f"Phòng Văn hóa và Thông tin quận Ô Môn, “Đăng tải tài liệu”. {who}" in text
    assert Review.objects.filter(obligation__isnull=False).count() == 3
