"""The letter as pasted or uploaded: read before anything is stored."""

import uuid
from datetime import datetime
from functools import partial

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.forms import MultipleFileField, MultipleUploadInput, PortalForm
from campaign_portal.lib.workdays import WorkCalendar
from directives.intake import SUFFIXES, IntakeError, Workdays, read_text
from directives.intake.sandbox import SMALL, read_uploads
from directives.services.taking_in import Incoming
from units.models import Unit

from .incoming import ATTACHED, MAX_FILES, Part, read_files

MAX_CHARS = 2_000_000  # some 700 pages; what is longer is no letter
PASTED = "van-ban.txt"
STAMPED = "secret"


class LetterForm(PortalForm):
    """A valid form holds the `parts` handed in, at least one of them a letter; nothing of them is stored yet."""

    mark_optional = False
    file = MultipleFileField(
        label=_("Tải tệp văn bản lên"), widget=MultipleUploadInput(label=_("Chọn tệp"), icon="upload"), required=False
    )
    text = forms.CharField(
        label=_("hoặc dán toàn văn văn bản"),
        help_text=_("Kể cả phần đầu (số, ký hiệu), “Kính gửi”, “Nơi nhận” và phần ký."),
        widget=forms.Textarea(attrs={"rows": 8, "data-max-chars": MAX_CHARS}),
        required=False,
        strip=False,
    )
    issuer = forms.ModelChoiceField(label=_("Đơn vị ban hành"), queryset=Unit.objects.none())
    client_uuid = forms.UUIDField(widget=forms.HiddenInput({"data-draft-keep": True}))

    def __init__(self, *args, issuers, **kwargs):
        super().__init__(*args, **kwargs)
        limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        files = self.fields["file"]
        files.allow_empty_file = True  # the reader has the better sentence for an empty file
        files.help_text = _(
            "Word (.docx, .doc), PDF có chữ, trang web (.html) hoặc .txt. Chọn cùng lúc cả phụ lục, tài liệu kèm theo "
            "(thêm Excel, PowerPoint, ảnh). Tối đa %(limit)d MB mỗi tệp, %(count)d tệp. Bản gốc được giữ nguyên."
        ) % {"limit": limit, "count": MAX_FILES}
        suffixes = dict.fromkeys([*SUFFIXES, *ATTACHED, "jpg"])
        files.widget.attrs |= {"data-max-mb": limit, "accept": ",".join(f".{suffix}" for suffix in suffixes)}
        self.fields["issuer"].queryset = issuers
        self.fields["client_uuid"].initial = uuid.uuid4
        self.parts: list[Part] = []
        self.only_issuer = issuers[0] if len(issuers) == 1 else None
        if self.only_issuer:
            self.fields["issuer"].required = False

    def clean(self) -> dict:
        data = super().clean()
        data["issuer"] = self.only_issuer or data.get("issuer")
        text, files = data.get("text", ""), data.get("file", [])
        if files and text.strip():
            self.add_error("file", _("Hãy chỉ dùng một cách: dán toàn văn, hoặc tải tệp lên."))
        elif files:
            self._read("file", lambda: read_files(files, partial(read_uploads, calendar=_workdays())))
        elif "file" not in self.errors:
            self._read("text", lambda: [_pasted(text, _workdays())])
        return data

    def _read(self, name: str, read) -> None:
        try:
            self.parts = read()
        except IntakeError as error:
            self.add_error(name, forms.ValidationError(error.message, code=error.code))
            if error.code == STAMPED:  # its words go back to no page, and no browser keeps them
                self.data = self.data.copy()
                self.data["text"] = ""

    @property
    def is_secret(self) -> bool:
        """Whether what was handed in bears a stamp of secrecy: it is to be taken away, not mended."""
        return any(self.has_error(name, STAMPED) for name in ("file", "text"))

    @property
    def has_files(self) -> bool:
        """Whether to choose files again: a browser does not keep them when the page comes back with an error."""
        chosen = len(self.files.getlist("file")) if self.is_bound else 0
        return chosen > 1 or (chosen == 1 and not self.is_secret)

    def kept(self, now: datetime) -> list[Incoming]:
        """Store what was handed in, as it came; call it before a transaction opens."""
        return [part.kept(now) for part in self.parts]


def _workdays() -> Workdays:
    calendar = WorkCalendar.load()
    return Workdays(calendar.days_off, calendar.days_on)


def _pasted(text: str, calendar: Workdays) -> Part:
    """A paste is kept as the text that was pasted. A long one is read apart, as a long file is."""
    data = text.encode("utf-8", "replace")
    small = len(data) <= SMALL
    readings = [read_text(text, calendar=calendar)] if small else read_uploads(PASTED, data, calendar=calendar)
    return Part(PASTED, data, readings)
