from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.models import StoredFile
from directives.models import Obligation

from .action import Action


class ActionDraft(models.Model):
    """What one person has typed and not yet stored, the latest words only: a new action for an obligation, or the
    mending of an action on record.

    `typed` holds the form's fields as sent, name → values; `files` the files taken in already, as [key, name].
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    obligation = models.ForeignKey(Obligation, models.CASCADE, null=True, blank=True, related_name="drafts")
    action = models.ForeignKey(Action, models.CASCADE, null=True, blank=True, related_name="drafts")
    typed = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    saved_at = models.DateTimeField(_("lưu lúc"))

    class Meta:
        verbose_name = _("bản nháp hoạt động")
        verbose_name_plural = _("bản nháp hoạt động")
        constraints = [
            models.UniqueConstraint(name="draft_once_per_person", fields=["obligation", "person"]),
            models.UniqueConstraint(name="draft_of_mending_once_per_person", fields=["action", "person"]),
            models.CheckConstraint(
                name="draft_of_a_new_action_or_of_mending_one",
                condition=Q(obligation__isnull=False, action=None) | Q(obligation=None, action__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.obligation_id or self.action_id}, {self.saved_at:%Y-%m-%d %H:%M}Z"


class PartialUpload(models.Model):
    """A file on its way in pieces, so that a lost connection costs one piece. `key` is chosen by the sender.

    The bytes so far lie in a temporary file; once whole and found good they are `stored`, and only that row is kept
    for who asks again.
    """

    key = models.UUIDField(unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("tên tệp"), max_length=200)
    size = models.PositiveBigIntegerField(_("dung lượng (byte)"))
    received = models.PositiveBigIntegerField(_("đã nhận (byte)"), default=0)
    touched_at = models.DateTimeField(_("nhận lần cuối lúc"), db_index=True)
    stored = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("tệp đang tải lên")
        verbose_name_plural = _("tệp đang tải lên")
        constraints = [
            models.CheckConstraint(name="partial_upload_is_not_empty", condition=Q(size__gt=0)),
            models.CheckConstraint(name="partial_upload_within_its_size", condition=Q(received__lte=F("size"))),
        ]

    def __str__(self):
        return f"{self.name} {self.received}/{self.size}"
