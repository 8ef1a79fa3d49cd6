"""What a unit does with its work: records an action, mends or withdraws it, declares an obligation complete."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import short_date
from campaign_portal.lib.errors import Refused
from campaign_portal.lib.rows import lock
from directives.access import reports_for
from directives.models import About, Delivery, Event, Obligation, Progress
from directives.services.changes import note_about
from directives.services.obligations import locked, set_progress
from directives.services.receipts import confirm_receipt
from reports.models import Action, ActionObligation, Evidence

from .claims import take_back_claim
from .drafts import discard_drafts
from .linked import logged, original, pass_on
from .what import Proof, What

MENDABLE = (Action.State.RECORDED, Action.State.RETURNED, Action.State.RESUBMITTED)
PENDING = (Action.State.SUBMITTED, Action.State.RESUBMITTED)


def record_action(
    *,
    obligations: Sequence[Obligation],
    what: What,
    proofs: Sequence[Proof],
    client_uuid: uuid.UUID,
    actor,
    now: datetime,
    declare: bool = False,
    copy_of: Action | None = None,
) -> Action:
    """Store an action for one or more obligations of one letter and one unit; the same `client_uuid` stores once.

    `copy_of` is the same event under another letter; its reach is not added again. Files are hashed and re-encoded
    before this is called, so the transaction stays short. With `declare`, obligations whose checklist is proved are
    declared complete too. `Refused`: a day to come, work no longer open; PermissionDenied: who does not report for it.
    """
    with transaction.atomic():
        if existing := _stored_before(client_uuid, actor):
            return existing
        rows = _locked_rows(obligations)
        if existing := _stored_before(client_uuid, actor):  # by the other half of a double press
            return existing
        _require_open(rows, actor)
        _refuse_future(what.done_on, now)
        _require_accepting(rows, now)
        first = original(copy_of, rows[0]) if copy_of else None
        action = Action.objects.create(
            directive=rows[0].delivery.directive,
            unit=rows[0].responsible_unit,
            client_uuid=client_uuid,
            recorded_at=now,
            recorded_by=actor,
            state_at=now,
            copy_of=first,
            **what.columns(),
        )
        ActionObligation.objects.bulk_create(ActionObligation(action=action, obligation=row) for row in rows)
        action.materials.set(what.materials)
        add_proofs(action=action, proofs=proofs, now=now)
        _log(action, Event.RECORDED, actor, now, after=what.columns() | logged(first))
        discard_drafts(obligations=obligations[:1], actor=actor)
        for row in rows:
            _start(row, actor, now)
            if declare and not missing(row):
                declare_complete(obligation=row, actor=actor, now=now)
    return action


def edit_action(
    *,
    action: Action,
    what: What,
    proofs: Sequence[Proof],
    removed: set[int],
    actor,
    now: datetime,
    declare: bool = False,
) -> Action:
    """Mend an action that is not before the reviewer; a returned one becomes `resubmitted`. Evidence is kept.

    With `declare` the open obligations it serves whose checklist is proved are declared complete in the same act.
    """
    with transaction.atomic():
        row = _own_action(action, actor)
        if not is_mendable(row):
            raise Refused(_("Hoạt động đang chờ xác nhận hoặc đã được xác nhận. Hãy rút lại trước khi sửa."))
        _refuse_future(what.done_on, now)
        before = {name: getattr(row, name) for name in what.columns()}
        for name, value in what.columns().items():
            setattr(row, name, value)
        row.state = Action.State.RECORDED if row.state == Action.State.RECORDED else Action.State.RESUBMITTED
        row.state_at = now
        row.save(update_fields=[*what.columns(), "state", "state_at"])
        row.materials.set(what.materials)
        row.evidence.kept().filter(pk__in=removed).update(removed_at=now)
        add_proofs(action=row, proofs=proofs, now=now)
        _log(row, Event.EDITED, actor, now, before=before, after=what.columns())
        for obligation in row.obligations.open().order_by("pk") if declare else ():
            if not missing(obligation):
                declare_complete(obligation=obligation, actor=actor, now=now)
    return row


def is_mendable(action: Action) -> bool:
    """Whether the unit may change or withdraw it now: it is not before the reviewer and was not accepted."""
    if action.state == Action.State.RESUBMITTED:  # mended, and perhaps declared again since
        return not action.obligations.filter(progress=Progress.WAITING).exists()
    return action.state in MENDABLE


def withdraw_action(*, action: Action, actor, now: datetime, reason: str = "") -> Action:
    """Take an action back; the row and its evidence are kept."""
    with transaction.atomic():
        row = _own_action(action, actor)
        if not is_mendable(row):
            raise Refused(_("Hoạt động đang chờ xác nhận hoặc đã được xác nhận, nên chưa rút được."))
        set_state(action=row, state=Action.State.WITHDRAWN, now=now)
        _log(row, Event.WITHDRAWN, actor, now, after={"state": row.state}, note=reason)
        pass_on(row, actor=actor, now=now)
    return row


def add_proofs(*, action: Action, proofs: Sequence[Proof], now: datetime) -> None:
    """Put files and addresses on an action, each once: what it already bears is not added again."""
    borne = {(row.stored_id, row.url) for row in action.evidence.kept()}
    fresh = {(proof.stored and proof.stored.pk, proof.url): proof for proof in proofs}
    Evidence.objects.bulk_create(
        Evidence(action=action, stored=proof.stored, original_name=proof.name[:200], url=proof.url, added_at=now)
        for key, proof in fresh.items()
        if key not in borne
    )


def checklist(obligation: Obligation) -> list[tuple[str, bool]]:
    """What must be proved before an obligation may be declared complete, and whether it is. Two queries.

    What units below did for work passed to them proves it as well.
    """
    served = ActionObligation.objects.filter(Q(obligation=obligation) | Q(obligation__parent=obligation))
    rows = Action.objects.kept().filter(pk__in=served.values("action"))
    actions = list(rows.prefetch_related("evidence"))
    proved = any(evidence.removed_at is None for action in actions for evidence in action.evidence.all())
    items = [
        (_("Ít nhất một hoạt động"), bool(actions)),
        (_("Ảnh, tệp hoặc liên kết làm minh chứng"), proved),
    ]
    if obligation.progress == Progress.RETURNED:
        mended = not any(action.state == Action.State.RETURNED for action in actions)
        items.append((_("Bổ sung hoạt động bị trả lại"), bool(actions) and mended))
    return items


def missing(obligation: Obligation) -> list[str]:
    """The checklist items not yet proved."""
    return [item for item, proved in checklist(obligation) if not proved]


def declare_complete(*, obligation: Obligation, actor, now: datetime) -> Obligation:
    """The unit says the work is done; the clock stops here. Raises `Refused` while the checklist is not proved."""
    with transaction.atomic():
        row = locked(obligation)
        _require(actor, row)
        if lacking := missing(row):
            raise Refused(_("Chưa gửi được, còn thiếu: %(items)s.") % {"items": "; ".join(lacking).lower()})
        row = set_progress(
            obligation=row, event=Event.SUBMITTED, actor=actor, now=now, acting_unit=row.responsible_unit
        )
        for action in row.actions.filter(state=Action.State.RECORDED):
            set_state(action=action, state=Action.State.SUBMITTED, now=now)
    return row


def withdraw_declaration(*, obligation: Obligation, actor, now: datetime) -> Obligation:
    """Take a declaration back before it is reviewed, to mend something; the clock runs again."""
    with transaction.atomic():
        row = locked(obligation)
        _require(actor, row)
        take_back_claim(obligation=row, actor=actor, now=now)
        row = set_progress(
            obligation=row, event=Event.WITHDRAWN, actor=actor, now=now, acting_unit=row.responsible_unit
        )
        for action in row.actions.filter(state=Action.State.SUBMITTED):
            if not action.obligations.filter(progress=Progress.WAITING).exists():
                set_state(action=action, state=Action.State.RECORDED, now=now)
    return row


def set_state(*, action: Action, state: str, now: datetime) -> None:
    action.state, action.state_at = state, now
    columns = ["state", "state_at"]
    if state == Action.State.ACCEPTED:
        action.accepted_at = now
        columns.append("accepted_at")
    action.save(update_fields=columns)


def _stored_before(client_uuid: uuid.UUID, actor) -> Action | None:
    existing = Action.objects.filter(client_uuid=client_uuid).first()
    if existing and existing.recorded_by_id != actor.pk:
        raise PermissionDenied
    return existing


def _locked_rows(obligations: Sequence[Obligation]) -> list[Obligation]:
    """The obligations under a lock, after their deliveries and in key order: two people, or a unit and an officer who
    sends its letter elsewhere, never wait for each other in a ring."""
    if not obligations:
        raise Refused(_("Hãy chọn ít nhất một việc mà hoạt động này phục vụ."))
    for pk in sorted({each.delivery_id for each in obligations}):
        lock(Delivery(pk=pk))
    return [locked(each) for each in sorted(obligations, key=lambda each: each.pk)]


def _require_open(rows: list[Obligation], actor) -> None:
    if len({(row.delivery.directive_id, row.responsible_unit_id) for row in rows}) > 1:
        raise Refused(_("Các việc được chọn phải thuộc cùng một văn bản và cùng một đơn vị."))
    for row in rows:
        _require(actor, row)
        if not row.is_open:
            raise Refused(
                _("Việc “%(title)s” đang ở trạng thái “%(state)s”, nên không ghi thêm được.")
                % {"title": row.instruction.title, "state": row.get_progress_display()}
            )


def _start(obligation: Obligation, actor, now: datetime) -> None:
    """The first action takes the letter in, where nobody had confirmed it, and starts the work."""
    delivery = obligation.delivery
    if delivery.received_at is None and reports_for(actor, delivery.unit_id):
        obligation.delivery = confirm_receipt(delivery=delivery, actor=actor, now=now)
    if obligation.progress == Progress.NOT_STARTED:
        moved = set_progress(
            obligation=obligation, event=Event.STARTED, actor=actor, now=now, acting_unit=obligation.responsible_unit
        )
        obligation.progress = moved.progress


def _own_action(action: Action, actor) -> Action:
    row = lock(action)
    if not reports_for(actor, row.unit_id):
        raise PermissionDenied
    if not row.directive.is_in_force:
        raise Refused(_("Chiến dịch đã kết thúc hoặc văn bản đã thu hồi, nên không sửa được nữa."))
    return row


def _require(actor, obligation: Obligation) -> None:
    if not reports_for(actor, obligation.responsible_unit_id):
        raise PermissionDenied


def _refuse_future(done_on: date, now: datetime) -> None:
    if done_on > timezone.localdate(now):
        raise Refused(_("Ngày thực hiện ở trong tương lai. Hãy ghi sau khi hoạt động đã diễn ra."))


def _require_accepting(rows: list[Obligation], now: datetime) -> None:
    today = timezone.localdate(now)
    for row in rows:
        if row.accepting_until and row.accepting_until < today:
            raise Refused(
                _("Đã hết thời gian ghi bổ sung, đến hết %(day)s. Hãy liên hệ %(issuer)s nếu cần ghi thêm.")
                % {"day": short_date(row.accepting_until), "issuer": row.delivery.directive.issuer.name}
            )


def _log(action: Action, event: Event, actor, now: datetime, **more) -> None:
    note_about(
        about=About.ACTION,
        about_id=action.pk,
        directive=action.directive,
        event=event,
        actor=actor,
        now=now,
        unit=action.unit,
        acting_unit=action.unit,
        **more,
    )
