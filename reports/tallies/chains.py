"""Work that was passed on: whose reports tell of the same people, and for which recipients an action stands."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import Q

from directives.chain import below_q, ups
from directives.models import Obligation
from reports.models import Action, ActionObligation
from reports.summary.reach import Deed, without_repeats

from .deeds import changed, deed_of, linked_in_log

CHAIN = [path.removesuffix("__") for path in ups("obligation__", own=True)]


def is_passed_on(served: Iterable[Obligation]) -> bool:
    """Whether any of the work came from above or went below."""
    served = list(served)
    return any(each.parent_id for each in served) or Obligation.objects.filter(parent__in=served).exists()


def hold_above(served: Iterable[Obligation]) -> None:
    """Let nobody report what this work was passed on from until the transaction ends: whose reach counts depends on it.

    Units beside each other do not wait for one another. SQLite has one writer at a time anyway.
    """
    below = [each.pk for each in served if each.parent_id]
    if not below or connection.vendor != "postgresql":
        return
    chains = Obligation.objects.filter(pk__in=below).values_list(*ups())
    above = sorted({pk for chain in chains for pk in chain if pk})
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM directives_obligation WHERE id = ANY(%s) ORDER BY id FOR SHARE", [above])


def changed_together(action: Action, stood: Deed | None, stands: Deed | None) -> list[tuple[Deed, int]]:
    """What an act on one action changes: itself, and reports of its block below it that begin or cease to count."""
    blocks = {deed.block for deed in (stood, stands) if deed}
    serves = _together(action, blocks)
    others = {pk for pk, *_chain in serves} - {action.pk}
    rows = list(Action.objects.filter(pk__in=others))
    linked = linked_in_log(rows)
    mates = [deed_of(row, is_linked=row.pk in linked) for row in rows]
    before = without_repeats([*mates, *([stood] if stood else [])], serves)
    after = without_repeats([*mates, *([stands] if stands else [])], serves)
    return changed(before, after)


def _together(action: Action, blocks: set) -> list[tuple]:
    """What the action and standing ones of its blocks serve in the same trees, each with the chain it came down."""
    same = reduce(or_, (Q(action__audience=a, action__channel=c, action__done_on=d) for a, c, d in blocks))
    standing = ActionObligation.objects.filter(same).exclude(action__state=Action.State.WITHDRAWN)
    serves = list(ActionObligation.objects.filter(action=action).values_list("action", *CHAIN))
    roots: set[int] = set()
    while (found := {_root(chain) for _pk, *chain in serves}) != roots:
        roots = found
        asked = Obligation.objects.filter(pk__in=roots).values("instruction")
        trees = Obligation.objects.filter(Q(pk__in=roots) | below_q("pk__in", roots), instruction__in=asked)
        mates = {action.pk, *standing.filter(obligation__in=trees.values("pk")).values_list("action", flat=True)}
        serves = list(ActionObligation.objects.filter(action__in=mates).values_list("action", *CHAIN))
    return serves


def _root(chain: list[int | None]) -> int:
    return [pk for pk in chain if pk][-1]


def recipients(served: Iterable[Obligation]) -> dict[int, list[int]]:
    """The units that the letter asked and for which work counts as begun, by obligation. One query."""
    paths = [f"{path}__" if path else "" for path in ups(own=True)]
    columns = [f"{path}delivery__{name}" for path in paths for name in ("unit", "parent")]
    rows = Obligation.objects.filter(pk__in=[each.pk for each in served]).values_list("pk", *columns)
    return {
        pk: [unit for unit, parent in zip(chain[::2], chain[1::2], strict=True) if unit and parent is None]
        for pk, *chain in rows
    }
