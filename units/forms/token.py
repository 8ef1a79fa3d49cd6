from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.dates import short_date
from campaign_portal.lib.forms import ChipsRadio, PortalForm
from campaign_portal.lib.text import nfc
from units.models import ApiToken, Unit

DAYS = (30, 90, 365)


class TokenForm(PortalForm):
    """What a program may do with a key, and until when. `units` are the person's own, `today` is the local day."""

    name = forms.CharField(
        label=_("Dùng cho phần mềm nào"),
        max_length=80,
        help_text=_("Ví dụ: Phần mềm quản lý văn bản của Sở."),
        error_messages={"required": _("Nhập tên để sau này nhận ra mã.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    scope = forms.ChoiceField(
        label=_("Được làm gì"),
        choices=[
            (ApiToken.Scope.READ, _("Chỉ đọc")),
            (ApiToken.Scope.WRITE, _("Đọc và ghi: tiếp nhận, ghi hoạt động, báo hoàn thành")),
        ],
        initial=ApiToken.Scope.READ,
        widget=ChipsRadio,
    )
    unit = forms.TypedChoiceField(label=_("Cho đơn vị"), required=False, coerce=int, empty_value=None)
    days = forms.TypedChoiceField(label=_("Dùng được đến hết ngày"), coerce=int, initial=DAYS[1], widget=ChipsRadio)

    def __init__(self, *args, units: list[Unit], today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = {unit.pk: unit for unit in units}
        self.fields["unit"].choices = [("", _("Mọi đơn vị của tôi")), *((unit.pk, unit.name) for unit in units)]
        self.fields["days"].choices = [(each, short_date(today + timedelta(days=each))) for each in DAYS]
        if len(units) < 2:
            del self.fields["unit"]

    def clean_name(self) -> str:
        return nfc(" ".join(self.cleaned_data["name"].split()))

    def wanted(self) -> dict:
        """What `make_token` takes; of a valid form. A person of one unit keeps to it."""
        data = self.cleaned_data
        only = next(iter(self.units.values()), None) if "unit" not in self.fields else None
        unit = self.units.get(data.get("unit")) if "unit" in self.fields else only
        return {"name": data["name"], "scope": data["scope"], "days": data["days"], "unit": unit}
