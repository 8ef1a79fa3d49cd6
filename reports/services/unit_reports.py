"""The unit's official reply to a directive."""

import uuid
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.models import StoredFile
from campaign_portal.lib.rows import lock
from directives.access import reports_for
from directives.models import About, Delivery, Event
from directives.services.changes import note_about
from reports.models import UnitReport


def submit_report(
    *,
    delivery: Delivery,
    text: str,
    client_uuid: uuid.UUID,
    actor,
    now: datetime,
    reference: str = "",
    dated_on: date | None = None,
    difficulties: str = "",
    proposals: str = "",
    stored: StoredFile | None = None,
    original_name: str = "",
) -> UnitReport:
    """Hand in the unit's reply; handing in again adds a newer one, the same `client_uuid` stores once."""
    if not reports_for(actor, delivery.unit_id):
        raise PermissionDenied
    if not delivery.directive.is_in_force:
        raise Refused(_("Chiến dịch đã kết thúc hoặc văn bản đã thu hồi, nên không nộp báo cáo được nữa."))
    if not text.strip() and stored is None:
        raise Refused(_("Hãy ghi kết quả thực hiện hoặc đính kèm tệp báo cáo."))
    with transaction.atomic():
        lock(delivery)  # two presses at once wait here
        if existing := UnitReport.objects.filter(client_uuid=client_uuid).first():
            if existing.delivery_id != delivery.pk:
                raise PermissionDenied
            return existing
        report = UnitReport.objects.create(
            delivery=delivery,
            reference=reference.strip(),
            dated_on=dated_on,
            text=text.strip(),
            difficulties=difficulties.strip(),
            proposals=proposals.strip(),
            stored=stored,
            original_name=original_name[:200],
            submitted_at=now,
            submitted_by=actor,
            client_uuid=client_uuid,
        )
        _log(report, actor, now)
    return report


def _log(report: UnitReport, actor, now: datetime) -> None:
    delivery = report.delivery
    note_about(
        about=About.REPORT,
        about_id=report.pk,
        directive=delivery.directive,
        event=Event.SUBMITTED,
        actor=actor,
        now=now,
        unit=delivery.unit,
        delivery=delivery,
        acting_unit=delivery.unit,
        after={"reference": report.reference},
    )
