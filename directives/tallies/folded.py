"""What the counts of a letter must be, told by its log alone: to check what is kept, and to build it again."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from django.db.models import Sum

from directives.models import About, Change, Delivery, Directive, Obligation, ProgressTally

from .keys import Key, receipt_key, work_key

Kept = dict[tuple[Key, date], int]
"""What each local day changed in each count, without those it left as they were."""
History = list[tuple[date, dict]]
BATCH = 1000


def by_log(directive: Directive) -> Kept:
    """What the log says the tallies are. Four queries."""
    roots = Obligation.objects.filter(delivery__directive=directive, parent=None)
    works = {pk: (instruction, unit) for pk, instruction, unit in roots.values_list("pk", "instruction", "unit")}
    receipts = Delivery.objects.filter(directive=directive, parent=None).values_list("pk", "unit")
    found: Counter = Counter()
    for pk, days in _histories(directive, About.OBLIGATION):
        if pk in works:
            _add(found, days, lambda values, place=works[pk]: work_key(directive.pk, *place, _typed(values)))
    units = dict(receipts)
    for pk, days in _histories(directive, About.DELIVERY):
        if pk in units:
            _add(found, days, lambda values, unit=units[pk]: receipt_key(directive.pk, unit, values))
    return {key: n for key, n in found.items() if n}


def as_kept(directive: Directive) -> Kept:
    """What the tallies of a letter say. One query."""
    rows = ProgressTally.objects.filter(directive=directive).order_by()
    columns = (*Key._fields, "day")
    sums = rows.values_list(*columns).annotate(total=Sum("n"))
    return {(Key(*key), day): total for *key, day, total in sums if total}


def build(directive: Directive) -> None:
    """Replace the tallies of a letter by what the log says; call it in a transaction that sees one moment."""
    ProgressTally.objects.filter(directive=directive).delete()
    rows = (
        ProgressTally(day=day, n=n, **key._asdict()) for (key, day), n in sorted(by_log(directive).items(), key=_day)
    )
    ProgressTally.objects.bulk_create(rows, BATCH)


def differing(kept: Mapping, told: Mapping) -> list:
    """The keys under which two sets of counts differ."""
    return [key for key in {**kept, **told} if kept.get(key, 0) != told.get(key, 0)]


def _day(item) -> date:
    return item[0][1]


def _histories(directive: Directive, about: About) -> Iterable[tuple[int, History]]:
    """Of every subject, in the order of the log, which local day wrote what."""
    rows = Change.objects.filter(directive=directive, about=about).order_by("pk")
    found: dict[int, History] = {}
    for pk, day, after in rows.values_list("about_id", "local_day", "after").iterator(chunk_size=5000):
        found.setdefault(pk, []).append((day, after))
    return found.items()


def _add(found: Counter, history: History, key_of: Callable[[dict], Key | None]) -> None:
    """Add what each day changed: from where the subject stood at the end of the day before to where it stood then."""
    stood = None
    for day in sorted({day for day, _after in history}):
        values: dict = {}
        for written_on, after in history:
            if written_on <= day:
                values |= after
        stands = key_of(values)
        if stands != stood:
            found.update({(key, day): n for key, n in ((stood, -1), (stands, 1)) if key})
        stood = stands


def _typed(values: Mapping) -> dict:
    submitted_at = values.get("submitted_at")
    typed = {"due_on": date.fromisoformat(values["due_on"])}
    typed["submitted_at"] = datetime.fromisoformat(submitted_at) if submitted_at else None
    return {**values, **typed}
