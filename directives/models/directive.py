import uuid
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.models import StoredFile
from campaign_portal.lib.public_id import new_public_id
from campaign_portal.lib.rows import where
from directives.access import directive_q
from units.access import unit_ids
from units.models import Role, Unit

from .campaign import Campaign


class DirectiveQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Directives in which the person's unit has a part; drafts only for coordinators of the issuing unit."""
        return where(self, directive_q(user))

    def discarded_to(self, user):
        """Drafts that were put away, for those who may take them up again: coordinators of the issuing unit."""
        return self.filter(issuer__in=unit_ids(user, Role.COORDINATOR), discarded_at__isnull=False)

    def drafts(self):
        return self.filter(issued_at=None, discarded_at=None)

    def in_force(self):
        """Issued, not recalled, and its campaign still open: what reminders and lists of work look at."""
        return self.filter(issued_at__isnull=False, recalled_at=None, campaign__closed_at=None)


class Directive(models.Model):
    """One letter. Frozen once issued: from then on only a dated act, written through `Change`, alters it."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="directives", verbose_name=_("chiến dịch")
    )
    issuer = models.ForeignKey(
        Unit, models.PROTECT, related_name="directives_issued", verbose_name=_("đơn vị ban hành")
    )
    doc_type = models.CharField(_("loại văn bản"), max_length=40, default="Công văn")
    number = models.CharField(_("số"), max_length=11, blank=True)
    symbol = models.CharField(_("ký hiệu"), max_length=30, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    place = models.CharField(_("địa danh"), max_length=60, blank=True)
    dated_on = models.DateField(_("ngày văn bản"), null=True, blank=True)
    subject = models.CharField(_("trích yếu"), max_length=500, blank=True)
    text = models.TextField(_("toàn văn"), blank=True)
    links = models.JSONField(_("liên kết trong văn bản"), default=list, blank=True)
    urgency = models.CharField(_("độ khẩn"), max_length=20, blank=True)
    signer_name = models.CharField(_("người ký"), max_length=120, blank=True)
    signer_title = models.CharField(_("chức vụ người ký"), max_length=120, blank=True)
    signer_authority = models.CharField(_("quyền hạn ký"), max_length=120, blank=True)
    starts_on = models.DateField(_("thực hiện từ ngày"), null=True, blank=True)
    due_on = models.DateField(_("thực hiện đến hết ngày"), null=True, blank=True)
    report_due_on = models.DateField(_("hạn báo cáo"), null=True, blank=True)
    no_report = models.BooleanField(_("không yêu cầu báo cáo"), default=False)
    ladder = models.JSONField(_("các lần nhắc riêng"), null=True, blank=True)
    reading = models.JSONField(default=dict, blank=True, editable=False)
    doubts = models.JSONField(default=dict, blank=True, editable=False)
    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    client_uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    saved_at = models.DateTimeField(null=True, blank=True, editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    intake_file = models.ForeignKey(
        "directives.IntakeFile", models.PROTECT, null=True, blank=True, related_name="directives", editable=False
    )
    intake_place = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    discarded_at = models.DateTimeField(null=True, blank=True, editable=False)
    issued_at = models.DateTimeField(null=True, blank=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    recalled_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_change = models.ForeignKey(
        "directives.Change", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản chỉ đạo")
        verbose_name_plural = _("văn bản chỉ đạo")
        ordering = ["-created_at"]
        indexes = [models.Index(name="directive_in_force", fields=["due_on"], condition=Q(issued_at__isnull=False))]
        constraints = [
            models.UniqueConstraint(
                name="number_and_symbol_once_per_issuer_and_year",
                fields=["issuer", "year", "number", "symbol"],
                condition=~Q(number=""),
            ),
            models.CheckConstraint(
                name="issued_directive_is_complete",
                condition=Q(issued_at=None)
                | (
                    Q(campaign__isnull=False, dated_on__isnull=False, due_on__isnull=False, issued_by__isnull=False)
                    & ~Q(number="")
                    & ~Q(subject="")
                ),
            ),
            models.CheckConstraint(
                name="directive_due_after_start",
                condition=Q(starts_on=None) | Q(due_on=None) | Q(due_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="no_report_means_no_report_day", condition=Q(no_report=False) | Q(report_due_on=None)
            ),
            models.CheckConstraint(
                name="only_a_draft_is_discarded", condition=Q(discarded_at=None) | Q(issued_at=None)
            ),
            models.UniqueConstraint(name="one_directive_per_letter_read", fields=["intake_file", "intake_place"]),
        ]

    def __str__(self):
        return self.reference

    @property
    def reference(self) -> str:
        """How the letter is cited: type, number and symbol (Decree 30/2020, article 8)."""
        number = self.number or "…"
        return f"{self.doc_type} số {number}/{self.symbol}" if self.symbol else f"{self.doc_type} số {number}"

    @property
    def is_issued(self) -> bool:
        return self.issued_at is not None

    @property
    def is_discarded(self) -> bool:
        return self.discarded_at is not None

    @property
    def is_closed(self) -> bool:
        return bool(self.campaign_id and self.campaign.closed_at)

    @property
    def is_in_force(self) -> bool:
        return self.is_issued and self.recalled_at is None and not self.is_closed

    @property
    def over_at(self) -> datetime | None:
        """Since when the letter asks for nothing more: recalled, or its campaign ended. None while it is in force."""
        return self.recalled_at or (self.campaign.closed_at if self.campaign_id else None)

    @property
    def over_state(self) -> str:
        """Why it asks for nothing more, in one word of `campaign_portal.lib.status`; "" while it is in force."""
        if self.recalled_at:
            return "recalled"
        return "closed" if self.is_closed else ""

    def reading_day(self, today: date) -> date:
        """The day as of which names in the letter are matched: its own day, else today."""
        return self.dated_on or today


class LegalBasis(models.Model):
    """One document the letter rests on (căn cứ). The issuer stays empty where the letter does not name it."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="legal_bases")
    order = models.PositiveSmallIntegerField()
    reference = models.CharField(_("số, ký hiệu"), max_length=60)
    dated_on = models.DateField(_("ngày"), null=True, blank=True)
    issuer_name = models.CharField(_("cơ quan ban hành"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("căn cứ")
        verbose_name_plural = _("căn cứ")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(name="one_basis_per_place", fields=["directive", "order"])]

    def __str__(self):
        return self.reference


class DirectiveCopy(models.Model):
    """One line of "Nơi nhận". A line "(để b/c)" confirmed by the officer lets its unit oversee the directive."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="copies")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("nơi nhận"), max_length=200)
    overseer = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="directives_overseen")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("nơi nhận")
        verbose_name_plural = _("nơi nhận")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(name="one_copy_line_per_place", fields=["directive", "order"])]

    def __str__(self):
        return self.text


class DirectiveFile(models.Model):
    """The letter as it was uploaded, or an attachment it names; an attachment may be named before it is uploaded."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("bản gốc")
        ATTACHMENT = "attachment", _("đính kèm")

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(_("tên"), max_length=300)
    stored = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    original_name = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("tệp của văn bản")
        verbose_name_plural = _("tệp của văn bản")
        ordering = ["pk"]

    def __str__(self):
        return self.title


class DirectiveRelation(models.Model):
    """A letter about a letter."""

    class Kind(models.TextChoices):
        AMENDS = "amends", _("sửa đổi, bổ sung")
        EXTENDS = "extends", _("gia hạn")
        CORRECTS = "corrects", _("đính chính")
        REPLACES = "replaces", _("thay thế")
        RECALLS = "recalls", _("thu hồi")
        URGES = "urges", _("đôn đốc")

    later = models.ForeignKey(Directive, models.PROTECT, related_name="relations_out")
    earlier = models.ForeignKey(Directive, models.PROTECT, related_name="relations_in")
    kind = models.CharField(max_length=10, choices=Kind)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("quan hệ văn bản")
        verbose_name_plural = _("quan hệ văn bản")
        constraints = [
            models.UniqueConstraint(name="one_relation_of_a_kind_per_pair", fields=["later", "earlier", "kind"]),
            models.CheckConstraint(name="no_letter_about_itself", condition=~Q(later=F("earlier"))),
        ]

    def __str__(self):
        return f"{self.later} – {self.get_kind_display()} – {self.earlier}"
