"""A draft before issue: say who receives it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from campaign_portal.lib.errors import Refused
from directives.models import Directive
from directives.services.drafting import choose_units
from directives.services.planning import preview
from directives.services.proposing import proposals
from directives.ticks import bundles_of, found_units, ticks_of

from .links import address
from .loading import STEPS, with_draft

PAGE = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE)
@with_draft
def recipients(request: HttpRequest, directive: Directive) -> HttpResponse:
    if request.method == "POST":
        return _keep_ticks(request, directive)
    today = timezone.localdate()
    query = request.GET.get("q", "").strip()
    bundles = bundles_of(directive)
    context = {
        "directive": directive,
        "plan": preview(directive=directive, today=today),
        "bundles": bundles,
        "common": sum(each.binding and each.group_id is None for each in directive.instructions.all()),
        "query": query,
        "found": found_units(directive, query, day=directive.reading_day(today)),
        "steps": STEPS,
        "current": 3,
    }
    return render(request, "directives/recipients.html", context)


def _keep_ticks(request: HttpRequest, directive: Directive) -> HttpResponse:
    ticks = ticks_of(request.POST, bundles_of(directive))
    try:
        choose_units(directive=directive, chosen=ticks.chosen, actor=request.user, now=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
        return redirect("directives:detail", directive.pk)
    if ticks.added:
        words = ngettext("Đã thêm %(count)d đơn vị.", "Đã thêm %(count)d đơn vị.", ticks.added)
        messages.success(request, words % {"count": ticks.added})
    if "next" in request.POST:
        return redirect(_next_page(directive))
    search = request.POST.get("q", "").strip() if "search" in request.POST else ""
    response = redirect("directives:recipients", directive.pk)
    if search:
        response["Location"] += _query(search)
    return response


def _query(search: str) -> str:
    return f"?{urlencode({'q': search})}#tim"


def _next_page(directive: Directive) -> str:
    """A letter about an issued letter joins its campaign, so it is asked about that letter instead of a campaign."""
    about = address("reports:relation", directive.pk) if proposals(directive) else ""
    return about or reverse("directives:campaign-choose", args=[directive.pk])
