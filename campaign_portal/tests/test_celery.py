"""The clock and the broker: what is scheduled, and that a message really arrives, by file and by Redis."""

import ast
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis
from celery import Celery
from celery.contrib.testing.worker import start_worker
from celery.schedules import crontab
from django.conf import settings as project
from kombu.exceptions import EncodeError

from campaign_portal.celery import app

from .guard import ROOT, sources
from .test_runportal import wait_until


# --- The schedule -----------------------------------------------------------------------------------------------------
def seconds_between_ticks(schedule: crontab) -> float:
    """From one minute the schedule names to the next one."""
    minutes = sorted(schedule.minute)
    return 60 * min(b - a for a, b in zip(minutes, [*minutes[1:], minutes[0] + 60], strict=True))


def test_the_schedule_is_what_the_house_promises():
    assert {entry["task"]: entry["schedule"] for entry in project.CELERY_BEAT_SCHEDULE.values()} == {
        "directives.plan_reminders": crontab(),
        "directives.send_due_messages": crontab(),
        "reports.mark_doubts": crontab(minute="*/5"),
        "reports.send_hooks": crontab(),
        "reports.sweep_uploads": crontab(minute=17),
        "reports.make_waiting_documents": crontab(),
        "campaign_portal.hash_pictures": crontab(minute=43),
        "reports.sum_up_tallies": crontab(minute="2-59/5"),
        "reports.verify_tallies": crontab(hour=1, minute=41),
        "campaign_portal.verify_evidence": crontab(hour=2, minute=23),
    }


def test_a_tick_that_nobody_took_is_dropped_before_the_next_one_comes():
    for entry in project.CELERY_BEAT_SCHEDULE.values():
        assert 0 < entry["options"]["expires"] < seconds_between_ticks(entry["schedule"])


def test_the_clock_of_the_schedule_is_the_office_clock():
    assert app.conf.timezone == "Asia/Ho_Chi_Minh"
    assert app.timezone.key == "Asia/Ho_Chi_Minh"


def test_every_task_of_ours_is_named_after_its_app():
    ours = [task for task in app.tasks.values() if not task.name.startswith("celery.")]
    for task in ours:
        top = task.__module__.split(".")[0]
        assert re.fullmatch(rf"{top}\.[a-z_]+", task.name)


def test_no_task_is_put_off_in_memory():
    """The file broker would hold a countdown in the worker's memory and lose it with the worker."""
    found = []
    for path in sources():
        for node in ast.walk(ast.parse((ROOT / path).read_text())):
            if isinstance(node, ast.Call) and {"countdown", "eta"} & {word.arg for word in node.keywords}:
                found.append(f"{path}:{node.lineno}")
    assert [line for line in found if "/tests/" not in line] == []


def test_runs_are_taken_off_the_broker_early_and_none_is_held_in_advance():
    """What is decided must not hang on a default of Celery."""
    assert (app.conf.task_acks_late, app.conf.worker_prefetch_multiplier) == (False, 1)
    assert not [task.name for task in app.tasks.values() if task.acks_late]


# --- The broker -------------------------------------------------------------------------------------------------------
@pytest.fixture
def broker(tmp_path):
    """A Celery app with the product's options on a broker of its own: files, or Redis in the second run."""
    fresh, prefix = Celery("broker-test", set_as_current=False), f"test:{tmp_path}:"
    fresh.config_from_object("django.conf:settings", namespace="CELERY")
    fresh.conf.task_always_eager = False
    fresh.conf.task_default_queue = "broker-test"
    if project.TEST_REDIS_URL:
        fresh.conf.broker_url = project.TEST_REDIS_URL
        fresh.conf.broker_transport_options = {"global_keyprefix": prefix}
    else:
        for folder in ("msg", "ctl"):
            (tmp_path / folder).mkdir()
        fresh.conf.broker_transport_options = {
            "data_folder_in": str(tmp_path / "msg"),
            "data_folder_out": str(tmp_path / "msg"),
            "control_folder": str(tmp_path / "ctl"),
        }
    yield fresh
    fresh.close()
    if project.TEST_REDIS_URL:
        with redis.from_url(project.TEST_REDIS_URL) as server:
            for key in server.scan_iter(f"{prefix}*"):
                server.delete(key)


@pytest.fixture
def note(broker):
    """A task that remembers its words in `note.seen`; not shared, or every other Celery app would get it too."""

    @broker.task(name="note", shared=False)
    def note(word):
        note.seen.append(word)

    note.seen = []
    return note


def work_until(broker, note, count: int) -> None:
    """Run a real worker in a thread until that many notes arrived; its stop waits for what it holds."""
    with start_worker(broker, pool="solo", perform_ping_check=False, shutdown_timeout=30):
        wait_until(lambda: len(note.seen) >= count)


@pytest.mark.services
def test_messages_sent_before_the_worker_starts_arrive_once_each(broker, note):
    for word in ("một", "hai", "ba"):
        note.delay(word)
    work_until(broker, note, 3)
    assert sorted(note.seen) == ["ba", "hai", "một"]


@pytest.mark.services
def test_a_message_past_its_time_is_dropped(broker, note):
    note.apply_async(("cũ",), expires=datetime.now(UTC) - timedelta(seconds=1))
    note.delay("mới")
    work_until(broker, note, 1)
    assert note.seen == ["mới"]


def waiting(broker) -> int:
    """How many messages the broker keeps: those nobody took, and those that would come back from a dead worker."""
    if not project.TEST_REDIS_URL:
        return len(list(Path(broker.conf.broker_transport_options["data_folder_in"]).iterdir()))
    prefix = broker.conf.broker_transport_options["global_keyprefix"]
    with redis.from_url(project.TEST_REDIS_URL) as server:
        return server.llen(f"{prefix}broker-test") + server.hlen(f"{prefix}unacked")


@pytest.mark.services
def test_a_tick_leaves_the_broker_while_its_run_goes_on_and_so_never_comes_back_beside_the_next(broker):
    seen = []

    @broker.task(name="look", shared=False)
    def look():
        wait_until(lambda: waiting(broker) == 0)
        seen.append("done")

    look.delay()
    assert waiting(broker) == 1
    with start_worker(broker, pool="threads", perform_ping_check=False, shutdown_timeout=30):
        wait_until(lambda: seen == ["done"])


@pytest.mark.services
def test_only_json_goes_on_the_wire(note):
    with pytest.raises(EncodeError, match="not JSON serializable"):
        note.delay(object())
