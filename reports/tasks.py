"""What Celery runs: each task reads the clock, makes one call, and leaves a row about its run. All may run twice."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from campaign_portal.lib import jobs
from reports.hooks import sending
from reports.queries.doubts import MARKS_JOB
from reports.services import documents, pieces
from reports.services.doubts import mark_doubts as go_through
from reports.services.link_checks import check_due_links
from reports.tallies import upkeep

LINKS_JOB = "reports.check_links"
DOCUMENT_TASK = "reports.make_document"
DOCUMENTS_JOB = "reports.make_waiting_documents"
SWEEP_JOB = "reports.sweep_uploads"
HOOKS_JOB = "reports.send_hooks"


@shared_task(name=LINKS_JOB, ignore_result=True)
def check_links() -> None:
    """Nothing at all unless the check is turned on: a message may wait in the broker since before it was turned off."""
    if not settings.EVIDENCE_LINK_CHECKS:
        return
    with jobs.run(LINKS_JOB, clock=timezone.now) as job:
        job.detail = check_due_links(now=timezone.now())


@shared_task(name=SWEEP_JOB, ignore_result=True)
def sweep_uploads() -> None:
    with jobs.run(SWEEP_JOB, clock=timezone.now) as job:
        job.detail = {"forgotten": pieces.sweep(now=timezone.now())}


@shared_task(name=MARKS_JOB, ignore_result=True)
def mark_doubts() -> None:
    """The first run goes through everything; those after it through what is open or was decided since."""
    last = jobs.last_done(MARKS_JOB)
    with jobs.run(MARKS_JOB, clock=timezone.now) as job:
        job.detail = go_through(since=last and last.started_at)


@shared_task(name=DOCUMENT_TASK, ignore_result=True)
def make_document(pk: int) -> None:
    documents.make_document(pk, clock=timezone.now)


@shared_task(name=DOCUMENTS_JOB, ignore_result=True)
def make_waiting_documents() -> None:
    """What a lost message or a worker that died left behind."""
    with jobs.run(DOCUMENTS_JOB, clock=timezone.now) as job:
        job.detail = {"made": documents.make_waiting(clock=timezone.now)}


@shared_task(name=upkeep.UPKEEP_JOB, ignore_result=True)
def sum_up_tallies() -> None:
    """Letters from before there were tallies get theirs; rows of reach that have become many are replaced by sums."""
    with jobs.run(upkeep.UPKEEP_JOB, clock=timezone.now) as job:
        job.detail = {"built": upkeep.build_missing(now=timezone.now(), most=upkeep.AT_ONCE), "gone": upkeep.sum_up()}


@shared_task(name=upkeep.VERIFY_JOB, ignore_result=True)
def verify_tallies() -> None:
    """What differs from the log makes the run a failed one, and its letter's figures are folded until it is built."""
    with jobs.run(upkeep.VERIFY_JOB, clock=timezone.now) as job:
        found = upkeep.verify(upkeep.next_to_verify(), now=timezone.now())
        job.detail = found.as_detail()
        found.raise_if_differing()


@shared_task(name=HOOKS_JOB, ignore_result=True)
def send_hooks() -> None:
    """What the programs of units are to be told; a minute in which there is nothing leaves no row."""
    now = timezone.now()
    if not sending.is_anything_due(now):
        return
    with jobs.run(HOOKS_JOB, clock=timezone.now) as job:
        job.detail = sending.send_due(now=now) | {"forgotten": sending.forget(before=now - sending.KEPT)}
