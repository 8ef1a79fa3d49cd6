"""The tasks as Celery knows them, and one real worker process that takes them from a real broker."""

import subprocess
import sys
import threading
import uuid

import pytest
from celery import current_app
from django.conf import settings as project
from django.core import mail

from campaign_portal.lib.models import JobRun, OutboxMail
from directives import reminders, tasks
from directives.models import Message, Reminder
from directives.reminders.receipt_link import without_keys
from directives.tests.factories import make_cast
from directives.tests.reminding import tick

BROKERS = ["redis"] if project.TEST_REDIS_URL else ["files"]
"""Files in the first run of the tests; the second, on PostgreSQL, goes through Redis."""


# --- The schedule -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("task", [tasks.plan_reminders, tasks.send_due_messages])
def test_every_task_of_ours_is_scheduled_under_its_name(task):
    scheduled = {entry["task"] for entry in project.CELERY_BEAT_SCHEDULE.values()}
    assert task.name in scheduled
    assert current_app.tasks[task.name] is not None


@pytest.mark.parametrize("name", ["plan-reminders", "send-due-messages"])
def test_the_schedule_ticks_at_eight_every_day(name):
    """Which days are worked is for the calendar to say, not for the schedule."""
    schedule = project.CELERY_BEAT_SCHEDULE[name]["schedule"]
    assert 0 in schedule.minute
    assert 8 in schedule.hour
    assert schedule.day_of_week == set(range(7))


# --- The tasks --------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_task_that_fails_leaves_a_row_that_says_so(monkeypatch):
    def broken(**_arguments):
        raise RuntimeError("hỏng")

    monkeypatch.setattr(reminders, "plan_reminders", broken)
    with pytest.raises(RuntimeError):
        tasks.plan_reminders.delay()
    (run,) = JobRun.objects.all()
    assert (run.name, run.state, run.detail) == (
        "directives.plan_reminders",
        "failed",
        {"error": "RuntimeError: hỏng"},
    )


@pytest.mark.django_db
def test_tasks_on_an_empty_database_do_nothing():
    tick("2024-11-13 08:00")
    assert (Reminder.objects.count(), Message.objects.count(), mail.outbox) == (0, 0, [])


# --- A real worker ----------------------------------------------------------------------------------------------------
@pytest.fixture
def worker(worker_env, tmp_path):
    """The worker as `runportal` starts it, on a queue of its own, at eight o'clock on 13/11/2024."""
    queue = f"test-{uuid.uuid4().hex}"
    command = [
        *(sys.executable, "-m", "celery", "--quiet", "--app", "campaign_portal", "worker", "--queues", queue),
        *("--pool", "threads", "--concurrency", "2", "--without-mingle", "--without-gossip", "--loglevel", "WARNING"),
        *("--include", "directives.tests.worker_in_2024"),
    ]
    with (tmp_path / "worker.log").open("w") as log:
        process = subprocess.Popen(command, env=worker_env, stdout=log, stderr=subprocess.STDOUT)
        yield queue
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for_runs(count: int, log) -> None:
    """Until the worker has written down that many runs that ended well."""
    pause = threading.Event()
    for _ in range(200):
        if JobRun.objects.filter(state=JobRun.State.DONE).count() >= count:
            return
        pause.wait(0.1)
    raise AssertionError(f"the worker did not do its work:\n{log.read_text()}")


@pytest.mark.services
@pytest.mark.parametrize("through", BROKERS)
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_sends_each_mail_once_though_two_beats_tick(through, beat, worker, tmp_path):
    make_cast()
    log = tmp_path / "worker.log"
    for name, runs in (("directives.plan_reminders", 2), ("directives.send_due_messages", 4)):
        for _beat in ("one", "two by mistake"):
            beat.send_task(name, queue=worker)
        wait_for_runs(runs, log)
    assert sorted(OutboxMail.objects.values_list("to", flat=True)) == [
        "daumoi@ninhkieu.example",
        "daumoi@omon.example",
    ]
    assert set(Reminder.objects.values_list("step", "state")) == {("before-7", "sent")}
    kept, sent = Message.objects.order_by("person__email").first(), OutboxMail.objects.order_by("to").first()
    assert (kept.message_id, kept.subject, kept.text) == (sent.message_id, sent.subject, without_keys(sent.text))
