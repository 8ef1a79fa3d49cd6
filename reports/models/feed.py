import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models import Unit


def new_key() -> str:
    """32 random characters (192 bits): nobody finds an address by trying."""
    return secrets.token_urlsafe(24)


class CalendarFeed(models.Model):
    """A secret address under which a calendar program reads a person's due days: of all their units, or of one.

    It shows what the person may know at the moment of reading, so that it is empty to who has left. A new address
    makes a new row; the old one stays, revoked.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("đơn vị"))
    key = models.CharField(max_length=43, unique=True, default=new_key, editable=False)
    made_at = models.DateTimeField(_("tạo lúc"))
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("lịch đăng ký")
        verbose_name_plural = _("lịch đăng ký")
        constraints = [
            models.UniqueConstraint(
                name="one_calendar_per_person_and_unit",
                fields=["person", "unit"],
                condition=Q(revoked_at=None, unit__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_calendar_per_person_for_all_units",
                fields=["person"],
                condition=Q(revoked_at=None, unit=None),
            ),
            models.CheckConstraint(name="calendar_key_is_long", condition=Q(key__regex=r"^[A-Za-z0-9_-]{32,43}$")),
        ]

    def __str__(self):
        return f"{self.person} – {self.unit or '*'}"
