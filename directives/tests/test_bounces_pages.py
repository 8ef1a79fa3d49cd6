"""Reports handed in by a signed request, and what the officer sees and does about an address that does not work."""

import pytest
import time_machine

from campaign_portal.lib.models import ActivityEntry
from directives.models import AddressTrouble, Message
from directives.reminders.bounces.apply import take_report
from directives.reminders.bounces.report import MOST_BYTES
from directives.reminders.channels.webhook.sign import headers
from directives.tests.dsn import dsn
from directives.tests.factories import make_cast
from directives.tests.reminding import Server, run
from units.tests.factories import local

pytestmark = pytest.mark.django_db
FOCAL, NOW = "daumoi@ninhkieu.example", local("2024-11-13 09:00")
SENTENCE = f"Địa chỉ {FOCAL} không nhận thư từ 13/11/2024: không có hộp thư này."


@pytest.fixture
def cast():
    found = make_cast()
    run("2024-11-13 08:00", transport=Server())
    return found


@pytest.fixture
def secret(settings):
    settings.BOUNCE_WEBHOOK_SECRET = "khoa-bao-loi"
    return settings.BOUNCE_WEBHOOK_SECRET


def hand_in(client, raw: bytes, signed: dict[str, str]):
    with time_machine.travel(NOW, tick=False):
        return client.post("/mail-reports/", raw, content_type="message/rfc822", headers=signed)


def report() -> bytes:
    return dsn(Message.objects.get(person__email=FOCAL).message_id, FOCAL)


# --- Handed in --------------------------------------------------------------------------------------------------------
def test_a_signed_report_is_taken_in(client, cast, secret):
    response = hand_in(client, report(), headers(secret, report(), now=NOW))
    assert (response.status_code, response.json()) == (200, {"bounced": 1})
    assert AddressTrouble.objects.get().since == NOW


@pytest.mark.parametrize("key", ["khac", ""])
def test_a_report_signed_by_somebody_else_is_refused(client, cast, secret, key):
    assert hand_in(client, report(), headers(key, report(), now=NOW)).status_code == 403
    assert AddressTrouble.objects.count() == 0


def test_a_report_without_a_signature_is_refused(client, cast, secret):
    assert hand_in(client, report(), {}).status_code == 403


def test_a_request_that_somebody_kept_is_refused(client, cast, secret):
    assert hand_in(client, report(), headers(secret, report(), now=local("2024-11-13 08:54"))).status_code == 403


def test_without_a_secret_the_page_does_not_exist(client, cast):
    assert hand_in(client, report(), headers("", report(), now=NOW)).status_code == 404


@pytest.mark.parametrize(("size", "status"), [(MOST_BYTES + 1, 413), (6 * 1024 * 1024, 400), (10 * 1024 * 1024, 400)])
def test_a_report_too_long_is_refused_before_it_is_read(client, cast, secret, size, status):
    raw = b"x" * size
    assert hand_in(client, raw, headers(secret, raw, now=NOW)).status_code == status


def test_broken_bytes_are_counted(client, cast, secret):
    raw = b"\xff\x00"
    assert hand_in(client, raw, headers(secret, raw, now=NOW)).json() == {"unrelated": 1}


def test_it_is_not_asked_by_get(client, secret):
    assert client.get("/mail-reports/").status_code == 405


# --- The officer's page -----------------------------------------------------------------------------------------------
@pytest.fixture
def trouble(cast):
    return AddressTrouble.objects.create(address=FOCAL, words="không có hộp thư này", since=NOW)


def page(client, cast) -> str:
    client.force_login(cast.officer)
    with time_machine.travel(NOW, tick=False):
        return client.get(f"/directives/{cast.directive.pk}/reminders/").content.decode()


def press(client, person, cast, pk: int):
    client.force_login(person)
    with time_machine.travel(NOW, tick=False):
        return client.post(f"/directives/{cast.directive.pk}/reminders/addresses/{pk}/")


def test_the_officer_sees_which_address_does_not_work(client, cast, trouble):
    assert SENTENCE in page(client, cast)


def test_addresses_of_others_and_troubles_that_are_over_are_not_shown(client, cast, trouble):
    AddressTrouble.objects.create(address="ai-do@noi-khac.example", words="x", since=NOW)
    trouble.over_at = NOW
    trouble.save(update_fields=["over_at"])
    assert "không nhận thư từ" not in page(client, cast)


def test_of_a_person_who_has_left_nothing_is_shown(client, cast, trouble):
    cast.focal.memberships.update(ends_on=NOW.date())
    assert SENTENCE not in page(client, cast)


def test_a_delay_stands_beside_the_person_whose_mail_is_late(client, cast):
    message = Message.objects.get(person__email=FOCAL)
    take_report(raw=dsn(message.message_id, FOCAL, status="4.2.2", action="delayed", diagnostic=""), now=NOW)
    words = " ".join(page(client, cast).split())
    assert "Nguyễn Thị Đầu Mối</a> (đã gửi: Tạm thời chưa giao được: hộp thư đã đầy (4.2.2))" in words


def test_the_ledger_names_the_channel_where_it_was_not_mail(client, cast):
    message = Message.objects.get(person__email=FOCAL)
    message.serves.update(channel="inbox")
    assert "Nguyễn Thị Đầu Mối</a>, Trang Thông báo<" in "".join(page(client, cast).split("\n"))


def test_an_officer_who_has_asked_lets_mail_go_there_again(client, cast, trouble):
    assert press(client, cast.officer, cast, trouble.pk).status_code == 302
    trouble.refresh_from_db()
    assert trouble.over_at == NOW
    assert ActivityEntry.objects.filter(verb="address.trusted", subject=FOCAL).count() == 1
    assert press(client, cast.officer, cast, trouble.pk).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("focal", 403), ("leader", 403), ("stranger_officer", 404)])
def test_nobody_else_does(client, cast, trouble, who, status):
    assert press(client, cast.people[who], cast, trouble.pk).status_code == status
    trouble.refresh_from_db()
    assert trouble.over_at is None


def test_an_address_of_another_letter_is_not_there(client, cast):
    other = AddressTrouble.objects.create(address="ai-do@noi-khac.example", words="x", since=NOW)
    assert press(client, cast.officer, cast, other.pk).status_code == 404
