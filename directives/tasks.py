"""What Celery runs: each task reads the clock, makes one call, and leaves a row about its run. All may run twice."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from campaign_portal.lib import jobs
from directives import reminders
from directives.reminders.bounces.apply import read_mailbox
from directives.reminders.bounces.mailbox import ImapMailbox
from directives.reminders.health import PLAN_JOB, READ_JOB, SEND_JOB

KEEP_RUNS = timedelta(days=7)


@shared_task(name=PLAN_JOB, ignore_result=True)
def plan_reminders() -> None:
    with jobs.run(PLAN_JOB, clock=timezone.now) as job:
        now = timezone.now()
        job.detail = reminders.plan_reminders(now=now)
        jobs.forget(before=now - KEEP_RUNS)


@shared_task(name=SEND_JOB, ignore_result=True)
def send_due_messages() -> None:
    with jobs.run(SEND_JOB, clock=timezone.now) as job:
        job.detail = reminders.send_due_messages(now=timezone.now())


@shared_task(name=READ_JOB, ignore_result=True)
def read_bounces() -> None:
    with jobs.run(READ_JOB, clock=timezone.now) as job:
        job.detail = read_mailbox(ImapMailbox(), now=timezone.now())
