"""The page "Thông báo": what went out to a person, by whatever channel, to be read again inside the portal."""

import re

from django.db.models import Exists, OuterRef, Q, QuerySet

from directives.models import Message, MessageNotice, MessageReminder

CUT = re.compile(r"https?://\S*…|\[liên kết dành riêng[^\]]*\]")
"""An address that acts in its reader's name, as `without_keys` of `reminders.receipt_link` leaves it in the ledger."""
SAME = ("person", "kind", "slot", "subject")
"""A message that went by two channels at once is one thing to its reader."""


def messages_to(user) -> QuerySet[Message]:
    """What was sent to the person, the newest first, each once."""
    earlier = Message.objects.filter(
        state=Message.State.SENT, pk__lt=OuterRef("pk"), **{name: OuterRef(name) for name in SAME}
    )
    rows = Message.objects.visible_to(user).filter(~Exists(earlier))
    return rows.order_by("-state_at", "-pk")


def is_over() -> Q:
    """A message about campaigns that have ended since: it can be read, and asks for no reading any more."""
    about = []
    for link, of in ((MessageReminder, "reminder"), (MessageNotice, "notice")):
        ended_at = f"{of}__directive__campaign__closed_at"
        served, ended = link.objects.filter(message=OuterRef("pk")), Q(**{f"{ended_at}__gte": OuterRef("state_at")})
        about.append((Exists(served.filter(ended)), Exists(served.exclude(ended))))
    (past, current), (past_too, current_too) = about
    return (Q(past) | Q(past_too)) & ~Q(current) & ~Q(current_too)


def unread(user) -> QuerySet[Message]:
    """What the person has not opened yet and still might."""
    return messages_to(user).filter(read_at=None).exclude(is_over())


def unread_count(user) -> int:
    """For the bell in the masthead. One query, by an index of its own."""
    return unread(user).order_by().count()


def words_of(message: Message) -> str:
    """What the message says, without its foot and without addresses that lead nowhere from here."""
    kept: list[str] = []
    for line in message.text.partition("\n--\n")[0].splitlines():
        if not CUT.search(line):
            kept.append(line)
        elif kept and kept[-1].rstrip().endswith(":"):
            kept.pop()  # the line that led up to the address
    return "\n".join(kept).strip()
