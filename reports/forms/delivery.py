"""What a unit fills in about a letter it received."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.forms import DayField, PortalForm, UploadInput
from campaign_portal.lib.text import nfc

from .action import MAX_MB

MAX_TEXT = 20_000
TOO_LONG = _("Nội dung dài quá %(limit_value)d ký tự. Hãy rút gọn hoặc đính kèm tệp.")


class RefuseForm(PortalForm):
    reason = forms.CharField(
        label=_("Lý do trả lại"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Ví dụ: nội dung không thuộc phạm vi của đơn vị; đề nghị gửi đúng cơ quan phụ trách."),
        error_messages={"required": _("Ghi lý do để đơn vị ban hành biết gửi lại cho ai.")},
    )

    def clean_reason(self) -> str:
        return nfc(self.cleaned_data["reason"])


class UnitReportForm(PortalForm):
    """The unit's official reply. The signed paper may be attached instead of typing everything again."""

    mark_optional = False  # the page says what is enough

    text = forms.CharField(
        label=_("Kết quả thực hiện"),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"max_length": TOO_LONG},
    )
    difficulties = forms.CharField(
        label=_("Khó khăn, vướng mắc"),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"max_length": TOO_LONG},
    )
    proposals = forms.CharField(
        label=_("Đề xuất, kiến nghị"),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"max_length": TOO_LONG},
    )
    reference = forms.CharField(label=_("Số, ký hiệu văn bản trả lời"), required=False, max_length=60)
    dated_on = DayField(label=_("Ngày văn bản"), required=False)
    file = forms.FileField(
        label=_("Văn bản đã ký"),
        required=False,
        widget=UploadInput(
            {"accept": ".pdf,.docx,image/jpeg,image/png"}, max_mb=MAX_MB, note=_("PDF, Word hoặc ảnh chụp")
        ),
    )
    client_uuid = forms.UUIDField(widget=forms.HiddenInput({"data-draft-keep": ""}))

    @staticmethod
    def fresh() -> dict:
        return {"client_uuid": uuid.uuid4()}

    def words(self) -> dict:
        """The typed part, as the service takes it; of a valid form."""
        data = self.cleaned_data
        texts = {name: nfc(data[name]) for name in ("text", "difficulties", "proposals", "reference")}
        return texts | {"dated_on": data["dated_on"], "client_uuid": data["client_uuid"]}
