from django import forms
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.forms import ChipsRadio, DayField, PortalForm
from campaign_portal.lib.text import nfc

OFF, ON = "off", "on"


class WorkdayForm(PortalForm):
    """A day off, or a weekend day that is worked instead."""

    day = DayField(label=_("Ngày"))
    kind = forms.ChoiceField(
        label=_("Là ngày"), choices=[(OFF, _("Nghỉ")), (ON, _("Làm bù"))], initial=OFF, widget=ChipsRadio
    )
    name = forms.CharField(
        label=_("Tên ngày"), max_length=200, help_text=_("Ví dụ: Quốc khánh; nghỉ hoán đổi với ngày 10/01/2026.")
    )
    source = forms.CharField(
        label=_("Căn cứ"), max_length=200, help_text=_("Số và ngày của thông báo, ví dụ: 12729/VPCP-KGVX, 25/12/2025.")
    )

    def columns(self) -> dict:
        """As the service takes them; of a valid form."""
        data = self.cleaned_data
        return {
            "day": data["day"],
            "name": nfc(data["name"]),
            "source": nfc(data["source"]),
            "is_workday": data["kind"] == ON,
        }
