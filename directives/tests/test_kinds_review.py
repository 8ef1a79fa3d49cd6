"""Work that waits too long for the issuing unit's decision."""

from datetime import date

import pytest

from directives.models import Message, Reminder
from directives.reminders import plan_reminders
from directives.services.obligations import set_progress
from directives.tests.factories import Cast, make_cast
from directives.tests.reminding import WEEKENDS, Server, ledger, run
from units.tests.factories import local

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast(ladder=["review-3"])


def submit(cast: Cast, at: str, row=None) -> None:
    set_progress(obligation=row or cast.obligation(), event="submitted", actor=cast.focal, now=local(at))


def accept(cast: Cast, at: str, row=None) -> None:
    set_progress(obligation=row or cast.obligation(), event="accepted", actor=cast.officer, now=local(at))


def mails(at: str) -> dict[str, dict]:
    server = Server()
    run(at, transport=server)
    return {mail["to"][0]: mail for mail in server.inbox}


@pytest.mark.parametrize(
    ("at", "is_told"),
    [("2024-11-08 16:59", False), ("2024-11-11 07:59", False), ("2024-11-11 08:00", True), ("2024-11-14 16:59", True)],
)
def test_officers_hear_after_three_whole_working_days(cast, at, is_told):
    submit(cast, "2024-11-05 10:00")  # a Tuesday: Wednesday, Thursday and Friday go by
    told = set(mails(at))
    assert told == ({cast.officer.email, cast.second_officer.email} if is_told else set())


def test_the_mail_lists_what_waits_the_oldest_first(cast):
    first, second = cast.obligations()
    submit(cast, "2024-11-05 10:00", second)
    submit(cast, "2024-11-05 15:00", first)
    mail = mails("2024-11-11 08:00")[cast.officer.email]
    assert mail["subject"] == "Chờ xác nhận: 2 việc của Sở TT&TT"
    assert mail["text"].startswith("2 việc chờ xác nhận lâu.")
    assert "đã chờ anh/chị xác nhận, việc lâu nhất từ 05/11/2024:" in mail["text"]
    assert mail["text"].index("Phổ biến kỹ năng") < mail["text"].index("Đăng tải tài liệu")
    assert Message.objects.filter(person=cast.officer).get().link == "/reviews/"


def test_what_has_not_waited_long_enough_is_not_in_the_mail(cast):
    first, second = cast.obligations()
    submit(cast, "2024-11-05 10:00", first)
    submit(cast, "2024-11-06 00:00", second)
    assert "1 việc chờ xác nhận lâu." in mails("2024-11-11 08:00")[cast.officer.email]["text"]


def test_one_mail_for_each_day_on_which_more_work_crosses_the_line_and_none_on_the_others(cast):
    first, second = cast.obligations()
    submit(cast, "2024-11-05 10:00", first)
    submit(cast, "2024-11-06 10:00", second)
    assert len(mails("2024-11-11 08:00")) == 2
    assert mails("2024-11-11 12:00") == {}
    assert len(mails("2024-11-12 08:00")) == 2
    assert mails("2024-11-13 08:00") == {}
    assert list(Reminder.objects.order_by("pk").values_list("deadline", "state")) == [
        (date(2024, 11, 11), "sent"),
        (date(2024, 11, 12), "sent"),
    ]


def test_work_decided_before_the_mail_goes_is_left_out(cast):
    submit(cast, "2024-11-05 10:00")
    plan_reminders(now=local("2024-11-11 08:00"), calendar=WEEKENDS)
    accept(cast, "2024-11-11 08:01")
    assert mails("2024-11-11 08:05") == {}
    assert [(row.state, row.reason) for row in Reminder.objects.all()] == [
        ("cancelled", "Không còn việc nào chờ xác nhận quá lâu.")
    ]


def test_work_sent_in_again_waits_anew(cast):
    submit(cast, "2024-11-05 10:00")
    set_progress(
        obligation=cast.obligation(), event="returned", actor=cast.officer, now=local("2024-11-06 10:00"), note="Thiếu"
    )
    submit(cast, "2024-11-07 10:00")
    assert mails("2024-11-12 08:00") == {}
    assert len(mails("2024-11-13 08:00")) == 2


def test_a_person_who_no_longer_coordinates_is_not_told(cast):
    submit(cast, "2024-11-05 10:00")
    cast.second_officer.memberships.update(ends_on=date(2024, 11, 10))
    assert set(mails("2024-11-11 08:00")) == {cast.officer.email}
    assert ledger() == [("review-3", "sent")]
