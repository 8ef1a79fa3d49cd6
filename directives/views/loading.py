"""Finding a directive for a person: 404 for whoever has no part in it, 403 for who may only look."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.access import coordinates
from directives.models import Directive
from units.access import unit_ids
from units.models import Role, Unit

STEPS = [
    gettext_lazy("Tải văn bản"),
    gettext_lazy("Kiểm tra"),
    gettext_lazy("Nơi nhận"),
    gettext_lazy("Chiến dịch"),
    gettext_lazy("Ban hành"),
]


def own_units(request: HttpRequest):
    """Units for which the person issues letters. Raises PermissionDenied when there is none."""
    units = Unit.objects.filter(pk__in=unit_ids(request.user, Role.COORDINATOR))
    if not units:
        raise PermissionDenied(_("Chỉ cán bộ điều phối của đơn vị ban hành làm được việc này."))
    return units


def visible_directive(request: HttpRequest, pk: int) -> Directive:
    rows = Directive.objects.visible_to(request.user).select_related("issuer", "campaign", "issued_by")
    return get_object_or_404(rows, pk=pk)


def coordinated_directive(request: HttpRequest, pk: int) -> Directive:
    directive = visible_directive(request, pk)
    if not coordinates(request.user, directive):
        raise PermissionDenied(_("Chỉ cán bộ điều phối của đơn vị ban hành làm được việc này."))
    return directive


def with_draft(view: Callable) -> Callable:
    """A step towards issuing: the view gets the draft itself. Once issued there is nothing to correct any more."""

    @login_required
    @wraps(view)
    def wrapped(request: HttpRequest, pk: int) -> HttpResponse:
        directive = coordinated_directive(request, pk)
        if directive.is_issued:
            messages.info(request, _("Văn bản đã được ban hành, nội dung không sửa được nữa."))
            return redirect("directives:detail", pk)
        return view(request, directive)

    return wrapped
