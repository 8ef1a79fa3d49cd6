"""How people want to hear, now or as they had chosen at a past moment. Reads only."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import prefetch_related_objects

from campaign_portal.lib.models import ActivityEntry
from directives.models import Preference
from units.models import User

KEPT_AS = "preference."
"""How the verbs begin under which `services/preferring.py` keeps what was chosen, with the columns that it set."""


def preferences(people: Iterable[User], at: datetime | None = None) -> dict[int, Preference | None]:
    """By the key of the person; None for who had chosen nothing. One query, and one more for changes since `at`."""
    known = list(people)
    prefetch_related_objects(known, "preference")
    found = {person.pk: getattr(person, "preference", None) for person in known}
    later = {pk for pk, row in found.items() if at and row and row.changed_at > at}
    return found | _folded(later, at) if later else found


def _folded(people: Iterable[int], at: datetime) -> dict[int, Preference | None]:
    """From the activity log; rows in memory, which nobody saves."""
    found: dict[int, Preference | None] = dict.fromkeys(people)
    rows = ActivityEntry.objects.filter(actor__in=found, verb__startswith=KEPT_AS, at__lte=at).order_by("pk")
    for entry in rows:
        row = found[entry.actor_id] or Preference(person_id=entry.actor_id)
        for name, value in entry.detail.items():
            setattr(row, name, value)
        found[entry.actor_id] = row
    return found
