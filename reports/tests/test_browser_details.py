"""What only a browser can tell: the ring of a choice, the room below an error, keys that a phone does not have."""

import pytest
from django.urls import reverse

from campaign_portal.lib.tests.browsing import sign_in
from directives.tests.factories import make_campaign

from .site.world import World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def choosing(browser_page, live_server, world):
    """The page on which the officer says to which of two campaigns a draft belongs."""
    make_campaign(world.cast.department, world.cast.officer, name="Chiến dịch khác")
    page = browser_page(width=390)
    sign_in(page, world.cast.officer, live_server)
    page.goto(reverse("directives:campaign-choose", args=[world.draft.pk]))
    return page


def ring(page, value: str) -> str:
    """The width of the ring before a choice, "" where none is drawn."""
    chip = page.locator(f'.chip:has(input[value="{value}"]) > span')
    return chip.evaluate(
        "(each) => { const ring = getComputedStyle(each, '::before');"
        " return ring.content === 'none' ? '' : ring.borderTopWidth }"
    )


def test_campaigns_to_choose_from_bear_the_ring_of_a_single_choice(choosing, world):
    ours, new = str(world.draft.campaign_id), "new"
    assert {ring(choosing, each) for each in (ours, new)} == {"2px", "6px"}
    choosing.locator(f'input[value="{new}"]').check(force=True)
    assert (ring(choosing, ours), ring(choosing, new)) == ("2px", "6px")


def test_the_summary_of_errors_leaves_room_below_itself(choosing):
    choosing.locator('input[value="new"]').check(force=True)
    choosing.locator('input[name="name"]').fill("")
    choosing.get_by_role("button", name="Lưu và tiếp tục").click()
    room = choosing.evaluate(
        "() => { const box = document.querySelector('.error-summary');"
        " const next = box.nextElementSibling;"
        " return next.getBoundingClientRect().top - box.getBoundingClientRect().bottom }"
    )
    assert room >= 12


@pytest.mark.parametrize(
    ("width", "has_touch", "shown"), [(390, True, False), (1024, True, False), (1024, False, True)]
)
def test_hints_of_keys_are_for_who_has_keys(browser_page, live_server, world, width, has_touch, shown):
    page = browser_page(width=width, has_touch=has_touch, is_mobile=has_touch)
    sign_in(page, world.cast.officer, live_server)
    page.goto(reverse("reports:reviews"))
    hint = page.locator(".decide kbd", has_text="A")
    assert hint.count() == 1
    assert hint.is_visible() == shown
