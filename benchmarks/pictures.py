"""Pictures that look alike: hashing one, and finding what looks like it among many."""

import random

from benchmarks.measure import seconds, tell

FEW, MANY = 1000, 100_000


def pictures() -> None:
    from campaign_portal.lib import near
    from campaign_portal.lib.looks import Look, look_of
    from campaign_portal.lib.tests.scenes import jpeg, scene

    data = jpeg(scene(1))
    tell("hash a picture of 960 × 640", seconds(lambda: look_of(data), 20) * 1000, "ms")
    dice = random.Random(1)
    asked = [Look(dice.getrandbits(64), dice.getrandbits(64)) for _ in range(50)]
    times = []
    for count in (FEW, MANY):
        fill(count, dice)
        spent = seconds(lambda: [near.nearest(look, but=0) for look in asked]) / len(asked)
        times.append(spent)
        ratio = [spent / times[0], "the small one"] if len(times) > 1 else []
        tell(f"find what looks like one among {count} pictures", spent * 1000, "ms", *ratio)


def fill(count: int, dice: random.Random) -> None:
    """So many hashes in the tables, besides those that are there."""
    from django.utils import timezone

    from campaign_portal.lib import near
    from campaign_portal.lib.looks import Look
    from campaign_portal.lib.models import PictureHash, StoredFile

    now, start = timezone.now(), PictureHash.objects.count()
    facts = {"size": 1, "content_type": "image/jpeg", "created_at": now}
    rows = [StoredFile(sha256=f"{number:064x}", **facts) for number in range(start, count)]
    stored = StoredFile.objects.bulk_create(rows, batch_size=5000)
    looks = [Look(dice.getrandbits(64), dice.getrandbits(64)) for _ in stored]
    hashes = [PictureHash(stored=row, **near.columns(look)) for row, look in zip(stored, looks, strict=True)]
    PictureHash.objects.bulk_create(hashes, batch_size=5000)
