"""What the registry knows of names on a day: the units that exist, names of those they took over, words remembered."""

from collections.abc import Iterator
from datetime import date, timedelta

from units.models import Succession, Unit, UnitAlias

from .names import Former, Names, Remembered

Heirs = dict[int, list[Succession]]


def names_on(day: date, *, issuer: Unit | None = None) -> Names:
    """The names a letter of a local day may use. The issuer does not write to itself.

    Words its officers taught count as they stand now, for units as they stood on the day. Two queries without an
    issuer, four with one.
    """
    units = list(Unit.objects.valid_on(day).exclude(pk=issuer.pk if issuer else None))
    valid = {unit.pk: unit for unit in units}
    heirs: Heirs = {}
    for each in Succession.objects.filter(effective_on__lte=day).select_related("predecessor"):
        heirs.setdefault(each.predecessor_id, []).append(each)
    remembered = _remembered(issuer, valid, heirs) if issuer else ()
    return Names.of(units, former=_former(valid, heirs), aliases=remembered, issuer=issuer)


def _former(valid: dict[int, Unit], heirs: Heirs) -> Iterator[Former]:
    """Units that are no more on the day, with those of the day that stand in their place, over several mergers too."""
    for pk, successions in heirs.items():
        if pk not in valid:
            first = successions[0]
            until = first.effective_on - timedelta(days=1)
            for heir in sorted(_last(pk, heirs, set()) & valid.keys()):
                yield Former(first.predecessor.name, valid[heir], first.decision, until)


def _remembered(issuer: Unit, valid: dict[int, Unit], heirs: Heirs) -> Iterator[Remembered]:
    """Words with their units of the day. A unit that ended is its one heir, or is left out; one that was split makes
    the words unclear again, for the officer to say anew."""
    for alias in UnitAlias.objects.in_force().filter(issuer=issuer).prefetch_related("members"):
        stand = [_on_the_day(member.unit_id, valid, heirs) for member in alias.members.all()]
        units = {pk: valid[pk] for found in stand for pk in found}
        if all(len(found) <= 1 for found in stand) and (units or not stand):
            yield Remembered(alias.phrase, tuple(units.values()), alias.pk)


def _on_the_day(pk: int, valid: dict[int, Unit], heirs: Heirs) -> set[int]:
    return {pk} if pk in valid else _last(pk, heirs, set()) & valid.keys()


def _last(pk: int, heirs: Heirs, seen: set[int]) -> set[int]:
    if pk in seen:
        return set()
    seen.add(pk)
    if pk not in heirs:
        return {pk}
    return set().union(*(_last(each.successor_id, heirs, seen) for each in heirs[pk]))
