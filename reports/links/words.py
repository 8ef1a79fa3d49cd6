"""Findings as sentences for people."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign_portal.lib.dates import short_date

from .judge import Finding

REASONS = {
    "answers": gettext_lazy("Trang mở được."),
    "gone": gettext_lazy("Trang không còn: máy chủ báo không tìm thấy (%(detail)s)."),
    "server": gettext_lazy("Máy chủ của trang đang báo lỗi (%(detail)s)."),
    "name": gettext_lazy("Không tìm thấy tên miền của trang."),
    "silent": gettext_lazy("Máy chủ của trang không trả lời."),
    "slow": gettext_lazy("Trang trả lời quá chậm."),
    "broken": gettext_lazy("Máy chủ của trang trả lời dở dang hoặc sai quy cách."),
    "redirects": gettext_lazy("Trang chuyển tiếp vòng quanh, không tới được nội dung."),
    "certificate": gettext_lazy("Chứng thư bảo mật của trang không hợp lệ, nên hệ thống không mở."),
    "barred": gettext_lazy("Trang cần đăng nhập hoặc không cho hệ thống xem (%(detail)s). Hãy tự mở để kiểm tra."),
    "home": gettext_lazy("Liên kết nay dẫn về trang chủ, có thể bài đã được gỡ. Hãy tự mở để kiểm tra."),
    "private": gettext_lazy("Liên kết trỏ vào mạng nội bộ; hệ thống chỉ mở trang công khai."),
    "port": gettext_lazy("Liên kết dùng cổng khác thường; hệ thống không mở."),
    "form": gettext_lazy("Liên kết không phải địa chỉ web thông thường."),
    "portal": gettext_lazy("Hệ thống gặp trục trặc khi đọc trang và sẽ thử lại."),
    "own": gettext_lazy("Thuộc trang của đơn vị: %(detail)s."),
    "foreign": gettext_lazy("Nằm ở %(detail)s, không thuộc trang của đơn vị (%(against)s)."),
    "unregistered": gettext_lazy(
        "Danh mục chưa ghi trang thông tin điện tử của đơn vị, nên chưa đối chiếu được %(detail)s."
    ),
    "campaign": gettext_lazy("Có nhắc tên chiến dịch “%(detail)s”."),
    "reference": gettext_lazy("Có nhắc văn bản số %(detail)s."),
    "title": gettext_lazy("Có nhắc tài liệu “%(detail)s”."),
    "link": gettext_lazy("Có dẫn tới tài liệu %(detail)s."),
    "none": gettext_lazy("Không thấy nhắc tên chiến dịch, số văn bản hay tài liệu tuyên truyền."),
    "unread": gettext_lazy("Đây không phải trang chữ, nên hệ thống không đọc được nội dung."),
    "same_day": gettext_lazy("Trang ghi đăng ngày %(detail)s, đúng ngày hoạt động."),
    "other_day": gettext_lazy("Trang ghi đăng ngày %(detail)s; hoạt động ghi ngày %(against)s."),
    "before": gettext_lazy("Trang ghi đăng ngày %(detail)s, trước ngày văn bản (%(against)s)."),
    "after": gettext_lazy("Trang ghi đăng ngày %(detail)s, sau ngày liên kết được nộp (%(against)s)."),
    "undated": gettext_lazy("Trang không ghi ngày đăng."),
}


def sentence(finding: Finding) -> str:
    """Why, in words. A reason of an older or newer version that has no words yet says so."""
    template = REASONS.get(finding.reason)
    if template is None:
        return _("Kết quả này chưa có lời giải thích.")
    if finding.aspect == "published" and finding.detail:
        return str(template) % {"detail": _day(finding.detail), "against": _day(finding.against)}
    return str(template) % {"detail": finding.detail, "against": finding.against}


def _day(text: str) -> str:
    return short_date(date.fromisoformat(text)) if text else ""
