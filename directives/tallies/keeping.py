"""Writing what an act changes in the counts: rows are only ever added, so no unit waits for another."""

from collections.abc import Iterable, Iterator
from datetime import date

from directives.models import Delivery, Obligation, ProgressTally

from .keys import Key, key_of


def moved(was: Key | None, now: Key | None, day: date) -> None:
    """Write that a subject left one count for another on a local day: one INSERT, none where it stays."""
    if was != now:
        ProgressTally.objects.bulk_create(_rows([(was, -1), (now, 1)], day))


def begun(subjects: Iterable[Delivery | Obligation], day: date) -> None:
    """Write that rows just made stand in the counts from a local day on. One INSERT for all of them."""
    ProgressTally.objects.bulk_create(_rows([(key_of(subject), 1) for subject in subjects], day))


def _rows(counts: Iterable[tuple[Key | None, int]], day: date) -> Iterator[ProgressTally]:
    return (ProgressTally(day=day, n=n, **key._asdict()) for key, n in counts if key)
