"""Dated acts on single units of an issued directive: more time, an exemption, another addressee."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import short_date
from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.rows import lock
from directives.models import Delivery, Directive, Event, Instruction, Obligation, Progress
from units.models import Unit

from .chain import FINISHED, end_below, held
from .changes import move
from .issuing import deliver
from .lifecycle import in_force
from .obligations import exempt, extend_one
from .planning import Share


def unfinished(*, delivery: Delivery, instruction: Instruction | None = None):
    """What a unit still owes of a letter, or of one instruction of it: what more time or an exemption would touch."""
    rows = delivery.obligations.filter(parent=None, instruction__ended_at=None).exclude(progress__in=FINISHED)
    return (rows.filter(instruction=instruction) if instruction else rows).order_by("instruction__order")


def extend_unit(
    *, delivery: Delivery, instruction: Instruction | None, due_on: date, actor, now: datetime, note: str
) -> list[Obligation]:
    """Give one unit more time for one instruction or all; what is due later already keeps its day.

    Raises `AlreadyDone` when all of it is due no earlier, `Refused` when nothing is left to do.
    """
    _require_reason(note)
    with transaction.atomic():
        in_force(delivery.directive)
        rows = list(unfinished(delivery=delivery, instruction=instruction))
        if not rows:
            raise Refused(_("Đơn vị không còn việc chưa xong trong phần đã chọn."))
        rows = [row for row in rows if row.due_on < due_on]
        if not rows:
            raise AlreadyDone(_("Các việc này đã có hạn từ ngày %(day)s trở đi.") % {"day": short_date(due_on)})
        return [extend_one(obligation=row, due_on=due_on, actor=actor, now=now, note=note.strip()) for row in rows]


def exempt_unit(
    *, delivery: Delivery, instruction: Instruction | None, actor, now: datetime, reason: str
) -> list[Obligation]:
    """Free one unit from one instruction or from all it has not finished; they leave the count from this day."""
    _require_reason(reason)
    with transaction.atomic():
        in_force(delivery.directive)
        rows = list(unfinished(delivery=delivery, instruction=instruction))
        if not rows:
            raise AlreadyDone(_("Đơn vị không còn việc chưa xong trong phần đã chọn, không cần miễn."))
        return [exempt(obligation=row, actor=actor, now=now, reason=reason.strip()) for row in rows]


def redirect_delivery(
    *, delivery: Delivery, unit: Unit, actor, now: datetime, reason: str, due_on: date | None = None
) -> Delivery:
    """Send a misaddressed letter to another unit: the first leaves the count, the second joins from this day.

    Works on what the unit sent back and on what the issuer finds wrongly sent; returns the new delivery. Raises
    `AlreadyDone` after an earlier redirect, `Refused` where the first unit has finished work or the second unit has
    the letter already.
    """
    _require_reason(reason)
    with transaction.atomic():
        directive = in_force(delivery.directive)
        row = lock(delivery)
        _require_redirectable(row, directive, unit)
        instructions = list(movable(row))
        if not instructions:
            raise Refused(_("Đơn vị không còn nội dung nào để chuyển."))
        columns = {"redirected_to": unit}
        if row.refused_at is None:
            columns |= {"refused_at": now, "refused_by": actor, "refusal_reason": reason.strip()}
            columns |= {"received_at": None, "received_by": None}
        act = {"event": Event.REDIRECTED, "actor": actor, "now": now, "acting_unit": directive.issuer, "note": reason}
        move(row, **act, **columns)
        _leave(row, act)
        note = _("Chuyển từ %(unit)s: %(reason)s") % {"unit": row.unit_name, "reason": reason.strip()}
        share = Share(unit=unit, group_phrases=row.group_phrases, instructions=instructions)
        late = {"event": Event.ADDED_LATE, "note": note, "due_on": due_on}
        deliver(directive=directive, shares=[share], actor=actor, now=now, **late)
    return directive.deliveries.get(unit=unit)


def movable(delivery: Delivery):
    """The instructions that go along when a delivery goes to another unit."""
    owed = delivery.obligations.filter(parent=None).exclude(progress=Progress.ENDED)
    return Instruction.objects.filter(ended_at=None, obligations__in=owed).order_by("order")


def _require_redirectable(row: Delivery, directive: Directive, unit: Unit) -> None:
    if row.redirected_to_id:
        raise AlreadyDone(_("Văn bản đã được chuyển cho %(unit)s.") % {"unit": row.redirected_to})
    if row.parent_id:
        raise Refused(_("Đơn vị này nhận văn bản do cấp trên giao xuống. Hãy điều chỉnh ở đơn vị giao."))
    if unit.pk == directive.issuer_id:
        raise Refused(_("Đơn vị ban hành không nhận văn bản của chính mình. Hãy chọn đơn vị khác."))
    if directive.deliveries.filter(unit=unit).exists():
        raise Refused(
            _("%(unit)s đã nhận văn bản này. Hãy dùng “Miễn thực hiện” cho đơn vị nhận sai.") % {"unit": unit}
        )
    if row.obligations.filter(progress__in=[Progress.DONE, Progress.WAITING]).exists():
        raise Refused(
            _("Đơn vị đã hoàn thành hoặc đang chờ xác nhận nên không chuyển đi được. Hãy xác nhận hoặc trả lại trước.")
        )


def _leave(row: Delivery, act: dict) -> None:
    leaving = {"progress": Progress.NOT_APPLICABLE, "progress_at": act["now"], "submitted_at": None, "counted": False}
    owed = list(held(row.obligations).exclude(progress__in=FINISHED))
    end_below(owed, **act)
    for obligation in owed:
        move(obligation, **act, **leaving)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Hãy ghi lý do: lý do được lưu trong nhật ký của văn bản."))
