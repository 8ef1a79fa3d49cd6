import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.access import REPORTING_ROLES, unit_ids
from units.models import Unit

from .change import Change


def new_secret() -> str:
    """43 random characters (256 bits), with which messages are signed."""
    return secrets.token_urlsafe(32)


class HookEvent(models.TextChoices):
    """What a program may be told of. Names are final: programs rely on them."""

    ISSUED = "delivery.issued", _("văn bản được gửi tới đơn vị")
    RECORDED = "action.submitted", _("đơn vị ghi một hoạt động")
    DECLARED = "obligation.declared", _("đơn vị báo hoàn thành")
    ACCEPTED = "obligation.accepted", _("việc được xác nhận")
    RETURNED = "obligation.returned", _("việc bị trả lại")
    CLOSED = "directive.closed", _("chiến dịch kết thúc")


class HookQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of units the person acts for: whoever may act for a unit looks after its programs."""
        return self.filter(unit__in=unit_ids(user, *REPORTING_ROLES))

    def live(self):
        return self.filter(ended_at=None)


class Hook(models.Model):
    """Where a unit's own program wants to be told of what happens to the unit's work, and in the letters it issued.

    The secret is kept as it is, since every message is signed with it; people are shown it once.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="hooks", verbose_name=_("đơn vị"))
    name = models.CharField(_("phần mềm nhận"), max_length=80)
    url = models.CharField(_("địa chỉ nhận"), max_length=500)
    events = models.JSONField(_("báo khi"), default=list)
    secret = models.CharField(max_length=43, default=new_secret, editable=False)
    made_at = models.DateTimeField(_("tạo lúc"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("dừng lúc"), null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = HookQuerySet.as_manager()

    class Meta:
        verbose_name = _("đăng ký nhận tin")
        verbose_name_plural = _("đăng ký nhận tin")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_hook_per_unit_and_url", fields=["unit", "url"], condition=Q(ended_at=None)
            ),
            models.CheckConstraint(name="hook_goes_over_https", condition=Q(url__startswith="https://")),
            models.CheckConstraint(
                name="hook_secret_is_long",
                condition=Q(secret__regex=r"^[A-Za-z0-9_-]{43}$"),  # noqa: S106
            ),
            models.CheckConstraint(
                name="hook_is_ended_by_somebody",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.name} – {self.unit}"


class HookMessage(models.Model):
    """What one program is told of one act, written in the transaction of the act; the next try, or how it ended.

    Without a change it is the message that a person sends to see whether the program hears.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("chờ gửi")
        SENT = "sent", _("đã nhận")
        FAILED = "failed", _("không gửi được")
        DROPPED = "dropped", _("đã bỏ")

    hook = models.ForeignKey(Hook, models.PROTECT, related_name="messages", verbose_name=_("đăng ký nhận tin"))
    change = models.ForeignKey(Change, models.PROTECT, null=True, related_name="+", verbose_name=_("thay đổi"))
    event = models.CharField(_("việc"), max_length=24)
    state = models.CharField(_("tình trạng"), max_length=8, choices=State, default=State.WAITING)
    made_at = models.DateTimeField(_("lúc"))
    attempts = models.PositiveSmallIntegerField(_("số lần gửi"), default=0)
    next_at = models.DateTimeField(_("lần tới"))
    tried_at = models.DateTimeField(_("gửi lần cuối lúc"), null=True, blank=True)
    answer = models.CharField(_("trả lời lần cuối"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("tin gửi phần mềm")
        verbose_name_plural = _("tin gửi phần mềm")
        ordering = ["-pk"]
        indexes = [
            models.Index(name="hook_message_due", fields=["next_at"], condition=Q(state="waiting")),
            models.Index(name="hook_message_of_hook", fields=["hook", "-id"]),
        ]
        constraints = [
            models.UniqueConstraint(name="change_told_once_per_hook", fields=["hook", "change"]),
            models.CheckConstraint(
                name="hook_message_state_is_known", condition=Q(state__in=["waiting", "sent", "failed", "dropped"])
            ),
            models.CheckConstraint(name="sent_hook_message_was_tried", condition=~Q(state="sent") | Q(attempts__gt=0)),
        ]

    def __str__(self):
        return f"{self.event} → {self.hook_id}"
