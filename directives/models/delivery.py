from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.rows import where
from directives.access import unit_rows_q
from units.models import Area, Unit

from .directive import Directive


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        return where(self, unit_rows_q(user, "directive__", "unit"))

    def counted(self):
        """Deliveries that stand in the denominator of units: roots that were not refused or redirected away."""
        return self.filter(parent=None, refused_at=None)


class Delivery(models.Model):
    """A directive sent to a unit, once, with the unit's name, place and groups as they were on the day of issue."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="deliveries")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="deliveries")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    unit_name = models.CharField(_("tên đơn vị khi ban hành"), max_length=200)
    unit_brief = models.CharField(max_length=200)
    unit_sort_key = models.CharField(max_length=400)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    area_name = models.CharField(max_length=200, blank=True)
    group_phrases = models.JSONField(default=list)
    addressee = models.CharField(_("nhóm nơi nhận"), max_length=300, blank=True)
    added_late = models.BooleanField(_("bổ sung sau"), default=False)
    issued_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    incoming_number = models.CharField(_("số đến"), max_length=20, blank=True)
    incoming_on = models.DateField(_("ngày đến"), null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    refusal_reason = models.TextField(_("lý do trả lại"), blank=True)
    redirected_to = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    last_change = models.ForeignKey(
        "directives.Change", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("gửi – nhận")
        verbose_name_plural = _("gửi – nhận")
        ordering = ["unit_sort_key"]
        constraints = [
            models.UniqueConstraint(name="one_delivery_per_directive_and_unit", fields=["directive", "unit"]),
            models.CheckConstraint(name="refusal_has_a_reason", condition=Q(refused_at=None) | ~Q(refusal_reason="")),
            models.CheckConstraint(
                name="refused_or_received_not_both", condition=Q(refused_at=None) | Q(received_at=None)
            ),
            models.CheckConstraint(
                name="received_after_issue", condition=Q(received_at=None) | Q(received_at__gte=F("issued_at"))
            ),
        ]

    def __str__(self):
        return f"{self.directive} → {self.unit_name}"

    @property
    def state(self) -> str:
        """Receipt in one word: refused, received, seen or issued."""
        if self.refused_at:
            return "refused"
        if self.received_at:
            return "received"
        return "seen" if self.seen_at else "issued"
