"""Lists as CSV that opens in Excel: UTF-8 with its mark, CRLF, no cell that a spreadsheet would run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from django.http import HttpResponse
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import short_date
from reports.summary.reach import Deed
from reports.summary.rows import Task, UnitRow
from reports.summary.words import group_name, place_name, task_words, unit_words

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(value) -> str:
    """A value as text. What begins like a formula gets an apostrophe, also behind spaces; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, int):
        return str(value)
    text = str(value)
    is_formula = text.startswith(FORMULA) or text.lstrip().startswith(FORMULA)
    return f"'{text}" if is_formula else text


def csv_text(head: Sequence[str], rows: Iterable[Sequence]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([cell(value) for value in row] for row in rows)
    return BOM + out.getvalue()


def csv_response(name: str, head: Sequence[str], rows: Iterable[Sequence]) -> HttpResponse:
    """`name` is plain ASCII without its ending."""
    response = HttpResponse(csv_text(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{iri_to_uri(name)}.csv"'
    return response


def units_csv(units: Iterable[UnitRow], day: date) -> tuple[list[str], list[list]]:
    head = [
        _("Đơn vị"),
        _("Nhóm nơi nhận"),
        _("Quận, huyện"),
        _("Trạng thái"),
        _("Ngày tiếp nhận"),
        _("Ngày nộp báo cáo"),
        _("Nhiệm vụ"),
        _("Hoàn thành"),
        _("Quá hạn"),
        _("Quá hạn lâu nhất (ngày)"),
        _("Không áp dụng"),
        _("Ghi chú"),
        _("Số liệu đến hết ngày"),
    ]
    return head, [
        [
            unit.name,
            unit.addressee_name,
            place_name(unit.place),
            unit_words(unit),
            unit.received_on,
            unit.reported_on,
            len(unit.counted),
            unit.done,
            len(unit.overdue),
            unit.days_late,
            len(unit.tasks) - len(unit.counted),
            unit.note,
            day,
        ]
        for unit in units
    ]


def tasks_csv(tasks: Iterable[Task], day: date, responsible: dict[int, str]) -> tuple[list[str], list[list]]:
    head = [
        _("Đơn vị"),
        _("Quận, huyện"),
        _("Nhóm nhiệm vụ"),
        _("Nội dung yêu cầu"),
        _("Hạn"),
        _("Tiến độ"),
        _("Ngày gửi xác nhận"),
        _("Thay đổi gần nhất"),
        _("Đơn vị thực hiện thay"),
        _("Ghi chú"),
        _("Số liệu đến hết ngày"),
    ]
    return head, [
        [
            task.unit,
            place_name(task.place),
            group_name(task.group, task.group_name),
            task.title,
            task.due_on,
            task_words(task),
            task.submitted_on,
            task.changed_on,
            responsible.get(task.responsible_unit_id, "") if task.is_handed_over else "",
            task.note,
            day,
        ]
        for task in tasks
    ]


def deeds_csv(deeds: Iterable[Deed], day: date, units: dict[int, str]) -> tuple[list[str], list[list]]:
    head = [
        _("Đơn vị"),
        _("Ngày thực hiện"),
        _("Hình thức"),
        _("Đối tượng"),
        _("Lượt tiếp cận (đơn vị khai)"),
        _("Ghi chú"),
        _("Số liệu đến hết ngày"),
    ]
    return head, [
        [
            units.get(deed.unit_id, ""),
            deed.done_on,
            deed.channel_name,
            deed.audience_name,
            deed.reach,
            _noted(deed),
            day,
        ]
        for deed in deeds
    ]


def _noted(deed: Deed) -> str:
    """Why the reach of an action is not added here."""
    if deed.is_linked:
        return _("Số lượt đã tính ở văn bản khác")
    return _("Số lượt đã tính ở đơn vị giao việc") if deed.is_repeated else ""
