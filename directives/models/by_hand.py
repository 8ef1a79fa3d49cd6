from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models import Unit

from .delivery import Delivery


class HandReminderQuerySet(models.QuerySet):
    def standing(self):
        """Reminders that somebody gave and nobody took back."""
        return self.filter(withdraws=None, withdrawn_by=None)


class HandReminder(models.Model):
    """That a person reminded a unit without the portal: by telephone, in Zalo, face to face. Never altered.

    What was ticked by mistake is taken back by a row of its own, whose `withdraws` names it and whose note says why.
    `acting_unit` is who reminded: the issuing unit, or the unit that passed the work on. `spoken_to` is whom they spoke
    to, where that is a person the portal knows; `note` holds anything else.
    """

    class Way(models.TextChoices):
        PHONE = "phone", _("điện thoại")
        ZALO = "zalo", _("Zalo")
        DIRECT = "direct", _("trực tiếp")

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="hand_reminders")
    acting_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    way = models.CharField(_("cách nhắc"), max_length=8, choices=Way)
    spoken_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    client_uuid = models.UUIDField(unique=True)
    withdraws = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="withdrawn_by")

    objects = HandReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhắc bằng tay")
        verbose_name_plural = _("nhắc bằng tay")
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="hand_reminder_taken_back_says_why", condition=Q(withdraws=None) | ~Q(note="")),
            models.CheckConstraint(
                name="hand_reminder_goes_a_known_way", condition=Q(way__in=["phone", "zalo", "direct"])
            ),
        ]

    def __str__(self):
        return f"{self.delivery} {self.get_way_display()}"
