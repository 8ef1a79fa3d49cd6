"""The dated acts of a directive in words, the latest first: what the log says, one line for each act."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign_portal.lib.dates import short_date
from directives.models import About, Change, Directive, Event
from directives.related import related_letters

WHOLE = (
    Event.DISCARDED,
    Event.RESTORED,
    Event.ISSUED,
    Event.EXTENDED,
    Event.ACCEPTING,
    Event.LADDER_SET,
    Event.RECALLED,
    Event.CLOSED,
)
"""Acts on the letter itself: the rows of its units that went along are not told one by one."""
SINGLE = (
    Event.ADDED_LATE,
    Event.REFUSED,
    Event.REDIRECTED,
    Event.EXEMPTED,
    Event.CONFIRMED,
    Event.EXTENDED,
    Event.RELAYED,
    Event.HANDED_OVER,
    Event.SUPERSEDED,
)
ACTS = Q(about__in=[About.DIRECTIVE, About.DELIVERY, About.OBLIGATION], event__in={*WHOLE, *SINGLE})
ACTS |= Q(about=About.DELIVERY, event=Event.ACCEPTED)
TALK = Q(about=About.FAQ) | Q(about=About.QUESTION, event=Event.ASKED)
"""Questions as they are put, and answers published to all; the answers to one unit stand in the question."""
BY_HAND = Q(about=About.REMINDER)
ICONS = {
    Event.REMINDED: "phone",
    Event.LADDER_SET: "bell",
    Event.ASKED: "chat",
    Event.PUBLISHED: "chat",
    Event.RECALLED: "stop",
    Event.CLOSED: "stop",
    Event.EXTENDED: "clock",
    Event.ISSUED: "mail",
}

FAQ_WORDS = {
    Event.PUBLISHED: gettext_lazy("Đăng hỏi đáp chung"),
    Event.EDITED: gettext_lazy("Sửa hỏi đáp chung"),
    Event.WITHDRAWN: gettext_lazy("Rút lại hỏi đáp chung"),
}


def journal(directive: Directive) -> list[dict]:
    """Rows for components/timeline.html, one for all that one act did (same instant, person, event). Three queries."""
    rows = (
        directive.changes.filter(ACTS | TALK | BY_HAND)
        .select_related("actor", "delivery", "obligation__instruction")
        .order_by("recorded_at", "actor", "event", "pk")
    )
    grouped = groupby(rows, key=lambda row: (row.recorded_at, row.actor_id, row.event))
    told = [_told(event, list(each)) for (_at, _actor, event), each in grouped]
    return sorted([*reversed(told), *_letters(directive, told)], key=lambda line: line["at"], reverse=True)


def _letters(directive: Directive, told: list[dict]) -> list[dict]:
    """Letters about this one, or that it is about, whose confirmation did nothing that is told already."""
    known = {line["at"] for line in told}
    return [
        {
            "words": f"{each.words} {each.other.reference}",
            "at": each.relation.confirmed_at,
            "by": each.relation.confirmed_by,
            "icon": "file",
        }
        for each in related_letters(directive)
        if each.relation.later_id == directive.pk or each.relation.confirmed_at not in known
    ]


def _told(event: str, rows: list[Change]) -> dict:
    first = next((row for row in rows if row.about == About.DIRECTIVE), rows[0])
    if first.about == About.FAQ:
        words = FAQ_WORDS[event]
    else:
        words = _whole_words(event, first, rows) if first.about == About.DIRECTIVE else _unit_words(event, rows)
    return {"words": words, "at": first.recorded_at, "by": first.actor, "note": first.note, "icon": ICONS.get(event)}


def _whole_words(event: str, row: Change, rows: list[Change]) -> str:
    word = capfirst(Event(event).label)
    if event == Event.EXTENDED:
        old, new = (_day(state["due_on"]) for state in (row.before, row.after))
        days = {"act": word, "old": short_date(old), "new": short_date(new)}
        if new < old:
            return _("Đưa hạn văn bản về: từ %(old)s về %(new)s") % days
        return _("%(act)s văn bản: từ %(old)s đến %(new)s") % days
    units = len(_units(rows))
    return _("%(act)s, %(n)d đơn vị") % {"act": word, "n": units} if units else word


def _unit_words(event: str, rows: list[Change]) -> str:
    names, tasks = _units(rows), _tasks(rows)
    who = names[0] if len(names) == 1 else _("%d đơn vị") % len(names)
    if event == Event.ACCEPTED:
        return _("Xác nhận trả lại: %(unit)s") % {"unit": who}
    if rows[0].about == About.REMINDER and event == Event.WITHDRAWN:
        return _("Bỏ ghi nhắc bằng tay: %(unit)s") % {"unit": who}
    line = f"{capfirst(Event(event).label)}: {who}"
    if event == Event.EXTENDED and rows[0].after.get("due_on"):
        line += _(", hạn mới %s") % short_date(_day(rows[0].after["due_on"]))
    return f"{line} – {tasks[0]}" if len(tasks) == 1 else line


def _units(rows: Iterable[Change]) -> list[str]:
    return list(dict.fromkeys(row.delivery.unit_name for row in rows if row.delivery_id))


def _tasks(rows: Iterable[Change]) -> list[str]:
    return list(dict.fromkeys(row.obligation.instruction.title for row in rows if row.obligation_id))


def _day(iso: str) -> date:
    return date.fromisoformat(iso)
