from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from campaign_portal.lib.errors import Refused
from units import queries
from units.access import keeps_registry, kept_units, roles_to_give, visible_units
from units.forms import NewUnitForm, UnitForm
from units.forms.unit import HOST
from units.history import story_of
from units.models import Unit, UnitKind
from units.services import registry

PER_PAGE = 50
STATES = [
    ("", gettext_lazy("Đang hoạt động")),
    ("unconfirmed", gettext_lazy("Cần xác nhận")),
    ("no_people", gettext_lazy("Chưa có đầu mối")),
    ("ended", gettext_lazy("Đã kết thúc")),
]


@dataclass(frozen=True)
class Asked:
    """What the address of the list asks for, and the units that answer to it, in the order of the page."""

    kind: str
    state: str
    above: Unit | None
    words: str
    found: QuerySet[Unit] | list[Unit]

    @classmethod
    def read(cls, request: HttpRequest, today: date) -> "Asked":
        seen = visible_units(request.user)
        kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
        state = state if keeps_registry(request.user) else ""
        above = _above(seen, request.GET.get("under", ""))
        chosen = _chosen(seen.under(above).exclude(pk=above.pk) if above else seen, kind, state, today)
        words = request.GET.get("q", "").strip()
        return cls(kind, state, above, words, queries.find_units(chosen, words))


@login_required
def unit_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    seen, asked = visible_units(request.user), Asked.read(request, today)
    keeps = keeps_registry(request.user)
    return render(
        request,
        "units/unit_list.html",
        {
            "page": Paginator(asked.found, PER_PAGE).get_page(request.GET.get("page")),
            "counts": _counts(seen, today) if keeps else None,
            "keeps": keeps,
            "is_filtered": bool(asked.kind or asked.state or asked.above or asked.words),
            "above": asked.above,
            "kinds": [
                choice
                for choice in UnitKind.choices
                if choice[0] in set(seen.order_by().values_list("kind", flat=True).distinct())
            ],
            "kind": asked.kind,
            "states": STATES if keeps else [],
            "today": today,
        },
    )


def _above(seen: QuerySet[Unit], pk: str) -> Unit | None:
    return seen.filter(pk=pk).first() if pk.isascii() and pk.isdigit() and len(pk) < 19 else None


def _chosen(seen: QuerySet[Unit], kind: str, state: str, today) -> QuerySet[Unit]:
    units = queries.ended_before(seen, today) if state == "ended" else seen.valid_on(today)
    if state == "unconfirmed":
        units = queries.to_confirm(units)
    elif state == "no_people":
        units = queries.without_focal_point(units)
    if kind in UnitKind.values:
        units = units.filter(kind=kind)
    return queries.with_people(units).order_by("sort_key", "pk")


def _counts(seen: QuerySet[Unit], today) -> dict[str, int]:
    now = seen.valid_on(today)
    return {
        "all": now.count(),
        "unconfirmed": queries.to_confirm(now).count(),
        "no_people": queries.without_focal_point(now).count(),
    }


@login_required
def unit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(visible_units(request.user).select_related("parent", "area__parent"), pk=pk)
    keeps = kept_units(request.user).filter(pk=pk).exists()
    people = list(unit.memberships.in_force().select_related("user").order_by("user__sort_key", "pk"))
    roles = roles_to_give(request.user, unit)
    return render(
        request,
        "units/unit_detail.html",
        {
            "unit": unit,
            "people": people,
            "roles": roles,
            "keeps": keeps,
            "story": story_of(unit, with_log=keeps),
            "below": visible_units(request.user).under(unit).exclude(pk=pk).valid_on(timezone.localdate()).count(),
            "parent_is_visible": visible_units(request.user).filter(pk=unit.parent_id).exists(),
            "website": _address(unit.website),
            "pages": [(line, _address(line)) for line in unit.pages.splitlines()],
            "has_ended": bool(unit.valid_to and unit.valid_to < timezone.localdate()),
            "is_illustrative": any(each.user.email.endswith(".example") for each in people),
        },
    )


def _address(website: str) -> str:
    """A link to the unit's site; nothing for words that are no address."""
    if not HOST.fullmatch(website):
        return ""
    return website if website.startswith(("http://", "https://")) else f"https://{website}"


@login_required
def unit_new(request: HttpRequest) -> HttpResponse:
    if not keeps_registry(request.user):
        raise PermissionDenied
    form = NewUnitForm(request.POST if request.method == "POST" else None, keeper=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            unit = registry.create_unit(actor=request.user, now=timezone.now(), **form.columns())
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Đã thêm %(unit)s vào danh bạ.") % {"unit": unit})
            return redirect("units:unit-detail", pk=unit.pk)
    return render(request, "units/unit_new.html", {"form": form})


@login_required
def unit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    unit = _kept(request, pk)
    form = UnitForm(request.POST if request.method == "POST" else None, keeper=request.user, unit=unit)
    if request.method == "POST" and form.is_valid():
        try:
            registry.correct_unit(unit=unit, actor=request.user, now=timezone.now(), **form.columns())
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Đã lưu thông tin đơn vị."))
            return redirect("units:unit-detail", pk=pk)
    return render(request, "units/unit_edit.html", {"form": form, "unit": Unit.objects.get(pk=pk)})


@login_required
@require_POST
def unit_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    unit = _kept(request, pk)
    try:
        registry.confirm_unit(unit=unit, actor=request.user, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Đã xác nhận %(unit)s.") % {"unit": unit})
    return redirect("units:unit-detail", pk=pk)


def _kept(request: HttpRequest, pk: int) -> Unit:
    """The unit to change; 404 for who may not see it, 403 for who may not change it."""
    unit = get_object_or_404(visible_units(request.user), pk=pk)
    if not kept_units(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return unit
