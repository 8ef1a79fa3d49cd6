"""A text that is too long is counted under its field, stays whole, and neither goes off nor waits in the queue."""

import pytest
from playwright.sync_api import expect

from reports.models import Action
from reports.tests.recording import answer_the_rest, cast, duty, form, save, waiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["cast", "duty", "form"]  # fixtures


@pytest.mark.parametrize("is_offline", [False, True])
def test_what_is_too_long_is_counted_and_kept_whole(form, is_offline):
    page = form()
    page.context.set_offline(is_offline)
    area, count = page.locator("textarea[name=description]"), page.locator(".count-left").first
    answer_the_rest(page)
    area.fill("a" * 4000)
    expect(count).to_be_hidden()
    area.fill("a" * 10_000)
    expect(count).to_have_text("10.000 trên 5.000 ký tự, quá 5.000 ký tự. Hãy rút gọn hoặc đính kèm tệp")
    save(page)
    expect(page.locator("[data-draft-note]")).to_have_text("Chưa lưu: nội dung dài quá số ký tự cho phép, hãy rút gọn")
    expect(area).to_be_in_viewport()
    assert (len(area.input_value()), waiting(page).count(), Action.objects.count()) == (10_000, 0, 0)
    area.fill("a" * 5000)
    expect(count).to_have_text("5.000 trên 5.000 ký tự")
    page.problems.clear()
