"""Asking the database for what the figures are made of. The number of queries does not grow with units or letters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min

from campaign_portal.lib.dates import local_day
from directives.chain import LEVELS, ups
from directives.history import deliveries_at, due_days_at, fold, obligations_at
from directives.models import About, Directive, RecipientGroup
from reports.models import ActionObligation, UnitReport

from .figures import Summary
from .reach import Deed, standing, without_repeats
from .rows import unit_rows
from .scope import Scope


@dataclass(frozen=True)
class Loaded:
    """The figures of a directive, and the actions behind its reach."""

    summary: Summary
    deeds: list[Deed]


def load(directive: Directive, *, scope: Scope, day: date, until: datetime | None = None) -> Loaded:
    """The figures of one directive at the end of a local day, or at an instant of that day."""
    return load_many([directive], scopes={directive.pk: scope}, days={directive.pk: day}, until=until)[0]


def load_many(
    directives: list[Directive],
    *,
    scopes: Mapping[int, Scope],
    days: Mapping[int, date],
    until: datetime | None = None,
) -> list[Loaded]:
    """As `load`, for several directives, each at the end of its own day, in the order given. Nine queries."""
    if not directives:
        return []
    due = due_days_at(directives, days, until=until)
    deliveries = deliveries_at(days, until=until)
    obligations = obligations_at(days, until=until)
    groups = list(RecipientGroup.objects.filter(directive__in=days).order_by("source", "order"))
    folded = fold(days, About.ACTION, until=until)
    known = standing(folded)
    served = list(_served(days))
    active = _active({deed.pk for deed in known}, served)
    deeds = without_repeats(known, [each[: LEVELS + 2] for each in served])
    reported = _reported(days, until)
    addressees: dict[tuple[int, str], str] = {}
    for group in groups:
        addressees.setdefault((group.directive_id, group.phrase), str(group.pk))
    loaded = []
    for directive in directives:
        scope = scopes[directive.pk]
        own = [each for each in deliveries if _is_in(directive, each.delivery, scope.has_delivery)]
        keys = {each.delivery.pk for each in own}
        owed = [
            each
            for each in obligations
            if each.obligation.delivery_id in keys and scope.has_obligation(each.obligation.pk)
        ]
        summary = Summary(
            directive=directive,
            day=days[directive.pk],
            due_on=due[directive.pk],
            units=unit_rows(own, owed, active=active, addressees=addressees, reported=reported),
            groups=[(str(group.pk), group.phrase) for group in groups if group.directive_id == directive.pk],
            recalled_on=_by(directive.recalled_at, days[directive.pk], until),
            closed_on=_by(directive.campaign.closed_at, days[directive.pk], until),
            above=scope.above,
        )
        acted = {pk for pk, each in folded.items() if _acted(directive, pk, each, scope)}
        loaded.append(Loaded(summary, [deed for deed in deeds if deed.pk in acted]))
    return loaded


def _is_in(directive: Directive, delivery, has) -> bool:
    return delivery.directive_id == directive.pk and has(delivery.pk)


def _acted(directive: Directive, pk: int, folded, scope: Scope) -> bool:
    return folded.directive_id == directive.pk and scope.has_action(pk)


def _by(instant, day: date, until: datetime | None) -> date | None:
    """The local day of something that had happened by the end of `day`."""
    if instant is None or local_day(instant) > day or (until and instant > until):
        return None
    return local_day(instant)


def _reported(days: Mapping[int, date], until: datetime | None) -> dict[int, date]:
    """The day on which each delivery's first official reply came, of those that had come by the end of the day."""
    rows = UnitReport.objects.filter(delivery__directive__in=days).order_by()
    if until:
        rows = rows.filter(submitted_at__lte=until)
    first = rows.values_list("delivery", "delivery__directive").annotate(first=Min("submitted_at"))
    return {key: local_day(at) for key, directive, at in first if local_day(at) <= days[directive]}


def _served(days: Mapping[int, date]):
    """Which obligation each action serves, up the chain those it was passed on from, and the deliveries of them all."""
    rows = ActionObligation.objects.filter(action__directive__in=days)
    chain = [path.removesuffix("__") for path in ups("obligation__", own=True)]
    return rows.values_list("action", *chain, *(f"{path}__delivery" for path in chain))


def _active(actions: set[int], served: Iterable[tuple]) -> set[int]:
    """Deliveries for which one of the actions was done; work passed on to a unit below counts for who passed it on."""
    found = {key for action, *keys in served if action in actions for key in keys[LEVELS + 1 :]}
    return found - {None}
