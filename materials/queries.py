"""What the pages of materials read: the newest version of each, who took it, grouped by campaign."""

from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from directives.models import Campaign, Delivery
from units.access import unit_ids
from units.models import Role

from .access import versions_for
from .models import Material, MaterialTake, MaterialVersion


@dataclass
class Shelf:
    """The materials of one campaign that a person may take, each as its newest version."""

    campaign: Campaign
    versions: list[MaterialVersion] = field(default_factory=list)
    is_kept: bool = False
    """The person looks after the campaign: may add, supersede and withdraw."""


def shelves_for(user) -> list[Shelf]:
    """Every campaign the person has a part in that has materials, and one's own running ones even when empty.

    Running campaigns first, the latest first.
    """
    own = unit_ids(user, Role.COORDINATOR)
    kept = Campaign.objects.open().filter(owner__in=own).select_related("owner")
    shelves = {campaign.pk: Shelf(campaign, is_kept=True) for campaign in kept}
    for version in newest_for(user):
        campaign = version.material.campaign
        shelf = shelves.setdefault(campaign.pk, Shelf(campaign, is_kept=campaign.owner_id in own))
        shelf.versions.append(version)
    latest_first = sorted(shelves.values(), key=lambda shelf: shelf.campaign.created_at, reverse=True)
    return sorted(latest_first, key=lambda shelf: shelf.campaign.closed_at is not None)


def newest_for(user) -> QuerySet[MaterialVersion]:
    """The newest version of every material the person may take, in the order in which they were added."""
    newer = MaterialVersion.objects.filter(material=OuterRef("material"), number__gt=OuterRef("number"))
    rows = versions_for(user).filter(~Exists(newer), material__withdrawn_at=None)
    return rows.select_related("stored", "material__campaign__owner").order_by("material__created_at", "material")


def materials_of(campaign: Campaign) -> QuerySet[Material]:
    """All materials of a campaign with their versions, the newest first, and `units`, how many units took any."""
    # Django drops the table's own order from a query that counts.
    versions = (
        MaterialVersion.objects.select_related("stored", "published_by")
        .annotate(units=Count("takes__unit", distinct=True))
        .order_by("-number")
    )
    return campaign.materials.annotate(
        units=Count("versions__takes__unit", distinct=True, filter=Q(versions__takes__unit__isnull=False))
    ).prefetch_related(Prefetch("versions", queryset=versions))


def units_taking(campaign: Campaign) -> tuple[int, int]:
    """How many recipient units of the campaign took at least one material, of how many."""
    recipients = Delivery.objects.counted().filter(directive__campaign=campaign).values("unit")
    taken = MaterialTake.objects.filter(version__material__campaign=campaign, unit__in=recipients)
    return taken.values("unit").distinct().count(), recipients.distinct().count()
