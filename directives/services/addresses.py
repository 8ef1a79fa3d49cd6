"""An officer's word that an address works again, after asking its owner."""

from datetime import datetime

from django.db import transaction

from campaign_portal.lib import activity
from directives.models import AddressTrouble
from directives.reminders.addresses import end_trouble


def trust_address(*, trouble: AddressTrouble, actor, now: datetime) -> None:
    """Write to the address again; a report that comes back puts it under suspicion once more. Twice is as once."""
    with transaction.atomic():
        if end_trouble(address=trouble.address, now=now):
            activity.record(actor=actor, verb="address.trusted", subject=trouble.address, now=now)
