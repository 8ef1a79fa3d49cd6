"""A draft before issue: check what was read and mend it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.storage import store_upload
from directives.forms.check import CheckForm
from directives.forms.sections import Layout
from directives.models import Directive
from directives.services.correcting import correct_draft

from .loading import STEPS, with_draft

PAGE = ["GET", "HEAD", "POST"]


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
