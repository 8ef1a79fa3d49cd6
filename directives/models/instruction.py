from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from units.models import Unit

from .directive import Directive


class RecipientGroup(models.Model):
    """A group as the letter names it, among the addressees or before its tasks, and the units it resolved to."""

    class Source(models.TextChoices):
        ADDRESSEE = "addressee", _("Kính gửi")
        TASK = "task", _("nhóm nhiệm vụ")

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="groups")
    source = models.CharField(max_length=10, choices=Source)
    order = models.PositiveSmallIntegerField()
    phrase = models.CharField(_("cách gọi trong văn bản"), max_length=300)
    issued_at = models.DateTimeField(null=True, blank=True, editable=False)
    units = models.ManyToManyField(Unit, through="RecipientGroupUnit", related_name="recipient_groups")

    class Meta:
        verbose_name = _("nhóm nơi nhận")
        verbose_name_plural = _("nhóm nơi nhận")
        ordering = ["source", "order"]
        constraints = [models.UniqueConstraint(name="one_group_per_place", fields=["directive", "source", "order"])]

    def __str__(self):
        return self.phrase


class RecipientGroupUnit(models.Model):
    """A unit that a group phrase may mean; `chosen` is the officer's tick. Uncertain units are offered unticked."""

    group = models.ForeignKey(RecipientGroup, models.PROTECT, related_name="members")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    chosen = models.BooleanField(default=True)
    issued_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["unit__sort_key"]
        constraints = [models.UniqueConstraint(name="unit_once_per_group", fields=["group", "unit"])]

    def __str__(self):
        return f"{self.unit} – {self.group}"


class Instruction(models.Model):
    """One thing asked, in the letter's words, of one group or (`group` empty) of all recipients."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="instructions")
    group = models.ForeignKey(RecipientGroup, models.PROTECT, null=True, blank=True, related_name="instructions")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(_("mục"), max_length=12, blank=True)
    text = models.TextField(_("nội dung yêu cầu"))
    binding = models.BooleanField(_("bắt buộc"), default=True)
    due_on = models.DateField(_("hạn riêng"), null=True, blank=True)
    due_time = models.TimeField(_("giờ"), null=True, blank=True)
    proof = models.JSONField(_("minh chứng cần có"), default=list, blank=True)
    origin = models.JSONField(null=True, blank=True, editable=False)
    """What it came from: {"tasks": places in the reading, "spans": its words in the letter}; None when an officer
    wrote it. Splitting and merging hand it on, so that the words stay lit."""
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")
    issued_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("nội dung yêu cầu")
        verbose_name_plural = _("nội dung yêu cầu")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                name="one_instruction_per_place", fields=["directive", "order"], condition=Q(ended_at=None)
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        """The first words, for lists; the whole text is shown where there is room."""
        return Truncator(self.text).chars(110)

    @property
    def places(self) -> list[int]:
        """Which tasks of the reading it stands for: several when they were merged, none when it was written anew."""
        return self.origin["tasks"] if self.origin else []

    @property
    def spans(self) -> list[list[int]]:
        """Where its words stand in the letter's text."""
        return self.origin["spans"] if self.origin else []
