"""The campaign of 2024, due on 20/11: which minute sends what, by the real Celery tasks."""

from datetime import date, timedelta

import pytest
from django.core import mail

from campaign_portal.lib.models import Holiday, JobRun
from directives.models import Message, Reminder
from directives.reminders import plan_reminders
from directives.services.lifecycle import close_campaign, extend, recall
from directives.services.obligations import set_progress
from directives.services.receipts import refuse
from directives.tests.factories import add_group, make_cast, make_draft
from directives.tests.reminding import finish, ledger, minutes, tick
from units.models import Role
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
STEPS = ["2024-11-13", "2024-11-15", "2024-11-19", "2024-11-20"]
LEFT = {"2024-11-13": "Còn 7 ngày", "2024-11-15": "Còn 5 ngày", "2024-11-19": "Còn 1 ngày", "2024-11-20": "Hạn hôm nay"}
FOCAL, OTHER = "daumoi@ninhkieu.example", "daumoi@omon.example"


def received() -> list[tuple[str, str]]:
    """Who got which subject since the last look, sorted by address."""
    letters = sorted((*letter.to, letter.subject) for letter in mail.outbox)
    mail.outbox.clear()
    return letters


def before(day: str) -> None:
    """Let the earlier steps of the ladder go out."""
    for each in STEPS[: STEPS.index(day)]:
        tick(f"{each} 08:00")
    mail.outbox.clear()


# --- The four steps ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("day", STEPS)
def test_nothing_at_0759_one_mail_each_at_0800_none_more_after(day):
    make_cast()
    before(day)
    for minute in minutes(f"{day} 07:50", f"{day} 08:00"):
        tick(minute)
    assert received() == []
    tick(f"{day} 08:00")
    assert received() == [
        (FOCAL, f"{LEFT[day]}: 2 việc của Phòng Văn hóa và Thông tin quận Ninh Kiều"),
        (OTHER, f"{LEFT[day]}: 2 việc của Phòng Văn hóa và Thông tin quận Ô Môn"),
    ]
    for minute in minutes(f"{day} 08:01", f"{day} 08:15"):
        tick(minute)
    assert received() == []


def test_the_whole_fortnight_sends_four_mails_to_each_and_nothing_else():
    make_cast()
    sent_on = []
    for minute in minutes("2024-11-06 00:00", "2024-11-24 00:00", step=60):
        tick(minute)
        sent_on += [(minute.strftime("%d/%m %H:%M"), to) for to, _subject in received()]
    assert sent_on == [(f"{day[8:]}/11 08:00", to) for day in STEPS for to in (FOCAL, OTHER)]
    assert set(ledger()) == {(step, "sent") for step in ("before-7", "before-3", "before-1", "before-0")}
    assert Message.objects.filter(state="sent").count() == Message.objects.count() == 8


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param("2024-11-12 17:00", "2024-11-13 08:00", id="the night before the first step"),
        pytest.param("2024-11-15 17:00", "2024-11-18 08:00", id="the weekend"),
        pytest.param("2024-11-20 17:00", "2024-11-21 08:00", id="the night after the due day"),
    ],
)
def test_no_mail_leaves_at_night_or_on_the_weekend_even_when_steps_were_missed(start, end):
    make_cast()
    for minute in minutes(start, end, step=45):
        tick(minute)
    assert received() == []


def test_a_public_holiday_sends_nothing_and_its_step_goes_out_the_day_before():
    Holiday.objects.create(day=date(2024, 11, 13), name="Nghỉ thử")
    make_cast()
    tick("2024-11-12 08:00")
    assert [subject.split(":")[0] for _to, subject in received()] == ["Còn 8 ngày", "Còn 8 ngày"]
    tick("2024-11-13 08:00")
    assert received() == []


def test_the_step_of_sunday_goes_out_on_friday_and_says_five_days():
    make_cast()
    before("2024-11-15")
    tick("2024-11-15 08:00")
    (first, _second) = mail.outbox
    assert "còn 2 việc, hạn sau 5 ngày" in first.body
    assert "đến hết thứ Tư, 20/11/2024 (còn 5 ngày)" in first.body
    tick("2024-11-17 08:00")
    assert len(mail.outbox) == 2


# --- Only what is open ------------------------------------------------------------------------------------------------
def test_who_is_done_hears_nothing():
    cast = make_cast()
    for obligation in cast.obligations():
        finish(obligation, cast.focal, "2024-11-12 10:00")
    tick("2024-11-13 08:00")
    assert [to for to, _subject in received()] == [OTHER]


def test_who_waits_for_the_officer_hears_nothing():
    cast = make_cast()
    for obligation in cast.obligations():
        set_progress(obligation=obligation, event="submitted", actor=cast.focal, now=local("2024-11-12 10:00"))
    tick("2024-11-13 08:00")
    assert [to for to, _subject in received()] == [OTHER]
    assert ledger(delivery=cast.delivery()) == []


