"""The columns of the sheets, and the words in which a workbook names things."""

from functools import lru_cache

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign_portal.lib.text import fold
from reports.models import Audience, Channel

DUTIES = gettext_lazy("Việc của đơn vị")
ACTIONS = gettext_lazy("Hoạt động")
GUIDE = gettext_lazy("Hướng dẫn")

KEY, VERSION = gettext_lazy("Mã dòng"), gettext_lazy("Phiên bản")
FAULT = gettext_lazy("Cần sửa")
STATE = gettext_lazy("Trạng thái")
UNIT = gettext_lazy("Đơn vị")

FILLED = {
    "duties": gettext_lazy("Việc"),
    "done_on": gettext_lazy("Ngày thực hiện"),
    "channel": gettext_lazy("Hình thức"),
    "audience": gettext_lazy("Đối tượng"),
    "reach": gettext_lazy("Số lượt tiếp cận"),
    "description": gettext_lazy("Nội dung đã làm"),
    "links": gettext_lazy("Liên kết bài đăng"),
}
"""What a person fills in, by the name it has in `Line.cells`, in the order of the sheet."""

_folded = lru_cache(maxsize=1024)(fold)
"""A file says the same few words in every line."""

NEW = "moi-"
"""How the keys of lines begin that stand ready for new actions."""


def words_of(choices) -> dict[str, str]:
    """The stored value → the words of a validation list."""
    return {value: capfirst(str(label)) for value, label in choices}


def channels() -> dict[str, str]:
    return words_of(Channel.choices)


def audiences() -> dict[str, str]:
    return words_of(Audience.choices)


def value_of(words: dict[str, str], typed: str) -> str | None:
    """The stored value that typed words name, whatever their case and marks."""
    return next((value for value, label in words.items() if _folded(label) == _folded(typed)), None)


def guide() -> list[str]:
    """The sentences of the third sheet."""
    return [
        _("Mỗi dòng ở trang “Hoạt động” là một hoạt động đã làm. Ghi hoạt động mới vào các dòng trống bên dưới."),
        _("Việc, Hình thức, Đối tượng: bấm vào ô rồi chọn trong danh sách."),
        _("Một hoạt động dùng cho nhiều việc của cùng một văn bản: ghi các số việc, cách nhau bằng dấu chấm phẩy."),
        _("Ngày thực hiện: ghi ngày/tháng/năm, ví dụ 20/11/2024."),
        _("Số lượt tiếp cận: số lần nghe, xem, dự hoặc đọc trong lần này. Không đếm được thì để trống."),
        _("Liên kết bài đăng: mỗi dòng trong ô một liên kết. Ảnh và tệp thì gửi trên cổng."),
        _("Sửa hoạt động đã ghi: sửa ngay trên dòng đó. Hoạt động đang chờ xác nhận thì rút lại trên cổng trước."),
        _("Hoàn thành một việc: gửi xác nhận hoàn thành trên cổng, sau khi bảng tính đã được lưu."),
        _("Xóa một dòng khỏi tệp không xóa hoạt động trên cổng. Muốn rút hoạt động, hãy rút trên cổng."),
        _(
            "Xong thì lưu tệp dạng .xlsx và tải lên ở mục “Bảng tính” của Việc của tôi. "
            "Cổng cho xem từng dòng trước khi lưu."
        ),
        _("Tải lên lần nữa không ghi trùng. Dòng cần sửa được trả về trong một tệp có cột “Cần sửa”."),
    ]
