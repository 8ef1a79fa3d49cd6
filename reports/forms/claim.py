"""What a unit says instead of doing an instruction, and why the issuing unit does not agree."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.forms import PortalForm
from campaign_portal.lib.text import nfc
from reports.models import Claim

MAX_REASON = 2000


class ClaimForm(PortalForm):
    kind = forms.ChoiceField(
        label=_("Đơn vị đề nghị"),
        choices=[(value, capfirst(label)) for value, label in Claim.Kind.choices],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một trong hai đề nghị.")},
    )
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=MAX_REASON,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Ví dụ: địa bàn không có chợ; trong kỳ không phát sinh nội dung này."),
        error_messages={"required": _("Ghi lý do để đơn vị ban hành xem xét.")},
    )

    def clean_reason(self) -> str:
        return nfc(self.cleaned_data["reason"])


class RefuseClaimForm(PortalForm):
    reason = forms.CharField(
        label=_("Lý do không đồng ý"),
        max_length=MAX_REASON,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Đơn vị đọc nguyên văn lý do này."),
        error_messages={"required": _("Ghi lý do để đơn vị biết cần làm gì.")},
    )

    def clean_reason(self) -> str:
        return nfc(self.cleaned_data["reason"])
