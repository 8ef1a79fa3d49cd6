"""Tables that every app may use and that know no app; people are known by settings.AUTH_USER_MODEL only.

Times are aware UTC and given by the caller; nothing here reads a clock.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Holiday(models.Model):
    """A day that is not what its weekday says: a day off, or a weekend day worked to make up for one.

    One that does not hold after all is set aside and stays as a row, so that the library's list does not bring it back.
    """

    day = models.DateField(_("ngày"), unique=True)
    name = models.CharField(_("tên"), max_length=200)
    is_workday = models.BooleanField(_("ngày làm bù"), default=False, help_text=_("Đánh dấu nếu là ngày đi làm bù."))
    source = models.CharField(_("căn cứ"), max_length=200, blank=True)
    is_set_aside = models.BooleanField(_("đã bỏ khỏi lịch"), default=False)
    changed_at = models.DateTimeField(_("sửa lúc"), null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("người sửa")
    )

    class Meta:
        ordering = ["day"]
        verbose_name = _("ngày nghỉ, ngày làm bù")
        verbose_name_plural = _("ngày nghỉ, ngày làm bù")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_set_aside=False) | Q(changed_by__isnull=False), name="who_set_a_day_aside_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"


class StoredFile(models.Model):
    """The bytes of a file, once, by SHA-256 (see storage.py). Its name stands on the rows of the apps that link to it.

    A picture has a `display` copy, without location data, which people are shown; the original stays as evidence.
    Several originals may look the same and share one copy, hence the link stands on the original. A PDF has a
    `preview`, a small picture of its first page; unlike a display copy it proves nothing: two papers may share it.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("dung lượng (byte)"))
    content_type = models.CharField(_("loại tệp"), max_length=100)
    created_at = models.DateTimeField(_("lưu lúc"))
    width = models.PositiveIntegerField(_("rộng (điểm ảnh)"), null=True, blank=True)
    height = models.PositiveIntegerField(_("cao (điểm ảnh)"), null=True, blank=True)
    taken_at = models.DateTimeField(_("chụp lúc"), null=True, blank=True)
    display = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="originals")
    preview = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="previewed")

    class Meta:
        verbose_name = _("tệp đã lưu")
        verbose_name_plural = _("tệp đã lưu")
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="stored_file_has_a_whole_sha256"),
            models.CheckConstraint(condition=Q(size__gt=0), name="stored_file_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.content_type} {self.sha256[:12]}"

    @property
    def shown(self) -> "StoredFile":
        """What people are shown: the copy without location data where there is one, else the file itself."""
        return self.display or self


HASH_COLUMNS = ("steps", "waves", "band_1", "band_2", "band_3", "band_4")


class PictureHash(models.Model):
    """What a stored picture looks like (see looks.py), of the copy that people are shown. Written by `near.remember`.

    A table of its own: a file is no picture as a rule, and a picture without a row is one that was not looked at yet.
    Without bits it is too plain to be compared. The bands are parts of `steps`, for the search by index.
    """

    stored = models.OneToOneField(StoredFile, models.CASCADE, primary_key=True, related_name="look")
    steps = models.BigIntegerField(null=True)
    waves = models.BigIntegerField(null=True)
    band_1 = models.IntegerField(null=True, db_index=True)
    band_2 = models.IntegerField(null=True, db_index=True)
    band_3 = models.IntegerField(null=True, db_index=True)
    band_4 = models.IntegerField(null=True, db_index=True)

    class Meta:
        verbose_name = _("dấu vân ảnh")
        verbose_name_plural = _("dấu vân ảnh")
        constraints = [
            models.CheckConstraint(
                name="picture_hash_is_whole_or_absent",
                condition=Q(**dict.fromkeys(HASH_COLUMNS))  # a check passes where a part of it is unknown
                | Q(**{f"{name}__isnull": False for name in HASH_COLUMNS})
                & Q(**{f"{name}__range": (0, 65535) for name in HASH_COLUMNS[2:]}),
            )
        ]

    def __str__(self) -> str:
        return f"{self.stored_id}: {self.steps}"


class NearPair(models.Model):
    """Two pictures that look alike, once in each direction, so that whoever has one finds the other in one step."""

    one = models.ForeignKey(StoredFile, models.CASCADE, related_name="near")
    other = models.ForeignKey(StoredFile, models.CASCADE, related_name="+")
    distance = models.PositiveSmallIntegerField(_("số bit khác nhau"))

    class Meta:
        verbose_name = _("cặp ảnh gần giống")
        verbose_name_plural = _("cặp ảnh gần giống")
        constraints = [
            models.UniqueConstraint(name="near_pair_once", fields=["one", "other"]),
            models.CheckConstraint(name="near_pair_is_of_two", condition=~Q(one=F("other"))),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} ~ {self.other_id}: {self.distance}"


class ActivityEntry(models.Model):
    """One line of the append-only log, chained by hashes: written by `activity.record`, refused by a trigger to change.

    Its unique `previous_hash` makes the log one chain: two writers cannot both follow the same line.
    """

    at = models.DateTimeField(_("lúc"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("người làm")
    )
    verb = models.CharField(_("việc"), max_length=60)
    subject = models.CharField(_("đối tượng"), max_length=300)
    detail = models.JSONField(_("chi tiết"), default=dict)
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("nhật ký hệ thống")
        verbose_name_plural = _("nhật ký hệ thống")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}Z {self.verb}: {self.subject}"


class JobRun(models.Model):
    """One run of a periodic job, so that a person can see that the machinery is alive. Written by `jobs.run`."""

    class State(models.TextChoices):
        RUNNING = "running", _("đang chạy")
        DONE = "done", _("xong")
        FAILED = "failed", _("lỗi")

    name = models.CharField(_("công việc"), max_length=100)
    started_at = models.DateTimeField(_("bắt đầu"))
    finished_at = models.DateTimeField(_("kết thúc"), null=True, blank=True)
    state = models.CharField(_("tình trạng"), max_length=10, choices=State, default=State.RUNNING)
    detail = models.JSONField(_("chi tiết"), default=dict, blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = _("lần chạy công việc")
        verbose_name_plural = _("lần chạy công việc")
        indexes = [models.Index(fields=["name", "-started_at"], name="job_run_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="running", finished_at=None) | (~Q(state="running") & Q(finished_at__isnull=False)),
                name="job_run_is_running_or_finished",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.started_at:%Y-%m-%d %H:%M}Z"


class OutboxMail(models.Model):
    """A mail of an installation without a mail server, kept for the outbox page. Written by `mail.OutboxBackend`."""

    created_at = models.DateTimeField(_("gửi lúc"))
    to = models.TextField(_("người nhận"))
    sender = models.CharField(_("người gửi"), max_length=320)
    subject = models.TextField(_("tiêu đề"))
    text = models.TextField(_("nội dung"))
    html = models.TextField(_("nội dung HTML"), blank=True)
    reply_to = models.TextField(_("trả lời về"), blank=True)
    attachments = models.JSONField(_("tệp đính kèm"), default=list, blank=True)  # {"name", "text"} each
    message_id = models.CharField(max_length=255, db_index=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("thư trong hộp thư đi")
        verbose_name_plural = _("thư trong hộp thư đi")
        indexes = [models.Index(fields=["-created_at"], name="outbox_mail_newest")]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
