"""What a unit did, recorded for the work it serves."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.rows import lock
from directives.access import reports_for
from directives.models import About, Delivery, Event, Obligation, Progress
from directives.services.accepting import require_accepting
from directives.services.changes import note_about
from directives.services.obligations import locked, set_progress
from directives.services.receipts import confirm_receipt
from reports.models import Action, ActionObligation, Evidence
from reports.tallies.chains import hold_above
from reports.tallies.keeping import recorded

from .declaring import declare_complete, missing, require_reporter
from .drafts import discard_drafts
from .linked import logged, original
from .what import Proof, What


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
    declared complete too. `Refused`: a day to come, work no longer open, the accepting day past; PermissionDenied: who
    does not report for it.
    """
    with transaction.atomic():
        if existing := _stored_before(client_uuid, actor):
            return existing
        rows = _locked_rows(obligations)
        if existing := _stored_before(client_uuid, actor):  # by the other half of a double press
            return existing
        _require_open(rows, actor)
        refuse_future(what.done_on, now)
        for row in rows:
            require_accepting(row, now)
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
        log_action(action, Event.RECORDED, actor, now, after=what.columns() | logged(first))
        recorded(action, rows, timezone.localdate(now), is_linked=first is not None)
        discard_drafts(obligations=obligations[:1], actor=actor)
        for row in rows:
            _start(row, actor, now)
            if declare and not missing(row):
                declare_complete(obligation=row, actor=actor, now=now)
    return action


def add_proofs(*, action: Action, proofs: Sequence[Proof], now: datetime) -> int:
    """Put files and addresses on an action, each once: what it already bears is not added again. How many were new."""
    borne = {(row.stored_id, row.url) for row in action.evidence.kept()}
    fresh = {(proof.stored and proof.stored.pk, proof.url): proof for proof in proofs}
    added = Evidence.objects.bulk_create(
        Evidence(action=action, stored=proof.stored, original_name=proof.name[:200], url=proof.url, added_at=now)
        for key, proof in fresh.items()
        if key not in borne
    )
    return len(added)


def _stored_before(client_uuid: uuid.UUID, actor) -> Action | None:
    existing = Action.objects.filter(client_uuid=client_uuid).first()
    if existing and existing.recorded_by_id != actor.pk:
        raise PermissionDenied
    return existing


def _locked_rows(obligations: Sequence[Obligation]) -> list[Obligation]:
    """The obligations under a lock, after their deliveries and what they were passed on from, in key order: two people,
    or a unit and an officer who sends its letter elsewhere, never wait for each other in a ring."""
    if not obligations:
        raise Refused(_("Hãy chọn ít nhất một việc mà hoạt động này phục vụ."))
    for pk in sorted({each.delivery_id for each in obligations}):
        lock(Delivery(pk=pk))
    hold_above(obligations)
    return [locked(each) for each in sorted(obligations, key=lambda each: each.pk)]


def _require_open(rows: list[Obligation], actor) -> None:
    if len({(row.delivery.directive_id, row.responsible_unit_id) for row in rows}) > 1:
        raise Refused(_("Các việc được chọn phải thuộc cùng một văn bản và cùng một đơn vị."))
    for row in rows:
        require_reporter(actor, row)
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


def refuse_future(done_on: date, now: datetime) -> None:
    if done_on > timezone.localdate(now):
        raise Refused(_("Ngày thực hiện ở trong tương lai. Hãy ghi sau khi hoạt động đã diễn ra."))


def log_action(action: Action, event: Event, actor, now: datetime, **more) -> None:
    """Write the act into the log of the action's letter."""
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
