"""Who may see what starts here: a person's seats, and the places of the tree they open.

Rights are a person's role times the part of their unit in a directive; the second factor is known to `directives`.
"""

from django.db.models import Q, QuerySet

from .models import Role, Unit, UnitAlias, UnitKind, User

REPORTING_ROLES = (Role.COORDINATOR, Role.FOCAL)


def unit_ids(user: User, *roles: Role) -> list[int]:
    """Units the person acts for, in any of the roles given (all roles when none is named)."""
    if not user.is_authenticated:
        return []
    return [seat.unit_id for seat in user.seats if not roles or seat.role in roles]


def subtree_q(user: User, field: str) -> Q:
    """Rows whose unit (reached by `field`) is one of the person's units or lies below one; nothing for strangers."""
    if not user.is_authenticated or not user.seats:
        return Q(pk__in=[])
    condition = Q()
    for path in {seat.unit.path for seat in user.seats}:
        condition |= Q(**{f"{field}__path__startswith": path})
    return condition


def below_q(user: User, field: str) -> Q:
    """As `subtree_q`, but only units strictly below the person's own."""
    return subtree_q(user, field) & ~Q(**{f"{field}__in": unit_ids(user)})


def acts_for(user: User, unit_id: int, *roles: Role) -> bool:
    return unit_id in unit_ids(user, *roles)


def home_unit(user: User) -> Unit | None:
    """The unit whose name stands in the masthead: the first seat, coordinators first."""
    seats = sorted(user.seats, key=lambda seat: list(Role).index(Role(seat.role))) if user.is_authenticated else []
    return seats[0].unit if seats else None


def nav_roles(user: User) -> list[str]:
    """Which menus a person sees, most important first: officer, focal, leader, admin."""
    if not user.is_authenticated:
        return []
    menus = {Role.COORDINATOR: "officer", Role.FOCAL: "focal", Role.VIEWER: "leader"}
    held = {seat.role for seat in user.seats}
    return [menu for role, menu in menus.items() if role in held] + (["admin"] if user.is_staff else [])


def brand_for(user: User) -> tuple[str, bool]:
    """The masthead's organisation and whether its name is long enough to be hidden on a narrow phone."""
    unit = home_unit(user)
    name = unit.brief if unit else ""
    return name, len(name) > 28


# --- The registry: who may look at which units, correct them, and appoint people --------------------------------------
CITY_LEVEL = (UnitKind.CITY_COMMITTEE, UnitKind.DEPARTMENT, UnitKind.AFFILIATE)
"""Kinds whose coordinators keep the registry of their whole city; everybody else keeps what lies below them."""


def visible_units(user: User) -> QuerySet[Unit]:
    """Units whose page the person may open: the person's own; a viewer's also below them; a coordinator's as kept."""
    if not user.is_authenticated:
        return Unit.objects.none()
    if user.is_staff:
        return Unit.objects.all()
    viewing = [seat.unit for seat in user.seats if seat.role == Role.VIEWER]
    condition = Q(pk__in=unit_ids(user)) | _kept_q(user)
    for unit in viewing:
        condition |= _city_q(unit) if unit.kind == UnitKind.CITY_COMMITTEE else Q(path__startswith=unit.path)
    return Unit.objects.filter(condition)


def kept_units(user: User) -> QuerySet[Unit]:
    """Units the person may correct: all for an administrator, the city for a coordinator at city level, else below."""
    if not user.is_authenticated:
        return Unit.objects.none()
    return Unit.objects.all() if user.is_staff else Unit.objects.filter(_kept_q(user))


def keeps_registry(user: User) -> bool:
    """True for those who may add units at all."""
    return user.is_authenticated and (user.is_staff or bool(unit_ids(user, Role.COORDINATOR)))


def visible_aliases(user: User) -> QuerySet[UnitAlias]:
    """Words taught for the letters of units whose coordinator the person is: those may withdraw them as well."""
    if not user.is_authenticated:
        return UnitAlias.objects.none()
    if user.is_staff:
        return UnitAlias.objects.all()
    return UnitAlias.objects.filter(issuer__in=unit_ids(user, Role.COORDINATOR))


def roles_to_give(user: User, unit: Unit) -> list[Role]:
    """Roles the person may give and end in a unit.

    Every role in one's own unit and below it. In another unit of the city only a focal point, and only where the unit
    has no coordinator of its own: who reads a unit's letters is for that unit to say. Above one's own unit, none.
    """
    if not user.is_authenticated:
        return []
    coordinating = [seat.unit for seat in user.seats if seat.role == Role.COORDINATOR]
    if user.is_staff or any(unit.path.startswith(own.path) for own in coordinating):
        return list(Role)
    if any(unit.is_above(own) for own in coordinating) or not kept_units(user).filter(pk=unit.pk).exists():
        return []
    taken = unit.memberships.in_force().filter(role=Role.COORDINATOR).exists()
    return [] if taken else [Role.FOCAL]


def _kept_q(user: User) -> Q:
    condition = Q(pk__in=[])
    for seat in user.seats:
        if seat.role == Role.COORDINATOR:
            at_city = seat.unit.kind in CITY_LEVEL
            condition |= _city_q(seat.unit) if at_city else Q(path__startswith=seat.unit.path)
    return condition


def _city_q(unit: Unit) -> Q:
    """The tree the unit stands in, and bodies without a parent here (universities, central bodies) in that city."""
    root = unit.path.split("/")[1]
    city = Unit.objects.filter(pk=root, kind=UnitKind.CITY_COMMITTEE, area__isnull=False).values("area")
    located = Q(area__in=city) | Q(area__parent__in=city) | Q(area__parent__parent__in=city)
    return Q(path__startswith=f"/{root}/") | (Q(parent=None) & located)
