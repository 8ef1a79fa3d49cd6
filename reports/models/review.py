from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directives.models import Obligation

from .action import Action


class Review(models.Model):
    """One decision on an action or on a declared obligation. Reversing it is a new review; none is ever changed."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("xác nhận")
        RETURNED = "returned", _("trả lại")

    action = models.ForeignKey(Action, models.PROTECT, null=True, blank=True, related_name="reviews")
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, blank=True, related_name="reviews")
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason = models.TextField(_("lý do"), blank=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("ý kiến xác nhận")
        verbose_name_plural = _("ý kiến xác nhận")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="review_is_of_one_thing",
                condition=Q(action__isnull=False, obligation=None) | Q(action=None, obligation__isnull=False),
            ),
            models.CheckConstraint(name="return_has_a_reason", condition=Q(verdict="accepted") | ~Q(reason="")),
        ]

    def __str__(self):
        return self.get_verdict_display()
