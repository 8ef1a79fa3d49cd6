"""The last day on which units may still record."""

from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.forms import DayField, PortalForm


class AcceptingForm(PortalForm):
    until = DayField(
        label=_("Nhận bổ sung đến hết ngày"),
        required=False,
        help_text=_("Để trống nếu nhận đến khi chiến dịch kết thúc."),
    )
