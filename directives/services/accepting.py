"""Until when units may still record, after the day their work was due: one day for all letters of a campaign."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib import activity
from campaign_portal.lib.dates import short_date
from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.rows import lock
from directives.models import Campaign, Event, Obligation, Progress
from units.access import unit_ids
from units.models import Role

from .changes import build


def accept_until(*, campaign: Campaign, until: date | None, actor, now: datetime) -> Campaign:
    """Set the last day on which actions may be recorded, or take it away with None; every letter's log says so.

    Raises `AlreadyDone` for the day that stands, `Refused` for a day past or before the end of a letter's period, and
    for a campaign that has ended; PermissionDenied for who does not coordinate it.
    """
    if campaign.owner_id not in unit_ids(actor, Role.COORDINATOR):
        raise PermissionDenied
    with transaction.atomic():
        row = lock(campaign)
        if row.closed_at:
            raise Refused(_("Chiến dịch đã kết thúc, không nhận thêm hoạt động nữa."))
        if until == row.accepting_until:
            raise AlreadyDone(_("Thời hạn nhận bổ sung đã như vậy từ trước."))
        if until:
            _require_ahead(row, until, now)
        before = row.accepting_until
        row.accepting_until = until
        row.save(update_fields=["accepting_until"])
        for directive in row.directives.in_force().select_related("issuer"):
            build(
                subject=directive,
                event=Event.ACCEPTING,
                actor=actor,
                now=now,
                acting_unit=directive.issuer,
                before={"accepting_until": before},
                after={"accepting_until": until},
                note=_("đến hết %s") % short_date(until) if until else _("không giới hạn"),
            ).save()
        activity.record(
            actor=actor,
            verb="campaign.accepting",
            subject=row.name,
            detail={"campaign": row.pk, "until": until and until.isoformat()},
            now=now,
        )
    return row


def is_accepting(obligation: Obligation, today: date) -> bool:
    """Whether the unit may still record, mend and declare on a local day, as far as the accepting day goes.

    What the issuing unit sent back is mended after that day too: else its return would ask for the impossible.
    """
    until = obligation.accepting_until
    return until is None or today <= until or obligation.progress == Progress.RETURNED


def require_accepting(obligation: Obligation, now: datetime) -> None:
    """Raise `Refused` once the last day has passed on which the unit may record, mend, declare or pass on this work."""
    if not is_accepting(obligation, timezone.localdate(now)):
        raise Refused(over_words(obligation))


def over_words(obligation: Obligation) -> str:
    """What a unit is told after the accepting day, and what it can do."""
    return _("Đã hết hạn nhận, đến hết ngày %(day)s. Hãy liên hệ %(issuer)s nếu cần ghi hoặc sửa thêm.") % {
        "day": short_date(obligation.accepting_until),
        "issuer": obligation.delivery.directive.issuer.name,
    }


def _require_ahead(campaign: Campaign, until: date, now: datetime) -> None:
    if until < timezone.localdate(now):
        raise Refused(_("Ngày này đã qua. Hãy chọn từ hôm nay trở đi."))
    last = campaign.directives.in_force().aggregate(last=Max("due_on"))["last"]
    if last and until < last:
        raise Refused(
            _("Còn văn bản thực hiện đến hết %(day)s. Hãy chọn từ ngày đó trở đi.") % {"day": short_date(last)}
        )