def test_who_did_one_of_two_is_reminded_of_the_other():
    cast = make_cast()
    finish(cast.obligation(), cast.focal, "2024-11-12 10:00")
    tick("2024-11-13 08:00")
    assert received()[0] == (FOCAL, "Còn 7 ngày: 1 việc của Phòng Văn hóa và Thông tin quận Ninh Kiều")


def test_who_refused_hears_nothing():
    cast = make_cast()
    refuse(delivery=cast.delivery(), actor=cast.focal, now=local("2024-11-12 10:00"), reason="Sai nơi nhận")
    tick("2024-11-13 08:00")
    assert [to for to, _subject in received()] == [OTHER]


def test_a_recalled_letter_reminds_nobody():
    cast = make_cast()
    recall(directive=cast.directive, actor=cast.officer, now=local("2024-11-12 10:00"), note="Ban hành nhầm")
    tick("2024-11-13 08:00")
    assert (received(), ledger()) == ([], [])


def test_a_closed_campaign_reminds_nobody_and_plans_nothing():
    cast = make_cast()
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=local("2024-11-12 10:00"))
    tick("2024-11-13 08:00")
    tick("2026-11-13 08:00")
    assert (received(), ledger()) == ([], [])


def test_a_draft_reminds_nobody():
    officer = make_user(make_unit(), Role.COORDINATOR)
    draft = make_draft(officer.seats[0].unit, officer)
    add_group(draft, "Các quận, huyện", [make_user(make_unit()).seats[0].unit], "Đăng tải tài liệu")
    tick("2024-11-13 08:00")
    assert (received(), ledger()) == ([], [])


def test_steps_that_lay_before_the_issue_are_no_steps():
    """Issued on 28/10 with five days to go: the step of seven days never existed, so it was not missed either."""
    make_cast(due_on=date(2024, 11, 1))
    tick("2024-10-28 09:05")
    assert (received(), ledger()) == ([], [])
    tick("2024-10-29 08:00")
    assert [subject.split(":")[0] for _to, subject in received()] == ["Còn 3 ngày", "Còn 3 ngày"]
    assert ledger() == [("before-3", "sent")] * 2


def test_work_returned_after_a_step_waits_for_the_next_one():
    cast = make_cast()
    for obligation in cast.obligations():
        set_progress(obligation=obligation, event="submitted", actor=cast.focal, now=local("2024-11-12 10:00"))
    tick("2024-11-13 08:00")
    back = {"event": "returned", "actor": cast.officer, "now": local("2024-11-13 09:00"), "note": "Thiếu ảnh"}
    for obligation in cast.obligations():
        set_progress(obligation=obligation, **back)
    received()
    tick("2024-11-13 09:05")
    assert received() == []
    tick("2024-11-15 08:00")
    assert received()[0] == (FOCAL, "Còn 5 ngày: 2 việc của Phòng Văn hóa và Thông tin quận Ninh Kiều")
    assert ledger(delivery=cast.delivery()) == [("before-3", "sent")]
    assert "Trả lại: Thiếu ảnh" in Message.objects.get(person=cast.focal).text


# --- The deadline moves -----------------------------------------------------------------------------------------------
def test_a_moved_deadline_has_new_steps_each_sent_once():
    cast = make_cast()
    tick("2024-11-13 08:00")
    received()
    extend(directive=cast.directive, due_on=date(2024, 11, 29), actor=cast.officer, now=local("2024-11-14 10:00"))
    for day in ("2024-11-14", "2024-11-15", "2024-11-19", "2024-11-20", "2024-11-21"):
        tick(f"{day} 10:05")
    assert received() == []  # the old steps are gone
    tick("2024-11-22 08:00")
    tick("2024-11-22 08:01")
    assert [subject.split(":")[0] for _to, subject in received()] == ["Còn 7 ngày", "Còn 7 ngày"]
    steps = Reminder.objects.filter(delivery=cast.delivery()).order_by("send_at").values_list("deadline", "step")
    assert list(steps) == [(date(2024, 11, 20), "before-7"), (date(2024, 11, 29), "before-7")]


def test_a_deadline_moved_between_planning_and_sending_cancels_the_step():
    cast = make_cast()
    plan_reminders(now=local("2024-11-13 08:00"))
    extend(directive=cast.directive, due_on=date(2024, 11, 29), actor=cast.officer, now=local("2024-11-13 08:00"))
    tick("2024-11-13 08:01")
    assert received() == []
    reasons = set(Reminder.objects.values_list("state", "reason"))
    assert reasons == {("cancelled", "Hạn đã đổi sang ngày 29/11/2024.")}


