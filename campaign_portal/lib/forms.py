"""Fields that read what people here type, widgets drawn as chips, and the base of every form.

Forms are drawn by crispy (`{% load crispy_forms_tags %}{% crispy form %}` or `{{ form.name|as_crispy_field }}`), inside
a <form> of the template, under `{% error_summary form %}`.
"""

from datetime import date

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.dates import long_date, parse_date, short_date
from campaign_portal.lib.numbers import number_text, parse_count


# --- Days -------------------------------------------------------------------------------------------------------------
class DayInput(forms.TextInput):
    """A text field for dd/mm/yyyy with a number pad; the day's words stand beside it, live with JavaScript.

    Not <input type=date>: that one follows the language of the browser and shows mm/dd/yyyy in many offices.
    """

    template_name = "components/widgets/day.html"

    def __init__(self, attrs=None):
        super().__init__(
            {"inputmode": "numeric", "autocomplete": "off", "placeholder": _("ngày/tháng/năm"), **(attrs or {})}
        )

    def format_value(self, value):
        return short_date(value) if isinstance(value, date) else value

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        # The widget is drawn for a reader: the day it is compared with is the one on their wall.
        context["widget"]["attrs"] |= {"data-day": True, "data-today": timezone.localdate().isoformat()}
        context["widget"]["words"] = _words(value)
        return context


def _words(value) -> str:
    if isinstance(value, str):
        try:
            value = parse_date(value)
        except ValueError:
            return ""
    return long_date(value).partition(",")[0] if isinstance(value, date) else ""


class DayField(forms.DateField):
    """A local date typed as 20/11/2024, 5/1/2024, 20-11-2024 or 20.11.2024; cleans to a `date`."""

    widget = DayInput
    default_error_messages = {"required": _("Nhập ngày, ví dụ 20/11/2024.")}

    def to_python(self, value):
        if isinstance(value, date):
            return super().to_python(value)
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) == 8:
            text = f"{text[:2]}/{text[2:4]}/{text[4:]}"
        try:
            return parse_date(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None

    def prepare_value(self, value):
        return short_date(value) if isinstance(value, date) else value


# --- Numbers ----------------------------------------------------------------------------------------------------------
class CountInput(forms.TextInput):
    """A text field with a number pad; shows 1240 as 1.240. `unit` is written at its end: "hộ", "lượt"."""

    template_name = "components/widgets/count.html"

    def __init__(self, attrs=None, unit=""):
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})
        self.unit = unit

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["unit"] = self.unit
        return context


class CountField(forms.IntegerField):
    """A whole number of things, typed "1240", "1.240" or "1 240"; never negative."""

    default_error_messages = {
        "required": _("Nhập số bằng chữ số, ví dụ 120."),
        "invalid": _("Nhập số bằng chữ số, ví dụ 120 hoặc 1.240."),
        "max_value": _("Số này vượt quá %(limit_value)s. Hãy kiểm tra lại."),
    }

    def __init__(self, *, unit="", max_value=999_999_999, min_value=0, **kwargs):
        kwargs.setdefault("widget", CountInput(unit=unit))
        super().__init__(max_value=max_value, min_value=min_value, **kwargs)
        words, most = self.error_messages["max_value"], {"limit_value": number_text(max_value)}
        self.error_messages["max_value"] = lazy(lambda: str(words) % most, str)()  # "50.000.000", in any language

    def widget_attrs(self, widget):
        return {}  # min and max belong to type=number, which refuses "1.240"

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            try:
                return parse_count(value)
            except ValueError:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        return super().to_python(value.strip() if isinstance(value, str) else value)

    def prepare_value(self, value):
        return number_text(value) if isinstance(value, int) and not isinstance(value, bool) else value


# --- Choices as chips -------------------------------------------------------------------------------------------------
class Chips:
    """Choices to press with a thumb; `legend` groups and labels come from the field as for any choices."""

    template_name = "components/widgets/chips.html"
    option_template_name = "components/widgets/chip.html"


class ChipsRadio(Chips, forms.RadioSelect):
    """One of a few."""


class ChipsCheckbox(Chips, forms.CheckboxSelectMultiple):
    """Any of a few."""


class ChipsWithKeys(ChipsCheckbox):
    """Any of a few, the first nine also by a digit (`static/js/keys.js`)."""

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        if index < 9:
            option["key"] = str(index + 1)
            option["attrs"]["data-key"] = option["key"]
        return option


