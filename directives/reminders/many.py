"""What several messages say, at the cost of one: for lists of rehearsed mails."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from campaign_portal.lib.dates import local_day
from directives.models import Reminder

from .compose import Composed, own_texts
from .kinds import KINDS, kind_of
from .pieces import Piece, Section

Told = tuple[Reminder, Sequence[Piece]]
Key = tuple[str, tuple[int, ...]]
"""A reminder, and which of its pieces a person hears of."""


def compose_all(shares: Sequence[Sequence[Told]], now: datetime) -> list[Composed]:
    """What each of several messages says of its own reminders. A constant number of queries.

    Two people who hear the same of the same reminder share its section; nobody changes it afterwards.
    """
    made: dict[Key, Section] = {}
    for batch in _batches({_key(*each): each for share in shares for each in share}):
        made |= _sections(batch, now)
    found = []
    for share in shares:
        own = [made[_key(*each)] for each in share]
        found.append(Composed(sections=sorted(own, key=lambda section: section.deadline)))
    return found


def _key(row: Reminder, pieces: Sequence[Piece]) -> Key:
    return row.dedupe_key, tuple(piece.row.pk for piece in pieces)


def _batches(rows: dict[Key, Told]) -> Iterator[dict[Key, Told]]:
    """The rows in as few heaps as leave each reminder once in a heap: one, but for work that heirs share."""
    while rows:
        batch = {key[0]: key for key in rows}
        yield {key: rows[key] for key in batch.values()}
        rows = {key: row for key, row in rows.items() if key not in batch.values()}


def _sections(batch: dict[Key, Told], now: datetime) -> dict[Key, Section]:
    texts, found = own_texts(list(batch.values()), now), {}
    for kind in KINDS:
        keys = [key for key, (row, _pieces) in batch.items() if kind_of(row) is kind]
        if keys:
            sections = kind.sections([batch[key] for key in keys], local_day(now), texts)
            found |= dict(zip(keys, sections, strict=True))
    return found
