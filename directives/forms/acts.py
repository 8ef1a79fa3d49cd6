"""What an officer fills in before an act on an issued directive: of whom, until when, and why."""

from datetime import date

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.dates import short_date
from campaign_portal.lib.forms import DayField, PortalForm
from directives.models import Delivery, Directive, Instruction
from directives.services.adjusting import unfinished
from directives.services.lifecycle import earliest_end, too_early
from directives.ticks import found_units
from units.models import Unit

NOTHING_LEFT = _("Đơn vị không còn việc chưa xong trong phần đã chọn.")

PLAIN = {
    "required": _("Chọn một mục."),
    "invalid_choice": _("Mục đã chọn vừa thay đổi. Hãy tải lại trang rồi chọn lại."),
}


class InstructionChoice(forms.ModelChoiceField):
    default_error_messages = PLAIN

    def label_from_instance(self, obj: Instruction) -> str:
        return f"{obj.label} {obj.title}".strip()


class InstructionsChoice(forms.ModelMultipleChoiceField):
    default_error_messages = PLAIN | {"required": _("Hãy tích ít nhất một nội dung đơn vị phải thực hiện.")}

    def label_from_instance(self, obj: Instruction) -> str:
        return f"{obj.label} {obj.title}".strip()


class DeliveryChoice(forms.ModelChoiceField):
    default_error_messages = PLAIN

    def label_from_instance(self, obj: Delivery) -> str:
        return obj.unit_name


