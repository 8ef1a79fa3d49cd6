"""Opening the data of a campaign to everybody, and closing them: dated acts, kept as rows and in the activity log."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaign_portal.lib.activity import record
from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.rows import lock
from directives.models import Campaign
from reports.models import Publication


def open_data(*, campaign: Campaign, licence: str, actor, now: datetime) -> Publication:
    """From now on everybody reads the tables of the campaign without signing in.

    Raises `AlreadyDone` where they are open, `Refused` for a licence that is not offered.
    """
    if licence not in Publication.Licence.values:
        raise Refused(_("Hãy chọn giấy phép sử dụng dữ liệu."))
    with transaction.atomic():
        lock(campaign)
        if Publication.objects.in_force().filter(campaign=campaign).exists():
            raise AlreadyDone(_("Dữ liệu của chiến dịch này đã công khai trước đó."))
        row = Publication.objects.create(campaign=campaign, licence=licence, opened_at=now, opened_by=actor)
        _log("open_data.opened", row, actor, now)
    return row


def close_data(*, campaign: Campaign, actor, now: datetime) -> Publication:
    """The public addresses answer 404 from now on. Raises `AlreadyDone` where nothing is open."""
    with transaction.atomic():
        lock(campaign)
        row = Publication.objects.in_force().filter(campaign=campaign).first()
        if row is None:
            raise AlreadyDone(_("Dữ liệu của chiến dịch này không còn công khai."))
        row.closed_at, row.closed_by = max(now, row.opened_at), actor  # who waited has an older clock
        row.save(update_fields=["closed_at", "closed_by"])
        _log("open_data.closed", row, actor, now)
    return row


def _log(verb: str, row: Publication, actor, now: datetime) -> None:
    detail = {"campaign": row.campaign_id, "licence": row.licence}
    record(actor=actor, verb=verb, subject=f"{row.campaign} ({row.campaign_id})", detail=detail, now=now)
