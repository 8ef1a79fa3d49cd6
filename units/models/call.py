from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .token import ApiToken


class ApiCall(models.Model):
    """One act of a program under a key that it chose, so that the act is done once however often it is sent.

    `request_hash` is SHA-256 of what was asked. Without a status the act is still under way; with one, the answer is
    kept for a day, for who asks again after a lost line.
    """

    token = models.ForeignKey(ApiToken, models.PROTECT, related_name="calls", verbose_name=_("mã truy cập"))
    key = models.CharField(_("khóa của lần gọi"), max_length=80)
    request_hash = models.CharField(max_length=64)
    begun_at = models.DateTimeField(_("bắt đầu lúc"))
    status = models.PositiveSmallIntegerField(_("mã trả lời"), null=True, blank=True)
    answer = models.TextField(_("câu trả lời"), blank=True)

    class Meta:
        verbose_name = _("lần gọi của phần mềm")
        verbose_name_plural = _("lần gọi của phần mềm")
        ordering = ["-begun_at", "-pk"]
        indexes = [models.Index(name="call_by_token_and_age", fields=["token", "begun_at"])]
        constraints = [
            models.UniqueConstraint(name="one_call_per_token_and_key", fields=["token", "key"]),
            models.CheckConstraint(name="call_has_a_key", condition=~Q(key="")),
            models.CheckConstraint(name="call_hash_is_whole", condition=Q(request_hash__regex="^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="call_under_way_has_no_answer", condition=Q(status__isnull=False) | Q(answer="")
            ),
        ]

    def __str__(self):
        return f"{self.token_id} {self.key}"
