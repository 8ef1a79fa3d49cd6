from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError

from campaign_portal.lib import jobs
from campaign_portal.lib.models import JobRun

pytestmark = pytest.mark.django_db
START = datetime(2024, 11, 13, 1, 0, tzinfo=UTC)


def ticking(*, start: datetime = START):
    """A clock that goes on by a second each time it is read."""
    seconds = iter(range(1000))
    return lambda: start + timedelta(seconds=next(seconds))


def test_a_run_that_ends_well_is_done():
    with jobs.run("directives.plan_reminders", clock=ticking()) as job:
        assert JobRun.objects.get().state == "running"
        job.detail["planned"] = 36
    row = JobRun.objects.get()
    assert (row.name, row.state, row.detail) == ("directives.plan_reminders", "done", {"planned": 36})
    assert (row.started_at, row.finished_at) == (START, START + timedelta(seconds=1))


def test_a_run_that_breaks_is_failed_and_the_error_goes_on():
    def send(job):
        job.detail["sent"] = 2
        return 1 / 0

    with pytest.raises(ZeroDivisionError), jobs.run("broken", clock=ticking()) as job:
        send(job)
    row = JobRun.objects.get()
    assert (row.state, row.detail) == ("failed", {"sent": 2, "error": "ZeroDivisionError: division by zero"})
    assert row.finished_at == START + timedelta(seconds=1)


def test_the_last_good_run_is_found_by_name():
    for hour in range(3):
        with jobs.run("a", clock=ticking(start=START + timedelta(hours=hour))):
            pass
    with pytest.raises(RuntimeError), jobs.run("a", clock=ticking(start=START + timedelta(hours=9))):
        raise RuntimeError
    assert jobs.last_done("a").started_at == START + timedelta(hours=2)
    assert jobs.last_done("b") is None


def test_the_first_run_that_is_kept_is_found_by_name_however_it_ended():
    with pytest.raises(RuntimeError), jobs.run("a", clock=ticking()):
        raise RuntimeError
    with jobs.run("a", clock=ticking(start=START + timedelta(days=1))):
        pass
    assert jobs.first_begun("a") == START
    assert jobs.first_begun("b") is None


def test_old_runs_are_forgotten_but_not_those_that_failed():
    with jobs.run("a", clock=ticking()):
        pass
    with pytest.raises(RuntimeError), jobs.run("a", clock=ticking()):
        raise RuntimeError
    with jobs.run("a", clock=ticking(start=START + timedelta(days=1))):
        pass
    assert jobs.forget(before=START + timedelta(days=1)) == 1
    assert jobs.forget(before=START + timedelta(days=1)) == 0
    assert list(JobRun.objects.values_list("state", flat=True)) == ["done", "failed"]


@pytest.mark.parametrize("state, finished", [("running", START), ("done", None), ("failed", None)])
def test_a_run_is_running_or_finished(state, finished):
    with pytest.raises(IntegrityError, match="job_run_is_running_or_finished"):
        JobRun.objects.create(name="a", started_at=START, finished_at=finished, state=state)
