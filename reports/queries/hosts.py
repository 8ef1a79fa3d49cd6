"""Whose site or page an address stands on, by what the registry knows of the unit: a website, and pages elsewhere."""

from collections.abc import Sequence

from reports.links.judge import homes, is_within, without_www
from reports.models import Channel

NETWORKS = {Channel.FACEBOOK: ("facebook.com", "fb.com"), Channel.ZALO: ("zalo.me",)}
"""Where the pages of a unit on a social network stand."""


def known_homes(website: str, pages: str) -> list[str]:
    """The unit's sites and pages, as the registry has them."""
    return homes(f"{website}\n{pages}")


def home_of(url: str, known: Sequence[str]) -> str:
    """Which of the unit's sites or pages an address stands on; "" for none."""
    here = without_www(url)
    return next((each for each in map(without_www, known) if is_within(here, each)), "")


def strays(url: str, website: str, pages: str) -> bool:
    """Whether a post said to stand on the unit's own site stands elsewhere; unknown while no site is registered."""
    return bool(homes(website)) and not home_of(url, known_homes(website, pages))


def on_network(known: Sequence[str], channel: str) -> list[str]:
    """The unit's pages on a social network."""
    hosts = NETWORKS.get(channel, ())
    return [each for each in map(without_www, known) if each.partition("/")[0].removeprefix("m.") in hosts]
