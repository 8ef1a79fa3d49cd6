"""Pictures that look alike, found when one is stored: the search is by index, and what it finds is kept as pairs."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from campaign_portal.lib import looks
from campaign_portal.lib.looks import Look
from campaign_portal.lib.models import HASH_COLUMNS, NearPair, PictureHash, StoredFile

BAND_FIELDS = HASH_COLUMNS[2:]

MOST_LOOKED_AT = 20_000
"""Rows compared bit by bit for one picture; the bands leave about a thousand of a million."""

MOST_PAIRS = 50
"""Pairs kept for a new picture, the nearest: a poster that ten thousand units share would make fifty million."""


def remember(stored: StoredFile, data: bytes) -> None:
    """Keep what a picture looks like, and which ones look like it. May run again, and beside others.

    `stored` is the copy that people are shown, `data` its bytes. The row comes before the search: of two near pictures
    stored at once, the later search finds the other.
    """
    if PictureHash.objects.filter(stored=stored).exists():
        return
    look = looks.look_of(data)
    PictureHash.objects.get_or_create(stored=stored, defaults=columns(look))
    if look:
        keep_pairs(stored.pk, look)


def keep_pairs(pk: int, look: Look) -> None:
    rows = []
    for distance, other in nearest(look, but=pk):
        rows.append(NearPair(one_id=pk, other_id=other, distance=distance))
        rows.append(NearPair(one_id=other, other_id=pk, distance=distance))
    NearPair.objects.bulk_create(rows, ignore_conflicts=True)


def nearest(look: Look, *, but: int) -> list[tuple[int, int]]:
    """(distance, key) of the pictures that look like it, the nearest first."""
    found = []
    for pk, steps, waves in candidates(look).exclude(pk=but).values_list("pk", "steps", "waves")[:MOST_LOOKED_AT]:
        distance = look.distance(Look(looks.unsigned(steps), looks.unsigned(waves)))
        if distance is not None:
            found.append((distance, pk))
    return sorted(found)[:MOST_PAIRS]


def candidates(look: Look) -> QuerySet[PictureHash]:
    """Every row within `looks.NEAR_STEPS` bits, and some more; four indexes answer it."""
    parts = zip(BAND_FIELDS, looks.bands(look.steps), strict=True)
    return PictureHash.objects.filter(
        reduce(or_, (Q(**{f"{field}__in": [*looks.around(part)]}) for field, part in parts))
    )


def not_looked_at() -> QuerySet[StoredFile]:
    """Pictures that people are shown and whose look is unknown, in the order of their keys."""
    is_copy = Exists(StoredFile.objects.filter(display=OuterRef("pk"), content_type__startswith="image/"))
    rows = StoredFile.objects.filter(look=None, display=None, content_type__startswith="image/")
    return rows.filter(is_copy).order_by("pk")


def columns(look: Look | None) -> dict[str, int]:
    if look is None:
        return {}
    columns: Iterable[tuple[str, int]] = zip(BAND_FIELDS, looks.bands(look.steps), strict=True)
    return {"steps": looks.signed(look.steps), "waves": looks.signed(look.waves), **dict(columns)}
