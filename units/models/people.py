from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .named import Named, name_columns
from .unit import Unit


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Store a person under a lower-case address; without a password none works until one is set."""
        fields.setdefault("full_name", email)
        user = self.model(email=email.strip().lower(), **fields, **name_columns(fields["full_name"], also=email))
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str):
        return self.get(email__iexact=email)


class User(Named, AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an office e-mail address. Only office contacts are kept (Law 91/2025/QH15)."""

    email = models.EmailField(_("thư điện tử công vụ"), unique=True)
    full_name = models.CharField(_("họ và tên"), max_length=120)
    job_title = models.CharField(_("chức vụ"), max_length=120, blank=True)
    phone = models.CharField(_("điện thoại cơ quan"), max_length=30, blank=True)
    is_active = models.BooleanField(_("đang dùng"), default=True)
    is_staff = models.BooleanField(_("quản trị hệ thống"), default=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_address_whatever_the_case"),
        ]

    def __str__(self):
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    @cached_property
    def seats(self) -> list["Membership"]:
        """The person's memberships in force with their units; read once per request."""
        return list(self.memberships.in_force().select_related("unit").order_by("pk"))


class Role(models.TextChoices):
    COORDINATOR = "coordinator", _("điều phối")
    FOCAL = "focal", _("đầu mối")
    VIEWER = "viewer", _("xem")


class MembershipQuerySet(models.QuerySet):
    def in_force(self):
        """Rights end the moment a membership is ended, so no clock is needed to read them."""
        return self.filter(ends_on=None, user__is_active=True)


class Membership(models.Model):
    """The part a person plays for a unit, from a day and, once ended, to a day."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    role = models.CharField(_("vai trò"), max_length=12, choices=Role)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("đầu mối")
        verbose_name_plural = _("đầu mối")
        constraints = [
            models.UniqueConstraint(
                name="one_open_membership_per_person_unit_and_role",
                fields=["user", "unit", "role"],
                condition=Q(ends_on=None),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_begins", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.unit}"
