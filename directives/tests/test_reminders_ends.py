"""How reminders end: by acts that make them pointless, of every kind, and never without a reason."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from campaign_portal.lib import jobs
from campaign_portal.lib.models import JobRun
from directives.ladder import default_steps, parse_step
from directives.models import Message, Reminder
from directives.reminders.health import PLAN_JOB, SEND_JOB, health
from directives.services.lifecycle import close_campaign, extend, recall
from directives.tests.factories import DUE_ON, make_cast
from units.tests.factories import local

NOW = local("2024-11-13 08:00")
EVERY_STEP = default_steps()


def write(cast, step: str, *, deadline: date = DUE_ON, state: str = "planned", reason: str = "", **more) -> Reminder:
    return Reminder.objects.create(
        directive=cast.directive,
        delivery=cast.delivery(),
        audience=parse_step(step).audience,
        step=step,
        deadline=deadline,
        send_at=NOW,
        expires_at=NOW + timedelta(days=1),
        dedupe_key=f"{step}-{deadline}",
        state=state,
        state_at=NOW,
        reason=reason,
        planned_at=NOW,
        **more,
    )


def message(cast, **more) -> Message:
    columns = {
        "person": cast.focal,
        "slot": NOW,
        "dedupe_key": "eins",
        "message_id": "<eins@localhost>",
        "state_at": NOW,
        "try_at": NOW,
        "created_at": NOW,
    } | more
    return Message.objects.create(**columns)


# --- Acts -------------------------------------------------------------------------------------------------------------
ACTS = {
    "Văn bản đã được thu hồi.": lambda cast: recall(directive=cast.directive, actor=cast.officer, now=NOW, note="Sai"),
    "Chiến dịch đã kết thúc.": lambda cast: close_campaign(
        campaign=cast.directive.campaign, actor=cast.officer, now=NOW
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ACTS)
def test_an_end_cancels_the_planned_steps_of_every_kind_for_everybody(reason):
    cast = make_cast()
    for step in EVERY_STEP:
        write(cast, step)
    assert {each.audience for each in Reminder.objects.all()} == {"unit", "head", "above", "issuer", "overseer"}
    ACTS[reason](cast)
    assert set(Reminder.objects.values_list("state", "reason", "state_at")) == {("cancelled", reason, NOW)}
    assert Reminder.objects.count() == len(EVERY_STEP)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["sent", "failed", "missed"])
@pytest.mark.parametrize("reason", ACTS)
def test_an_end_leaves_what_had_ended_before(reason, state):
    cast = make_cast()
    write(cast, "before-7", state=state, reason="" if state == "sent" else "vì thế")
    ACTS[reason](cast)
    assert Reminder.objects.get().state == state


@pytest.mark.django_db
@pytest.mark.parametrize("step", EVERY_STEP)
def test_more_time_cancels_the_steps_of_the_work_alone(step):
    """A report, a summary or a return may have the same day; its row would never be planned again."""
    cast = make_cast()
    write(cast, step)
    extend(directive=cast.directive, due_on=date(2024, 11, 29), actor=cast.officer, now=NOW)
    is_work = step.startswith(("before-", "after-"))
    assert Reminder.objects.get().state == ("cancelled" if is_work else "planned")


# --- What the database refuses ----------------------------------------------------------------------------------------
@pytest.mark.services
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("state", ["failed", "cancelled", "missed"])
def test_neither_a_reminder_nor_a_message_ends_unsent_without_a_reason(state):
    cast = make_cast()
    for made in (lambda: write(cast, "before-7", state=state), lambda: message(cast, state=state)):
        with pytest.raises(IntegrityError, match="not_sent_says_why"), transaction.atomic():
            made()
    assert (Reminder.objects.count(), Message.objects.count()) == (0, 0)
    write(cast, "before-7", state=state, reason="vì thế")
    message(cast, state=state, reason="vì thế")


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_a_second_row_of_a_step_and_a_second_message_of_a_slot():
    cast = make_cast()
    write(cast, "before-7"), message(cast)
    for made in (lambda: write(cast, "before-7"), lambda: message(cast)):
        with pytest.raises(IntegrityError, match="(?i)unique"), transaction.atomic():
            made()
    assert (Reminder.objects.count(), Message.objects.count()) == (1, 1)


# --- The machinery ----------------------------------------------------------------------------------------------------
def ran(name: str, at) -> None:
    with jobs.run(name, clock=lambda: at):
        pass


@pytest.mark.django_db
def test_a_clock_that_was_set_back_hides_no_jobs_that_stand_still():
    now = timezone.now()
    for name in (PLAN_JOB, SEND_JOB):
        ran(name, now + timedelta(days=2))
    assert health(now=now).is_late
    ran(PLAN_JOB, now), ran(SEND_JOB, now)
    assert (health(now=now).planned_at, health(now=now).is_late) == (now, False)
    assert health(now=now + timedelta(minutes=31)).is_late


@pytest.mark.django_db
def test_a_job_that_never_ends_does_not_count_as_one_that_ran():
    now = timezone.now()
    for name in (PLAN_JOB, SEND_JOB):
        ran(name, now - timedelta(minutes=31))
        JobRun.objects.create(name=name, started_at=now)
    assert health(now=now).is_late
