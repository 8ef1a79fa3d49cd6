"""Who hears of a reminder: resolved from seats at the moment it is sent, never stored."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from directives.ladder import Audience
from directives.models import Directive, Reminder
from units.access import REPORTING_ROLES
from units.models import Membership, Role, Unit, User

from .pieces import Piece

ROLES = {
    Audience.UNIT: REPORTING_ROLES,
    Audience.HEAD: (Role.VIEWER,),
    Audience.ABOVE: (Role.COORDINATOR, Role.VIEWER),
    Audience.ISSUER: (Role.COORDINATOR,),
    Audience.OVERSEER: (Role.VIEWER,),
}
"""Who of a unit hears: those who report for it, or who look at it ("xem", its leaders)."""

Desk = tuple[str, int]
"""An audience and the unit at whose desks it sits."""

Heard = dict[str, dict[User, list[Piece]]]
"""By the key of a reminder: each person who hears of it, and of which of its pieces."""


def whom(reminders: Sequence[Reminder], pieces: Mapping[str, Sequence[Piece]], *, day: date | None = None) -> Heard:
    """Everybody with an address who sits where the pieces of each reminder lie, now or on a past local day.

    At most four queries.
    """
    desks = _desks(reminders, pieces)
    people = at_desks({desk for found in desks.values() for desk, _piece in found}, day=day)
    heard: Heard = {}
    for key, found in desks.items():
        heard[key] = defaultdict(list)
        for desk, piece in found:
            for person in people.get(desk, []):
                heard[key][person].append(piece)
    return heard


def at_desks(desks: Iterable[Desk], *, day: date | None = None) -> dict[Desk, list[User]]:
    """The people at each desk who have an address. One query."""
    wanted = set(desks)
    found: dict[Desk, dict[int, User]] = defaultdict(dict)
    for seat in _seats({unit for _audience, unit in wanted}, day):
        for audience, roles in ROLES.items():
            if seat.role in roles and (audience, seat.unit_id) in wanted:
                found[audience, seat.unit_id][seat.user_id] = seat.user
    return {desk: list(people.values()) for desk, people in found.items()}


def readers(unit_ids: Iterable[int], roles: Sequence[Role] = REPORTING_ROLES) -> dict[int, list[User]]:
    """People of each unit in these roles who have an address. One query."""
    found: dict[int, dict[int, User]] = defaultdict(dict)
    for seat in _seats(set(unit_ids)).filter(role__in=roles):
        found[seat.unit_id][seat.user_id] = seat.user
    return {unit: list(people.values()) for unit, people in found.items()}


def units_of(people: Iterable[User], roles: Sequence[Role] = REPORTING_ROLES) -> dict[int, set[int]]:
    """Units for which each person sits in these roles, read anew: a seat may have ended since the mail was planned.

    One query.
    """
    found = {person.pk: set() for person in people}
    seats = Membership.objects.in_force().filter(user__in=found, role__in=roles)
    for person, unit in seats.values_list("user", "unit"):
        found[person].add(unit)
    return found


def _seats(units: set[int], day: date | None = None) -> QuerySet[Membership]:
    """Seats of units that people hold now, or held at the end of a past day."""
    held = Membership.objects.in_force()
    if day:
        held = Membership.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)
    seats = held.filter(~Q(user__email=""), unit__in=units)
    return seats.select_related("user").order_by("user_id")


def nobody(audience: str) -> str:
    """Why a step reached no one, and what the officer can do."""
    return {
        Audience.UNIT: _("Đơn vị chưa có đầu mối có địa chỉ thư. Hãy thêm đầu mối, hoặc nhắc qua điện thoại."),
        Audience.HEAD: _("Đơn vị chưa có lãnh đạo (vai trò xem) có địa chỉ thư. Hãy thêm, hoặc gọi điện thoại."),
        Audience.ABOVE: _("Đơn vị cấp trên chưa có người nhận có địa chỉ thư. Hãy thêm, hoặc gọi điện thoại."),
        Audience.ISSUER: _("Đơn vị ban hành chưa có cán bộ điều phối có địa chỉ thư."),
        Audience.OVERSEER: _("Chưa có cơ quan theo dõi nào có người nhận thư."),
    }[Audience(audience)]


def _desks(reminders: Sequence[Reminder], pieces: Mapping[str, Sequence[Piece]]) -> dict[str, list[tuple[Desk, Piece]]]:
    above = _units_above(reminders, pieces)
    overseers = _overseers({each.directive for each in reminders if each.audience == Audience.OVERSEER})
    found: dict[str, list[tuple[Desk, Piece]]] = {}
    for each in reminders:
        found[each.dedupe_key] = [
            ((each.audience, unit), piece)
            for piece in pieces.get(each.dedupe_key, [])
            for unit in _units(each, piece, above, overseers)
        ]
    return found


def _units(reminder: Reminder, piece: Piece, above: Mapping, overseers: Mapping) -> Iterable[int]:
    match reminder.audience:
        case Audience.ABOVE:
            return above.get(piece.unit_id, ())
        case Audience.ISSUER:
            return (reminder.directive.issuer_id,)
        case Audience.OVERSEER:
            return overseers.get(reminder.directive_id, ())
        case _:
            return (piece.unit_id,)


def _units_above(reminders: Sequence[Reminder], pieces: Mapping[str, Sequence[Piece]]) -> dict[int, tuple[int, ...]]:
    below = {
        piece.unit_id
        for each in reminders
        if each.audience == Audience.ABOVE
        for piece in pieces.get(each.dedupe_key, [])
    }
    rows = Unit.objects.filter(pk__in=below, parent__isnull=False) if below else Unit.objects.none()
    return {unit: (parent,) for unit, parent in rows.values_list("pk", "parent")}


def _overseers(directives: Iterable[Directive]) -> dict[int, set[int]]:
    """Units confirmed "để b/c" in a letter, and those above its issuer (see `access.oversees_q`)."""
    letters = {each.pk: each for each in directives}
    found: dict[int, set[int]] = {}
    if not letters:
        return found
    rows = Directive.objects.filter(pk__in=letters, copies__overseer__isnull=False, copies__confirmed_at__isnull=False)
    for pk, unit in rows.values_list("pk", "copies__overseer"):
        found.setdefault(pk, set()).add(unit)
    paths = {pk: letter.issuer.path for pk, letter in letters.items()}
    for unit in Unit.objects.filter(path__in={part for path in paths.values() for part in _paths_above(path)}):
        for pk, path in paths.items():
            if path.startswith(unit.path):
                found.setdefault(pk, set()).add(unit.pk)
    return found


def _paths_above(path: str) -> list[str]:
    parts = path.split("/")[:-2]  # a path ends in "/": "1/4/33/" lies below "1/4/" and "1/"
    return ["/".join(parts[: end + 1]) + "/" for end in range(len(parts))]
