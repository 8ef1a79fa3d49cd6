"""The lists that hang on a draft, one small form per line: bases, recipients, groups, tasks, copies, attachments."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.files import DOCUMENTS, PICTURES, UploadError, read_upload
from campaign_portal.lib.forms import DayField, DayInput, PortalForm, UploadInput
from campaign_portal.lib.text import fold
from directives.services.correcting import NEW_GROUP
from units.models import Unit

FILE_KINDS = (*DOCUMENTS, *PICTURES, "txt")
MOST_LINES = 400
"""Of one list, read from a form: more than any letter has, and few enough to answer."""
ALL = _("Tất cả đơn vị nhận")
ANOTHER = _("Nhóm mới (ghi ở mục Nhóm nhiệm vụ)")


class LineForm(PortalForm):
    """A line of a list: `pk` names the stored one, empty for a new line; `drop` takes it away."""

    mark_optional = False
    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    drop = forms.BooleanField(label=_("Xóa dòng này"), required=False)
    needed = ""
    """The field without which a line is nothing."""

    def clean(self) -> dict:
        data = super().clean()
        if self.needed and not data.get("drop") and not data.get(self.needed) and self.needed not in self.errors:
            self.add_error(self.needed, _("Hãy điền mục này, hoặc chọn xóa dòng."))
        return data

    @property
    def is_new(self) -> bool:
        return self["pk"].initial is None


class BasisForm(LineForm):
    needed = "reference"
    reference = forms.CharField(label=_("Số, ký hiệu"), max_length=60, required=False)
    dated_on = DayField(label=_("Ngày"), required=False)
    issuer_name = forms.CharField(
        label=_("Cơ quan ban hành"),
        help_text=_("Để trống nếu văn bản không ghi."),
        max_length=200,
        required=False,
    )


class PhraseForm(LineForm):
    needed = "phrase"
    phrase = forms.CharField(
        label=_("Cách gọi trong văn bản"),
        help_text=_("Sửa ở đây thì các đơn vị được đề xuất lại ở bước Nơi nhận."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def clean_phrase(self) -> str:
        return " ".join(self.cleaned_data["phrase"].split())


class TypedGroup(forms.CharField):
    """A group by its number or its words, completed from one list for the whole page: `<datalist id="groups">`."""

    widget = forms.TextInput(attrs={"list": "groups", "autocomplete": "off", "class": "form-control"})
    default_error_messages = {"unknown": _("Chưa rõ nhóm nào. Hãy chọn trong danh sách, hoặc ghi số thứ tự của nhóm.")}

    def __init__(self, *, groups: list[tuple[str, str]], **kwargs):
        super().__init__(**kwargs)
        self.names = {pk: f"{number}. {phrase}" for number, (pk, phrase) in enumerate(groups, 1)}
        self.names |= {"": str(ALL), NEW_GROUP: str(ANOTHER)}
        self.keys = {fold(phrase): pk for pk, phrase in groups}
        self.keys |= {fold(name): pk for pk, name in self.names.items()}
        self.keys |= {str(number): pk for number, (pk, _phrase) in enumerate(groups, 1)}

    def prepare_value(self, value):
        return self.names.get(value, value)

    def to_python(self, value) -> str:
        words = fold(super().to_python(value))
        if not words:
            return ""
        if words not in self.keys:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return self.keys[words]

    def has_changed(self, initial, data) -> bool:
        try:
            return self.to_python(data) != (initial or "")
        except forms.ValidationError:
            return True


class InstructionForm(LineForm):
    needed = "text"
    text = forms.CharField(
        label=_("Nội dung yêu cầu"),
        help_text=_("Để tách, xuống dòng ở chỗ cần tách rồi bấm Tách."),
        widget=forms.Textarea(attrs={"rows": 4, "class": "form-control"}),
        required=False,
    )
    group = forms.ChoiceField(label=_("Giao cho"), widget=forms.Select(attrs={"class": "form-select"}), required=False)
    binding = forms.BooleanField(
        label=_("Bắt buộc (tính vào tiến độ và nhắc việc)"),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        initial=True,
        required=False,
    )
    due_on = DayField(
        label=_("Hạn riêng"),
        help_text=_("Để trống thì theo ngày kết thúc của văn bản."),
        widget=DayInput(attrs={"class": "form-control"}),
        required=False,
    )

    def __init__(self, *args, groups: list[tuple[str, str]] = (), typed: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if typed:
            self.fields["group"] = TypedGroup(label=_("Giao cho"), groups=groups, required=False)
        else:
            self.fields["group"].choices = [("", ALL), *groups, (NEW_GROUP, ANOTHER)]

    def clean_group(self) -> int | str | None:
        chosen = self.cleaned_data["group"]
        return int(chosen) if chosen.isdigit() else chosen or None


class CopyForm(LineForm):
    needed = "text"
    text = forms.CharField(label=_("Dòng “Nơi nhận”"), max_length=200, required=False)
    overseer = forms.ModelChoiceField(
        label=_("Đơn vị được báo cáo"),
        queryset=Unit.objects.none(),
        empty_label=_("không"),
        required=False,
    )
    confirmed = forms.BooleanField(label=_("Cho đơn vị này xem toàn bộ tiến độ (để b/c)"), required=False)

    def __init__(self, *args, overseers=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["overseer"].queryset = Unit.objects.none() if overseers is None else overseers

    def clean(self) -> dict:
        data = super().clean()
        if data.get("confirmed") and not data.get("overseer") and not data.get("drop"):
            self.add_error("overseer", _("Hãy chọn đơn vị được xem, hoặc bỏ chọn ô bên dưới."))
        return data


class AttachmentForm(LineForm):
    needed = "title"
    title = forms.CharField(label=_("Tên tài liệu đính kèm"), max_length=300, required=False)
    file = forms.FileField(
        label=_("Tệp"),
        widget=UploadInput(label=_("Chọn tệp"), note=_("PDF, Word, Excel, ảnh")),
        required=False,
        allow_empty_file=True,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["data-max-mb"] = settings.UPLOAD_MAX_BYTES // (1024 * 1024)

    def clean_file(self):
        """The checked upload (campaign_portal.lib.files.Upload), or None when none was chosen."""
        file = self.cleaned_data["file"]
        if not file:
            return None
        try:
            return read_upload(file, max_bytes=settings.UPLOAD_MAX_BYTES, kinds=FILE_KINDS)
        except UploadError as error:
            raise forms.ValidationError(error.message, code=error.code) from None

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("title") and data.get("file"):
            self.errors.pop("title", None)
            data["title"] = data["file"].name
        return data


class LineFormSet(forms.BaseFormSet):
    """Lines of one list and one empty line at its end."""

    def add_fields(self, form, index) -> None:
        super().add_fields(form, index)
        form.line = index

    @property
    def new(self) -> forms.Form | None:
        """The empty line; after an error, the line that was being added."""
        return next((form for form in self.forms if form.is_new), None)


def line_formset(form: type[LineForm]) -> type[LineFormSet]:
    return forms.formset_factory(form, formset=LineFormSet, extra=1, max_num=MOST_LINES, absolute_max=MOST_LINES)
