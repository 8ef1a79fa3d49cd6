from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.models import StoredFile
from directives.access import NOTHING
from units.access import unit_ids
from units.models import Role, Unit


class IntakeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was handed in for units whose letters the person issues; like drafts, nobody else knows of it."""
        ids = unit_ids(user, Role.COORDINATOR)
        return self.filter(Q(issuer__in=ids) if ids else NOTHING)

    def open(self):
        """Still waiting for the officer to say which of its letters become drafts."""
        return self.filter(settled_at=None)


class Intake(models.Model):
    """What an officer handed in at once: files and the letters read from them. Drafts come of those they choose."""

    issuer = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị ban hành"))
    client_uuid = models.UUIDField(unique=True, editable=False)
    created_at = models.DateTimeField(_("tải lên lúc"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(_("đã chọn lúc"), null=True, blank=True)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần tải văn bản lên")
        verbose_name_plural = _("lần tải văn bản lên")
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.issuer} {self.created_at:%Y-%m-%d %H:%M}Z"

    @property
    def names(self) -> str:
        return ", ".join(file.name for file in self.files.all())


class IntakeFile(models.Model):
    """One file of an intake. `readings` holds a `Reading` as JSON for each letter in it; none in an attachment."""

    intake = models.ForeignKey(Intake, models.PROTECT, related_name="files")
    order = models.PositiveSmallIntegerField()
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(_("tên tệp"), max_length=200)
    readings = models.JSONField(default=list, blank=True)
    letter_count = models.PositiveSmallIntegerField(_("số văn bản"), default=0)

    class Meta:
        verbose_name = _("tệp tải lên")
        verbose_name_plural = _("tệp tải lên")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(name="one_intake_file_per_place", fields=["intake", "order"])]

    def __str__(self):
        return self.name
