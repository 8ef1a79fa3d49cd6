"""Who gets what, and the act of issuing: the moment from which a directive is frozen."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import AlreadyDone, Refused
from directives.models import Change, Delivery, Directive, Event, Instruction, Obligation, RecipientGroupUnit
from units.models import Unit

from .changes import build, move


@dataclass
class Share:
    """What one unit would get: its groups and its instructions."""

    unit: Unit
    group_phrases: list[str] = field(default_factory=list)
    instructions: list[Instruction] = field(default_factory=list)

    @property
    def binding(self) -> list[Instruction]:
        return [instruction for instruction in self.instructions if instruction.binding]


@dataclass
class Preview:
    """Who gets what if the draft were issued now, and what still stands in the way."""

    shares: list[Share]
    problems: list[str]
    warnings: list[str]

    @property
    def obligation_count(self) -> int:
        return sum(len(share.binding) for share in self.shares)

    @property
    def can_issue(self) -> bool:
        return not self.problems


def preview(*, directive: Directive, today: date) -> Preview:
    """Compute deliveries and obligations of a draft without writing anything."""
    shares = _shares(directive)
    return Preview(shares=shares, problems=_problems(directive, shares), warnings=_warnings(directive, shares, today))


def _shares(directive: Directive) -> list[Share]:
    instructions = list(directive.instructions.filter(ended_at=None).order_by("order"))
    shares: dict[int, Share] = {}
    for group in directive.groups.order_by("source", "order").prefetch_related("members__unit__area"):
        own = [instruction for instruction in instructions if instruction.group_id == group.pk]
        for member in group.members.all():
            if not member.chosen:
                continue
            share = shares.setdefault(member.unit_id, Share(unit=member.unit))
            if group.phrase not in share.group_phrases:
                share.group_phrases.append(group.phrase)
            share.instructions += own
    common = [instruction for instruction in instructions if instruction.group_id is None]
    for share in shares.values():
        share.instructions = sorted(share.instructions + common, key=lambda each: each.order)
    return sorted(shares.values(), key=lambda share: share.unit.sort_key)


def _problems(directive: Directive, shares: list[Share]) -> list[str]:
    """Sentences that each name what to fill in before the letter can be issued."""
    missing = [
        (directive.campaign_id, _("Hãy chọn hoặc tạo chiến dịch cho văn bản.")),
        (directive.number, _("Hãy điền số văn bản.")),
        (directive.symbol, _("Hãy điền ký hiệu văn bản.")),
        (directive.dated_on, _("Hãy điền ngày văn bản.")),
        (directive.subject, _("Hãy điền trích yếu.")),
        (directive.due_on, _("Hãy điền ngày kết thúc thực hiện.")),
        (directive.report_due_on or directive.no_report, _("Hãy điền hạn báo cáo, hoặc chọn không yêu cầu báo cáo.")),
        (shares, _("Chưa có đơn vị nào nhận văn bản. Hãy chọn đơn vị ở bước Nơi nhận.")),
        (any(share.binding for share in shares), _("Chưa có nội dung yêu cầu bắt buộc nào cho đơn vị nhận.")),
        (not directive.doubts, _("Còn mục chưa được xác nhận. Hãy xem lại bước Kiểm tra.")),
    ]
    return [sentence for present, sentence in missing if not present]


def _warnings(directive: Directive, shares: list[Share], today: date) -> list[str]:
    warnings = []
    if directive.due_on and directive.due_on < today:
        warnings.append(_("Ngày kết thúc đã qua: các việc sẽ bị tính quá hạn ngay khi ban hành."))
    if directive.report_due_on and directive.report_due_on < today:
        warnings.append(_("Hạn báo cáo đã qua."))
    if directive.dated_on and directive.due_on and directive.due_on < directive.dated_on:
        warnings.append(_("Ngày kết thúc đứng trước ngày văn bản."))
    idle = [share.unit.name for share in shares if not share.binding]
    if idle:
        warnings.append(_("Nhận văn bản nhưng không có việc bắt buộc: %(units)s.") % {"units": "; ".join(idle)})
    return warnings


def issue(*, directive: Directive, actor, now: datetime) -> Directive:
    """Freeze the draft and send it: one delivery per unit, one obligation per instruction and unit, all logged.

    Raises `AlreadyDone` when another officer issued it first, `Refused` while something is missing.
    """
    with transaction.atomic():
        row = Directive.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=directive.pk)
        if row.is_issued:
            raise AlreadyDone(
                _("Văn bản này đã được ban hành lúc %(when)s bởi %(who)s.")
                % {
                    "when": timezone.localtime(row.issued_at).strftime("%H:%M %d/%m/%Y"),
                    "who": row.issued_by,
                }
            )
        plan = preview(directive=row, today=timezone.localdate(now))
        if row.is_closed:
            raise Refused(_("Chiến dịch đã kết thúc. Hãy chọn chiến dịch khác."))
        if not plan.can_issue:
            raise Refused(" ".join(plan.problems))
        _claim_number(row)
        _freeze(row, now)
        deliver(directive=row, shares=plan.shares, actor=actor, now=now)
        move(
            row,
            event=Event.ISSUED,
            actor=actor,
            now=now,
            acting_unit=row.issuer,
            issued_at=now,
            issued_by=actor,
            year=row.dated_on.year,
        )
    return row


def _freeze(directive: Directive, now: datetime) -> None:
    """From here the database refuses to change the letter's groups and instructions."""
    directive.instructions.update(issued_at=now)
    RecipientGroupUnit.objects.filter(group__directive=directive).update(issued_at=now)
    directive.groups.update(issued_at=now)


