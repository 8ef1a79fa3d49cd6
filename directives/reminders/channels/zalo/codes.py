"""What Zalo's error codes mean for a message, and for the one who has to mend it (zalo.cloud, "Cách xử lý mã lỗi")."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..base import Failure, in_short

WORN_OUT = (-124, -216, -220)
"""The access token has expired or was replaced: renew it and try again at once."""

OF_THE_PERSON = {
    -108: gettext_lazy("Zalo không nhận số điện thoại này."),
    -110: gettext_lazy("Người nhận dùng phiên bản Zalo cũ, không nhận được thông báo."),
    -114: gettext_lazy("Người nhận không dùng Zalo hoặc đã chặn thông báo."),
    -118: gettext_lazy("Số điện thoại này không có tài khoản Zalo."),
    -119: gettext_lazy("Tài khoản Zalo của người nhận không nhận được thông báo."),
    -139: gettext_lazy("Người nhận từ chối loại thông báo này trên Zalo."),
    -140: gettext_lazy("Người nhận không còn nhận thông báo này trên Zalo."),
    -141: gettext_lazy("Người nhận từ chối thông báo của cơ quan trên Zalo."),
}
"""Final: another attempt meets the same answer."""

OF_THE_OFFICE = {
    -101: gettext_lazy("Mã ứng dụng Zalo không đúng. Hãy kiểm tra ZALO_APP_ID."),
    -102: gettext_lazy("Mã ứng dụng Zalo không tồn tại. Hãy kiểm tra ZALO_APP_ID."),
    -103: gettext_lazy("Ứng dụng Zalo chưa được kích hoạt."),
    -104: gettext_lazy("Khóa bí mật của ứng dụng Zalo không đúng. Hãy kiểm tra ZALO_APP_SECRET."),
    -105: gettext_lazy("Ứng dụng Zalo chưa liên kết với tài khoản OA."),
    -109: gettext_lazy("Mẫu thông báo Zalo không đúng. Hãy kiểm tra ZALO_TEMPLATE_ID."),
    -111: gettext_lazy("Mẫu thông báo Zalo không có dữ liệu."),
    -115: gettext_lazy("Tài khoản Zalo của cơ quan không đủ số dư."),
    -117: gettext_lazy("Tài khoản OA không được dùng mẫu thông báo này."),
    -120: gettext_lazy("Tài khoản OA chưa được cấp quyền gửi thông báo."),
    -131: gettext_lazy("Mẫu thông báo Zalo chưa được duyệt."),
    -133: gettext_lazy("Zalo không cho gửi mẫu thông báo này vào giờ này."),
    -135: gettext_lazy("Tài khoản OA chưa được cấp quyền gửi thông báo."),
    -144: gettext_lazy("Tài khoản OA đã gửi hết số thông báo của ngày."),
    -145: gettext_lazy("Tài khoản OA không được gửi loại thông báo này."),
    -146: gettext_lazy("Mẫu thông báo Zalo đã bị khóa."),
    -147: gettext_lazy("Mẫu thông báo Zalo đã gửi hết số lượt của ngày."),
    -14020: gettext_lazy("Mã làm mới của Zalo đã hết hạn hoặc đã dùng. Hãy cấp quyền lại và đặt ZALO_REFRESH_TOKEN."),
}
"""The next message would meet it as well; it passes when somebody mends it, or with the next day."""

UNKNOWN = -100


class Refusal(Exception):
    """Zalo answered with an error code. Holds its code and words only, never a token."""

    def __init__(self, code: int, said: str):
        super().__init__(f"{code} {said}")
        self.code, self.said = code, said


def judge(error: Refusal) -> Failure:
    """Read a code. One that nobody has told us of ends the message, with Zalo's own words."""
    known = OF_THE_PERSON.get(error.code) or OF_THE_OFFICE.get(error.code)
    words = known or (
        _("Zalo không nhận mã truy cập. Hãy cấp quyền lại và đặt ZALO_REFRESH_TOKEN.")
        if error.code in WORN_OUT
        else _("Zalo từ chối: %(answer)s") % {"answer": error.said}
    )
    is_ours = error.code in OF_THE_OFFICE or error.code in WORN_OUT
    return Failure(is_ours or error.code == UNKNOWN, is_ours, in_short(f"{words} ({error.code})"))
