"""Campaigns: the list, a new one, the page of one. Closing one is in `closing`."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from campaign_portal.lib.errors import Refused
from directives.forms.campaign import CampaignForm
from directives.models import About, Campaign, Directive, Event
from directives.services.campaigns import create_campaign
from units.access import acts_for, unit_ids
from units.models import Role

from .links import links
from .loading import own_units


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    rows = Campaign.objects.visible_to(request.user)
    running = rows.filter(closed_at=None).count()
    closed = rows.count() - running
    context = {
        "rows": found_campaigns(request.user),
        "sentence": _sentence(running, closed),
        "may_write": bool(unit_ids(request.user, Role.COORDINATOR)),
    }
    return render(request, "directives/campaign_list.html", context)


def found_campaigns(user) -> QuerySet[Campaign]:
    """Campaigns with `letters`, how many issued ones the person sees of each, in the order of the page."""
    visible = Q(directives__in=Directive.objects.visible_to(user).values("pk"))
    counted = Count("directives", filter=visible & Q(directives__issued_at__isnull=False), distinct=True)
    rows = Campaign.objects.visible_to(user).select_related("owner").annotate(letters=counted)
    return rows.order_by(F("closed_at").desc(nulls_first=True), "-created_at", "-pk")


def _sentence(running: int, closed: int) -> str:
    if not running and not closed:
        return _("Chưa có chiến dịch nào.")
    words = ngettext("%d chiến dịch đang thực hiện", "%d chiến dịch đang thực hiện", running) % running
    if closed:
        words += ", " + ngettext("%d đã kết thúc", "%d đã kết thúc", closed) % closed
    return f"{words}."


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = CampaignForm(request.POST or None, owners=own_units(request))
    if request.method == "POST" and form.is_valid():
        try:
            campaign = create_campaign(**form.cleaned_data, actor=request.user, now=timezone.now())
        except Refused as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("Đã tạo chiến dịch."))
            return redirect("directives:campaign", campaign.pk)
    return render(request, "directives/campaign_new.html", {"form": form})


@require_safe
@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("owner"), pk=pk)
    letters = Directive.objects.visible_to(request.user).filter(campaign=campaign).select_related("issuer")
    longest = _outlasting(campaign, letters)
    context = {
        "campaign": campaign,
        "longest": longest,
        "is_extended": longest and longest.changes.filter(about=About.DIRECTIVE, event=Event.EXTENDED).exists(),
        "ends_on": longest.due_on if longest else campaign.ends_on,
        "letters": letters.order_by("-created_at", "-pk"),
        "actions": _actions(request, campaign),
        "today": timezone.localdate(),
        "is_illustrative": campaign.is_illustrative,
    }
    return render(request, "directives/campaign.html", context)


def _outlasting(campaign: Campaign, letters) -> Directive | None:
    """The letter in force that runs longest past the planned end of its campaign; the plan itself is not rewritten."""
    if not campaign.ends_on:
        return None
    standing = letters.filter(issued_at__isnull=False, recalled_at=None, due_on__gt=campaign.ends_on)
    return standing.order_by("-due_on", "pk").first()


def _actions(request: HttpRequest, campaign: Campaign) -> list:
    wanted = [(_("Tài liệu tuyên truyền"), "image", "materials:campaign-materials", campaign.pk)]
    if acts_for(request.user, campaign.owner_id, Role.COORDINATOR) and not campaign.closed_at:
        wanted.append((_("Thời hạn nhận bổ sung"), "clock", "directives:campaign-accepting", campaign.pk))
        wanted.append((_("Các lần nhắc"), "bell", "directives:campaign-ladder", campaign.pk))
        wanted.append((_("Kết thúc chiến dịch"), "stop", "directives:campaign-close", campaign.pk))
    if acts_for(request.user, campaign.owner_id, Role.COORDINATOR):
        wanted.append((_("Dữ liệu mở"), "out", "reports:open-data-switch", campaign.pk))
    return links(*wanted)
