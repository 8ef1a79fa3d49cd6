"""What a unit fills in to pass work down, and to take it back."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.dates import short_date
from campaign_portal.lib.forms import DayField, PortalForm
from directives.forms.acts import not_past
from directives.models import Obligation
from reports.queries.relayed import Below
from reports.queries.work import title
from units.models import Unit

CHANGED = _("Danh sách vừa thay đổi. Hãy tải lại trang rồi chọn lại.")


class RelayForm(PortalForm):
    """Duties × units, by one day. `offered` are the unit's open duties, `below` the units it may pass them to."""

    duties = forms.MultipleChoiceField(
        label=_("Giao việc nào"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một việc."), "invalid_choice": CHANGED},
    )
    everyone = forms.BooleanField(required=False)
    units = forms.MultipleChoiceField(
        label=_("Hoặc chọn từng đơn vị"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": CHANGED},
    )
    due_on = DayField(label=_("Hạn của đơn vị được giao"))
    note = forms.CharField(
        label=_("Lời nhắn"),
        help_text=_("Đơn vị được giao đọc được cùng với việc."),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )
    mark_optional = False  # the two ways of choosing units stand for each other

    def __init__(self, *args, offered: list[Obligation], below: list[Unit], given: dict[int, int], today: date, **kw):
        super().__init__(*args, **kw)
        self.offered, self.below, self.today = offered, below, today
        self.fields["duties"].choices = [(str(row.pk), title(row.instruction)) for row in offered]
        self.fields["everyone"].label = _("Tất cả %(n)d đơn vị dưới đây") % {"n": len(below)}
        self.fields["units"].choices = [(str(unit.pk), _named(unit, given.get(unit.pk, 0))) for unit in below]
        own = ", ".join(dict.fromkeys(short_date(row.due_on) for row in sorted(offered, key=lambda row: row.due_on)))
        self.fields["due_on"].help_text = _("Không sau hạn của đơn vị: %(days)s.") % {"days": own}

    def clean_due_on(self) -> date:
        return not_past(self.cleaned_data["due_on"], self.today)

    def clean(self) -> dict:
        data = super().clean()
        if not (data.get("everyone") or data.get("units")) and "units" not in self.errors:
            self.add_error("units", _("Chọn ít nhất một đơn vị, hoặc chọn tất cả."))
        day, own = data.get("due_on"), min((row.due_on for row in self.chosen_duties()), default=None)
        if day and own and day > own:
            self.add_error("due_on", _("Hạn giao xuống không được sau hạn của đơn vị (%s).") % short_date(own))
        return data

    def chosen_duties(self) -> list[Obligation]:
        chosen = set(self.cleaned_data.get("duties", []))
        return [row for row in self.offered if str(row.pk) in chosen]

    def chosen_units(self) -> list[Unit]:
        if self.cleaned_data.get("everyone"):
            return self.below
        chosen = set(self.cleaned_data.get("units", []))
        return [unit for unit in self.below if str(unit.pk) in chosen]


def _named(unit: Unit, given: int) -> str:
    return _("%(unit)s (đã giao %(n)d việc)") % {"unit": unit.name, "n": given} if given else unit.name


class TakeBackForm(PortalForm):
    """Which of the works passed on come back, and why. Only what is not declared complete is offered."""

    rows = forms.MultipleChoiceField(
        label=_("Thu hồi việc nào"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một việc để thu hồi."), "invalid_choice": CHANGED},
    )
    reason = forms.CharField(
        label=_("Lý do"),
        help_text=_("Đơn vị được giao đọc được lý do này."),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Hãy ghi lý do thu hồi để đơn vị được giao biết.")},
    )

    def __init__(self, *args, offered: Iterable[Below], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rows"].choices = [(str(row.pk), f"{row.unit}: {row.title}") for row in offered]


class ReturnBelowForm(PortalForm):
    """Why declared work goes back to the unit it was passed on to."""

    reason = forms.CharField(
        label=_("Lý do trả lại"),
        help_text=_("Ghi rõ cần bổ sung hoặc sửa gì. Đơn vị được giao đọc được lý do này."),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Hãy ghi lý do trả lại để đơn vị biết cần bổ sung gì.")},
    )


class ElsewhereForm(PortalForm):
    """Which other unit below gets what one sent back, and by when. `latest` is the giver's own day."""

    unit_id = forms.ChoiceField(
        label=_("Giao cho đơn vị khác"),
        error_messages={"required": _("Chọn đơn vị nhận việc."), "invalid_choice": CHANGED},
    )
    due_on = DayField(label=_("Hạn của đơn vị được giao"))

    def __init__(self, *args, below: list[Unit], latest: date | None, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.below, self.latest, self.today = below, latest, today
        self.fields["unit_id"].choices = [("", _("Chọn đơn vị")), *((str(unit.pk), unit.name) for unit in below)]
        if latest:
            self.fields["due_on"].help_text = _("Không sau hạn của đơn vị: %(days)s.") % {"days": short_date(latest)}
            self.initial.setdefault("due_on", latest)

    def clean_due_on(self) -> date:
        day = not_past(self.cleaned_data["due_on"], self.today)
        if self.latest and day > self.latest:
            raise forms.ValidationError(
                _("Hạn giao xuống không được sau hạn của đơn vị (%s).") % short_date(self.latest)
            )
        return day

    def unit(self) -> Unit:
        return next(unit for unit in self.below if str(unit.pk) == self.cleaned_data["unit_id"])
