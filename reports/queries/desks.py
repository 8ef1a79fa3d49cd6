"""At which desk a person sits for reminding by hand; 404 for strangers, 403 for who is a recipient like others."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from directives.access import coordinates, reports_for, whole_q
from directives.models import Delivery, Directive, HandReminder, Obligation
from directives.models.obligation import OPEN
from units.access import REPORTING_ROLES, unit_ids

from .calls import Desk

WITH = ("directive__campaign", "directive__issuer", "unit")


def letter_desk(user, pk: int) -> Desk:
    """The issuing unit's: its coordinators act, who sees the letter whole looks on."""
    rows = Directive.objects.visible_to(user).filter(issued_at__isnull=False).select_related("campaign", "issuer")
    directive = get_object_or_404(rows, pk=pk)
    if not Directive.objects.filter(whole_q(user), pk=pk).exists():
        raise PermissionDenied
    return Desk(
        directive=directive,
        giver=directive.issuer,
        deliveries=directive.deliveries.counted(),
        works=Obligation.objects.counted(),
        notes=HandReminder.objects.all(),
        can_act=coordinates(user, directive) and directive.is_in_force,
    )


def below_desk(user, pk: int) -> Desk:
    """That of a unit which passed work of a delivery on: its people act, who sees the delivery looks on."""
    units = unit_ids(user, *REPORTING_ROLES)
    passed = Obligation.objects.filter(parent__delivery=pk).select_related("parent__responsible_unit")
    mine = passed.filter(parent__responsible_unit__in=units)
    first = mine.order_by("pk").first()
    rows = Delivery.objects.all() if first else Delivery.objects.visible_to(user)
    row = get_object_or_404(rows.select_related(*WITH), pk=pk)
    works = (mine if first else passed).filter(parent__progress__in=OPEN, instruction__binding=True).had()
    giver = first.parent.responsible_unit if first else row.unit
    acts = bool(first) or reports_for(user, row.unit_id)
    return Desk(
        directive=row.directive,
        giver=giver,
        deliveries=Delivery.objects.filter(pk__in=works.values("delivery"), refused_at=None),
        works=works,
        notes=HandReminder.objects.filter(acting_unit=giver),
        can_act=acts and row.directive.is_in_force,
        above=row,
    )


def desk_of(user, pk: int) -> Desk:
    """The desk at which a person reminds the unit of a delivery, with that unit alone: their own, else the letter's."""
    own = Obligation.objects.filter(delivery=pk, parent__responsible_unit__in=unit_ids(user, *REPORTING_ROLES))
    if given := own.select_related("parent").order_by("pk").first():
        return _with(below_desk(user, given.parent.delivery_id), pk)
    row = get_object_or_404(Delivery.objects.visible_to(user), pk=pk)
    if row.parent_id:
        return _with(below_desk(user, row.parent_id), pk)
    return _with(letter_desk(user, row.directive_id), pk)


def _with(desk: Desk, pk: int) -> Desk:
    found = desk.only(pk)
    if not found.deliveries.exists():
        raise Http404("nobody at this desk has to do with the delivery")
    return found


def reachable(user) -> QuerySet[Delivery]:
    """Deliveries that the person sees, and those of units to which their own passed work on."""
    given = Obligation.objects.filter(parent__responsible_unit__in=unit_ids(user, *REPORTING_ROLES))
    return Delivery.objects.filter(
        Q(pk__in=Delivery.objects.visible_to(user).values("pk")) | Q(pk__in=given.values("delivery"))
    )
