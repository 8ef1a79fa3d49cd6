"""Passing the work of a letter to units below: form, who gets what, the act; what became of it; taking it back."""

from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaign_portal.lib.dates import local_day, short_date
from campaign_portal.lib.pressing import pressed
from directives.access import reports_for
from directives.models import Delivery, Obligation
from directives.services.accepting import over_words
from directives.services.relaying import relay, withdraw_relay
from reports.forms.relay import RelayForm, TakeBackForm
from reports.queries.relay_plan import plan
from reports.queries.relayed import FIGURES, passed_on, receivers, relayable, under_letter
from reports.queries.urging import urging, with_people
from units.access import REPORTING_ROLES, unit_ids

from .common import load_delivery, require, signed_in, typed_before

FORMS = ["GET", "HEAD", "POST"]
AHEAD = timedelta(days=3)
"""How long before its own day a unit wants the work of those below, unless it says otherwise."""


# --- Passing down -----------------------------------------------------------------------------------------------------
@require_http_methods(FORMS)
@signed_in
def relay_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Duties × units and a day; then who gets what; only then the act. A second press tells that all is given."""
    row, now = _own_delivery(request, pk), timezone.now()
    today = local_day(now)
    owed = relayable(row, unit_ids(request.user, *REPORTING_ROLES))
    duties = [each for each in owed if not (each.accepting_until and each.accepting_until < today)]
    below = receivers(row, duties[0].responsible_unit, today) if duties else []
    if not (duties and row.directive.is_in_force):
        shut = owed and row.directive.is_in_force
        nothing = _("Văn bản này không còn việc nào để giao xuống.")
        messages.info(request, over_words(owed[0]) if shut else nothing)
        return redirect("reports:delivery", pk)
    if not below:
        return render(request, "reports/relay_nobody.html", _context(row, today))
    form = _form(request, row, duties, below, today)
    preview = None
    if request.method == "POST" and "back" not in request.POST and form.is_valid():
        if "confirm" in request.POST:
            if _pass_on(request, form, now):
                return redirect("reports:delivery-below", pk)
        else:
            preview = plan(form.chosen_duties(), form.chosen_units())
    return render(request, "reports/relay.html", _context(row, today) | {"form": form, "plan": preview})


def _own_delivery(request: HttpRequest, pk: int) -> Delivery:
    """A delivery whose work the person's unit has, from the issuer, from above, or since a merger."""
    carried = Obligation.objects.filter(delivery=pk, responsible_unit__in=unit_ids(request.user, *REPORTING_ROLES))
    if carried.exists():
        rows = Delivery.objects.select_related("directive__campaign", "directive__issuer", "unit")
        return get_object_or_404(rows, pk=pk)
    row = load_delivery(request.user, pk)
    require(reports_for(request.user, row.unit_id))
    return row


def _context(row: Delivery, today: date) -> dict:
    directive = row.directive
    return {
        "delivery": row,
        "directive": directive,
        "today": today,
        "is_illustrative": directive.campaign.is_illustrative,
    }


def _form(request: HttpRequest, row: Delivery, duties: list[Obligation], below: list, today: date) -> RelayForm:
    given: dict[int, int] = {}
    for each in passed_on(Q(parent__delivery=row)).rows:
        if each.has_it:
            given[each.unit_id] = given.get(each.unit_id, 0) + 1
    about = {"offered": duties, "below": below, "given": given, "today": today}
    if request.method == "POST":
        return RelayForm(request.POST, **about)
    asked = request.GET.get("duty", "")
    first = min(duty.due_on for duty in duties)
    initial = {
        "duties": [asked] if asked in {str(duty.pk) for duty in duties} else [str(duty.pk) for duty in duties],
        "due_on": max(today, first - AHEAD) if first >= today else first,
    }
    return RelayForm(initial=initial | typed_before(request, RelayForm), **about)


def _pass_on(request: HttpRequest, form: RelayForm, now) -> bool:
    """Whether the page is left: after the act, and where all of it had been given before."""
    with pressed(request, form) as press:
        given = relay(
            obligations=form.chosen_duties(),
            units=form.chosen_units(),
            due_on=form.cleaned_data["due_on"],
            actor=request.user,
            now=now,
            note=form.cleaned_data["note"],
        )
        done = _("Đã giao %(tasks)d việc cho %(units)d đơn vị, hạn đến hết ngày %(day)s.")
        tasks, units = (len({getattr(each, name) for each in given}) for name in ("instruction_id", "unit_id"))
        day = short_date(form.cleaned_data["due_on"])
        messages.success(request, done % {"tasks": tasks, "units": units, "day": day})
    return press.is_settled


# --- What became of it ------------------------------------------------------------------------------------------------
@require_safe
@login_required
def below(request: HttpRequest, pk: int) -> HttpResponse:
    """What units below do: how many are done, have not looked, are late, each figure with its rows; whom to call."""
    row, today = seen_delivery(request, pk), local_day(timezone.now())
    found = under_letter(row)
    shown = shown_below(request)
    acts = reports_for(request.user, row.unit_id) or found.is_given_by(unit_ids(request.user, *REPORTING_ROLES))
    can_act = acts and row.directive.is_in_force
    rows = found.picked(shown, today) if shown else found
    context = _context(row, today) | {
        "below": found,
        "figures": found.figures(today),
        "deeper": found.deeper,
        "shown": shown,
        "rows": with_people(rows) if can_act else rows,
        "urging": urging(row, found, today) if can_act else "",
        "can_act": can_act,
    }
    return render(request, "reports/below.html", context)


def seen_delivery(request: HttpRequest, pk: int) -> Delivery:
    try:
        return _own_delivery(request, pk)
    except PermissionDenied:
        return load_delivery(request.user, pk)


def shown_below(request: HttpRequest) -> str:
    """The figure whose rows are asked for; nothing for all of them."""
    name = request.GET.get("show", "")
    return name if name in FIGURES else ""


# --- Taking back ------------------------------------------------------------------------------------------------------
@require_http_methods(FORMS)
@signed_in
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The page that says what taking back means, and the act."""
    row, now = _own_delivery(request, pk), timezone.now()
    units = unit_ids(request.user, *REPORTING_ROLES)
    offered = passed_on(Q(parent__delivery=row, parent__responsible_unit__in=units)).takeable
    if not (offered and row.directive.is_in_force):
        messages.info(request, _("Không có việc nào đã giao xuống mà còn thu hồi được."))
        return redirect("reports:delivery-below", pk)
    form = TakeBackForm(request.POST or None, initial=typed_before(request, TakeBackForm), offered=offered)
    if request.method == "POST" and form.is_valid():
        chosen = {int(key) for key in form.cleaned_data["rows"]}
        with pressed(request):
            taken = withdraw_relay(
                children=list(Obligation.objects.filter(pk__in=chosen)),
                actor=request.user,
                now=now,
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, _("Đã thu hồi %(n)d việc. Đơn vị được giao thấy lý do.") % {"n": len(taken)})
        return redirect("reports:delivery-below", pk)
    return render(request, "reports/below_take_back.html", _context(row, local_day(now)) | {"form": form})
