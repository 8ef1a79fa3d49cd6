"""The review queue: one obligation on screen, the decision beside it, the next one after it."""

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.numbers import number_text
from directives.access import coordinates
from directives.models import Obligation
from reports.forms.review import ReturnForm
from reports.models import Action
from reports.queries.reviews import Filters, Queue, neighbours, queue, shelf
from reports.queries.work import title
from reports.services.reviews import accept, send_back
from units.access import unit_ids
from units.models import Role

from .common import load_obligation, require

FORMS = ["GET", "HEAD", "POST"]


@require_safe
@login_required
def reviews(request: HttpRequest) -> HttpResponse:
    """The queue with its first obligation on screen."""
    require(bool(unit_ids(request.user, Role.COORDINATOR)))
    return show(request)


@require_safe
@login_required
def review(request: HttpRequest, pk: int) -> HttpResponse:
    return show(request, load_reviewable(request.user, pk))


def load_reviewable(user, pk: int) -> Obligation:
    """404 for strangers, 403 for who may see the obligation but does not coordinate its letter."""
    row = load_obligation(user, pk)
    require(coordinates(user, row.delivery.directive))
    return row


def show(request: HttpRequest, row: Obligation | None = None, form: ReturnForm | None = None) -> HttpResponse:
    filters = Filters.read(request.GET)
    page = queue(request.user, filters=filters, today=local_day(timezone.now()), current=row)
    if page.current and form is None:
        form = ReturnForm(deeds=page.current.to_name)
    context = {
        "page": page,
        "form": form,
        "query": query_of(filters),
        "today": page.today,
        "chips": shelf_chips(page),
    }
    if page.current:
        context["is_illustrative"] = page.current.obligation.delivery.directive.campaign.is_illustrative
    return render(request, "reports/reviews.html", context)


def shelf_chips(page: Queue) -> list[dict]:
    """The three lists as links, with how many rows each has under the filters in force."""
    words = {"waiting": _("Chờ xác nhận"), "returned": _("Đã trả lại"), "done": _("Đã xác nhận")}
    return [
        {
            "url": address(None, replace(page.filters, shelf=name)),
            "words": text,
            "count": number_text(page.counts[name]),
            "current": name == page.filters.shelf,
        }
        for name, text in words.items()
    ]


def query_of(filters: Filters) -> str:
    """The filters as the end of an address, "?" included; nothing when they are the usual ones."""
    named = {"directive": filters.directive, "unit": filters.unit}
    named = {name: value for name, value in named.items() if value}
    if filters.shelf != "waiting":
        named["state"] = filters.shelf
    return f"?{urlencode(named)}" if named else ""


@require_http_methods(FORMS)
@login_required
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    row = load_reviewable(request.user, pk)
    filters = Filters.read(request.GET)
    if request.method != "POST":
        return redirect(address(pk, filters))
    following = next_one(request.user, row, filters)
    try:
        accept(obligation=row, actor=request.user, now=timezone.now())
    except (AlreadyDone, Refused) as error:
        messages.warning(request, undecided(row, error))
    else:
        messages.success(request, _("Đã xác nhận: %(unit)s, “%(title)s”.") % about(row))
    return redirect(address(following, filters))


@require_http_methods(FORMS)
@login_required
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = load_reviewable(request.user, pk)
    filters = Filters.read(request.GET)
    if request.method != "POST":
        return redirect(address(pk, filters))
    page = queue(request.user, filters=filters, today=local_day(timezone.now()), current=row)
    form = ReturnForm(request.POST, deeds=page.current.to_name)
    if not form.is_valid():
        return show(request, row, form)
    following = next_one(request.user, row, filters)
    named = Action.objects.filter(pk__in=form.named(page.current.to_name))
    try:
        send_back(obligation=row, reason=form.reason(), actions=named, actor=request.user, now=timezone.now())
    except (AlreadyDone, Refused) as error:
        messages.warning(request, undecided(row, error))
    else:
        messages.success(request, _("Đã trả lại: %(unit)s, “%(title)s”.") % about(row))
    return redirect(address(following, filters))


def undecided(row: Obligation, error: Refused) -> str:
    """Names the case the refusal is about, because another one may already stand on screen."""
    return _("Chưa ghi quyết định về %(unit)s, “%(title)s”.") % about(row) + f" {error}"


def next_one(user, row: Obligation, filters: Filters) -> int | None:
    """Which obligation comes on screen after this one is decided: the next of the list, else its first."""
    rows = shelf(user, filters)
    _before, after = neighbours(row, rows, filters)
    following = after.first() or rows.exclude(pk=row.pk).first()
    return following.pk if following else None


def address(pk: int | None, filters: Filters) -> str:
    page = reverse("reports:review", args=[pk]) if pk else reverse("reports:reviews")
    return page + query_of(filters)


def about(row: Obligation) -> dict:
    return {"unit": row.delivery.unit_name, "title": title(row.instruction)}
