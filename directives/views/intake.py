"""A letter comes in: pasted or uploaded, read, and stored as a draft."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaign_portal.lib.storage import store
from directives.forms.letter import LetterForm
from directives.services.drafting import draft_from_reading

from .loading import STEPS, own_units


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    issuers = own_units(request)
    form = LetterForm(request.POST or None, request.FILES or None, issuers=issuers)
    if request.method == "POST" and form.is_valid():
        return redirect("directives:check", _take_in(request, form).pk)
    context = {"form": form, "steps": STEPS, "current": 1, "issuer": form.only_issuer}
    return render(request, "directives/new.html", context)


def _take_in(request: HttpRequest, form: LetterForm):
    """Bytes are written before the transaction of the service opens."""
    now = timezone.now()
    data, content_type, name = form.original
    return draft_from_reading(
        reading=form.reading,
        issuer=form.cleaned_data["issuer"],
        actor=request.user,
        now=now,
        client_uuid=form.cleaned_data["client_uuid"],
        original=store(data, content_type, now=now),
        original_name=name,
    )
