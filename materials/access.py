"""Who may take which version, and who looks after the materials of a campaign."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from directives.models import Campaign
from units.access import unit_ids
from units.models import Role

from .models import Material, MaterialVersion


def looks_after(user, campaign: Campaign) -> bool:
    """May add, supersede and withdraw: coordinators of the unit that owns the campaign."""
    return campaign.owner_id in unit_ids(user, Role.COORDINATOR)


def versions_for(user) -> QuerySet[MaterialVersion]:
    """Versions the person may take: the newest of what is not withdrawn; coordinators of the owner every version."""
    newer = MaterialVersion.objects.filter(material=OuterRef("material"), number__gt=OuterRef("number"))
    current = Q(material__withdrawn_at=None) & ~Exists(newer)
    kept = Q(material__campaign__owner__in=unit_ids(user, Role.COORDINATOR))
    return MaterialVersion.objects.filter(current | kept, material__in=Material.objects.visible_to(user))
