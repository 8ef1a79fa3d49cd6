"""Whom a unit calls about work it passed down, what it writes to them, and what it sees of it among its own work."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import distance_words, short_date
from directives.models import Delivery
from directives.refusals import refused_below
from directives.reminders.links import MY_WORK, path_to
from units.access import REPORTING_ROLES, unit_ids
from units.models import Membership

from .letters import SentBack, sent_back
from .relayed import Below, BelowList, Person, passed_on


def with_people(below: BelowList) -> BelowList:
    """The rows with whom to call: people who report for the unit now and have a number. One query."""
    seats = Membership.objects.in_force().filter(unit__in={row.responsible_id for row in below.rows})
    seats = seats.filter(role__in=REPORTING_ROLES, user__is_active=True).exclude(user__phone="")
    people: dict[int, dict[int, Person]] = defaultdict(dict)
    for seat in seats.select_related("user").order_by("user__sort_key", "pk"):
        people[seat.unit_id][seat.user_id] = Person(seat.user.full_name, seat.user.phone)
    return BelowList([replace(row, people=tuple(people[row.responsible_id].values())) for row in below.rows])


def urging(delivery: Delivery, below: BelowList, today: date) -> str:
    """Words to send to the units that still have something to do, each with its nearest day; empty where none has."""
    nearest: dict[int, Below] = {}
    for row in below.direct:
        if row.counts_down and (row.unit_id not in nearest or row.due_on < nearest[row.unit_id].due_on):
            nearest[row.unit_id] = row
    if not nearest:
        return ""
    first = _("%(giver)s đề nghị các đơn vị sau hoàn thành việc đã giao theo %(letter)s:")
    lines = [first % {"giver": next(iter(nearest.values())).giver, "letter": delivery.directive.reference}]
    lines += [_line(row, today) for row in nearest.values()]
    return "\n".join([*lines, where_to_look()])


def where_to_look() -> str:
    """The last line of what is sent to units: the page on which each sees its own work, the same address for all."""
    return _("Xem việc và ghi kết quả tại: %(address)s") % {"address": f"{settings.SITE_URL}{path_to(MY_WORK)}"}


def _line(row: Below, today: date) -> str:
    about = {"unit": row.unit, "day": short_date(row.due_on), "left": distance_words(row.due_on, today)}
    if row.is_seen:
        return _("- %(unit)s: hạn %(day)s (%(left)s)") % about
    return _("- %(unit)s: chưa xem văn bản, hạn %(day)s (%(left)s)") % about


@dataclass(frozen=True)
class Given:
    """What came of one letter's work that a person's unit passed down."""

    letter_id: int
    letter: str
    giver: str
    below: BelowList
    figures: dict[str, int]


def given_work(user, today: date) -> tuple[list[Given], list[SentBack]]:
    """Every letter in force whose work the person's units passed down, and what came back from there. One query, a
    second one while some unit has sent a letter back."""
    ids = unit_ids(user, *REPORTING_ROLES)
    if not ids:
        return [], []
    over = {"delivery__directive__recalled_at": None, "delivery__directive__campaign__closed_at": None}
    rows = passed_on(Q(parent__responsible_unit__in=ids, **over)).rows
    groups: dict[tuple, list[Below]] = defaultdict(list)
    for row in rows:
        groups[row.letter_id, row.giver_id].append(replace(row, level=1))
    found = [(key, each[0], BelowList(each)) for (key, _giver), each in groups.items()]
    given = [Given(key, one.letter, one.giver, below, below.figures(today)) for key, one, below in found if below.units]
    back = sent_back(refused_below(user)) if any(row.asks_for_word for row in rows) else []
    return given, back
