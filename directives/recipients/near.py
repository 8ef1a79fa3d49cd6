"""Units whose names come near words that name nothing: a slip of the keys, missing words, other marks."""

from units.models import Unit

from .names import Names
from .words import Word, distance, key_of

SHOWN = 4


def near_units(words: list[Word], confused: list[Unit], names: Names) -> list[Unit]:
    """The nearest first, then in the registry's order; `confused` are those that fit but for marks or a namesake."""
    written = key_of(words)
    found = {unit.pk: (0, unit) for unit in confused}
    if len(written.replace(" ", "")) >= 4:
        for key, bearers in names.by_key.items():
            away = _away(written, key)
            for name in bearers if away is not None else ():
                if name.unit.pk not in found or away < found[name.unit.pk][0]:
                    found[name.unit.pk] = (away, name.unit)
    place = {unit.pk: at for at, unit in enumerate(names.units)}
    nearest = sorted(found.values(), key=lambda each: (each[0], place[each[1].pk]))
    return [unit for _away, unit in nearest[:SHOWN]]


def belong_together(words: list[Word], names: Names) -> bool:
    """Whether the words are some unit's name but for a slip or two, or the beginning of one."""
    written = key_of(words)
    most = _most(written)
    return any(key.startswith(f"{written} ") or distance(written, key, most) <= most for key in names.by_key)


def _most(written: str) -> int:
    return min(3, 1 + len(written) // 8)


def _away(written: str, key: str) -> int | None:
    """How far a name is; a name that goes on where the words stop is one step further than any slip."""
    most = _most(written)
    if f"{key} ".startswith(f"{written} ") or (" " in written and f" {key} ".endswith(f" {written} ")):
        return most + 1
    away = distance(written, key, most)
    return away if away <= most else None
