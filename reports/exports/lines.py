"""What stands above and below the table of every file."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import clock_words, short_date
from campaign_portal.lib.numbers import number_text

from .columns import Listing, Maker


def lines_above(listing: Listing, maker: Maker) -> list[str]:
    """The title, then how it is narrowed, up to when it counts, who made it, and what is to be known of it."""
    lines = [listing.title, _filters(listing), f"{_until(listing, maker)} {_made(maker)}"]
    if listing.is_illustrative:
        lines.append(_("Số liệu minh họa, không phải số liệu thật."))
    return [*lines, *listing.notes]


def line_below(count: int) -> str:
    return _("Danh sách có %(count)s dòng.") % {"count": number_text(count)}


def _filters(listing: Listing) -> str:
    if not listing.filters:
        return _("Không lọc: đủ mọi dòng của danh sách.")
    return _("Lọc theo: %(filters)s.") % {"filters": "; ".join(listing.filters)}


def _until(listing: Listing, maker: Maker) -> str:
    if listing.until is None:
        return _("Số liệu lúc %(at)s.") % {"at": clock_words(maker.at)}
    return _("Số liệu đến hết ngày %(day)s.") % {"day": short_date(listing.until)}


def _made(maker: Maker) -> str:
    who = f"{maker.person}, {maker.unit}" if maker.unit else maker.person
    return capfirst(_("%(who)s tải về lúc %(at)s.") % {"who": who, "at": clock_words(maker.at)})
