"""The reviewer's words to a unit."""

import re
from collections.abc import Mapping, Sequence

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.forms import ChipsCheckbox, ChipsWithKeys, PortalForm
from campaign_portal.lib.text import nfc
from directives.models import Obligation
from reports.models import ReasonPhrase
from reports.queries.deeds import Deed
from reports.services.phrases import LONGEST

PHRASES = {
    "count": _("Số liệu chưa rõ cách tính, đề nghị kiểm tra lại."),
    "photo": _("Ảnh chưa thấy rõ nội dung tuyên truyền."),
    "link": _("Liên kết chưa mở được hoặc không đúng bài."),
    "day": _("Ngày thực hiện chưa đúng hoặc ngoài thời gian của văn bản."),
    "other": _("Hoạt động chưa đúng nội dung yêu cầu."),
}
CHIPS = [
    ("count", _("Số liệu chưa rõ")),
    ("photo", _("Ảnh chưa rõ nội dung")),
    ("link", _("Liên kết không mở được")),
    ("day", _("Sai ngày")),
    ("other", _("Chưa đúng yêu cầu")),
]


MOST_AT_ONCE = 200
"""Rows decided by one press; more do not stand in any list."""

TICKED = re.compile(r"([1-9]\d{0,17})(?:-([1-9]\d{0,17}))?", re.ASCII)


def seen_of(data: Mapping[str, str]) -> int | None:
    """The obligation's last change as it stood on the page of the decision; None where the page did not say."""
    typed = TICKED.fullmatch(data.get("seen", ""))
    return int(typed[1]) if typed else None


class BatchForm(forms.Form):
    """The ticked rows: each an obligation's key and, after a hyphen, its last change as it stood on the page."""

    row = forms.TypedMultipleChoiceField()

    def __init__(self, data):
        super().__init__(data)
        ticked = [value for value in data.getlist("row") if TICKED.fullmatch(value)][:MOST_AT_ONCE]
        self.fields["row"].choices = [(value, value) for value in ticked]

    def rows(self, user) -> list[tuple[Obligation, int | None]]:
        """The obligations the person may see, in the order in which they were sent, with what was seen of each."""
        typed = [TICKED.fullmatch(value) for value in self.cleaned_data["row"]]
        seen = {int(each[1]): int(each[2]) if each[2] else None for each in typed}
        rows = Obligation.objects.visible_to(user).select_related("instruction", "delivery").in_bulk(list(seen))
        return [(rows[pk], last) for pk, last in seen.items() if pk in rows]


class ReturnForm(PortalForm):
    """Reasons ready to press, one's own words, and which actions are to be mended. Some reason is needed."""

    mark_optional = False  # one of the two first is needed

    why = forms.MultipleChoiceField(label=_("Lý do"), choices=CHIPS, required=False, widget=ChipsWithKeys)
    say = forms.CharField(
        label=_("Lời nhắn cho đơn vị"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    keep = forms.BooleanField(label=_("Lưu mẫu: lần sau lời nhắn này hiện sẵn để chọn"), required=False)
    actions = forms.MultipleChoiceField(label=_("Cần bổ sung ở"), required=False, widget=ChipsCheckbox)

    def __init__(self, *args, deeds: list[Deed], phrases: Sequence[ReasonPhrase] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.own = {f"mau-{each.pk}": each.text for each in phrases}
        self.fields["why"].choices = [*CHIPS, *((key, Truncator(text).chars(60)) for key, text in self.own.items())]
        choices = [(each.pk, f"{each.channel} {each.done_on:%d/%m}") for each in deeds]
        self.fields["actions"].choices = [(pk, words[:1].upper() + words[1:]) for pk, words in choices]
        self.fields["actions"].initial = [each.pk for each in deeds]
        if len(deeds) < 2:
            del self.fields["actions"]

    def clean(self) -> dict:
        data = super().clean()
        if not self.errors and not self.reason():
            self.add_error("say", _("Chọn hoặc ghi lý do để đơn vị biết cần bổ sung gì."))
        if not self.errors and data.get("keep") and not self.phrase():
            self.add_error("say", _("Ghi lời nhắn cần lưu mẫu, hoặc bỏ đánh dấu “Lưu mẫu”."))
        if not self.errors and len(self.phrase()) > LONGEST:
            self.add_error("say", _("Rút ngắn lời nhắn còn 300 ký tự để lưu mẫu, hoặc bỏ đánh dấu “Lưu mẫu”."))
        return data

    def reason(self) -> str:
        """What the unit reads: the phrases pressed, then the reviewer's own words."""
        pressed = self.cleaned_data["why"]
        phrases = [str(words) for key, words in {**PHRASES, **self.own}.items() if key in pressed]
        return " ".join([*phrases, nfc(self.cleaned_data["say"]).strip()]).strip()

    def phrase(self) -> str:
        """The own words that are to be offered the next time, "" where none are."""
        return " ".join(nfc(self.cleaned_data["say"]).split()) if self.cleaned_data.get("keep") else ""

    def named(self, deeds: list[Deed]) -> list[int]:
        """Keys of the actions to be mended; with only one action it is that one."""
        if "actions" in self.fields:
            return [int(key) for key in self.cleaned_data["actions"]]
        return [each.pk for each in deeds]
