"""The part a person's unit has in a directive, as conditions on rows. No models here: querysets are built from these.

A unit *coordinates* what it issued, *oversees* what a unit below it issued or what names it "để b/c", *receives* what
was delivered to it, and *looks down* on the rows of units below it. Whoever has no part learns nothing.
"""

from django.db.models import Q

from units.access import below_q, subtree_q, unit_ids
from units.models import Role

NOTHING = Q(pk__in=[])


def coordinates_q(user, to_directive: str = "") -> Q:
    """Rows of directives that the person's unit issues. `to_directive` is the lookup path, ending in "__" or empty."""
    ids = unit_ids(user)
    return Q(**{f"{to_directive}issuer__in": ids}) if ids else NOTHING


def oversees_q(user, to_directive: str = "") -> Q:
    """Rows of issued directives the person's unit oversees: it stands above the issuer, or is confirmed "để b/c"."""
    ids = unit_ids(user)
    if not ids:
        return NOTHING
    confirmed = Q(**{f"{to_directive}copies__overseer__in": ids, f"{to_directive}copies__confirmed_at__isnull": False})
    above = below_q(user, f"{to_directive}issuer")
    return Q(**{f"{to_directive}issued_at__isnull": False}) & (confirmed | above)


def drafts_of_others_q(user, to_directive: str = "") -> Q:
    """Drafts are for coordinators of the issuing unit alone; everyone else sees a directive once it is issued."""
    coordinating = unit_ids(user, Role.COORDINATOR)
    return Q(**{f"{to_directive}issued_at__isnull": True}) & ~Q(**{f"{to_directive}issuer__in": coordinating})


def whole_q(user, to_directive: str = "") -> Q:
    """Rows of directives the person sees whole: every unit's rows, not only their own unit's."""
    return coordinates_q(user, to_directive) | oversees_q(user, to_directive)


def directive_q(user) -> Q:
    """Directives in which the person has any part; a draft that was put away has left all pages but its own list."""
    if not unit_ids(user):
        return NOTHING
    received = Q(issued_at__isnull=False) & subtree_q(user, "deliveries__unit")
    return (whole_q(user) | received) & ~drafts_of_others_q(user) & Q(discarded_at=None)


def unit_rows_q(user, to_directive: str, *to_units: str) -> Q:
    """Rows that belong to a unit inside a directive: all of them for who sees it whole, else the person's subtree."""
    if not unit_ids(user):
        return NOTHING
    condition = whole_q(user, to_directive)
    for to_unit in to_units:
        condition |= subtree_q(user, to_unit)
    return condition & ~drafts_of_others_q(user, to_directive)


def campaign_q(user) -> Q:
    """Campaigns of the person's unit or of a unit below it, and those with a directive in which it has a part."""
    if not unit_ids(user):
        return NOTHING
    issued = Q(directives__issued_at__isnull=False)
    parts = oversees_q(user, "directives__") | subtree_q(user, "directives__deliveries__unit")
    return subtree_q(user, "owner") | (issued & parts)


def coordinates(user, directive) -> bool:
    """May act on the directive: issue, review, remind, extend."""
    return directive.issuer_id in unit_ids(user, Role.COORDINATOR)


def decides_on(user, obligation) -> bool:
    """May confirm or return work declared complete: who passed it on, else the coordinators of the issuing unit."""
    if obligation.parent_id:
        return reports_for(user, obligation.parent.responsible_unit_id)
    return coordinates(user, obligation.delivery.directive)


def reports_for(user, unit_id: int) -> bool:
    """May act for a recipient unit: confirm receipt, record actions, declare complete, report."""
    return unit_id in unit_ids(user, Role.COORDINATOR, Role.FOCAL)
