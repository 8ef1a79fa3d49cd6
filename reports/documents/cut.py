"""Until when the figures of a document count, in words and as the QR that lets anybody compare them."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import clock_words, closes_at, short_date
from reports.models import Document

from .paper import Check


def cut_at(day: date, now: datetime) -> datetime:
    """The instant a paper made now about a day can speak of: the end of the day, or now where it is not over."""
    return min(closes_at(day), now)


def is_whole_day(document: Document) -> bool:
    return document.cut_at >= closes_at(document.as_of)


def cut_words(document: Document) -> str:
    """ "đến hết ngày 20/11/2024", or "đến 15:04 ngày 20/11/2024" for a day that was not over."""
    if is_whole_day(document):
        return _("đến hết ngày %(day)s") % {"day": short_date(document.as_of)}
    return _("đến %(clock)s") % {"clock": clock_words(document.cut_at)}


def check_of(document: Document) -> Check:
    """The QR for the closing of a paper: the address of its check, and what its figures are of."""
    words = _("Số liệu %(cut)s, phiên bản %(version)d. Quét mã để đối chiếu với số liệu trên cổng.")
    return Check(check_address(document), words % {"cut": cut_words(document), "version": document.version})


def check_address(document: Document) -> str:
    return settings.SITE_URL + reverse("reports:document-check", args=[document.public_id])
