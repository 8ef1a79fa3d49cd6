"""Until when units may record late: the form on its own page, from the page of the campaign."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaign_portal.lib.errors import AlreadyDone, Refused
from directives.forms.accepting import AcceptingForm
from directives.models import Campaign
from directives.services.accepting import accept_until
from units.access import unit_ids
from units.models import Role


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_accepting(request: HttpRequest, pk: int) -> HttpResponse:
    """For coordinators of the owner; 404 for who has no part in the campaign, 403 for who only sees it."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("owner"), pk=pk)
    if campaign.owner_id not in unit_ids(request.user, Role.COORDINATOR):
        raise PermissionDenied
    typed = request.POST if request.method == "POST" else None
    form = AcceptingForm(typed, initial={"until": campaign.accepting_until})
    if form.is_valid():
        try:
            accept_until(campaign=campaign, actor=request.user, now=timezone.now(), **form.cleaned_data)
        except AlreadyDone as told:
            messages.info(request, str(told))
            return redirect("directives:campaign", pk)
        except Refused as refusal:
            form.add_error("until", str(refusal))
        else:
            messages.success(request, _("Đã đặt thời hạn nhận bổ sung. Các đơn vị thấy ngày này ở từng việc."))
            return redirect("directives:campaign", pk)
    context = {"campaign": campaign, "form": form, "is_illustrative": campaign.is_illustrative}
    return render(request, "directives/campaign_accepting.html", context)
