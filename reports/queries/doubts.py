"""Rows of the queue that ask for a closer look: what `findings` says of one row, asked of all at once.

A short queue is asked as it stands. Of a long one the answer was kept when it was last gone through (`mark_doubts`):
what similar units report and which files stand elsewhere moves with every other unit's work.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from itertools import islice
from operator import or_

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from campaign_portal.lib import jobs
from directives.models import Obligation
from reports.models import Action, ActionObligation, Channel, Doubt, Evidence, LinkCheck

from .alike import event_of, events_with
from .hosts import strays
from .shelves import SHELVES, Shelf
from .similar import MOST, Usual, reported, usual

ANY = "any"
"""The name under which a row stands that has any of the others."""

MARKS_JOB = "reports.mark_doubts"

SHORT = 2000
"""Up to so many rows are asked as they stand."""

LISTED = 1000
"""Of a long queue, how many rows of each list are counted and walked; more are said to be more."""

COMPARED = 10
"""Instructions whose numbers are read at once."""

STALE = timedelta(hours=1)
"""What was kept longer ago is not used: the rows are asked as they stand, however long that takes."""


@dataclass(frozen=True)
class Doubtful:
    """Keys of the rows with a finding. `kept_at` is when a long queue was gone through, None where it is asked now."""

    keys: list[int]
    kept_at: datetime | None = None


def doubtful(rows: QuerySet[Obligation], name: str, user, *, now: datetime) -> Doubtful:
    """The rows with the finding named, or with "any": of each list all, of a long one the first that are worked."""
    asked = rows.filter(progress__in=set(SHELVES.values())).order_by()
    run = jobs.last_done(MARKS_JOB) if asked[: SHORT + 1].count() > SHORT else None
    if run and now - run.started_at <= STALE:
        return Doubtful(_kept(rows, name), run.started_at)
    found = found_now(asked, name, user)
    return Doubtful([pk for each in SHELVES for pk in islice(_in_order(rows, each, found), LISTED + 1)])


def _in_order(rows: QuerySet[Obligation], shelf: str, found: set[int]) -> Iterable[int]:
    listed = Shelf(shelf, rows).listed.values_list("pk", flat=True)
    return (pk for pk in listed.iterator() if pk in found) if found else ()


def _kept(rows: QuerySet[Obligation], name: str) -> list[int]:
    """Few marks name their rows; among many, the lists are walked until enough are met."""
    marks = Doubt.objects.filter(name=name)
    few = list(marks.values_list("obligation", flat=True)[: LISTED + 1])
    if len(few) <= LISTED:
        return few
    marked = rows.filter(Exists(marks.filter(obligation=OuterRef("pk"))))
    return [pk for each in SHELVES for pk in Shelf(each, marked).listed.values_list("pk", flat=True)[: LISTED + 1]]


def asking(keys: Iterable[int], user, *, now: datetime, is_long: bool) -> set[int]:
    """Which of a few rows of a queue have any finding; of a long queue as it was kept, of what came since as it is."""
    rows = Obligation.objects.filter(pk__in=list(keys))
    run = jobs.last_done(MARKS_JOB) if is_long else None
    if not run or now - run.started_at > STALE:
        return found_now(rows, ANY, user)
    since = Q(submitted_at__gte=run.started_at) | Q(progress_at__gte=run.started_at)
    kept = Doubt.objects.filter(name=ANY, obligation__in=rows.values("pk")).values_list("obligation", flat=True)
    return {*kept, *found_now(rows.filter(since), ANY, user)}


def found_now(rows: QuerySet[Obligation], name: str, user) -> set[int]:
    """The rows with one finding; with any of them, what an action's own columns tell is asked by one query."""
    if name != ANY:
        return set(ASKED[name](rows.order_by(), user))
    asked = [_told(reduce(or_, TOLD.values())), *(ask for each, ask in ASKED.items() if each not in TOLD)]
    return {pk for ask in asked for pk in ask(rows.order_by(), user)}


def doubts(rows: QuerySet[Obligation], user) -> dict[str, set[int]]:
    """For each finding the keys of the rows that have it, as they stand, with the files that the person may see."""
    return {name: set(ask(rows.order_by(), user)) for name, ask in ASKED.items()}


# --- What is asked ----------------------------------------------------------------------------------------------------
def _served(rows: QuerySet[Obligation], **lookups) -> QuerySet[ActionObligation]:
    """The actions that serve the rows, each with its row."""
    served = ActionObligation.objects.filter(obligation__in=rows.values("pk"), **lookups)
    return served.exclude(action__state=Action.State.WITHDRAWN)


def _told(condition: Q) -> Callable[[QuerySet[Obligation], object], Iterable[int]]:
    """What an action's own columns tell."""
    return lambda rows, _user: _served(rows).filter(condition).values_list("obligation", flat=True)


