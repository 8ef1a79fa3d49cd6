"""Words a unit taught the portal: looked at and withdrawn by those who issue letters for the unit."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaign_portal.lib.errors import Refused
from units import queries
from units.access import keeps_registry, visible_aliases
from units.models import UnitAlias
from units.services import aliases

PER_PAGE = 50


@login_required
@require_safe
def alias_list(request: HttpRequest) -> HttpResponse:
    found = found_aliases(request)
    rows = visible_aliases(request.user).in_force()
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "is_filtered": bool(request.GET.get("q", "").strip()),
        "count": rows.count(),
        "several": rows.values("issuer").distinct().count() > 1,
    }
    return render(request, "units/alias_list.html", context)


def found_aliases(request: HttpRequest) -> list[UnitAlias]:
    """What the address of the list asks for. Raises PermissionDenied for who keeps no registry."""
    if not keeps_registry(request.user):
        raise PermissionDenied
    return queries.find_aliases(visible_aliases(request.user).in_force(), request.GET.get("q", ""))


@login_required
@require_POST
def alias_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    alias = get_object_or_404(visible_aliases(request.user), pk=pk)
    try:
        aliases.withdraw_alias(alias=alias, actor=request.user, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        words = _("Đã bỏ ghi nhớ “%(phrase)s”. Văn bản đã soạn hoặc đã ban hành giữ nguyên nơi nhận.")
        messages.success(request, words % {"phrase": alias.phrase})
    return redirect("units:alias-list")
