"""Who may see what starts here: a person's seats, and the places of the tree they open.

Rights are a person's role times the part of their unit in a directive; the second factor is known to `directives`.
"""

from django.db.models import Q

from .models import Role, Unit, User

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
