from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .unit import Unit


class UnitAliasQuerySet(models.QuerySet):
    def in_force(self):
        """Aliases that nobody has withdrawn: what letters are read with."""
        return self.filter(withdrawn_at=None)


class UnitAlias(models.Model):
    """Words that an issuing unit uses in its letters, and the units they mean there.

    It counts for letters of that issuer alone: "các đơn vị trực thuộc" means others in another department's letters,
    and one office's habit must not tick recipients for another. No units at all means that the words name nobody in
    the registry ("như trên"), which is worth remembering too. Never altered: other units for the same words are
    another alias, and the older one is withdrawn.
    """

    issuer = models.ForeignKey(Unit, models.PROTECT, related_name="aliases_taught", verbose_name=_("đơn vị ban hành"))
    phrase = models.CharField(_("cách gọi"), max_length=300)
    spelling = models.CharField(max_length=300, editable=False)
    units = models.ManyToManyField(Unit, through="UnitAliasUnit", related_name="aliases", verbose_name=_("đơn vị"))
    remembered_at = models.DateTimeField(_("ghi nhớ lúc"))
    remembered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("bỏ ghi nhớ lúc"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = UnitAliasQuerySet.as_manager()

    class Meta:
        verbose_name = _("cách gọi đã ghi nhớ")
        verbose_name_plural = _("cách gọi đã ghi nhớ")
        ordering = ["-remembered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_meaning_per_issuer_and_spelling",
                fields=["issuer", "spelling"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(name="alias_has_words", condition=~Q(spelling="")),
            models.CheckConstraint(
                name="alias_withdrawn_after_remembered",
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("remembered_at")),
            ),
        ]

    def __str__(self):
        return self.phrase


class UnitAliasUnit(models.Model):
    """One of the units that an alias means."""

    alias = models.ForeignKey(UnitAlias, models.PROTECT, related_name="members")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("đơn vị của cách gọi")
        verbose_name_plural = _("đơn vị của cách gọi")
        ordering = ["unit__sort_key"]
        constraints = [models.UniqueConstraint(name="unit_once_per_alias", fields=["alias", "unit"])]

    def __str__(self):
        return f"{self.alias} – {self.unit}"
