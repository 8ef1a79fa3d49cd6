"""Where programs of a unit are told of what happens: set up, looked after, each message to be seen and sent again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.pressing import pressed
from directives.models import Hook, HookEvent, HookMessage
from reports.forms.hook import HookForm
from reports.hooks.payload import PING
from reports.services import hooks as services
from units.access import REPORTING_ROLES

PER_PAGE = 50
State = HookMessage.State


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hooks(request: HttpRequest) -> HttpResponse:
    """The units' hooks, and the form for a new one; the answer to POST shows its secret."""
    units = list({seat.unit_id: seat.unit for seat in request.user.seats if seat.role in REPORTING_ROLES}.values())
    if not units:
        raise PermissionDenied
    form = HookForm(request.POST or None, units=units)
    made = _made(form, request) if request.method == "POST" and form.is_valid() else None
    if made:
        return show(request, made, secret=made.secret)
    counts = {
        "failed": Count("messages", filter=Q(messages__state=State.FAILED)),
        "waiting": Count("messages", filter=Q(messages__state=State.WAITING)),
    }
    rows = Hook.objects.visible_to(request.user).live().select_related("unit").annotate(**counts)
    context = {"form": form, "hooks": [(row, event_words(row)) for row in rows]}
    return render(request, "reports/hooks.html", context)


def _made(form: HookForm, request: HttpRequest) -> Hook | None:
    try:
        return services.make_hook(actor=request.user, now=timezone.now(), **form.wanted())
    except Refused as error:
        form.add_error(None, str(error))
        return None


@login_required
@require_safe
def hook(request: HttpRequest, pk: int) -> HttpResponse:
    return show(request, load(request, pk))


def show(request: HttpRequest, row: Hook, *, secret: str = "") -> HttpResponse:
    rows = row.messages.select_related("change__directive", "change__unit")
    chosen = request.GET.get("state", "")
    shown = rows.filter(state=chosen) if chosen in State.values else rows
    words = dict(HookEvent.choices) | {PING: _("tin thử")}
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    counted = dict(row.messages.order_by().values_list("state").annotate(Count("pk")))
    context = {
        "hook": row,
        "secret": secret,
        "events": event_words(row),
        "page": page,
        "lines": [(each, words.get(each.event, each.event)) for each in page],
        "filters": [("", _("Tất cả"), sum(counted.values()))]
        + [(state.value, state.label.capitalize(), counted.get(state.value, 0)) for state in State],
    }
    return render(request, "reports/hook.html", context)


def event_words(row: Hook) -> list[str]:
    return [str(label) for value, label in HookEvent.choices if value in row.events]


@login_required
@require_POST
def secret(request: HttpRequest, pk: int) -> HttpResponse:
    """Another secret, shown on the answer."""
    row = load(request, pk)
    with pressed(request):
        row = services.renew_secret(hook=row, actor=request.user, now=timezone.now())
        return show(request, row, secret=row.secret)
    return redirect("reports:hook", pk)


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    row = load(request, pk)
    with pressed(request):
        services.end_hook(hook=row, actor=request.user, now=timezone.now())
        messages.success(request, _("Đã dừng gửi tin cho “%(name)s”.") % {"name": row.name})
    return redirect("reports:hooks")


@login_required
@require_POST
def ping(request: HttpRequest, pk: int) -> HttpResponse:
    row = load(request, pk)
    with pressed(request):
        services.ping(hook=row, actor=request.user, now=timezone.now())
        messages.success(request, _("Tin thử sẽ được gửi trong vòng một phút. Tải lại trang này để xem kết quả."))
    return redirect("reports:hook", pk)


@login_required
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one message again."""
    rows = HookMessage.objects.filter(hook__in=Hook.objects.visible_to(request.user))
    message = get_object_or_404(rows.select_related("hook"), pk=pk)
    with pressed(request):
        services.send_again(message=message, actor=request.user, now=timezone.now())
        messages.success(request, _("Tin sẽ được gửi lại trong vòng một phút."))
    return redirect("reports:hook", message.hook_id)


def load(request: HttpRequest, pk: int) -> Hook:
    return get_object_or_404(Hook.objects.visible_to(request.user).select_related("unit"), pk=pk)
