"""The workbook in a real browser: fetched, filled in, sent back and written, with scripts and without."""

import pytest
from playwright.sync_api import expect

from campaign_portal.lib.tests.browsing import sign_in
from directives.tests.factories import make_cast
from reports.models import Action

from .workbook.sheets import row, sheet

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_filled_workbook_is_looked_at_and_written_with_one_button(browser_page, live_server, tmp_path, scripts):
    cast = make_cast()
    page = browser_page(width=390, java_script_enabled=scripts)
    sign_in(page, cast.focal, live_server)
    page.goto("/my-work/")
    page.get_by_role("link", name="Ghi nhiều hoạt động bằng bảng tính (.xlsx)").click()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Tải bảng tính", exact=True).click()
    assert fetched.value.suggested_filename.endswith(".xlsx")
    filled = tmp_path / "bang-tinh.xlsx"
    good = row("moi-1", duties=str(cast.obligation().pk))
    filled.write_bytes(sheet(good, row("moi-2", duties=str(cast.obligation().pk), channel="bồ câu")))
    page.set_input_files("input[type=file]", filled)
    page.get_by_role("button", name="Xem trước khi lưu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 dòng mới, 1 dòng không nhận.")
    assert not Action.objects.exists()
    page.get_by_role("button", name="Lưu 1 dòng").click()
    expect(page.get_by_text("Đã lưu 1 dòng mới.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 dòng không nhận.")
    assert Action.objects.get().channel == "zalo"
