"""Letters, campaigns, the units of a letter, what happened to it, days off."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.models import Holiday
from campaign_portal.lib.status import state
from directives.access import whole_q
from directives.board import UnitRow, board
from directives.journal import journal
from directives.models import Directive
from directives.views.campaigns import found_campaigns
from directives.views.directives import STATES, found_letters
from directives.views.discarding import found_discarded
from directives.views.loading import visible_directive
from directives.views.workdays import chosen_year
from reports.exports.columns import Listing, day, filter_words, link, moment, number, opened_at, page_of, text


def letters(request: HttpRequest) -> Listing:
    chosen = request.GET.get("state", "")
    return Listing(
        title=_("Văn bản chỉ đạo"),
        name=_("Văn bản chỉ đạo"),
        filters=filter_words(
            (_("trạng thái"), state(chosen).word if chosen in STATES else ""),
            (_("có từ"), request.GET.get("q", "").strip()),
        ),
        rows=found_letters(request),
        columns=[
            text(_("Số, ký hiệu"), lambda row: row.reference, 26),
            text(_("Trích yếu"), lambda row: row.subject, 60),
            day(_("Ngày văn bản"), lambda row: row.dated_on),
            text(_("Đơn vị ban hành"), lambda row: row.issuer.name, 36),
            text(_("Chiến dịch"), lambda row: row.campaign.name if row.campaign else "", 36),
            number(_("Đơn vị nhận"), lambda row: row.unit_count if row.is_issued else None),
            day(_("Hạn"), lambda row: row.due_on),
            day(_("Hạn báo cáo"), lambda row: row.report_due_on),
            text(_("Trạng thái"), _standing, 18),
            link(_("Mở trên cổng"), _letter_page, 14, _("Mở")),
        ],
    )


def _standing(letter: Directive) -> str:
    if not letter.is_issued:
        return state("draft").label
    return state(letter.over_state or "running").label


def _letter_page(letter: Directive) -> str:
    return page_of("directives:detail" if letter.is_issued else "directives:check", letter.pk)


def campaigns(request: HttpRequest) -> Listing:
    return Listing(
        title=_("Chiến dịch"),
        name=_("Chiến dịch"),
        rows=found_campaigns(request.user),
        columns=[
            text(_("Chiến dịch"), lambda row: row.name, 46),
            text(_("Đơn vị chủ trì"), lambda row: row.owner.name, 36),
            day(_("Bắt đầu"), lambda row: row.starts_on),
            day(_("Kết thúc"), lambda row: row.ends_on),
            number(_("Văn bản đã ban hành"), lambda row: row.letters),
            text(_("Trạng thái"), lambda row: state("closed" if row.closed_at else "running").label, 18),
            opened_at("directives:campaign", lambda row: row.pk),
        ],
    )


def discarded(request: HttpRequest) -> Listing:
    return Listing(
        title=_("Bản nháp đã bỏ"),
        name=_("Bản nháp đã bỏ"),
        rows=found_discarded(request),
        columns=[
            text(_("Văn bản"), lambda row: row.reference, 26),
            text(_("Trích yếu"), lambda row: row.subject, 60),
            text(_("Người bỏ"), lambda row: row.last_change.actor),
            moment(_("Bỏ lúc"), lambda row: row.discarded_at),
            text(_("Lý do"), lambda row: row.last_change.note, 50),
        ],
    )


def _whole_letter(request: HttpRequest, pk: int) -> Directive:
    """The letter, for who sees it whole; 404 for strangers, 403 for who sees a part."""
    directive = visible_directive(request, pk)
    if not Directive.objects.filter(whole_q(request.user), pk=pk).exists():
        raise PermissionDenied
    return directive


def deliveries(request: HttpRequest, pk: int) -> Listing:
    directive = _whole_letter(request, pk)
    return Listing(
        title=_("Đơn vị nhận %(letter)s") % {"letter": directive.reference},
        name=_("Đơn vị nhận %(letter)s") % {"letter": directive.reference},
        is_illustrative=_is_illustrative(directive),
        rows=board(directive, local_day(timezone.now())).rows if directive.is_issued else [],
        columns=[
            text(_("Đơn vị"), lambda row: row.delivery.unit_name, 46),
            text(_("Nhóm nơi nhận"), lambda row: row.delivery.addressee, 30),
            text(_("Tiếp nhận"), lambda row: state(row.receipt).label, 18),
            text(_("Lý do trả lại"), lambda row: row.delivery.refusal_reason if row.receipt == "refused" else "", 30),
            number(_("Nhiệm vụ"), lambda row: row.binding),
            number(_("Hoàn thành"), lambda row: row.done),
            number(_("Chờ xác nhận"), lambda row: row.waiting),
            number(_("Trả lại"), lambda row: row.returned),
            number(_("Quá hạn"), lambda row: row.overdue),
            text(_("Tình trạng"), _unit_state, 20),
            opened_at("reports:delivery", lambda row: row.delivery.pk),
        ],
    )


def _unit_state(row: UnitRow) -> str:
    if row.receipt == "refused":
        return state("not_applicable").label
    return state(row.state).label if row.binding else ""


def log(request: HttpRequest, pk: int) -> Listing:
    directive = _whole_letter(request, pk)
    return Listing(
        title=_("Nhật ký của %(letter)s") % {"letter": directive.reference},
        name=_("Nhật ký %(letter)s") % {"letter": directive.reference},
        is_illustrative=_is_illustrative(directive),
        rows=journal(directive),
        columns=[
            moment(_("Lúc"), lambda row: row["at"]),
            text(_("Nội dung"), lambda row: row["words"], 70),
            text(_("Người thực hiện"), lambda row: row["by"], 28),
            text(_("Ghi chú"), lambda row: row.get("note", ""), 50),
        ],
    )


def workdays(request: HttpRequest) -> Listing:
    year = chosen_year(request.GET.get("year", ""))
    return Listing(
        title=_("Ngày nghỉ, ngày làm bù năm %(year)d") % {"year": year},
        name=_("Lịch nghỉ %(year)d") % {"year": year},
        rows=Holiday.objects.filter(day__year=year, is_set_aside=False).select_related("changed_by"),
        columns=[
            day(_("Ngày"), lambda row: row.day),
            text(_("Tên"), lambda row: row.name, 40),
            text(_("Loại"), lambda row: _("Ngày làm bù") if row.is_workday else _("Ngày nghỉ"), 16),
            text(_("Căn cứ"), lambda row: row.source, 40),
        ],
    )


def _is_illustrative(directive: Directive) -> bool:
    return bool(directive.campaign and directive.campaign.is_illustrative)
