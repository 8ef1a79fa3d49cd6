"""What officers did to a draft, kept in the log: each save with what it changed, and what can be brought back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from campaign_portal.lib.dates import clock_words
from campaign_portal.lib.errors import Refused
from directives.models import About, Change, Directive, Event

from .changes import build, plain

LISTS = {
    "bases": ("legal_bases", ("order", "reference", "dated_on", "issuer_name")),
    "groups": ("groups", ("source", "order", "phrase")),
    "instructions": (
        "instructions",
        ("order", "label", "text", "group_id", "binding", "due_on", "due_time", "proof", "origin"),
    ),
    "copies": ("copies", ("order", "text", "overseer_id", "confirmed_at")),
    "attachments": ("files", ("title", "stored_id", "original_name")),
}


class Overtaken(Refused):
    """Somebody saved the draft after the page was opened. Nothing was kept of what came now."""

    def __init__(self, change: Change | None, actor):
        self.change = change
        super().__init__(self._sentence(actor))

    def _sentence(self, actor) -> str:
        when = clock_words(self.change.recorded_at) if self.change else ""
        if self.change and self.change.actor_id != actor.pk:
            words = _("%(who)s đã lưu bản nháp này lúc %(when)s, sau khi anh/chị mở trang.")
            return words % {"who": self.change.actor, "when": when}
        words = _("Anh/chị đã lưu bản nháp này lúc %(when)s ở một lần mở trang khác.")
        return words % {"when": when}


def version_of(directive: Directive) -> str:
    """Stands for what a draft holds now: another text after every save that changed something."""
    return str(directive.last_change_id or "")


# --- Writing ----------------------------------------------------------------------------------------------------------
Picture = dict[str, dict]


def picture(directive: Directive, columns: Iterable[str]) -> Picture:
    """Everything an officer can correct, as the log keeps it. One query for each list."""
    lists = {
        name: {str(row.pop("pk")): _plain_row(row) for row in getattr(directive, related).values("pk", *names)}
        for name, (related, names) in LISTS.items()
    }
    return {"columns": {name: plain(getattr(directive, name)) for name in columns}, **lists}


def _plain_row(row: dict) -> dict:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}


def differences(before: Picture, after: Picture) -> tuple[dict, dict]:
    """What changed, as it was and as it is: columns by name, lines of a list by key, None for no line."""
    old, new = _changed(before["columns"], after["columns"])
    for name in LISTS:
        was, became = _changed(before[name], after[name])
        if was:
            old[name], new[name] = was, became
    return old, new


def _changed(before: dict, after: dict) -> tuple[dict, dict]:
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {key: before.get(key) for key in keys}, {key: after.get(key) for key in keys}


def log_edit(directive: Directive, *, before: dict, after: dict, actor, now: datetime, note: str = "") -> None:
    """Keep what was changed; from here on pages opened before are overtaken."""
    change = build(
        subject=directive,
        event=Event.EDITED,
        actor=actor,
        now=now,
        acting_unit=directive.issuer,
        before=before,
        after=after,
        note=note,
    )
    change.save()
    directive.last_change = change
    directive.save(update_fields=["last_change"])


# --- Reading ----------------------------------------------------------------------------------------------------------
@dataclass
class Edits:
    """What the log of a draft still tells: lines taken away, by key, and gentle notes that were looked at."""

    removed: dict[int, dict] = field(default_factory=dict)
    noted: set[str] = field(default_factory=set)


def edits_of(directive: Directive) -> Edits:
    """One query, however often the draft was saved. Instructions that were merged into another are not lost."""
    found = Edits()
    rows = directive.changes.filter(about=About.DIRECTIVE, event=Event.EDITED).order_by("pk")
    for before, after in rows.values_list("before", "after"):
        merged = (after.get("act") or {}).get("merged")
        for key, row in after.get("instructions", {}).items():
            if row is None and int(key) != merged:
                found.removed[int(key)] = before["instructions"][key] | after.get("typed", {}).get(key, {})
            else:
                found.removed.pop(int(key), None)
        found.noted = set(after.get("noted", found.noted))
    return found
