"""The form with which a unit records what it did, and mends it."""

import uuid
from datetime import date, timedelta

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.dates import long_date
from campaign_portal.lib.forms import ChipsCheckbox, ChipsRadio, CountField, DayField, DayInput, PortalForm
from campaign_portal.lib.text import nfc
from reports.models import Action, Audience, Channel
from reports.services.what import Proof, What

from .files import PHOTOS, ManyFilesField, ManyFilesInput
from .links import LinksField

OTHER_DAY = "other"
MAX_DESCRIPTION = 5000
MAX_REACH = 50_000_000
MAX_MB = settings.UPLOAD_MAX_BYTES // 2**20


def begun(choices) -> list[tuple[str, str]]:
    """Choices whose words begin a line."""
    return [(value, capfirst(str(label))) for value, label in choices]


OLD_PAGE = _("Trang này đã cũ nên chưa lưu được. Hãy tải lại trang rồi lưu lần nữa, bản nháp vẫn còn.")
NOT_LISTED = _("Mục này không có trong danh sách. Hãy chọn lại.")


class DayChoice(forms.ChoiceField):
    """Today, yesterday, the day known before, or another one. Days stand as ISO text, so that midnight moves none."""

    widget = ChipsRadio

    def valid_value(self, value) -> bool:
        return value == OTHER_DAY or _iso(value) is not None


def _iso(text) -> date | None:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None


class LongField(forms.CharField):
    """Several lines, counted as people count them. No maxlength, which would cut a paste without a word."""

    def __init__(self, *, rows: int, **kwargs):
        super().__init__(widget=forms.Textarea({"rows": rows, "data-max-chars": kwargs["max_length"]}), **kwargs)

    def widget_attrs(self, widget):
        return {}

    def run_validators(self, value) -> None:
        super().run_validators(value.replace("\r\n", "\n"))