class ActForm(PortalForm):
    """Every act has a reason, kept in the letter's log."""

    reason = forms.CharField(
        label=_("Lý do"),
        help_text=_("Ghi trong nhật ký của văn bản."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Hãy ghi lý do: lý do được lưu trong nhật ký của văn bản.")},
    )

    def __init__(self, *args, directive: Directive, today: date, query: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.directive, self.today, self.known = directive, today, []
        standing = directive.instructions.filter(ended_at=None).order_by("order")
        for name in ("instruction", "instructions"):
            if name in self.fields:
                self.fields[name].queryset = standing
        if "delivery" in self.fields:
            self.fields["delivery"].queryset = self.deliveries()
        if "unit" in self.fields:
            self._offer(query)

    @property
    def is_confirming(self) -> bool:
        """The preview was seen: what somebody else did meanwhile is told by the service, not by the form."""
        return "confirm" in self.data

    def deliveries(self):
        return self.directive.deliveries.counted().order_by("unit_sort_key")

    def _touches(self, rows: QuerySet, nothing_left: str, nothing_new: str = "") -> None:
        """An act that would touch no obligation is refused before its preview."""
        if self.is_confirming:
            return
        if not rows.exists():
            self.add_error("instruction" if self.cleaned_data.get("instruction") else "delivery", nothing_left)
        elif nothing_new and not rows.filter(due_on__lt=self.cleaned_data["due_on"]).exists():
            self.add_error("due_on", nothing_new)

    def _offer(self, query: str) -> None:
        """Any unit that exists today may be sent; of those found by the search the ones without the letter are shown,
        with the one ticked before. `known` names the others."""
        field = self.fields["unit"]
        field.queryset = Unit.objects.valid_on(self.today).exclude(pk=self.directive.issuer_id)
        found = {unit.pk: unit for unit in found_units(self.directive, query, day=self.today)}
        has_it = set(self.directive.deliveries.filter(unit__in=found).values_list("unit", flat=True))
        self.known = [unit.name for pk, unit in found.items() if pk in has_it]
        shown = {pk: unit for pk, unit in found.items() if pk not in has_it}
        ticked = self.data.get("unit", "")
        if ticked.isascii() and ticked.isdigit() and len(ticked) < 19:
            shown |= {unit.pk: unit for unit in field.queryset.filter(pk=int(ticked))}
        field.widget.choices = [(pk, unit.name) for pk, unit in shown.items()]


class ExtendForm(ActForm):
    delivery = DeliveryChoice(
        label=_("Gia hạn cho"),
        queryset=Delivery.objects.none(),
        required=False,
        empty_label=_("Mọi đơn vị"),
        help_text=_("Để trống là mọi đơn vị."),
    )
    instruction = InstructionChoice(
        label=_("Nội dung"),
        queryset=Instruction.objects.none(),
        required=False,
        empty_label=_("Mọi nội dung"),
        help_text=_("Chỉ chọn một nội dung khi gia hạn cho một đơn vị."),
    )
    due_on = DayField(label=_("Hạn mới"), help_text=_("Thực hiện đến hết ngày này."))
    field_order = ["delivery", "instruction", "due_on", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first = earliest_end(self.directive)
        if first < self.directive.due_on:
            words = _("Văn bản gia hạn đã thu hồi: có thể đưa hạn của mọi đơn vị về từ ngày %(day)s.")
            self.fields["due_on"].help_text = words % {"day": short_date(max(first, self.today))}

    def clean(self) -> dict:
        data = super().clean()
        if data.get("instruction") and not data.get("delivery"):
            self.add_error("delivery", _("Hãy chọn đơn vị được gia hạn nội dung này."))
        delivery, due_on, stood = data.get("delivery"), data.get("due_on"), self.directive.due_on
        if due_on and delivery:
            rows = unfinished(delivery=delivery, instruction=data.get("instruction"))
            later = _("Các việc này đã có hạn từ ngày %(day)s trở đi.") % {"day": short_date(due_on)}
            self._touches(rows, NOTHING_LEFT, later)
        elif due_on == stood and "delivery" in data and not self.is_confirming:
            self.add_error("due_on", _("Ngày gia hạn phải sau ngày %(day)s.") % {"day": short_date(stood)})
        elif due_on and "delivery" in data and (why_not := too_early(self.directive, due_on, today=self.today)):
            self.add_error("due_on", why_not)
        return data


class RecallForm(ActForm):
    pass


class ExemptForm(ActForm):
    delivery = DeliveryChoice(label=_("Đơn vị"), queryset=Delivery.objects.none())
    instruction = InstructionChoice(
        label=_("Nội dung"), queryset=Instruction.objects.none(), required=False, empty_label=_("Mọi nội dung")
    )
    field_order = ["delivery", "instruction", "reason"]

    def clean(self) -> dict:
        data = super().clean()
        if data.get("delivery"):
            rows = unfinished(delivery=data["delivery"], instruction=data.get("instruction"))
            self._touches(rows, NOTHING_LEFT)
        return data


class UnitField(forms.ModelChoiceField):
    """A unit found by name; `search` is what the field for the name asks."""

    def __init__(self, *, label: str, search: str):
        missing = _("Hãy tìm và chọn một đơn vị.")
        self.search = search
        super().__init__(
            label=label,
            queryset=Unit.objects.none(),
            widget=forms.RadioSelect,
            empty_label=None,
            error_messages={"required": missing, "invalid_choice": missing},
        )


class AddUnitForm(ActForm):
    unit = UnitField(label=_("Đơn vị bổ sung"), search=_("Tìm đơn vị cần bổ sung theo tên"))
    instructions = InstructionsChoice(
        label=_("Nội dung phải thực hiện"), queryset=Instruction.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    due_on = DayField(label=_("Hạn riêng"), required=False, help_text=_("Để trống: theo hạn của văn bản."))
    field_order = ["unit", "instructions", "due_on", "reason"]

    def clean_due_on(self) -> date | None:
        return not_past(self.cleaned_data["due_on"], self.today)


class RedirectForm(ActForm):
    delivery = DeliveryChoice(label=_("Đơn vị đã nhận nhầm"), queryset=Delivery.objects.none())
    unit = UnitField(label=_("Đơn vị nhận đúng"), search=_("Tìm đơn vị nhận đúng theo tên"))
    due_on = DayField(label=_("Hạn riêng"), required=False, help_text=_("Để trống: theo hạn của văn bản."))
    field_order = ["delivery", "unit", "due_on", "reason"]

    def deliveries(self):
        return self.directive.deliveries.filter(parent=None, redirected_to=None).order_by("unit_sort_key")

    def clean_due_on(self) -> date | None:
        return not_past(self.cleaned_data["due_on"], self.today)


def not_past(day: date | None, today: date) -> date | None:
    if day and day < today:
        raise forms.ValidationError(_("Hạn này đã qua. Hãy chọn ngày từ hôm nay trở đi."))
    return day
