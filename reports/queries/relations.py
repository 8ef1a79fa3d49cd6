"""What confirming a letter about a letter would do, or new words for one instruction: read only, nothing is written."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaign_portal.lib.dates import short_date
from directives import acts
from directives.models import Delivery, Directive, DirectiveRelation, Instruction, Obligation, Progress
from directives.services.lifecycle import FINISHED
from directives.services.planning import Preview
from directives.services.relations import Terms, plan_of
from reports.models import Action, ActionObligation

Kind = DirectiveRelation.Kind
NAMED = 5
"""How many units a warning names before it says that there are more."""


@dataclass(frozen=True)
class Reworded:
    """One instruction whose words change, and what units have done for it."""

    old: Instruction
    text: str
    due_on: date | None
    units: int
    actions: int
    again: int

    @property
    def facts(self) -> list[tuple[str, str]]:
        return [
            (_("Đơn vị"), _("%d đơn vị thực hiện theo lời văn mới") % self.units),
            (_("Hạn"), _until(self.due_on)),
            (_("Hoạt động"), _carried(self.actions)),
            (_("Gửi lại"), _("%d đơn vị đã gửi hoặc hoàn thành phải gửi xác nhận lại") % self.again),
        ]


@dataclass
class Outcome:
    """Everything confirming would do, in words and counts."""

    sentence: str
    plan: Preview
    facts: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    touched: list[tuple[str, int]] = field(default_factory=list)
    reworded: list[Reworded] = field(default_factory=list)
    left_out: list[Instruction] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    still_extended: list[Directive] = field(default_factory=list)


def outcome(*, later: Directive, terms: Terms, now: datetime, today: date) -> Outcome:
    """What confirming `terms` would do now. The number of queries does not grow with units."""
    plan = plan_of(later=later, terms=terms, today=today)
    found = Outcome(sentence="", plan=plan, warnings=list(plan.warnings))
    found.missed, new = _strangers(terms.earlier, plan)
    if plan.shares and found.missed:
        words = _("%(n)d đơn vị có văn bản trước nhưng không nhận văn bản này: %(names)s")
        found.warnings.append(_named(words, found.missed))
    if new:
        words = _("%(n)d đơn vị nhận văn bản này nhưng không nhận văn bản trước: %(names)s")
        found.warnings.append(_named(words, new))
    found.left_out = list(later.instructions.filter(pk__in=_unused(later, terms)).order_by("order"))
    found.reworded = _reworded(later, terms, plan)
    if terms.kind == Kind.EXTENDS and later.due_on and later.due_on > terms.earlier.due_on:
        _tell_extension(found, later, terms, now)
    elif terms.kind in (Kind.RECALLS, Kind.REPLACES):
        _tell_end(found, terms)
    elif terms.kind == Kind.URGES:
        _tell_urging(found, terms)
    else:
        _tell_words(found, terms)
    return found


def of_superseding(old: Instruction, text: str, due_on: date | None) -> acts.Effect:
    """What new words for one instruction of a letter would do."""
    row = _count(old, text, due_on)
    facts = [(_("Lời văn cũ"), old.text), (_("Lời văn mới"), text), *row.facts, acts.stays()]
    words = ngettext("%d đơn vị nhận lời văn mới.", "%d đơn vị nhận lời văn mới.", row.units) % row.units
    return acts.Effect(words, facts, [_repeat(row.again)] if row.again else [])


# --- By kind ----------------------------------------------------------------------------------------------------------
def _tell_extension(found: Outcome, later: Directive, terms: Terms, now: datetime) -> None:
    effect = acts.of_extending(terms.earlier, later.due_on, now)
    found.sentence, found.facts = effect.sentence, effect.facts
    found.touched = _by_unit(_owed(terms.earlier).filter(due_on=terms.earlier.due_on))
    report_on = terms.earlier.report_due_on
    if report_on and report_on < later.due_on:
        words = _("Hạn báo cáo của văn bản trước giữ nguyên (%(day)s), đứng trước hạn mới.")
        found.warnings.append(words % {"day": short_date(report_on)})


def _tell_end(found: Outcome, terms: Terms) -> None:
    effect = acts.of_recalling(terms.earlier)
    found.sentence, found.facts, found.still_extended = effect.sentence, effect.facts, effect.still_extended
    found.touched = _by_unit(_owed(terms.earlier))
    if terms.replaces:
        counts = {"units": len(found.plan.shares), "tasks": found.plan.obligation_count}
        words = _("Văn bản trước kết thúc ngay; %(units)d đơn vị nhận %(tasks)d nhiệm vụ mới.")
        found.sentence = words % counts
        found.facts.insert(0, (_("Chưa xong"), effect.sentence))
        found.warnings.append(_("Văn bản trước không khôi phục được."))
    else:
        found.warnings += effect.warnings


def _tell_urging(found: Outcome, terms: Terms) -> None:
    units = len(found.plan.shares)
    words = ngettext("%d đơn vị nhận văn bản đôn đốc.", "%d đơn vị nhận văn bản đôn đốc.", units)
    found.sentence = words % units
    found.facts = [
        (_("Văn bản trước"), _("giữ nguyên hạn, tiến độ và các lần nhắc")),
        (_("Thư nhắc"), _("từ nay nhắc tới văn bản đôn đốc này")),
        (_("Tiếp nhận"), _("đơn vị xác nhận tiếp nhận văn bản đôn đốc")),
    ]
    found.touched = _by_unit(_owed(terms.earlier).exclude(progress=Progress.WAITING))


def _tell_words(found: Outcome, terms: Terms) -> None:
    count = len(found.reworded)
    words = ngettext("%d nội dung có lời văn mới.", "%d nội dung có lời văn mới.", count)
    found.sentence = words % count
    same = terms.earlier.instructions.filter(ended_at=None).count() - count
    found.facts = [(_("Không đổi"), _("%d nội dung khác, mọi hạn và các lần nhắc") % same), acts.stays()]
    if again := sum(row.again for row in found.reworded):
        found.warnings.append(_repeat(again))


# --- Counting ---------------------------------------------------------------------------------------------------------
def _owed(directive: Directive):
    return Obligation.objects.counted().filter(delivery__directive=directive).exclude(progress__in=FINISHED)


def _by_unit(rows) -> list[tuple[str, int]]:
    counted = rows.values("delivery__unit_name", "delivery__unit_sort_key", "delivery").annotate(n=Count("pk"))
    return [(row["delivery__unit_name"], row["n"]) for row in counted.order_by("delivery__unit_sort_key", "delivery")]


def _unused(later: Directive, terms: Terms) -> set[int]:
    """Instructions of the draft that neither take another's place nor ask for something of their own."""
    return terms.left_out(later) - {pair.new for pair in terms.pairs}


