"""What happens between the plan and the mailbox: refusals, crashes, second runs, and rows gone bad."""

import smtplib

import pytest
from django.db import DatabaseError

from directives.models import Message, Reminder
from directives.reminders import plan_reminders, send_due_messages, writing
from directives.reminders.receipt_link import without_keys
from directives.services.lifecycle import close_campaign, recall
from directives.services.receipts import refuse
from directives.tests.factories import make_cast, make_issued
from directives.tests.reminding import WEEKENDS, Server, finish, ledger, refusal, run
from units.models import Membership
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
FOCAL, OTHER = "daumoi@ninhkieu.example", "daumoi@omon.example"
EIGHT = "2024-11-13 08:00"


def message(address: str = FOCAL) -> Message:
    return Message.objects.get(person__email=address)


def states() -> dict[str, str]:
    return dict(Message.objects.values_list("person__email", "state"))


# --- What is kept -----------------------------------------------------------------------------------------------------
def test_a_sent_message_keeps_address_text_and_html():
    make_cast()
    server = Server()
    assert run(EIGHT, transport=server) == {"swept": 0, "sent": 2}
    kept, (mail, _other) = message(), server.inbox
    assert (kept.state, kept.state_at, kept.attempts, kept.reason) == ("sent", local(EIGHT), 1, "")
    assert mail == {
        "to": [kept.address],
        "subject": kept.subject,
        "text": mail["text"],
        "html": mail["html"],
        "message_id": kept.message_id,
        "headers": mail["headers"],
        "reply_to": ['"Trần Thị Cán Bộ" <canbo@stttt.example>'],
        "attachments": mail["attachments"],
    }
    assert (kept.text, kept.html) == (without_keys(mail["text"]), without_keys(mail["html"]))


def test_the_message_id_is_made_of_person_channel_and_slot():
    cast = make_cast()
    run(EIGHT)
    assert message().message_id == f"<person{cast.focal.pk}-email-20241113T0100Z-0@localhost>"
    assert message().dedupe_key == f"person{cast.focal.pk}-email-20241113T0100Z-0"


# --- The server says no -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "error",
    [
        refusal(450, "mailbox busy"),
        refusal(451),
        refusal(452, "mailbox full"),
        smtplib.SMTPRecipientsRefused({FOCAL: (450, b"greylisted")}),
    ],
)
def test_a_refusal_for_now_is_tried_again_later_and_stops_nobody_else(error):
    make_cast()
    counts = run(EIGHT, transport=Server([error]))
    assert counts == {"swept": 0, "sent": 1, "postponed": 1}
    assert states() == {FOCAL: "planned", OTHER: "sent"}
    assert (message().attempts, message().try_at) == (1, local("2024-11-13 08:01"))
    server = Server()
    assert run("2024-11-13 08:01", transport=server) == {"swept": 0, "sent": 1}
    assert [mail["to"] for mail in server.inbox] == [[FOCAL]]
    assert states() == {FOCAL: "sent", OTHER: "sent"}


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPServerDisconnected("gone"),
        smtplib.SMTPConnectError(421, b"too busy"),
        smtplib.SMTPAuthenticationError(535, b"no"),
        refusal(421, "closing"),
        ConnectionRefusedError(111, "Connection refused"),
        TimeoutError("timed out"),
    ],
)
def test_a_server_that_is_away_ends_the_run_and_costs_the_others_no_attempt(error):
    make_cast()
    assert run(EIGHT, transport=Server([error])) == {"swept": 0, "sent": 0, "unreachable": 1}
    assert dict(Message.objects.values_list("person__email", "attempts")) == {FOCAL: 1, OTHER: 0}
    assert run("2024-11-13 08:01") == {"swept": 0, "sent": 2}


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (
            smtplib.SMTPRecipientsRefused({FOCAL: (550, b"no such user")}),
            f"Máy chủ thư không nhận địa chỉ {FOCAL}: 550 no such user",
        ),
        (refusal(554, "spam"), "Máy chủ thư từ chối: 554 spam"),
        (smtplib.SMTPNotSupportedError("SMTPUTF8"), "Không gửi được qua máy chủ thư: SMTPNotSupportedError SMTPUTF8"),
        (ValueError("xấu"), "Không soạn được thư: ValueError xấu"),
    ],
)
def test_a_refusal_for_good_fails_at_once_with_the_reason_in_words(error, reason):
    cast = make_cast()
    assert run(EIGHT, transport=Server([error])) == {"swept": 0, "sent": 1, "failed": 1}
    assert (message().state, message().reason) == ("failed", reason)
    reminder = Reminder.objects.get(delivery=cast.delivery())
    assert (reminder.state, reminder.reason) == ("failed", reason)
    assert run("2024-11-13 08:30") == {"swept": 0, "sent": 0}


