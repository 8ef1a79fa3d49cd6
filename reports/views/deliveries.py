"""A letter as a unit received it: opening, taking in, sending back, its files."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.errors import Refused
from campaign_portal.lib.pressing import pressed
from directives.access import coordinates, reports_for
from directives.forms.receipt import ReceiveForm
from directives.services.receipts import agree_to_refusal, confirm_receipt, mark_seen, refuse
from reports.forms.delivery import RefuseForm
from reports.queries.letter_page import letter_page

from .common import load_delivery, require, serve_or_404, signed_in, typed_before

FORMS = ["GET", "HEAD", "POST"]


def was_opened(request: HttpRequest) -> bool:
    """Whether a person looks at the page now: no HEAD, and no browser that fetches ahead of a press."""
    ahead = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
    return request.method == "GET" and not any(
        word in request.META.get(name, "") for name in ahead for word in ("prefetch", "preview", "prerender")
    )


@require_safe
@login_required
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """Opening the letter marks it seen for a person of the unit; the service lets everyone else pass unseen."""
    row, now = load_delivery(request.user, pk), timezone.now()
    if was_opened(request) and row.directive.is_in_force:
        mark_seen(delivery=row, actor=request.user, now=now)
    return show(request, row, ReceiveForm())


def show(request: HttpRequest, row, form: ReceiveForm) -> HttpResponse:
    today = local_day(timezone.now())
    context = {
        "page": letter_page(row, user=request.user, today=today),
        "form": form,
        "today": today,
        "is_illustrative": row.directive.campaign.is_illustrative,
    }
    return render(request, "reports/delivery.html", context)


@require_http_methods(FORMS)
@login_required
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    row = load_delivery(request.user, pk)
    require(reports_for(request.user, row.unit_id))
    if request.method != "POST":
        return redirect("reports:delivery", pk)
    form = ReceiveForm(request.POST)
    if not form.is_valid():
        return show(request, row, form)
    was_received = row.received_at is not None
    try:
        confirm_receipt(delivery=row, actor=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as error:
        messages.error(request, str(error))
    else:
        done, before = _("Đã xác nhận tiếp nhận văn bản."), _("Văn bản này đã được xác nhận tiếp nhận từ trước.")
        messages.success(request, before if was_received else done)
    return redirect("reports:delivery", pk)


@require_http_methods(FORMS)
@signed_in
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The page that says what sending the letter back means, and the act."""
    row = load_delivery(request.user, pk)
    require(reports_for(request.user, row.unit_id))
    page = letter_page(row, user=request.user, today=local_day(timezone.now()))
    if request.method != "POST" and not page.can_receive:
        return redirect("reports:delivery", pk)
    form = RefuseForm(request.POST if request.method == "POST" else None, initial=typed_before(request, RefuseForm))
    if form.is_valid():
        with pressed(request):
            refuse(delivery=row, actor=request.user, now=timezone.now(), reason=form.cleaned_data["reason"])
            messages.success(request, _("Đã trả lại văn bản kèm lý do cho %(issuer)s.") % _issuer(row))
        return redirect("reports:delivery", pk)
    return render(request, "reports/delivery_refuse.html", {"page": page, "form": form})


@require_http_methods(FORMS)
@login_required
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """The issuing unit agrees that a letter sent back was not for that unit."""
    row = load_delivery(request.user, pk)
    require(coordinates(request.user, row.directive))
    if request.method == "POST":
        with pressed(request):
            agree_to_refusal(delivery=row, actor=request.user, now=timezone.now())
            sentence = _("Đã xác nhận: %(unit)s không phải nơi nhận của %(letter)s.")
            messages.success(request, sentence % {"unit": row.unit_name, "letter": row.directive.reference})
    return redirect("reports:my-work")


def _issuer(row) -> dict:
    """Whoever sent the letter to this unit."""
    return {"issuer": row.parent.unit_name if row.parent else row.directive.issuer.name}


@require_safe
@login_required
def letter_file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """A file of the letter, for whoever may see the delivery."""
    row = load_delivery(request.user, pk)
    file = get_object_or_404(row.directive.files.select_related("stored"), pk=file_pk, stored__isnull=False)
    return serve_or_404(file.stored, name=file.original_name or file.title)
