"""The page behind the address in a mail, as its reader, a scanner and a stranger meet it."""

from datetime import date

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from campaign_portal.lib.dates import closes_at
from directives.models import Change, Delivery, Event, Message
from directives.reminders import plan_reminders, send_due_messages
from directives.reminders.receipt_link import receipt_link
from directives.services.lifecycle import recall
from directives.tests.factories import make_cast
from directives.tests.reminding import WEEKENDS, Server
from directives.tests.test_mailed import LAST, LATER, NOW, put_end

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def url(cast, settings):
    plan_reminders(now=NOW, calendar=WEEKENDS)
    send_due_messages(now=NOW, transport=Server(), calendar=WEEKENDS)
    message = Message.objects.get(person=cast.focal)
    return receipt_link(message, cast.delivery(), cast.focal, date(2024, 11, 20)).removeprefix(settings.SITE_URL)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(LATER, tick=False):
        yield


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_page_says_whose_work_it_is_and_asks_for_one_press(client, cast, url):
    response = client.get(url)
    assert response.status_code == 200
    page = words(response)
    assert f"Phòng Văn hóa và Thông tin quận Ninh Kiều đã tiếp nhận {cast.directive.reference} chưa?" in page
    for said in ("Chiến dịch thử", "20/11/2024", "Đăng tải tài liệu", "Phổ biến kỹ năng", "Nguyễn Thị Đầu Mối"):
        assert said in page
    assert page.count("<button") == page.count("Xác nhận đã tiếp nhận</button>") == 1
    assert f"/accounts/login/?next=%2Fobligations%2F{cast.obligation().pk}%2F" in page
    assert "Đăng nhập để ghi hoạt động" in page


def test_it_shows_nothing_of_other_units_nor_of_the_letter_itself(client, cast, url):
    page = words(client.get(url))
    assert "Ô Môn" not in page
    assert cast.focal.email not in page
    assert cast.officer.full_name not in page


def test_one_press_confirms_without_signing_in_and_without_a_cookie(cast, url):
    browser = Client(enforce_csrf_checks=True)
    response = browser.post(url, {"confirm": "1"})
    assert (response.status_code, response["Location"]) == (302, url)
    assert cast.delivery().received_by == cast.focal
    page = words(browser.get(url))
    assert "đã xác nhận tiếp nhận lúc" in page
    assert "09:30 ngày 13/11/2024" in page.replace("&nbsp;", " ").replace("\xa0", " ")
    assert "người xác nhận: Nguyễn Thị Đầu Mối" in page
    assert "Xác nhận đã tiếp nhận</button>" not in page
    assert Session.objects.count() == 0


def test_number_and_day_of_arrival_go_along(client, cast, url):
    client.post(url, {"confirm": "1", "incoming_number": "88", "incoming_on": "13/11/2024"})
    assert (cast.delivery().incoming_number, cast.delivery().incoming_on) == ("88", date(2024, 11, 13))


def test_a_day_that_is_none_is_asked_for_again_and_nothing_confirmed(client, cast, url):
    response = client.post(url, {"confirm": "1", "incoming_number": "88", "incoming_on": "31/02/2024"})
    assert response.status_code == 200
    assert 'value="88"' in words(response)
    assert cast.delivery().received_at is None


def test_a_second_press_says_who_confirmed_and_when(client, cast, url):
    client.post(url, {"confirm": "1"})
    with time_machine.travel(closes_at(date(2024, 11, 15)), tick=False):
        response = client.post(url, {"confirm": "1", "incoming_number": "99"})
    assert response.status_code == 200
    assert "người xác nhận: Nguyễn Thị Đầu Mối" in words(response)
    assert cast.delivery().incoming_number == ""
    assert Change.objects.filter(event=Event.RECEIVED).count() == 1


