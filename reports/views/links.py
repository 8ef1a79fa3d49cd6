"""A web address given as evidence: what the checks found, and the archived copies. For whoever may see the evidence."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from campaign_portal.lib.dates import local_day
from reports.models import Evidence, LinkCheck
from reports.queries.links import link_page

from .common import serve_or_404


@require_safe
@login_required
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """404 for strangers, and for what was never looked at. The archived page is shown as its words, never as markup."""
    rows = Evidence.objects.visible_to(request.user).select_related("watch__latest", "watch__kept__copy")
    row = get_object_or_404(rows, pk=pk, watch__latest__isnull=False)
    return render(request, "reports/link.html", {"page": link_page(row)})


@require_safe
@login_required
def link_file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The copy that one look made, as a file to keep; it is never opened by the browser."""
    row = get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk)
    check = get_object_or_404(LinkCheck.objects.select_related("copy"), evidence=row, number=number, copy__isnull=False)
    name = f"minh-chung-{row.pk}-{local_day(check.at):%Y%m%d}.warc.gz"
    return serve_or_404(check.copy, name=name, as_attachment=True)
