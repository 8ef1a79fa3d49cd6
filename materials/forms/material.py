import io

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import ExifTags, Image

from campaign_portal.lib.files import DOCUMENTS, PICTURES, Upload, UploadError, read_upload
from campaign_portal.lib.forms import ChipsRadio, PortalForm, UploadInput
from campaign_portal.lib.text import nfc
from materials.models import Material

KINDS = (*DOCUMENTS, *PICTURES, "mp4")
MAX_MB = 50
SUFFIXES = ".pdf,.docx,.xlsx,.pptx,.jpg,.jpeg,.png,.webp,.mp4"


class VersionForm(PortalForm):
    """The content of a material: one file or one web address."""

    mark_optional = False  # of the two first fields one is needed; the labels say what is not

    file = forms.FileField(
        label=gettext_lazy("Tệp"),
        required=False,
        allow_empty_file=True,
        widget=UploadInput(
            {"accept": SUFFIXES},
            label=gettext_lazy("Chọn tệp"),
            note=gettext_lazy("PDF, Word, Excel, PowerPoint, ảnh hoặc video MP4, tối đa 50 MB"),
            max_mb=MAX_MB,
        ),
    )
    url = forms.CharField(
        label=gettext_lazy("Hoặc liên kết"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Dùng khi tài liệu nằm ở trang khác, ví dụ https://khonggianmang.vn/"),
        widget=forms.URLInput({"autocomplete": "off"}),
    )
    note = forms.CharField(
        label=gettext_lazy("Có gì mới (không bắt buộc)"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Một câu cho các đơn vị biết phiên bản này khác gì."),
    )

    def clean_file(self) -> Upload | None:
        uploaded = self.cleaned_data["file"]
        if not uploaded:
            return None
        try:
            upload = read_upload(uploaded, max_bytes=MAX_MB * 1024 * 1024, kinds=KINDS)
        except UploadError as error:
            raise ValidationError(error.message, code=error.code) from None
        if upload.is_picture and tells_a_place(upload.data):
            raise ValidationError(
                _("Ảnh này có kèm vị trí chụp. Hãy xóa thông tin vị trí (hoặc chụp màn hình ảnh) rồi tải lên.")
            )
        return upload

    def clean_url(self) -> str:
        url = self.cleaned_data["url"].strip()
        if not url:
            return ""
        try:
            URLValidator(schemes=["http", "https"])(url)
        except ValidationError:
            raise ValidationError(_("Liên kết chưa đúng dạng. Hãy chép cả địa chỉ, bắt đầu bằng https://.")) from None
        return url

    def clean(self) -> dict:
        data = super().clean()
        if "file" in self.errors or "url" in self.errors:
            return data
        if data.get("file") and data.get("url"):
            self.add_error("url", _("Chỉ chọn một: tệp hoặc liên kết. Hãy xóa liên kết nếu đã chọn tệp."))
        elif not data.get("file") and not data.get("url"):
            self.add_error("file", _("Chọn một tệp hoặc nhập một liên kết."))
        return data

    def content(self) -> dict:
        """What the services take."""
        data = self.cleaned_data
        return {"upload": data["file"], "url": data["url"], "note": data.get("note", "")}


class MaterialForm(VersionForm):
    """A new material: what it is, what it is for, and its first content."""

    title = forms.CharField(
        label=gettext_lazy("Tên tài liệu"),
        max_length=200,
        error_messages={"required": gettext_lazy("Nhập tên tài liệu.")},
    )
    kind = forms.ChoiceField(label=gettext_lazy("Loại"), widget=ChipsRadio)
    description = forms.CharField(
        label=gettext_lazy("Dùng để làm gì (không bắt buộc)"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Một câu để đơn vị biết đăng ở đâu, phát cho ai."),
        widget=forms.Textarea({"rows": 2}),
    )
    note = None
    field_order = ["title", "kind", "file", "url", "description"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, capfirst(kind.label)) for kind in Material.Kind]

    def clean_title(self) -> str:
        return nfc(" ".join(self.cleaned_data["title"].split()))

    def columns(self) -> dict:
        data = self.cleaned_data
        return {"title": data["title"], "kind": data["kind"], "description": data["description"], **self.content()}


def tells_a_place(data: bytes) -> bool:
    """True when the camera wrote into the picture where it was taken; the picture was checked before."""
    with Image.open(io.BytesIO(data)) as picture:
        return bool(picture.getexif().get_ifd(ExifTags.IFD.GPSInfo))
