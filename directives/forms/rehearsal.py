"""For which day a rehearsal is asked."""

from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.forms import DayField, PortalForm


class RehearsalForm(PortalForm):
    mark_optional = False

    day = DayField(label=_("Ngày"), required=False)