def _claim_number(directive: Directive) -> None:
    taken = Directive.objects.filter(
        issuer=directive.issuer_id, year=directive.dated_on.year, number=directive.number, symbol=directive.symbol
    ).exclude(pk=directive.pk)
    if taken.exists():
        raise Refused(
            _("Số và ký hiệu %(reference)s đã dùng cho một văn bản khác trong năm. Hãy kiểm tra lại số.")
            % {"reference": f"{directive.number}/{directive.symbol}"}
        )


def deliver(
    *, directive: Directive, shares: list[Share], actor, now: datetime, event: str = Event.ISSUED, note: str = ""
) -> None:
    """Write deliveries and obligations with their log rows; a constant number of queries however many units."""
    deliveries = Delivery.objects.bulk_create(
        [_delivery(directive, share, now, late=event == Event.ADDED_LATE) for share in shares]
    )
    obligations = Obligation.objects.bulk_create(
        [
            _obligation(instruction, delivery, now)
            for delivery, share in zip(deliveries, shares, strict=True)
            for instruction in share.instructions
        ]
    )
    common = {"event": event, "actor": actor, "now": now, "acting_unit": directive.issuer, "note": note}
    rows = [build(subject=delivery, after={"issued_at": now}, **common) for delivery in deliveries]
    rows += [build(subject=each, after=initial_state(each), **common) for each in obligations]
    Change.objects.bulk_create(rows)


def initial_state(obligation: Obligation) -> dict:
    """The columns whose history is folded, as they stand at the start."""
    return {
        "progress": obligation.progress,
        "due_on": obligation.due_on,
        "counted": obligation.counted,
        "responsible_unit": obligation.responsible_unit_id,
        "submitted_at": None,
    }


def _delivery(directive: Directive, share: Share, now: datetime, *, late: bool) -> Delivery:
    unit = share.unit
    return Delivery(
        directive=directive,
        unit=unit,
        unit_name=unit.name,
        unit_brief=unit.brief,
        unit_sort_key=unit.sort_key,
        area=unit.area,
        area_name=unit.area.name if unit.area else "",
        group_phrases=share.group_phrases,
        addressee=share.group_phrases[0] if share.group_phrases else "",
        issued_at=now,
        added_late=late,
    )


def _obligation(instruction: Instruction, delivery: Delivery, now: datetime) -> Obligation:
    directive = delivery.directive
    return Obligation(
        instruction=instruction,
        delivery=delivery,
        unit_id=delivery.unit_id,
        responsible_unit_id=delivery.unit_id,
        due_on=instruction.due_on or directive.due_on,
        due_time=instruction.due_time,
        progress_at=now,
        counted=instruction.binding,
    )
