"""Several channels at once: each message by the channel its reader chose, and none held up by another's trouble."""

import pytest

from directives.models import AddressTrouble, Message, Preference, Reminder
from directives.reminders import send as sending
from directives.reminders.channels import post as posting
from directives.reminders.channels.inbox import InboxChannel
from directives.tests.factories import make_cast
from directives.tests.gateway import gateway
from directives.tests.reminding import Server, run
from units.tests.factories import local, make_user

pytestmark = pytest.mark.django_db
EIGHT = "2024-11-13 08:00"


@pytest.fixture
def cast():
    found = make_cast()
    found.focal.phone = "0912 345 678"
    found.focal.save(update_fields=["phone"])
    return found


@pytest.fixture
def sms(settings):
    with gateway() as server:
        settings.WEBHOOK_URL, settings.WEBHOOK_SECRET = server.url, "khoa"
        yield server


@pytest.fixture
def zalo(settings):
    settings.ZALO_APP_ID, settings.ZALO_APP_SECRET, settings.ZALO_REFRESH_TOKEN = "1", "bi-mat", "lam-moi"
    settings.ZALO_TEMPLATE_ID = "77"
    with gateway() as server:
        settings.ZALO_API_URL = settings.ZALO_OAUTH_URL = server.url
        yield server


def prefer(person, **columns) -> Preference:
    return Preference.objects.create(person_id=person.pk, changed_at=local("2024-11-01 08:00"), **columns)


def by_channel(person) -> dict[str, str]:
    return dict(Message.objects.filter(person=person).values_list("channel", "state"))


# --- By whose choice -------------------------------------------------------------------------------------------------
def test_each_reader_is_told_by_the_channels_they_chose(cast):
    prefer(cast.focal, email=False, inbox=True)
    server = Server()
    assert run(EIGHT, transport=server) == {"swept": 0, "sent": 2}
    assert [mail["to"] for mail in server.inbox] == [["daumoi@omon.example"]]
    assert (by_channel(cast.focal), by_channel(cast.other_focal)) == ({"inbox": "sent"}, {"email": "sent"})


def test_a_message_of_the_portal_has_the_words_the_mail_would_have(cast):
    prefer(cast.focal, inbox=True)
    run(EIGHT)
    mail, page = Message.objects.filter(person=cast.focal).order_by("channel")
    assert (mail.channel, page.channel, page.address) == ("email", "inbox", "daumoi@ninhkieu.example")
    assert (mail.subject, mail.slot) == (page.subject, page.slot)
    assert page.message_id == f"<person{cast.focal.pk}-inbox-20241113T0100Z-0@localhost>"
    assert page.link.startswith("/")


def test_a_digest_waits_for_the_persons_own_hour(cast):
    prefer(cast.focal, digest_hour=14)
    assert run(EIGHT) == {"swept": 0, "sent": 1}
    assert run("2024-11-13 13:59") == {"swept": 0, "sent": 0}
    assert by_channel(cast.focal) == {"email": "planned"}
    assert run("2024-11-13 14:00") == {"swept": 0, "sent": 1}
    assert Message.objects.get(person=cast.focal).message_id == (
        f"<person{cast.focal.pk}-email-20241113T0700Z-0@localhost>"
    )


def test_a_step_caught_up_the_day_after_goes_at_once(cast):
    prefer(cast.focal, digest_hour=14)
    assert run("2024-11-14 09:00") == {"swept": 0, "sent": 2}


def test_who_wants_no_digests_gets_none_and_the_ledger_says_whose_wish_it_was(cast):
    prefer(cast.focal, digests=False)
    assert run(EIGHT) == {"swept": 0, "sent": 1, "cancelled": 1}
    reminder = Reminder.objects.get(delivery=cast.delivery())
    assert (reminder.state, reminder.reason) == (
        "cancelled",
        "Nguyễn Thị Đầu Mối đã chọn không nhận nhắc việc định kỳ.",
    )
    assert not Message.objects.filter(person=cast.focal).exists()


def test_overdue_work_is_told_to_who_wants_no_digests(cast):
    prefer(cast.focal, digests=False)
    cast.directive.ladder = [-1]
    type(cast.directive).objects.filter(pk=cast.directive.pk).update(ladder=[-1])
    assert run("2024-11-21 08:00") == {"swept": 0, "sent": 2}
    assert by_channel(cast.focal) == {"email": "sent"}


def test_a_unit_whose_only_address_is_dead_is_failed_with_the_reason(cast):
    AddressTrouble.objects.create(
        address=cast.focal.email, status="5.1.1", words="không có hộp thư này", since=local("2024-11-06 08:00")
    )
    assert run(EIGHT) == {"swept": 0, "sent": 1, "failed": 1}
    reminder = Reminder.objects.get(delivery=cast.delivery())
    assert (reminder.state, reminder.reason) == (
        "failed",
        "Địa chỉ daumoi@ninhkieu.example không nhận thư từ 06/11/2024: không có hộp thư này. "
        "Hãy thêm đầu mối có địa chỉ đúng, hoặc nhắc qua điện thoại.",
    )


