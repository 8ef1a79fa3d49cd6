from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from units.access import unit_ids
from units.models import Role, Unit


class ReasonPhraseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Phrases of the units whose letters the person reviews; the same may withdraw them."""
        return self.filter(unit__in=unit_ids(user, Role.COORDINATOR))

    def in_force(self):
        return self.filter(withdrawn_at=None)


class ReasonPhrase(models.Model):
    """Words an issuing unit uses again when it returns work. Withdrawn ones stay as rows: what was said stays said."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị ban hành"))
    text = models.CharField(_("lý do trả lại"), max_length=300)
    remembered_at = models.DateTimeField(_("lưu lúc"))
    remembered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("bỏ lúc"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ReasonPhraseQuerySet.as_manager()

    class Meta:
        verbose_name = _("mẫu lý do trả lại")
        verbose_name_plural = _("mẫu lý do trả lại")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="phrase_once_per_unit", fields=["unit", "text"], condition=Q(withdrawn_at=None)
            ),
            models.CheckConstraint(name="phrase_has_words", condition=~Q(text="")),
            models.CheckConstraint(
                name="phrase_withdrawn_after_remembered",
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("remembered_at")),
            ),
        ]

    def __str__(self):
        return self.text
