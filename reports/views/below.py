"""What a unit decides on work it passed down: it confirms or returns what was declared, and settles what came back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaign_portal.lib.dates import local_day, short_date
from campaign_portal.lib.errors import AlreadyDone, Refused
from directives.access import decides_on
from directives.models import Delivery, Obligation
from directives.refusals import given_below
from directives.services.receipts import agree_to_refusal
from directives.services.relaying import give_elsewhere, returned_to
from reports.forms.relay import ElsewhereForm, ReturnBelowForm
from reports.forms.review import seen_of
from reports.queries.relayed import receivers
from reports.services.reviews import accept, send_back

from .common import load_obligation, require, signed_in, typed_before

FORMS = ["GET", "HEAD", "POST"]


def load_given(user, pk: int) -> Obligation:
    """Work that the person's unit passed on; 404 for strangers, 403 for who may only look on."""
    row = load_obligation(user, pk)
    require(row.parent is not None and decides_on(user, row))
    return row


# --- Declared complete ------------------------------------------------------------------------------------------------
@require_http_methods(FORMS)
@login_required
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    row = load_given(request.user, pk)
    if request.method != "POST":
        return redirect("reports:obligation", pk)
    try:
        accept(obligation=row, actor=request.user, now=timezone.now(), seen=seen_of(request.POST))
    except Refused as error:
        messages.error(request, str(error))
        return redirect("reports:obligation", pk)
    messages.success(request, _("Đã xác nhận việc của %(unit)s.") % {"unit": row.responsible_unit.name})
    return redirect("reports:obligation", row.parent_id)


@require_http_methods(FORMS)
@signed_in
def send_back_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The page on which the reason is written, and the act."""
    row = load_given(request.user, pk)
    if request.method != "POST" and row.progress not in ("waiting", "done"):
        return redirect("reports:obligation", pk)
    form = ReturnBelowForm(request.POST or None, initial=typed_before(request, ReturnBelowForm))
    if form.is_valid():
        try:
            send_back(obligation=row, reason=form.cleaned_data["reason"], actor=request.user, now=timezone.now())
        except Refused as error:
            messages.error(request, str(error))
        else:
            done = _("Đã trả lại kèm lý do. %(unit)s sẽ bổ sung rồi báo lại.")
            messages.success(request, done % {"unit": row.responsible_unit.name})
        return redirect("reports:obligation", pk)
    illustrative = row.delivery.directive.campaign.is_illustrative
    return render(request, "reports/below_return.html", {"row": row, "form": form, "is_illustrative": illustrative})


# --- Sent back as misaddressed ----------------------------------------------------------------------------------------
@require_http_methods(FORMS)
@signed_in
def refusal(request: HttpRequest, pk: int) -> HttpResponse:
    """Why a unit sent the letter back; it goes to another unit below, or to nobody."""
    rows = given_below(request.user).select_related("directive__campaign", "directive__issuer", "parent")
    row, now = get_object_or_404(rows, pk=pk), timezone.now()
    try:
        parents = returned_to(row, request.user) if row.refused_at and not row.redirected_to_id else []
    except Refused:
        parents = []  # nothing of it is open any more: it can only be agreed to
    today = local_day(now)
    below = receivers(row, parents[0].responsible_unit, today) if parents else []
    about = {"below": below, "latest": min((each.due_on for each in parents), default=None), "today": today}
    acts = request.method == "POST"
    form = ElsewhereForm(request.POST if acts else None, initial=typed_before(request, ElsewhereForm), **about)
    if acts and ("agree" in request.POST or form.is_valid()) and _settled(request, row, form, now):
        return redirect("reports:my-work")
    context = {
        "delivery": row,
        "directive": row.directive,
        "refused_on": local_day(row.refused_at) if row.refused_at else None,
        "form": form,
        "below": below,
        "today": today,
        "is_illustrative": row.directive.campaign.is_illustrative,
    }
    return render(request, "reports/below_refusal.html", context)


def _settled(request: HttpRequest, row: Delivery, form: ElsewhereForm, now) -> bool:
    """Whether the page is left: after the act, and where somebody had settled it before."""
    try:
        if "agree" in request.POST:
            agree_to_refusal(delivery=row, actor=request.user, now=now)
            said = _("Đã xác nhận: %(unit)s không phải làm việc này.") % {"unit": row.unit_name}
        else:
            unit, day = form.unit(), form.cleaned_data["due_on"]
            give_elsewhere(delivery=row, unit=unit, due_on=day, actor=request.user, now=now)
            said = _("Đã giao cho %(unit)s, hạn đến hết ngày %(day)s.") % {"unit": unit.name, "day": short_date(day)}
    except AlreadyDone as error:
        messages.info(request, str(error))
    except Refused as error:
        form.add_error(None, str(error)) if form.is_bound else messages.error(request, str(error))
        return False
    else:
        messages.success(request, said)
    return True