# --- Outages ----------------------------------------------------------------------------------------------------------
def test_a_beat_that_comes_back_in_the_afternoon_sends_the_step_once():
    make_cast()
    tick("2024-11-13 07:00")
    for minute in minutes("2024-11-13 14:00", "2024-11-13 14:10"):
        tick(minute)
    assert [subject.split(":")[0] for _to, subject in received()] == ["Còn 7 ngày", "Còn 7 ngày"]
    assert Reminder.objects.filter(send_at=local("2024-11-13 08:00"), state="sent").count() == 2


def test_a_beat_that_comes_back_on_saturday_sends_on_monday_and_states_the_days_left_then():
    make_cast()
    tick("2024-11-13 08:00")
    received()
    for minute in minutes("2024-11-16 07:00", "2024-11-18 08:00", step=60):
        tick(minute)
    assert received() == []
    tick("2024-11-18 08:00")
    tick("2024-11-18 08:01")
    assert [subject.split(":")[0] for _to, subject in received()] == ["Còn 2 ngày", "Còn 2 ngày"]
    assert ledger() == [("before-7", "sent")] * 2 + [("before-3", "sent")] * 2


def test_after_a_long_outage_only_the_nearest_step_goes_out_and_the_others_are_missed():
    make_cast()
    tick("2024-11-12 08:00")
    tick("2024-11-19 08:10")
    assert [subject.split(":")[0] for _to, subject in received()] == ["Còn 1 ngày", "Còn 1 ngày"]
    assert ledger() == [("before-7", "missed")] * 2 + [("before-3", "missed")] * 2 + [("before-1", "sent")] * 2
    assert set(Reminder.objects.filter(state="missed").values_list("reason", flat=True)) == {
        "Hệ thống không chạy vào giờ nhắc; đơn vị được nhắc ở bước gần hạn hơn."
    }


@pytest.mark.parametrize(
    ("back", "sent"), [("2024-11-14 16:59", True), ("2024-11-14 17:00", False), ("2024-11-14 23:00", False)]
)
def test_a_late_step_goes_out_until_office_hours_end_before_the_next_one(back, sent):
    make_cast()
    tick(back)
    state = "sent" if sent else "missed"
    assert (len(received()), ledger()) == (2 if sent else 0, [("before-7", state)] * 2)


def test_a_stale_last_step_is_missed_with_the_reason():
    make_cast()
    tick("2024-11-20 07:00")
    tick("2024-11-21 08:00")
    assert received() == []
    assert ledger() == [(step, "missed") for step in ("before-7", "before-3", "before-1", "before-0") for _unit in "12"]
    assert Reminder.objects.filter(step="before-0").first().reason == (
        "Hệ thống không gửi kịp: bước này chỉ được gửi đến trước 17:00 ngày 20/11/2024."
    )


def test_a_product_started_months_later_sends_nothing():
    make_cast()
    tick("2026-10-26 08:00")
    tick("2026-10-26 08:05")
    assert received() == []
    assert {state for _step, state in ledger()} == {"missed"}


def test_a_step_planned_but_not_sent_in_time_is_missed():
    """The planner ran at 16:59 of the last day, the sender came back the next morning."""
    make_cast()
    plan_reminders(now=local("2024-11-20 16:59"))
    tick("2024-11-21 08:00")
    assert received() == []
    assert ledger(step="before-0") == [("before-0", "missed")] * 2


# --- Twice ------------------------------------------------------------------------------------------------------------
def test_a_second_run_in_the_same_minute_changes_nothing():
    make_cast()
    tick("2024-11-13 08:00")
    before_second = list(Reminder.objects.values()), list(Message.objects.values())
    tick("2024-11-13 08:00")
    assert (list(Reminder.objects.values()), list(Message.objects.values())) == before_second


def test_a_clock_that_is_set_back_sends_nothing_again():
    make_cast()
    tick("2024-11-13 08:30")
    tick("2024-11-13 08:00")
    tick("2024-11-12 08:00")
    tick("2024-11-13 08:30")
    assert len(mail.outbox) == 2


def test_every_run_leaves_a_row_with_its_counts_and_old_rows_go():
    make_cast()
    tick("2024-11-01 08:00")
    tick("2024-11-13 08:00")
    kept = JobRun.objects.filter(started_at__gte=local("2024-11-13 08:00") - timedelta(days=7))
    assert JobRun.objects.count() == kept.count() == 2
    assert [(run.name, run.state) for run in kept.order_by("pk")] == [
        ("directives.plan_reminders", "done"),
        ("directives.send_due_messages", "done"),
    ]
    plan, send = kept.order_by("pk")
    assert plan.detail == {"planned": 2, "missed": 0, "errors": 0}
    assert send.detail == {"swept": 0, "sent": 2}
