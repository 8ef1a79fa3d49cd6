"""Letters about letters: what a draft says of an issued letter, and confirming it in one act.

Decree 30/2020/NĐ-CP, article 18: a content error is mended by a replacing letter of the same form, a form error by a
correcting letter; an issued letter may be recalled.
"""

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.rows import lock
from campaign_portal.lib.text import fold
from directives.models import Directive, DirectiveRelation

from .issuing import issue
from .lifecycle import extend, in_force, recall
from .planning import Preview, preview

Kind = DirectiveRelation.Kind
REWORDS = (Kind.AMENDS, Kind.CORRECTS)


@dataclass(frozen=True)
class Proposal:
    """A draft seems to be about an issued letter of the same issuer."""

    kind: str
    earlier: Directive


def proposals(draft: Directive) -> list[Proposal]:
    """What the reading of a draft says of letters of the same issuer, each once; nothing once it was issued."""
    if draft.is_issued:
        return []
    found: dict[tuple, Proposal] = {}
    for said in draft.reading.get("data", {}).get("about") or []:
        kind, earlier = said.get("kind"), _named(draft, said)
        if kind in Kind.values and earlier:
            found.setdefault((kind, earlier.pk), Proposal(kind, earlier))
    return list(found.values())


def _named(draft: Directive, said: dict) -> Directive | None:
    """The letter meant by number, symbol and year. Without a day the year is the draft's own, else nothing matches."""
    number, _slash, symbol = re.sub(r"\s+", "", said.get("number") or "").partition("/")
    day = date.fromisoformat(said["date"]) if said.get("date") else draft.dated_on
    if not (number and day):
        return None
    rows = linkable(draft).filter(year=day.year)
    same = [row for row in rows if _plain(row.number) == _plain(number) and fold(row.symbol) == fold(symbol)]
    return same[0] if len(same) == 1 else None


def _plain(number: str) -> str:
    """ "05" and "5" are one number."""
    return fold(number).lstrip("0")


def linkable(draft: Directive):
    """Letters a draft may be about: issued by the same unit and still in force, the latest first."""
    rows = Directive.objects.in_force().filter(issuer=draft.issuer_id).exclude(pk=draft.pk)
    return rows.select_related("campaign", "issuer").order_by("-dated_on", "-pk")


def as_issued(*, later: Directive, earlier: Directive) -> Directive:
    """The draft as confirming would complete it, unsaved: the earlier letter's campaign, and where it names no end of
    its own the earlier one's; it asks for a report only when it names a day."""
    row = copy.copy(later)
    for name, value in _completed(later, earlier).items():
        setattr(row, name, value)
    return row


def plan_of(*, later: Directive, earlier: Directive, kind: str, today: date) -> Preview:
    """Who would get the later letter if the relation were confirmed now."""
    return preview(directive=as_issued(later=later, earlier=earlier), today=today, about_letter=kind != Kind.REPLACES)


def _completed(later: Directive, earlier: Directive) -> dict:
    return {
        "campaign": earlier.campaign,
        "due_on": later.due_on or earlier.due_on,
        "no_report": later.no_report or later.report_due_on is None,
    }


def confirm_relation(
    *,
    later: Directive,
    earlier: Directive,
    kind: str,
    actor,
    now: datetime,
    supersede: Callable,
    words: dict[int, str] | None = None,
    seen: str = "",
) -> DirectiveRelation:
    """Issue a draft about an issued letter with its own deliveries, and do to the earlier one what it says. All or
    nothing.

    extends: the earlier period ends on the later letter's day; recalls and replaces: the earlier letter ends now;
    amends and corrects: `words` (instruction key → new text) replace instructions through `supersede`; urges: nothing.
    Raises `AlreadyDone` once the draft was issued, `Refused` with the first thing in the way.
    """
    with transaction.atomic():
        draft = lock(later)
        if draft.is_issued:
            raise AlreadyDone(_("Văn bản này đã được ban hành trước đó."))
        old = in_force(earlier)
        _require(draft, old, kind)
        for name, value in _completed(draft, old).items():
            setattr(draft, name, value)
        draft.save(update_fields=["campaign", "due_on", "no_report"])
        issued = issue(directive=draft, actor=actor, now=now, seen=seen, about_letter=kind != Kind.REPLACES)
        _act(old, issued, kind, words or {}, supersede, actor, now)
        return DirectiveRelation.objects.create(
            later=issued, earlier=old, kind=kind, confirmed_at=now, confirmed_by=actor
        )


def _require(later: Directive, earlier: Directive, kind: str) -> None:
    if later.pk == earlier.pk or later.issuer_id != earlier.issuer_id:
        raise Refused(_("Chỉ liên kết được với văn bản khác do chính đơn vị ban hành."))
    if kind not in Kind.values:
        raise Refused(_("Hãy chọn quan hệ giữa hai văn bản."))
    if kind == Kind.EXTENDS and later.due_on is None:
        raise Refused(_("Chưa có ngày kết thúc mới. Hãy điền ngày ở bước Kiểm tra rồi xác nhận lại."))


def _act(old: Directive, issued: Directive, kind: str, words: dict[int, str], supersede, actor, now) -> None:
    note = _("Theo %(letter)s") % {"letter": issued.reference}
    act = {"actor": actor, "now": now, "note": note}
    if kind == Kind.EXTENDS:
        extend(directive=old, due_on=issued.due_on, **act)
    elif kind in (Kind.RECALLS, Kind.REPLACES):
        recall(directive=old, **act)
    elif kind in REWORDS:
        current = {each.pk: each for each in old.instructions.filter(ended_at=None)}
        for pk, text in words.items():
            if pk not in current:
                raise Refused(_("Một nội dung vừa được thay. Hãy xem lại rồi xác nhận."))
            supersede(old=current[pk], text=text, **act)
