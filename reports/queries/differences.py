"""What a unit changed in an action since the reviewer last saw it: columns from the log, evidence from its own rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from campaign_portal.lib.dates import short_date
from campaign_portal.lib.numbers import number_text
from directives.models import About, Change, Event
from reports.models import Action, Audience, Channel, Evidence, Review


@dataclass(frozen=True)
class Difference:
    """`before` or `after` is empty where there was, or is, nothing."""

    name: str
    before: str
    after: str


def differences(actions: Sequence[int], *, since_acceptance: bool) -> dict[int, list[Difference]]:
    """For each action mended since the last return, or since it was accepted: what became of what. Three queries."""
    marks = _marks(actions, since_acceptance=since_acceptance) if actions else {}
    if not marks:
        return {}
    found: dict[int, list[Difference]] = {pk: [] for pk in marks}
    for pk, (before, after) in _columns(marks).items():
        found[pk] += [_column(name, before[name], after[name]) for name in before if before[name] != after[name]]
    for row in Evidence.objects.filter(action__in=marks).order_by("pk"):
        found[row.action_id] += _evidence(row, marks[row.action_id])
    return {pk: rows for pk, rows in found.items() if rows}


def _marks(actions: Sequence[int], *, since_acceptance: bool) -> dict[int, datetime]:
    """When the reviewer last saw each of the mended actions, as it was returned or accepted."""
    mended = Action.objects.filter(pk__in=actions, state=Action.State.RESUBMITTED)
    if since_acceptance:
        return dict(mended.filter(accepted_at__isnull=False).values_list("pk", "accepted_at"))
    returned = Review.objects.filter(action__in=mended.values("pk"), verdict=Review.Verdict.RETURNED)
    return dict(returned.order_by("pk").values_list("action", "decided_at"))


def _columns(marks: dict[int, datetime]) -> dict[int, tuple[dict, dict]]:
    """Each action's columns as they were at its mark and as they are now; only what the log says was written."""
    log = Change.objects.filter(about=About.ACTION, about_id__in=marks, event=Event.EDITED).order_by("pk")
    states: dict[int, tuple[dict, dict]] = {}
    for each in log:
        if each.recorded_at < marks[each.about_id]:
            continue
        before, after = states.setdefault(each.about_id, ({}, {}))
        states[each.about_id] = (each.before | before, after | each.after)
    return states


def _evidence(row: Evidence, mark: datetime) -> list[Difference]:
    was, stays = row.added_at < mark, row.removed_at is None
    if was and not stays and row.removed_at >= mark:
        return [Difference(_("Minh chứng bỏ đi"), str(row), "")]
    return [Difference(_("Minh chứng thêm"), "", str(row))] if stays and not was else []


def _column(name: str, before: Any, after: Any) -> Difference:
    label = str(Action._meta.get_field(name).verbose_name)
    return Difference(label[:1].upper() + label[1:], _words(name, before), _words(name, after))


def _words(name: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if name == "done_on":
        return short_date(date.fromisoformat(value))
    if name == "reach":
        return number_text(value)
    choices = {"channel": Channel, "audience": Audience}.get(name)
    return str(choices(value).label) if choices else str(value)
