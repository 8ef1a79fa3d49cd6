"""A step added to a running ladder after its moment is neither sent nor called missed; a step's own channel."""

from datetime import timedelta

import pytest

from directives.deadlines import steps
from directives.ladder import Rung, Trigger, default_steps, joined_later, ladder_in_force, read_rung, write_rung
from directives.models import Message, Preference, Reminder
from directives.reminders.rehearse import rehearse
from directives.reminders.slots import slots_for
from directives.tests.factories import DUE_ON, make_cast
from directives.tests.reminding import WEEKENDS, ledger, run
from units.tests.factories import local

pytestmark = pytest.mark.django_db
SINCE = local("2024-11-14 10:00")
LATE = {"step": "before-7", "since": SINCE.isoformat()}


# --- Pure -------------------------------------------------------------------------------------------------------------
def test_a_rung_keeps_the_moment_at_which_it_joined():
    assert read_rung(LATE) == Rung(Trigger.BEFORE, 7, since=SINCE)
    assert write_rung(read_rung(LATE)) == LATE


@pytest.mark.parametrize("since", ["mai", "2024-11-14T10:00:00", 5])
def test_a_moment_that_is_none_is_refused(since):
    with pytest.raises(ValueError):
        read_rung({"step": "before-7", "since": since})


def test_a_step_whose_moment_passed_before_it_joined_is_no_step():
    names = [step.name for step in steps(DUE_ON, [read_rung(LATE), read_rung(3)], WEEKENDS)]
    assert names == ["before-3"]


def test_a_step_that_joined_in_its_own_minute_still_counts():
    rung = read_rung({"step": "before-7", "since": local("2024-11-13 08:00").isoformat()})
    assert [step.name for step in steps(DUE_ON, [rung], WEEKENDS)] == ["before-7"]


def test_a_letter_that_follows_its_campaign_again_takes_no_step_from_before():
    usual = [7, LATE, {"step": "before-1", "since": (SINCE + timedelta(days=3)).isoformat()}]
    found = ladder_in_force({"since": SINCE.isoformat()}, usual)
    assert [rung.since for rung in found] == [SINCE, SINCE + timedelta(days=3)]  # before-7 stands there once
    assert ladder_in_force(None, [7]) == [Rung(Trigger.BEFORE, 7)]
    assert ladder_in_force([3], [7]) == [Rung(Trigger.BEFORE, 3)]


def test_what_joined_later_stays_later():
    rung = read_rung(LATE)
    assert joined_later(rung, SINCE - timedelta(days=1)) == rung
    assert joined_later(rung, None) == rung


# --- Planned and sent -------------------------------------------------------------------------------------------------
def test_a_step_added_after_its_moment_leaves_no_row_and_is_not_called_missed():
    make_cast(ladder=[LATE, 3])
    run("2024-11-14 11:00")
    assert ledger() == []
    run("2024-11-15 08:00")
    assert ledger() == [("before-3", "sent"), ("before-3", "sent")]


def test_the_same_step_of_a_machine_that_slept_is_called_missed():
    make_cast(ladder=[7, 3])
    run("2024-11-15 08:00")
    assert sorted(ledger()) == [("before-3", "sent")] * 2 + [("before-7", "missed")] * 2
    assert Reminder.objects.filter(step="before-7").first().reason.startswith("Hệ thống không chạy")


@pytest.mark.parametrize("step", ["issued", "unreceived-1", "weekly-1", "review-1", "returned"])
def test_every_kind_of_step_leaves_out_what_lay_before_it_joined(step):
    make_cast(ladder=[{"step": step, "since": local("2024-11-27 10:00").isoformat()}])
    run("2024-11-27 11:00")
    assert ledger() == []


def test_a_rehearsal_leaves_it_out_as_well():
    make_cast(ladder=[LATE, 3])
    found = rehearse(at=local("2024-11-14 11:00"), now=local("2024-11-14 11:00"), calendar=WEEKENDS)
    assert (found.told, {each.step for each in found.silent}) == ([], {""})


def test_the_usual_ladder_can_be_joined_as_a_whole():
    make_cast(ladder={"since": SINCE.isoformat()})
    run("2024-11-15 08:00")
    assert ledger() == [("before-3", "sent"), ("before-3", "sent")]


# --- One channel ------------------------------------------------------------------------------------------------------
SEND_AT = local("2024-11-13 08:00")


@pytest.mark.parametrize(
    ("only", "reach", "channels"),
    [
        ("", ("email", "inbox", "webhook"), ["email", "webhook"]),
        ("inbox", ("email", "inbox", "webhook"), ["inbox"]),
        ("zalo", ("email", "zalo"), ["zalo"]),
        ("zalo", ("email", "inbox"), ["email"]),
        ("webhook", ("email", "webhook"), ["webhook"]),
        ("sms", ("email",), ["email"]),
        ("zalo", ("webhook",), ["webhook"]),
        ("zalo", (), []),
    ],
)
def test_a_step_with_a_channel_goes_there_alone_or_by_mail(only, reach, channels):
    assert [key for key, _slot in slots_for(None, SEND_AT, False, reach=reach, only=only)] == channels


def test_who_asked_for_no_digests_gets_none_by_the_channel_of_a_step():
    assert slots_for(Preference(digests=False), SEND_AT, False, reach=("email", "inbox"), only="inbox") == []


def test_the_message_of_such_a_step_lies_in_the_inbox_alone():
    make_cast(ladder=[{"step": "before-7", "channel": "inbox"}, 3])
    run("2024-11-13 08:00")
    assert set(Message.objects.values_list("channel", flat=True)) == {"inbox"}
    run("2024-11-15 08:00")
    assert set(Message.objects.filter(slot__gte=local("2024-11-15 08:00")).values_list("channel", flat=True)) == {
        "email"
    }


def test_a_rehearsal_tells_the_channel_of_the_step():
    make_cast(ladder=[{"step": "before-7", "channel": "inbox"}])
    found = rehearse(at=local("2024-11-13 08:00"), now=local("2024-11-12 08:00"), calendar=WEEKENDS)
    assert {each.place.channel for each in found.told} == {"inbox"}


def test_the_default_ladder_names_no_channel_and_no_moment():
    assert all(isinstance(step, str) for step in default_steps())
