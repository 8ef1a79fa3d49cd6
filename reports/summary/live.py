"""Whether a letter's figures of today may read differently than before, told without computing them."""

from datetime import datetime, time
from hashlib import sha256

from django.db.models import Max

from campaign_portal.lib.dates import at_local, local_day
from directives.models import About, Change, Directive
from reports.models import UnitReport
from units.models import User


def version(directive: Directive, reader: User, *, now: datetime) -> str:
    """An entity tag of the page for this reader: it changes with every change of the letter's rows, and with the day.

    What changed on earlier days cannot change any more, so only the rows of today are asked for. Two queries.
    """
    today = local_day(now)
    changes = Change.objects.filter(directive=directive, about__in=About.values, local_day__gte=today)
    replies = UnitReport.objects.filter(delivery__directive=directive, submitted_at__gte=at_local(today, time.min))
    newest = [rows.order_by().aggregate(newest=Max("pk"))["newest"] for rows in (changes, replies)]
    state = (directive.pk, reader.pk, str(today), str(directive.campaign.closed_at), *newest)
    return f'"{sha256(repr(state).encode()).hexdigest()[:32]}"'
