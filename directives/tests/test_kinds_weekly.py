"""Once a week how far a letter is, for its officers and for those who oversee it."""

from datetime import date

import pytest

from campaign_portal.lib.workdays import WorkCalendar
from directives.models import Message, Obligation, Reminder
from directives.reminders import plan_reminders, send_due_messages
from directives.tests.factories import Cast, make_cast
from directives.tests.reminding import Server, finish, ledger, run
from units.tests.factories import local

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast(ladder=["weekly-1", "weekly-1-overseer"])


def mails(at: str) -> dict[str, dict]:
    server = Server()
    run(at, transport=server)
    return {mail["to"][0]: mail for mail in server.inbox}


def test_officers_and_leaders_get_one_mail_on_monday(cast):
    told = mails("2024-11-04 08:00")
    assert set(told) == {cast.officer.email, cast.second_officer.email, cast.leader.email}
    assert ledger() == [("weekly-1", "sent"), ("weekly-1-overseer", "sent")]
    assert mails("2024-11-04 12:00") == mails("2024-11-05 08:00") == {}
    assert len(mails("2024-11-11 08:00")) == 3


def test_the_text_says_the_figures_and_names_who_is_behind(cast):
    finish(cast.obligation(), cast.focal, "2024-11-01 10:00")
    mail = mails("2024-11-25 08:00")[cast.leader.email]
    assert mail["text"].startswith("1/4 nhiệm vụ đã hoàn thành.")
    assert "hoàn thành 1/4 nhiệm vụ, 3 quá hạn, 2 đơn vị chưa tiếp nhận." in mail["text"]
    assert "1. Phòng Văn hóa và Thông tin quận Ô Môn\n   quá hạn 2 việc, chưa tiếp nhận" in mail["text"]
    assert "2. Phòng Văn hóa và Thông tin quận Ninh Kiều\n   quá hạn 1 việc, chưa tiếp nhận" in mail["text"]
    assert Message.objects.get(person=cast.leader).link == f"/directives/{cast.directive.pk}/summary/"


def test_the_week_in_which_a_letter_is_issued_after_the_hour_has_no_summary(cast):
    assert mails("2024-10-28 09:05") == {}
    assert Reminder.objects.count() == 0


def test_a_summary_that_falls_on_a_holiday_goes_out_on_the_next_working_day(cast):
    calendar, server = WorkCalendar([date(2024, 11, 4)]), Server()
    for at in ("2024-11-04 08:00", "2024-11-05 08:00"):
        plan_reminders(now=local(at), calendar=calendar)
        send_due_messages(now=local(at), calendar=calendar, transport=server)
    assert len(server.inbox) == 3
    assert set(Reminder.objects.values_list("deadline", "send_at")) == {(date(2024, 11, 4), local("2024-11-05 08:00"))}


@pytest.mark.parametrize(("at", "states"), [("2024-11-05 16:59", {"sent"}), ("2024-11-05 17:00", {"missed"})])
def test_a_late_summary_goes_until_the_end_of_the_next_working_day(cast, at, states):
    mails(at)
    assert set(Reminder.objects.values_list("state", flat=True)) == states


def test_nothing_is_said_of_a_letter_whose_work_is_done(cast):
    for row in Obligation.objects.all():
        finish(row, cast.focal, "2024-11-01 10:00")
    assert mails("2024-11-04 08:00") == {}
    assert set(Reminder.objects.values_list("state", "reason")) == {
        ("cancelled", "Mọi việc của văn bản đã hoàn thành.")
    }
