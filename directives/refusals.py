"""Letters that units sent back as misaddressed, until the issuing unit has done something about each."""

from django.db.models import Exists, OuterRef, QuerySet

from directives.models import About, Change, Delivery, Directive, Event, Obligation
from units.access import REPORTING_ROLES, unit_ids
from units.models import Role


def open_refusals(user) -> QuerySet[Delivery]:
    """What waits for the person: sent back by a unit, neither passed on to another nor agreed to; oldest first."""
    rows = Delivery.objects.filter(
        directive__issuer__in=unit_ids(user, Role.COORDINATOR),
        directive__issued_at__isnull=False,
        directive__recalled_at=None,
        directive__campaign__closed_at=None,
        parent=None,
        refused_at__isnull=False,
        redirected_to=None,
    )
    return rows.exclude(Exists(agreements(OuterRef("pk")))).order_by("refused_at", "pk")


def refused_below(user) -> QuerySet[Delivery]:
    """What units sent back to the person's unit, which had passed it on to them, and the person has not settled yet;
    oldest first."""
    return (
        given_below(user)
        .filter(
            directive__recalled_at=None,
            directive__campaign__closed_at=None,
            refused_at__isnull=False,
            redirected_to=None,
        )
        .exclude(Exists(agreements(OuterRef("pk"))))
        .order_by("refused_at", "pk")
    )


def given_below(user) -> QuerySet[Delivery]:
    """Deliveries that units have because a unit the person reports for passed work on to them."""
    ids = unit_ids(user, *REPORTING_ROLES)
    given = Obligation.objects.filter(delivery=OuterRef("pk"), parent__responsible_unit__in=ids)
    return Delivery.objects.filter(Exists(given), parent__isnull=False)


def moved_away(directive: Directive) -> QuerySet[Delivery]:
    """What the issuing unit itself found misaddressed and sent to another unit: nobody had sent it back."""
    sent_back = Change.objects.filter(about=About.DELIVERY, about_id=OuterRef("pk"), event=Event.REFUSED)
    return directive.deliveries.filter(redirected_to__isnull=False).exclude(Exists(sent_back))


def agreements(delivery) -> QuerySet[Change]:
    """The issuing unit's word that a letter sent back stays back; `delivery` is a key or a reference to one."""
    return Change.objects.filter(about=About.DELIVERY, about_id=delivery, event=Event.ACCEPTED)