def test_a_gateway_reaches_who_has_a_number_and_a_dead_address(cast, sms):
    AddressTrouble.objects.create(address=cast.focal.email, words="hỏng", since=local("2024-11-06 08:00"))
    run(EIGHT)
    assert by_channel(cast.focal) == {"webhook": "sent"}
    assert Reminder.objects.get(delivery=cast.delivery()).state == "sent"


def test_a_colleague_with_a_working_address_is_enough_for_the_unit(cast):
    AddressTrouble.objects.create(address=cast.focal.email, words="hỏng", since=local("2024-11-06 08:00"))
    colleague = make_user(cast.ninh_kieu)
    assert run(EIGHT) == {"swept": 0, "sent": 2}
    assert by_channel(colleague) == {"email": "sent"}
    assert Reminder.objects.get(delivery=cast.delivery()).state == "sent"


def test_a_mail_that_gets_through_ends_the_trouble_of_its_address(cast):
    run(EIGHT, transport=Server([OSError("xa")]))
    trouble = AddressTrouble.objects.create(
        address="daumoi@ninhkieu.example", words="hỏng", since=local("2024-11-13 08:00")
    )
    run("2024-11-13 08:01")
    trouble.refresh_from_db()
    assert trouble.over_at == local("2024-11-13 08:01")


# --- One channel's trouble stays its own ------------------------------------------------------------------------------
def test_one_hangs_one_refuses_one_works(cast, sms, zalo, monkeypatch):
    monkeypatch.setattr(posting, "SECONDS", 1.0)
    prefer(cast.focal, email=True, inbox=True, zalo=True)
    zalo.usual = zalo.hang
    sms.usual = (422, b"so sai")
    counts = run(EIGHT)
    assert counts == {"swept": 0, "sent": 3, "unreachable": 1, "failed": 2}
    assert by_channel(cast.focal) == {"inbox": "sent", "email": "sent", "zalo": "planned", "webhook": "failed"}
    assert by_channel(cast.other_focal) == {"email": "sent", "webhook": "failed"}
    late = Message.objects.get(person=cast.focal, channel="zalo")
    assert late.reason == "Không gửi được qua Zalo: TimeoutError no whole answer in time"
    assert late.try_at == local("2024-11-13 08:01")
    assert set(Reminder.objects.values_list("state", flat=True)) == {"sent"}


def test_a_mail_server_that_is_down_stops_no_other_channel(cast, sms):
    prefer(cast.other_focal, inbox=True)
    counts = run(EIGHT, transport=Server([OSError("xa")] * 9))
    assert counts == {"swept": 0, "sent": 3, "unreachable": 1}
    assert by_channel(cast.other_focal) == {"inbox": "sent", "email": "planned", "webhook": "sent"}


def test_a_channel_that_breaks_in_itself_stops_no_other(cast, monkeypatch):
    def broken(_self):
        raise RuntimeError("hỏng")

    monkeypatch.setattr(InboxChannel, "opened", broken)
    prefer(cast.focal, inbox=True)
    assert run(EIGHT) == {"swept": 0, "sent": 2, "errors": 1}
    assert by_channel(cast.focal) == {"inbox": "planned", "email": "sent"}


def test_a_slow_channel_leaves_the_rest_to_the_next_run(cast, monkeypatch):
    monkeypatch.setattr(sending, "MOST_SECONDS", -1.0)
    assert run(EIGHT) == {"swept": 0, "sent": 1}
    assert run("2024-11-13 08:01") == {"swept": 0, "sent": 1}
    assert run("2024-11-13 08:02") == {"swept": 0, "sent": 0}


def test_a_channel_switched_off_after_the_plan_fails_its_messages_in_words(cast, sms, settings):
    run(EIGHT)
    sms.usual = (503, b"")
    Message.objects.filter(channel="webhook").update(state="planned", try_at=local(EIGHT))
    settings.WEBHOOK_URL = ""
    assert run("2024-11-13 08:05") == {"swept": 0, "sent": 0, "failed": 2}
    assert set(Message.objects.filter(channel="webhook").values_list("state", "reason")) == {
        ("failed", "Kênh Cổng tin nhắn đã tắt trong cấu hình của cổng.")
    }
    assert set(Reminder.objects.values_list("state", flat=True)) == {"sent"}  # the mail had brought it


def test_a_gateway_gets_the_same_id_at_every_attempt(cast, sms):
    sms.answers = [(503, b"")]
    run(EIGHT)
    run("2024-11-13 08:01")
    ids = [request.headers["Idempotency-Key"] for request in sms.requests]
    assert (len(ids), len(set(ids))) == (3, 2)
    assert ids[0] == ids[1] or ids[0] == ids[2]


def test_a_person_without_a_number_for_zalo_any_more_fails_in_words(cast, zalo):
    prefer(cast.focal, email=False, zalo=True)
    run(EIGHT)
    Message.objects.filter(channel="zalo").update(state="planned", try_at=local(EIGHT), attempts=0)
    type(cast.focal).objects.filter(pk=cast.focal.pk).update(phone="")
    assert run("2024-11-13 08:05")["failed"] == 1
    assert Message.objects.get(channel="zalo").reason == "Nguyễn Thị Đầu Mối chưa có số điện thoại để nhận Zalo."
