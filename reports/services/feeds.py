"""Secret addresses of calendars: one made, replaced by another, or taken away. The key itself is in no log."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaign_portal.lib import activity
from campaign_portal.lib.errors import Refused
from campaign_portal.lib.rows import lock
from reports.models import CalendarFeed
from units.access import unit_ids
from units.models import Unit, User


def open_feed(*, person: User, unit: Unit | None, now: datetime) -> CalendarFeed:
    """The person's address for all their units or for one of them; made when there is none yet."""
    if unit and unit.pk not in unit_ids(person):
        raise Refused(_("Anh/chị không còn trong đơn vị này."))
    return _live(person, unit) or _made(person, unit, now)


def renew_feed(*, feed: CalendarFeed, now: datetime) -> CalendarFeed:
    """Another address; the old one answers nobody from now on. A second press with the old row changes nothing."""
    with transaction.atomic():
        row = lock(feed)
        if row.revoked_at:
            return open_feed(person=row.person, unit=row.unit, now=now)
        _revoke(row, now)
        fresh = CalendarFeed.objects.create(person=row.person, unit=row.unit, made_at=now)
        _log(fresh, "calendar.renewed", now)
    return fresh


def revoke_feed(*, feed: CalendarFeed, now: datetime) -> None:
    with transaction.atomic():
        row = lock(feed)
        if row.revoked_at is None:
            _revoke(row, now)
            _log(row, "calendar.revoked", now)


def _live(person: User, unit: Unit | None) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(person=person, unit=unit, revoked_at=None).first()


def _made(person: User, unit: Unit | None, now: datetime) -> CalendarFeed:
    try:
        with transaction.atomic():
            feed = CalendarFeed.objects.create(person=person, unit=unit, made_at=now)
            _log(feed, "calendar.made", now)
    except IntegrityError:  # a second press at the same moment: there is one now
        return CalendarFeed.objects.get(person=person, unit=unit, revoked_at=None)
    return feed


def _revoke(row: CalendarFeed, now: datetime) -> None:
    row.revoked_at = now
    row.save(update_fields=["revoked_at"])


def _log(feed: CalendarFeed, verb: str, now: datetime) -> None:
    subject = str(feed.unit) if feed.unit else _("mọi đơn vị của %(person)s") % {"person": feed.person}
    activity.record(actor=feed.person, verb=verb, subject=subject, detail={"feed": feed.pk}, now=now)
