from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.models import StoredFile
from units.models import Unit

from .evidence import Evidence


class LinkCheck(models.Model):
    """One look at a web address given as evidence, and what it showed. Never changed; the next look is a new row."""

    class Result(models.TextChoices):
        VERIFIED = "verified", _("đã kiểm chứng")
        UNVERIFIED = "unverified", _("chưa kiểm chứng được")
        CONTRADICTS = "contradicts", _("có điểm không khớp")

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="link_checks", verbose_name=_("minh chứng"))
    number = models.PositiveIntegerField(_("lần thứ"))
    at = models.DateTimeField(_("kiểm tra lúc"))
    result = models.CharField(_("kết quả"), max_length=12, choices=Result)
    findings = models.JSONField(_("từng điểm"), default=list)
    failed = models.BooleanField(_("không mở được"), default=False)
    status = models.PositiveSmallIntegerField(_("mã trả lời"), null=True, blank=True)
    final_url = models.TextField(_("địa chỉ cuối"), blank=True)
    title = models.CharField(_("tên trang"), max_length=300, blank=True)
    body_sha256 = models.CharField(max_length=64, blank=True)
    copy = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bản lưu")
    )

    class Meta:
        verbose_name = _("lần kiểm tra liên kết")
        verbose_name_plural = _("lần kiểm tra liên kết")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(name="link_check_answered", fields=["at"], condition=Q(status__isnull=False))]
        constraints = [
            models.UniqueConstraint(name="link_check_once_per_attempt", fields=["evidence", "number"]),
            models.CheckConstraint(
                name="link_check_result_is_known", condition=Q(result__in=["verified", "unverified", "contradicts"])
            ),
            models.CheckConstraint(
                name="failed_link_check_proves_nothing", condition=Q(failed=False) | Q(result="unverified", copy=None)
            ),
        ]

    def __str__(self):
        return f"{self.evidence_id} #{self.number}: {self.get_result_display()}"


class LinkWatch(models.Model):
    """Where the checks of one address stand: the next look, who has it now, since when it is dead, the latest copy."""

    evidence = models.OneToOneField(Evidence, models.PROTECT, related_name="watch", verbose_name=_("minh chứng"))
    next_at = models.DateTimeField(_("lần tới"))
    claimed_at = models.DateTimeField(_("đang kiểm tra từ"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("số lần thử"), default=0)
    step = models.PositiveSmallIntegerField(_("bậc giãn"), default=0)
    failing_since = models.DateField(_("không mở được từ"), null=True, blank=True)
    dead_since = models.DateField(_("đã mất từ"), null=True, blank=True)
    latest = models.ForeignKey(
        LinkCheck, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lần gần nhất")
    )
    kept = models.ForeignKey(
        LinkCheck, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lần có bản lưu")
    )

    class Meta:
        verbose_name = _("theo dõi liên kết")
        verbose_name_plural = _("theo dõi liên kết")
        ordering = ["next_at", "pk"]
        indexes = [
            models.Index(name="link_watch_due", fields=["next_at"], condition=Q(claimed_at=None)),
            models.Index(name="link_watch_claimed", fields=["claimed_at"], condition=Q(claimed_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="dead_link_has_been_failing",
                condition=Q(dead_since=None) | Q(failing_since__isnull=False, failing_since=F("dead_since")),
            )
        ]

    def __str__(self):
        return str(self.evidence)


class LinkHome(models.Model):
    """The sites and pages of a unit by which its addresses were judged last: new ones let them be looked at again."""

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="+")
    homes = models.TextField()

    def __str__(self):
        return f"{self.unit_id}: {self.homes}"
