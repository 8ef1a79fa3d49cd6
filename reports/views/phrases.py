"""Reasons kept for returning work: looked at and withdrawn by who reviews the unit's letters."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaign_portal.lib.errors import Refused
from reports.models import ReasonPhrase
from reports.services.phrases import withdraw_phrase
from units.access import unit_ids
from units.models import Role

from .common import require


@require_safe
@login_required
def phrases(request: HttpRequest) -> HttpResponse:
    rows, units = found_phrases(request), unit_ids(request.user, Role.COORDINATOR)
    return render(request, "reports/review_phrases.html", {"phrases": list(rows), "several": len(units) > 1})


def found_phrases(request: HttpRequest) -> QuerySet[ReasonPhrase]:
    """Reasons that are offered to the person; 403 for who reviews nothing."""
    require(bool(unit_ids(request.user, Role.COORDINATOR)))
    return ReasonPhrase.objects.visible_to(request.user).in_force().select_related("unit", "remembered_by")


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    phrase = get_object_or_404(ReasonPhrase.objects.visible_to(request.user).select_related("unit"), pk=pk)
    try:
        withdraw_phrase(phrase=phrase, actor=request.user, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Đã bỏ mẫu “%(text)s”. Các lần trả lại trước giữ nguyên.") % {"text": phrase.text})
    return redirect("reports:phrases")
