"""What the registry knows of names on a day: the units that exist, and the names of those they took over."""

from collections.abc import Iterator
from datetime import date

from units.models import Succession, Unit

from .names import Former, Names


def names_on(day: date, *, issuer_id: int | None = None) -> Names:
    """The names a letter of a local day may use. The issuer does not write to itself. Two queries."""
    units = list(Unit.objects.valid_on(day).exclude(pk=issuer_id))
    return Names.of(units, former=list(_former(day, {unit.pk: unit for unit in units})))


def _former(day: date, valid: dict[int, Unit]) -> Iterator[Former]:
    """Units that are no more on the day, with those of the day that stand in their place, over several mergers too."""
    heirs: dict[int, list[Succession]] = {}
    past = Succession.objects.filter(effective_on__lte=day).select_related("predecessor")
    for each in past:
        heirs.setdefault(each.predecessor_id, []).append(each)
    for pk, successions in heirs.items():
        if pk not in valid:
            name, decision = successions[0].predecessor.name, successions[0].decision
            for heir in sorted(_last(pk, heirs, set()) & valid.keys()):
                yield Former(name, valid[heir], decision)


def _last(pk: int, heirs: dict[int, list[Succession]], seen: set[int]) -> set[int]:
    if pk in seen:
        return set()
    seen.add(pk)
    if pk not in heirs:
        return {pk}
    return set().union(*(_last(each.successor_id, heirs, seen) for each in heirs[pk]))
