from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .change import Change
from .delivery import Delivery
from .directive import Directive
from .question import Faq, QuestionPost
from .reminder import UNSENT, Message, SendState


class Notice(models.Model):
    """Something new that people are to be told: a post to the other side, a published answer to one recipient, or that
    work was taken back from one, by the act `change`.

    Who they are is resolved when it is sent, as with a reminder.
    """

    State = SendState

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="notices")
    post = models.ForeignKey(QuestionPost, models.PROTECT, null=True, blank=True, related_name="notices")
    faq = models.ForeignKey(Faq, models.PROTECT, null=True, blank=True, related_name="notices")
    change = models.ForeignKey(Change, models.PROTECT, null=True, blank=True, related_name="notices")
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, blank=True, related_name="notices")
    dedupe_key = models.CharField(max_length=60, unique=True)
    state = models.CharField(max_length=10, choices=SendState, default=SendState.PLANNED)
    state_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    planned_at = models.DateTimeField()

    class Meta:
        verbose_name = _("báo tin")
        verbose_name_plural = _("báo tin")
        ordering = ["pk"]
        indexes = [models.Index(name="notice_to_send", fields=["planned_at"], condition=Q(state="planned"))]
        constraints = [
            models.CheckConstraint(
                name="notice_is_of_one_thing",
                condition=Q(post__isnull=False, faq=None, delivery=None, change=None)
                | Q(post=None, faq__isnull=False, delivery__isnull=False, change=None)
                | Q(post=None, faq=None, delivery__isnull=False, change__isnull=False),
            ),
            models.CheckConstraint(name="notice_not_sent_says_why", condition=~Q(state__in=UNSENT) | ~Q(reason="")),
        ]

    def __str__(self):
        return self.dedupe_key


class MessageNotice(models.Model):
    """Which notices a message serves. Person and channel stand here too: the database refuses a second message."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="tells")
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="served_by")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12, default="email")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="notice_once_per_person_and_channel", fields=["notice", "person", "channel"])
        ]

    def __str__(self):
        return f"{self.message_id} ← {self.notice_id}"
