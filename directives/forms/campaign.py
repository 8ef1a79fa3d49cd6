"""Campaigns: beginning one, and choosing one for a letter or beginning it in the same step."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.dates import short_date
from campaign_portal.lib.forms import DayField, PortalForm
from directives.models import Campaign, Directive
from directives.services.campaigns import suggested_name
from units.models import Unit

NEW = "new"


class CampaignFields(PortalForm):
    name = forms.CharField(label=_("Tên chiến dịch"), max_length=200)
    starts_on = DayField(label=_("Bắt đầu"), required=False)
    ends_on = DayField(label=_("Kết thúc"), required=False)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict:
        data = super().clean()
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("Ngày kết thúc đứng trước ngày bắt đầu. Hãy kiểm tra lại hai ngày."))
        return data


class CampaignForm(CampaignFields):
    """A campaign on its own."""

    description = forms.CharField(
        label=_("Giới thiệu"),
        help_text=_("Vài câu cho đơn vị nhận và người dân: chiến dịch làm gì, vì sao."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    owner = forms.ModelChoiceField(label=_("Đơn vị chủ trì"), queryset=Unit.objects.none())

    field_order = ["owner", "name", "starts_on", "ends_on", "description"]

    def __init__(self, *args, owners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners
        if len(owners) == 1:
            self.fields["owner"].initial = owners[0].pk
            self.fields["owner"].widget = forms.HiddenInput()


class ChooseCampaignForm(CampaignFields):
    """One of the issuer's open campaigns, or the name and period of a new one, proposed from the letter."""

    mark_optional = False
    campaign = forms.ChoiceField(label=_("Văn bản thuộc chiến dịch nào?"), widget=forms.RadioSelect)

    field_order = ["campaign", "name", "starts_on", "ends_on"]

    def __init__(self, *args, directive: Directive, **kwargs):
        self.open = list(Campaign.objects.open().filter(owner=directive.issuer_id))
        super().__init__(*args, initial=_proposal(directive, self.open), **kwargs)
        self.fields["campaign"].choices = [
            *((str(campaign.pk), _words(campaign)) for campaign in self.open),
            (NEW, _("Tạo chiến dịch mới")),
        ]
        self.fields["name"].required = False

    def clean(self) -> dict:
        data = super().clean()
        if data.get("campaign") != NEW:
            for name in ("name", "starts_on", "ends_on"):
                self.errors.pop(name, None)
        elif not data.get("name") and "name" not in self.errors:
            self.add_error("name", _("Hãy đặt tên cho chiến dịch mới."))
        return data

    @property
    def chosen(self) -> Campaign | None:
        """The open campaign that was chosen; None for a new one."""
        return next((each for each in self.open if str(each.pk) == self.cleaned_data["campaign"]), None)


def _proposal(directive: Directive, campaigns: list[Campaign]) -> dict:
    current = directive.campaign_id if directive.campaign_id in {each.pk for each in campaigns} else None
    return {
        "campaign": str(current) if current else "" if campaigns else NEW,
        "name": suggested_name(directive.subject),
        "starts_on": directive.starts_on or directive.dated_on,
        "ends_on": directive.due_on,
    }


def _words(campaign: Campaign) -> str:
    days = [short_date(day) if day else "…" for day in (campaign.starts_on, campaign.ends_on)]
    return f"{campaign.name} ({days[0]} – {days[1]})" if campaign.starts_on or campaign.ends_on else campaign.name
