"""What the counts of reach must be, told by a letter's log alone: to check what is kept, and to build it again."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum

from directives.chain import LEVELS
from directives.models import About, Change, Delivery, Directive
from reports.models import Action, ActionObligation, ReachTally
from reports.models.tally import COUNTS
from reports.summary.reach import Deed, without_repeats

from .chains import CHAIN
from .deeds import added, changed, typed

BATCH = 1000


@dataclass
class Told:
    """What each local day changed: in the cells, by (day, audience, channel), and in how many deliveries did anything
    for a recipient, by (day, unit): it is active while any has."""

    cells: dict[tuple, dict[str, int]] = field(default_factory=dict)
    active: dict[tuple, int] = field(default_factory=dict)


def by_log(directive: Directive) -> Told:
    """What the log says the tallies are. Three queries; memory grows with the letter's actions."""
    serves: dict[int, list[tuple]] = defaultdict(list)
    rows = ActionObligation.objects.filter(action__directive=directive)
    for row in rows.values_list("action", *CHAIN, *(f"{path}__delivery" for path in CHAIN)).iterator(5000):
        serves[row[0]].append(row)
    roots = dict(Delivery.objects.filter(directive=directive, parent=None).values_list("pk", "unit"))
    told, values = Told(), {}
    standing: dict[int, Deed] = {}
    blocks: dict[tuple, set[int]] = defaultdict(set)
    begun: Counter = Counter()
    for day, log in _days(directive):
        touched: dict[int, Deed | None] = {}
        for pk, unit, after in log:
            touched.setdefault(pk, standing.get(pk))
            values[pk] = values.get(pk, {}) | after
            standing.pop(pk, None)
            if values[pk].get("state") != Action.State.WITHDRAWN:
                standing[pk] = _deed(pk, unit, values[pk])
        before, after = _told_again(touched, standing, blocks, serves)
        told.cells |= {
            (day, *cell): {name: counts[name] for name in COUNTS}
            for cell, counts in added(changed(before, after)).items()
        }
        steps = _steps(touched, standing, serves, roots, begun)
        told.active |= {(day, unit): n for unit, n in steps.items() if n}
    return told


def _days(directive: Directive) -> Iterable[tuple[date, list[tuple]]]:
    """The log of the letter's actions by local day. Within a day, and from day to day, in the order of the log."""
    found: dict[date, list[tuple]] = defaultdict(list)
    rows = Change.objects.filter(directive=directive, about=About.ACTION).order_by("pk")
    for pk, unit, day, after in rows.values_list("about_id", "unit", "local_day", "after").iterator(chunk_size=5000):
        after.pop("description", None)
        found[day].append((pk, unit, after))
    return sorted(found.items())


def _deed(pk: int, unit: int, values: Mapping) -> Deed:
    said = {name: typed(values)[name] for name in ("done_on", "channel", "audience", "reach")}
    return Deed(pk=pk, unit_id=unit, is_linked=bool(values.get("copy_of")), **said)


def _told_again(touched: Mapping, standing: Mapping, blocks: dict, serves: Mapping) -> tuple[list[Deed], list[Deed]]:
    """The deeds of every block that the day touched, as they counted before it and as they count after."""
    near = {deed.block for pk, was in touched.items() for deed in (was, standing.get(pk)) if deed}
    told = {pk for block in near for pk in blocks[block]}
    before = [touched[pk] if pk in touched else standing[pk] for pk in told]
    for pk, was in touched.items():
        if was:
            blocks[was.block].discard(pk)
        if pk in standing:
            blocks[standing[pk].block].add(pk)
    after = [standing[pk] for block in near for pk in blocks[block]]
    return _counting(before, serves), _counting(after, serves)


def _counting(deeds: list[Deed], serves: Mapping) -> list[Deed]:
    return without_repeats(deeds, [row[: LEVELS + 2] for deed in deeds for row in serves.get(deed.pk, ())])


def _steps(touched: Mapping, standing: Mapping, serves: Mapping, roots: Mapping, begun: Counter) -> Counter:
    """For which recipients a delivery's first action came, or its last one went. `begun` counts what stands for each
    recipient at each delivery: its own, and those of units that got the work from it."""
    steps: Counter = Counter()
    for pk, was in touched.items():
        step = (pk in standing) - (was is not None)
        chains = [row[LEVELS + 2 :] for row in serves.get(pk, ()) if step]
        for place in {(roots[key], own) for own, *above in chains for key in (own, *above) if key in roots}:
            stood = begun[place] > 0
            begun[place] += step
            steps[place[0]] += (begun[place] > 0) - stood
    return steps


def as_kept(directive: Directive) -> Told:
    """What the tallies of a letter say. Two queries."""
    rows = ReachTally.objects.filter(directive=directive).order_by()
    sums = rows.values_list("day", "audience", "channel").annotate(*(Sum(name) for name in COUNTS))
    cells = {
        tuple(place): dict(zip(COUNTS, n, strict=True)) for *place, a, b, c, d, e in sums if any(n := (a, b, c, d, e))
    }
    steps = rows.values_list("day", "unit").annotate(n=Sum("active")).exclude(n=0)
    return Told(cells, {(day, unit): n for day, unit, n in steps})


def build(directive: Directive) -> None:
    """Replace the tallies of a letter by what the log says; call it in a transaction that sees one moment."""
    told = by_log(directive)
    ReachTally.objects.filter(directive=directive).delete()
    rows = [
        ReachTally(directive=directive, day=day, audience=audience, channel=channel, **counts)
        for (day, audience, channel), counts in told.cells.items()
    ]
    rows += [ReachTally(directive=directive, day=day, unit_id=unit, active=n) for (day, unit), n in told.active.items()]
    ReachTally.objects.bulk_create(rows, BATCH)
