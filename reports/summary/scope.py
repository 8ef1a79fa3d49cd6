"""Whose rows a reader may see in the figures. Rows are folded from the log; the querysets say which of them to keep."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from directives.access import whole_q
from directives.models import Delivery, Directive, Obligation
from reports.models import Action
from units.access import REPORTING_ROLES, unit_ids
from units.models import User


@dataclass(frozen=True)
class Scope:
    """The rows of one directive a reader may see; `None` stands for all of them."""

    deliveries: frozenset[int] | None = None
    obligations: frozenset[int] | None = None
    actions: frozenset[int] | None = None
    above: tuple[str, ...] = ()
    is_own_only: bool = False
    """Nothing but the reader's own units: their page is "Việc của tôi", there is nothing to sum up."""

    def has_delivery(self, pk: int) -> bool:
        return self.deliveries is None or pk in self.deliveries

    def has_obligation(self, pk: int) -> bool:
        return self.obligations is None or pk in self.obligations

    def has_action(self, pk: int) -> bool:
        return self.actions is None or pk in self.actions


WHOLE = Scope()


def summarised(user: User) -> QuerySet[Directive]:
    """Issued directives in which the person has a part, with what a summary names of them."""
    rows = Directive.objects.visible_to(user).filter(issued_at__isnull=False)
    return rows.select_related("campaign", "issuer")


def scopes_for(user: User, directives: Iterable[Directive]) -> dict[int, Scope]:
    """What the person may see of each directive, all of them visible to the person. At most four queries."""
    keys = {directive.pk for directive in directives}
    whole = set(Directive.objects.filter(whole_q(user), pk__in=keys).values_list("pk", flat=True))
    part = keys - whole
    return dict.fromkeys(whole, WHOLE) | (_parts(user, part) if part else {})


def _parts(user: User, keys: set[int]) -> dict[int, Scope]:
    """A unit that carries another's obligations since a merger sees that unit's row too."""
    deliveries: dict[int, set[int]] = {key: set() for key in keys}
    obligations: dict[int, set[int]] = {key: set() for key in keys}
    actions: dict[int, set[int]] = {key: set() for key in keys}
    strange: set[int] = set()
    own = set(unit_ids(user))
    roots = Delivery.objects.visible_to(user).filter(directive__in=keys, parent=None)
    for directive_id, pk, unit_id in roots.values_list("directive", "pk", "unit"):
        deliveries[directive_id].add(pk)
        if unit_id not in own:
            strange.add(directive_id)
    duties = Obligation.objects.visible_to(user).filter(delivery__directive__in=keys, parent=None)
    columns = ("delivery__directive", "delivery", "pk", "responsible_unit")
    for directive_id, delivery_id, pk, unit_id in duties.values_list(*columns):
        deliveries[directive_id].add(delivery_id)
        obligations[directive_id].add(pk)
        if unit_id not in own:
            strange.add(directive_id)
    deeds = Action.objects.visible_to(user).filter(directive__in=keys)
    for directive_id, pk in deeds.values_list("directive", "pk"):
        actions[directive_id].add(pk)
    above = tuple(dict.fromkeys(seat.unit.name for seat in user.seats))
    return {
        key: Scope(
            deliveries=frozenset(deliveries[key]),
            obligations=frozenset(obligations[key]),
            actions=frozenset(actions[key]),
            above=above,
            is_own_only=key not in strange,
        )
        for key in keys
    }


def reports_itself(user: User) -> bool:
    """Whether "Việc của tôi" is a page of this person."""
    return bool(unit_ids(user, *REPORTING_ROLES))
