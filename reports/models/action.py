from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.rows import where
from directives.access import unit_rows_q
from directives.chain import ups
from directives.models import Directive, Obligation
from materials.models import Material
from units.access import subtree_q
from units.models import Unit


class Channel(models.TextChoices):
    WEBSITE = "website", _("cổng, trang thông tin điện tử")
    FACEBOOK = "facebook", _("Facebook")
    ZALO = "zalo", _("Zalo")
    LOUDSPEAKER = "loudspeaker", _("truyền thanh cơ sở")
    MEETING = "meeting", _("hội nghị, họp")
    CLASS = "class", _("giờ học, sinh hoạt lớp")
    HOUSEHOLD = "household", _("đến từng hộ")
    BANNER = "banner", _("băng rôn, màn hình")
    OTHER = "other", _("hình thức khác")


class Audience(models.TextChoices):
    OFFICIALS = "officials", _("cán bộ, công chức, viên chức")
    STUDENTS = "students", _("học sinh, sinh viên")
    RESIDENTS = "residents", _("người dân, hộ dân")
    BUSINESSES = "businesses", _("tổ chức, doanh nghiệp")


def passed_on_q(user, action: str = "") -> Q:
    """Actions for work that the person's unit passed on to others, over any number of units. `action` is the lookup
    path, ending in "__"."""
    rows = ActionObligation.objects.filter(obligation__parent__isnull=False)
    givers = [subtree_q(user, f"{path}__responsible_unit") for path in ups("obligation__")]
    rows = rows.filter(reduce(or_, givers))
    return Q(**{f"{action}pk__in": rows.values("action")})


class ActionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return where(self, unit_rows_q(user, "directive__", "unit") | passed_on_q(user))

    def kept(self):
        return self.exclude(state=Action.State.WITHDRAWN)


class Action(models.Model):
    """Something a unit did for one or more of its obligations of one directive. Reach is lượt, never people."""

    class State(models.TextChoices):
        RECORDED = "recorded", _("đã ghi")
        SUBMITTED = "submitted", _("chờ xác nhận")
        RETURNED = "returned", _("trả lại")
        RESUBMITTED = "resubmitted", _("đã gửi lại")
        ACCEPTED = "accepted", _("đã xác nhận")
        WITHDRAWN = "withdrawn", _("đã rút")

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="actions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="actions")
    obligations = models.ManyToManyField(Obligation, through="ActionObligation", related_name="actions")
    done_on = models.DateField(_("ngày thực hiện"))
    channel = models.CharField(_("hình thức"), max_length=12, choices=Channel)
    audience = models.CharField(_("đối tượng"), max_length=12, choices=Audience)
    reach = models.PositiveIntegerField(_("số lượt tiếp cận"), null=True, blank=True)
    description = models.TextField(_("nội dung đã làm"), blank=True)
    materials = models.ManyToManyField(Material, blank=True, related_name="actions")
    state = models.CharField(max_length=12, choices=State, default=State.RECORDED)
    state_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    copy_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")
    client_uuid = models.UUIDField(unique=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("hoạt động tuyên truyền")
        verbose_name_plural = _("hoạt động tuyên truyền")
        ordering = ["-done_on", "-pk"]
        indexes = [
            models.Index(name="action_by_directive_and_unit", fields=["directive", "unit"]),
            models.Index(name="action_by_state", fields=["state", "accepted_at"]),
            models.Index(
                name="action_by_acceptance", fields=["directive", "accepted_at"], condition=Q(accepted_at__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="action_state_is_known",
                condition=Q(state__in=["recorded", "submitted", "returned", "resubmitted", "accepted", "withdrawn"]),
            ),
        ]

    def __str__(self):
        return f"{self.get_channel_display()}, {self.done_on:%d/%m/%Y}"

    @property
    def receipt(self) -> str:
        """The receipt number shown once stored: the first block of the client's identifier."""
        return str(self.client_uuid).split("-")[0].upper()


class ActionObligation(models.Model):
    """The action serves the obligation."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="serves")
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="served_by")

    class Meta:
        constraints = [models.UniqueConstraint(name="action_once_per_obligation", fields=["action", "obligation"])]

    def __str__(self):
        return f"{self.action_id} → {self.obligation_id}"
