from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.models import StoredFile
from campaign_portal.lib.rows import where
from directives.access import unit_rows_q

from .action import Action, passed_on_q


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        return where(self, self._visible_q(user))

    def few_visible_to(self, user):
        """As `visible_to`, where little is asked for: the rows at hand are looked at, not all that the person sees."""
        return self.filter(self._visible_q(user)).distinct()

    def _visible_q(self, user) -> Q:
        return unit_rows_q(user, "action__directive__", "action__unit") | passed_on_q(user, "action__")

    def kept(self):
        return self.filter(removed_at=None)


class Evidence(models.Model):
    """A file or a web address that proves an action. Taking it off the action keeps the row and the bytes."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="evidence")
    url = models.URLField(_("liên kết"), max_length=1000, blank=True)
    stored = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    original_name = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("minh chứng")
        verbose_name_plural = _("minh chứng")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_is_a_file_or_an_address",
                condition=(Q(stored__isnull=False) & Q(url="")) | (Q(stored=None) & ~Q(url="")),
            ),
        ]

    def __str__(self):
        return self.original_name or self.url
