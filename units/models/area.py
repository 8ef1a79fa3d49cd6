from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .named import Named


class Area(Named):
    """A place in a tree. Its official code is no key: after a merger the code is given to another place."""

    class Level(models.TextChoices):
        CITY = "city", _("thành phố, tỉnh")
        DISTRICT = "district", _("quận, huyện")
        WARD = "ward", _("phường, xã, thị trấn")

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    level = models.CharField(max_length=10, choices=Level)
    name = models.CharField(_("tên"), max_length=200)
    code = models.CharField(_("mã hành chính"), max_length=10, blank=True)
    valid_from = models.DateField(_("có từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    boundary = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = _("địa bàn")
        verbose_name_plural = _("địa bàn")
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                name="area_ends_after_it_begins",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.UniqueConstraint(name="area_once_per_parent_and_start", fields=["parent", "name", "valid_from"]),
        ]

    def __str__(self):
        return self.name
