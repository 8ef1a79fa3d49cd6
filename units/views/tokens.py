"""Keys for programs: one's own, made and shown once; all of them for who administers the portal."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.errors import Refused
from campaign_portal.lib.pressing import pressed
from units.forms import TokenForm
from units.models import ApiToken
from units.services.tokens import Made, make_token, revoke_token

PER_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def token_list(request: HttpRequest) -> HttpResponse:
    """The person's tokens, and the form for a new one; the answer to POST is the only page that shows its key."""
    now = timezone.now()
    units = list({seat.unit_id: seat.unit for seat in request.user.seats}.values())
    form = TokenForm(request.POST or None, units=units, today=local_day(now))
    made = _made(form, request, now) if request.method == "POST" and form.is_valid() else None
    if made:
        form = TokenForm(units=units, today=local_day(now))
    rows = request.user.api_tokens.select_related("unit")
    context = {
        "form": form,
        "made": made,
        "now": now,
        "tokens": rows.live(now),
        "ended": rows.exclude(pk__in=rows.live(now).values("pk"))[:PER_PAGE],
        "has_units": bool(units),
    }
    return render(request, "units/token_list.html", context)


def _made(form: TokenForm, request: HttpRequest, now) -> Made | None:
    try:
        return make_token(person=request.user, now=now, **form.wanted())
    except Refused as error:
        form.add_error(None, str(error))
        return None


@login_required
@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken.objects.visible_to(request.user), pk=pk)
    with pressed(request):
        revoke_token(token=token, actor=request.user, now=timezone.now())
        messages.success(
            request, _("Đã thu hồi mã “%(name)s”. Phần mềm dùng mã này không vào được nữa.") % {"name": token.name}
        )
    return redirect("units:token-list" if token.person_id == request.user.pk else "units:token-all")


@login_required
@require_safe
def token_all(request: HttpRequest) -> HttpResponse:
    """Everybody's tokens, for administrators; to others the page does not exist."""
    if not request.user.is_staff:
        raise Http404
    now = timezone.now()
    rows = ApiToken.objects.visible_to(request.user).select_related("person", "unit")
    live = rows.live(now).count()
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "live": live,
        "now": now,
    }
    return render(request, "units/token_all.html", context)
