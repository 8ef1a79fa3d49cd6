"""The public files of a day, written once and kept: asking for them often costs the portal one small query."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.core.cache import cache
from django.utils import translation

from reports.models import Publication

from .gather import gather, public_day
from .write import files

KEPT_FOR = 26 * 60 * 60
"""Seconds: a day and a bit. The name of what is kept holds the day, so nothing of yesterday is shown tomorrow."""


@dataclass(frozen=True)
class Kept:
    body: bytes
    etag: str
    day: date


def kept_file(publication: Publication, name: str, now: datetime) -> Kept | None:
    """One public file as of the last day that is over; None for a name that is not public."""
    day = public_day(publication.campaign, now)
    found = cache.get(_key(publication, day, name))
    if found is None:
        made = {each: _told(body) for each, body in _made(publication, day).items()}
        if name not in made:
            return None
        cache.set_many({_key(publication, day, each): told for each, told in made.items()}, KEPT_FOR)
        found = made[name]
    return Kept(*found, day)


def _made(publication: Publication, day: date) -> dict[str, bytes]:
    """In Vietnamese, whatever the reader's browser asks for: the address of a file stands for the same bytes."""
    with translation.override("vi"):
        return files(gather(publication.campaign, day, publication.licence))


def _told(body: bytes) -> tuple[bytes, str]:
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _key(publication: Publication, day: date, name: str) -> str:
    """What of the campaign may be corrected while its data are open belongs to the key."""
    campaign = publication.campaign
    told = (campaign.name, campaign.owner.name, campaign.is_illustrative, campaign.illustrative_note, campaign.ends_on)
    mark = hashlib.sha256(repr(told).encode()).hexdigest()[:12]
    return f"open-data:{publication.pk}:{day:%Y%m%d}:{mark}:{name}"
