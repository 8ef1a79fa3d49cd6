from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models import Unit

from .directive import Directive


class About(models.TextChoices):
    DIRECTIVE = "directive", _("văn bản")
    DELIVERY = "delivery", _("gửi – nhận")
    OBLIGATION = "obligation", _("nhiệm vụ")
    ACTION = "action", _("hoạt động")
    REVIEW = "review", _("ý kiến xác nhận")
    REPORT = "report", _("báo cáo của đơn vị")
    QUESTION = "question", _("câu hỏi")
    FAQ = "faq", _("hỏi đáp chung")
    REMINDER = "reminder", _("nhắc bằng tay")


class Event(models.TextChoices):
    """What happened. Names are final: figures of past days are folded from them."""

    ISSUED = "issued", _("ban hành")
    ADDED_LATE = "added_late", _("bổ sung đơn vị")
    SEEN = "seen", _("đã xem")
    RECEIVED = "received", _("đã tiếp nhận")
    REFUSED = "refused", _("trả lại vì sai nơi nhận")
    REDIRECTED = "redirected", _("chuyển đơn vị khác")
    STARTED = "started", _("bắt đầu thực hiện")
    SUBMITTED = "submitted", _("gửi xác nhận hoàn thành")
    WITHDRAWN = "withdrawn", _("rút lại")
    ACCEPTED = "accepted", _("xác nhận")
    CLAIMED = "claimed", _("đề nghị không thực hiện")
    CONFIRMED = "confirmed", _("đồng ý với đề nghị của đơn vị")
    RETURNED = "returned", _("trả lại")
    REOPENED = "reopened", _("mở lại")
    EXEMPTED = "exempted", _("miễn thực hiện")
    EXTENDED = "extended", _("gia hạn")
    ACCEPTING = "accepting", _("đặt thời hạn nhận bổ sung")
    RELAYED = "relayed", _("giao xuống")
    HANDED_OVER = "handed_over", _("chuyển giao do kế thừa")
    SUPERSEDED = "superseded", _("thay bằng nội dung mới")
    RECALLED = "recalled", _("thu hồi")
    CLOSED = "closed", _("kết thúc")
    RECORDED = "recorded", _("ghi hoạt động")
    EDITED = "edited", _("sửa")
    DISCARDED = "discarded", _("bỏ bản nháp")
    RESTORED = "restored", _("khôi phục bản nháp")
    ASKED = "asked", _("hỏi")
    REPLIED = "replied", _("trả lời")
    PUBLISHED = "published", _("đăng hỏi đáp chung")
    REMINDED = "reminded", _("nhắc bằng tay")
    LADDER_SET = "ladder_set", _("đặt các lần nhắc")


class Change(models.Model):
    """One act, written in the same transaction as what it did; never altered, never deleted.

    `about` and `about_id` name the row it is about; actions and reviews live above this app, so they have no key here.
    `before` and `after` hold only the columns that changed; folding `after` up to a local day gives that day's state.
    """

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="changes")
    delivery = models.ForeignKey("directives.Delivery", models.PROTECT, null=True, related_name="changes")
    obligation = models.ForeignKey("directives.Obligation", models.PROTECT, null=True, related_name="changes")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    about = models.CharField(max_length=12, choices=About)
    about_id = models.BigIntegerField()
    event = models.CharField(max_length=16, choices=Event)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    acting_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    local_day = models.DateField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("nhật ký thay đổi")
        verbose_name_plural = _("nhật ký thay đổi")
        ordering = ["pk"]
        indexes = [
            models.Index(name="change_by_directive_and_day", fields=["directive", "about", "local_day"]),
            models.Index(name="change_by_subject", fields=["about", "about_id"]),
        ]

    def __str__(self):
        return f"{self.get_about_display()} {self.about_id}: {self.get_event_display()}"
