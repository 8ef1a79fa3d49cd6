from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.dates import local_day

from .unit import Unit


class ApiTokenQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; an administrator looks after everybody's."""
        return self.all() if user.is_staff else self.filter(person=user.pk)

    def live(self, now: datetime):
        """Tokens that still open something: neither revoked nor past their last day."""
        return self.filter(revoked_at=None, expires_at__gt=now)


class ApiToken(models.Model):
    """A key under which a program of an office acts for a person: for all their units, or for one.

    Only the digest of the key is kept, and its first letters, by which people tell one from another. It opens what the
    person may see at the moment of asking, so that it opens nothing to who has left.
    """

    class Scope(models.TextChoices):
        READ = "read", _("chỉ đọc")
        WRITE = "write", _("đọc và ghi")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="api_tokens", verbose_name=_("người dùng")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("chỉ cho đơn vị")
    )
    name = models.CharField(_("dùng cho phần mềm"), max_length=80)
    prefix = models.CharField(_("các ký tự đầu"), max_length=12)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scope = models.CharField(_("quyền"), max_length=5, choices=Scope, default=Scope.READ)
    made_at = models.DateTimeField(_("tạo lúc"))
    expires_at = models.DateTimeField(_("hết hạn lúc"))
    used_at = models.DateTimeField(_("dùng lần cuối lúc"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("mã truy cập")
        verbose_name_plural = _("mã truy cập")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="token_name_once_per_person", fields=["person", "name"], condition=Q(revoked_at=None)
            ),
            models.CheckConstraint(name="token_digest_is_whole", condition=Q(digest__regex="^[0-9a-f]{64}$")),
            models.CheckConstraint(name="token_scope_is_known", condition=Q(scope__in=["read", "write"])),
            models.CheckConstraint(name="token_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="token_ends_after_it_begins", condition=Q(expires_at__gt=F("made_at"))),
            models.CheckConstraint(
                name="token_is_revoked_by_somebody",
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.prefix}…)"

    @property
    def may_write(self) -> bool:
        return self.scope == self.Scope.WRITE

    @property
    def last_day(self) -> date:
        """The local day at whose end the token expires."""
        return local_day(self.expires_at - timedelta(seconds=1))
