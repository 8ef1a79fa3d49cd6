"""The officer's side: what the campaign gives its units, and who has taken it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib.errors import Refused
from directives.models import Campaign
from materials import queries, services
from materials.access import looks_after
from materials.forms import MaterialForm, VersionForm
from materials.models import Material


@login_required
def campaign_materials(request: HttpRequest, pk: int) -> HttpResponse:
    """What the campaign has; a POST adds one."""
    campaign = kept_campaign(request, pk)
    form = MaterialForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            material = services.add_material(
                campaign=campaign, actor=request.user, now=timezone.now(), **form.columns()
            )
        except Refused as refusal:
            form.add_error("title", str(refusal))
        else:
            messages.success(request, _("Các đơn vị lấy được “%(title)s” từ bây giờ.") % {"title": material})
            return redirect("materials:campaign-materials", pk=pk)
    taken, recipients = queries.units_taking(campaign)
    rows = list(queries.materials_of(campaign))
    return render(
        request,
        "materials/campaign_materials.html",
        {
            "campaign": campaign,
            "current": [row for row in rows if not row.withdrawn_at],
            "withdrawn": [row for row in rows if row.withdrawn_at],
            "form": form,
            "taken": taken,
            "recipients": recipients,
            "is_illustrative": campaign.is_illustrative,
        },
    )


@login_required
def version_new(request: HttpRequest, pk: int) -> HttpResponse:
    material = _material(request, pk)
    form = VersionForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            version = services.add_version(material=material, actor=request.user, now=timezone.now(), **form.content())
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            words = {"title": material, "number": version.number}
            messages.success(request, _("“%(title)s” đã có phiên bản %(number)d; bản cũ không còn cho tải.") % words)
            return redirect("materials:campaign-materials", pk=material.campaign_id)
    context = {"form": form, "material": material, "is_illustrative": material.campaign.is_illustrative}
    return render(request, "materials/version_new.html", context)


@login_required
def material_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    material = _material(request, pk)
    if request.method == "POST":
        try:
            services.withdraw(material=material, actor=request.user, now=timezone.now())
        except Refused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Đã rút “%(title)s”; các đơn vị không còn thấy.") % {"title": material})
        return redirect("materials:campaign-materials", pk=material.campaign_id)
    context = {
        "material": queries.materials_of(material.campaign).get(pk=pk),
        "campaign": material.campaign,
        "is_illustrative": material.campaign.is_illustrative,
    }
    return render(request, "materials/material_withdraw.html", context)


def kept_campaign(request: HttpRequest, pk: int) -> Campaign:
    """The campaign to look after; 404 for who has no part in it, 403 for who does not coordinate it."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("owner"), pk=pk)
    if not looks_after(request.user, campaign):
        raise PermissionDenied
    return campaign


def _material(request: HttpRequest, pk: int) -> Material:
    rows = Material.objects.visible_to(request.user).select_related("campaign")
    material = get_object_or_404(rows, pk=pk)
    if not looks_after(request.user, material.campaign):
        # A withdrawn material is not there for the units it was for.
        get_object_or_404(rows.current(), pk=pk)
        raise PermissionDenied
    return material


def posted(request: HttpRequest) -> tuple:
    """What a form is bound to: nothing on a GET, even an empty POST otherwise."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
