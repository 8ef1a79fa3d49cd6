"""Taking planned reminders back in the act that makes them pointless. Planning and sending are in `reminders`."""

from datetime import datetime

from django.db.models import Q, QuerySet

from directives.ladder import Trigger
from directives.models import Message, MessageReminder, Reminder

WAITING = (Reminder.State.PLANNED, Reminder.State.SENDING)


def work_steps(reminders: QuerySet[Reminder]) -> QuerySet[Reminder]:
    """Those that count from the day of work. A report or a summary may fall due on the same day and stays."""
    return reminders.filter(Q(step__startswith=f"{Trigger.BEFORE}-") | Q(step__startswith=f"{Trigger.AFTER}-"))


def cancel_planned(reminders: QuerySet[Reminder], *, now: datetime, reason: str) -> int:
    """Cancel those of `reminders` that are still planned, and messages that then serve no other; return how many.

    What a sender has already taken in hand stays as it is: it asks again what is open before it sends, and writes down
    how it ended.
    """
    ids = list(reminders.filter(state=Reminder.State.PLANNED).values_list("pk", flat=True))
    cancelled = {"state": Reminder.State.CANCELLED, "state_at": now, "reason": reason}
    count = Reminder.objects.filter(pk__in=ids, state=Reminder.State.PLANNED).update(**cancelled)
    served = MessageReminder.objects.filter(reminder__in=ids).values("message")
    needed = MessageReminder.objects.filter(reminder__state__in=WAITING).values("message")
    Message.objects.filter(pk__in=served, state=Reminder.State.PLANNED).exclude(pk__in=needed).update(**cancelled)
    return count
