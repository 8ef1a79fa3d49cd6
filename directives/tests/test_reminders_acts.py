"""Dated acts and the ledger of reminders: the past day falls silent, the new one is planned, what went out stays."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from campaign_portal.lib.errors import AlreadyDone, Refused
from directives.models import Directive, DirectiveRelation, Message, Reminder
from directives.reminders import plan_reminders, send_due_messages
from directives.reminders.assemble import assemble
from directives.reminders.settle import settle_sent
from directives.services.adjusting import extend_unit
from directives.services.lifecycle import extend, recall
from directives.services.relations import Terms, confirm_relation, plan_of
from directives.tests.factories import add_group, make_cast, make_draft
from directives.tests.reminding import WEEKENDS, Server, ledger, refusal, run
from units.tests.factories import local

pytestmark = pytest.mark.django_db
FIRST = "2024-11-13 08:00"  # seven days before 20/11/2024
NEW_DAY = date(2024, 11, 29)
NEW_FIRST = "2024-11-22 08:00"


@pytest.fixture
def cast():
    return make_cast()


def plan(at: str) -> dict[str, int]:
    return plan_reminders(now=local(at), calendar=WEEKENDS)


def more_time(cast, at: str = "2024-11-12 09:00", due_on: date = NEW_DAY):
    return extend(
        directive=Directive.objects.get(pk=cast.directive.pk), due_on=due_on, actor=cast.officer, now=local(at)
    )


def take_back(cast, at: str):
    return recall(directive=cast.directive, actor=cast.officer, now=local(at), note="Sai nội dung")


def states() -> set[tuple[str, str, date]]:
    return set(Reminder.objects.values_list("state", "reason", "deadline"))


# --- More time --------------------------------------------------------------------------------------------------------
def test_the_old_day_falls_silent_and_the_new_one_is_planned_once(cast):
    more_time(cast)
    assert plan(FIRST)["planned"] == 0
    assert plan(NEW_FIRST)["planned"] == 2
    assert plan(NEW_FIRST)["planned"] == 0
    assert states() == {("planned", "", NEW_DAY)}


def test_what_was_planned_for_the_old_day_is_cancelled_with_the_reason(cast):
    plan(FIRST)
    more_time(cast, "2024-11-13 08:05")
    assert states() == {("cancelled", "Hạn đã đổi sang ngày 29/11/2024.", date(2024, 11, 20))}
    server = Server()
    run("2024-11-13 08:10", transport=server)
    assert server.inbox == []
    run(NEW_FIRST, transport=server)
    run(NEW_FIRST, transport=server)
    assert len(server.inbox) == 2
    assert "29/11/2024" in server.inbox[0]["text"]


def test_what_was_sent_for_the_old_day_stays_sent(cast):
    run(FIRST)
    more_time(cast, "2024-11-13 09:00")
    assert ledger() == [("before-7", "sent")] * 2
    assert states() == {("sent", "", date(2024, 11, 20))}


def test_a_message_that_waits_for_another_attempt_ends_without_a_mail(cast):
    run(FIRST, transport=Server([refusal(451), refusal(451)]))
    assert ledger() == [("before-7", "sending")] * 2
    more_time(cast, "2024-11-13 08:30")
    assert ledger() == [("before-7", "sending")] * 2
    server = Server()
    run("2024-11-13 14:00", transport=server)
    assert (server.inbox, ledger()) == ([], [("before-7", "cancelled")] * 2)
    assert set(Message.objects.values_list("state", flat=True)) == {"cancelled"}


def test_a_mail_on_its_way_while_the_day_moves_is_recorded_as_sent(cast):
    plan(FIRST)
    assemble(now=local(FIRST))
    message = Message.objects.filter(person=cast.focal).get()
    Message.objects.filter(pk=message.pk).update(state="sending")
    more_time(cast, "2024-11-13 08:00")
    message.refresh_from_db()
    assert message.state == "sending"
    Message.objects.filter(pk=message.pk).update(state="sent")
    settle_sent([message], now=local("2024-11-13 08:01"))
    assert Reminder.objects.get(served_by__message=message).state == "sent"


def test_a_unit_with_a_day_of_its_own_keeps_its_reminders(cast):
    own = {"delivery": cast.delivery(), "instruction": None, "due_on": date(2024, 11, 21)}
    extend_unit(**own, actor=cast.officer, now=local("2024-11-11 09:00"), note="Mất điện")
    plan("2024-11-14 08:00")
    more_time(cast, "2024-11-14 08:05")
    found = {row.deadline: (row.delivery, row.state) for row in Reminder.objects.select_related("delivery")}
    assert found == {
        date(2024, 11, 21): (cast.delivery(), "planned"),
        date(2024, 11, 20): (cast.delivery(cast.o_mon), "cancelled"),
    }


@pytest.mark.parametrize(("day", "error"), [(NEW_DAY, AlreadyDone), (NEW_DAY - timedelta(days=1), Refused)])
def test_a_second_extension_leaves_the_ledger_alone(cast, day, error):
    more_time(cast)
    plan(NEW_FIRST)
    with pytest.raises(error):
        more_time(cast, "2024-11-22 08:05", day)
    assert states() == {("planned", "", NEW_DAY)}


# --- An end -----------------------------------------------------------------------------------------------------------
def test_a_recall_cancels_every_planned_step_and_nothing_new_is_planned(cast):
    plan(FIRST)
    take_back(cast, "2024-11-13 08:05")
    assert states() == {("cancelled", "Văn bản đã được thu hồi.", date(2024, 11, 20))}
    server = Server()
    for at in ("2024-11-13 08:10", "2024-11-18 08:00", "2024-11-21 08:00"):
        assert run(at, transport=server)["sent"] == 0
    assert (server.inbox, Reminder.objects.count()) == ([], 2)


def test_a_recall_leaves_what_was_sent_and_ends_what_waits(cast):
    run(FIRST, transport=Server([None, refusal(451)]))
    take_back(cast, "2024-11-13 08:30")
    assert sorted(state for _step, state in ledger()) == ["sending", "sent"]
    server = Server()
    send_due_messages(now=local("2024-11-13 14:00"), calendar=WEEKENDS, transport=server)
    assert (server.inbox, sorted(state for _step, state in ledger())) == ([], ["cancelled", "sent"])
    assert Reminder.objects.get(state="cancelled").reason == "Văn bản đã được thu hồi."


# --- By a letter ------------------------------------------------------------------------------------------------------
def by_letter(cast, kind: str, at: str, *tasks: str, due_on: date = NEW_DAY) -> Directive:
    now = local(at)
    later = make_draft(cast.department, cast.officer, dated_on=localdate(now), due_on=due_on, symbol="STTTT-VP")
    add_group(later, "Các phòng", [cast.ninh_kieu, cast.o_mon], *tasks)
    said = Terms(Directive.objects.get(pk=cast.directive.pk), kind)
    seen = plan_of(later=later, terms=said, today=localdate(now)).fingerprint
    through = {"supersede": None, "carry": None}
    confirm_relation(later=later, terms=said, actor=cast.officer, now=now, seen=seen, **through)
    return Directive.objects.get(pk=later.pk)


def test_a_replacing_letter_ends_the_old_reminders_and_has_its_own(cast):
    plan(FIRST)
    later = by_letter(cast, "replaces", "2024-11-13 08:05", "Đăng lại")
    assert set(cast.directive.reminders.values_list("state", flat=True)) == {"cancelled"}
    assert plan(NEW_FIRST)["planned"] == 2
    assert set(later.reminders.values_list("state", "deadline")) == {("planned", NEW_DAY)}
    assert cast.directive.reminders.count() == 2


def test_an_extending_letter_moves_the_reminders_of_the_other_and_has_none(cast):
    plan(FIRST)
    later = by_letter(cast, "extends", "2024-11-13 08:05")
    assert plan(NEW_FIRST)["planned"] == 2
    assert (later.reminders.count(), cast.directive.reminders.filter(deadline=NEW_DAY).count()) == (0, 2)


def test_a_reminder_names_the_letter_that_urges_until_that_is_recalled(cast):
    later = by_letter(cast, "urges", "2024-11-12 09:00")
    server = Server()
    run(FIRST, transport=server)
    line = f"Đã có văn bản đôn đốc: {later.reference}."
    assert [line in mail["text"] and line in mail["html"] for mail in server.inbox] == [True, True]
    recall(directive=later, actor=cast.officer, now=local("2024-11-13 09:00"), note="Sai")
    run("2024-11-18 08:00", transport=server)
    assert [line in mail["text"] for mail in server.inbox[2:]] == [False, False]
    assert DirectiveRelation.objects.count() == 1


def test_a_letter_nobody_urged_says_nothing_of_it(cast):
    run(FIRST, transport=(server := Server()))
    assert not any("đôn đốc" in mail["text"] for mail in server.inbox)
    assert len(server.inbox) == 2
