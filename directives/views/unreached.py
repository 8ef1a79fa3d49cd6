"""The units that no mail reaches, for the pages that name them."""

from collections.abc import Iterable

from django.http import HttpRequest

from directives.models import Directive
from directives.reminders.addresses import unreached
from units.access import visible_units
from units.models import Unit


def unreached_units(request: HttpRequest, units: Iterable[Unit]) -> dict:
    """For `_unreached.html`: who they are, and whose page the reader may open to add somebody. Three queries."""
    found = unreached(units)
    seen = visible_units(request.user).filter(pk__in=[unit.pk for unit in found])
    return {"unreached": found, "to_open": set(seen.values_list("pk", flat=True))}


def unreached_recipients(request: HttpRequest, directive: Directive) -> dict:
    """As `unreached_units`, of a letter in force; four queries."""
    if not directive.is_in_force:
        return {}
    rows = directive.deliveries.filter(refused_at=None).select_related("unit").order_by("unit_sort_key", "pk")
    return unreached_units(request, [row.unit for row in rows])
