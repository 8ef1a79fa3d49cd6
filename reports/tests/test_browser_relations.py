"""A letter about a letter and every act's preview in a real browser: axe finds nothing, a phone need not scroll."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaign_portal.lib.tests.browsing import complaints, sideways, sign_in
from directives.models import Directive, DirectiveRelation, Instruction
from directives.tests.factories import add_group, make_campaign, make_draft, make_issued
from units.models import Role
from units.tests.factories import make_unit, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = (
    "Đăng tải, chia sẻ trên Cổng, Trang thông tin điện tử của cơ quan, đơn vị các sản phẩm tuyên truyền của Chiến dịch "
    "và thông tin đến người dân địa chỉ https://khonggianmang.vn/tai-lieu/cam-nang-nhan-dien-lua-dao-truc-tuyen.html"
)


@pytest.fixture
def letter() -> Directive:
    """A letter of long words, issued five days ago to two units, and a draft about it."""
    today = timezone.localdate()
    department = make_unit("Sở Thông tin và Truyền thông")
    officer = make_user(department, Role.COORDINATOR)
    units = [make_unit("Phòng Văn hóa và Thông tin quận Ninh Kiều"), make_unit("Sở Giáo dục và Đào tạo")]
    return make_issued(
        department,
        officer,
        groups=[("Các đơn vị", units, LONG, "Phổ biến kỹ năng")],
        now=timezone.now() - timedelta(days=5),
        dated_on=today - timedelta(days=5),
        due_on=today + timedelta(days=8),
        campaign=make_campaign(department, officer),
    )


@pytest.fixture
def draft(letter) -> Directive:
    today = timezone.localdate()
    later = make_draft(letter.issuer, letter.created_by, dated_on=today, due_on=today + timedelta(days=20))
    units = [each.unit for each in letter.deliveries.select_related("unit")]
    add_group(later, "Các đơn vị", units, f"{LONG}, ghim ở đầu trang", "Họp giao ban")
    return later


@pytest.fixture
def page(browser_page, live_server, letter):
    page = browser_page(width=390)
    sign_in(page, letter.created_by, live_server)
    return page


def look_at(page) -> tuple[list, int]:
    page.set_viewport_size({"width": 320, "height": 800})
    wide = sideways(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("document.querySelectorAll('details:not(.menu)').forEach((each) => (each.open = true))")
    return complaints(page), wide


@pytest.mark.parametrize("kind", ["extends", "recalls", "replaces", "amends", "corrects", "urges"])
def test_every_preview_of_a_letter_about_a_letter_is_sound(page, letter, draft, kind):
    page.goto(f"/directives/{draft.pk}/relation/?kind={kind}&earlier={letter.pk}")
    assert look_at(page) == ([], 0)
    assert page.locator("button[name=confirm]").count() == 1


def test_the_officer_links_amends_and_confirms_with_the_keyboard_alone(page, letter, draft):
    page.goto(f"/directives/{draft.pk}/campaign/")
    page.get_by_role("link", name="Liên kết hai văn bản").press("Enter")
    page.get_by_label("Sửa đổi, bổ sung").check()
    page.get_by_label("văn bản đã ban hành nào").select_option(str(letter.pk))
    page.get_by_role("button", name="Xem điều gì thay đổi").press("Enter")
    page.get_by_role("heading", name="1 nội dung có lời văn mới.").wait_for()
    page.get_by_role("button", name="Ban hành và sửa văn bản trước").press("Enter")
    page.get_by_role("heading", name="Văn bản liên quan").wait_for()
    assert look_at(page) == ([], 0)
    assert DirectiveRelation.objects.get().kind == "amends"
    assert Instruction.objects.get(supersedes__text=LONG).text.endswith("ghim ở đầu trang")
    page.goto(f"/directives/{letter.pk}/")
    assert page.get_by_text("Được sửa đổi, bổ sung theo").is_visible()


def test_every_preview_of_an_act_is_sound(page, letter):
    unit = make_unit("Sở Nội vụ thành phố Cần Thơ")
    delivery, task = letter.deliveries.first(), letter.instructions.order_by("order").first()
    day = f"{letter.due_on + timedelta(days=9):%d/%m/%Y}"
    acts = {
        "extend": {"due_on": day},
        "recall": {},
        "exempt": {"delivery": delivery.pk},
        "add-unit/?q=noi+vu": {"unit": unit.pk, "instructions": task.pk},
        "redirect/?q=noi+vu": {"delivery": delivery.pk, "unit": unit.pk},
        f"supersede/?instruction={task.pk}": {"text": f"{LONG}, ghim ở đầu trang"},
    }
    found = {}
    for name, fields in acts.items():
        page.goto(f"/directives/{letter.pk}/{name}")
        for field, value in (fields | {"reason": "Mưa lũ"}).items():
            place = page.locator(f"#act-form [name={field}]")
            if place.first.evaluate("each => each.type") in ("radio", "checkbox"):
                page.locator(f"#act-form [name={field}][value='{value}']").check(force=True)
            elif place.evaluate("each => each.tagName") == "SELECT":
                place.select_option(str(value))
            else:
                place.fill(str(value))
        page.get_by_role("button", name="Xem trước").click()
        page.locator("button[name=confirm]").wait_for()
        if (told := look_at(page)) != ([], 0):
            found[name] = told
    assert found == {}
