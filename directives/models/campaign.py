from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.public_id import new_public_id
from campaign_portal.lib.rows import where
from directives.access import campaign_q
from directives.ladder import default_steps
from units.models import Unit


def default_ladder() -> list[str]:
    """The steps of a campaign that chose none, as `ladder` reads them."""
    return default_steps()


class CampaignQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Campaigns of the person's own units, of units below them, and those of a directive they have a part in."""
        return where(self, campaign_q(user))

    def open(self):
        return self.filter(closed_at=None)


class Campaign(models.Model):
    """What several letters serve: an owner, a name, a period, materials and the usual ladder of reminders."""

    owner = models.ForeignKey(Unit, models.PROTECT, related_name="campaigns", verbose_name=_("đơn vị chủ trì"))
    name = models.CharField(_("tên chiến dịch"), max_length=200)
    description = models.TextField(_("giới thiệu"), blank=True)
    starts_on = models.DateField(_("bắt đầu"), null=True, blank=True)
    ends_on = models.DateField(_("kết thúc"), null=True, blank=True)
    accepting_until = models.DateField(_("nhận bổ sung đến hết ngày"), null=True, blank=True)
    ladder = models.JSONField(_("các lần nhắc"), default=default_ladder)
    is_illustrative = models.BooleanField(_("số liệu minh họa"), default=False)
    illustrative_note = models.CharField(_("phần minh họa"), max_length=300, blank=True)
    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("chiến dịch")
        verbose_name_plural = _("chiến dịch")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="campaign_ends_after_it_begins",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self):
        return self.name
