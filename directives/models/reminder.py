from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .delivery import Delivery


class SendState(models.TextChoices):
    PLANNED = "planned", _("sẽ gửi")
    SENDING = "sending", _("đang gửi")
    SENT = "sent", _("đã gửi")
    FAILED = "failed", _("gửi không được")
    CANCELLED = "cancelled", _("đã hủy")
    MISSED = "missed", _("đã lỡ")


class Reminder(models.Model):
    """A planned step for a delivery at a deadline. The deadline is in the key: when it moves, new steps arise."""

    State = SendState

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="reminders")
    step = models.CharField(max_length=20)
    deadline = models.DateField()
    send_at = models.DateTimeField()
    dedupe_key = models.CharField(max_length=100, unique=True)
    state = models.CharField(max_length=10, choices=SendState, default=SendState.PLANNED)
    state_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    planned_at = models.DateTimeField()

    class Meta:
        verbose_name = _("nhắc việc")
        verbose_name_plural = _("nhắc việc")
        ordering = ["-send_at", "pk"]
        indexes = [models.Index(name="reminder_to_send", fields=["send_at"], condition=Q(state="planned"))]
        constraints = [
            models.CheckConstraint(
                name="reminder_not_sent_says_why",
                condition=~Q(state__in=[SendState.FAILED, SendState.CANCELLED, SendState.MISSED]) | ~Q(reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.delivery} {self.step}"


class Message(models.Model):
    """What goes to one person by one channel in one slot for one or more reminders, with the text that went out."""

    State = SendState

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    channel = models.CharField(max_length=12, default="email")
    slot = models.DateTimeField()
    dedupe_key = models.CharField(max_length=100, unique=True)
    message_id = models.CharField(max_length=200)
    address = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=SendState, default=SendState.PLANNED)
    state_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    reminders = models.ManyToManyField(Reminder, through="MessageReminder", related_name="messages")

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        ordering = ["-slot", "pk"]
        indexes = [
            models.Index(
                name="message_to_send", fields=["slot"], condition=Q(state__in=[SendState.PLANNED, SendState.SENDING])
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="message_not_sent_says_why",
                condition=~Q(state__in=[SendState.FAILED, SendState.CANCELLED, SendState.MISSED]) | ~Q(reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.person} {self.slot:%d/%m/%Y %H:%M}"


class MessageReminder(models.Model):
    """Which reminders a message serves."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="serves")
    reminder = models.ForeignKey(Reminder, models.PROTECT, related_name="served_by")

    class Meta:
        constraints = [models.UniqueConstraint(name="reminder_once_per_message", fields=["message", "reminder"])]

    def __str__(self):
        return f"{self.message_id} ← {self.reminder_id}"
