"""A draft's own columns as an officer corrects them. In a draft everything may stay empty; the preview asks for it."""

import re

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.forms import DayField, PortalForm
from directives.models import Directive
from directives.services.drafting import clean_number

URGENCIES = [("", _("không ghi")), ("KHẨN", "KHẨN"), ("THƯỢNG KHẨN", "THƯỢNG KHẨN"), ("HỎA TỐC", "HỎA TỐC")]
TEXTS = ("doc_type", "number", "symbol", "place", "subject", "urgency")
DAYS = ("dated_on", "starts_on", "due_on", "report_due_on")
SIGNER = ("signer_name", "signer_title", "signer_authority")


class HeadingForm(PortalForm):
    mark_optional = False
    doc_type = forms.CharField(label=_("Loại văn bản"), max_length=40)
    urgency = forms.ChoiceField(label=_("Độ khẩn"), choices=URGENCIES, required=False)
    number = forms.CharField(label=_("Số"), max_length=11, required=False)
    symbol = forms.CharField(label=_("Ký hiệu"), max_length=30, required=False)
    place = forms.CharField(label=_("Địa danh"), max_length=60, required=False)
    dated_on = DayField(label=_("Ngày văn bản"), required=False)
    subject = forms.CharField(
        label=_("Trích yếu"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    starts_on = DayField(label=_("Thực hiện từ ngày"), required=False)
    due_on = DayField(
        label=_("Thực hiện đến hết ngày"),
        help_text=_("Tính cả ngày này. Văn bản viết “trước ngày” thì ghi ngày liền trước."),
        required=False,
    )
    report_due_on = DayField(
        label=_("Hạn đơn vị báo cáo kết quả"), help_text=_("Đến hết ngày này, tính cả ngày này."), required=False
    )
    no_report = forms.BooleanField(label=_("Không yêu cầu báo cáo"), required=False)
    links = forms.CharField(
        label=_("Liên kết"),
        help_text=_("Mỗi dòng một địa chỉ."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    signer_name = forms.CharField(label=_("Họ và tên người ký"), max_length=120, required=False)
    signer_title = forms.CharField(label=_("Chức vụ"), max_length=120, required=False)
    signer_authority = forms.CharField(
        label=_("Quyền hạn"), help_text=_("Ví dụ: KT. GIÁM ĐỐC"), max_length=120, required=False
    )

    def __init__(self, *args, directive: Directive, **kwargs):
        columns = {name: getattr(directive, name) for name in (*TEXTS, *DAYS, *SIGNER, "no_report")}
        columns["links"] = "\n".join(directive.links)
        super().__init__(*args, initial=columns, **kwargs)

    def clean_number(self) -> str:
        return clean_number(self.cleaned_data["number"])

    def clean_links(self) -> list[str]:
        links = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        check = URLValidator(
            schemes=["http", "https"],
            message=_("Liên kết chưa đúng dạng. Hãy chép cả địa chỉ, bắt đầu bằng https://."),
        )
        for link in links:
            check(link)
        return list(dict.fromkeys(links))

    def clean_subject(self) -> str:
        return re.sub(r"\s+", " ", self.cleaned_data["subject"]).strip()

    def clean(self) -> dict:
        data = super().clean()
        starts, ends = data.get("starts_on"), data.get("due_on")
        if starts and ends and ends < starts:
            self.add_error("due_on", _("Ngày kết thúc đứng trước ngày bắt đầu. Hãy kiểm tra lại hai ngày."))
        if data.get("report_due_on") and data.get("no_report"):
            self.add_error("no_report", _("Đã có hạn báo cáo. Hãy xóa ngày đó, hoặc bỏ chọn “Không yêu cầu báo cáo”."))
        return data

    @property
    def settles(self) -> dict[str, bool]:
        """Doubts that typing here answers: path of the reading → whether it was typed."""
        changed = set(self.changed_data)
        data = self.cleaned_data
        return {
            "number": "number" in changed,
            "symbol": "symbol" in changed,
            "date": "dated_on" in changed,
            "place": "place" in changed,
            "doc_type": "doc_type" in changed,
            "subject": "subject" in changed,
            "signer": bool(changed & set(SIGNER)),
            "period_end": "due_on" in changed,
            "report_due": bool(data.get("report_due_on") or data.get("no_report")),
        }
