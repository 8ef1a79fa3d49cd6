"""Passing work down the tree, and taking it back. What is passed on stays the work of who passes it on."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import short_date
from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.rows import lock
from directives.access import reports_for
from directives.chain import LEVELS
from directives.models import Delivery, Directive, Event, Notice, Obligation, Progress
from directives.refusals import agreements
from units.below import units_below
from units.models import Unit

from .chain import end_below, still_below
from .changes import build, move
from .issuing import initial_state
from .lifecycle import in_force
from .telling import tell


def relay(
    *, obligations: Sequence[Obligation], units: Sequence[Unit], due_on: date, actor, now: datetime, note: str = ""
) -> list[Obligation]:
    """Pass obligations of one letter to units below, each to each, by a day no later than one's own.

    Children are never counted, and may be passed on again, `LEVELS` times in all. Who has the work already, from
    whomever, keeps it as it is; what was taken back is given again. Returns what this act gave. `AlreadyDone` when that
    is nothing; `Refused`: a day too late or past, work no longer open or passed on too often, a unit that is not below
    or sent the letter back. PermissionDenied: who does not report for it.
    """
    if not obligations or not units:
        raise Refused(_("Hãy chọn ít nhất một việc và một đơn vị."))
    with transaction.atomic():
        directive = in_force(obligations[0].delivery.directive)
        parents = [_passable(each, directive, actor) for each in sorted(obligations, key=lambda each: each.pk)]
        _require_day(parents, due_on, now)
        given = []
        for parent in parents:
            _require_below(parent, units, now)
            act = {"actor": actor, "now": now, "acting_unit": parent.responsible_unit, "note": note}
            for unit in units:
                if child := _given(parent, unit, directive, due_on, act):
                    given.append(child)
        if not given:
            raise AlreadyDone(_("Các đơn vị đã chọn đều đã được giao những việc này từ trước."))
    return given


def withdraw_relay(*, children: Iterable[Obligation], actor, now: datetime, reason: str) -> list[Obligation]:
    """Take passed-on work back from units that have not declared it complete, and with it what they passed on
    themselves; what anybody recorded is kept, and what was confirmed further below stays done. Each unit is told why.

    Returns what this act took back of `children`. `AlreadyDone` when that is nothing; `Refused` without a reason, for
    work that is declared, or while somebody further below waits for confirmation; PermissionDenied for who does not
    report for the unit that passed it on.
    """
    if not reason.strip():
        raise Refused(_("Hãy ghi lý do thu hồi để đơn vị được giao biết."))
    with transaction.atomic():
        taken = []
        for row in [lock(each) for each in sorted(children, key=lambda each: each.pk)]:
            if row.parent is None or not reports_for(actor, row.parent.responsible_unit_id):
                raise PermissionDenied
            if row.progress in (Progress.WAITING, Progress.DONE):
                raise Refused(
                    _("%(unit)s đã báo hoàn thành việc này nên không thu hồi được. Hãy tải lại trang.")
                    % {"unit": row.delivery.unit_name}
                )
            if row.is_open:
                taken.append(row)
        if not taken:
            raise AlreadyDone(_("Các việc đã chọn đã được thu hồi từ trước."))
        _refuse_waiting_below(taken)
        for row in taken:
            giver = row.parent.responsible_unit
            act = {"event": Event.RECALLED, "actor": actor, "now": now, "acting_unit": giver, "note": reason.strip()}
            below = end_below([row], **act)
            move(row, **act, progress=Progress.ENDED, progress_at=now)
            _tell([row, *below], now)
    return taken


def _tell(taken: Sequence[Obligation], now: datetime) -> None:
    Notice.objects.bulk_create(
        Notice(
            directive_id=row.delivery.directive_id,
            delivery_id=row.delivery_id,
            change=row.last_change,
            dedupe_key=f"taken-back{row.last_change_id}",
            state_at=now,
            planned_at=now,
        )
        for row in taken
    )


def give_elsewhere(*, delivery: Delivery, unit: Unit, due_on: date, actor, now: datetime) -> list[Obligation]:
    """Give what a unit sent back as misaddressed to another unit below, which reads why; the first one keeps nothing.

    Returns what the other unit got. `AlreadyDone` after an earlier word or where that unit has the work already;
    `Refused` where nothing was sent back or is open any more, and as for `relay`; PermissionDenied for who did not
    pass the work on.
    """
    with transaction.atomic():
        in_force(delivery.directive)
        row = lock(delivery)
        if row.redirected_to_id or agreements(row.pk).exists():
            raise AlreadyDone(_("Việc trả lại này đã được xử lý trước đó."))
        if row.refused_at is None:
            raise Refused(_("Đơn vị không trả lại văn bản này. Hãy tải lại trang."))
        parents = returned_to(row, actor)
        note = _("Chuyển từ %(unit)s: %(reason)s") % {"unit": row.unit_name, "reason": row.refusal_reason}
        act = {"actor": actor, "now": now, "note": note}
        given = relay(obligations=parents, units=[unit], due_on=due_on, **act)
        giver = parents[0].responsible_unit
        move(row, event=Event.REDIRECTED, acting_unit=giver, **(act | {"note": row.refusal_reason}), redirected_to=unit)
    return given


def returned_to(delivery: Delivery, actor) -> list[Obligation]:
    """The open work from which a person's unit had passed on what a delivery brought, in the letter's order."""
    rows = delivery.obligations.filter(
        parent__isnull=False, progress=Progress.NOT_APPLICABLE, instruction__ended_at=None
    )
    parents = [row.parent for row in rows.select_related("parent__responsible_unit").order_by("instruction__order")]
    own = [parent for parent in parents if reports_for(actor, parent.responsible_unit_id)]
    if parents and not own:
        raise PermissionDenied
    if not any(parent.is_open for parent in own):
        raise Refused(_("Việc này của đơn vị không còn mở, nên không cần giao cho đơn vị khác."))
    return [parent for parent in own if parent.is_open]


def _refuse_waiting_below(taken: list[Obligation]) -> None:
    """Whoever says they are done is answered first, by the unit that gave them the work."""
    waiting = [row for row in still_below(taken) if row.progress == Progress.WAITING]
    if waiting:
        raise Refused(
            _("%(unit)s đã báo %(giver)s hoàn thành việc này. Hãy đề nghị %(giver)s xác nhận hoặc trả lại trước.")
            % {"unit": waiting[0].delivery.unit_name, "giver": waiting[0].parent.responsible_unit.name}
        )


def _passable(obligation: Obligation, directive: Directive, actor) -> Obligation:
    row = lock(obligation)
    if not reports_for(actor, row.responsible_unit_id):
        raise PermissionDenied
    if row.delivery.directive_id != directive.pk:
        raise Refused(_("Các việc được chọn phải thuộc cùng một văn bản."))
    if _depth(row) >= LEVELS:
        raise Refused(_("Việc này đã qua %(n)d lần giao nên không giao tiếp được nữa.") % {"n": LEVELS})
    if not row.is_open:
        raise Refused(
            _("Việc “%(title)s” đang ở trạng thái “%(state)s”, nên không giao xuống được.")
            % {"title": row.instruction.title, "state": row.get_progress_display()}
        )
    return row


def _depth(row: Obligation) -> int:
    """How many times the work was passed on before it came here."""
    return 1 + _depth(row.parent) if row.parent else 0


def _require_day(parents: Sequence[Obligation], due_on: date, now: datetime) -> None:
    own = min(parent.due_on for parent in parents)
    if due_on > own:
        raise Refused(_("Hạn giao xuống không được sau hạn của đơn vị (%(day)s).") % {"day": short_date(own)})
    if due_on < timezone.localdate(now):
        raise Refused(_("Hạn này đã qua. Hãy chọn ngày từ hôm nay trở đi."))


def _require_below(parent: Obligation, units: Sequence[Unit], now: datetime) -> None:
    below = units_below(parent.responsible_unit, timezone.localdate(now)).filter(pk__in=[unit.pk for unit in units])
    known = set(below.values_list("pk", flat=True))
    if strangers := [unit.name for unit in units if unit.pk not in known]:
        raise Refused(_("%(unit)s không thuộc cấp dưới của đơn vị.") % {"unit": strangers[0]})


def _given(parent: Obligation, unit: Unit, directive: Directive, due_on: date, act: dict) -> Obligation | None:
    """The child that this act makes or gives again; None where the unit has the work already, from whomever."""
    if Obligation.objects.filter(instruction=parent.instruction_id, unit=unit).had().exists():
        return None
    delivery = _delivery(directive, parent, unit, act)
    if delivery.refused_at:
        raise Refused(_("%(unit)s đã trả lại văn bản này. Hãy bỏ chọn đơn vị đó.") % {"unit": unit})
    child = parent.children.filter(unit=unit).first()
    if child is None:
        return _child(parent, delivery, due_on, act)
    again = {"progress": Progress.NOT_STARTED, "progress_at": act["now"], "submitted_at": None, "due_on": due_on}
    move(child, event=Event.RELAYED, **act, **again)
    return child


def _delivery(directive: Directive, parent: Obligation, unit: Unit, act: dict) -> Delivery:
    existing = directive.deliveries.filter(unit=unit).first()
    if existing:
        return existing
    delivery = Delivery.objects.create(
        directive=directive,
        unit=unit,
        parent=parent.delivery,
        unit_name=unit.name,
        unit_brief=unit.brief,
        unit_sort_key=unit.sort_key,
        area=unit.area,
        area_name=unit.area.name if unit.area else "",
        group_phrases=[],
        issued_at=act["now"],
    )
    change = build(subject=delivery, event=Event.RELAYED, after={"issued_at": act["now"]}, **act)
    change.save()
    tell([change])
    return delivery


def _child(parent: Obligation, delivery: Delivery, due_on: date, act: dict) -> Obligation:
    child = Obligation.objects.create(
        instruction=parent.instruction,
        delivery=delivery,
        unit_id=delivery.unit_id,
        parent=parent,
        responsible_unit_id=delivery.unit_id,
        due_on=due_on,
        progress_at=act["now"],
        counted=False,
    )
    build(subject=child, event=Event.RELAYED, after=initial_state(child), **act).save()
    return child
