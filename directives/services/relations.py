"""Letters about letters: confirming in one act what a draft says of an issued letter.

Decree 30/2020/NĐ-CP, article 18: a content error is mended by a replacing letter of the same form, a form error by a
correcting letter; an issued letter may be recalled.
"""

import copy
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import short_date
from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.rows import lock
from directives.models import Directive, DirectiveRelation, Instruction

from .issuing import issue
from .lifecycle import extend, in_force, recall
from .planning import Preview, Problem, preview

Kind = DirectiveRelation.Kind
REWORDS = (Kind.AMENDS, Kind.CORRECTS, Kind.EXTENDS)
"""Kinds that may put new words in the place of instructions; one that extends may do so besides."""


@dataclass(frozen=True)
class Pair:
    """New words for an instruction of the earlier letter: typed ones, else those of an instruction of the draft."""

    old: int
    new: int | None = None
    text: str = ""


@dataclass(frozen=True)
class Terms:
    """What an officer says a draft is: about which letter, of what kind, which words take the place of which.

    `keeps` names the draft's instructions that ask for something of their own; a replacing letter keeps them all. What
    stands in a pair or is not kept makes no obligation of the later letter.
    """

    earlier: Directive
    kind: str
    pairs: tuple[Pair, ...] = ()
    keeps: frozenset[int] = frozenset()

    @property
    def replaces(self) -> bool:
        return self.kind == Kind.REPLACES

    def left_out(self, draft: Directive) -> set[int]:
        """Keys of the draft's instructions that would not be issued as its own."""
        if self.replaces:
            return set()
        taken = {pair.new for pair in self.pairs}
        keys = draft.instructions.values_list("pk", flat=True)
        return {pk for pk in keys if pk in taken or pk not in self.keeps}


def as_issued(*, later: Directive, terms: Terms) -> Directive:
    """The draft as confirming would complete it, unsaved: the earlier letter's campaign, and where it names no end of
    its own the earlier one's; it asks for a report only when it names a day, and what it need not say is no doubt."""
    row = copy.copy(later)
    for name, value in _completed(later, terms).items():
        setattr(row, name, value)
    return row


def plan_of(*, later: Directive, terms: Terms, today: date) -> Preview:
    """Who would get the later letter if the relation were confirmed now, and what still stands in the way.

    Its fingerprint changes with the draft, with what the officer said, and with what the earlier letter asks of whom
    by when. How far units are does not change it: their work goes on while an officer reads.
    """
    row = as_issued(later=later, terms=terms)
    plan = preview(directive=row, today=today, about_letter=not terms.replaces, without=terms.left_out(later))
    plan.problems += _problems(later, terms)
    plan.fingerprint = _fingerprint(plan.fingerprint, terms)
    return plan


def _completed(later: Directive, terms: Terms) -> dict:
    return {
        "campaign": terms.earlier.campaign,
        "due_on": later.due_on or terms.earlier.due_on,
        "no_report": later.no_report or later.report_due_on is None,
        "doubts": {path: why for path, why in later.doubts.items() if not _is_moot(path, later, terms)},
    }


def _is_moot(path: str, later: Directive, terms: Terms) -> bool:
    """Whether a doubt is about what a letter of this kind need not say: a day of report, tasks, an end of its own."""
    if path == "report_due":
        return later.report_due_on is None
    if path == "period_end":
        return later.due_on is None and terms.kind != Kind.EXTENDS
    return path == "tasks" and not terms.replaces


def _problems(later: Directive, terms: Terms) -> list[Problem]:
    if terms.kind != Kind.EXTENDS:
        return []
    if later.due_on is None:
        return [Problem("check", "period", _("Hãy điền ngày kết thúc mới (thực hiện đến hết ngày)."))]
    if later.due_on <= terms.earlier.due_on:
        text = _("Ngày kết thúc mới phải sau ngày %(day)s, hạn hiện nay của văn bản trước.")
        return [Problem("check", "period", text % {"day": short_date(terms.earlier.due_on)})]
    return []


