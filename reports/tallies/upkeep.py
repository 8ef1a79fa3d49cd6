"""What looks after tallies: letters without any get theirs, differences from the log are found, days are summed up."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Count, F, QuerySet, Sum

from directives.models import Directive, Tallied
from directives.tallies import folded as progress
from directives.tallies.folded import differing
from reports.models import ReachTally
from reports.models.tally import COUNTS

from . import folded as reach

UPKEEP_JOB = "reports.sum_up_tallies"
VERIFY_JOB = "reports.verify_tallies"
AT_ONCE = 20
"""Letters that get tallies in one run: an installation that had none before is through after some runs."""
ENOUGH = 200
"""Rows of a letter that are worth replacing by their sums."""
NIGHTLY = 500
"""Letters checked in one night, those that were not for the longest time first."""
NAMED = 20
"""Letters named in the row about a run; the count is whole."""


class Differs(Exception):
    """Tallies do not say what the log says: the run has failed, and whoever looks at runs sees why."""


@dataclass
class Checked:
    """Letters whose tallies were compared with the log, and those that differ, with in how many places."""

    letters: int = 0
    differing: dict[int, int] = field(default_factory=dict)

    def as_detail(self) -> dict:
        named = [f"{pk}: {n}" for pk, n in list(self.differing.items())[:NAMED]]
        return {"checked": self.letters, "differing": len(self.differing), "letters": named}

    def raise_if_differing(self) -> None:
        if self.differing:
            raise Differs(f"tallies of {len(self.differing)} of {self.letters} letters differ from the log")


@contextmanager
def one_moment() -> Iterator[None]:
    """A transaction whose queries all see the same moment, whatever others write meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def build(directive: Directive, *, now: datetime) -> None:
    """Replace a letter's tallies by what its log says. People go on working: what they write meanwhile is added."""
    with one_moment():
        progress.build(directive)
        reach.build(directive)
        state = {"built_at": now, "checked_at": None, "differences": 0}
        Tallied.objects.update_or_create(directive=directive, defaults=state)


def to_be_built(directive: Directive) -> None:
    """Trust a letter's tallies no more: its figures are folded until they are built again, some minutes later."""
    Tallied.objects.filter(directive=directive).delete()


def build_missing(*, now: datetime, most: int | None = None) -> int:
    """Give letters issued before there were tallies theirs, the newest first; returns how many got them."""
    rows = Directive.objects.filter(issued_at__isnull=False, tallied=None).order_by("-issued_at")
    found = list(rows[:most] if most else rows)
    for directive in found:
        build(directive, now=now)
    return len(found)


def check(directive: Directive, *, now: datetime) -> int:
    """In how many places a letter's tallies differ from its log; kept, so that its figures are folded while they do.

    What is written between two readings is no difference: where one shows, all is read again as of one moment.
    """
    found = _differences(directive)
    if found:
        with one_moment():
            found = _differences(directive)
    Tallied.objects.filter(directive=directive).update(checked_at=now, differences=found)
    return found


def _differences(directive: Directive) -> int:
    kept, told = reach.as_kept(directive), reach.by_log(directive)
    pairs = [(progress.as_kept(directive), progress.by_log(directive))]
    pairs += [(kept.cells, told.cells), (kept.active, told.active)]
    return sum(len(differing(*pair)) for pair in pairs)


def verify(letters: QuerySet[Directive], *, now: datetime) -> Checked:
    """Compare the tallies of letters with their log; letters that have none yet are left out."""
    found = Checked()
    for directive in letters.filter(tallied__isnull=False):
        differences = check(directive, now=now)
        found.letters += 1
        if differences:
            found.differing[directive.pk] = differences
    return found


def next_to_verify() -> QuerySet[Directive]:
    """Letters not looked at for the longest time first, as many as one night takes."""
    longest = Tallied.objects.order_by(F("checked_at").asc(nulls_first=True), "pk").values("pk")[:NIGHTLY]
    return Directive.objects.filter(pk__in=list(longest.values_list("pk", flat=True)))


def sum_up(*, enough: int = ENOUGH) -> int:
    """Replace rows of reach by one a letter, day and cell; returns how many rows went. May run beside anything: it sums
    exactly the rows that it deletes, and a reader sees either those or their sum."""
    rows = ReachTally.objects.filter(unit__isnull=False, active=0).order_by()
    busy = rows.values("directive").annotate(n=Count("pk")).filter(n__gte=enough)
    return sum(_sum_up(pk) for pk in list(busy.values_list("directive", flat=True)))


def _sum_up(directive_id: int) -> int:
    with one_moment():
        if not Tallied.objects.select_for_update(skip_locked=True).filter(pk=directive_id):
            return 0  # another run is at it
        rows = ReachTally.objects.filter(directive=directive_id, active=0).order_by()
        sums = rows.values("day", "audience", "channel").annotate(**{name: Sum(name) for name in COUNTS})
        made = [ReachTally(directive_id=directive_id, **cell) for cell in sums if any(cell[name] for name in COUNTS)]
        went, _by_model = rows.delete()
        ReachTally.objects.bulk_create(made)
    return went - len(made)
