"""What everybody reads without signing in, and the page on which an officer opens and closes it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaign_portal.lib.pressing import pressed
from directives.models import Campaign
from reports.models import Publication
from units.access import acts_for
from units.models import Role

from .gather import Data, gather, public_day
from .kept import kept_file
from .licences import LICENCES
from .services import close_data, open_data
from .tables import TABLES
from .write import address_of, files

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
FRESH = 300
"""Seconds for which browsers and proxies need not ask again; after closing, copies they hold may live so long."""
FIRST = 5
"""Rows of each table that the officer sees on the page; the files hold all."""


# --- For everybody ----------------------------------------------------------------------------------------------------
@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """Campaigns whose data are open, the latest opened first."""
    rows = Publication.objects.in_force().select_related("campaign__owner")
    return render(request, "reports/opendata/list.html", {"rows": rows})


@require_safe
def public_page(request: HttpRequest, public_id: str) -> HttpResponse:
    publication, now = _publication(public_id), timezone.now()
    campaign = publication.campaign
    context = {
        "campaign": campaign,
        "tables": TABLES.values(),
        "day": public_day(campaign, now),
        "licence": LICENCES[publication.licence],
        "address": address_of(campaign),
        "is_illustrative": campaign.is_illustrative,
        "illustrative_note": campaign.illustrative_note,
    }
    response = render(request, "reports/opendata/public.html", context)
    response["Link"] = f'<{address_of(campaign, "datapackage.json")}>; rel="describedby"; type="application/json"'
    return response


@require_http_methods(["GET", "HEAD", "OPTIONS"])
def public_file(request: HttpRequest, public_id: str, name: str, ending: str) -> HttpResponse:
    """One file: the same bytes all day, under an ETag, for programs of every origin."""
    publication = _publication(public_id)
    kept = kept_file(publication, f"{name}.{ending}", timezone.now())
    if kept is None:
        raise Http404("no such table")
    response = HttpResponse(b"" if request.method == "OPTIONS" else kept.body, content_type=TYPES[ending])
    response["ETag"] = kept.etag
    answer = get_conditional_response(request, etag=kept.etag, response=response)
    answer["Cache-Control"] = f"public, max-age={FRESH}"
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    answer["Access-Control-Allow-Headers"] = "If-None-Match"
    answer["Access-Control-Expose-Headers"] = "ETag, Content-Disposition"
    answer["Content-Disposition"] = f'inline; filename="{public_id}-{name}-{kept.day:%Y-%m-%d}.{ending}"'
    return answer


def _publication(public_id: str) -> Publication:
    """404 for a campaign that is not open just as for one that does not exist."""
    rows = Publication.objects.in_force().select_related("campaign__owner")
    return get_object_or_404(rows, campaign__public_id=public_id)


# --- For the officer --------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Exactly what becomes public, and the switch."""
    campaign, now = _own_campaign(request, pk), timezone.now()
    if request.method == "POST":
        with pressed(request):
            _pressed(request, campaign, now)
        return redirect("reports:open-data-switch", pk)
    data = _data(campaign, now)
    rows = campaign.publications.select_related("opened_by", "closed_by")
    context = {
        "campaign": campaign,
        "publication": next((row for row in rows if row.closed_at is None), None),
        "publications": rows,
        "day": data.day,
        "letters": data.letters,
        "previews": [_preview(table, data) for table in TABLES.values()],
        "licences": Publication.Licence.choices,
        "licence": settings.OPEN_DATA_LICENCE,
        "address": address_of(campaign),
        "is_illustrative": campaign.is_illustrative,
    }
    return render(request, "reports/opendata/switch.html", context)


def _pressed(request: HttpRequest, campaign: Campaign, now) -> None:
    if "close" in request.POST:
        close_data(campaign=campaign, actor=request.user, now=now)
        messages.success(request, _("Đã thôi công khai. Các địa chỉ công khai không còn truy cập được."))
        return
    licence = request.POST.get("licence", "")
    open_data(campaign=campaign, licence=licence, actor=request.user, now=now)
    messages.success(request, _("Đã công khai dữ liệu tại %(address)s") % {"address": address_of(campaign)})


def _preview(table, data: Data) -> dict:
    rows = list(table.full_rows(data))
    return {"table": table, "count": len(rows), "rows": rows[:FIRST]}


@require_safe
@login_required
def preview_file(request: HttpRequest, pk: int, name: str, ending: str) -> HttpResponse:
    """The very file that would be public, for the officer to look at before opening."""
    campaign, now = _own_campaign(request, pk), timezone.now()
    body = files(_data(campaign, now)).get(f"{name}.{ending}")
    if body is None:
        raise Http404("no such table")
    response = HttpResponse(body, content_type=TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _data(campaign: Campaign, now) -> Data:
    publication = campaign.publications.in_force().first()
    licence = publication.licence if publication else settings.OPEN_DATA_LICENCE
    return gather(campaign, public_day(campaign, now), licence)


def _own_campaign(request: HttpRequest, pk: int) -> Campaign:
    """For coordinators of the owner; 404 for who has no part in the campaign, 403 for who only sees it."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("owner"), pk=pk)
    if not acts_for(request.user, campaign.owner_id, Role.COORDINATOR):
        raise PermissionDenied
    return campaign
