"""The form with which a workbook is sent back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.forms import PortalForm, UploadInput

from .action import MAX_MB


class WorkbookForm(PortalForm):
    file = forms.FileField(
        label=_("Bảng tính đã ghi"),
        widget=UploadInput({"accept": ".xlsx"}, label=_("Chọn bảng tính"), max_mb=MAX_MB, note=_("Excel (.xlsx)")),
        error_messages={
            "required": _("Chọn bảng tính đã ghi."),
            "empty": _("Tệp này trống (0 byte). Hãy kiểm tra rồi chọn lại tệp."),
        },
    )
