"""The mail as it is read, and the page its button opens, in a real browser: on a phone and a desk, light and dark."""

from datetime import date

import pytest
from django.utils import timezone

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.models import OutboxMail
from campaign_portal.lib.tests.browsing import complaints, sideways, sign_in
from directives.models import Message
from directives.reminders.receipt_link import receipt_link
from directives.reminders.unsubscribe_link import unsubscribe_link
from directives.services.obligations import set_progress
from directives.services.receipts import confirm_receipt
from directives.tests.factories import make_cast
from directives.tests.reminding import Server, run
from units.tests.factories import local

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FAR = date(2099, 12, 31)
"""The browser's clock is the real one: an address for these tests must not have expired."""


@pytest.fixture
def cast():
    """Ninh Kiều has had one of its two pieces of work returned."""
    cast = make_cast()
    row = set_progress(obligation=cast.obligation(), event="submitted", actor=cast.focal, now=local("2024-11-08 10:00"))
    set_progress(obligation=row, event="returned", actor=cast.officer, now=local("2024-11-08 11:00"), note="Thiếu ảnh.")
    return cast


@pytest.fixture
def mail(cast) -> dict:
    server = Server()
    run("2024-11-13 08:00", transport=server)
    return next(mail for mail in server.inbox if mail["to"] == [cast.focal.email])


@pytest.fixture
def receipt(cast, mail, live_server, settings):
    settings.SITE_URL = live_server.url
    return receipt_link(Message.objects.get(person=cast.focal), cast.delivery(), cast.focal, FAR)


@pytest.mark.parametrize("scheme, ground", [("light", "rgb(244, 246, 249)"), ("dark", "rgb(12, 17, 24)")])
@pytest.mark.parametrize("width", [320, 390, 700])
def test_the_mail_is_readable_and_never_wider_than_the_screen(browser_page, mail, width, scheme, ground):
    page = browser_page(width=width, color_scheme=scheme)
    page.set_content(mail["html"])
    assert sideways(page) == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground
    without_landmarks = [each for each in complaints(page) if not each.startswith(("region", "landmark"))]
    assert without_landmarks == []


def test_its_button_is_as_large_as_a_thumb_and_says_what_it_does(browser_page, mail):
    page = browser_page(width=390)
    page.set_content(mail["html"])
    button = page.get_by_role("link", name="Xác nhận đã tiếp nhận")
    box = button.bounding_box()
    assert box["height"] >= 44
    assert box["width"] >= 120
    assert page.locator("img, script, iframe, link").count() == 0


def test_one_press_confirms_and_the_page_says_so(browser_page, cast, receipt):
    page = browser_page(width=390)
    page.goto(receipt)
    assert page.get_by_role("button", name="Xác nhận đã tiếp nhận").bounding_box()["y"] < 700
    page.get_by_role("button", name="Xác nhận đã tiếp nhận").click()
    page.wait_for_selector("h1:has-text('đã xác nhận tiếp nhận lúc')")
    assert cast.delivery().received_by == cast.focal
    assert page.get_by_role("button", name="Xác nhận đã tiếp nhận").count() == 0
    assert page.context.cookies() == []
    assert local_day(cast.delivery().received_at) == local_day(timezone.now())


def test_it_works_without_scripts(browser_page, cast, receipt):
    page = browser_page(width=390, java_script_enabled=False)
    page.goto(receipt)
    page.get_by_role("button", name="Xác nhận đã tiếp nhận").click()
    assert cast.delivery().received_by == cast.focal


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("which", ["ready", "received", "forged", "unsubscribe"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser_page, cast, receipt, which, scheme):
    if which == "received":
        confirm_receipt(delivery=cast.delivery(), actor=cast.focal, now=local("2024-11-13 09:00"))
    page = browser_page(width=320, color_scheme=scheme)
    page.goto({"forged": receipt[:-4] + "/", "unsubscribe": unsubscribe_link(cast.focal)}.get(which, receipt))
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    assert (complaints(page), sideways(page)) == ([], 0)


def test_the_outbox_shows_the_mail_as_its_reader_sees_it(browser_page, live_server, cast, mail):
    """In a frame without scripts, forms or a way out, with the looks that the mail carries in its tags."""
    kept = OutboxMail.objects.create(
        created_at=timezone.now(),
        to=cast.focal.email,
        sender="a@b.example",
        subject=mail["subject"],
        text=mail["text"],
        html=mail["html"],
        reply_to=mail["reply_to"][0],
        attachments=[{"name": file.name, "text": file.text} for file in mail["attachments"]],
        message_id="<1@b.example>",
    )
    cast.officer.is_staff = True
    cast.officer.save(update_fields=["is_staff"])
    page = browser_page(width=700)
    sign_in(page, cast.officer, live_server)
    page.goto(f"{live_server.url}/outbox/{kept.pk}/")
    page.get_by_text("Xem nội dung tệp").click()
    assert page.locator("pre").text_content().startswith("BEGIN:VCALENDAR")
    assert page.get_by_text("Trả lời thư này sẽ đến").is_visible()
    assert (sideways(page), complaints(page)) == (0, [])
    shown = page.frame_locator("iframe")
    press = shown.get_by_role("link", name="Xác nhận đã tiếp nhận")
    assert press.evaluate("(link) => getComputedStyle(link.parentElement).backgroundColor") == "rgb(11, 74, 158)"
    assert press.evaluate("(link) => getComputedStyle(link).color") == "rgb(255, 255, 255)"
    assert shown.locator("h1").evaluate("(head) => getComputedStyle(head).fontSize") == "22px"
