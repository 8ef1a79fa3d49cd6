"""Who would get what if a draft were issued now: reading only, nothing is written."""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import short_date
from directives.marks import in_letter_order, key_of
from directives.models import Directive, Instruction, RecipientGroupUnit
from units.models import Unit

_ASKS_REPORT = re.compile(r"(?:gửi|nộp|tổng hợp,? gửi)?\s*báo cáo (?:kết quả|tình hình|về|bằng văn bản)", re.IGNORECASE)
NAMED = 5
"""How many units a warning names; the others are counted."""


@dataclass
class Share:
    """What one unit would get: its groups and its instructions."""

    unit: Unit
    group_phrases: list[str] = field(default_factory=list)
    instructions: list[Instruction] = field(default_factory=list)

    @property
    def binding(self) -> list[Instruction]:
        return [instruction for instruction in self.instructions if instruction.binding]

    @property
    def optional(self) -> list[Instruction]:
        return [instruction for instruction in self.instructions if not instruction.binding]


@dataclass(frozen=True)
class Problem:
    """What still stands in the way of issuing: the step and the place on its page where to mend it."""

    step: str
    place: str
    text: str

    def __str__(self):
        return self.text


@dataclass
class Preview:
    """Who gets what if the draft were issued now, and what still stands in the way."""

    shares: list[Share]
    problems: list[Problem]
    warnings: list[str]
    fingerprint: str = ""

    @property
    def obligation_count(self) -> int:
        """Binding obligations: the denominator of every rate to come."""
        return sum(len(share.binding) for share in self.shares)

    def due_days(self, directive: Directive) -> list[date]:
        """The days on which something binding would be due, each once, in order."""
        days = {each.due_on or directive.due_on for share in self.shares for each in share.binding}
        return sorted(day for day in days if day)

    @property
    def optional_count(self) -> int:
        return sum(len(share.optional) for share in self.shares)

    @property
    def can_issue(self) -> bool:
        return not self.problems


def preview(*, directive: Directive, today: date, about_letter: bool = False, without: Collection[int] = ()) -> Preview:
    """Compute deliveries and obligations of a draft. A constant number of queries however many units.

    A letter `about_letter` (one that extends, recalls or corrects another) may ask for nothing of its own. `without`
    names instructions that would be left out.
    """
    shares = shares_of(directive, without)
    return Preview(
        shares=shares,
        problems=_problems(directive, shares, about_letter),
        warnings=_warnings(directive, shares, today, about_letter),
        fingerprint=_fingerprint(directive, shares),
    )


def shares_of(directive: Directive, without: Collection[int] = ()) -> list[Share]:
    """Every unit that any line or group of the letter names, once, with the instructions of its groups and of all."""
    instructions = list(directive.instructions.filter(ended_at=None).exclude(pk__in=without).order_by("order"))
    shares: dict[int, Share] = {}
    members = Prefetch("members", RecipientGroupUnit.objects.select_related("unit__area"))
    for group in directive.groups.order_by("source", "order").prefetch_related(members):
        own = [instruction for instruction in instructions if instruction.group_id == group.pk]
        for member in group.members.all():
            if member.chosen:
                share = shares.setdefault(member.unit_id, Share(unit=member.unit))
                share.instructions += own
                if group.phrase not in share.group_phrases:
                    share.group_phrases.append(group.phrase)
    common = [instruction for instruction in instructions if instruction.group_id is None]
    for share in shares.values():
        share.instructions = sorted(share.instructions + common, key=lambda each: each.order)
    return sorted(shares.values(), key=lambda share: share.unit.sort_key)


def _problems(directive: Directive, shares: list[Share], about_letter: bool) -> list[Problem]:
    reported = directive.report_due_on or directive.no_report
    checks = [
        (directive.number, "check", "number", _("Hãy điền số văn bản.")),
        (directive.symbol, "check", "symbol", _("Hãy điền ký hiệu văn bản.")),
        (directive.dated_on, "check", "date", _("Hãy điền ngày văn bản.")),
        (directive.subject, "check", "subject", _("Hãy điền trích yếu.")),
        (directive.due_on, "check", "period", _("Hãy điền ngày kết thúc thực hiện.")),
        (
            reported,
            "check",
            "report",
            _("Hãy điền hạn báo cáo, hoặc chọn không yêu cầu báo cáo."),
        ),
        (shares, "recipients", "main", _("Chưa có đơn vị nào nhận văn bản. Hãy chọn đơn vị ở bước Nơi nhận.")),
        (
            about_letter or any(share.binding for share in shares),
            "check",
            "tasks",
            _("Chưa có nội dung yêu cầu bắt buộc nào cho đơn vị nhận."),
        ),
        (directive.campaign_id, "campaign", "main", _("Hãy chọn hoặc tạo chiến dịch cho văn bản.")),
        (
            not directive.is_closed,
            "campaign",
            "main",
            _("Chiến dịch đã kết thúc. Hãy chọn chiến dịch khác."),
        ),
    ]
    missing = [Problem(step, place, sentence) for present, step, place, sentence in checks if not present]
    named = {problem.place for problem in missing}
    unconfirmed = [problem for problem in _unconfirmed(directive) if problem.place not in named]
    return unconfirmed + missing + _taken_number(directive)


