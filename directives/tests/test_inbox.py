"""The page "Thông báo": a person's own messages, whatever channel brought them."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directives.inbox import unread_count
from directives.models import Campaign, Message, MessageNotice, MessageReminder, Notice, Reminder
from directives.tests.asking import asked
from directives.tests.factories import make_cast, make_issued
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW, SLOT = local("2024-11-13 10:00"), local("2024-11-13 08:00")


@pytest.fixture
def person(client):
    user = make_user(make_unit("Sở Y tế"), email="an@so.gov.vn")
    client.force_login(user)
    return user


def told(person, number: int = 1, **columns) -> Message:
    key = f"{person.pk}-{columns.get('channel', 'email')}-{number}"
    given = {
        "channel": "email",
        "slot": SLOT,
        "subject": f"Còn {number} ngày",
        "text": f"Việc {number} <b>",
        "state": "sent",
        "state_at": SLOT,
        "link": "/my-work/",
    } | columns
    return Message.objects.create(
        person=person, dedupe_key=key, message_id=f"<{key}@x>", try_at=SLOT, created_at=SLOT, **given
    )


def page(client, address: str = "/inbox/", method: str = "get"):
    with time_machine.travel(NOW, tick=False):
        return getattr(client, method)(address)


def subjects(client) -> list[str]:
    return [row.subject for row in page(client).context["page"]]


def test_what_was_sent_stands_on_the_page_the_newest_first_and_nothing_else(client, person):
    told(person, 1)
    told(person, 2, state_at=NOW)
    told(person, 3, state="planned")
    told(person, 4, state="failed", reason="không có hộp thư")
    told(make_user(), 5)
    assert subjects(client) == ["Còn 2 ngày", "Còn 1 ngày"]


def test_a_message_by_two_channels_stands_once(client, person):
    told(person, 1)
    told(person, 1, channel="inbox")
    assert subjects(client) == ["Còn 1 ngày"]
    assert unread_count(person) == 1


def test_one_that_failed_by_mail_stands_by_the_channel_that_took_it(client, person):
    told(person, 1, state="failed", reason="không có hộp thư")
    told(person, 1, channel="inbox")
    assert subjects(client) == ["Còn 1 ngày"]


def test_the_bell_counts_what_was_not_opened(client, person):
    told(person, 1), told(person, 2), told(person, 3, read_at=NOW)
    html = page(client).content.decode()
    assert 'aria-label="Thông báo (2)"' in html
    assert "Có 2 thông báo chưa đọc." in html


def test_an_empty_page_says_so_and_the_bell_shows_no_number(client, person):
    html = page(client).content.decode()
    assert "Chưa có thông báo nào." in html
    assert 'aria-label="Thông báo"' in html


def test_opening_a_message_reads_it_on_every_channel_and_shows_where_it_leads(client, person):
    mail, twin = told(person, 1), told(person, 1, channel="inbox")
    other = told(person, 2)
    html = page(client, f"/inbox/{mail.pk}/").content.decode()
    assert "Việc 1 &lt;b&gt;" in html
    assert 'href="/my-work/"' in html
    for row in (mail, twin, other):
        row.refresh_from_db()
    assert (mail.read_at, twin.read_at, other.read_at) == (NOW, NOW, None)


@pytest.mark.parametrize("cut", ["https://cong.example/receipts/…/", "[liên kết dành riêng cho người nhận]"])
def test_a_mail_is_shown_without_its_foot_and_without_addresses_that_were_cut(client, person, cut):
    text = (
        "Kính gửi anh/chị An,\n\n1. Đăng tải:\n   Chưa thực hiện\n\nXác nhận đã tiếp nhận:\n"
        f"{cut}\n\nMở trên Cổng thông tin:\nhttps://cong.example/my-work/\n\n"
        "--\nThư nhắc tự động.\nNgừng nhận: https://cong.example/unsubscribe/…/\n"
    )
    response = page(client, f"/inbox/{told(person, 1, text=text).pk}/")
    assert response.context["words"] == (
        "Kính gửi anh/chị An,\n\n1. Đăng tải:\n   Chưa thực hiện\n\n\nMở trên Cổng thông tin:\n"
        "https://cong.example/my-work/"
    )


def test_the_first_opening_stands(client, person):
    row = told(person, 1, read_at=SLOT)
    page(client, f"/inbox/{row.pk}/")
    row.refresh_from_db()
    assert row.read_at == SLOT


def test_one_press_reads_all_of_ones_own(client, person):
    stranger = make_user()
    told(person, 1), told(person, 2), told(stranger, 3)
    response = page(client, "/inbox/read/", "post")
    assert (response.status_code, response["Location"]) == (302, "/inbox/")
    assert (unread_count(person), unread_count(stranger)) == (0, 1)


@pytest.mark.parametrize("state", ["sent", "planned"])
def test_anothers_message_and_one_not_sent_are_not_there(client, person, state):
    row = told(make_user() if state == "sent" else person, 1, state=state)
    assert page(client, f"/inbox/{row.pk}/").status_code == 404
    row.refresh_from_db()
    assert row.read_at is None


def test_the_page_costs_the_same_for_one_message_and_for_three(client, person):
    told(person, 1)
    page(client)
    with CaptureQueriesContext(connection) as one:
        page(client)
    told(person, 2), told(person, 3)
    with CaptureQueriesContext(connection) as three:
        page(client)
    assert len(one) == len(three)


def test_the_bell_costs_one_query(person, django_assert_num_queries):
    told(person, 1), told(person, 2)
    with django_assert_num_queries(1):
        assert unread_count(person) == 2


# --- What is over -----------------------------------------------------------------------------------------------------
def about(message: Message, directive) -> Message:
    """The message as one that serves a reminder about the letter."""
    reminder = Reminder.objects.create(
        directive=directive,
        step="-1",
        deadline=date(2024, 11, 14),
        send_at=SLOT,
        expires_at=NOW,
        dedupe_key=f"{message.pk}-{directive.pk}",
        state="sent",
        state_at=SLOT,
        planned_at=SLOT,
    )
    MessageReminder.objects.create(message=message, reminder=reminder, person=message.person)
    return message


def close(directive, at) -> None:
    Campaign.objects.filter(pk=directive.campaign_id).update(closed_at=at, closed_by=directive.issued_by)


@pytest.fixture
def letters():
    cast = make_cast()
    group = ("Phòng Văn hóa và Thông tin quận, huyện", [cast.ninh_kieu], "Đăng tải tài liệu")
    return cast.directive, make_issued(cast.department, cast.officer, groups=[group])


@pytest.mark.parametrize(("seconds", "count"), [(-1, 1), (0, 0), (3600, 0)])
def test_a_reminder_about_a_campaign_that_ended_after_it_asks_for_no_reading(person, letters, seconds, count):
    about(told(person, 1), letters[0])
    assert unread_count(person) == 1
    close(letters[0], SLOT + timedelta(seconds=seconds))
    assert unread_count(person) == count


def test_a_message_about_two_campaigns_counts_until_the_second_has_ended(person, letters):
    row = told(person, 1)
    for letter in letters:
        about(row, letter)
    close(letters[0], NOW)
    assert unread_count(person) == 1
    close(letters[1], NOW)
    assert unread_count(person) == 0


def test_a_mail_about_a_question_of_an_ended_campaign_does_not_count_either(person):
    cast = make_cast()
    notice = Notice.objects.get(post__question=asked(cast))
    MessageNotice.objects.create(message=told(person, 1), notice=notice, person=person)
    assert unread_count(person) == 1
    close(cast.directive, NOW)
    assert unread_count(person) == 0


def test_the_page_marks_as_new_what_the_bell_counts_and_still_lists_the_rest(client, person, letters):
    about(told(person, 1), letters[0]), about(told(person, 2), letters[1]), told(person, 3)
    close(letters[0], NOW)
    response = page(client)
    assert len(response.context["page"]) == 3
    assert response.content.decode().count('<span class="count">mới</span>') == 2
    assert 'aria-label="Thông báo (2)"' in response.content.decode()
    assert "Có 2 thông báo chưa đọc." in response.content.decode()
