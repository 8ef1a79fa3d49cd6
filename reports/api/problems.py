"""What a program is told when something is wrong: RFC 9457, with a Vietnamese sentence for who looks after it."""

from collections.abc import Iterable, Mapping

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TITLES = {
    "bad-body": (400, gettext_lazy("Nội dung gửi lên không đọc được")),
    "key-missing": (400, gettext_lazy("Thiếu Idempotency-Key")),
    "no-token": (401, gettext_lazy("Cần mã truy cập")),
    "forbidden": (403, gettext_lazy("Không được làm việc này")),
    "not-found": (404, gettext_lazy("Không tìm thấy")),
    "method": (405, gettext_lazy("Cách gọi không dùng được ở đây")),
    "refused": (409, gettext_lazy("Chưa làm được lúc này")),
    "busy": (409, gettext_lazy("Yêu cầu trước còn đang chạy")),
    "too-large": (413, gettext_lazy("Nội dung gửi lên quá lớn")),
    "invalid": (422, gettext_lazy("Dữ liệu gửi lên chưa đúng")),
    "key-reused": (422, gettext_lazy("Idempotency-Key đã dùng cho nội dung khác")),
    "too-many": (429, gettext_lazy("Gọi quá nhiều lần")),
    "store-down": (503, gettext_lazy("Kho tệp tạm thời không trả lời")),
}
"""What can be wrong: a name that programs may rely on, its status, and its title."""

MEDIA_TYPE = "application/problem+json"
DOCS = "/api/docs/"


class Problem(Exception):
    """One of `TITLES`, to be answered with. `str(error)` is the detail."""

    def __init__(self, code: str, detail: str, *, errors: Iterable[Mapping] = (), headers: Mapping | None = None):
        super().__init__(detail)
        self.code, self.errors, self.headers = code, list(errors), dict(headers or {})


def answer(error: Problem) -> JsonResponse:
    status, title = TITLES[error.code]
    body = {
        "type": f"{DOCS}#{error.code}",
        "title": str(title),
        "status": status,
        "detail": str(error),
        "code": error.code,
    }
    if error.errors:
        body["errors"] = error.errors
    return JsonResponse(
        body,
        status=status,
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
        headers=error.headers,
    )


def not_found() -> Problem:
    """The same words for what is not there and for what is not theirs."""
    return Problem("not-found", _("Không có dữ liệu này, hoặc mã truy cập không được xem. Hãy kiểm tra lại địa chỉ."))


# --- What was sent and does not fit -----------------------------------------------------------------------------------
WORDS = {
    "missing": gettext_lazy("Thiếu mục này."),
    "extra_forbidden": gettext_lazy("Không có mục tên này. Hãy kiểm tra chính tả."),
    "string_too_long": gettext_lazy("Dài quá %(max_length)s ký tự. Hãy rút gọn."),
    "string_too_short": gettext_lazy("Ngắn quá, cần ít nhất %(min_length)s ký tự."),
    "greater_than_equal": gettext_lazy("Phải từ %(ge)s trở lên."),
    "less_than_equal": gettext_lazy("Không được quá %(le)s."),
    "too_long": gettext_lazy("Nhiều quá %(max_length)s mục. Hãy gửi bớt."),
    "too_short": gettext_lazy("Cần ít nhất %(min_length)s mục."),
    "string_pattern_mismatch": gettext_lazy("Chưa đúng dạng. Với cursor, hãy lấy nguyên “next” của trang trước."),
    "string_unicode": gettext_lazy("Có ký tự lạ không lưu được."),
    "enum": gettext_lazy("Không có lựa chọn này. Chọn một trong: %(expected)s."),
    "literal_error": gettext_lazy("Không có lựa chọn này. Chọn một trong: %(expected)s."),
    "value_error": "%(error)s",
}
OF_KINDS = {
    "int": gettext_lazy("Phải là số nguyên."),
    "date": gettext_lazy("Phải là ngày dạng năm-tháng-ngày, ví dụ 2024-11-20."),
    "uuid": gettext_lazy("Phải là UUID, ví dụ 123e4567-e89b-12d3-a456-426614174000."),
    "bool": gettext_lazy("Phải là true hoặc false."),
    "string": gettext_lazy("Phải là chữ."),
    "list": gettext_lazy("Phải là danh sách."),
}


def invalid(errors: Iterable[Mapping]) -> Problem:
    """All that is wrong with what was sent, each with the place where it stands."""
    found = [{"field": _place(each["loc"]), "detail": _words(each)} for each in errors]
    return Problem("invalid", _("Có mục chưa đúng, xem danh sách “errors”. Chưa có gì được ghi."), errors=found)


def _place(loc: Iterable) -> str:
    return ".".join(str(part) for part in list(loc)[1:] if part not in ("body", "asked", "sent")) or str(list(loc)[0])


def _words(error: Mapping) -> str:
    context = {name: str(value).removeprefix("Value error, ") for name, value in error.get("ctx", {}).items()}
    words = WORDS.get(error["type"])
    if words is None:
        words = OF_KINDS.get(error["type"].split("_")[0], gettext_lazy("Giá trị không hợp lệ."))
    return str(words) % context
