"""Drafts that are not wanted: put away with a reason, listed apart, taken up again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaign_portal.lib.errors import AlreadyDone, Refused
from directives.forms.discard import DiscardForm
from directives.models import Directive
from directives.services import discarding

from .loading import own_units, with_draft

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def discard(request: HttpRequest, directive: Directive) -> HttpResponse:
    form = DiscardForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _discarded(request, directive, form):
        return redirect("directives:list")
    return render(request, "directives/discard.html", {"directive": directive, "form": form})


def _discarded(request: HttpRequest, directive: Directive, form: DiscardForm) -> bool:
    """Whether the page is left: after the act, and where somebody else did it first."""
    try:
        discarding.discard(directive=directive, actor=request.user, now=timezone.now(), **form.cleaned_data)
    except AlreadyDone as error:
        messages.warning(request, str(error))
    except Refused as error:
        form.add_error(None, str(error))
        return False
    else:
        messages.success(request, _("Đã bỏ bản nháp. Có thể khôi phục ở mục “Bản nháp đã bỏ”."))
    return True


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    page = Paginator(found_discarded(request), PER_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    sentence = ngettext("%(count)d bản nháp đã bỏ.", "%(count)d bản nháp đã bỏ.", count) % {"count": count}
    context = {"page": page, "sentence": sentence if count else _("Không có bản nháp nào đã bỏ.")}
    return render(request, "directives/discarded.html", context)


def found_discarded(request: HttpRequest) -> QuerySet[Directive]:
    """Drafts put away, the latest first. Raises PermissionDenied for who writes no letters."""
    own_units(request)
    rows = Directive.objects.discarded_to(request.user).select_related("issuer", "last_change__actor")
    return rows.defer("text", "reading").order_by("-discarded_at", "-pk")


@require_POST
@login_required
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    directive = get_object_or_404(Directive.objects.discarded_to(request.user), pk=pk)
    try:
        discarding.restore(directive=directive, actor=request.user, now=timezone.now())
    except AlreadyDone as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Đã khôi phục bản nháp."))
    return redirect("directives:check", pk)
