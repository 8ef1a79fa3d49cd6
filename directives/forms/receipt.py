from django import forms
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.forms import DayField, PortalForm


class ReceiveForm(PortalForm):
    """The unit's own register: number and day of arrival (số đến, ngày đến), where it keeps them."""

    incoming_number = forms.CharField(label=_("Số đến"), required=False, max_length=20)
    incoming_on = DayField(label=_("Ngày đến"), required=False)
