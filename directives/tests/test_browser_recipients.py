"""The page "Nơi nhận" in a real browser, on a phone: one click, the search box, folding lists, no script needed."""

import pytest
from django.urls import reverse

from campaign_portal.lib.tests.browsing import complaints, sideways, sign_in
from directives.tests.officer import SHORT, SmallCity
from units.models import UnitAlias, UnitKind
from units.tests.factories import make_unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def small(media_root) -> SmallCity:
    return SmallCity()


@pytest.fixture
def draft(small):
    for number in range(20):
        make_unit(f"UBND phường {number + 100}", kind=UnitKind.WARD_COMMITTEE, parent=small.committee)
    lines = "- Sở Nộ vụ, Sở Tư pháp;\n- Các sở có liên quan;\n- UBND các xã, phường;"
    return small.draft(SHORT.replace("Kính gửi: Sở Nội vụ.", f"Kính gửi:\n{lines}"))


def address(draft) -> str:
    return reverse("directives:recipients", args=[draft.pk])


@pytest.mark.parametrize("script", [True, False])
def test_one_click_answers_remembers_and_is_taken_back(browser_page, live_server, small, draft, script):
    page = browser_page(java_script_enabled=script)
    sign_in(page, small.officer, live_server)
    page.goto(address(draft))
    assert page.locator(".line--unclear").count() == 2
    page.get_by_role("checkbox", name="Sở Tư pháp").first.uncheck()
    page.get_by_role("button", name="“Sở Nộ vụ” là Sở Nội vụ").click()
    page.get_by_text("Đã ghi nhớ: “Sở Nộ vụ” là Sở Nội vụ.").wait_for()
    assert not page.get_by_role("checkbox", name="Sở Tư pháp").first.is_checked()
    assert page.locator(".line--unclear").count() == 1
    page.get_by_role("button", name="Bỏ ghi nhớ “Sở Nộ vụ”").click()
    page.get_by_role("button", name="“Sở Nộ vụ” là Sở Nội vụ").wait_for()
    assert UnitAlias.objects.in_force().count() == 0


def test_enter_in_the_search_looks_for_the_unit_and_the_keyboard_answers(browser_page, live_server, small, draft):
    page = browser_page(width=1440, height=900)
    sign_in(page, small.officer, live_server)
    page.goto(address(draft))
    page.get_by_role("button", name="Tìm đơn vị cho “Các sở có liên quan”").press("Enter")
    page.get_by_role("heading", name="“Các sở có liên quan” là đơn vị nào?").wait_for()
    page.get_by_label("Tìm theo tên hoặc tên viết tắt").fill("tu phap")
    page.get_by_label("Tìm theo tên hoặc tên viết tắt").press("Enter")
    page.locator("input[name=add]").first.press("Space")
    page.get_by_role("button", name="Là đơn vị đã chọn, ghi nhớ").press("Enter")
    page.get_by_text("Đã ghi nhớ: “Các sở có liên quan” là Sở Tư pháp.").wait_for()


def test_the_count_follows_the_ticks_and_a_long_list_is_folded(browser_page, live_server, small, draft):
    page = browser_page()
    sign_in(page, small.officer, live_server)
    page.goto(address(draft))
    folded = page.locator("details.kind:not([open])")
    assert folded.locator("summary").inner_text().startswith("UBND phường, xã, thị trấn 20/20")
    folded.locator("summary").click()
    page.get_by_role("checkbox", name="UBND phường 100").uncheck()
    assert page.locator("details.kind", has_text="UBND phường 100").locator(".count").inner_text() == "19/20"
    assert page.locator("[data-count=units]").inner_text() == "21"


def test_axe_finds_nothing_and_320_pixels_are_enough(browser_page, live_server, small, draft):
    page = browser_page(width=320)
    sign_in(page, small.officer, live_server)
    page.goto(f"{address(draft)}?for=Các+sở+có+liên+quan&q=so")
    page.evaluate("document.querySelectorAll('details.kind').forEach((each) => (each.open = true))")
    assert (complaints(page), sideways(page)) == ([], 0)
