"""Reminders of what is still open: never twice, never lost, never at night.

    plan_reminders     a row per letter and unit for every step whose moment has come        (plan.py)
    send_due_messages  rows become one mail per person and slot, are claimed, sent and settled (assemble.py and
                       notices.py over batches.py, then send.py)

Both may run at any time, twice, and on several machines at once: the rows decide, not the runs.
"""

from .plan import plan_reminders
from .send import send_due_messages

__all__ = ["plan_reminders", "send_due_messages"]
