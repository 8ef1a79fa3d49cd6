"""What the figures of a letter open: its units, tasks and actions as of a day, and what proves the actions."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from reports.exports.columns import Column, Listing, day, filter_words, link, moment, number, opened_at, page_of, text
from reports.models import Evidence
from reports.summary.lists import DeedFilter, TaskFilter, UnitFilter
from reports.summary.reach import Deed
from reports.summary.words import group_name, place_name, task_words, unit_words
from reports.views.summary import Opened, of_directive
from reports.views.summary_lists import (
    deed_label,
    found_deeds,
    found_tasks,
    found_units,
    narrowed,
    responsible_names,
    task_label,
    unit_label,
    unit_names,
)


def of_day(found: Callable[[HttpRequest, Opened], Listing]) -> Callable[..., Listing | HttpResponse]:
    """As `of_directive`. A file is not given for a wrong day: 400 and a sentence where the day in the address cannot
    be read; the page of the list shows the same sentence."""

    @of_directive
    @wraps(found)
    def inner(request: HttpRequest, opened: Opened) -> Listing | HttpResponse:
        if opened.as_of.error:
            return HttpResponse(opened.as_of.error, status=400, content_type="text/plain; charset=utf-8")
        return found(request, opened)

    return inner


def _listing(opened: Opened, what: str, rows: list, columns: list[Column], *filters: str) -> Listing:
    about = {"what": what, "letter": opened.directive.reference}
    return Listing(
        title=_("%(what)s, %(letter)s") % about,
        name=_("%(what)s %(letter)s") % about,
        filters=[words for words in filters if words],
        until=None if opened.as_of.is_today else opened.as_of.day,
        rows=rows,
        columns=columns,
        is_illustrative=opened.directive.campaign.is_illustrative,
    )


# --- Units ------------------------------------------------------------------------------------------------------------
@of_day
def units(request: HttpRequest, opened: Opened) -> Listing:
    chosen = UnitFilter.read(request.GET)
    columns = [
        text(_("Đơn vị"), lambda unit: unit.name, 46),
        text(_("Nhóm nơi nhận"), lambda unit: unit.addressee_name, 30),
        text(_("Quận, huyện"), lambda unit: place_name(unit.place)),
        text(_("Trạng thái"), unit_words, 22),
        day(_("Ngày tiếp nhận"), lambda unit: unit.received_on),
        day(_("Ngày nộp báo cáo"), lambda unit: unit.reported_on),
        number(_("Nhiệm vụ"), lambda unit: len(unit.counted)),
        number(_("Hoàn thành"), lambda unit: unit.done),
        number(_("Quá hạn"), lambda unit: len(unit.overdue)),
        number(_("Quá hạn lâu nhất (ngày)"), lambda unit: unit.days_late),
        number(_("Không áp dụng"), lambda unit: len(unit.tasks) - len(unit.counted)),
        text(_("Ghi chú"), lambda unit: unit.note, 40),
        _until(opened),
        opened_at("reports:delivery", lambda unit: unit.pk),
    ]
    found = found_units(request, opened, chosen)
    return _listing(opened, _("Đơn vị"), found, columns, *_unit_filters(opened, chosen))


def _unit_filters(opened: Opened, chosen: UnitFilter) -> list[str]:
    places = narrowed(opened, chosen.group or chosen.task, chosen.district)
    return [unit_label(chosen), *places, *filter_words((_("có từ"), chosen.q))]


# --- Tasks ------------------------------------------------------------------------------------------------------------
@of_day
def tasks(request: HttpRequest, opened: Opened) -> Listing:
    chosen = TaskFilter.read(request.GET)
    found = found_tasks(request, opened, chosen)
    responsible = responsible_names(found)
    columns = [
        text(_("Đơn vị"), lambda task: task.unit, 46),
        text(_("Quận, huyện"), lambda task: place_name(task.place)),
        text(_("Nhóm nhiệm vụ"), lambda task: group_name(task.group, task.group_name), 30),
        text(_("Nội dung yêu cầu"), lambda task: task.title, 60),
        day(_("Hạn"), lambda task: task.due_on),
        text(_("Tiến độ"), task_words, 26),
        day(_("Ngày gửi xác nhận"), lambda task: task.submitted_on),
        day(_("Thay đổi gần nhất"), lambda task: task.changed_on),
        text(
            _("Đơn vị thực hiện thay"),
            lambda task: responsible.get(task.responsible_unit_id, "") if task.is_handed_over else "",
            36,
        ),
        text(_("Ghi chú"), lambda task: task.note, 40),
        _until(opened),
        opened_at("reports:obligation", lambda task: task.pk),
    ]
    places = narrowed(opened, chosen.group, chosen.district, chosen.unit)
    filters = [task_label(chosen), *places, *filter_words((_("có từ"), chosen.q))]
    return _listing(opened, _("Nhiệm vụ"), found, columns, *filters)


# --- Actions ----------------------------------------------------------------------------------------------------------
@of_day
def actions(request: HttpRequest, opened: Opened) -> Listing:
    names = unit_names(opened)
    chosen = DeedFilter.read(request.GET, names)
    columns = [
        text(_("Đơn vị"), lambda deed: names.get(deed.unit_id, ""), 46),
        day(_("Ngày thực hiện"), lambda deed: deed.done_on),
        text(_("Hình thức"), lambda deed: capfirst(deed.channel_name), 30),
        text(_("Đối tượng"), lambda deed: capfirst(deed.audience_name), 30),
        number(_("Lượt tiếp cận (đơn vị khai)"), lambda deed: deed.reach),
        text(_("Ghi chú"), noted, 40),
        _until(opened),
    ]
    return _listing(opened, _("Hoạt động"), found_deeds(request, opened, chosen), columns, *_deed_filters(chosen))


def _deed_filters(chosen: DeedFilter) -> list[str]:
    return [deed_label(chosen), *filter_words((_("có từ"), chosen.q))]


def noted(deed: Deed) -> str:
    """Why the reach of an action is not added here."""
    if deed.is_linked:
        return _("Số lượt đã tính ở văn bản khác")
    return _("Số lượt đã tính ở đơn vị giao việc") if deed.is_repeated else ""


def _until(opened: Opened) -> Column:
    return day(_("Số liệu đến hết ngày"), lambda _row: opened.as_of.day)


# --- What proves them -------------------------------------------------------------------------------------------------
@of_day
def evidence(request: HttpRequest, opened: Opened) -> Listing:
    """What stands with the actions of the list now: files by name with the page that shows them, and addresses."""
    names = unit_names(opened)
    chosen = DeedFilter.read(request.GET, names)
    deeds = {deed.pk: deed for deed in found_deeds(request, opened, chosen)}
    seen = Evidence.objects.kept().visible_to(request.user).filter(action__directive=opened.directive)
    rows = [row for row in seen.select_related("stored").order_by("action", "pk") if row.action_id in deeds]
    columns = [
        text(_("Đơn vị"), lambda row: names.get(deeds[row.action_id].unit_id, ""), 46),
        day(_("Ngày thực hiện"), lambda row: deeds[row.action_id].done_on),
        text(_("Hình thức"), lambda row: capfirst(deeds[row.action_id].channel_name), 30),
        text(_("Tên tệp"), lambda row: row.original_name, 40),
        text(_("Loại tệp"), lambda row: row.stored.content_type if row.stored else "", 18),
        number(_("Dung lượng (byte)"), lambda row: row.stored.size if row.stored else None),
        text(_("Mã kiểm tra SHA-256"), lambda row: row.stored.sha256 if row.stored else "", 26),
        link(_("Địa chỉ"), lambda row: row.url, 50),
        moment(_("Nộp lúc"), lambda row: row.added_at),
        link(_("Mở trên cổng"), _evidence_page, 14, _("Mở")),
    ]
    return _listing(opened, _("Minh chứng"), rows, columns, *_deed_filters(chosen))


def _evidence_page(row: Evidence) -> str:
    return page_of("reports:evidence" if row.stored_id else "reports:link", row.pk)
