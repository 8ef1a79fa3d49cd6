from django import forms
from django.utils.translation import gettext_lazy

from campaign_portal.lib.forms import ChipsRadio, PortalForm
from campaign_portal.lib.text import nfc
from units.models import Role

DUTIES = {
    Role.COORDINATOR: gettext_lazy("Điều phối: ban hành, xác nhận kết quả, quản lý người của đơn vị"),
    Role.FOCAL: gettext_lazy("Đầu mối: tiếp nhận, ghi hoạt động, báo cáo thay đơn vị"),
    Role.VIEWER: gettext_lazy("Xem: chỉ đọc, dành cho lãnh đạo"),
}


class PersonForm(PortalForm):
    """Who acts for a unit. Only office contacts are asked for."""

    full_name = forms.CharField(
        label=gettext_lazy("Họ và tên"),
        max_length=120,
        error_messages={"required": gettext_lazy("Nhập họ và tên.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Thư điện tử công vụ"),
        help_text=gettext_lazy("Dùng để đăng nhập và nhận nhắc việc. Liên kết đặt mật khẩu được gửi tới đây."),
        error_messages={"required": gettext_lazy("Nhập địa chỉ thư điện tử công vụ.")},
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    job_title = forms.CharField(label=gettext_lazy("Chức vụ"), max_length=120, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Điện thoại cơ quan"),
        max_length=30,
        required=False,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=gettext_lazy("Vai trò"), widget=ChipsRadio)

    def __init__(self, *args, roles: list[Role], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role, DUTIES[role]) for role in roles]
        self.fields["role"].initial = Role.FOCAL if Role.FOCAL in roles else roles[0]

    def clean_full_name(self) -> str:
        return nfc(" ".join(self.cleaned_data["full_name"].split()))

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()
