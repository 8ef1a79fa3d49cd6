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
    """`before` or `after` is empty where there was, or is, nothing. `is_reason`: `after` says why the unit did it."""

    name: str
    before: str
    after: str
    is_reason: bool = False


def differences(actions: Sequence[int], *, since_acceptance: bool) -> dict[int, list[Difference]]:
    """For each action mended since the last return, or since it was accepted: what became of what; of one that
    was returned and came back as it was, that nothing did. Three queries."""
    marks = _marks(actions, since_acceptance=since_acceptance) if actions else {}
    if not marks:
        return {}
    found: dict[int, list[Difference]] = {pk: [] for pk in marks}
    for pk, (before, after, why) in _columns(marks).items():
        found[pk] += [_column(name, before[name], after[name]) for name in _said(before, after)]
        found[pk] += [Difference(_("Lý do sửa"), "", each, is_reason=True) for each in why]
    for row in Evidence.objects.filter(action__in=marks).order_by("pk"):
        found[row.action_id] += _evidence(row, marks[row.action_id])
    if not since_acceptance:
        found = {pk: rows or [unchanged()] for pk, rows in found.items()}
    return {pk: sorted(rows, key=lambda each: each.is_reason) for pk, rows in found.items() if rows}


def unchanged() -> Difference:
    """What is said of an action that came back as it was."""
    return Difference(_("So với lần trước"), "", _("không đổi"), is_reason=True)


def came_back_unchanged(action: Action) -> bool:
    """Whether a returned action was sent again with nothing changed."""
    return differences([action.pk], since_acceptance=False).get(action.pk) == [unchanged()]


def _marks(actions: Sequence[int], *, since_acceptance: bool) -> dict[int, datetime]:
    """When the reviewer last decided on each of the mended actions, or last accepted it."""
    mended = Action.objects.filter(pk__in=actions, state=Action.State.RESUBMITTED)
    if since_acceptance:
        return dict(mended.filter(accepted_at__isnull=False).values_list("pk", "accepted_at"))
    decided = Review.objects.filter(action__in=mended.values("pk"))
    return dict(decided.order_by("pk").values_list("action", "decided_at"))


def _columns(marks: dict[int, datetime]) -> dict[int, tuple[dict, dict, list[str]]]:
    """Each action's columns as they were at its mark and as they are now, only what the log says was written, and the
    reasons that were given."""
    log = Change.objects.filter(about=About.ACTION, about_id__in=marks, event=Event.EDITED).order_by("pk")
    states: dict[int, tuple[dict, dict, list[str]]] = {}
    for each in log:
        if each.recorded_at < marks[each.about_id]:
            continue
        before, after, why = states.setdefault(each.about_id, ({}, {}, []))
        note = [each.note] if each.note and "done_on" in each.after else []
        states[each.about_id] = (each.before | before, after | each.after, [*why, *note])
    return states


def _said(before: dict, after: dict) -> list[str]:
    """Columns that differ, of those that say what was done."""
    return [name for name in before if before[name] != after[name] and name != "copy_of"]


def _evidence(row: Evidence, mark: datetime) -> list[Difference]:
    was, stays = row.added_at < mark, row.removed_at is None
    if was and not stays and row.removed_at >= mark:
        return [Difference(_("Minh chứng bỏ đi"), str(row), "")]
    return [Difference(_("Minh chứng thêm"), "", str(row))] if stays and not was else []


def _column(name: str, before: Any, after: Any) -> Difference:
    label = _("Tài liệu") if name == "materials" else str(Action._meta.get_field(name).verbose_name)
    return Difference(label[:1].upper() + label[1:], _words(name, before), _words(name, after))


def _words(name: str, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if name == "done_on":
        return short_date(date.fromisoformat(value))
    if name == "materials":
        return ", ".join(value)
    if name == "reach":
        return number_text(value)
    choices = {"channel": Channel, "audience": Audience}.get(name)
    return str(choices(value).label) if choices else str(value)
