"""The lists behind the figures as rows of CSV (`campaign_portal/lib/csv_tables.py` writes them)."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from campaign_portal.lib.csv_tables import BOM, cell, csv_response, csv_text
from reports.summary.reach import Deed
from reports.summary.rows import Task, UnitRow
from reports.summary.words import group_name, place_name, task_words, unit_words

__all__ = ["BOM", "cell", "csv_response", "csv_text", "deeds_csv", "tasks_csv", "units_csv"]


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
