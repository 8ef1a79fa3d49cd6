"""What a person chooses about the messages they get."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.forms import ChipsCheckbox, ChipsSelect, PortalForm
from directives.models import Preference
from directives.models.preference import FIRST_HOUR, LAST_HOUR
from directives.reminders.channels import switched_on
from directives.reminders.slots import CHOSEN


class PreferenceForm(PortalForm):
    mark_optional = False

    channels = forms.MultipleChoiceField(
        label=_("Nhận thông báo qua"),
        widget=ChipsCheckbox,
        required=False,
        help_text=_(
            "Không chọn mục nào thì không còn thư nhắc định kỳ; việc bị trả lại và việc quá hạn vẫn được báo qua thư."
        ),
    )
    zalo_phone = forms.CharField(
        label=_("Số di động dùng Zalo"),
        max_length=30,
        required=False,
        help_text=_("Để trống nếu dùng số điện thoại cơ quan đã khai. Số này chỉ dùng để gửi thông báo Zalo."),
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
    )
    digests = forms.TypedChoiceField(
        label=_("Nhắc việc định kỳ"),
        widget=ChipsSelect,
        choices=[("yes", _("Nhận")), ("no", _("Không nhận"))],
        coerce=lambda value: value == "yes",
        help_text=_(
            "Việc bị trả lại và việc quá hạn luôn được báo trong giờ làm việc, kể cả khi không nhận nhắc định kỳ."
        ),
    )
    digest_hour = forms.TypedChoiceField(
        label=_("Giờ nhận nhắc việc định kỳ"),
        choices=[(hour, _("%(hour)s giờ") % {"hour": hour}) for hour in range(FIRST_HOUR, LAST_HOUR + 1)],
        coerce=int,
        help_text=_("Vào ngày làm việc. Báo việc bị trả lại, việc quá hạn không chờ đến giờ này."),
    )

    def __init__(self, *args, preference: Preference | None, **kwargs):
        now = preference or Preference()
        kwargs["initial"] = {
            "channels": [key for key in CHOSEN if getattr(now, key)],
            "zalo_phone": now.zalo_phone,
            "digests": "yes" if now.digests else "no",
            "digest_hour": now.digest_hour,
        }
        super().__init__(*args, **kwargs)
        offered = {channel.key: channel.label for channel in switched_on()}
        self.fields["channels"].choices = [(key, offered[key]) for key in CHOSEN if key in offered]
        if "zalo" not in offered:
            del self.fields["zalo_phone"]

    @property
    def chosen(self) -> dict:
        """The clean values, as `services.preferring.set_preference` takes them."""
        values = dict(self.cleaned_data)
        picked = values.pop("channels")
        return values | {key: key in picked for key in CHOSEN}
