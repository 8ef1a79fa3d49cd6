from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.dates import local_day, short_date

from .reminder import Message

FIRST_HOUR, LAST_HOUR = 8, 16


class Preference(models.Model):
    """How a person wants to hear from the portal. Whoever has no row hears by e-mail at eight.

    `digests` off means that only returned and overdue work is written about.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="preference")
    email = models.BooleanField(_("thư điện tử"), default=True)
    inbox = models.BooleanField(_("trang Thông báo"), default=False)
    zalo = models.BooleanField(_("Zalo"), default=False)
    zalo_phone = models.CharField(_("số Zalo"), max_length=30, blank=True)
    digests = models.BooleanField(_("nhận nhắc việc định kỳ"), default=True)
    digest_hour = models.PositiveSmallIntegerField(_("giờ nhận"), default=FIRST_HOUR)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("cách nhận thông báo")
        verbose_name_plural = _("cách nhận thông báo")
        constraints = [
            models.CheckConstraint(
                name="digest_hour_is_an_office_hour",
                condition=Q(digest_hour__gte=FIRST_HOUR, digest_hour__lte=LAST_HOUR),
            ),
        ]

    def __str__(self):
        return str(self.person)


class AddressTrouble(models.Model):
    """A mail address that does not work, by what a mail server reported about it; over once a mail got through."""

    address = models.EmailField()
    status = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=300)
    since = models.DateTimeField()
    message = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="+")
    over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("địa chỉ không nhận thư")
        verbose_name_plural = _("địa chỉ không nhận thư")
        ordering = ["-since", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_open_trouble_per_address", fields=["address"], condition=Q(over_at=None)),
            models.CheckConstraint(name="trouble_has_words", condition=~Q(words="")),
        ]

    def __str__(self):
        return f"{self.address} {self.status}"

    @property
    def sentence(self) -> str:
        """ "Địa chỉ … không nhận thư từ 13/11/2024: …"."""
        return gettext("Địa chỉ %(address)s không nhận thư từ %(day)s: %(words)s.") % {
            "address": self.address,
            "day": short_date(local_day(self.since)),
            "words": self.words,
        }


class ZaloToken(models.Model):
    """The tokens of the office's Zalo account; `grant` is the hash of the setting they came from. On no page."""

    app_id = models.CharField(max_length=40, unique=True)
    access_token = models.TextField(blank=True)
    refresh_token = models.TextField()
    expires_at = models.DateTimeField()
    grant = models.CharField(max_length=64)
    claimed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return self.app_id
