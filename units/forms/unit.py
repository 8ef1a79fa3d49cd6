import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign_portal.lib.forms import ChipsRadio, DayField, PortalForm
from campaign_portal.lib.text import nfc
from units.access import kept_units
from units.models import Area, Certainty, Unit, UnitKind
from units.queries import areas_of

HOST = re.compile(r"(https?://)?([\w-]+\.)+[a-z]{2,}(:\d+)?(/\S*)?", re.IGNORECASE)
SHARED = re.compile(
    r"(https?://)?(www\.|m\.)?(facebook\.com|fb\.com|zalo\.me|youtube\.com|tiktok\.com|instagram\.com|x\.com)/?",
    re.IGNORECASE,
)
"""Sites that everybody has a page on."""


class AreaChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, area: Area) -> str:
        return f"{area.name}, {area.parent.name}" if area.level == Area.Level.WARD else area.name


class UnitForm(PortalForm):
    """The facts of a unit that an officer may correct in place."""

    name = forms.CharField(
        label=gettext_lazy("Tên đơn vị"),
        max_length=200,
        help_text=gettext_lazy(
            "Tên đầy đủ như trên con dấu. Chỉ sửa lỗi chính tả; đổi tên theo quyết định là kế thừa."
        ),
        error_messages={"required": gettext_lazy("Nhập tên đơn vị.")},
    )
    short_name = forms.CharField(label=gettext_lazy("Tên viết tắt"), max_length=80, required=False)
    symbol = forms.CharField(
        label=gettext_lazy("Chữ viết tắt trong ký hiệu văn bản"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Ví dụ STTTT trong số 12/STTTT-CNTT."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Loại"), choices=UnitKind.choices)
    area = AreaChoiceField(label=gettext_lazy("Địa bàn"), queryset=Area.objects.none(), required=False)
    website = forms.CharField(
        label=gettext_lazy("Trang thông tin điện tử"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Ví dụ cantho.gov.vn."),
    )
    pages = forms.CharField(
        label=gettext_lazy("Trang, kênh chính thức khác"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Mỗi dòng một địa chỉ, ví dụ facebook.com/ten-don-vi."),
    )
    source = forms.CharField(
        label=gettext_lazy("Nguồn"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Biết đơn vị này từ đâu: quyết định, trang thông tin, văn bản."),
    )
    note = forms.CharField(label=gettext_lazy("Ghi chú"), required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args, keeper, unit: Unit | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.unit = unit
        self.fields["area"].queryset = areas_of(kept_units(keeper))
        self.fields["kind"].choices = self._kinds(keeper)
        if unit:
            self.initial = {name: getattr(unit, name) for name in self.fields} | self.initial

    def _kinds(self, keeper) -> list[tuple]:
        """A committee at the root of a city is for administrators to add; a new unit's kind is never preselected."""
        is_root = self.unit is not None and self.unit.kind == UnitKind.CITY_COMMITTEE
        kinds = [kind for kind in UnitKind if keeper.is_staff or is_root or kind != UnitKind.CITY_COMMITTEE]
        empty = [] if self.unit else [("", _("Chọn…"))]
        return empty + [(kind.value, capfirst(kind.label)) for kind in kinds]

    def clean_name(self) -> str:
        return nfc(" ".join(self.cleaned_data["name"].split()))

    def clean_website(self) -> str:
        website = self.cleaned_data["website"]
        if website and not HOST.fullmatch(website):
            raise ValidationError(_("Địa chỉ trang chưa đúng dạng. Hãy nhập như cantho.gov.vn."))
        return website

    def clean_pages(self) -> str:
        """One address a line; a bare "facebook.com" would make everybody's page the unit's own."""
        lines = [line.strip() for line in self.cleaned_data["pages"].splitlines() if line.strip()]
        wrong = [line for line in lines if not HOST.fullmatch(line)]
        if wrong:
            words = _("“%(line)s” chưa đúng dạng. Hãy nhập mỗi dòng một địa chỉ như facebook.com/ten-don-vi.")
            raise ValidationError(words % {"line": wrong[0]})
        bare = [line for line in lines if SHARED.fullmatch(line)]
        if bare:
            raise ValidationError(_("“%(line)s” là trang chung. Hãy nhập cả tên trang của đơn vị.") % {"line": bare[0]})
        return "\n".join(dict.fromkeys(lines))

    def columns(self) -> dict:
        """What the services take."""
        return dict(self.cleaned_data)


class NewUnitForm(UnitForm):
    """A unit that the registry does not hold yet: the same facts, and where it stands in the tree."""

    parent = forms.ModelChoiceField(
        label=gettext_lazy("Cơ quan cấp trên"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=gettext_lazy("Để trống nếu cơ quan chủ quản ở ngoài thành phố, khi đó hãy chọn địa bàn."),
    )
    valid_from = DayField(label=gettext_lazy("Có từ ngày"), required=False)
    certainty = forms.ChoiceField(
        label=gettext_lazy("Mức chắc chắn"),
        choices=Certainty.choices,
        initial=Certainty.VERIFIED,
        widget=ChipsRadio,
        help_text=gettext_lazy("Đơn vị cần xác nhận được gợi ý khi ban hành văn bản nhưng không chọn sẵn."),
    )

    field_order = ["name", "kind", "parent", "area", "short_name", "symbol", "website", "pages", "valid_from"]

    def __init__(self, *args, keeper, **kwargs):
        super().__init__(*args, keeper=keeper, **kwargs)
        self.keeper = keeper
        self.fields["certainty"].choices = [(each.value, capfirst(each.label)) for each in Certainty]
        self.fields["parent"].queryset = kept_units(keeper).filter(valid_to=None).order_by("sort_key")

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("parent") and not self.keeper.is_staff and not self._is_in_reach(data.get("area")):
            self.add_error("parent", _("Chọn cơ quan cấp trên, hoặc chọn địa bàn nếu cơ quan chủ quản ở ngoài."))
        return data

    def _is_in_reach(self, area: Area | None) -> bool:
        """Whether a unit without a parent would be the keeper's to keep once it is there."""
        return area is not None and kept_units(self.keeper).filter(kind=UnitKind.CITY_COMMITTEE).exists()
