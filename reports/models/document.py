import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.models import StoredFile
from campaign_portal.lib.public_id import new_public_id
from campaign_portal.lib.rows import where
from directives.access import oversees_q
from directives.models import Directive
from units.access import unit_ids
from units.models import Unit


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Papers of the person's own units; those shared also for who oversees the letter they are about."""
        units = unit_ids(user)
        if not units:
            return self.none()
        return where(self, Q(unit__in=units) | (Q(is_shared=True) & oversees_q(user, "directive__")))

    def in_the_making(self):
        return self.filter(state__in=Document.UNDER_WAY)


class Document(models.Model):
    """One version of a paper, with the figures it states and the files made of it; kept as it was made.

    `unit` writes it. `directive`, `about` (a unit) and `part` say what it is about, as far as its kind needs them; with
    the kind they make its `series`, in which versions are counted. Its figures are those of `cut_at`, an instant of the
    local day `as_of`. `facts` is {key: [text, label]}; `merge` says what became of an officer's own words.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("chờ lập")
        MAKING = "making", _("đang lập")
        DONE = "done", _("đã lập")
        FAILED = "failed", _("không lập được")

    UNDER_WAY = (State.WAITING, State.MAKING)

    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("loại"), max_length=20)
    series = models.CharField(max_length=120)
    version = models.PositiveIntegerField(_("phiên bản"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="documents", verbose_name=_("đơn vị lập"))
    directive = models.ForeignKey(Directive, models.PROTECT, null=True, blank=True, related_name="documents")
    about = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    part = models.CharField(max_length=40, blank=True)
    options = models.JSONField(default=dict, blank=True)
    is_shared = models.BooleanField(default=False)
    as_of = models.DateField(_("số liệu đến ngày"))
    cut_at = models.DateTimeField(_("số liệu đến lúc"))
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    trouble = models.TextField(blank=True)
    facts = models.JSONField(default=dict, blank=True)
    source = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    merge = models.JSONField(default=dict, blank=True)
    docx = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    client_uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản được lập")
        verbose_name_plural = _("văn bản được lập")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(name="document_by_letter", fields=["directive", "kind"])]
        constraints = [
            models.UniqueConstraint(name="document_version_once", fields=["series", "version"]),
            models.UniqueConstraint(
                name="one_document_in_the_making",
                fields=["series"],
                condition=Q(state__in=["waiting", "making"]),
            ),
            models.CheckConstraint(name="document_version_from_one", condition=Q(version__gte=1)),
            models.CheckConstraint(
                name="document_state_is_known", condition=Q(state__in=["waiting", "making", "done", "failed"])
            ),
            models.CheckConstraint(
                name="made_document_has_its_file",
                condition=~Q(state="done") | Q(docx__isnull=False, made_at__isnull=False),
            ),
            models.CheckConstraint(
                name="document_in_the_making_is_claimed", condition=~Q(state="making") | Q(claimed_at__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.series} {self.version}"

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def has_own_words(self) -> bool:
        """Made from a file that an officer changed in Word: only that file has their words, a PDF would lack them."""
        return self.source_id is not None
