from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models import Unit


class LadderQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_at=None)


class Ladder(models.Model):
    """A named ladder that a unit keeps for its campaigns and letters. It is copied from, never pointed to: what becomes
    of it later alters no letter."""

    owner = models.ForeignKey(Unit, models.PROTECT, related_name="ladders", verbose_name=_("đơn vị"))
    name = models.CharField(_("tên bộ nhắc việc"), max_length=120)
    steps = models.JSONField(_("các lần nhắc"))
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = LadderQuerySet.as_manager()

    class Meta:
        verbose_name = _("bộ nhắc việc")
        verbose_name_plural = _("bộ nhắc việc")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                name="one_ladder_of_a_name_per_unit",
                fields=["owner", "name"],
                condition=models.Q(withdrawn_at=None),
            )
        ]

    def __str__(self):
        return self.name
