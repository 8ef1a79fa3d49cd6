"""What asks for a closer look in the review queue, kept for queues too long to be asked at every turn."""

from datetime import datetime

from django.db.models import Q, QuerySet

from directives.models import Directive, Obligation, Progress
from reports.models import Doubt
from reports.queries.doubts import ANY, doubts
from reports.queries.shelves import SHELVES, changed_q
from units.models import Membership, Role, Unit, User

ROWS_AT_ONCE = 1000


def mark_doubts(*, since: datetime | None) -> dict[str, int]:
    """Go through all that waits for a decision, and through what was decided since the last time; None for all work.

    What was decided keeps the marks it had then. Only differences are written, a few at a time and each for itself, so
    that people at work wait for nothing; a run that stops in the middle, or twice at once, is made good by the next.
    """
    told = {"rows": 0, "added": 0, "removed": 0}
    for letter in Directive.objects.in_force().select_related("issuer").order_by("pk"):
        rows = _to_ask(letter, since)
        if asked := rows.count():
            added, removed = _write(rows, doubts(rows, reviewer_of(letter.issuer)))
            told = {"rows": told["rows"] + asked, "added": told["added"] + added, "removed": told["removed"] + removed}
    return told


def reviewer_of(unit: Unit) -> User:
    """Somebody who reviews the letters of this unit and has no other part anywhere. Not stored."""
    person = User()
    person.seats = [Membership(user=person, unit=unit, role=Role.COORDINATOR)]
    return person


def _to_ask(letter: Directive, since: datetime | None) -> QuerySet[Obligation]:
    rows = Obligation.objects.filter(instruction__directive=letter, parent=None, progress__in=set(SHELVES.values()))
    if since is None:
        return rows
    return rows.filter(Q(progress=Progress.WAITING) | Q(progress_at__gte=since) | changed_q())


def _write(rows: QuerySet[Obligation], found: dict[str, set[int]]) -> tuple[int, int]:
    """Bring what is kept of these rows to what was found. Returns how many marks were added, and how many removed."""
    kept = Doubt.objects.filter(obligation__in=rows.order_by().values("pk"))
    standing = {(name, obligation): pk for pk, name, obligation in kept.values_list("pk", "name", "obligation")}
    wanted = {(name, pk) for name, keys in found.items() for pk in keys}
    wanted |= {(ANY, pk) for _name, pk in wanted}
    gone = [standing[each] for each in sorted(standing.keys() - wanted)]
    new = [Doubt(name=name, obligation_id=pk) for name, pk in sorted(wanted - standing.keys())]
    for start in range(0, len(gone), ROWS_AT_ONCE):
        Doubt.objects.filter(pk__in=gone[start : start + ROWS_AT_ONCE]).delete()
    for start in range(0, len(new), ROWS_AT_ONCE):
        Doubt.objects.bulk_create(new[start : start + ROWS_AT_ONCE], ignore_conflicts=True)
    return len(new), len(gone)
