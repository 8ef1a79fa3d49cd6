"""What several messages say of their reminders, at the cost of one."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from campaign_portal.lib.dates import distance_words, local_day, short_date
from directives.models import Reminder

from .kinds import KINDS, kind_of
from .kinds.words import works
from .pieces import Piece, Section
from .plan import ladder_of

Told = tuple[Reminder, Sequence[Piece]]
Key = tuple[str, tuple[int, ...]]
"""A reminder, and which of its pieces a person hears of."""


def sections_of_each(shares: Sequence[Sequence[Told]], now: datetime) -> list[list[Section]]:
    """What each of several messages says of its own reminders, the nearest day first. A constant number of queries.

    Two people who hear the same of the same reminder share its section; nobody changes it afterwards.
    """
    made: dict[Key, Section] = {}
    for batch in _batches({_key(*each): each for share in shares for each in share}):
        made |= _sections(batch, now)
    return [sorted((made[_key(*each)] for each in share), key=lambda section: section.deadline) for share in shares]


def _key(row: Reminder, pieces: Sequence[Piece]) -> Key:
    return row.dedupe_key, tuple(piece.row.pk for piece in pieces)


def _batches(rows: dict[Key, Told]) -> Iterator[dict[Key, Told]]:
    """The rows in as few heaps as leave each reminder once in a heap: one, but for work that heirs share."""
    while rows:
        batch = {key[0]: key for key in rows}
        yield {key: rows[key] for key in batch.values()}
        rows = {key: row for key, row in rows.items() if key not in batch.values()}


def _sections(batch: dict[Key, Told], now: datetime) -> dict[Key, Section]:
    texts, found = _own_texts(list(batch.values()), now), {}
    for kind in KINDS:
        keys = [key for key, (row, _pieces) in batch.items() if kind_of(row) is kind]
        if keys:
            sections = kind.sections([batch[key] for key in keys], local_day(now), texts)
            found |= dict(zip(keys, sections, strict=True))
    return found


def _own_texts(told: Sequence[Told], now: datetime) -> Mapping[str, str]:
    """The office's own words for the steps that have some, filled in, by the key of the reminder."""
    found, ladders = {}, {}
    for each, pieces in told:
        if each.directive_id not in ladders:
            ladders[each.directive_id] = {rung.name: rung.text for rung in ladder_of(each.directive)}
        if words := ladders[each.directive_id].get(each.step):
            found[each.dedupe_key] = words.format(**_fields(each, pieces, now))
    return found


def _fields(reminder: Reminder, pieces: Sequence[Piece], now: datetime) -> dict[str, str]:
    """What `ladder.FIELDS` stand for."""
    whose = reminder.delivery.unit_name if reminder.delivery else reminder.directive.issuer.name
    return {
        "don_vi": whose,
        "van_ban": reminder.directive.reference,
        "so_viec": works(len(pieces)),
        "han": short_date(reminder.deadline),
        "con_lai": distance_words(reminder.deadline, local_day(now)),
    }
