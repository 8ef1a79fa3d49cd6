"""The unit's side: what may be taken, and taking it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from campaign_portal.lib.downloads import serve
from materials import queries, services
from materials.access import versions_for


@login_required
def library(request: HttpRequest) -> HttpResponse:
    shelves = queries.shelves_for(request.user)
    return render(
        request,
        "materials/library.html",
        {
            "shelves": shelves,
            "count": sum(len(shelf.versions) for shelf in shelves if not shelf.campaign.closed_at),
            "is_illustrative": any(shelf.campaign.is_illustrative for shelf in shelves),
        },
    )


@login_required
@require_GET
def version_download(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a version, or the way to its address; either is recorded as taken by the person's unit."""
    version = get_object_or_404(versions_for(request.user).select_related("stored", "material__campaign"), pk=pk)
    if version.url:
        response = HttpResponseRedirect(version.url)
    else:
        try:
            response = serve(version.stored, name=version.original_name, as_attachment=True)
        except FileNotFoundError:
            raise Http404(_("Tệp này không còn trên máy chủ.")) from None
    services.take(version=version, actor=request.user, now=timezone.now())
    return response