def _unconfirmed(directive: Directive) -> list[Problem]:
    """Every doubt of the reading that no officer has answered: nothing is issued unconfirmed."""
    if not directive.doubts:
        return []
    data = directive.reading.get("data", {})
    holders = {place: each.pk for each in directive.instructions.all() for place in each.places}
    found = []
    for path in in_letter_order(directive.doubts, directive.reading):
        why = directive.doubts[path]
        head, _dot, rest = path.partition(".")
        holder = holders.get(int(rest.partition(".")[0])) if head == "tasks" and rest else None
        place = f"nd-{holder}" if holder else key_of(path, data) or "letter"
        found.append(Problem("check", place, _("Hãy xác nhận: %(why)s") % {"why": why or _("mục còn chưa chắc chắn")}))
    return found


def _taken_number(directive: Directive) -> list[Problem]:
    """Number and symbol are used once per issuer and year (Decree 30/2020, article 15)."""
    if not (directive.number and directive.dated_on):
        return []
    same = {"number": directive.number, "symbol": directive.symbol, "year": directive.dated_on.year}
    if not Directive.objects.filter(issuer=directive.issuer_id, **same).exclude(pk=directive.pk).exists():
        return []
    reference = f"{directive.number}/{directive.symbol}"
    text = _("Số và ký hiệu %(reference)s đã dùng cho một văn bản khác trong năm. Hãy kiểm tra lại số.")
    return [Problem("check", "number", text % {"reference": reference})]


def _warnings(directive: Directive, shares: list[Share], today: date, about_letter: bool) -> list[str]:
    """What an officer may want, but most likely does not."""
    due_on, report_on, dated_on = directive.due_on, directive.report_due_on, directive.dated_on
    checks = [
        (
            due_on and due_on < today,
            _("Ngày kết thúc đã qua: các việc sẽ bị tính quá hạn ngay khi ban hành."),
        ),
        (report_on and report_on < today, _("Hạn báo cáo đã qua.")),
        (report_on and due_on and report_on < due_on, _("Hạn báo cáo đứng trước ngày kết thúc thực hiện.")),
        (dated_on and due_on and due_on < dated_on, _("Ngày kết thúc đứng trước ngày văn bản.")),
        (dated_on and dated_on > today, _("Ngày văn bản ở sau hôm nay.")),
    ]
    warnings = [sentence for wrong, sentence in checks if wrong]
    warnings += _own_days(shares, today) + _report_tasks(directive, shares)
    return warnings + ([] if about_letter else _idle(shares))


def _report_tasks(directive: Directive, shares: list[Share]) -> list[str]:
    """Tasks that ask for the report itself and would fall due with the letter, on another day than the report."""
    if not directive.report_due_on or directive.report_due_on == directive.due_on:
        return []
    own = {instruction.pk: instruction for share in shares for instruction in share.binding}
    sentence = _(
        "Nội dung “%(title)s” yêu cầu báo cáo, nhưng theo hạn chung của văn bản; hạn báo cáo là %(day)s. "
        "Hãy đặt hạn riêng cho nội dung này ở bước Kiểm tra, hoặc bỏ vì đã có mục Nộp báo cáo."
    )
    return [
        sentence % {"title": each.title, "day": short_date(directive.report_due_on)}
        for each in sorted(own.values(), key=lambda each: each.order)
        if each.due_on is None and _ASKS_REPORT.match(each.text)
    ]


def _own_days(shares: list[Share], today: date) -> list[str]:
    own = {instruction.pk: instruction for share in shares for instruction in share.instructions}
    sentence = _("Nội dung “%(title)s” có hạn riêng %(day)s đã qua.")
    return [
        sentence % {"title": each.title, "day": short_date(each.due_on)}
        for each in sorted(own.values(), key=lambda each: each.order)
        if each.due_on and each.due_on < today
    ]


def _idle(shares: list[Share]) -> list[str]:
    idle = [share.unit.name for share in shares if not share.binding]
    if not idle:
        return []
    words = {"units": "; ".join(idle[:NAMED]), "more": len(idle) - NAMED}
    if words["more"] > 0:
        return [_("Nhận văn bản nhưng không có việc bắt buộc: %(units)s và %(more)d đơn vị khác.") % words]
    return [_("Nhận văn bản nhưng không có việc bắt buộc: %(units)s.") % words]


def _fingerprint(directive: Directive, shares: list[Share]) -> str:
    """Changes whenever who gets what, by when, under which number changes: an officer issues what they have seen."""
    facts = [directive.number, directive.symbol, directive.dated_on, directive.subject, directive.campaign_id]
    facts += [directive.due_on, directive.report_due_on, directive.no_report]
    for share in shares:
        facts += [share.unit.pk, share.group_phrases]
        facts += [(each.pk, each.text, each.binding, each.due_on) for each in share.instructions]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]
