from smtplib import SMTPException

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.mail import stays_here
from units import queries
from units.access import keeps_registry, roles_to_give, visible_units
from units.forms import PersonForm
from units.invitations import DAYS_VALID, send_invitation
from units.models import Membership, Role
from units.services import people

PER_PAGE = 50


@login_required
def person_list(request: HttpRequest) -> HttpResponse:
    rows, role = seen_people(request), request.GET.get("role", "")
    page = Paginator(found_people(request), PER_PAGE).get_page(request.GET.get("page"))
    units = visible_units(request.user).valid_on(timezone.localdate())
    return render(
        request,
        "units/person_list.html",
        {
            "page": page,
            "people": rows.values("user").distinct().count(),
            "units": rows.values("unit").distinct().count(),
            "no_people": queries.without_focal_point(units).count() if keeps_registry(request.user) else 0,
            "roles": [("", _("Mọi vai trò")), *((role.value, capfirst(role.label)) for role in Role)],
            "is_filtered": bool(role or request.GET.get("q", "").strip()),
            "is_illustrative": any(row.user.email.endswith(".example") for row in page),
        },
    )


def seen_people(request: HttpRequest) -> QuerySet[Membership]:
    return Membership.objects.in_force().filter(unit__in=visible_units(request.user))


def found_people(request: HttpRequest) -> QuerySet[Membership] | list[Membership]:
    """What the address of the list asks for, in the order of the page."""
    rows, role = seen_people(request), request.GET.get("role", "")
    return queries.find_people(rows.filter(role=role) if role in Role.values else rows, request.GET.get("q", ""))


@login_required
def person_new(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(visible_units(request.user), pk=pk)
    roles = roles_to_give(request.user, unit)
    if not roles:
        raise PermissionDenied
    form = PersonForm(request.POST if request.method == "POST" else None, roles=roles)
    if request.method == "POST" and form.is_valid():
        try:
            membership = people.add_person(unit=unit, actor=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            _invite(request, membership)
            return redirect("units:unit-detail", pk=pk)
    return render(request, "units/person_new.html", {"form": form, "unit": unit, "days": DAYS_VALID})


@login_required
@require_POST
def membership_invite(request: HttpRequest, pk: int) -> HttpResponse:
    membership = _membership(request, pk)
    if membership.ends_on:
        messages.warning(request, _("Vai trò này đã kết thúc nên không gửi thư mời nữa."))
    else:
        _invite(request, membership)
    return redirect("units:unit-detail", pk=membership.unit_id)


@login_required
def membership_end(request: HttpRequest, pk: int) -> HttpResponse:
    membership = _membership(request, pk)
    if request.method == "POST":
        try:
            people.end_membership(membership=membership, actor=request.user, now=timezone.now())
        except Refused as refusal:
            messages.warning(request, str(refusal))
        else:
            words = {"person": membership.user, "role": membership.get_role_display(), "unit": membership.unit}
            messages.success(request, _("%(person)s không còn là %(role)s của %(unit)s.") % words)
        return redirect("units:unit-detail", pk=membership.unit_id)
    seen = Membership.objects.in_force().filter(user=membership.user, unit__in=visible_units(request.user))
    return render(
        request,
        "units/membership_end.html",
        {
            "membership": membership,
            "others": seen.exclude(pk=pk).select_related("unit").order_by("unit__sort_key", "pk"),
            "leaves_unit_alone": queries.last_to_act(membership),
            "is_self": membership.user_id == request.user.pk,
            "is_illustrative": membership.user.email.endswith(".example"),
        },
    )


def _membership(request: HttpRequest, pk: int) -> Membership:
    """The part to act on; 404 for who may not see its unit, 403 for who may not give such a part there."""
    rows = Membership.objects.select_related("user", "unit").filter(unit__in=visible_units(request.user))
    membership = get_object_or_404(rows, pk=pk)
    if membership.role not in roles_to_give(request.user, membership.unit):
        raise PermissionDenied
    return membership


def _invite(request: HttpRequest, membership: Membership) -> None:
    """Mail the person; when the mail server does not answer, the part stays and the page says what to do."""
    words = {"person": membership.user, "email": membership.user.email, "unit": membership.unit}
    try:
        send_invitation(membership, invited_by=request.user)
    except (SMTPException, OSError):
        messages.warning(
            request,
            _("%(person)s đã có trong danh sách, nhưng chưa gửi được thư tới %(email)s. Bấm “Gửi lại thư mời” sau.")
            % words,
        )
    else:
        _say_where_the_invitation_is(request, words)


def _say_where_the_invitation_is(request: HttpRequest, words: dict) -> None:
    """A server that took the mail has not delivered it yet; without a server it went nowhere at all."""
    if not stays_here():
        sentence = _("%(person)s là người của %(unit)s. Máy chủ thư đã nhận thư mời để chuyển tới %(email)s.")
        messages.success(request, sentence % words)
        return
    sentence = _(
        "%(person)s là người của %(unit)s. Thư mời chưa tới %(email)s: cổng chưa đặt máy chủ thư nên thư nằm trong "
        "Hộp thư đi. Hãy nhờ người quản trị chuyển liên kết trong thư."
    )
    messages.warning(request, sentence % words)
