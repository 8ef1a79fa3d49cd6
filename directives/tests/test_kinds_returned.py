"""Work that came back with a reason is told at once, each time."""

import pytest

from directives.models import Message, Reminder
from directives.reminders import plan_reminders
from directives.services.obligations import set_progress
from directives.tests.factories import Cast, make_cast
from directives.tests.reminding import WEEKENDS, Server, ledger, run
from units.models import Role
from units.tests.factories import local, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast(ladder=["returned"])


def submit(cast: Cast, at: str, row=None) -> None:
    set_progress(obligation=row or cast.obligation(), event="submitted", actor=cast.focal, now=local(at))


def give_back(cast: Cast, at: str, note: str = "Ảnh không mở được", row=None) -> None:
    set_progress(obligation=row or cast.obligation(), event="returned", actor=cast.officer, now=local(at), note=note)


def returned(cast: Cast, at: str = "2024-11-12 10:00:30") -> None:
    submit(cast, "2024-11-11 10:00")
    give_back(cast, at)


def mails(at: str) -> list[dict]:
    server = Server()
    run(at, transport=server)
    return server.inbox


def test_returned_work_is_told_at_once_with_the_reason(cast):
    returned(cast)
    (mail,) = mails("2024-11-12 10:01")
    assert mail["to"] == [cast.focal.email]
    assert mail["subject"] == "Cần bổ sung: 1 việc của Phòng Văn hóa và Thông tin quận Ninh Kiều"
    assert "Sở Thông tin và Truyền thông trả lại một việc của" in mail["text"]
    assert "1. Đăng tải tài liệu\n   Lý do trả lại: Ảnh không mở được" in mail["text"]
    assert Message.objects.get().link == f"/obligations/{cast.obligation().pk}/"
    assert mails("2024-11-12 10:02") == []
    assert ledger() == [("returned", "sent")]


def test_each_return_is_told_also_two_of_one_day(cast):
    returned(cast)
    assert len(mails("2024-11-12 10:01")) == 1
    submit(cast, "2024-11-12 11:00")
    give_back(cast, "2024-11-12 14:00", "Thiếu ngày")
    (mail,) = mails("2024-11-12 14:01")
    assert "Lý do trả lại: Thiếu ngày" in mail["text"]
    assert ledger() == [("returned", "sent")] * 2


def test_two_works_returned_within_a_minute_make_one_mail(cast):
    first, second = cast.obligations()
    for row in (first, second):
        submit(cast, "2024-11-11 10:00", row)
    give_back(cast, "2024-11-12 10:00:10", row=first)
    give_back(cast, "2024-11-12 10:00:50", row=second)
    (mail,) = mails("2024-11-12 10:01")
    assert mail["subject"] == "Cần bổ sung: 2 việc của Phòng Văn hóa và Thông tin quận Ninh Kiều"
    assert Message.objects.get().reminders.count() == 2


def test_two_works_returned_minutes_apart_and_found_by_one_run_make_two_mails_with_keys_of_their_own(cast):
    first, second = cast.obligations()
    for row in (first, second):
        submit(cast, "2024-11-11 10:00", row)
    give_back(cast, "2024-11-12 10:00", row=first)
    give_back(cast, "2024-11-12 10:03", row=second)
    assert len(mails("2024-11-12 10:05")) == 2
    assert Message.objects.values("dedupe_key").distinct().count() == 2


@pytest.mark.parametrize(
    ("at", "states"),
    [
        ("2024-11-12 19:00", []),  # returned in the evening: nothing at night
        ("2024-11-13 08:00", ["sent"]),
        ("2024-11-15 16:59", ["sent"]),  # three working days
        ("2024-11-15 17:00", ["missed"]),
    ],
)
def test_what_is_returned_in_the_evening_is_told_in_the_morning_and_stays_news_for_three_days(cast, at, states):
    returned(cast, "2024-11-12 18:30")
    mails(at)
    assert [state for _step, state in ledger()] == states


def test_a_unit_that_has_mended_before_the_mail_goes_hears_nothing(cast):
    returned(cast)
    plan_reminders(now=local("2024-11-12 10:01"), calendar=WEEKENDS)
    submit(cast, "2024-11-12 10:02")
    assert mails("2024-11-12 10:03") == []
    row = Reminder.objects.get()
    assert (row.state, row.reason) == ("cancelled", "Đơn vị đã gửi lại, hoặc việc không còn ở trạng thái trả lại.")


def test_the_head_hears_too_when_the_ladder_says_so(cast):
    cast.directive.ladder = ["returned", "returned-head"]
    cast.directive.save(update_fields=["ladder"])
    head = make_user(cast.ninh_kieu, Role.VIEWER, email="truongphong@ninhkieu.example")
    returned(cast)
    assert {mail["to"][0] for mail in mails("2024-11-12 10:01")} == {cast.focal.email, head.email}
