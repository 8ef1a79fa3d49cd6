from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .area import Area
from .named import Named


class UnitKind(models.TextChoices):
    """What a unit is; letters name groups of recipients by it ("các sở, ban, ngành", "các trường đại học")."""

    CITY_COMMITTEE = "city_committee", _("UBND thành phố")
    DEPARTMENT = "department", _("sở, cơ quan chuyên môn")
    AFFILIATE = "affiliate", _("cơ quan thuộc UBND")
    CENTRAL = "central", _("cơ quan trung ương trên địa bàn")
    DISTRICT_COMMITTEE = "district_committee", _("UBND quận, huyện")
    DISTRICT_OFFICE = "district_office", _("phòng chuyên môn cấp huyện")
    WARD_COMMITTEE = "ward_committee", _("UBND phường, xã, thị trấn")
    UNIVERSITY = "university", _("trường đại học")
    UNIVERSITY_BRANCH = "university_branch", _("phân hiệu, cơ sở đại học")
    COLLEGE = "college", _("trường cao đẳng")
    ACADEMY = "academy", _("học viện")
    POLITICAL_SCHOOL = "political_school", _("trường chính trị")
    COMMUNITY_TEAM = "community_team", _("tổ công nghệ số cộng đồng")
    OTHER = "other", _("đơn vị khác")

    @property
    def rank(self) -> str:
        """Protocol order of the kind, two digits; the first part of a unit's sort key."""
        return f"{list(type(self)).index(self):02d}"


class Certainty(models.TextChoices):
    VERIFIED = "verified", _("đã kiểm chứng")
    UNCONFIRMED = "unconfirmed", _("cần cán bộ xác nhận")


class UnitQuerySet(models.QuerySet):
    def valid_on(self, day: date):
        """Units that exist on a local day, both ends included."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day),
            Q(valid_to=None) | Q(valid_to__gte=day),
        )

    def under(self, unit: "Unit"):
        """The unit and everything below it in the tree."""
        return self.filter(path__startswith=unit.path)


class Unit(Named):
    """An organisation in a tree. A new name by decision is a `Succession`; a spelling correction is logged."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, editable=False, db_index=True)
    kind = models.CharField(_("loại"), max_length=20, choices=UnitKind)
    name = models.CharField(_("tên đơn vị"), max_length=200)
    short_name = models.CharField(_("tên viết tắt"), max_length=80, blank=True)
    symbol = models.CharField(_("chữ viết tắt trong ký hiệu"), max_length=40, blank=True)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("địa bàn")
    )
    website = models.CharField(_("trang thông tin điện tử"), max_length=200, blank=True)
    pages = models.TextField(_("trang, kênh chính thức khác"), blank=True, help_text=_("Mỗi dòng một địa chỉ."))
    certainty = models.CharField(_("mức chắc chắn"), max_length=12, choices=Certainty, default=Certainty.VERIFIED)
    certainty_note = models.CharField(_("cần xác nhận"), max_length=300, blank=True)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    note = models.TextField(_("ghi chú"), blank=True)
    valid_from = models.DateField(_("có từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị")
        verbose_name_plural = _("đơn vị")
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                name="unit_ends_after_it_begins",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.UniqueConstraint(name="unit_name_once_while_open", fields=["name"], condition=Q(valid_to=None)),
        ]

    def __str__(self):
        return self.name

    @property
    def brief(self) -> str:
        """The short name where one is known; for dense lists only."""
        return self.short_name or self.name

    @property
    def is_certain(self) -> bool:
        return self.certainty == Certainty.VERIFIED

    def is_above(self, other: "Unit") -> bool:
        """True when `other` lies below this unit in the tree; a unit is not above itself."""
        return other.pk != self.pk and other.path.startswith(self.path)


class Succession(models.Model):
    """Who takes over a unit's open obligations from a day, by which decision (merger, split, new name)."""

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions_out")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="successions_in")
    effective_on = models.DateField(_("từ ngày"))
    decision = models.CharField(_("quyết định"), max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("units.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("kế thừa")
        verbose_name_plural = _("kế thừa")
        ordering = ["effective_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="succession_once_per_pair_and_day", fields=["predecessor", "successor", "effective_on"]
            ),
            models.CheckConstraint(name="no_unit_succeeds_itself", condition=~Q(predecessor=F("successor"))),
        ]

    def __str__(self):
        return f"{self.predecessor} → {self.successor}"
