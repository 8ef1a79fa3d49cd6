from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.models import StoredFile
from campaign_portal.lib.rows import where
from directives.access import unit_rows_q
from directives.models import Delivery


class UnitReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        return where(self, unit_rows_q(user, "delivery__directive__", "delivery__unit"))


class UnitReport(models.Model):
    """The unit's official reply to a directive. Handing in again adds a row; the newest counts."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="reports")
    reference = models.CharField(_("số, ký hiệu văn bản trả lời"), max_length=60, blank=True)
    dated_on = models.DateField(_("ngày văn bản"), null=True, blank=True)
    text = models.TextField(_("kết quả thực hiện"))
    difficulties = models.TextField(_("khó khăn, vướng mắc"), blank=True)
    proposals = models.TextField(_("đề xuất, kiến nghị"), blank=True)
    stored = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    original_name = models.CharField(max_length=200, blank=True)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    client_uuid = models.UUIDField(unique=True)

    objects = UnitReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo của đơn vị")
        verbose_name_plural = _("báo cáo của đơn vị")
        ordering = ["-submitted_at"]

    def __str__(self):
        return self.reference or str(self.delivery)
