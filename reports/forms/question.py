"""What people write in questions, and what an officer publishes to all recipients."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.forms import PortalForm
from campaign_portal.lib.text import fold_keeping_marks, plain_words
from directives.models import Question
from directives.models.question import MOST_WORDS

NAMES_UNIT = _(
    "Nội dung nêu tên đơn vị hỏi (%(name)s) và sẽ gửi cho mọi đơn vị. "
    "Hãy bỏ tên, hoặc đánh dấu “Vẫn nêu tên đơn vị hỏi”."
)


class WordsField(forms.CharField):
    """Several lines of plain words: control characters and marks that turn the writing are left out."""

    default_error_messages = {
        "max_length": _("Nội dung dài %(show_value)d ký tự, quá %(limit_value)d. Hãy rút gọn."),
    }

    def __init__(self, *, rows: int, **kwargs):
        area = forms.Textarea({"rows": rows, "data-max-chars": MOST_WORDS})
        super().__init__(max_length=MOST_WORDS, widget=area, **kwargs)

    def to_python(self, value):
        return plain_words(super().to_python(value))

    def widget_attrs(self, widget):
        return {}  # maxlength would cut a paste without a word


def key_of(page: uuid.UUID, *words: str) -> uuid.UUID:
    """One key for one page and its words: pressed twice they are stored once, changed after going back they are new."""
    return uuid.uuid5(page, "\x1f".join(words))


class PostForm(PortalForm):
    """Words for the other side, with what keeps a second press from storing twice."""

    text = WordsField(label=_("Câu hỏi"), rows=4, error_messages={"required": _("Ghi câu hỏi trước khi gửi.")})
    client_uuid = forms.UUIDField(widget=forms.HiddenInput())

    @staticmethod
    def fresh() -> dict:
        return {"client_uuid": uuid.uuid4()}

    @property
    def words(self) -> dict:
        """What a service takes of a valid form."""
        text = self.cleaned_data["text"]
        return {"text": text, "client_uuid": key_of(self.cleaned_data["client_uuid"], text)}


class ReviewerPostForm(PostForm):
    """A reviewer's question, beside the form for returning work on one page."""

    text = WordsField(
        label=_("Câu hỏi cho đơn vị"), rows=3, error_messages={"required": _("Ghi câu hỏi để đơn vị trả lời được.")}
    )


class ReplyForm(PostForm):
    """`seen` is the last post on the page from which somebody replies."""

    text = WordsField(label=_("Nội dung"), rows=4, error_messages={"required": _("Ghi nội dung trước khi gửi.")})
    seen = forms.IntegerField(widget=forms.HiddenInput())


class FaqForm(PortalForm):
    """A question and its answer for everybody. The unit that asked is named only where the officer insists."""

    question = WordsField(label=_("Câu hỏi"), rows=3, error_messages={"required": _("Ghi câu hỏi.")})
    answer = WordsField(label=_("Trả lời"), rows=5, error_messages={"required": _("Ghi câu trả lời.")})
    names_unit = forms.BooleanField(label=_("Vẫn nêu tên đơn vị hỏi"), required=False)
    tells = forms.BooleanField(label=_("Gửi thư báo lại cho các đơn vị"), required=False)
    client_uuid = forms.UUIDField(widget=forms.HiddenInput())

    mark_optional = False

    def __init__(self, *args, source: Question | None = None, is_new: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.source = source
        if source is None:
            del self.fields["names_unit"]
        if is_new:
            del self.fields["tells"]

    @staticmethod
    def fresh() -> dict:
        return {"client_uuid": uuid.uuid4(), "tells": True}

    def clean(self) -> dict:
        data = super().clean()
        if self.source and not data.get("names_unit") and (name := self.named(data)):
            self.add_error(None, NAMES_UNIT % {"name": name})
        return data

    def named(self, data: dict) -> str:
        """The asking unit's name as it stands in the words; empty where it does not."""
        words = f" {fold_keeping_marks(' '.join([data.get('question', ''), data.get('answer', '')]))} "
        names = (self.source.unit.name, self.source.unit.brief, self.source.delivery.unit_name)
        return next((name for name in names if f" {fold_keeping_marks(name)} " in words), "")

    @property
    def words(self) -> dict:
        data = self.cleaned_data
        said = {name: data[name] for name in ("question", "answer")}
        key = key_of(data["client_uuid"], *said.values())
        return said | {"client_uuid": key, "tells": data.get("tells", True)}
