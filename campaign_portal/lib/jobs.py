"""Runs of periodic jobs, kept as rows a person can see."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max

from campaign_portal.lib.models import JobRun


@contextmanager
def run(name: str, *, clock: Callable[[], datetime]) -> Iterator[JobRun]:
    """Keep a row about the run of a job: `with jobs.run("directives.remind", clock=timezone.now) as job: ...`.

    Put counts into `job.detail` (JSON). An exception marks the run failed, with its text, and goes on to the caller.
    Open it outside any transaction: a rolled back row tells nobody that the job failed. `clock` returns aware UTC.
    """
    job = JobRun.objects.create(name=name, started_at=clock())
    try:
        yield job
    except BaseException as error:
        _finish(job, JobRun.State.FAILED, clock(), error=f"{type(error).__name__}: {error}"[:2000])
        raise
    _finish(job, JobRun.State.DONE, clock())


def last_done(name: str) -> JobRun | None:
    """Return the run of a job that was the last to begin and has ended well, whatever the clock said then."""
    return JobRun.objects.filter(name=name, state=JobRun.State.DONE).order_by("-pk").first()


def first_begun(name: str) -> datetime | None:
    """When the earliest run of a job that is still kept began, however it ended."""
    return JobRun.objects.filter(name=name).order_by("pk").values_list("started_at", flat=True).first()


def installed_at() -> datetime | None:
    """When the database was set up, or last brought up to date."""
    applied = MigrationRecorder(connection).migration_qs.aggregate(last=Max("applied"))
    return applied["last"]


def forget(*, before: datetime) -> int:
    """Delete runs started before an instant and return how many; those that failed stay."""
    return JobRun.objects.filter(started_at__lt=before).exclude(state=JobRun.State.FAILED).delete()[0]


def _finish(job: JobRun, state: str, at: datetime, **extra: str) -> None:
    job.state, job.finished_at, job.detail = state, at, job.detail | extra
    job.save(update_fields=["state", "finished_at", "detail"])