def test_programs_that_open_links_confirm_nothing(client, url):
    before = list(Delivery.objects.order_by("pk").values()), Change.objects.count()
    for n in range(100):
        assert client.generic(["GET", "HEAD"][n % 2], url, HTTP_USER_AGENT="SafeLinks").status_code == 200
    for odd in ({}, {"confirmed": "1"}, {"incoming_number": "1"}):
        assert client.post(url, odd).status_code == 200
    assert client.options(url).status_code == 405
    assert client.get(f"{url}?confirm=1").status_code == 200
    assert (list(Delivery.objects.order_by("pk").values()), Change.objects.count()) == before
    assert Session.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("end", ["", "recalled", "left"])
def test_no_answer_is_kept_indexed_or_told_to_another_site(client, cast, url, method, end):
    put_end(cast, end)
    response = getattr(client, method)(url)
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Cache-Control"] == "private, no-store"
    assert '<meta name="referrer" content="no-referrer">' in words(response)


@pytest.mark.parametrize(
    "end, status, sentence, to_do",
    [
        ("recalled", 200, "đã được thu hồi lúc", "Đơn vị không cần làm gì thêm."),
        ("closed", 200, "Chiến dịch “Chiến dịch thử” đã kết thúc.", "Đơn vị không cần xác nhận nữa."),
        ("refused", 200, "quận Ninh Kiều đã trả lại", "hãy liên hệ Sở Thông tin và Truyền thông."),
        ("left", 403, "không còn là đầu mối của Phòng", "hãy báo cho đầu mối hiện nay của đơn vị"),
        ("merged", 200, "nay do Phòng Văn hóa và Thông tin quận Ô Môn thực hiện.", "Anh/chị không cần làm gì thêm."),
    ],
)
def test_an_address_that_is_good_for_nothing_any_more_says_why_and_what_to_do(
    client, cast, url, end, status, sentence, to_do
):
    put_end(cast, end)
    for response in (client.get(url), client.post(url, {"confirm": "1"})):
        assert response.status_code == status
        page = words(response)
        assert sentence in page
        assert to_do in page
        assert "<button" not in page.partition("<main")[2].partition("</main")[0]
    assert cast.delivery().received_at is None


def test_an_address_that_has_expired_leads_to_signing_in(client, url):
    with time_machine.travel(closes_at(LAST), tick=False):
        response = client.post(url, {"confirm": "1"})
    assert response.status_code == 410
    page = words(response)
    assert "Liên kết này đã hết hạn sau ngày" in page
    assert "Hãy đăng nhập để xem việc của đơn vị và xác nhận tiếp nhận." in page
    assert "Ninh Kiều" not in page


def test_a_forged_address_tells_nothing_but_what_to_do(client, cast, url):
    for forged in ("/receipts/abc/", url[:-2] + "/", "/receipts/1-1-1-fhx4.AAAA/"):
        response = client.post(forged, {"confirm": "1"})
        assert response.status_code == 404
        page = words(response)
        assert "Liên kết này không đúng, hoặc đã bị cắt ngắn." in page
        assert "Hãy mở lại từ nút trong thư." in page
        assert "Ninh Kiều" not in page


def test_the_act_is_the_mail_readers_whoever_is_signed_in_here(client, cast, url):
    client.force_login(cast.other_focal)
    client.post(url, {"confirm": "1"})
    assert cast.delivery().received_by == cast.focal


def test_a_reader_who_is_signed_in_goes_straight_to_the_work(client, cast, url):
    client.force_login(cast.focal)
    page = words(client.get(url))
    assert f'href="/obligations/{cast.obligation().pk}/">Ghi hoạt động' in page
    client.post(url, {"confirm": "1"})
    assert "Ghi hoạt động" in words(client.get(url))


def test_a_recall_in_the_same_minute_wins(client, cast, url):
    client.get(url)
    recall(directive=cast.directive, actor=cast.officer, now=LATER, note="nhầm")
    assert "đã được thu hồi" in words(client.post(url, {"confirm": "1"}))
    assert cast.delivery().received_at is None
