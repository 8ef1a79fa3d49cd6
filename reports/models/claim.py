from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.rows import where
from directives.access import coordinates_q, unit_rows_q
from directives.models import Obligation, Progress


class ClaimQuerySet(models.QuerySet):
    def visible_to(self, user):
        paths = ("obligation__unit", "obligation__responsible_unit")
        return where(self, unit_rows_q(user, "obligation__delivery__directive__", *paths))

    def issued_by(self, user):
        """Claims about letters of the person's unit."""
        return where(self, coordinates_q(user, "obligation__delivery__directive__"))

    def waiting(self):
        """What the issuing unit has to decide: open, and its letter still in force."""
        return self.filter(
            decided_at=None,
            obligation__progress=Progress.WAITING,
            obligation__delivery__directive__recalled_at=None,
            obligation__delivery__directive__campaign__closed_at=None,
        )


class Claim(models.Model):
    """What a unit says instead of doing an instruction, with its reason, and what the issuing unit decided on it."""

    class Kind(models.TextChoices):
        NOTHING = "nothing", _("không có nội dung để báo cáo")
        NOT_APPLICABLE = "not_applicable", _("không áp dụng đối với đơn vị")

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", _("đồng ý")
        REFUSED = "refused", _("không đồng ý")
        TAKEN_BACK = "taken_back", _("đơn vị đã rút")

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="claims", verbose_name=_("nhiệm vụ"))
    kind = models.CharField(_("đề nghị"), max_length=16, choices=Kind)
    reason = models.TextField(_("lý do"))
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField(_("gửi lúc"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True, blank=True)
    verdict = models.CharField(_("quyết định"), max_length=10, choices=Verdict, blank=True)
    answer = models.TextField(_("lý do không đồng ý"), blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("đề nghị của đơn vị")
        verbose_name_plural = _("đề nghị của đơn vị")
        ordering = ["claimed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_claim_per_obligation", fields=["obligation"], condition=Q(decided_at=None)
            ),
            models.CheckConstraint(name="claim_kind_is_known", condition=Q(kind__in=["nothing", "not_applicable"])),
            models.CheckConstraint(name="claim_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="claim_is_decided_whole",
                condition=Q(decided_at=None, decided_by=None, verdict="")
                | Q(
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    verdict__in=["confirmed", "refused", "taken_back"],
                ),
            ),
            models.CheckConstraint(name="refused_claim_is_answered", condition=~Q(verdict="refused") | ~Q(answer="")),
        ]

    def __str__(self):
        return f"{self.obligation_id}: {self.get_kind_display()}"