def _proofs(rows: QuerySet[Obligation]) -> QuerySet[Evidence]:
    """What proves the rows' actions: a row of its own for each obligation that an action serves."""
    proofs = Evidence.objects.kept().filter(action__serves__obligation__in=rows.values("pk"))
    return proofs.exclude(action__state=Action.State.WITHDRAWN).order_by()


def _other_day(rows: QuerySet[Obligation], _user) -> Iterable[int]:
    """Pictures that the camera took on another day than the one declared."""
    dated = _proofs(rows).filter(stored__taken_at__isnull=False, stored__content_type__startswith="image/")
    return _of(dated.exclude(stored__taken_at__date=F("action__done_on")), rows)


def _link(rows: QuerySet[Obligation], _user) -> Iterable[int]:
    """Addresses that are dead, or whose page does not agree with what the unit says of it."""
    contradicts = Q(watch__latest__result=LinkCheck.Result.CONTRADICTS)
    return _of(_proofs(rows).filter(Q(watch__dead_since__isnull=False) | contradicts), rows)


def _of(proofs: QuerySet[Evidence], rows: QuerySet[Obligation]) -> Iterable[int]:
    """The rows that these prove: their actions may serve others besides."""
    return _served(rows, action__in=proofs.values("action")).values_list("obligation", flat=True)


def _foreign(rows: QuerySet[Obligation], _user) -> Iterable[int]:
    """Posts said to stand on the unit's own website, with addresses of another host."""
    posts = _served(rows, action__channel=Channel.WEBSITE, action__evidence__removed_at=None)
    unit = "obligation__responsible_unit__"
    columns = ("obligation", "action__evidence__url", f"{unit}website", f"{unit}pages")
    for pk, url, website, pages in posts.values_list(*columns).iterator():
        if url and strays(url, website, pages):
            yield pk


def _far(rows: QuerySet[Obligation], _user) -> Iterable[int]:
    """Numbers far from those of units of the same kind, a few instructions at a time."""
    instructions = sorted(set(rows.values_list("instruction", flat=True)))
    for start in range(0, len(instructions), COMPARED):
        some = instructions[start : start + COMPARED]
        known, own = _usual_of(some), defaultdict(list)
        counted = _served(rows.filter(instruction__in=some), action__reach__isnull=False)
        about = "obligation__instruction", "obligation__responsible_unit__kind", "action__channel"
        for pk, reach, *key in counted.values_list("obligation", "action__reach", *about):
            own[pk, tuple(key)].append(reach)
        yield from (pk for (pk, key), numbers in own.items() if (each := known.get(key)) and each.is_odd(numbers))


def _usual_of(instructions: list[int]) -> dict[tuple, Usual | None]:
    """What is usual by instruction, kind of unit and channel."""
    served = ActionObligation.objects.filter(
        obligation__instruction__in=instructions, action__in=reported(Action.objects.all())
    )
    numbers: dict[tuple, list[tuple[int, int]]] = defaultdict(list)
    columns = ("action__unit", "action__reach", "obligation__instruction", "action__unit__kind", "action__channel")
    for unit, reach, *key in served.order_by().values_list(*columns)[: MOST * len(instructions)]:
        numbers[tuple(key)].append((unit, reach))
    return {key: usual(pairs) for key, pairs in numbers.items()}


def _reused(rows: QuerySet[Obligation], user) -> Iterable[int]:
    """Files that stand elsewhere for the person to see: the same bytes, the same picture, or one that looks like it."""
    columns = (
        "obligation",
        "action",
        "action__copy_of",
        "action__evidence__stored",
        "action__evidence__stored__display",
    )
    files = _served(rows, action__evidence__removed_at=None, action__evidence__stored__isnull=False)
    held = [
        (pk, event_of(action, copy_of), display or stored)
        for pk, action, copy_of, stored, display in files.values_list(*columns)
    ]
    own: dict[int, set[int]] = defaultdict(set)
    for pk, event, _shown in held:
        own[pk].add(event)
    stands = events_with({shown for _pk, _event, shown in held}, user)
    return {pk for pk, _event, shown in held if stands[shown] - own[pk]}


DUE = F("obligation__due_on")
TOLD = {
    "late": Q(action__done_on__gt=DUE),
    "entered": Q(action__done_on__lte=DUE, action__recorded_at__date__gt=DUE),
    "early": Q(action__done_on__lt=F("action__directive__dated_on")),
    "uncounted": Q(action__reach=None),
}
ASKED: dict[str, Callable[[QuerySet[Obligation], object], Iterable[int]]] = {
    "reused": _reused,
    "host": _foreign,
    "link": _link,
    "far": _far,
    "photo": _other_day,
    **{name: _told(condition) for name, condition in TOLD.items()},
}
