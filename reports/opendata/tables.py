"""The tables that become public, column by column: this is also the data dictionary.

A column's name, type and meaning stay what they are once published; new ones go to the end of their table.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.status import STATES
from reports.models import Audience, Channel

from . import rows
from .gather import Data

STRING, DATE, INTEGER, BOOLEAN = "string", "date", "integer", "boolean"
LONG = ("name", "subject", "content", "unit", "group", "recipients", "illustrative_note", "owner", "issuer")
TYPE_WORDS = {
    STRING: _("chữ"),
    DATE: _("ngày, dạng năm-tháng-ngày"),
    INTEGER: _("số nguyên"),
    BOOLEAN: _("true (đúng) hoặc false (sai)"),
}
TASK_STATES = (
    *("not_started", "not_started_soon", "not_started_late", "in_progress", "in_progress_soon", "in_progress_late"),
    *("returned", "returned_soon", "returned_late", "waiting", "done", "done_on_time", "done_late", "not_applicable"),
)
LETTER_STATES = ("running", "recalled", "closed")


@dataclass(frozen=True)
class Column:
    """`title` says what it means, `unit` in what it is counted, `codes` what each code stands for."""

    name: str
    type: str
    title: str | Promise
    unit: str | Promise = ""
    codes: dict[str, str | Promise] = field(default_factory=dict)

    @property
    def is_long(self) -> bool:
        """Whether it holds words rather than a code, a day or a number."""
        return self.type == STRING and self.name in LONG

    @property
    def type_words(self) -> str | Promise:
        return TYPE_WORDS[self.type]


@dataclass(frozen=True)
class Table:
    """`rows` gives the values of a row in the order of the columns, less the two that every table ends with."""

    name: str
    title: str | Promise
    about: str | Promise
    own: tuple[Column, ...]
    rows: Callable[[Data], Iterator[tuple[Any, ...]]]

    @property
    def columns(self) -> tuple[Column, ...]:
        return (*self.own, *COMMON)

    def full_rows(self, data: Data) -> Iterator[tuple[Any, ...]]:
        for row in self.rows(data):
            yield (*row, data.day, data.campaign.is_illustrative)


COMMON = (
    Column("as_of", DATE, _("số liệu đến hết ngày này")),
    Column("is_illustrative", BOOLEAN, _("có phải số liệu minh họa; true: không phải số liệu thật")),
)
LETTER = Column("letter_id", STRING, _("mã công khai của văn bản"))
TASK = Column("task_id", STRING, _("mã nội dung yêu cầu: mã văn bản và số thứ tự trong văn bản"))
UNIT = Column("unit", STRING, _("tên đơn vị tại ngày ban hành"))
DISTRICT = Column("district", STRING, _("quận, huyện tại ngày ban hành; trống nếu không thuộc quận, huyện nào"))


def _codes(keys) -> dict:
    return {key: STATES[key].word for key in keys}


# --- The dictionary ---------------------------------------------------------------------------------------------------
TABLES = {
    table.name: table
    for table in (
        Table(
            "campaign",
            _("Chiến dịch"),
            _("Một dòng về chiến dịch."),
            (
                Column("campaign_id", STRING, _("mã công khai của chiến dịch")),
                Column("name", STRING, _("tên chiến dịch")),
                Column("owner", STRING, _("đơn vị chủ trì")),
                Column("starts_on", DATE, _("ngày bắt đầu theo kế hoạch")),
                Column("ends_on", DATE, _("ngày kết thúc theo kế hoạch")),
                Column("closed_on", DATE, _("ngày chiến dịch kết thúc; trống khi còn thực hiện")),
                Column("letters", INTEGER, _("số văn bản đã ban hành"), _("văn bản")),
                Column("units", INTEGER, _("số đơn vị nhận, mỗi đơn vị đếm một lần"), _("đơn vị")),
                Column("illustrative_note", STRING, _("phần nào là minh họa")),
                Column("licence", STRING, _("mã giấy phép sử dụng dữ liệu")),
            ),
            rows.campaign_rows,
        ),
        Table(
            "letters",
            _("Văn bản"),
            _("Mỗi dòng một văn bản chỉ đạo đã ban hành."),
            (
                LETTER,
                Column("document_type", STRING, _("loại văn bản")),
                Column("number", STRING, _("số")),
                Column("symbol", STRING, _("ký hiệu")),
                Column("dated_on", DATE, _("ngày văn bản")),
                Column("subject", STRING, _("trích yếu")),
                Column("issuer", STRING, _("đơn vị ban hành")),
                Column("due_on", DATE, _("thực hiện đến hết ngày")),
                Column("report_due_on", DATE, _("hạn báo cáo")),
                Column("state", STRING, _("trạng thái của văn bản"), codes=_codes(LETTER_STATES)),
                Column("units", INTEGER, _("số đơn vị nhận, trừ đơn vị trả lại vì sai nơi nhận"), _("đơn vị")),
                Column("units_received", INTEGER, _("số đơn vị đã tiếp nhận"), _("đơn vị")),
                Column("tasks", INTEGER, _("số nhiệm vụ phải thực hiện"), _("nhiệm vụ")),
                Column("tasks_done", INTEGER, _("số nhiệm vụ hoàn thành"), _("nhiệm vụ")),
                Column("tasks_overdue", INTEGER, _("số nhiệm vụ quá hạn"), _("nhiệm vụ")),
            ),
            rows.letters_rows,
        ),
        Table(
            "tasks",
            _("Nội dung yêu cầu"),
            _("Mỗi dòng một nội dung bắt buộc của văn bản, đúng lời văn bản."),
            (
                TASK,
                LETTER,
                Column("order", INTEGER, _("thứ tự trong văn bản")),
                Column("recipients", STRING, _("nhóm đơn vị được giao")),
                Column("content", STRING, _("nội dung, đúng lời văn bản")),
                Column("units", INTEGER, _("số đơn vị phải thực hiện"), _("đơn vị")),
                Column("units_done", INTEGER, _("số đơn vị hoàn thành"), _("đơn vị")),
                Column("units_overdue", INTEGER, _("số đơn vị quá hạn"), _("đơn vị")),
            ),
            rows.tasks_rows,
        ),
        Table(
            "units",
            _("Đơn vị nhận"),
            _("Mỗi dòng một đơn vị nhận một văn bản. Một đơn vị nhận nhiều văn bản có nhiều dòng."),
            (
                LETTER,
                UNIT,
                Column("group", STRING, _("nhóm nơi nhận ghi trong văn bản")),
                DISTRICT,
                Column("is_addressed", BOOLEAN, _("có tính vào tổng; false: đơn vị trả lại vì sai nơi nhận")),
                Column("issued_on", DATE, _("ngày văn bản được gửi tới đơn vị")),
                Column("received_on", DATE, _("ngày tiếp nhận")),
                Column("reported_on", DATE, _("ngày nộp báo cáo lần đầu")),
                Column("tasks", INTEGER, _("số nhiệm vụ phải thực hiện"), _("nhiệm vụ")),
                Column("tasks_done", INTEGER, _("số nhiệm vụ hoàn thành"), _("nhiệm vụ")),
                Column("tasks_overdue", INTEGER, _("số nhiệm vụ quá hạn"), _("nhiệm vụ")),
                Column("days_overdue", INTEGER, _("nhiệm vụ quá hạn lâu nhất"), _("ngày")),
            ),
            rows.units_rows,
        ),
        Table(
            "unit_tasks",
            _("Nhiệm vụ của từng đơn vị"),
            _("Mỗi dòng một nội dung bắt buộc của một đơn vị."),
            (
                LETTER,
                TASK,
                UNIT,
                DISTRICT,
                Column("due_on", DATE, _("hạn của đơn vị, đến hết ngày")),
                Column("state", STRING, _("tiến độ"), codes=_codes(TASK_STATES)),
                Column("submitted_on", DATE, _("ngày đơn vị gửi xác nhận hoàn thành")),
                Column("changed_on", DATE, _("ngày tiến độ thay đổi gần nhất")),
                Column("is_counted", BOOLEAN, _("có tính vào tổng; false: được miễn hoặc không áp dụng")),
            ),
            rows.unit_tasks_rows,
        ),
        Table(
            "reach",
            _("Lượt tiếp cận do đơn vị khai"),
            _(
                "Mỗi dòng một đối tượng qua một hình thức của một văn bản. Là lượt, không phải số người; không cộng "
                "giữa các đối tượng, hình thức."
            ),
            (
                LETTER,
                Column("audience", STRING, _("đối tượng"), codes=dict(Audience.choices)),
                Column("channel", STRING, _("hình thức"), codes=dict(Channel.choices)),
                Column("actions", INTEGER, _("số hoạt động"), _("hoạt động")),
                Column(
                    "times", INTEGER, _("số lượt tiếp cận do đơn vị khai; trống khi chưa hoạt động nào khai"), _("lượt")
                ),
                Column("actions_uncounted", INTEGER, _("số hoạt động không khai số lượt"), _("hoạt động")),
                Column("actions_elsewhere", INTEGER, _("số hoạt động đã tính lượt ở nơi khác"), _("hoạt động")),
            ),
            rows.reach_rows,
        ),
    )
}
