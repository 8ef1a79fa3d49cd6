"""Units, people, remembered words."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from reports.exports.columns import Listing, day, filter_words, moment, number, opened_at, text
from units.models import Role, Unit, UnitKind
from units.views.aliases import found_aliases
from units.views.people import found_people
from units.views.units import STATES, Asked


def units(request: HttpRequest) -> Listing:
    today = timezone.localdate()
    asked = Asked.read(request, today)
    return Listing(
        title=_("Danh bạ đơn vị"),
        name=_("Danh bạ đơn vị"),
        filters=filter_words(
            (_("tình trạng"), dict(STATES).get(asked.state) if asked.state else ""),
            (_("loại"), UnitKind(asked.kind).label if asked.kind in UnitKind.values else ""),
            (_("trực thuộc"), asked.above),
            (_("có từ"), asked.words),
        ),
        rows=asked.found,
        columns=[
            text(_("Đơn vị"), lambda unit: unit.name, 46),
            text(_("Tên viết tắt"), lambda unit: unit.short_name, 20),
            text(_("Loại"), lambda unit: capfirst(unit.get_kind_display())),
            text(_("Địa bàn"), lambda unit: unit.area.name if unit.area else ""),
            number(_("Người phụ trách"), lambda unit: unit.people),
            text(_("Tình trạng"), lambda unit: _standing(unit, today), 18),
            day(_("Từ ngày"), lambda unit: unit.valid_from),
            day(_("Đến hết ngày"), lambda unit: unit.valid_to),
            opened_at("units:unit-detail", lambda unit: unit.pk),
        ],
    )


def _standing(unit: Unit, today) -> str:
    if unit.valid_to and unit.valid_to < today:
        return _("Đã kết thúc")
    return _("Đã kiểm chứng") if unit.is_certain else _("Cần xác nhận")


def people(request: HttpRequest) -> Listing:
    role = request.GET.get("role", "")
    return Listing(
        title=_("Người phụ trách"),
        name=_("Người phụ trách"),
        filters=filter_words(
            (_("vai trò"), Role(role).label if role in Role.values else ""),
            (_("có từ"), request.GET.get("q", "").strip()),
        ),
        rows=found_people(request),
        columns=[
            text(_("Họ và tên"), lambda row: row.user.full_name, 28),
            text(_("Chức vụ"), lambda row: row.user.job_title),
            text(_("Đơn vị"), lambda row: row.unit.name, 46),
            text(_("Vai trò"), lambda row: capfirst(row.get_role_display()), 14),
            text(_("Thư điện tử"), lambda row: row.user.email, 34),
            text(_("Điện thoại"), lambda row: row.user.phone, 16),
            day(_("Từ ngày"), lambda row: row.starts_on),
            opened_at("units:unit-detail", lambda row: row.unit_id),
        ],
    )


def aliases(request: HttpRequest) -> Listing:
    return Listing(
        title=_("Cách gọi đã ghi nhớ"),
        name=_("Cách gọi đã ghi nhớ"),
        filters=filter_words((_("có từ"), request.GET.get("q", "").strip())),
        rows=found_aliases(request),
        columns=[
            text(_("Cách gọi"), lambda row: row.phrase, 40),
            text(_("Là đơn vị"), lambda row: "; ".join(each.unit.name for each in row.members.all()), 60),
            text(_("Trong văn bản của"), lambda row: row.issuer.name, 40),
            text(_("Người ghi nhớ"), lambda row: row.remembered_by or _("hệ thống")),
            moment(_("Ghi nhớ lúc"), lambda row: row.remembered_at),
        ],
    )
