"""Files that prove something, on their way to whoever may see them.

A picture is shown as its copy without location data. The original (`?original=1`, always as a download) goes to
coordinators of the issuing unit only: they have to answer for the proof, while a photo's hidden data (place, device)
is nobody else's business. A file that is no picture has no other copy; everyone who may see it gets it. Of a PDF there
is a small picture of its first page too (`?preview=1`).
"""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from campaign_portal.lib.models import StoredFile
from directives.access import coordinates
from reports.models import Evidence, UnitReport

from .common import require, serve_or_404


@require_safe
@login_required
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """404 for strangers, 403 for the original of a picture to who does not review it."""
    rows = Evidence.objects.visible_to(request.user)
    rows = rows.select_related("stored__display", "stored__preview", "action__directive")
    row = get_object_or_404(rows, pk=pk, stored__isnull=False)
    if request.GET.get("preview") == "1":
        return unless_unchanged(request, first_page(row.stored), "trang-1.jpg")
    wants_original = request.GET.get("original") == "1"
    if wants_original and row.stored.display_id:
        require(coordinates(request.user, row.action.directive))
    stored = row.stored if wants_original else row.stored.shown
    return unless_unchanged(request, stored, row.original_name, as_attachment=wants_original)


def first_page(stored: StoredFile) -> StoredFile:
    if stored.preview is None:
        raise Http404("no preview of this file")
    return stored.preview


@require_safe
@login_required
def report_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed paper of a unit's reply; a photo of it is shown as its copy too."""
    rows = UnitReport.objects.visible_to(request.user).select_related("stored__display")
    row = get_object_or_404(rows, pk=pk, stored__isnull=False)
    return unless_unchanged(request, row.stored.shown, row.original_name)


def unless_unchanged(request: HttpRequest, stored, name: str, *, as_attachment: bool = False) -> HttpResponse:
    """Serve the bytes, or say that the browser still has them; it asks every time, so rights are checked every time."""
    etag = quote_etag(stored.sha256)
    span = request.headers.get("Range", "") if request.headers.get("If-Range", etag) == etag else ""
    response = get_conditional_response(request, etag=etag) or serve_or_404(
        stored, name=name, as_attachment=as_attachment, span=span
    )
    if response.status_code != 404:  # lost bytes may come back
        response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response
