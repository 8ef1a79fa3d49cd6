"""A draft that is not wanted is put away, with a reason, and may be taken up again; nothing of it is deleted."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.rows import lock
from directives.models import Directive, Event

from .changes import move


def discard(*, directive: Directive, actor, now: datetime, reason: str) -> Directive:
    """Put a draft away: it leaves every list but that of discarded drafts. Its files stay kept.

    Raises `Refused` for an issued letter, which is recalled instead (Decree 30/2020/NĐ-CP, article 18), and without a
    reason; `AlreadyDone` when it was put away before.
    """
    with transaction.atomic():
        row = lock(directive)
        if row.is_issued:
            raise Refused(_("Văn bản đã ban hành không bỏ được. Nếu cần, hãy thu hồi văn bản."))
        if row.is_discarded:
            raise AlreadyDone(_("Bản nháp này đã được bỏ trước đó."))
        if not reason.strip():
            raise Refused(_("Hãy nêu lý do bỏ bản nháp."))
        act = {"actor": actor, "now": now, "acting_unit": row.issuer, "note": reason.strip()}
        move(row, event=Event.DISCARDED, **act, discarded_at=now)
    return row


def restore(*, directive: Directive, actor, now: datetime) -> Directive:
    """Take a discarded draft up again as it was. Raises `AlreadyDone` when it is no longer put away."""
    with transaction.atomic():
        row = lock(directive)
        if not row.is_discarded:
            raise AlreadyDone(_("Bản nháp này đã được khôi phục trước đó."))
        move(row, event=Event.RESTORED, actor=actor, now=now, acting_unit=row.issuer, discarded_at=None)
    return row
