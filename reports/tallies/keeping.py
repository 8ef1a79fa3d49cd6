"""Writing what an act on an action changes in the counts of reach: rows are only ever added, one INSERT an act."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from directives.models import Obligation
from reports.models import Action, ActionObligation, ReachTally
from reports.summary.reach import Deed

from .chains import changed_together, is_passed_on, recipients
from .deeds import added, deed_of, linked_in_log

NOWHERE = ("", "")


def recorded(action: Action, served: Sequence[Obligation], day: date, *, is_linked: bool) -> None:
    """Count an action just stored with all it serves. Call these with the deliveries of what it serves locked, and what
    that was passed on from held (`chains.hold_above`)."""
    _write(action, served, None, deed_of(action, is_linked=is_linked), day)


def edited(action: Action, was: Mapping, day: date) -> None:
    """Count an action whose row says something new; `was` are the columns as they stood."""
    is_linked = bool(linked_in_log([action]))
    stood, stands = deed_of(action, is_linked=is_linked, **was), deed_of(action, is_linked=is_linked)
    if stood != stands:
        _write(action, _served(action), stood, stands, day)


def withdrawn(action: Action, day: date) -> None:
    """Count an action no more."""
    stood = deed_of(action, is_linked=bool(linked_in_log([action])))
    _write(action, _served(action), stood, None, day)


def relinked(action: Action, day: date, *, was_linked: bool, is_linked: bool) -> None:
    """Count an action that bears its reach from now on, or no longer."""
    if was_linked != is_linked:
        both = deed_of(action, is_linked=was_linked), deed_of(action, is_linked=is_linked)
        _write(action, _served(action), *both, day)


def _served(action: Action) -> list[Obligation]:
    return list(action.obligations.order_by("pk"))


def _write(action: Action, served: Sequence[Obligation], stood: Deed | None, stands: Deed | None, day: date) -> None:
    passed_on = is_passed_on(served)
    if passed_on:
        changes = changed_together(action, stood, stands)
    else:
        changes = [(deed, sign) for deed, sign in ((stood, -1), (stands, 1)) if deed]
    steps: Counter = Counter()
    if (stood is None) != (stands is None):
        sign = -1 if stands is None else 1
        steps = Counter({unit: sign * n for unit, n in _alone(action, served, passed_on).items()})
    units = [each.unit_id for each in served]
    cells = [(units[0], cell, counts) for cell, counts in added(changes).items()]
    ReachTally.objects.bulk_create(_rows(action.directive_id, day, cells, steps))


def _rows(directive_id: int, day: date, cells: list[tuple], steps: Counter) -> Iterable[ReachTally]:
    """One row a cell; who begins or ceases to be active stands on a row of its unit, or on one of its own."""
    left = dict(steps)
    for unit_id, (audience, channel), counts in cells:
        yield ReachTally(
            directive_id=directive_id,
            unit_id=unit_id,
            day=day,
            audience=audience,
            channel=channel,
            active=left.pop(unit_id, 0),
            **counts,
        )
    for unit_id, step in left.items():
        yield ReachTally(directive_id=directive_id, unit_id=unit_id, day=day, active=step)


def _alone(action: Action, served: Sequence[Obligation], passed_on: bool) -> Counter:
    """How many more deliveries have begun work for a recipient by this action alone, by unit: no other action of the
    same delivery stands for it."""
    if passed_on:
        return Counter(unit for _delivery, unit in _alone_in_chains(action, served))
    places = {(each.delivery_id, each.unit_id) for each in served}
    return Counter(unit for delivery, unit in places if not _others(action, _of_delivery(delivery)))


def _alone_in_chains(action: Action, served: Sequence[Obligation]) -> Iterable[tuple[int, int]]:
    asked = recipients(served)
    pairs = {(each.delivery_id, unit) for each in served for unit in asked[each.pk]}
    for delivery, unit in pairs:
        beside = recipients(Obligation.objects.filter(delivery=delivery))
        if not _others(action, [pk for pk, units in beside.items() if unit in units]):
            yield delivery, unit


def _of_delivery(delivery_id: int) -> list[int]:
    return list(Obligation.objects.filter(delivery=delivery_id).order_by().values_list("pk", flat=True))


def _others(action: Action, obligations: list[int]) -> bool:
    """Whether another action stands for any of them. They are named by key: asked over a join, PostgreSQL would read
    every action there is when a unit has none."""
    rows = ActionObligation.objects.filter(obligation__in=obligations)
    return rows.exclude(action=action).exclude(action__state=Action.State.WITHDRAWN).exists()
