"""The review queue: one obligation on screen, the decision beside it, the next one after it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.numbers import number_text, with_unit
from directives.access import coordinates
from directives.models import Obligation
from reports.forms.queue import QueueFilter
from reports.forms.review import BatchForm, ReturnForm, seen_of
from reports.models import Action, ReasonPhrase
from reports.queries.reviews import Queue, queue
from reports.queries.shelves import PATIENCE, SHELVES, Shelf, reviewable
from reports.queries.work import title
from reports.services.reviews import accept, accept_many, send_back
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


def asked(request: HttpRequest) -> tuple[Shelf, QueueFilter]:
    """The list and the filters that the address names; what names nothing is dropped."""
    today = local_day(timezone.now())
    found = QueueFilter(request.GET, queryset=reviewable(request.user), user=request.user, today=today)
    name = request.GET.get("state", "")
    return Shelf(name if name in SHELVES else "waiting", found.qs, found.query), found


def show(request: HttpRequest, row: Obligation | None = None, form: ReturnForm | None = None) -> HttpResponse:
    shelf, found = asked(request)
    page = queue(shelf=shelf, today=found.today, user=request.user, current=row)
    if page.current and form is None:
        form = ReturnForm(deeds=page.current.to_name, phrases=phrases_for(page.current.obligation))
    context = {
        "page": page,
        "form": form,
        "filters": found.form,
        "query": query_of(shelf),
        "today": page.today,
        "chips": shelf_chips(page),
        "patience": PATIENCE,
    }
    if page.current:
        context["is_illustrative"] = page.current.obligation.delivery.directive.campaign.is_illustrative
    return render(request, "reports/reviews.html", context)


def shelf_chips(page: Queue) -> list[dict]:
    """The lists as links, with how many rows each has under the filters in force; the rare one only when it has any."""
    words = {
        "waiting": _("Chờ xác nhận"),
        "changed": _("Đổi sau khi xác nhận"),
        "returned": _("Đã trả lại"),
        "done": _("Đã xác nhận"),
    }
    return [
        {
            "url": address(None, page.shelf, name),
            "words": text,
            "count": number_text(page.counts[name]),
            "current": name == page.shelf.name,
        }
        for name, text in words.items()
        if page.counts[name] or name != "changed" or name == page.shelf.name
    ]


def query_of(shelf: Shelf, name: str = "") -> str:
    """The filters as the end of an address, "?" included; nothing when they are the usual ones."""
    named, name = dict(shelf.query), name or shelf.name
    if name != "waiting":
        named["state"] = name
    return f"?{urlencode(named)}" if named else ""


@require_http_methods(FORMS)
@login_required
def confirm_many(request: HttpRequest) -> HttpResponse:
    """The ticked rows of the list. Says of each that was not accepted why."""
    require(bool(unit_ids(request.user, Role.COORDINATOR)))
    shelf, _found = asked(request)
    if request.method != "POST":
        return redirect(address(None, shelf))
    form = BatchForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Chưa chọn việc nào. Hãy đánh dấu các việc cần xác nhận."))
        return redirect(address(None, shelf))
    batch = accept_many(obligations=form.rows(request.user), actor=request.user, now=timezone.now())
    if batch.accepted:
        count = with_unit(len(batch.accepted), _("việc"))
        messages.success(request, _("Đã xác nhận %(count)s.") % {"count": count})
    for row, reason in batch.refused:
        messages.warning(request, undecided(row, reason))
    return redirect(address(None, shelf))


@require_http_methods(FORMS)
@login_required
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    row = load_reviewable(request.user, pk)
    shelf, _found = asked(request)
    if request.method != "POST":
        return redirect(address(pk, shelf))
    following = next_one(row, shelf)
    try:
        accept(obligation=row, actor=request.user, now=timezone.now(), seen=seen_of(request.POST))
    except (AlreadyDone, Refused) as error:
        messages.warning(request, undecided(row, error))
    else:
        messages.success(request, _("Đã xác nhận: %(unit)s, “%(title)s”.") % about(row))
    return redirect(address(following, shelf))


@require_http_methods(FORMS)
@login_required
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = load_reviewable(request.user, pk)
    shelf, found = asked(request)
    if request.method != "POST":
        return redirect(address(pk, shelf))
    page = queue(shelf=shelf, today=found.today, user=request.user, current=row)
    form = ReturnForm(request.POST, deeds=page.current.to_name, phrases=phrases_for(row))
    if not form.is_valid():
        return show(request, row, form)
    following = next_one(row, shelf)
    try:
        send_back(
            obligation=row,
            reason=form.reason(),
            actions=Action.objects.filter(pk__in=form.named(page.current.to_name)),
            actor=request.user,
            now=timezone.now(),
            seen=seen_of(request.POST),
            phrase=form.phrase(),
        )
    except (AlreadyDone, Refused) as error:
        messages.warning(request, undecided(row, error))
    else:
        messages.success(request, _("Đã trả lại: %(unit)s, “%(title)s”.") % about(row))
    return redirect(address(following, shelf))


def phrases_for(row: Obligation) -> QuerySet[ReasonPhrase]:
    return ReasonPhrase.objects.in_force().filter(unit=row.delivery.directive.issuer_id)


def undecided(row: Obligation, reason: Refused | str) -> str:
    """Names the case the refusal is about, because another one may already stand on screen."""
    return _("Chưa ghi quyết định về %(unit)s, “%(title)s”.") % about(row) + f" {reason}"


def next_one(row: Obligation, shelf: Shelf) -> int | None:
    """Which obligation comes on screen after this one is decided: the next of the list, else its first."""
    _before, after = shelf.neighbours(row)
    following = after.first() or shelf.listed.exclude(pk=row.pk).first()
    return following.pk if following else None


def address(pk: int | None, shelf: Shelf, name: str = "") -> str:
    page = reverse("reports:review", args=[pk]) if pk else reverse("reports:reviews")
    return page + query_of(shelf, name)


def about(row: Obligation) -> dict:
    return {"unit": row.delivery.unit_name, "title": title(row.instruction)}
