from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.forms import ChipsCheckbox, PortalForm
from campaign_portal.lib.text import nfc
from directives.models import HookEvent
from reports.hooks.post import NotAllowed, target_of
from units.models import Unit


class HookForm(PortalForm):
    """Where a program of a unit is told of what. `units` are those the person acts for."""

    name = forms.CharField(
        label=_("Phần mềm nào nhận"),
        max_length=80,
        help_text=_("Ví dụ: Hệ thống điều hành của Sở."),
        error_messages={"required": _("Nhập tên để sau này nhận ra.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    url = forms.CharField(
        label=_("Địa chỉ nhận"),
        max_length=500,
        help_text=_("Do người quản trị phần mềm đưa, bắt đầu bằng https:// và vào được từ internet."),
        error_messages={"required": _("Nhập địa chỉ nhận, bắt đầu bằng https://.")},
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "url", "placeholder": "https://"}),
    )
    events = forms.MultipleChoiceField(
        label=_("Báo khi"),
        choices=[(value, capfirst(str(label))) for value, label in HookEvent.choices],
        widget=ChipsCheckbox,
    )
    unit = forms.TypedChoiceField(label=_("Cho đơn vị"), coerce=int)

    def __init__(self, *args, units: list[Unit], **kwargs):
        super().__init__(*args, **kwargs)
        self.units = {unit.pk: unit for unit in units}
        self.fields["unit"].choices = [(unit.pk, unit.name) for unit in units]
        if len(units) < 2:
            del self.fields["unit"]

    def clean_name(self) -> str:
        return nfc(" ".join(self.cleaned_data["name"].split()))

    def clean_url(self) -> str:
        try:
            return target_of(self.cleaned_data["url"]).url
        except NotAllowed as error:
            words = {
                "private": _("Địa chỉ này nằm trong mạng nội bộ hoặc trên chính máy này. Hãy dùng địa chỉ công khai."),
                "port": _("Chỉ gửi được tới cổng 443. Hãy bỏ số cổng trong địa chỉ."),
            }
            plain = _("Địa chỉ chưa dùng được. Hãy chép cả địa chỉ, bắt đầu bằng https://.")
            raise ValidationError(words.get(error.reason, plain)) from None

    def wanted(self) -> dict:
        """What `make_hook` takes; of a valid form."""
        data = self.cleaned_data
        unit = self.units[data["unit"]] if "unit" in self.fields else next(iter(self.units.values()))
        return {"name": data["name"], "url": data["url"], "events": data["events"], "unit": unit}
