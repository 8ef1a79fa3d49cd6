"""What the reading of a draft says of issued letters, and the officer's answers before anything is confirmed."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from campaign_portal.lib import activity
from campaign_portal.lib.text import fold
from directives.models import Directive, DirectiveRelation, RecipientGroup

from .drafting import choose_units, locked_draft, mark_saved

Kind = DirectiveRelation.Kind
SET_ASIDE = "set_aside"
_OLD_FORM = re.compile(r"(?P<year>\d{4})/")  # "09/2009/CT-UBND" bears the year in its number


@dataclass(frozen=True)
class Proposal:
    """A draft seems to be about an issued letter of the same issuer; `quote` is the letter's own sentence, `doubt` why
    the reading is not sure."""

    kind: str
    earlier: Directive
    quote: str = ""
    doubt: str = ""

    @property
    def words(self) -> str:
        """ "Gia hạn", "Thu hồi"."""
        return capfirst(Kind(self.kind).label)


def proposals(draft: Directive) -> list[Proposal]:
    """What the reading of a draft says of letters of the same issuer, each once; nothing once it was issued, or once
    the officer has said that it is about no other letter."""
    if draft.is_issued or draft.reading.get(SET_ASIDE):
        return []
    found: dict[tuple, Proposal] = {}
    doubts = draft.reading.get("reasons", {})
    for place, said in enumerate(draft.reading.get("data", {}).get("about") or []):
        kind, earlier = said.get("kind"), _named(draft, said)
        if kind in Kind.values and earlier:
            found.setdefault(
                (kind, earlier.pk), Proposal(kind, earlier, _quote(draft, place), doubts.get(f"about.{place}", ""))
            )
    return list(found.values())


def _quote(draft: Directive, place: int) -> str:
    """The whole line around the words that named the other letter; empty when the reading does not say where."""
    spans = draft.reading.get("spans", {})
    path = next((path for path in (f"about.{place}", f"about.{place}.number") if spans.get(path)), None)
    if path is None:
        return ""
    start, end = spans[path][0]
    begin, stop = draft.text.rfind("\n", 0, start) + 1, draft.text.find("\n", end)
    return Truncator(draft.text[begin : stop if stop >= 0 else None].strip()).chars(400)


def _named(draft: Directive, said: dict) -> Directive | None:
    """The letter meant by number, symbol and year. Without a day the year is the draft's own, else nothing matches."""
    number, _slash, symbol = re.sub(r"\s+", "", said.get("number") or "").partition("/")
    printed = _OLD_FORM.match(symbol)
    day = date.fromisoformat(said["date"]) if said.get("date") else draft.dated_on
    year = int(printed["year"]) if printed else day and day.year
    if not (number and year):
        return None
    symbol = symbol[printed.end() :] if printed else symbol
    rows = linkable(draft).filter(year=year)
    same = [row for row in rows if _plain(row.number) == _plain(number) and fold(row.symbol) == fold(symbol)]
    return same[0] if len(same) == 1 else None


def _plain(number: str) -> str:
    """ "05" and "5" are one number."""
    return fold(number).lstrip("0")


def linkable(draft: Directive):
    """Letters a draft may be about: issued by the same unit and still in force, the latest first."""
    rows = Directive.objects.in_force().filter(issuer=draft.issuer_id).exclude(pk=draft.pk)
    return rows.select_related("campaign", "issuer").order_by("-dated_on", "-pk")


def set_aside(*, draft: Directive, actor, now: datetime) -> Directive:
    """The officer says that a draft is about no issued letter: it is proposed as a new one from here on."""
    with transaction.atomic():
        row = locked_draft(draft)
        if not row.reading.get(SET_ASIDE):
            row.reading = {**row.reading, SET_ASIDE: True}
            row.save(update_fields=["reading"])
            mark_saved(row, actor=actor, now=now)
            detail = {"directive": row.pk}
            activity.record(actor=actor, verb="directive.unrelated", subject=row.reference, detail=detail, now=now)
    return row


def as_before(*, draft: Directive, earlier: Directive, actor, now: datetime) -> Directive:
    """Address a draft to every unit that counts as a recipient of the earlier letter; done again, nothing is added."""
    with transaction.atomic():
        row = locked_draft(draft)
        phrase = _("Các đơn vị đã nhận %(letter)s") % {"letter": earlier.reference}
        lines = row.groups.filter(source=RecipientGroup.Source.ADDRESSEE)
        group = lines.filter(phrase=phrase).first() or lines.create(
            directive=row, source=RecipientGroup.Source.ADDRESSEE, order=_next_order(lines), phrase=phrase
        )
        units = earlier.deliveries.counted().filter(parent=None).values_list("unit", flat=True)
        choose_units(directive=row, chosen={group.pk: set(units)}, actor=actor, now=now)
    return row


def _next_order(lines) -> int:
    return (lines.aggregate(last=Max("order"))["last"] or 0) + 1
