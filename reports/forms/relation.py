"""What an officer says a draft is: about which issued letter, of what kind, which words take the place of which."""

from datetime import date
from difflib import SequenceMatcher

from django import forms
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.dates import short_date
from campaign_portal.lib.forms import ChipsRadio, DayField, PortalForm
from campaign_portal.lib.text import fold
from directives.forms.acts import ActForm, InstructionChoice, not_past
from directives.models import Directive, DirectiveRelation, Instruction
from directives.services.proposing import linkable
from directives.services.relations import REWORDS, Pair, Terms

Kind = DirectiveRelation.Kind
ALIKE = 0.55
"""From this likeness on an instruction of the draft is offered as the new words of an old one."""


class EarlierChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Directive) -> str:
        day = short_date(obj.dated_on) if obj.dated_on else ""
        return Truncator(f"{obj.reference}, {day}: {obj.subject}").chars(120)


class LinkForm(PortalForm):
    kind = forms.ChoiceField(
        label=_("Văn bản này"),
        choices=[(kind.value, capfirst(kind.label)) for kind in Kind],
        widget=ChipsRadio,
        error_messages={"required": _("Hãy chọn quan hệ giữa hai văn bản.")},
    )
    earlier = EarlierChoice(
        label=_("văn bản đã ban hành nào"),
        queryset=Directive.objects.none(),
        error_messages={"required": _("Hãy chọn văn bản đã ban hành.")},
    )

    def __init__(self, *args, draft: Directive, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["earlier"].queryset = linkable(draft)


class TermsForm(PortalForm):
    """For each standing instruction of the earlier letter its new words, and which of the draft's ask anew.

    Without data it is filled with what looks alike; the officer sees the outcome either way before confirming.
    """

    mark_optional = False

    def __init__(self, data=None, *, draft: Directive, earlier: Directive, kind: str):
        self.draft, self.earlier, self.kind = draft, earlier, kind
        self.own = list(draft.instructions.order_by("order"))
        self.standing = list(earlier.instructions.filter(ended_at=None).order_by("order")) if self.pairs_words else []
        super().__init__(self._suggested() if data is None else data)
        for old in self.standing:
            self._add_pair(old)
        if self.own and kind != Kind.REPLACES:
            self.fields["keeps"] = forms.MultipleChoiceField(
                label=_("Nội dung nào của văn bản này là việc mới, theo dõi riêng?"),
                help_text=_("Nội dung không chọn vẫn nằm trong toàn văn, nhưng không tạo nhiệm vụ."),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[(each.pk, each.title) for each in self.own],
            )

    @property
    def pairs_words(self) -> bool:
        return self.kind in (*REWORDS, Kind.REPLACES)

    def _add_pair(self, old: Instruction) -> None:
        stays = _("Không chuyển") if self.kind == Kind.REPLACES else _("Giữ nguyên")
        self.fields[f"new_{old.pk}"] = forms.TypedChoiceField(
            label=_("Chuyển sang nội dung") if self.kind == Kind.REPLACES else _("Lấy lời văn của nội dung"),
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", stays), *((each.pk, Truncator(each.text).chars(90)) for each in self.own)],
        )
        if self.kind != Kind.REPLACES:
            self.fields[f"text_{old.pk}"] = forms.CharField(
                label=_("Hoặc nhập lời văn mới"),
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def rows(self) -> list[dict]:
        """For the template: each old instruction with its fields."""
        return [self._row(old, [f"new_{old.pk}", f"text_{old.pk}"]) for old in self.standing]

    def _row(self, old: Instruction, names: list[str]) -> dict:
        fields = [self[name] for name in names if name in self.fields]
        return {"old": old, "fields": fields, "is_open": any(field.value() or field.errors for field in fields)}

    def _suggested(self) -> dict:
        free, found = list(self.own), {}
        for old in self.standing:
            best = max(free, key=lambda each: _likeness(old, each), default=None)
            if best and self._is_change(old, best):
                found[f"new_{old.pk}"] = str(best.pk)
                free.remove(best)
        return found | {"keeps": [str(each.pk) for each in free] if self.kind == Kind.AMENDS else []}

    def _is_change(self, old: Instruction, new: Instruction) -> bool:
        """Words said again as they were are a pair only in a replacing letter."""
        return _likeness(old, new) >= ALIKE and (self.kind == Kind.REPLACES or old.text.strip() != new.text.strip())

    def clean(self) -> dict:
        data = super().clean()
        texts, taken = {each.pk: each.text for each in self.own}, set()
        for old in self.standing:
            new, text = data.get(f"new_{old.pk}"), data.get(f"text_{old.pk}", "").strip()
            if new in taken:
                self.add_error(f"new_{old.pk}", _("Nội dung mới này đã được chọn cho một nội dung khác."))
            taken |= {new} if new else set()
            words = (text or texts.get(new, "")).strip()
            if self.kind != Kind.REPLACES and words == old.text.strip():
                self.add_error(f"new_{old.pk}", _("Lời văn mới phải khác lời văn đang thực hiện."))
        return data

    def terms(self) -> Terms:
        """What the officer said; of a form that is not valid only the letter and the kind."""
        if not self.is_valid():
            return Terms(self.earlier, self.kind)
        data = self.cleaned_data
        pairs = [Pair(old.pk, data[f"new_{old.pk}"], data.get(f"text_{old.pk}", "")) for old in self.standing]
        keeps = frozenset(int(key) for key in data.get("keeps", []))
        return Terms(self.earlier, self.kind, tuple(pair for pair in pairs if pair.new or pair.text), keeps)


def _likeness(old: Instruction, new: Instruction) -> float:
    return SequenceMatcher(None, fold(old.text), fold(new.text), autojunk=False).ratio()


class SupersedeForm(ActForm):
    """New words for one instruction of an issued letter."""

    instruction = InstructionChoice(label=_("Nội dung cần thay"), queryset=Instruction.objects.none())
    text = forms.CharField(
        label=_("Lời văn mới"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Hãy nhập lời văn mới.")},
    )
    due_on = DayField(label=_("Hạn mới"), required=False, help_text=_("Để trống: giữ nguyên hạn của từng đơn vị."))
    field_order = ["instruction", "text", "due_on", "reason"]

    def __init__(self, *args, directive: Directive, **kwargs):
        super().__init__(*args, directive=directive, **kwargs)
        if self.is_confirming:  # one replaced meanwhile reaches the service, which says so
            self.fields["instruction"].queryset = directive.instructions.order_by("order")

    def clean_due_on(self) -> date | None:
        return not_past(self.cleaned_data["due_on"], self.today)

    def clean(self) -> dict:
        data = super().clean()
        old = data.get("instruction")
        if old and old.ended_at is None and data.get("text", "").strip() == old.text.strip():
            self.add_error("text", _("Lời văn mới phải khác lời văn đang thực hiện."))
        return data