def test_the_fifth_refusal_for_now_is_the_last():
    make_cast()
    refusing = Server([refusal(451, "later")] * 99)
    tried = []
    for minute in ("08:00", "08:01", "08:04", "08:05", "08:20", "08:21", "09:24", "09:25", "09:26", "12:00"):
        counts = run(f"2024-11-13 {minute}", transport=refusing)
        tried += [minute] if counts.get("postponed") or counts.get("failed") else []
    assert tried == ["08:00", "08:01", "08:05", "08:21", "09:25"]  # after 1, 4, 16 and 64 minutes
    assert (message().state, message().attempts, message().reason) == ("failed", 5, "Máy chủ thư từ chối: 451 later")


def test_a_mail_that_was_refused_until_it_was_too_late_is_missed_and_says_what_the_server_said():
    make_cast()
    run("2024-11-20 16:58", transport=Server([refusal(451, "later")] * 2))
    run("2024-11-21 08:00")
    assert states() == {FOCAL: "missed", OTHER: "missed"}
    assert message().reason == (
        "Hệ thống không gửi kịp: bước này chỉ được gửi đến trước 17:00 ngày 20/11/2024. Máy chủ thư từ chối: 451 later"
    )
    assert ledger(step="before-0") == [("before-0", "missed")] * 2


def test_one_person_of_a_unit_who_has_it_is_enough_for_the_unit():
    cast = make_cast()
    make_user(cast.ninh_kieu, email="thu-hai@ninhkieu.example")
    run(EIGHT, transport=Server([refusal(550)]))
    assert states() == {FOCAL: "failed", OTHER: "sent", "thu-hai@ninhkieu.example": "sent"}
    assert ledger() == [("before-7", "sent")] * 2


# --- Crashes ----------------------------------------------------------------------------------------------------------
class Crash(BaseException):
    """A worker killed at its work."""


def test_a_crash_between_sending_and_marking_sends_again_with_the_same_message_id():
    make_cast()

    class Dying(Server):
        def __call__(self, **mail):
            super().__call__(**mail)
            raise Crash

    server = Dying()
    with pytest.raises(Crash):
        run(EIGHT, transport=server)
    assert states() == {FOCAL: "sending", OTHER: "planned"}
    second = Server()
    assert run("2024-11-13 09:00", transport=second) == {"swept": 0, "sent": 1}  # not yet an hour
    assert run("2024-11-13 09:01", transport=second) == {"swept": 1, "sent": 1}
    assert [mail["to"] for mail in second.inbox] == [[OTHER], [FOCAL]]
    assert second.inbox[1]["message_id"] == server.inbox[0]["message_id"]
    assert states() == {FOCAL: "sent", OTHER: "sent"}
    assert Message.objects.count() == 2


def test_a_crash_before_sending_loses_nothing():
    make_cast()
    with pytest.raises(Crash):
        run(EIGHT, transport=Server([Crash()]))
    server = Server()
    run("2024-11-13 10:00", transport=server)
    assert sorted(mail["to"][0] for mail in server.inbox) == [FOCAL, OTHER]


def test_a_mail_that_kills_its_sender_every_time_is_failed_in_the_end():
    make_cast()
    for hour in range(8, 13):
        with pytest.raises(Crash):
            run(f"2024-11-13 {hour:02d}:{hour - 8:02d}", transport=Server([Crash()]))
        Message.objects.exclude(person__email=FOCAL).update(state="sent")
    assert run("2024-11-13 13:10") == {"swept": 0, "sent": 0}
    assert (message().state, message().attempts) == ("failed", 5)
    assert message().reason == "Việc gửi bị ngắt giữa chừng nhiều lần."


def test_a_stale_claim_is_given_back_at_night_but_sent_only_in_the_morning():
    make_cast()
    with pytest.raises(Crash):
        run(EIGHT, transport=Server([Crash()]))
    assert run("2024-11-13 22:00") == {"swept": 1, "sent": 0}
    assert run("2024-11-14 07:59") == {"swept": 0, "sent": 0}
    assert run("2024-11-14 08:00") == {"swept": 0, "sent": 2}


# --- Bad rows ---------------------------------------------------------------------------------------------------------
def test_one_letter_with_a_bad_ladder_does_not_silence_the_others():
    cast = make_cast()
    other = make_issued(cast.department, cast.officer, groups=[("Các quận", [cast.o_mon], "Việc khác")])
    cast.directive.campaign.ladder = ["bảy"]
    cast.directive.campaign.save(update_fields=["ladder"])
    assert plan_reminders(now=local(EIGHT), calendar=WEEKENDS) == {"planned": 1, "missed": 0, "errors": 1}
    assert set(Reminder.objects.values_list("directive", flat=True)) == {other.pk}


def test_one_message_that_the_database_refuses_does_not_stop_the_others(monkeypatch):
    make_cast()
    compose_all = writing.compose.compose_all

    def refusing(messages, *, now):
        if any(message.person.email == FOCAL for message in messages):
            raise DatabaseError("bad row")
        return compose_all(messages, now=now)

    monkeypatch.setattr(writing.compose, "compose_all", refusing)
    assert run(EIGHT) == {"swept": 0, "sent": 1, "errors": 1}
    assert states() == {FOCAL: "sending", OTHER: "sent"}


