"""What becomes of work passed to units below when the work it came from moves: its day follows, or it ends with it."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from directives.models import Directive, Obligation, Progress

from .changes import move

FINISHED = (Progress.DONE, Progress.NOT_APPLICABLE, Progress.ENDED)


def held(rows: QuerySet[Obligation]) -> QuerySet[Obligation]:
    """The rows with their deliveries, locked when read, in the order in which a unit locks its own."""
    return rows.select_for_update(of=("self",), no_key=True).select_related("delivery").order_by("pk")


def still_below(obligations: Iterable[Obligation]) -> list[Obligation]:
    """What units below, at any depth, have not finished of these obligations; locked, who passed it on first."""
    return list(held(Obligation.objects.below(obligations)).exclude(progress__in=FINISHED))


def end_below(obligations: Iterable[Obligation], **act) -> list[Obligation]:
    """End it by the act that ended their own unit's work; what is done stays done, what was recorded is kept."""
    rows = still_below(obligations)
    for row in rows:
        move(row, **act, progress=Progress.ENDED, progress_at=act["now"])
    return rows


def carry_days(*, directive: Directive, moved: dict[int, tuple[date, date]], **act) -> list[Obligation]:
    """Let the days of work passed on follow: who had the day of its parent gets the new one, an earlier day stays, and
    none comes after its parent's. `moved` tells of obligations their day before and after. One query."""
    moved, followed = dict(moved), []
    rows = held(Obligation.objects.filter(delivery__directive=directive, parent__isnull=False))
    for row in rows.exclude(progress__in=FINISHED):  # parents come first
        before, after = moved.get(row.parent_id, (None, None))
        if before and (row.due_on == before or row.due_on > after):
            moved[row.pk] = (row.due_on, after)
            move(row, **act, due_on=after)
            followed.append(row)
    return followed
