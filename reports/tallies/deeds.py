"""What an action adds to the figures of its letter: from its row, and what the log says of its links."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from directives.models import About, Change
from reports.models import Action
from reports.models.tally import COUNTS
from reports.summary.reach import Deed

Cell = tuple[str, str]
"""Audience and channel."""


def deed_of(action: Action, *, is_linked: bool, **was) -> Deed:
    """The action as it stands now; with what it `was`, as it stood."""
    said = {name: was.get(name, getattr(action, name)) for name in ("done_on", "channel", "audience", "reach")}
    return Deed(pk=action.pk, unit_id=action.unit_id, is_linked=is_linked, **said)


def linked_in_log(actions: Iterable[Action]) -> set[int]:
    """Keys of those whose reach counts with another letter's action, as the log last said. A copy carried over to the
    letter that replaces its own names its first action in its row only: its reach counts."""
    known = [action.pk for action in actions if action.copy_of_id]
    if not known:
        return set()
    rows = Change.objects.filter(about=About.ACTION, about_id__in=known, after__has_key="copy_of").order_by("pk")
    told = dict(rows.values_list("about_id", "after"))
    return {pk for pk, after in told.items() if after["copy_of"]}


def counts_of(deed: Deed) -> dict[str, int]:
    """What it adds to its cell."""
    says = (1, deed.times, int(deed.is_uncounted), int(deed.is_linked), int(deed.is_repeated))
    return dict(zip(COUNTS, says, strict=True))


def added(changes: Iterable[tuple[Deed, int]]) -> dict[Cell, Counter]:
    """What deeds that came (+1) and went (-1) change, by cell; cells that stay as they were are left out."""
    found: dict[Cell, Counter] = {}
    for deed, sign in changes:
        counts = found.setdefault((deed.audience, deed.channel), Counter())
        for name, n in counts_of(deed).items():
            counts[name] += sign * n
    return {cell: counts for cell, counts in found.items() if any(counts.values())}


def changed(before: Iterable[Deed], after: Iterable[Deed]) -> list[tuple[Deed, int]]:
    """Deeds that went and deeds that came; those that stayed as they were are left out."""
    old, new = {deed.pk: deed for deed in before}, {deed.pk: deed for deed in after}
    keys = [pk for pk in {**old, **new} if old.get(pk) != new.get(pk)]
    gone = [(old[pk], -1) for pk in keys if pk in old]
    return gone + [(new[pk], 1) for pk in keys if pk in new]


def typed(values: Mapping) -> dict:
    """Values of an action as the log keeps them, as columns."""
    return {**values, "done_on": date.fromisoformat(values["done_on"])}
