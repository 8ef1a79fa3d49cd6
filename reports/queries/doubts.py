"""Rows of the queue that ask for a closer look: what `findings` says of one row, asked of all at once."""

from collections import defaultdict
from functools import reduce
from operator import or_

from django.db.models import Count, F, Q, QuerySet

from directives.models import Obligation
from reports.models import Action, ActionObligation, Channel, Evidence, LinkCheck

from .findings import belongs, host_of
from .similar import MOST, middle, reported

MANY = 5 * MOST
"""Numbers or addresses read at once when all rows are asked."""

NAMED = 1000
"""Rows that a filter names one by one at most; a list is worked from its beginning."""


def doubtful(rows: QuerySet[Obligation], name: str, user) -> QuerySet[Obligation]:
    """The rows with the finding named, or with "any" of them."""
    asked = {"far": _far, "host": _foreign, "link": _link, "photo": _other_day, "reused": _reused}
    told = _told()
    if name in told:
        return rows.filter(_served(told[name]))
    if name in asked:
        return rows.filter(asked[name](rows, user))
    return rows.filter(_served(reduce(or_, told.values())) | reduce(or_, [each(rows, user) for each in asked.values()]))


def _told() -> dict[str, Q]:
    """What an action's own columns tell."""
    due = F("obligation__due_on")
    return {
        "late": Q(action__done_on__gt=due),
        "entered": Q(action__done_on__lte=due, action__recorded_at__date__gt=due),
        "early": Q(action__done_on__lt=F("action__directive__dated_on")),
        "uncounted": Q(action__reach=None),
    }


def _served(condition: Q) -> Q:
    served = ActionObligation.objects.exclude(action__state=Action.State.WITHDRAWN).filter(condition)
    return Q(pk__in=served.values("obligation"))


def _other_day(_rows, _user) -> Q:
    """Pictures that the camera took on another day than the one declared."""
    dated = Evidence.objects.kept().filter(stored__taken_at__isnull=False, stored__content_type__startswith="image/")
    return _served(Q(action__in=dated.exclude(stored__taken_at__date=F("action__done_on")).values("action")))


def _reused(_rows, user) -> Q:
    """Files that stand on several actions the person may see: the same bytes, or the same picture."""
    files = Evidence.objects.visible_to(user).kept().exclude(action__state=Action.State.WITHDRAWN).order_by()
    doubt = Q()
    for column in ("stored", "stored__display"):
        several = files.exclude(**{column: None}).values(column).annotate(actions=Count("action", distinct=True))
        doubt |= Q(**{f"{column}__in": several.filter(actions__gt=1).values(column)})
    return _served(Q(action__in=files.filter(doubt).values("action")))


def _foreign(rows: QuerySet[Obligation], _user) -> Q:
    """Posts said to stand on the unit's own website, with addresses of another host."""
    posts = Evidence.objects.kept().exclude(url="").exclude(action__state=Action.State.WITHDRAWN)
    posts = posts.filter(action__channel=Channel.WEBSITE, action__serves__obligation__in=rows.order_by().values("pk"))
    columns = ("action__serves__obligation", "url", "action__serves__obligation__responsible_unit__website")
    found = [
        pk
        for pk, url, website in posts.order_by().values_list(*columns)[:MANY]
        if (home := host_of(website)) and not belongs(host_of(url), home)
    ]
    return Q(pk__in=sorted(set(found))[:NAMED])


def _link(_rows, _user) -> Q:
    """Addresses that are dead, or whose page does not agree with what the unit says of it."""
    watched = Evidence.objects.kept().filter(
        Q(watch__dead_since__isnull=False) | Q(watch__latest__result=LinkCheck.Result.CONTRADICTS)
    )
    return _served(Q(action__in=watched.values("action")))


def _far(rows: QuerySet[Obligation], _user) -> Q:
    """Numbers far from those of units of the same kind."""
    asked = reported(Action.objects.filter(serves__obligation__instruction__in=rows.order_by().values("instruction")))
    columns = ("serves__obligation__instruction", "unit__kind", "channel", "unit", "reach", "serves__obligation")
    groups: dict[tuple, list[tuple[int, int, int]]] = defaultdict(list)
    for instruction, kind, channel, *numbers in asked.order_by().values_list(*columns)[:MANY]:
        groups[instruction, kind, channel].append(tuple(numbers))
    far = set()
    for numbers in groups.values():
        usual = middle((unit, reach) for unit, reach, _pk in numbers)
        far |= {pk for _unit, reach, pk in numbers if usual and usual.is_far(reach)}
    return Q(pk__in=sorted(far)[:NAMED])
