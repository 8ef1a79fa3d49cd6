from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.dates import clock_words
from directives.ladder import Audience

from .delivery import Delivery
from .directive import Directive
from .obligation import Obligation


class SendState(models.TextChoices):
    PLANNED = "planned", _("sẽ gửi")
    SENDING = "sending", _("đang gửi")
    SENT = "sent", _("đã gửi")
    FAILED = "failed", _("gửi không được")
    CANCELLED = "cancelled", _("đã hủy")
    MISSED = "missed", _("đã lỡ")


UNSENT = (SendState.FAILED, SendState.CANCELLED, SendState.MISSED)
"""Ends that say why nothing went out."""


def too_late(expires_at: datetime) -> str:
    """The reason of a step that could not be sent in time."""
    return _("Hệ thống không gửi kịp: bước này chỉ được gửi đến trước %(limit)s.") % {"limit": clock_words(expires_at)}


class Reminder(models.Model):
    """A planned step for a subject at a deadline. The deadline is in the key: when it moves, new steps arise.

    The subject is the directive, one unit's delivery of it, or one obligation: the most exact of the three that is set.
    `send_at` is the moment the ladder names, `expires_at` the first at which it is too late to send the step.
    """

    State = SendState

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="reminders")
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, blank=True, related_name="reminders")
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, blank=True, related_name="reminders")
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.UNIT)
    step = models.CharField(max_length=40)
    deadline = models.DateField()
    send_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    dedupe_key = models.CharField(max_length=100, unique=True)
    state = models.CharField(max_length=10, choices=SendState, default=SendState.PLANNED)
    state_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    planned_at = models.DateTimeField()

    class Meta:
        verbose_name = _("nhắc việc")
        verbose_name_plural = _("nhắc việc")
        ordering = ["-send_at", "pk"]
        indexes = [
            models.Index(name="reminder_to_send", fields=["send_at"], condition=Q(state="planned")),
            models.Index(name="reminder_in_hand", fields=["send_at"], condition=Q(state="sending")),
        ]
        constraints = [
            models.CheckConstraint(name="reminder_not_sent_says_why", condition=~Q(state__in=UNSENT) | ~Q(reason="")),
            models.CheckConstraint(
                name="reminder_of_an_obligation_names_its_delivery",
                condition=Q(obligation=None) | Q(delivery__isnull=False),
            ),
            models.CheckConstraint(name="reminder_expires_after_its_time", condition=Q(expires_at__gt=F("send_at"))),
        ]

    def __str__(self):
        return f"{self.delivery or self.directive} {self.step}"

    @property
    def too_late(self) -> str:
        return too_late(self.expires_at)


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was sent to the person, whoever else may see that it was."""
        return self.filter(person=user, state=SendState.SENT) if user.is_authenticated else self.none()


class Message(models.Model):
    """What goes to one person by one channel in one slot for one or more reminders, with the text that went out.

    `message_id` is fixed when the row is made, so that a mail sent twice is recognisable as one. `try_at` is when the
    next attempt may be made. `link` is the page of the portal it leads to, `read_at` when it was opened there.
    `revision` goes up whenever it is to speak of something else than before.
    """

    State = SendState

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    channel = models.CharField(max_length=12, default="email")
    kind = models.CharField(max_length=12, default="reminder")
    slot = models.DateTimeField()
    dedupe_key = models.CharField(max_length=100, unique=True)
    message_id = models.CharField(max_length=200)
    address = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=SendState, default=SendState.PLANNED)
    state_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveSmallIntegerField(default=0, db_default=0)
    try_at = models.DateTimeField()
    created_at = models.DateTimeField()
    reminders = models.ManyToManyField(Reminder, through="MessageReminder", related_name="messages")

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        ordering = ["-slot", "pk"]
        indexes = [
            models.Index(
                name="message_to_send", fields=["try_at"], condition=Q(state__in=[SendState.PLANNED, SendState.SENDING])
            ),
            models.Index(name="message_unread", fields=["person"], condition=Q(state="sent", read_at=None)),
        ]
        constraints = [
            models.CheckConstraint(name="message_not_sent_says_why", condition=~Q(state__in=UNSENT) | ~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.person} {self.slot:%d/%m/%Y %H:%M}Z"


class MessageReminder(models.Model):
    """Which reminders a message serves. Person and channel stand here too: the database refuses a second message."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="serves")
    reminder = models.ForeignKey(Reminder, models.PROTECT, related_name="served_by")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12, default="email")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="reminder_once_per_person_and_channel", fields=["reminder", "person", "channel"]
            )
        ]

    def __str__(self):
        return f"{self.message_id} ← {self.reminder_id}"