class ActionForm(PortalForm):
    """What was done, when, for whom and what proves it. `today` is the local day; `known` is the day on record."""

    channel = forms.ChoiceField(
        label=_("Hình thức"),
        choices=begun(Channel.choices),
        widget=ChipsRadio,
        error_messages={"invalid_choice": NOT_LISTED},
    )
    day = DayChoice(label=_("Ngày thực hiện"), error_messages={"invalid_choice": NOT_LISTED})
    other_day = DayField(label=_("Ngày khác"), required=False, widget=DayInput({"class": "form-control"}))
    audience = forms.ChoiceField(
        label=_("Đối tượng"),
        choices=begun(Audience.choices),
        widget=ChipsRadio,
        error_messages={"invalid_choice": NOT_LISTED},
    )
    reach = CountField(
        label=_("Số lượt tiếp cận"),
        required=False,
        unit=_("lượt"),
        max_value=MAX_REACH,
        help_text=_(
            "Số lần nghe, xem, dự hoặc đọc trong lần này, không cộng các lần trước. Không đếm được thì để trống."
        ),
    )
    photos = ManyFilesField(
        label=_("Ảnh"),
        required=False,
        widget=ManyFilesInput(
            {"accept": PHOTOS}, label=_("Chụp hoặc chọn ảnh"), icon="camera", max_mb=MAX_MB, note=_("JPG, PNG, WebP")
        ),
    )
    files = ManyFilesField(
        label=_("Tệp"),
        required=False,
        widget=ManyFilesInput(
            {"accept": ".pdf,.docx,.xlsx,.mp4"}, label=_("Chọn tệp"), max_mb=MAX_MB, note=_("PDF, Word, Excel, MP4")
        ),
    )
    links = LinksField(
        label=_("Liên kết bài đăng"),
        required=False,
        widget=forms.Textarea({"rows": 2, "inputmode": "url", "placeholder": "https://", "autocapitalize": "off"}),
        help_text=_("Mỗi dòng một liên kết."),
    )
    description = LongField(
        label=_("Nội dung đã làm"),
        required=False,
        max_length=MAX_DESCRIPTION,
        rows=3,
        error_messages={
            "max_length": _("Nội dung dài quá 5.000 ký tự. Hãy rút gọn hoặc đính kèm tệp."),
            "null_characters_not_allowed": _("Nội dung có ký tự lạ không lưu được. Hãy xóa chỗ vừa dán rồi gõ lại."),
        },
    )
    materials = forms.ModelMultipleChoiceField(
        label=_("Tài liệu đã dùng"),
        queryset=None,
        required=False,
        widget=ChipsCheckbox,
        error_messages={"invalid_choice": _("Có tài liệu không còn dùng được. Hãy xem lại rồi lưu lần nữa.")},
    )
    complete = forms.BooleanField(label=_("Việc này đã hoàn thành, gửi xác nhận"), required=False)
    most_megabytes = MAX_MB

    def __init__(self, *args, today: date, materials, known: date | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["materials"].queryset = materials
        if not materials.exists():
            del self.fields["materials"]
        typed = self.data.get(self.add_prefix("day")), self.initial.get("day")
        self.fields["day"].choices = day_choices(today, known, *map(_iso, typed))
        self.today = today

    def clean_description(self) -> str:
        return nfc(self.cleaned_data["description"])

    def clean(self) -> dict:
        data = super().clean()
        if data.get("day") == OTHER_DAY and not data.get("other_day") and "other_day" not in self.errors:
            self.add_error("other_day", ValidationError(_("Nhập ngày thực hiện, ví dụ 20/11/2024.")))
        name = "other_day" if data.get("day") == OTHER_DAY else "day"
        day = data.get(name) if name == "other_day" else _iso(data.get(name))
        if day and day > self.today:
            self.add_error(name, _("Chưa tới ngày này. Hãy ghi sau khi hoạt động đã diễn ra."))
        return data

    def addresses(self) -> list[Proof]:
        return [Proof(url=url) for url in self.cleaned_data["links"]]

    def what(self) -> What:
        """The action as the services take it; of a valid form."""
        data = self.cleaned_data
        return What(
            done_on=data["other_day"] if data["day"] == OTHER_DAY else date.fromisoformat(data["day"]),
            channel=data["channel"],
            audience=data["audience"],
            reach=data["reach"],
            description=data["description"],
            materials=list(data.get("materials", [])),
        )


class CorrectionForm(ActionForm):
    """An accepted action, corrected: the reviewer reads why. `declares`: it serves work still to be declared."""

    why = LongField(
        label=_("Lý do sửa"),
        max_length=500,
        rows=2,
        help_text=_("Đơn vị ban hành đọc lý do này cùng phần đã sửa."),
        error_messages={
            "required": _("Ghi lý do sửa để đơn vị ban hành xem lại."),
            "max_length": _("Lý do dài quá %(limit_value)d ký tự. Hãy rút gọn."),
        },
    )

    def __init__(self, *args, declares: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not declares:
            del self.fields["complete"]

    def clean_why(self) -> str:
        return nfc(self.cleaned_data["why"])


class RecordForm(ActionForm):
    """A new action. `others` are the further open obligations of the same letter, as (key, words); `events` are the
    actions for other letters that may be named in `same`: the event that this action reports once more."""

    same = forms.ModelChoiceField(
        queryset=None,
        required=False,
        widget=forms.HiddenInput({"data-draft-keep": ""}),
        error_messages={"invalid_choice": _("Hoạt động gốc không còn dùng lại được. Hãy ghi như một hoạt động mới.")},
    )
    also = forms.MultipleChoiceField(
        label=_("Dùng cho cả việc"),
        required=False,
        widget=ChipsCheckbox,
        error_messages={
            "invalid_choice": _("Có việc vừa thay đổi nên không chọn được nữa. Hãy xem lại rồi lưu lần nữa.")
        },
    )
    client_uuid = forms.UUIDField(
        widget=forms.HiddenInput({"data-draft-keep": ""}), error_messages={"required": OLD_PAGE, "invalid": OLD_PAGE}
    )

    def __init__(self, *args, others: list[tuple[int, str]], events, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["same"].queryset = events
        self.fields["also"].choices = others
        if not others:
            del self.fields["also"]

    @staticmethod
    def fresh(today: date) -> dict:
        """What a new form starts with: today, and an identifier of its own."""
        return {"day": today.isoformat(), "client_uuid": uuid.uuid4()}


def chosen_day(initial: dict) -> date | None:
    """The day that typed values name by a chip."""
    return _iso(initial.get("day"))


def as_typed(action: Action) -> dict:
    """An action as the form shows it."""
    return {
        "channel": action.channel,
        "day": action.done_on.isoformat(),
        "audience": action.audience,
        "reach": action.reach,
        "description": action.description,
        "materials": [material.pk for material in action.materials.all()],
    }


def repeated(action: Action) -> dict:
    """A new action like an earlier one: how, for whom and with what; its day, its number and its proof are new."""
    typed = as_typed(action)
    return {name: typed[name] for name in ("channel", "audience", "description", "materials")}


def day_choices(today: date, *more: date | None) -> list[tuple[str, str]]:
    """Chips for the day: today, yesterday, days already chosen, another one."""
    yesterday = today - timedelta(days=1)
    words = {today: _("Hôm nay %(day)s"), yesterday: _("Hôm qua %(day)s")}
    chips = [(day, str(text) % {"day": f"{day:%d/%m}"}) for day, text in words.items()]
    chips += [(day, capfirst(long_date(day))) for day in dict.fromkeys(more) if day and day not in words]
    return [(day.isoformat(), text) for day, text in chips] + [(OTHER_DAY, _("Ngày khác"))]
