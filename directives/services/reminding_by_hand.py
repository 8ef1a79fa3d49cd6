"""Reminders that people give themselves: written down for one unit or several, and taken back the same day.

They stand beside the automatic steps and stop none: nobody knows whether a call reached the one who has to act.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.rows import lock
from directives.models import About, Delivery, Directive, Event, HandReminder
from directives.services.changes import note_about
from units.models import Unit, User


def remind_by_hand(
    *,
    deliveries: Sequence[Delivery],
    way: str,
    actor,
    acting_unit: Unit,
    now: datetime,
    client_uuid: uuid.UUID,
    note: str = "",
    spoken_to: User | None = None,
) -> list[HandReminder]:
    """Write down that the units of these deliveries, all of one letter, were reminded; return the new rows.

    `client_uuid` names the form that was sent: pressed twice it stores once. Raises `AlreadyDone` where nothing new
    came of it, `Refused` where the letter is over.
    """
    with transaction.atomic():
        rows = _held(deliveries)
        _in_force(rows[0].directive)
        keys = {row.pk: uuid.uuid5(client_uuid, str(row.pk)) for row in rows}
        known = set(HandReminder.objects.filter(client_uuid__in=keys.values()).values_list("client_uuid", flat=True))
        about = {"way": way, "note": note.strip(), "spoken_to": spoken_to, "acting_unit": acting_unit}
        about |= {"recorded_by": actor, "recorded_at": now}
        made = [
            HandReminder.objects.create(delivery=row, client_uuid=keys[row.pk], **about)
            for row in rows
            if keys[row.pk] not in known
        ]
        for each in made:
            _log(each, Event.REMINDED)
    if not made:
        raise AlreadyDone(_("Lần nhắc này đã được ghi trước đó."))
    return made


def take_back_by_hand(*, reminder: HandReminder, reason: str, actor, now: datetime) -> HandReminder:
    """Say that a reminder was ticked by mistake; only on the local day on which it was written down.

    The row stays; the one that is returned names it. Raises `AlreadyDone` where somebody was first.
    """
    if not reason.strip():
        raise Refused(_("Hãy ghi lý do, ví dụ: đánh dấu nhầm đơn vị."))
    if local_day(reminder.recorded_at) != local_day(now):
        raise Refused(_("Chỉ bỏ được lần nhắc ghi trong ngày hôm nay. Hãy ghi thêm một lần nhắc có ghi chú."))
    with transaction.atomic():
        _held([reminder.delivery])
        if reminder.withdraws_id or HandReminder.objects.filter(withdraws=reminder).exists():
            raise AlreadyDone(_("Lần nhắc này đã được bỏ trước đó."))
        row = HandReminder.objects.create(
            delivery=reminder.delivery,
            acting_unit=reminder.acting_unit,
            way=reminder.way,
            note=reason.strip(),
            recorded_at=now,
            recorded_by=actor,
            client_uuid=uuid.uuid5(reminder.client_uuid, "withdrawn"),
            withdraws=reminder,
        )
        _log(row, Event.WITHDRAWN)
    return row


def _held(deliveries: Sequence[Delivery]) -> list[Delivery]:
    """The deliveries under a lock, always in the same order: two officers who tick the same units wait in turn."""
    rows = [lock(each) for each in sorted(deliveries, key=lambda each: each.pk)]
    for row in rows:
        row.directive = rows[0].directive
    return rows


def _in_force(directive: Directive) -> None:
    if not directive.is_in_force:
        raise Refused(_("Văn bản đã thu hồi hoặc chiến dịch đã kết thúc, không cần nhắc đơn vị nữa."))


def _log(row: HandReminder, event: Event) -> None:
    about = {"way": row.way, "spoken_to": row.spoken_to, "withdraws": row.withdraws_id}
    note_about(
        about=About.REMINDER,
        about_id=row.pk,
        directive=row.delivery.directive,
        delivery=row.delivery,
        unit=row.delivery.unit,
        event=event,
        actor=row.recorded_by,
        acting_unit=row.acting_unit,
        now=row.recorded_at,
        after=about,
        note=row.note,
    )
