"""Asking the database for what the figures are made of. The number of queries does not grow with units or letters."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial

from django.db.models import Min

from campaign_portal.lib.dates import local_day
from directives.chain import LEVELS, ups
from directives.history import Folded, deliveries_at, due_days_at, fold, obligations_at
from directives.models import About, Directive, RecipientGroup
from reports.models import ActionObligation, UnitReport

from .figures import Summary
from .reach import Deed, Reach, reached, standing, without_repeats
from .rows import unit_rows
from .scope import Scope
from .top import active_places, cells_at, differences


@dataclass(frozen=True)
class Loaded:
    """The figures of a directive; its reach and the actions behind it are asked for when somebody looks at them."""

    summary: Summary
    _deeds: Callable[[], list[Deed]]
    _cells: Callable[[], list[Reach]] | None = None
    differs: bool = False
    """The letter's tallies were found to differ from its log, so that everything here is folded."""

    @property
    def is_tallied(self) -> bool:
        """Whether the letter's figures of any day can be read without folding its log."""
        return self._cells is not None

    @cached_property
    def deeds(self) -> list[Deed]:
        """The actions that stood, newest first."""
        return self._deeds()

    @cached_property
    def cells(self) -> list[Reach]:
        """What was reached, most lượt first; of a letter that is tallied without asking for its actions."""
        return self._cells() if self._cells else reached(self.deeds)


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
    """As `load`, for several directives, each at the end of its own day, in the order given. Nine queries.

    Reach of letters that are tallied is read from tallies; of others, of parts and of instants it is folded.
    """
    if not directives:
        return []
    due = due_days_at(directives, days, until=until)
    deliveries = deliveries_at(days, until=until)
    obligations = obligations_at(days, until=until)
    groups = list(RecipientGroup.objects.filter(directive__in=days).order_by("source", "order"))
    found = {} if until else differences(key for key in days if scopes[key].actions is None)
    told = {key for key, differing in found.items() if not differing}
    places = active_places({key: days[key] for key in told})
    active = {each.delivery.pk for each in deliveries if _place(each.delivery) in places}
    rest = Folding({key: day for key, day in days.items() if key not in told}, until)
    active |= rest.active
    reported = _reported(days, until)
    addressees = _addressees(groups)
    loaded = []
    for directive in directives:
        day, scope = days[directive.pk], scopes[directive.pk]
        own, owed = _in_scope(directive, scope, deliveries, obligations)
        summary = Summary(
            directive=directive,
            day=day,
            due_on=due[directive.pk],
            units=unit_rows(own, owed, active=active, addressees=addressees, reported=reported),
            groups=[(str(group.pk), group.phrase) for group in groups if group.directive_id == directive.pk],
            recalled_on=_by(directive.recalled_at, day, until),
            closed_on=_by(directive.campaign.closed_at, day, until),
            above=scope.above,
        )
        if directive.pk in told:
            folding = Folding({directive.pk: day}, None)
            loaded.append(Loaded(summary, partial(folding.of, directive, scope), partial(cells_at, directive, day)))
        else:
            loaded.append(Loaded(summary, partial(rest.of, directive, scope), differs=directive.pk in found))
    return loaded


def _addressees(groups: Iterable[RecipientGroup]) -> dict[tuple[int, str], str]:
    """The key of the first group of each letter that bears a phrase."""
    found: dict[tuple[int, str], str] = {}
    for group in groups:
        found.setdefault((group.directive_id, group.phrase), str(group.pk))
    return found


def _in_scope(directive: Directive, scope: Scope, deliveries, obligations) -> tuple[list, list]:
    """Of what was read for several letters, what the reader may see of one."""
    own = [each for each in deliveries if _is_in(directive, each.delivery, scope.has_delivery)]
    keys = {each.delivery.pk for each in own}
    owed = [
        each for each in obligations if each.obligation.delivery_id in keys and scope.has_obligation(each.obligation.pk)
    ]
    return own, owed


class Folding:
    """The actions of letters as their logs tell them; asked for once, when somebody looks."""

    def __init__(self, days: Mapping[int, date], until: datetime | None):
        self.days, self.until = days, until

    @cached_property
    def _folded(self) -> dict[int, Folded]:
        return fold(self.days, About.ACTION, until=self.until) if self.days else {}

    @cached_property
    def _served(self) -> list[tuple]:
        return list(_served(self.days)) if self.days else []

    @cached_property
    def active(self) -> set[int]:
        """Deliveries for which an action stood."""
        return _active({deed.pk for deed in standing(self._folded)}, self._served)

    @cached_property
    def _deeds(self) -> list[Deed]:
        return without_repeats(standing(self._folded), [each[: LEVELS + 2] for each in self._served])

    def of(self, directive: Directive, scope: Scope) -> list[Deed]:
        """Those of one letter that the reader may see, newest first."""
        acted = {pk for pk, each in self._folded.items() if _acted(directive, pk, each, scope)}
        return [deed for deed in self._deeds if deed.pk in acted]


def _place(delivery) -> tuple[int, int]:
    return delivery.directive_id, delivery.unit_id


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
