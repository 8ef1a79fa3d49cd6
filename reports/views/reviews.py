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

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.numbers import number_text
from directives.access import coordinates
from directives.models import Obligation
from reports.forms.question import ReviewerPostForm
from reports.forms.queue import QueueFilter
from reports.forms.review import BatchForm, ReturnForm, seen_of
from reports.models import Action, ReasonPhrase
from reports.queries.batch import ticked
from reports.queries.doubts import LISTED
from reports.queries.reviews import Queue, queue
from reports.queries.shelves import PATIENCE, SHELVES, Shelf, reviewable
from reports.services.reviews import accept, accept_many, send_back
from units.access import unit_ids
from units.models import Role

from .common import load_obligation, require
from .decided import batch_words, decided, undecided

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
    """404 for strangers, 403 for who may see the obligation but does not coordinate its letter, and for what was passed
    on: that is for who passed it on."""
    row = load_obligation(user, pk)
    require(row.parent_id is None and coordinates(user, row.delivery.directive))
    return row


def asked(request: HttpRequest) -> tuple[Shelf, QueueFilter]:
    """The list and the filters that the address names; what names nothing is dropped."""
    found = QueueFilter(request.GET, queryset=reviewable(request.user), user=request.user, now=timezone.now())
    name = request.GET.get("state", "")
    return Shelf(name if name in SHELVES else "waiting", found.qs, found.query), found


def show(
    request: HttpRequest,
    row: Obligation | None = None,
    form: ReturnForm | None = None,
    asking: ReviewerPostForm | None = None,
) -> HttpResponse:
    shelf, found = asked(request)
    page = queue(shelf=shelf, now=found.now, user=request.user, current=row)
    if page.current and form is None:
        form = ReturnForm(deeds=page.current.to_name, phrases=phrases_for(page.current.obligation))
    context = {
        "page": page,
        "form": form,
        "asking": asking,
        "filters": found.form,
        "query": query_of(shelf),
        "today": page.today,
        "chips": shelf_chips(page),
        "patience": PATIENCE,
        "kept_at": found.kept_at,
        "listed": LISTED,
    }
    if page.current:
        context["is_illustrative"] = page.current.obligation.delivery.directive.campaign.is_illustrative
    return render(request, "reports/reviews.html", context)


def shelf_words() -> dict[str, str]:
    return {
        "waiting": _("Chờ xác nhận"),
        "changed": _("Đổi sau khi xác nhận"),
        "returned": _("Đã trả lại"),
        "done": _("Đã xác nhận"),
    }


def shelf_chips(page: Queue) -> list[dict]:
    """The lists as links, with how many rows each has under the filters in force; the rare one only when it has any."""
    return [
        {
            "url": address(None, page.shelf, name),
            "words": text,
            "count": counted_words(page, name),
            "current": name == page.shelf.name,
        }
        for name, text in shelf_words().items()
        if page.counts[name] or name != "changed" or name == page.shelf.name
    ]


def counted_words(page: Queue, name: str) -> str:
    count = page.counts[name]
    return _("hơn %(count)s") % {"count": number_text(LISTED)} if page.many(count) else number_text(count)


def query_of(shelf: Shelf, name: str = "") -> str:
    """The filters as the end of an address, "?" included; nothing when they are the usual ones."""
    named, name = dict(shelf.query), name or shelf.name
    if name != "waiting":
        named["state"] = name
    return f"?{urlencode(named)}" if named else ""


@require_http_methods(FORMS)
@login_required
def confirm_many(request: HttpRequest) -> HttpResponse:
    """The ticked rows of the list: asks once, naming them, then says of each that was not accepted why."""
    require(bool(unit_ids(request.user, Role.COORDINATOR)))
    shelf, _found = asked(request)
    if request.method != "POST":
        return redirect(address(None, shelf))
    form = BatchForm(request.POST)
    rows = form.rows(request.user) if form.is_valid() else []
    if not rows:
        messages.warning(request, _("Chưa chọn việc nào. Hãy đánh dấu các việc cần xác nhận."))
        return redirect(address(None, shelf))
    if "sure" not in request.POST:
        return _ask_once(request, shelf, rows)
    batch = accept_many(obligations=rows, actor=request.user, now=timezone.now())
    tell = messages.warning if batch.refused else messages.success
    tell(request, batch_words(batch, query_of(shelf), request.user, accepted=address(None, shelf, "done")))
    return redirect(onward(None, shelf))


def _ask_once(request: HttpRequest, shelf: Shelf, rows: list[tuple[Obligation, int | None]]) -> HttpResponse:
    """The page that names what is about to be accepted; with scripts a dialog on the list asks the same."""
    asked_of = ticked(rows, request.user, now=timezone.now())
    claims = len([each for each in asked_of if each.is_claim])
    if claims and claims == len(asked_of):
        words = _("Các việc đã chọn là đề nghị không thực hiện. Hãy mở “Đề nghị của đơn vị” để đồng ý hoặc từ chối.")
        messages.warning(request, words)
        return redirect(address(None, shelf))
    context = {
        "rows": asked_of,
        "count": len(asked_of) - claims,
        "claims": claims,
        "held": [each for each in asked_of if each.is_held],
        "query": query_of(shelf),
        "back": address(None, shelf),
    }
    return render(request, "reports/reviews_accept.html", context)


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
        messages.warning(request, undecided(row, error, request.user))
    else:
        messages.success(request, decided(row, _("Đã xác nhận: %(unit)s, “%(title)s”."), query_of(shelf)))
    return redirect(onward(following, shelf))


@require_http_methods(FORMS)
@login_required
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = load_reviewable(request.user, pk)
    shelf, found = asked(request)
    if request.method != "POST":
        return redirect(address(pk, shelf))
    page = queue(shelf=shelf, now=found.now, user=request.user, current=row)
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
        messages.warning(request, undecided(row, error, request.user))
    else:
        messages.success(request, decided(row, _("Đã trả lại: %(unit)s, “%(title)s”."), query_of(shelf)))
    return redirect(onward(following, shelf))


def phrases_for(row: Obligation) -> QuerySet[ReasonPhrase]:
    return ReasonPhrase.objects.in_force().filter(unit=row.delivery.directive.issuer_id)


def next_one(row: Obligation, shelf: Shelf) -> int | None:
    """Which obligation comes on screen after this one is decided: the next of the list, else its first."""
    _before, after = shelf.neighbours(row)
    following = after.first() or shelf.listed.exclude(pk=row.pk).first()
    return following.pk if following else None


def onward(following: int | None, shelf: Shelf) -> str:
    """Where the work goes on: in the same list, and from one that is worked off to what waits."""
    is_over = following is None and not shelf.is_waiting and not shelf.listed.exists()
    return address(following, shelf, "waiting" if is_over else "")


def address(pk: int | None, shelf: Shelf, name: str = "") -> str:
    page = reverse("reports:review", args=[pk]) if pk else reverse("reports:reviews")
    return page + query_of(shelf, name)
