"""The unit's official reply, prepared from its actions, as a page that prints on A4."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaign_portal.lib.dates import local_day
from directives.access import reports_for
from reports.documents.kinds import REPLY
from reports.models import Document
from reports.queries.documents import versions
from reports.reply.load import left_out, reply_of

from .common import load_delivery, require, signed_in


@require_safe
@signed_in
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """What the unit would send today, for the person who prepares it; its number and day stay blank."""
    row, now = load_delivery(request.user, pk), timezone.now()
    require(reports_for(request.user, row.unit_id))
    papers = Document.objects.visible_to(request.user).filter(kind=REPLY, directive=row.directive_id, unit=row.unit_id)
    context = {
        "versions": versions(papers),
        "reply": reply_of(row, today=local_day(now)),
        "left_out": left_out(row),
        "delivery": row,
        "directive": row.directive,
        "can_report": row.directive.is_in_force and not row.refused_at,
        "is_illustrative": row.directive.campaign.is_illustrative,
    }
    return render(request, "reports/reply.html", context)