def test_a_batch_that_the_database_refuses_is_tried_row_by_row():
    """A slot already taken under the same key, as only a damaged ledger could have it."""
    cast = make_cast()
    taken = Message.objects.create(
        person=cast.officer,
        slot=local("2020-01-01 08:00"),
        dedupe_key=f"person{cast.focal.pk}-email-20241113T0100Z-0",
        message_id="<x@localhost>",
        state_at=local(EIGHT),
        try_at=local("2030-01-01 08:00"),
        created_at=local(EIGHT),
    )
    assert run(EIGHT) == {"swept": 0, "sent": 1, "errors": 1}
    assert ledger() == [("before-7", "planned"), ("before-7", "sent")]
    Message.objects.filter(pk=taken.pk).update(dedupe_key="mended")
    assert run("2024-11-13 08:01") == {"swept": 0, "sent": 1}
    assert ledger() == [("before-7", "sent")] * 2


# --- Nobody to write to, nothing to say -------------------------------------------------------------------------------
def test_a_unit_without_a_focal_point_is_failed_with_the_reason():
    cast = make_cast()
    Membership.objects.filter(user=cast.focal).update(ends_on=local("2024-11-12 10:00").date())
    assert run(EIGHT) == {"swept": 0, "sent": 1, "failed": 1}
    reminder = Reminder.objects.get(delivery=cast.delivery())
    assert (reminder.state, reminder.reason) == (
        "failed",
        "Đơn vị chưa có đầu mối có địa chỉ thư. Hãy thêm đầu mối, hoặc nhắc qua điện thoại.",
    )


def test_people_who_left_and_viewers_get_nothing():
    cast = make_cast()
    make_user(cast.ninh_kieu, "viewer", email="xem@ninhkieu.example")
    make_user(cast.ninh_kieu, email="nghi@ninhkieu.example", is_active=False)
    coordinator = make_user(cast.ninh_kieu, "coordinator", email="dieu-phoi@ninhkieu.example")
    run(EIGHT)
    assert set(states()) == {FOCAL, OTHER, coordinator.email}


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (
            lambda cast, now: recall(directive=cast.directive, actor=cast.officer, now=now, note="nhầm"),
            "Văn bản đã được thu hồi.",
        ),
        (
            lambda cast, now: close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=now),
            "Chiến dịch đã kết thúc.",
        ),
        (
            lambda cast, now: refuse(delivery=cast.delivery(), actor=cast.focal, now=now, reason="nhầm"),
            "Đơn vị đã trả lại văn bản vì sai nơi nhận.",
        ),
        (
            lambda cast, now: [finish(each, cast.focal, EIGHT) for each in cast.obligations()],
            "Đơn vị không còn việc nào phải làm.",
        ),
    ],
)
@pytest.mark.parametrize("assembled", [False, True], ids=["before assembling", "after assembling"])
def test_what_is_settled_between_planning_and_sending_is_cancelled_with_the_reason(act, reason, assembled):
    cast = make_cast()
    plan_reminders(now=local(EIGHT), calendar=WEEKENDS)
    if assembled:
        run(EIGHT, transport=Server([refusal(451), refusal(451)]))
    act(cast, local(EIGHT))
    server = Server()
    run("2024-11-13 08:05", transport=server)
    reminder = Reminder.objects.get(delivery=cast.delivery())
    assert (reminder.state, reminder.reason) == ("cancelled", reason)
    assert FOCAL not in [mail["to"][0] for mail in server.inbox]


def test_a_focal_point_replaced_between_two_attempts_gets_nothing():
    cast = make_cast()
    run(EIGHT, transport=Server([refusal(451)]))
    Membership.objects.filter(user=cast.focal).update(ends_on=local(EIGHT).date())
    assert run("2024-11-13 08:01") == {"swept": 0, "sent": 0, "cancelled": 1}
    assert message().reason == "Người nhận không còn là đầu mối của đơn vị."


# --- Runs restricted to a letter --------------------------------------------------------------------------------------
def test_a_run_for_one_letter_leaves_the_others_alone():
    cast = make_cast()
    other = make_issued(cast.department, cast.officer, groups=[("Các quận", [make_unit(), cast.o_mon], "Việc khác")])
    plan_reminders(now=local(EIGHT), calendar=WEEKENDS, directive=cast.directive)
    assert Reminder.objects.filter(directive=other).count() == 0
    plan_reminders(now=local(EIGHT), calendar=WEEKENDS)
    send_due_messages(now=local(EIGHT), transport=Server(), calendar=WEEKENDS, directive=cast.directive)
    assert ledger(directive=cast.directive) == [("before-7", "sent")] * 2
    assert ledger(directive=other) == [("before-7", "planned")] * 2
