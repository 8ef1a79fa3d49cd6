"""What the tests of reminders share: the clock turned by hand, and a mail server of one's own."""

import smtplib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import time_machine

from campaign_portal.lib.workdays import WorkCalendar
from directives import tasks
from directives.models import Message, Obligation, Reminder
from directives.reminders import plan_reminders, send_due_messages
from directives.services.obligations import set_progress
from units.tests.factories import local

WEEKENDS = WorkCalendar([])
"""Every Monday to Friday is worked: the tests that are not about holidays."""


def tick(at: str | datetime) -> None:
    """One turn of Celery beat at a local moment: the two real tasks, reading the clock."""
    with time_machine.travel(local(at) if isinstance(at, str) else at, tick=False):
        tasks.plan_reminders.delay()
        tasks.send_due_messages.delay()


def minutes(start: str, end: str, step: int = 1) -> list[datetime]:
    """Every `step`-th minute from `start` until before `end`, local time."""
    first, last = local(start), local(end)
    return [first + timedelta(minutes=n) for n in range(0, int((last - first).total_seconds() // 60), step)]


@dataclass
class Server:
    """A mail server that keeps what it got, or answers with `errors`, one after the other, before it accepts."""

    errors: list[BaseException | None] = field(default_factory=list)
    inbox: list[dict] = field(default_factory=list)

    def __call__(self, **mail) -> None:
        if self.errors and (error := self.errors.pop(0)):
            raise error
        self.inbox.append(mail)


def run(at: str, *, transport=None, **more) -> dict[str, int]:
    """Plan and send at a local moment; what the sender counted."""
    now = local(at)
    plan_reminders(now=now, calendar=WEEKENDS)
    return send_due_messages(now=now, transport=transport or Server(), calendar=WEEKENDS, **more)


def finish(obligation: Obligation, actor, at: str) -> None:
    """The unit declares complete, the officer accepts."""
    row = set_progress(obligation=obligation, event="submitted", actor=actor, now=local(at))
    set_progress(obligation=row, event="accepted", actor=actor, now=local(at))


def ledger(**query) -> list[tuple[str, str]]:
    """Step and state of the reminders, in the order of time and unit."""
    rows = Reminder.objects.filter(**query).order_by("send_at", "delivery__unit_sort_key")
    return list(rows.values_list("step", "state"))


def refusal(code: int, answer: str = "từ chối") -> smtplib.SMTPDataError:
    return smtplib.SMTPDataError(code, answer.encode())


def only_message() -> Message:
    return Message.objects.get()
