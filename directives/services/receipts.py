"""What a unit does with a letter before any work: sees it, takes it in, or sends it back as misaddressed.

Decree 30/2020/NĐ-CP, article 21: the receiver tells the sender the same day, and returns what is not for it.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.rows import lock
from directives.access import reports_for
from directives.models import Change, Delivery, Event, Progress
from directives.refusals import agreements

from .chain import end_below, held
from .changes import build, move


def mark_seen(*, delivery: Delivery, actor, now: datetime) -> Delivery:
    """The first opening by a person of the unit; later ones and people of other units leave no trace."""
    if delivery.seen_at or not reports_for(actor, delivery.unit_id):
        return delivery
    with transaction.atomic():
        row = _locked(delivery)
        if row.seen_at is None:
            move(row, event=Event.SEEN, actor=actor, now=now, acting_unit=row.unit, seen_at=now, seen_by=actor)
    return row


def confirm_receipt(
    *,
    delivery: Delivery,
    actor,
    now: datetime,
    incoming_number: str = "",
    incoming_on: date | None = None,
    note: str = "",
) -> Delivery:
    """Record "đã tiếp nhận", with the unit's own register number and day where it has them; `note` goes into the log.

    A second confirmation changes nothing. Raises `Refused` when the letter was sent back before.
    """
    with transaction.atomic():
        row = _locked(delivery)
        if row.refused_at:
            raise Refused(_("Đơn vị đã trả lại văn bản này. Hãy liên hệ đơn vị ban hành nếu cần nhận lại."))
        if row.received_at is None:
            columns = {"received_at": now, "received_by": actor, "incoming_number": incoming_number.strip()}
            columns["incoming_on"] = incoming_on
            if row.seen_at is None:
                columns |= {"seen_at": now, "seen_by": actor}
            move(row, event=Event.RECEIVED, actor=actor, now=now, acting_unit=row.unit, note=note, **columns)
    return row


def refuse(*, delivery: Delivery, actor, now: datetime, reason: str) -> Delivery:
    """Send the letter back as misaddressed (sai nơi nhận), with a reason. The unit's obligations leave the count, and
    what it had passed on ends."""
    if not reason.strip():
        raise Refused(_("Hãy ghi lý do trả lại, ví dụ: nội dung không thuộc phạm vi của đơn vị."))
    with transaction.atomic():
        row = _locked(delivery)
        if row.refused_at:
            raise AlreadyDone(_("Văn bản này đã được trả lại trước đó."))
        if row.received_at:
            raise Refused(_("Đơn vị đã tiếp nhận văn bản. Hãy liên hệ đơn vị ban hành để được điều chỉnh."))
        act = {"event": Event.REFUSED, "actor": actor, "now": now, "acting_unit": row.unit, "note": reason}
        move(row, **act, refused_at=now, refused_by=actor, refusal_reason=reason.strip())
        owed = list(held(row.obligations).exclude(progress=Progress.ENDED))
        end_below(owed, **act)
        for obligation in owed:
            move(
                obligation,
                **act,
                progress=Progress.NOT_APPLICABLE,
                progress_at=now,
                submitted_at=None,
                counted=False,
            )
    return row


def agree_to_refusal(*, delivery: Delivery, actor, now: datetime) -> Change:
    """The issuing unit, or the unit that passed the letter on, agrees that it was not for this unit: it goes to nobody
    else, and the matter is closed.

    The unit's obligations left the count when it sent the letter back; this only writes the word down. Raises
    `AlreadyDone` after an earlier word or after the letter was passed on, `Refused` where nothing was sent back.
    """
    with transaction.atomic():
        row = _locked(delivery)
        if row.refused_at is None:
            raise Refused(_("Đơn vị không trả lại văn bản này. Hãy tải lại trang."))
        if row.redirected_to_id:
            raise AlreadyDone(_("Văn bản đã được chuyển cho %(unit)s.") % {"unit": row.redirected_to})
        if agreements(row.pk).exists():
            raise AlreadyDone(_("Việc trả lại này đã được xác nhận trước đó."))
        sender = row.parent.unit if row.parent else row.directive.issuer
        change = build(
            subject=row, event=Event.ACCEPTED, actor=actor, now=now, acting_unit=sender, note=row.refusal_reason
        )
        change.save()
    return change


def _locked(delivery: Delivery) -> Delivery:
    row = lock(delivery)
    if row.directive.recalled_at:
        raise Refused(_("Văn bản đã được thu hồi, đơn vị không cần làm gì thêm."))
    return row
