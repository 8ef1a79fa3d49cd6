"""Reminders of the unit's official reply, by the report day of the letter."""

import uuid
from datetime import date

import pytest

from directives.models import About, Event, Message, Reminder
from directives.reminders import plan_reminders
from directives.services.changes import note_about
from directives.services.lifecycle import recall
from directives.services.receipts import refuse
from directives.tests.factories import Cast, make_cast
from directives.tests.reminding import WEEKENDS, Server, finish, ledger, run
from units.tests.factories import local

pytestmark = pytest.mark.django_db
STEPS = ["report-before-3", "report-before-0", "report-after-1"]
REPORT_ON = date(2024, 11, 25)  # a Monday; three days before it is Friday 22/11


def cast_with(*steps, **more) -> Cast:
    return make_cast(ladder=list(steps or STEPS), no_report=False, report_due_on=REPORT_ON, **more)


def reply(cast: Cast, unit=None, at: str = "2024-11-21 10:00") -> None:
    """What handing in a reply, which lives above this app, writes into the log."""
    delivery = cast.delivery(unit)
    note_about(
        about=About.REPORT,
        about_id=uuid.uuid4().int % 10**9,
        directive=cast.directive,
        event=Event.SUBMITTED,
        actor=cast.focal,
        now=local(at),
        unit=delivery.unit,
        delivery=delivery,
        acting_unit=delivery.unit,
        after={},
    )


def subjects(at: str) -> dict[str, str]:
    server = Server()
    run(at, transport=server)
    return {mail["to"][0]: mail["subject"] for mail in server.inbox}


def test_each_unit_that_owes_a_reply_is_reminded_on_its_steps():
    cast = cast_with()
    assert subjects("2024-11-21 08:00") == {}
    assert subjects("2024-11-22 08:00")[cast.focal.email] == (
        "Còn 3 ngày: 1 việc của Phòng Văn hóa và Thông tin quận Ninh Kiều"
    )
    reply(cast, cast.o_mon, at="2024-11-22 10:00")
    assert list(subjects("2024-11-25 08:00")) == [cast.focal.email]
    assert subjects("2024-11-26 08:00")[cast.focal.email].startswith("Quá hạn 1 ngày")
    assert ledger(delivery=cast.delivery()) == [(step, "sent") for step in STEPS]
    assert ledger(delivery=cast.delivery(cast.o_mon)) == [("report-before-3", "sent")]


def test_the_text_names_the_letter_and_its_report_day():
    cast = cast_with()
    run("2024-11-22 08:00")
    message = Message.objects.get(person=cast.focal)
    assert "chưa nộp báo cáo, còn 3 ngày." in message.text
    assert "yêu cầu báo cáo kết quả đến hết thứ Hai, 25/11/2024 (còn 3 ngày)." in message.text
    assert message.link == f"/deliveries/{cast.delivery().pk}/"


def test_a_letter_that_asks_for_no_report_has_no_such_steps():
    make_cast(ladder=STEPS)
    assert plan_reminders(now=local("2024-11-25 08:00"), calendar=WEEKENDS)["planned"] == 0


def test_finishing_the_work_is_not_handing_in_the_reply():
    cast = cast_with()
    for row in cast.obligations():
        finish(row, cast.focal, "2024-11-12 10:00")
    assert set(subjects("2024-11-22 08:00")) == {cast.focal.email, cast.other_focal.email}


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (lambda cast, at: reply(cast), "Đơn vị đã nộp báo cáo."),
        (
            lambda cast, at: refuse(delivery=cast.delivery(), actor=cast.focal, now=at, reason="Sai nơi nhận"),
            "Đơn vị đã trả lại văn bản vì sai nơi nhận.",
        ),
        (
            lambda cast, at: recall(directive=cast.directive, actor=cast.officer, now=at, note="Nhầm"),
            "Văn bản đã được thu hồi.",
        ),
    ],
)
def test_what_happens_between_planning_and_sending_cancels_with_the_reason(act, reason):
    cast = cast_with()
    plan_reminders(now=local("2024-11-22 08:00"), calendar=WEEKENDS)
    act(cast, local("2024-11-22 08:01"))
    run("2024-11-22 08:05")
    row = Reminder.objects.get(delivery=cast.delivery())
    assert (row.state, row.reason) == ("cancelled", reason)


def test_an_outage_over_two_steps_sends_the_nearest_and_keeps_the_other_as_missed():
    cast = cast_with()
    assert len(subjects("2024-11-26 09:00")) == 2
    assert ledger(delivery=cast.delivery()) == [
        ("report-before-3", "missed"),
        ("report-before-0", "missed"),
        ("report-after-1", "sent"),
    ]
