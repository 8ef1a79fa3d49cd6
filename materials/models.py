"""With what: the campaign's documents, clips and links, their versions, and who took them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.models import StoredFile
from campaign_portal.lib.public_id import new_public_id
from directives.models import Campaign
from units.models import Unit


class MaterialQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Materials of campaigns the person has a part in."""
        return self.filter(campaign__in=Campaign.objects.visible_to(user))

    def current(self):
        return self.filter(withdrawn_at=None)


class Material(models.Model):
    """A document, clip, handbook, infographic or link of a campaign. Its content stands in versions."""

    class Kind(models.TextChoices):
        HANDBOOK = "handbook", _("cẩm nang")
        CLIP = "clip", _("clip")
        INFOGRAPHIC = "infographic", _("đồ họa")
        POST = "post", _("bài mẫu")
        DOCUMENT = "document", _("văn bản, tài liệu")
        LINK = "link", _("liên kết")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="materials")
    kind = models.CharField(_("loại"), max_length=12, choices=Kind)
    title = models.CharField(_("tên tài liệu"), max_length=200)
    description = models.TextField(_("dùng để làm gì"), blank=True)
    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("tài liệu tuyên truyền")
        verbose_name_plural = _("tài liệu tuyên truyền")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return self.title


class MaterialVersion(models.Model):
    """One state of a material: a file or a web address. A newer version supersedes; the older is kept."""

    material = models.ForeignKey(Material, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    stored = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    original_name = models.CharField(max_length=200, blank=True)
    url = models.URLField(_("địa chỉ"), max_length=500, blank=True)
    note = models.CharField(_("thay đổi"), max_length=300, blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("phiên bản")
        verbose_name_plural = _("phiên bản")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(name="one_version_per_number", fields=["material", "number"]),
            models.CheckConstraint(
                name="version_is_a_file_or_an_address",
                condition=(Q(stored__isnull=False) & Q(url="")) | (Q(stored=None) & ~Q(url="")),
            ),
        ]

    def __str__(self):
        return f"{self.material} ({self.number})"


class MaterialTake(models.Model):
    """A person of a unit took a version: downloaded the file or opened the address."""

    version = models.ForeignKey(MaterialVersion, models.PROTECT, related_name="takes")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        verbose_name = _("lượt lấy tài liệu")
        verbose_name_plural = _("lượt lấy tài liệu")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.unit} ← {self.version}"


class TrackedLink(models.Model):
    """Material × unit: the short link whose visits will be measured. Until it is, measured reach is absent, not 0."""

    material = models.ForeignKey(Material, models.PROTECT, related_name="tracked_links")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("liên kết theo dõi")
        verbose_name_plural = _("liên kết theo dõi")
        constraints = [
            models.UniqueConstraint(name="one_tracked_link_per_material_and_unit", fields=["material", "unit"])
        ]

    def __str__(self):
        return self.public_id