def _reworded(later: Directive, terms: Terms, plan: Preview) -> list[Reworded]:
    old = {each.pk: each for each in terms.earlier.instructions.filter(ended_at=None)}
    own = {each.pk: each for each in later.instructions.all()}
    rows = []
    for pair in terms.pairs:
        new = own.get(pair.new)
        text = pair.text or (new.text if new else "")
        if pair.old in old and terms.replaces:
            units = [share.unit.pk for share in plan.shares if new in share.instructions]
            rows.append(_count(old[pair.old], text, new and new.due_on or later.due_on, units))
        elif pair.old in old:
            rows.append(_count(old[pair.old], text, new.due_on if new else None))
    return rows


def _count(old: Instruction, text: str, due_on: date | None, units: list[int] | None = None) -> Reworded:
    """`units` are those that get the new words, where it is not everybody who owes the old ones."""
    owed = Obligation.objects.filter(instruction=old, parent=None)
    owed = owed.exclude(progress__in=[Progress.NOT_APPLICABLE, Progress.ENDED])
    if units is not None:
        owed = owed.filter(unit__in=units)
    kept = ActionObligation.objects.filter(obligation__in=owed).exclude(action__state=Action.State.WITHDRAWN)
    return Reworded(
        old=old,
        text=text,
        due_on=due_on,
        units=owed.count(),
        actions=kept.values("action").distinct().count(),
        again=owed.filter(progress__in=[Progress.WAITING, Progress.DONE]).count(),
    )


def _strangers(earlier: Directive, plan: Preview) -> tuple[list[str], list[str]]:
    """Names of units that have only the earlier letter, and of those that would have only the later one."""
    rows = Delivery.objects.counted().filter(directive=earlier).order_by("unit_sort_key")
    had = dict(rows.values_list("unit", "unit_name"))
    gets = {share.unit.pk: share.unit.name for share in plan.shares}
    missed = [name for pk, name in had.items() if pk not in gets]
    return missed, [name for pk, name in gets.items() if pk not in had]


def _named(words: str, names: list[str]) -> str:
    shown = "; ".join(names[:NAMED]) + ("…" if len(names) > NAMED else ".")
    return words % {"n": len(names), "names": shown}


def _until(due_on: date | None) -> str:
    return _("hết ngày %s") % short_date(due_on) if due_on else _("giữ nguyên hạn của từng đơn vị")


def _carried(actions: int) -> str:
    return _("%d hoạt động đã ghi được tính cho nội dung mới, kèm minh chứng") % actions


def _repeat(count: int) -> str:
    words = _("%d đơn vị đã gửi hoặc hoàn thành phải xem lại và gửi xác nhận theo lời văn mới.")
    return words % count
