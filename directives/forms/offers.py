"""Values that the letter hints at and does not state, each offered for the field it may belong to, never filled in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from campaign_portal.lib.dates import short_date
from campaign_portal.lib.text import fold
from directives.models import Directive


@dataclass(frozen=True)
class Offer:
    """Pressing the button writes `value` into the control named `field`; `key` is the section that holds it."""

    field: str
    value: str
    words: str
    key: str


Rows = dict[str, list]


def offers(directive: Directive, rows: Rows) -> dict[str, list[Offer]]:
    """For every doubt that comes with a suggestion: where the officer may put it."""
    found = {
        path: list(_offers(path, value, directive, rows))
        for path, value in directive.reading.get("suggested", {}).items()
        if path in directive.doubts
    }
    return {path: each for path, each in found.items() if each}


def _offers(path: str, value: str, directive: Directive, rows: Rows) -> Iterator[Offer]:
    head, _dot, rest = path.partition(".")
    if path == "period_end":
        yield Offer("due_on", _day(value), _("Dùng %(day)s làm ngày kết thúc") % {"day": _day(value)}, "period")
    elif path == "report_due":
        yield Offer("report_due_on", _day(value), _("Dùng %(day)s làm hạn báo cáo") % {"day": _day(value)}, "report")
    elif head == "legal_bases" and rest.endswith(".issuer"):
        order = int(rest.partition(".")[0])
        for nth, row in enumerate(rows["bases"]):
            if row and row.order == order:
                yield Offer(
                    f"bases-{nth}-issuer_name", value, _("Dùng “%(words)s”") % {"words": value}, f"base-{order}"
                )
    elif head == "deadlines":
        yield from _for_deadline(int(rest), value, directive, rows)


def _for_deadline(at: int, value: str, directive: Directive, rows: Rows) -> Iterator[Offer]:
    """A day counted from the letter's own: for the instruction that speaks of it, for the report, or for the period."""
    deadline = directive.reading["data"]["deadlines"][at]
    words = {"day": _day(value)}
    spans = directive.reading["spans"].get(f"deadlines.{at}", [])
    holders = [(nth, row) for nth, row in enumerate(rows["instructions"]) if row and share(row.spans, spans)]
    for nth, row in holders:
        label = _("Dùng %(day)s làm hạn riêng của nội dung %(label)s")
        yield Offer(
            f"instructions-{nth}-due_on", words["day"], label % {**words, "label": row.label or nth + 1}, f"nd-{row.pk}"
        )
    if "bao cao" in fold(f"{deadline['for_what'] or ''} {deadline['phrase']}"):
        yield Offer("report_due_on", words["day"], _("Dùng %(day)s làm hạn báo cáo") % words, "report")
    elif not holders:
        yield Offer("due_on", words["day"], _("Dùng %(day)s làm ngày kết thúc") % words, "period")


def share(spans: list, others: list) -> bool:
    """Whether some words stand in both."""
    return any(start < e and end > s for start, end in spans for s, e in others)


def _day(iso: str) -> str:
    return short_date(date.fromisoformat(iso))
