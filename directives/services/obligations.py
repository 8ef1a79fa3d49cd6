"""The one door through which an obligation's progress moves; `reports` calls it from above."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.rows import lock
from directives.models import Delivery, Event, Obligation, Progress
from units.models import Unit

from .chain import carry_days, end_below
from .changes import move

MOVES = {
    Event.STARTED: ({Progress.NOT_STARTED}, Progress.IN_PROGRESS),
    Event.SUBMITTED: ({Progress.NOT_STARTED, Progress.IN_PROGRESS, Progress.RETURNED}, Progress.WAITING),
    Event.CLAIMED: ({Progress.NOT_STARTED, Progress.IN_PROGRESS, Progress.RETURNED}, Progress.WAITING),
    Event.CONFIRMED: ({Progress.WAITING}, Progress.NOT_APPLICABLE),
    Event.WITHDRAWN: ({Progress.WAITING}, Progress.IN_PROGRESS),
    Event.ACCEPTED: ({Progress.WAITING}, Progress.DONE),
    Event.RETURNED: ({Progress.WAITING, Progress.DONE}, Progress.RETURNED),
    Event.REOPENED: ({Progress.DONE, Progress.NOT_APPLICABLE}, Progress.IN_PROGRESS),
}
"""Which progress an act may start from, and where it leads."""


def set_progress(
    *,
    obligation: Obligation,
    event: Event,
    actor,
    now: datetime,
    acting_unit: Unit | None = None,
    note: str = "",
) -> Obligation:
    """Move an obligation by one of `MOVES`; raises `Refused` from a wrong state or on a letter no longer in force.

    The row is read again under a lock, so two people at once cannot both move it. On submission the clock stops:
    `submitted_at` is set, and kept when the work is accepted; a return or a reopening starts the clock again. What is
    confirmed as not applicable leaves the denominator from this day.
    """
    with transaction.atomic():
        row = locked(obligation)
        allowed, target = MOVES[event]
        if row.progress not in allowed:
            raise Refused(
                _("Việc này đang ở trạng thái “%(state)s”, nên không thể %(act)s. Hãy tải lại trang để xem mới nhất.")
                % {"state": row.get_progress_display(), "act": Event(event).label}
            )
        columns = {"progress": target, "progress_at": now}
        if target == Progress.WAITING:
            columns["submitted_at"] = now
        elif target != Progress.DONE and row.submitted_at:
            columns["submitted_at"] = None
        act = {"event": event, "actor": actor, "now": now, "acting_unit": acting_unit, "note": note}
        if target == Progress.NOT_APPLICABLE:
            columns["counted"] = False
            end_below([row], **act)
        move(row, **act, **columns)
    return row


def exempt(*, obligation: Obligation, actor, now: datetime, reason: str) -> Obligation:
    """The issuing unit frees a unit from one instruction, with a reason; it leaves the denominator from this day, and
    what units below have not finished of it ends."""
    if not reason.strip():
        raise Refused(_("Hãy ghi lý do miễn thực hiện."))
    with transaction.atomic():
        row = locked(obligation)
        if row.progress in (Progress.DONE, Progress.NOT_APPLICABLE, Progress.ENDED):
            raise Refused(_("Việc này đã kết thúc, không cần miễn."))
        act = {"event": Event.EXEMPTED, "actor": actor, "now": now, "note": reason}
        end_below([row], **act)
        move(
            row,
            **act,
            progress=Progress.NOT_APPLICABLE,
            progress_at=now,
            submitted_at=None,
            counted=False,
        )
    return row


def extend_one(*, obligation: Obligation, due_on: date, actor, now: datetime, note: str) -> Obligation:
    """Give one unit more time for one instruction; the reason is kept with the new day. Units below that had the same
    day get it too, an earlier day of theirs stays."""
    with transaction.atomic():
        row = locked(obligation)
        act = {"event": Event.EXTENDED, "actor": actor, "now": now, "note": note}
        carry_days(directive=row.delivery.directive, moved={row.pk: (row.due_on, due_on)}, **act)
        move(row, **act, due_on=due_on)
    return row


def locked(obligation: Obligation) -> Obligation:
    """The obligation read again under a lock; raises `Refused` when its letter is no longer in force."""
    row = lock(obligation)
    row.delivery = Delivery.objects.select_related("directive__campaign", "directive__issuer").get(pk=row.delivery_id)
    directive = row.delivery.directive
    if directive.recalled_at:
        raise Refused(_("Văn bản đã được thu hồi, đơn vị không cần làm gì thêm."))
    if directive.is_closed:
        raise Refused(_("Chiến dịch đã kết thúc. Hãy liên hệ đơn vị ban hành nếu cần bổ sung."))
    return row
