"""The editor of a ladder: a form for each step, and what was pressed. Nothing that was typed is lost by a press."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign_portal.lib.forms import CountField, PortalForm
from directives.ladder import (
    ALLOWED,
    DAYLESS,
    FIELDS,
    FOR_UNITS,
    FURTHEST,
    Audience,
    Rung,
    Trigger,
    unknown_fields,
    usual,
)
from directives.reminders.channels import label_of, switched_on
from directives.reminders.overview import step_words

MOST = 40
PRESSES = ("add", "remove", "insert", "show")
"""Buttons that change the page and store nothing."""
NEED_A_DAY = (Trigger.AFTER, Trigger.REPORT_AFTER, Trigger.UNRECEIVED, Trigger.REVIEW)
NAMES = ("trigger", "days", "audience", "channel", "text")

TRIGGERS = {
    Trigger.ISSUED: gettext_lazy("Khi văn bản được ban hành"),
    Trigger.UNRECEIVED: gettext_lazy("Chưa tiếp nhận sau … ngày làm việc"),
    Trigger.BEFORE: gettext_lazy("Trước hạn … ngày (0: đúng hạn)"),
    Trigger.AFTER: gettext_lazy("Quá hạn … ngày"),
    Trigger.REPORT_BEFORE: gettext_lazy("Trước hạn báo cáo … ngày"),
    Trigger.REPORT_AFTER: gettext_lazy("Quá hạn báo cáo … ngày"),
    Trigger.RETURNED: gettext_lazy("Khi việc bị trả lại"),
    Trigger.REVIEW: gettext_lazy("Chờ xác nhận … ngày làm việc"),
    Trigger.WEEKLY: gettext_lazy("Hằng tuần (1 thứ Hai … 5 thứ Sáu)"),
}
GROUPS = {
    gettext_lazy("Ban hành và tiếp nhận"): (Trigger.ISSUED, Trigger.UNRECEIVED),
    gettext_lazy("Trước hạn và đúng hạn"): (Trigger.BEFORE,),
    gettext_lazy("Quá hạn"): (Trigger.AFTER,),
    gettext_lazy("Báo cáo"): (Trigger.REPORT_BEFORE, Trigger.REPORT_AFTER),
    gettext_lazy("Việc bị trả lại, chờ xác nhận"): (Trigger.RETURNED, Trigger.REVIEW),
    gettext_lazy("Tổng hợp"): (Trigger.WEEKLY,),
}
FIELD_WORDS = {
    "don_vi": gettext_lazy("tên đơn vị"),
    "van_ban": gettext_lazy("số văn bản"),
    "so_viec": gettext_lazy("số việc còn lại"),
    "han": gettext_lazy("ngày đến hạn"),
    "con_lai": gettext_lazy("còn hay quá bao nhiêu ngày"),
}


class RungForm(PortalForm):
    """One step. `rung` is set once it is valid."""

    mark_optional = False

    trigger = forms.ChoiceField(label=gettext_lazy("Khi nào"), choices=list(TRIGGERS.items()))
    days = CountField(
        label=gettext_lazy("Số ngày"),
        required=False,
        max_value=FURTHEST,
        error_messages={"max_value": gettext_lazy("Nhiều nhất %(limit_value)s ngày. Hãy kiểm tra lại.")},
    )
    audience = forms.ChoiceField(label=gettext_lazy("Gửi cho"), choices=Audience.choices)
    channel = forms.ChoiceField(label=gettext_lazy("Gửi bằng"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Lời của cơ quan (để trống: dùng lời có sẵn)"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    rung: Rung | None = None
    spoken: Rung | None = None
    """What the step is called by, also while its words are not in order."""
    is_added = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [("", _("Theo cách từng người đã chọn")), *_channels(self["channel"].value())]

    def clean(self) -> dict:
        data = super().clean()
        if {"trigger", "audience", "days"} <= set(data):
            trigger = Trigger(data["trigger"])
            self._check_days(trigger, data["days"])
            self._check_audience(trigger, Audience(data["audience"]))
            self.spoken = None if self.errors else _rung({"text": "", "channel": ""} | data)
        if unknown := unknown_fields(data.get("text", "")):
            words = _("Không có ô {%(name)s}. Chỉ dùng: %(known)s.")
            known = ", ".join(f"{{{name}}}" for name in FIELDS)
            self.add_error("text", words % {"name": unknown[0].strip("{}"), "known": known})
        if not self.errors:
            self.rung = _rung(data)
        return data

    def _check_days(self, trigger: Trigger, days: int | None) -> None:
        if trigger in DAYLESS:
            return
        if days is None:
            self.add_error("days", _("Nhập số ngày, ví dụ 7."))
        elif trigger in NEED_A_DAY and not days:
            self.add_error("days", _("Bước sau một ngày cần ít nhất 1 ngày."))
        elif trigger == Trigger.WEEKLY and not 1 <= days <= 5:
            self.add_error("days", _("Nhập từ 1 (thứ Hai) đến 5 (thứ Sáu): cuối tuần không gửi thư."))

    def _check_audience(self, trigger: Trigger, audience: Audience) -> None:
        allowed = ALLOWED.get(trigger, FOR_UNITS)
        if audience not in allowed:
            names = ", ".join(str(each.label) for each in Audience if each in allowed)
            self.add_error("audience", _("Bước này chỉ gửi được cho: %(names)s.") % {"names": names})

    @property
    def group(self) -> str:
        """Under which heading the step stands."""
        chosen = self["trigger"].value()
        return next((str(words) for words, triggers in GROUPS.items() if chosen in triggers), "")

    @property
    def words(self) -> str:
        """ "Trước hạn 14 ngày – đầu mối của đơn vị"; empty while it makes no sense."""
        if not self.spoken:
            return ""
        if self.spoken.audience != usual(self.spoken.trigger):
            return step_words(self.spoken.name).partition(" (")[0] + f" – {self.spoken.audience.label}"
        return f"{step_words(self.spoken.name)} – {self.spoken.audience.label}"

    @property
    def called(self) -> str:
        """The step as the list of errors names it."""
        return _("Bước “%s”") % (self.words or self.group or _("chưa điền đủ"))


def _rung(data: Mapping) -> Rung:
    trigger = Trigger(data["trigger"])
    days = 0 if trigger in DAYLESS else data["days"]
    return Rung(trigger, days, Audience(data["audience"]), data["text"].strip(), data["channel"])


def _channels(chosen: str | None) -> list[tuple[str, str]]:
    """Those that are switched on, and the one that stands there though it is off."""
    keys = [channel.key for channel in switched_on()]
    return [(key, label_of(key)) for key in dict.fromkeys([*keys, *([chosen] if chosen else [])])]


@dataclass
class LadderForm:
    """The steps as they stand on the page; `forms` are their forms, in the order of the page."""

    forms: list[RungForm] = field(default_factory=list)

    @classmethod
    def of(cls, rungs: Iterable[Rung]) -> "LadderForm":
        return cls.with_rows([_row(rung) for rung in in_order(rungs)])

    @classmethod
    def typed(cls, data: Mapping) -> "LadderForm":
        """What the page sent, after what was pressed: a step added or taken away, a field put into its words."""
        rows = [{name: data.get(f"{nth}-{name}", "") for name in NAMES} for nth in range(_count(data))]
        if "add" in data and len(rows) < MOST:
            rows.append({"trigger": Trigger.BEFORE.value, "days": "", "audience": Audience.UNIT.value})
        if "remove" in data:
            rows = [row for nth, row in enumerate(rows) if str(nth) != data["remove"]]
        nth, _colon, name = data.get("insert", "").partition(":")
        if name in FIELDS and nth.isdigit() and int(nth) < len(rows):
            rows[int(nth)]["text"] = f"{rows[int(nth)]['text']} {{{name}}}".strip()
        found = cls.with_rows(rows, is_asking=not any(name in data for name in PRESSES))
        if "add" in data and found.forms:
            max(found.forms, key=lambda form: int(form.prefix)).is_added = True
        return found

    @classmethod
    def with_rows(cls, rows: list[dict], *, is_asking: bool = True) -> "LadderForm":
        """The forms under their headings. Unless it is `is_asking`, a step that nobody filled in yet is no mistake."""
        found = cls([_form(row, nth, is_asking or not _is_untouched(row)) for nth, row in enumerate(rows)])
        for form in found.forms:
            form.is_valid()
        found._find_twins()
        headings = [str(words) for words in GROUPS]
        found.forms.sort(key=lambda form: headings.index(form.group) if form.group else len(headings))
        return found

    def is_valid(self) -> bool:
        return all(form.rung for form in self.forms)

    @property
    def rungs(self) -> list[Rung]:
        return [form.rung for form in self.forms if form.rung]

    def non_form_errors(self) -> list[str]:
        return []

    def _find_twins(self) -> None:
        seen: set[str] = set()
        for form in self.forms:
            if form.rung and form.rung.name in seen:
                form.rung = None
                form.add_error("days", _("Bước này đã có ở trên. Hãy đổi số ngày, người nhận, hoặc bỏ bớt một bước."))
            elif form.rung:
                seen.add(form.rung.name)


def in_order(rungs: Iterable[Rung]) -> list[Rung]:
    """As they are read on the page: by what they wait for, then by time."""
    order = list(TRIGGERS)
    ahead = (Trigger.BEFORE, Trigger.REPORT_BEFORE)
    return sorted(
        rungs, key=lambda rung: (order.index(rung.trigger), -rung.days if rung.trigger in ahead else rung.days)
    )


def _form(row: Mapping, nth: int, is_typed: bool) -> RungForm:
    return RungForm(prefixed(row, nth), prefix=str(nth)) if is_typed else RungForm(initial=row, prefix=str(nth))


def _is_untouched(row: Mapping) -> bool:
    return row["trigger"] not in DAYLESS and not row["days"] and not row.get("text")


def prefixed(row: Mapping, nth: int) -> dict:
    return {f"{nth}-{name}": value for name, value in row.items()}


def _row(rung: Rung) -> dict:
    days = "" if rung.trigger in DAYLESS else str(rung.days)
    return {
        "trigger": rung.trigger.value,
        "days": days,
        "audience": rung.audience.value,
        "channel": rung.channel,
        "text": rung.text,
    }


def _count(data: Mapping) -> int:
    typed = str(data.get("count", ""))
    return min(int(typed), MOST) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
