"""A draft before issue: check what was read, say who receives it, place it in a campaign."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.storage import store_upload
from directives.forms.check import CheckForm
from directives.forms.sections import Layout
from directives.models import Directive
from directives.services.correcting import correct_draft
from directives.services.drafting import choose_units
from directives.services.planning import preview
from directives.ticks import bundles_of, found_units, ticks_of

from .loading import STEPS, with_draft

PAGE = ["GET", "HEAD", "POST"]


# --- Check ------------------------------------------------------------------------------------------------------------
@require_http_methods(PAGE)
@with_draft
def check(request: HttpRequest, directive: Directive) -> HttpResponse:
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = CheckForm(directive, *posted)
    if request.method == "POST" and form.is_valid() and _kept(request, form):
        return _after_check(request, directive)
    context = {
        "directive": directive,
        "check": form,
        "layout": Layout(form),
        "opened": request.GET.get("open", ""),
        "steps": STEPS,
        "current": 2,
    }
    return render(request, "directives/check.html", context)


def _kept(request: HttpRequest, form: CheckForm) -> bool:
    now = timezone.now()
    corrections = form.corrections(store_upload, now)
    try:
        correct_draft(directive=form.directive, corrections=corrections, actor=request.user, now=now)
    except Refused as error:
        form.heading.add_error(None, str(error))
        return False
    return True


def _after_check(request: HttpRequest, directive: Directive) -> HttpResponse:
    if "stay" in request.POST:
        messages.success(request, _("Đã lưu bản nháp."))
        return redirect("directives:check", directive.pk)
    return redirect("directives:recipients", directive.pk)


# --- Recipients -------------------------------------------------------------------------------------------------------
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
        return redirect("directives:campaign-choose", directive.pk)
    search = request.POST.get("q", "").strip() if "search" in request.POST else ""
    response = redirect("directives:recipients", directive.pk)
    if search:
        response["Location"] += _query(search)
    return response


def _query(search: str) -> str:
    return f"?{urlencode({'q': search})}#tim"
