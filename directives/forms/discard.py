"""Why a draft is put away."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.forms import PortalForm


class DiscardForm(PortalForm):
    mark_optional = False
    reason = forms.CharField(
        label=_("Lý do bỏ bản nháp"),
        help_text=_("Ví dụ: tải nhầm tệp, văn bản trùng. Lý do được ghi vào nhật ký."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"required": _("Hãy nêu lý do bỏ bản nháp.")},
    )
