"""Ending a campaign: first what that stops, then the end."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import Refused
from directives.models import Campaign
from directives.services.lifecycle import close_campaign, closing_stops
from units.access import unit_ids
from units.models import Role


@login_required
def campaign_close(request: HttpRequest, pk: int) -> HttpResponse:
    """For coordinators of the owner; 404 for who has no part in the campaign, 403 for who only sees it."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("owner", "closed_by"), pk=pk)
    if campaign.owner_id not in unit_ids(request.user, Role.COORDINATOR):
        raise PermissionDenied
    now = timezone.now()
    if request.method == "POST":
        try:
            close_campaign(campaign=campaign, actor=request.user, now=now)
        except Refused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Chiến dịch “%(name)s” đã kết thúc.") % {"name": campaign})
        return redirect("directives:campaign-close", pk=pk)
    return render(
        request,
        "directives/campaign_close.html",
        {
            "campaign": campaign,
            "stops": closing_stops(campaign=campaign, now=now),
            "today": timezone.localdate(now),
            "is_illustrative": campaign.is_illustrative,
        },
    )
