"""The first page, and "Việc của tôi"."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaign_portal.lib.dates import local_day
from reports.queries.starts import drafts_of
from reports.queries.work import my_work
from units.access import nav_roles

FIRST_PAGES = {
    "officer": ("directives:list", "reports:reviews"),
    "focal": ("reports:my-work",),
    "leader": ("reports:summary", "directives:list"),
    "admin": ("admin:index",),
}
"""Where each role begins; the second stands in where the first is not built in."""


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Sends everybody to the page they come for; who has no part in any unit is told whom to ask."""
    for role in nav_roles(request.user):
        if address := first_page(role):
            return redirect(address)
    return render(request, "reports/no_part.html", {"support": getattr(settings, "PORTAL_SUPPORT", "")})


def first_page(role: str) -> str:
    for name in FIRST_PAGES.get(role, ()):
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


@require_safe
@login_required
def work(request: HttpRequest) -> HttpResponse:
    today = local_day(timezone.now())
    page = my_work(request.user, today=today)
    drafts = drafts_of(request.user, [duty.pk for duty in page.open])
    context = {"work": page, "drafts": drafts, "today": today, "is_illustrative": page.is_illustrative}
    return render(request, "reports/my_work.html", context)
