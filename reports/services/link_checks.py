"""Looking at the web addresses given as evidence: enrol, claim, look, write down, come back later.

Rows are the queue. A look runs outside any transaction; its result is written only by who still holds the claim, so
two workers, a crash half-way or a second run leave one row per look and never a wrong state.
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from time import monotonic
from urllib.parse import urlsplit

from django.db import DatabaseError, transaction
from django.db.models import F, QuerySet

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.models import StoredFile
from campaign_portal.lib.storage import store
from reports.links import archive, fetch
from reports.links.addresses import NotAllowed
from reports.links.fetch import Failed, Fetched
from reports.links.judge import Judgement, judge, judge_failure
from reports.links.page import Page, read_answer
from reports.links.schedule import Standing, after, next_look
from reports.models import Action, Evidence, LinkCheck, LinkHome, LinkWatch
from reports.queries.hosts import known_homes
from reports.queries.link_questions import question
from units.models import Unit

log = logging.getLogger(__name__)

MOST_ENROLLED = 500
MOST_PER_RUN = 40
MOST_PER_HOST = 5  # a run is no burden to anybody's server
SECONDS_PER_RUN = 60  # the worker has mails to send
STALE = timedelta(minutes=30)
PUT_OFF = timedelta(hours=1)
ONLINE = timedelta(days=2)

Fetch = Callable[[str], Fetched]
"""Takes an address; raises NotAllowed and Failed."""


@dataclass(frozen=True)
class Look:
    """What one look showed. `copy` and `body_sha256` stand for the bytes, where some came."""

    judgement: Judgement
    answer: Fetched | None = None
    page: Page | None = None
    body_sha256: str = ""
    copy: StoredFile | None = None


def check_due_links(
    *,
    now: datetime,
    fetch: Fetch = fetch.fetch,
    clock: Callable[[], float] = monotonic,
    among: QuerySet[Evidence] | None = None,
) -> dict:
    """Look at what is due, as much as fits into a minute; return how many ended how. Call it outside a transaction.

    Keys: enrolled, swept, renewed, verified, unverified, contradicts, taken (another run has it), lost (another run
    took it over meanwhile), errors (the database; the sweep gives it back). With `among` no other address is looked at.
    """
    counts = Counter(swept=sweep(now=now), enrolled=enrol(now=now, among=among), renewed=renew(now=now))
    until = clock() + SECONDS_PER_RUN
    for pk in _due(now, among):
        if clock() >= until:
            break
        try:
            counts[_check_one(pk, now, fetch)] += 1
        except DatabaseError:
            log.exception("The look at link %s could not be written down; the sweep will give it back", pk)
            counts["errors"] += 1
    return dict(counts)


def enrol(*, now: datetime, among: QuerySet[Evidence] | None = None) -> int:
    """Begin to watch addresses given as evidence since the last run."""
    rows = Evidence.objects.kept() if among is None else Evidence.objects.kept().filter(pk__in=among.values("pk"))
    fresh = rows.exclude(url="").filter(watch=None).exclude(action__state=Action.State.WITHDRAWN)
    keys = list(fresh.order_by("pk").values_list("pk", flat=True)[:MOST_ENROLLED])
    rows = [LinkWatch(evidence_id=pk, next_at=now) for pk in keys]
    return len(LinkWatch.objects.bulk_create(rows, ignore_conflicts=True))


def sweep(*, now: datetime) -> int:
    """Give back what a run claimed and never finished. A little later: a page that kills the worker shall not again
    and again be the first in the queue."""
    stale = LinkWatch.objects.filter(claimed_at__lt=now - STALE)
    return stale.update(claimed_at=None, next_at=now + PUT_OFF)


def renew(*, now: datetime) -> int:
    """Let the addresses of units whose sites or pages were registered, changed or taken away be looked at again now.

    The registry is compared with what they were judged by, unit by unit: it never grows with the addresses.
    """
    judged = dict(LinkHome.objects.values_list("unit", "homes"))
    registered = Unit.objects.exclude(website="", pages="").values_list("pk", "website", "pages")
    homes = {pk: " ".join(known_homes(website, pages)) for pk, website, pages in registered}
    changed = [pk for pk in judged.keys() | homes.keys() if judged.get(pk, "") != homes.get(pk, "")]
    if not changed:
        return 0
    with transaction.atomic():
        rows = [LinkHome(unit_id=pk, homes=homes.get(pk, "")) for pk in changed]
        LinkHome.objects.bulk_create(rows, update_conflicts=True, unique_fields=["unit"], update_fields=["homes"])
        looked_at = LinkWatch.objects.filter(evidence__action__unit__in=changed, latest__isnull=False)
        return looked_at.filter(claimed_at=None, next_at__gt=now).update(next_at=now)


def _due(now: datetime, among: QuerySet[Evidence] | None) -> list[int]:
    rows = LinkWatch.objects.filter(next_at__lte=now, claimed_at=None, evidence__removed_at=None)
    rows = rows.exclude(evidence__action__state=Action.State.WITHDRAWN).order_by("next_at", "pk")
    if among is not None:
        rows = rows.filter(evidence__in=among.values("pk"))
    hosts, chosen = Counter(), []
    for pk, url in rows.values_list("pk", "evidence__url")[: MOST_PER_RUN * 5]:
        host = _host(url)
        hosts[host] += 1
        if hosts[host] <= MOST_PER_HOST:
            chosen.append(pk)
    return chosen[:MOST_PER_RUN]


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _check_one(pk: int, now: datetime, fetch: Fetch) -> str:
    watch = _claim(pk, now)
    if watch is None:
        return "taken"
    return _settle(watch, _look(watch, now, fetch), now)


def _claim(pk: int, now: datetime) -> LinkWatch | None:
    """The address, if it is ours: exactly one of any number of runs changes the row. Each claim is an attempt."""
    row = LinkWatch.objects.filter(pk=pk, claimed_at=None, next_at__lte=now)
    if not row.update(claimed_at=now, attempts=F("attempts") + 1):
        return None
    kept = ("evidence__action__unit", "evidence__action__directive__campaign", "kept__copy")
    return LinkWatch.objects.select_related(*kept).get(pk=pk)


def _look(watch: LinkWatch, now: datetime, fetch: Fetch) -> Look:
    evidence = watch.evidence
    try:
        answer = fetch(evidence.url)
        page = read_answer(answer.body, answer.header("content-type"), answer.header("content-encoding"))
        judgement = judge(answer, page if answer.is_kept else None, question(evidence))
        return Look(judgement, answer, page, *_kept(watch, answer, judgement, now))
    except (NotAllowed, Failed) as error:
        return Look(judge_failure(error.reason))
    except DatabaseError:
        raise
    except Exception:  # whatever a page makes a reader do, the next address has its turn
        log.exception("The page of evidence %s could not be judged", evidence.pk)
        return Look(judge_failure("portal"))


def _kept(watch: LinkWatch, answer: Fetched, judgement: Judgement, now: datetime) -> tuple[str, StoredFile | None]:
    """The hash of what came, and its copy: the one at hand where the page has not changed since."""
    if not (answer.is_kept and judgement.alive):
        return "", None
    sha256 = hashlib.sha256(answer.body).hexdigest()
    before = watch.kept
    if before and before.body_sha256 == sha256 and before.final_url == answer.url:
        return sha256, before.copy
    return sha256, store(archive.pack(answer, at=now), archive.CONTENT_TYPE, now=now)


def _settle(watch: LinkWatch, look: Look, now: datetime) -> str:
    """Write the look down and put the address back, if it is still ours."""
    alive = look.judgement.alive
    if alive is False and look.answer is None and not _is_online(now):
        alive = None  # nothing answers: it may well be our own network
    standing = after(Standing(watch.step, watch.failing_since, watch.dead_since), alive=alive, day=local_day(now))
    mine = LinkWatch.objects.filter(pk=watch.pk)
    with transaction.atomic():
        if not mine.filter(claimed_at=watch.claimed_at, attempts=watch.attempts).update(claimed_at=None):
            return "lost"
        check = _write(watch, look, now, failed=alive is False)
        kept = check if check.copy_id else watch.kept
        mine.update(next_at=next_look(standing, now), latest=check, kept=kept, **asdict(standing))
    return look.judgement.result


def _write(watch: LinkWatch, look: Look, now: datetime, *, failed: bool) -> LinkCheck:
    answer = look.answer
    return LinkCheck.objects.create(
        evidence=watch.evidence,
        number=watch.attempts,
        at=now,
        result=look.judgement.result,
        findings=[asdict(each) for each in look.judgement.findings],
        failed=failed,
        status=answer.status if answer else None,
        final_url=answer.url if answer else "",
        title=look.page.title if look.page else "",
        body_sha256=look.body_sha256,
        copy=look.copy,
    )


def _is_online(now: datetime) -> bool:
    """Whether any address answered lately."""
    return LinkCheck.objects.filter(status__isnull=False, at__gte=now - ONLINE).exists()
