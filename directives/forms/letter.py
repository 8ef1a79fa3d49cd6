"""The letter as pasted or uploaded: read before anything is stored."""

import uuid

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.files import clean_name
from campaign_portal.lib.forms import PortalForm, UploadInput
from directives.intake import SUFFIXES, IntakeError, Reading, read_text
from directives.intake.sandbox import read_uploads
from units.models import Unit

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "pdf": "application/pdf",
}  # the rest is kept as plain text: a web page must not run from here


class LetterForm(PortalForm):
    """A valid form holds a `reading`; nothing of the letter is stored yet."""

    mark_optional = False
    text = forms.CharField(
        label=_("Dán toàn văn văn bản"),
        help_text=_("Kể cả phần đầu (số, ký hiệu), “Kính gửi”, “Nơi nhận” và phần ký."),
        widget=forms.Textarea(attrs={"rows": 12}),
        required=False,
        strip=False,
    )
    file = forms.FileField(
        label=_("hoặc tải tệp lên"),
        widget=UploadInput(
            {"accept": ",".join(f".{suffix}" for suffix in SUFFIXES)}, label=_("Chọn tệp"), icon="upload"
        ),
        required=False,
        allow_empty_file=True,
    )
    issuer = forms.ModelChoiceField(label=_("Cơ quan ban hành"), queryset=Unit.objects.none())
    client_uuid = forms.UUIDField(widget=forms.HiddenInput({"data-draft-keep": True}))

    def __init__(self, *args, issuers, **kwargs):
        super().__init__(*args, **kwargs)
        limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        self.fields["file"].help_text = _(
            "Word (.docx, .doc), PDF có chữ, trang web (.html) hoặc .txt, tối đa %(limit)d MB. Bản gốc được giữ nguyên."
        ) % {"limit": limit}
        self.fields["file"].widget.attrs["data-max-mb"] = limit
        self.fields["issuer"].queryset = issuers
        self.fields["client_uuid"].initial = uuid.uuid4
        self.reading: Reading | None = None
        self.only_issuer = issuers[0] if len(issuers) == 1 else None
        if self.only_issuer:
            self.fields["issuer"].required = False

    def clean(self) -> dict:
        data = super().clean()
        data["issuer"] = self.only_issuer or data.get("issuer")
        text, file = data.get("text", ""), data.get("file")
        if file and text.strip():
            self.add_error("file", _("Hãy chỉ dùng một cách: dán toàn văn, hoặc tải tệp lên."))
        elif file is not None:
            self._read("file", lambda: self._read_file(file))
        elif "file" not in self.errors:
            self._read("text", lambda: read_text(text))
        return data

    def _read(self, name: str, read) -> None:
        try:
            self.reading = read()
        except IntakeError as error:
            self.add_error(name, error.message)

    def _read_file(self, file) -> Reading:
        if file.size > settings.UPLOAD_MAX_BYTES:
            limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
            sentence = _("Tệp lớn hơn %(limit)d MB. Hãy giảm dung lượng ảnh trong tệp, hoặc dán toàn văn văn bản.")
            raise IntakeError("too_big", sentence % {"limit": limit})
        self.file_data = file.read()
        return read_uploads(file.name, self.file_data)[0]

    @property
    def original(self) -> tuple[bytes, str, str]:
        """What to keep as the original: bytes, content type, name. A paste is kept as the text that was pasted."""
        if file := self.cleaned_data.get("file"):
            name = clean_name(file.name)
            return self.file_data, TYPES.get(name.rsplit(".", 1)[-1].lower(), "text/plain"), name
        return self.cleaned_data["text"].encode("utf-8", "replace"), "text/plain", "van-ban.txt"