class ChipsSelect(ChipsRadio):
    """A <select> for models and choices, drawn as chips: the empty choice is left out when there is one to choose."""

    def optgroups(self, name, value, attrs=None):
        groups = super().optgroups(name, value, attrs)
        return [group for group in groups if any(str(option["value"]) for option in group[1])]


class UploadInput(forms.FileInput):
    """A file chosen by pressing a box with words in it. For several see MultipleUploadInput."""

    template_name = "components/widgets/upload.html"

    def __init__(self, attrs=None, *, label="", icon="file", note="", max_mb=0):
        super().__init__({**({"data-max-mb": max_mb} if max_mb else {}), **(attrs or {})})
        self.label, self.icon, self.note = label, icon, note

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        words = {"label": self.label or _("Chọn tệp"), "icon": self.icon, "note": self.note}
        context["widget"].update(words)
        return context


class MultipleUploadInput(UploadInput):
    """Several files chosen at once, for MultipleFileField."""

    allow_multiple_selected = True


class MultipleFileField(forms.FileField):
    """Any number of files; cleans to a list, in the order chosen."""

    widget = MultipleUploadInput

    def clean(self, data, initial=None):
        files = [file for file in data or [] if file]
        if not files:
            return [super().clean(None, initial)] if self.required else []
        return [super(MultipleFileField, self).clean(file, initial) for file in files]


class PhotoInput(UploadInput):
    """A photo, taken on the spot or chosen. No `capture`: a phone then offers both the camera and the album."""

    def __init__(self, attrs=None, **kwargs):
        kwargs = {"label": _("Chụp hoặc chọn ảnh"), "icon": "camera", **kwargs}
        super().__init__({"accept": "image/*", **(attrs or {})}, **kwargs)


# --- Forms ------------------------------------------------------------------------------------------------------------
class PortalFormMixin:
    """What all forms here share: crispy without its own <form>, and errors gathered in one summary above.

    The page writes <form>, csrf token and buttons, and `{% error_summary form %}` first.
    """

    mark_optional = True
    """Write "(không bắt buộc)" beside what may stay empty. Filters set it to False."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.include_media = False
        for field in self.fields.values():
            _speak_plainly(field)


class PortalForm(PortalFormMixin, forms.Form):
    pass


class PortalModelForm(PortalFormMixin, forms.ModelForm):
    """A ModelForm whose date columns are typed as days.

    Note that a subclass with its own Meta inherits from PortalModelForm.Meta, or names `field_classes` itself.
    """

    class Meta:
        field_classes: dict = {}

    @classmethod
    def day_fields(cls, *names: str) -> dict:
        """For Meta: `field_classes = PortalModelForm.day_fields("due_on")`."""
        return dict.fromkeys(names, DayField)


PLAIN_ERRORS = {
    forms.BooleanField: {"required": _("Hãy đánh dấu ô này để tiếp tục.")},
    forms.ChoiceField: {"required": _("Chọn một mục.")},
    forms.MultipleChoiceField: {"required": _("Chọn ít nhất một mục.")},
    forms.ModelChoiceField: {"required": _("Chọn một mục.")},
    forms.ModelMultipleChoiceField: {"required": _("Chọn ít nhất một mục.")},
    forms.URLField: {"invalid": _("Liên kết chưa đúng dạng. Hãy chép cả địa chỉ, bắt đầu bằng https://.")},
    forms.FileField: {
        "required": _("Chọn một tệp."),
        "empty": _("Tệp này rỗng. Hãy chọn tệp khác."),
        "missing": _("Chưa nhận được tệp. Hãy chọn lại."),
    },
}


def _speak_plainly(field: forms.Field) -> None:
    """Replace Django's general sentences by ones that say what to do; a form's own sentences stay."""
    if getattr(field, "empty_label", None) == "---------":
        field.empty_label = _("Chọn…")
    for kind, messages in PLAIN_ERRORS.items():
        if type(field) is not kind:
            continue
        for code, sentence in messages.items():
            if field.error_messages.get(code) == _django_says(kind, code):
                field.error_messages[code] = sentence


def _django_says(kind: type[forms.Field], code: str):
    for parent in kind.__mro__:
        if code in getattr(parent, "default_error_messages", {}):
            return parent.default_error_messages[code]
    return None
