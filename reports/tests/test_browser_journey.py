"""The main job in the browser: from the text of the real letter to a reviewed action and the leader's page."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from campaign_portal.lib.tests.browsing import sideways, sign_in
from campaign_portal.lib.tests.factories import picture_bytes
from directives.models import Directive, Obligation
from reports.seed.people import LEADER, NINH_KIEU, OFFICER, add_people
from units.models import User
from units.registry_import import load_registry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LETTER = Path(settings.BASE_DIR, "directives/fixtures/letters/can_tho_2024.txt")
DUTY = "Đăng tải, chia sẻ trên Trang thông tin điện tử của Ủy ban nhân dân quận, huyện"


@pytest.fixture
def open_as(browser_page, live_server):
    """A page on which the person with this address has signed in."""
    now = timezone.now()
    load_registry(actor=None, now=now)
    add_people(now=now)

    def open_page(email: str, width: int):
        page = browser_page(width=width)
        sign_in(page, User.objects.get(email=email), live_server)
        return page

    return open_page


def sentence(page) -> str:
    """The page's first sentence, and a check that a phone shows the page whole."""
    page.wait_for_load_state()  # the sheets are there
    assert sideways(page) == 0
    return " ".join(page.locator("h1").inner_text().split())


def go_on(page) -> None:
    page.get_by_role("button", name="Lưu và tiếp tục").click()


def issue_the_letter(page) -> None:
    """The officer pastes the letter, fills what it leaves open, and issues it."""
    page.goto("/directives/")
    page.get_by_role("link", name="Văn bản mới").click()
    due_on = timezone.localdate() + timedelta(days=20)
    page.locator("textarea").fill(LETTER.read_text().replace("20/11/2024", f"{due_on:%d/%m/%Y}"))
    page.get_by_role("button", name="Đọc văn bản").click()
    assert sentence(page) == "Đã đọc được 29 mục, còn 6 mục cần anh/chị xác nhận."
    assert page.locator("input[name=report_due_on]").input_value() == ""
    page.locator("input[name=number]").fill("1268")
    page.locator("input[name=dated_on]").fill(f"{timezone.localdate():%d/%m/%Y}")
    page.locator("input[name=report_due_on]").fill(f"{due_on + timedelta(days=5):%d/%m/%Y}")
    for box in page.locator("input[name=seen]").all():
        box.check()
    page.locator("input[name=copies-1-confirmed]").check()
    go_on(page)
    assert sentence(page) == "36 đơn vị sẽ nhận, 74 nhiệm vụ bắt buộc."
    go_on(page)
    new = page.locator("label.chip:has(input[value=new])")
    if new.count():
        new.click()
    page.locator("input[name=name]").fill("Phòng chống lừa đảo trực tuyến")
    go_on(page)
    assert sentence(page).startswith("36 đơn vị sẽ nhận, 74 nhiệm vụ bắt buộc, đến hết ")
    page.get_by_role("button", name="Ban hành cho 36 đơn vị").click()
    assert sentence(page) == "0/36 đơn vị đã tiếp nhận, 0/74 nhiệm vụ hoàn thành, còn 20 ngày."


def take_the_letter_in(page) -> None:
    page.goto("/my-work/")
    assert sentence(page) == "Đơn vị còn 3 việc, hạn sau 20 ngày."
    page.get_by_role("link", name="Xem và xác nhận tiếp nhận").click()
    page.get_by_role("button", name="Xác nhận đã tiếp nhận").click()
    assert sentence(page) == "Đơn vị còn 3/3 việc của văn bản này, còn 20 ngày."


def record(page) -> None:
    """The focal point records what was done, with a link and a photo, and says that the work is complete."""
    page.goto("/my-work/")
    page.get_by_role("link", name="Ghi hoạt động").first.click()
    page.locator("label.chip", has_text="Cổng, trang thông tin điện tử").click()
    page.locator("label.chip", has_text="Người dân, hộ dân").click()
    page.locator("textarea[name=links]").fill("https://ninhkieu.example/bai-viet")
    page.locator("input[name=photos]").set_input_files(
        {"name": "buoi-hop.jpg", "mimeType": "image/jpeg", "buffer": picture_bytes()}
    )
    page.locator("input[name=reach]").fill("1.240")
    page.locator("input[name=complete]").check()
    page.get_by_role("button", name="Lưu hoạt động").click()
    page.get_by_text("Số biên nhận: ").wait_for()  # the page asks whether the line holds before it sends
    assert re.search(r"Số biên nhận: [0-9A-F]{8}", page.locator("main").inner_text())
    assert sentence(page).startswith("Đã gửi ngày ")
    page.go_back()  # what was stored is not offered a second time
    assert page.locator("textarea[name=links]").count() == 0 or page.locator("textarea[name=links]").input_value() == ""


def send_back(page) -> None:
    page.goto("/reviews/")
    assert sentence(page).startswith("1 việc của 1 đơn vị chờ xác nhận")
    page.locator("summary", has_text="Trả lại kèm lý do").click()
    page.locator("label.chip", has_text="Ảnh").first.click()
    page.locator("textarea[name=say]").fill("Đề nghị bổ sung ảnh thấy rõ nội dung.")
    page.get_by_role("button", name="Trả lại đơn vị").click()
    page.wait_for_url("**/reviews/**")


def mend(page) -> None:
    page.goto("/my-work/")
    assert "Đề nghị bổ sung ảnh thấy rõ nội dung." in page.locator("main").inner_text()
    page.get_by_role("link", name="Bổ sung và gửi lại").click()
    if "/actions/" not in page.url:
        page.get_by_role("link", name=re.compile("Bổ sung|Sửa")).first.click()
    page.locator("input[name=photos]").set_input_files(
        {"name": "anh-moi.jpg", "mimeType": "image/jpeg", "buffer": picture_bytes((640, 480))}
    )
    page.locator("input[name=complete]").check()
    page.get_by_role("button", name=re.compile("Lưu|Gửi")).last.click()
    page.locator("h1", has_text="Đã gửi ngày ").wait_for()
    assert sentence(page).startswith("Đã gửi ngày ")


def accept(page) -> None:
    page.goto("/reviews/")
    page.get_by_role("button", name="Xác nhận").click()
    page.wait_for_url("**/reviews/**")
    assert sentence(page).startswith("Không còn việc nào")


def read_the_dashboard(page) -> None:
    page.goto(f"/directives/{Directive.objects.get().pk}/summary/")
    assert sentence(page).startswith("0/36 đơn vị đã hoàn thành.")
    done = page.get_by_role("link", name=re.compile("^1")).first
    assert done.is_visible()
    assert "1/74" in " ".join(page.locator("main").inner_text().split()).replace(" / ", "/")


@pytest.mark.parametrize("width", [390, 1440])
def test_the_real_letter_goes_from_text_to_a_reviewed_action(open_as, width):
    officer, focal, leader = (open_as(email, width) for email in (OFFICER, NINH_KIEU, LEADER))
    issue_the_letter(officer)
    take_the_letter_in(focal)
    record(focal)
    send_back(officer)
    mend(focal)
    accept(officer)
    read_the_dashboard(leader)
    reviewed = Obligation.objects.get(progress="done")
    assert (reviewed.unit.name, reviewed.instruction.text.startswith(DUTY)) == (
        "Phòng Văn hóa và Thông tin quận Ninh Kiều",
        True,
    )
