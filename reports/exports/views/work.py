"""What a unit has to do, what it passed on, and what the campaign gives it."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.status import describe, state
from materials import queries
from materials.models import Material, MaterialVersion
from materials.views.campaign import kept_campaign
from reports.exports.columns import Column, Listing, day, filter_words, link, moment, number, opened_at, page_of, text
from reports.queries.relayed import Below, under_letter
from reports.queries.work import Duty, MyWork
from reports.queries.work import my_work as found_work
from reports.views.relay import seen_delivery, shown_below


# --- Work -------------------------------------------------------------------------------------------------------------
def my_work(request: HttpRequest) -> Listing:
    today = local_day(timezone.now())
    work = found_work(request.user, today=today)
    return Listing(
        title=_("Việc của tôi"),
        name=_("Việc của tôi"),
        is_illustrative=work.is_illustrative,
        rows=_duties(work),
        columns=[
            text(_("Việc"), lambda row: row.title, 60),
            text(_("Đơn vị"), lambda row: row.unit, 40),
            text(_("Văn bản"), lambda row: row.letter, 26),
            text(_("Bắt buộc"), lambda row: _("Bắt buộc") if row.binding else _("Nên làm thêm"), 14),
            day(_("Hạn"), lambda row: row.due_on),
            text(_("Tiến độ"), lambda row: _duty_state(row, today), 26),
            day(_("Ngày gửi xác nhận"), lambda row: row.submitted_on),
            text(_("Lý do trả lại"), lambda row: row.said.reason if row.said else "", 40),
            opened_at("reports:obligation", lambda row: row.pk),
        ],
    )


def _duties(work: MyWork) -> list[Duty]:
    return [*work.open, *work.waiting, *work.done, *work.optional]


def _duty_state(row: Duty, today) -> str:
    if row.state != row.progress:
        return state(row.state).label
    return capfirst(
        str(state(describe(row.progress, due_on=row.due_on, today=today, submitted_on=row.submitted_on)).word)
    )


def below(request: HttpRequest, pk: int) -> Listing:
    row, today = seen_delivery(request, pk), local_day(timezone.now())
    found, shown = under_letter(row), shown_below(request)
    return Listing(
        title=_("Việc giao cấp dưới của %(unit)s, %(letter)s")
        % {"unit": row.unit_name, "letter": row.directive.reference},
        name=_("Việc giao cấp dưới %(letter)s") % {"letter": row.directive.reference},
        is_illustrative=row.directive.campaign.is_illustrative,
        filters=filter_words((_("đang xem"), _shown_words(shown))),
        rows=(found.picked(shown, today) if shown else found).rows,
        columns=[
            text(_("Đơn vị"), lambda each: each.unit, 46),
            text(_("Đơn vị giao"), lambda each: each.giver, 36),
            number(_("Cấp"), lambda each: each.level),
            text(_("Việc"), lambda each: each.title, 60),
            text(_("Tình trạng"), lambda each: _below_state(each, today), 26),
            day(_("Hạn"), lambda each: each.due_on),
            day(_("Ngày tiếp nhận"), lambda each: each.received_on),
            number(_("Số hoạt động"), lambda each: each.deeds),
            day(_("Hoạt động mới nhất"), lambda each: each.latest),
            text(_("Lý do trả lại văn bản"), lambda each: each.refusal, 36),
            opened_at("reports:obligation", lambda each: each.pk),
        ],
    )


def _below_state(row: Below, today) -> str:
    if row.counts_down or row.stage == "done":
        return state(describe(row.progress, due_on=row.due_on, today=today, submitted_on=row.submitted_on)).label
    return state(row.state).label


def _shown_words(shown: str) -> str:
    words = {
        "done": _("đã báo hoàn thành"),
        "waiting": _("chờ xác nhận"),
        "unseen": _("chưa mở văn bản"),
        "late": _("quá hạn"),
        "silent": _("chưa làm gì"),
        "refused": _("trả lại văn bản"),
    }
    return words.get(shown, "")


# --- Materials --------------------------------------------------------------------------------------------------------
def library(request: HttpRequest) -> Listing:
    shelves = queries.shelves_for(request.user)
    return Listing(
        title=_("Tài liệu tuyên truyền"),
        name=_("Tài liệu tuyên truyền"),
        is_illustrative=any(shelf.campaign.is_illustrative for shelf in shelves),
        rows=[version for shelf in shelves for version in shelf.versions],
        columns=[
            text(_("Tài liệu"), lambda version: version.material.title, 50),
            text(_("Chiến dịch"), lambda version: version.material.campaign.name, 40),
            text(_("Loại"), lambda version: capfirst(version.material.get_kind_display()), 20),
            text(_("Dùng để làm gì"), lambda version: version.material.description, 50),
            *_version_columns(lambda version: version),
        ],
    )


def campaign_materials(request: HttpRequest, pk: int) -> Listing:
    campaign = kept_campaign(request, pk)
    return Listing(
        title=_("Tài liệu của %(campaign)s") % {"campaign": campaign.name},
        name=_("Tài liệu %(campaign)s") % {"campaign": campaign.name},
        is_illustrative=campaign.is_illustrative,
        rows=list(queries.materials_of(campaign)),
        columns=[
            text(_("Tài liệu"), lambda row: row.title, 50),
            text(_("Loại"), lambda row: capfirst(row.get_kind_display()), 20),
            text(_("Dùng để làm gì"), lambda row: row.description, 50),
            number(_("Đơn vị đã lấy"), lambda row: row.units),
            moment(_("Rút lúc"), lambda row: row.withdrawn_at),
            *_version_columns(_newest),
        ],
    )


def _version_columns(version) -> list[Column]:
    return [
        number(_("Phiên bản"), lambda row: version(row).number),
        moment(_("Đăng lúc"), lambda row: version(row).published_at),
        text(_("Tên tệp"), lambda row: version(row).original_name, 36),
        number(_("Dung lượng (byte)"), lambda row: version(row).stored.size if version(row).stored else None),
        link(_("Địa chỉ"), lambda row: version(row).url, 50),
        link(_("Tải từ cổng"), lambda row: page_of("materials:version-download", version(row).pk), 14, _("Tải")),
    ]


def _newest(material: Material) -> MaterialVersion:
    return material.versions.all()[0]
