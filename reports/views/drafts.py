"""Drafts of a new action and of mending one: kept by themselves while somebody types, forgotten on request."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaign_portal.lib.errors import Refused
from reports.forms.draft import read_draft, read_mending
from reports.services.drafts import discard_drafts, discard_mending, save_draft, save_mending

from .common import load_own_action, load_own_obligation


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


@require_POST
@login_required
def mending(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a form that mends an action; `since` is the state of the action that the form was made from."""
    action, now = load_own_action(request.user, pk), timezone.now()
    if "discard" in request.POST:
        discard_mending(action=action, actor=request.user)
        messages.success(request, _("Đã bỏ bản nháp."))
        return redirect("reports:action-edit", pk)
    typed = read_mending(request.POST, request.user)
    try:
        since = _moment(request.GET.get("since", "")) or action.state_at
        save_mending(action=action, since=since, **typed, actor=request.user, now=now)
    except Refused as error:
        return JsonResponse({"refused": str(error)})
    return JsonResponse({"saved_at": int(now.timestamp() * 1000)})


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
