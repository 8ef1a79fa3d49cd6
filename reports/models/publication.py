from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from directives.models import Campaign


class PublicationQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(closed_at=None)


class Publication(models.Model):
    """A stretch of time in which the data of a campaign are open to everybody. Rows stay: who opened them, and when."""

    class Licence(models.TextChoices):
        CC_BY = "CC-BY-4.0", _("Creative Commons Ghi công 4.0 (CC BY 4.0)")
        STATE = "state", _("Dữ liệu mở của cơ quan nhà nước (Điều 18 Nghị định 47/2020/NĐ-CP)")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="publications", verbose_name=_("chiến dịch"))
    licence = models.CharField(_("giấy phép"), max_length=12, choices=Licence)
    opened_at = models.DateTimeField(_("công khai từ"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("công khai đến"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("dữ liệu mở")
        verbose_name_plural = _("dữ liệu mở")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_publication_per_campaign", fields=["campaign"], condition=Q(closed_at=None)
            ),
            models.CheckConstraint(
                name="publication_is_closed_whole",
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False, closed_at__gte=F("opened_at")),
            ),
            models.CheckConstraint(name="licence_is_known", condition=Q(licence__in=["CC-BY-4.0", "state"])),
        ]

    def __str__(self):
        return f"{self.campaign}"
