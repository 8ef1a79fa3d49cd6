"""A unit's story in sentences: added, corrected, confirmed, taken over, its people. The latest first."""

from django.utils.translation import gettext as _

from campaign_portal.lib.dates import short_date
from units.models import Role, Succession, Unit, User
from units.queries import UnitEvent, logged_events, successions_of

TECHNICAL = {"sort_key", "folded", "path"}


def story_of(unit: Unit, *, with_log: bool) -> list[dict]:
    """Lines for the timeline component. `with_log` adds the log of corrections, for who keeps the unit."""
    lines = [_succession_line(row, unit) for row in successions_of(unit)]
    if with_log:
        events = logged_events(unit)
        people = User.objects.in_bulk({event.detail["person"] for event in events if "person" in event.detail})
        lines += [_logged_line(event, unit, people) for event in events]
    return sorted(lines, key=lambda line: line["at"], reverse=True)


def _succession_line(row: Succession, unit: Unit) -> dict:
    names = {"old": row.predecessor.name, "new": row.successor.name, "day": short_date(row.effective_on)}
    words = _("Từ ngày %(day)s, %(new)s kế thừa %(old)s.") % names
    return {"words": words, "at": row.recorded_at, "icon": "tree", "note": row.decision}


def _logged_line(event: UnitEvent, unit: Unit, people: dict[int, User]) -> dict:
    line = {"at": event.at, "by": str(event.by) if event.by else _("hệ thống")}
    if event.verb == "unit.created":
        return line | {"words": _("Đưa vào danh bạ."), "icon": "plus"}
    if event.verb.startswith("membership."):
        return line | _part_words(event, people)
    if event.verb.startswith("alias."):
        return line | _alias_words(event)
    before, after = event.detail.get("before", {}), event.detail.get("after", {})
    if after.get("certainty") == "verified" and set(after) <= {"certainty", "certainty_note"}:
        note = before.get("certainty_note", "")
        return line | {"words": _("Xác nhận thông tin."), "icon": "check", "tone": "done", "note": note}
    changes = "; ".join(_one_change(unit, name, before, after) for name in after if name not in TECHNICAL)
    return line | {"words": _("Sửa thông tin."), "icon": "edit", "note": changes}


def _part_words(event: UnitEvent, people: dict[int, User]) -> dict:
    words = {"person": people[event.detail["person"]], "role": Role(event.detail["role"]).label}
    if event.verb == "membership.ended":
        return {"words": _("%(person)s không còn là %(role)s.") % words, "icon": "stop"}
    return {"words": _("%(person)s được giao làm %(role)s.") % words, "icon": "user"}


def _alias_words(event: UnitEvent) -> dict:
    phrase, units = {"phrase": event.detail["phrase"]}, event.detail["units"]
    if event.verb == "alias.withdrawn":
        return {"words": _("Bỏ ghi nhớ cách gọi “%(phrase)s”.") % phrase, "icon": "close"}
    if not units:
        return {"words": _("Ghi nhớ “%(phrase)s” không phải đơn vị nào trong danh bạ.") % phrase, "icon": "edit"}
    return {"words": _("Ghi nhớ cách gọi “%(phrase)s”.") % phrase, "icon": "edit", "note": "; ".join(units)}


def _one_change(unit: Unit, name: str, before: dict, after: dict) -> str:
    field = unit._meta.get_field(name)
    words = {"field": field.verbose_name, "old": _shown(field, before.get(name)), "new": _shown(field, after[name])}
    return _("%(field)s: %(old)s → %(new)s") % words


def _shown(field, value: str | None) -> str:
    labels = dict(field.flatchoices)
    return f"“{labels.get(value, value)}”" if value else _("(trống)")
