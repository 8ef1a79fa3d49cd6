"""What is ticked after a call: which units, how, with whom, and what was said."""

import uuid
from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.forms import ChipsRadio, PortalForm
from directives.models import Delivery, HandReminder
from reports.queries.calls import Contact

from .question import key_of

CHANGED = _("Danh sách vừa thay đổi. Hãy tải lại trang rồi chọn lại.")
WAYS = [
    (HandReminder.Way.PHONE, _("Qua điện thoại")),
    (HandReminder.Way.ZALO, _("Qua Zalo")),
    (HandReminder.Way.DIRECT, _("Trực tiếp")),
]


class SaidForm(PortalForm):
    """How, and what was said; `deliveries` are those that may have been reminded."""

    way = forms.ChoiceField(label=_("Cách nhắc"), choices=WAYS, widget=ChipsRadio)
    note = forms.CharField(
        label=_("Ghi chú"), help_text=_("Ví dụ: hẹn nộp thứ Sáu, đang chờ lãnh đạo ký."), required=False, max_length=300
    )
    client_uuid = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, *args, deliveries: Sequence[Delivery], **kwargs):
        kwargs.setdefault("initial", {"client_uuid": uuid.uuid4(), "way": HandReminder.Way.PHONE})
        super().__init__(*args, **kwargs)
        self.known = {str(row.pk): row for row in deliveries}

    def said(self) -> dict:
        """What the service takes of a valid form. Other words after going back are another call."""
        data = self.cleaned_data
        chosen = [self.known[each] for each in data.get("units", self.known)]
        key = key_of(data["client_uuid"], data["way"], data["note"], data.get("spoken_to", ""))
        return {"deliveries": chosen, "way": data["way"], "note": data["note"], "client_uuid": key}


class TickForm(SaidForm):
    """Several units at once; the page draws their boxes in the rows of the list."""

    units = forms.MultipleChoiceField(
        label=_("Đơn vị đã nhắc"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Đánh dấu ít nhất một đơn vị trong danh sách."),
            "invalid_choice": CHANGED,
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = [(key, row.unit_name) for key, row in self.known.items()]


class CallForm(SaidForm):
    """One unit: also whom one spoke to, among its people."""

    spoken_to = forms.ChoiceField(
        label=_("Đã trao đổi với"), required=False, error_messages={"invalid_choice": CHANGED}
    )

    def __init__(self, *args, contacts: Sequence[Contact], **kwargs):
        super().__init__(*args, **kwargs)
        people = [(str(each.pk), each.name) for each in contacts]
        self.fields["spoken_to"].choices = [("", _("Người khác hoặc không ghi")), *people]

    def said(self) -> dict:
        return super().said() | {"spoken_to": int(self.cleaned_data["spoken_to"] or 0)}


class TakeBackCallForm(PortalForm):
    reason = forms.CharField(
        label=_("Lý do bỏ"),
        max_length=300,
        error_messages={"required": _("Hãy ghi lý do, ví dụ: đánh dấu nhầm đơn vị.")},
    )
