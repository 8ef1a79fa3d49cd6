"""Which units a unit may pass work down to."""

from datetime import date

from django.db.models import Q, QuerySet

from .models import Unit, UnitKind

UNDER_COMMITTEE = (UnitKind.WARD_COMMITTEE, UnitKind.COMMUNITY_TEAM)
"""What an office of a district passes work to, although its committee stands above them and it does not."""


def units_below(unit: Unit, day: date) -> QuerySet[Unit]:
    """Units of a local day below the unit in the tree, in protocol order.

    For an office of a district also the wards and the community digital teams below its committee, whose helper in its
    field it is (Law on local government organisation 2015, article 9: specialised bodies help the committee and guide
    their field downwards); never the committee's other offices.
    """
    below = Q(path__startswith=unit.path)
    if unit.kind == UnitKind.DISTRICT_OFFICE and unit.parent and unit.parent.kind == UnitKind.DISTRICT_COMMITTEE:
        below |= Q(path__startswith=unit.parent.path, kind__in=UNDER_COMMITTEE)
    return Unit.objects.valid_on(day).filter(below).exclude(pk=unit.pk)


def passes_down(unit: Unit, day: date) -> bool:
    """Whether passing work down is offered to the unit: somebody is below it. One query."""
    return units_below(unit, day).exists()
