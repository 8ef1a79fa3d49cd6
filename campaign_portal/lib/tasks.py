"""What Celery runs for the ground: each task reads the clock, makes one call, and leaves a row. All may run twice."""

from celery import shared_task
from django.utils import timezone

from campaign_portal.lib import jobs, upkeep


@shared_task(name=upkeep.VERIFY_JOB, ignore_result=True)
def verify_evidence() -> None:
    """Some files every night, after those of the night before; a damaged one makes the run a failed one."""
    after = upkeep.where_it_ended()
    with jobs.run(upkeep.VERIFY_JOB, clock=timezone.now) as job:
        found = upkeep.verify(after=after, most=upkeep.NIGHTLY)
        job.detail = found.as_detail()
        found.raise_if_damaged()


@shared_task(name=upkeep.HASH_JOB, ignore_result=True)
def hash_pictures() -> None:
    with jobs.run(upkeep.HASH_JOB, clock=timezone.now) as job:
        job.detail = vars(upkeep.hash_pictures(most=upkeep.HOURLY))
