"""What follows from a report: the message failed, its address does not work, and the officer reads why."""

import logging
from collections import Counter
from datetime import datetime

from django.utils.translation import gettext as _

from directives.models import Message
from directives.reminders.addresses import note_trouble
from directives.reminders.channels.base import in_short
from directives.reminders.settle import take_back

from .mailbox import Mailbox
from .proof import is_ours
from .report import Bounce, Unreadable, read_report

log = logging.getLogger(__name__)


def read_mailbox(mailbox: Mailbox, *, now: datetime) -> dict[str, int]:
    """Take in what lies in a mailbox; return how many reports came to what. One bad mail never stops the others.

    Keys: bounced, noted (for now only), unproven (noted too: perhaps made up), unknown (of no mail of ours), unrelated
    (no report), broken, too_long.
    """
    counts: Counter = Counter()
    with mailbox.opened() as letters:
        for letter in letters:
            counts.update(["too_long"] if letter.raw is None else take_report(raw=letter.raw, now=now))
            letter.done()
    return dict(counts)


def take_report(*, raw: bytes, now: datetime) -> Counter:
    """Take in one mail: what it says about each recipient, counted by what came of it."""
    try:
        bounces = read_report(raw)
    except Unreadable as error:
        log.warning("A report about undelivered mail could not be read: %s", error)
        return Counter(broken=1)
    return Counter([_take(bounce, now) for bounce in bounces] or ["unrelated"])


def _take(bounce: Bounce, now: datetime) -> str:
    """Believe what names a mail that we sent to just that address; anything else is somebody's invention, or old."""
    message = _message_of(bounce)
    if message is None:
        return "unknown"
    if bounce.action not in ("failed", "delayed", ""):
        return "unrelated"  # delivered, relayed, expanded: good news
    if not bounce.is_final:
        return _note(message, "noted", _("Tạm thời chưa giao được: %(words)s") % {"words": bounce.words})
    if not is_ours(bounce.message_id, bounce.key):
        return _note(message, "unproven", _("Có tin báo chưa kiểm chứng: %(words)s") % {"words": bounce.words})
    take_back(message, reason=in_short(_("Thư bị trả lại: %(words)s") % {"words": bounce.words}), now=now)
    if bounce.is_about_the_address:
        note_trouble(message=message, status=bounce.status[:20], words=in_short(bounce.words), now=now)
    return "bounced"


def _message_of(bounce: Bounce) -> Message | None:
    sent = Message.objects.filter(channel="email", state__in=[Message.State.SENT, Message.State.FAILED])
    if not bounce.message_id:
        return None
    return sent.filter(message_id=bounce.message_id, address__iexact=bounce.address).first()


def _note(message: Message, outcome: str, words: str) -> str:
    """The message counts as sent, with what somebody said about it beside it."""
    Message.objects.filter(pk=message.pk, state=Message.State.SENT).update(reason=in_short(words))
    return outcome