def _fingerprint(plan: str, terms: Terms) -> str:
    old = terms.earlier
    asked = old.instructions.filter(ended_at=None).order_by("pk").values_list("pk", "text")
    owed = old.deliveries.order_by("pk", "obligations").values_list("pk", "refused_at", "obligations__due_on")
    facts = [plan, old.pk, old.due_on, old.recalled_at, terms.kind, terms.pairs, sorted(terms.keeps)]
    facts += [list(asked), list(owed)]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def confirm_relation(
    *, later: Directive, terms: Terms, actor, now: datetime, supersede: Callable, carry: Callable, seen: str
) -> DirectiveRelation:
    """Issue a draft about an issued letter with its own deliveries, and do to the earlier one what it says. All or
    nothing.

    extends: the earlier period ends on the later letter's day; recalls and replaces: the earlier letter ends now;
    `REWORDS`: pairs put new words in place through `supersede`; replaces: what units did for the old instruction of a
    pair is carried to the new one through `carry`; urges: nothing. `seen` is the fingerprint of the plan the officer
    looked at. Raises `AlreadyDone` once the draft was issued, `Refused` with the first thing in the way.
    """
    with transaction.atomic():
        draft = lock(later)
        if draft.is_issued:
            raise AlreadyDone(_("Văn bản này đã được ban hành trước đó."))
        old = in_force(terms.earlier)
        terms = Terms(old, terms.kind, terms.pairs, terms.keeps)
        _require(draft, terms)
        plan = plan_of(later=draft, terms=terms, today=timezone.localdate(now))
        if not plan.can_issue:
            raise Refused(" ".join(str(problem) for problem in plan.problems))
        if seen != plan.fingerprint:
            raise Refused(_("Nội dung vừa thay đổi sau khi anh/chị xem. Hãy xem lại kết quả dưới đây rồi xác nhận."))
        words = _words(draft, terms)
        issued = _issue(draft, terms, actor, now)
        _act(issued, terms, words, {"supersede": supersede, "carry": carry}, actor, now)
        return DirectiveRelation.objects.create(
            later=issued, earlier=old, kind=terms.kind, confirmed_at=now, confirmed_by=actor
        )


def _require(later: Directive, terms: Terms) -> None:
    earlier = terms.earlier
    if later.pk == earlier.pk or later.issuer_id != earlier.issuer_id:
        raise Refused(_("Chỉ liên kết được với văn bản khác do chính đơn vị ban hành."))
    if terms.kind not in Kind.values:
        raise Refused(_("Hãy chọn quan hệ giữa hai văn bản."))
    if terms.pairs and terms.kind not in (*REWORDS, Kind.REPLACES):
        raise Refused(_("Quan hệ đã chọn không thay nội dung nào. Hãy chọn “sửa đổi, bổ sung” hoặc “đính chính”."))


def _words(draft: Directive, terms: Terms) -> list[tuple[Instruction, Instruction | None, str, date | None]]:
    """Each pair as rows: the standing old instruction, the draft's own where one is meant, text and day."""
    standing = {each.pk: each for each in terms.earlier.instructions.filter(ended_at=None)}
    own = {each.pk: each for each in draft.instructions.all()}
    found = []
    for pair in terms.pairs:
        new = own.get(pair.new)
        if pair.old not in standing or (pair.new and new is None):
            raise Refused(_("Một nội dung vừa được thay. Hãy xem lại rồi xác nhận."))
        found.append((standing[pair.old], new, pair.text or (new.text if new else ""), new.due_on if new else None))
    return found


def _issue(draft: Directive, terms: Terms, actor, now: datetime) -> Directive:
    """Issue the draft without what asks for nothing of its own; those words stay in its text."""
    completed = _completed(draft, terms)
    for name, value in completed.items():
        setattr(draft, name, value)
    draft.save(update_fields=[*completed])
    draft.instructions.filter(pk__in=terms.left_out(draft)).delete()
    return issue(directive=draft, actor=actor, now=now, about_letter=not terms.replaces)


def _act(issued: Directive, terms: Terms, words: list, through: dict[str, Callable], actor, now: datetime) -> None:
    act = {"actor": actor, "now": now, "note": _("Theo %(letter)s") % {"letter": issued.reference}}
    if terms.kind == Kind.EXTENDS:
        extend(directive=terms.earlier, due_on=issued.due_on, **act)
    if terms.kind in REWORDS:
        for old, _new, text, due_on in words:
            through["supersede"](old=old, text=text, due_on=due_on, **act)
    if terms.replaces:
        for old, new, _text, _due_on in words:
            through["carry"](old=old, new=new, actor=actor, now=now)
    if terms.kind in (Kind.RECALLS, Kind.REPLACES):
        recall(directive=terms.earlier, **act)
