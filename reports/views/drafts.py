"""The draft of an action: kept by itself while somebody types, forgotten on request."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaign_portal.lib.errors import Refused
from reports.forms.draft import read_draft
from reports.services.drafts import discard_drafts, save_draft

from .common import load_own_obligation


@require_POST
@login_required
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the form as it stands, answered in JSON for the script that asks; `discard` forgets it."""
    row, now = load_own_obligation(request.user, pk), timezone.now()
    if "discard" in request.POST:
        discard_drafts(obligations=[row], actor=request.user)
        messages.success(request, _("Đã bỏ bản nháp."))
        return redirect("reports:action-new", pk)
    try:
        save_draft(obligation=row, **read_draft(request.POST, request.user), actor=request.user, now=now)
    except Refused as error:
        return JsonResponse({"refused": str(error)})
    return JsonResponse({"saved_at": int(now.timestamp() * 1000)})
