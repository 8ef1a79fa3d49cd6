"""Asking for a paper, and sending one back from Word."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.forms import ChipsRadio, DayField, PortalForm, UploadInput
from reports.documents.kinds import FINAL, INTERIM, KINDS

from .action import MAX_MB


class ReportForm(PortalForm):
    """Which report, and the day of its figures."""

    kind = forms.ChoiceField(
        label=_("Loại báo cáo"),
        choices=[(key, KINDS[key].label) for key in (INTERIM, FINAL)],
        widget=ChipsRadio,
        error_messages={"required": _("Chọn loại báo cáo.")},
    )
    day = DayField(
        label=_("Số liệu đến hết ngày"),
        help_text=_("Chọn hôm nay thì số liệu tính đến lúc bấm nút."),
    )
    client_uuid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_client_uuid(self):
        return self.cleaned_data["client_uuid"] or uuid.uuid4()


class WordForm(PortalForm):
    """A version that was changed in Word, and the day of the figures it should have."""

    file = forms.FileField(
        label=_("Tệp Word đã sửa"),
        widget=UploadInput({"accept": ".docx"}, label=_("Chọn tệp Word"), max_mb=MAX_MB, note=_("Word (.docx)")),
        error_messages={
            "required": _("Chọn tệp Word đã sửa."),
            "empty": _("Tệp này trống (0 byte). Hãy kiểm tra rồi chọn lại tệp."),
        },
    )
    day = DayField(label=_("Số liệu đến hết ngày"))
