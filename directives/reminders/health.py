"""Whether planner, sender and the reader of undelivered mail are alive, for the page of a letter's reminders."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from campaign_portal.lib import jobs

from .bounces import mailbox

PLAN_JOB = "directives.plan_reminders"
SEND_JOB = "directives.send_due_messages"
READ_JOB = "directives.read_bounces"
PATIENCE = timedelta(minutes=30)


@dataclass(frozen=True)
class Health:
    """When each job last ended well; None when it never did. `reads_mail` tells whether a mailbox is to be read."""

    planned_at: datetime | None
    sent_at: datetime | None
    now: datetime
    reads_mail: bool = False
    read_at: datetime | None = None
    tried_at: datetime | None = None
    """When the mailbox was first tried, of the runs that are kept."""
    installed_at: datetime | None = None
    """When the portal was set up or last updated; asked for only where no job has run."""

    @property
    def is_late(self) -> bool:
        """One of the two has not run for over half an hour, or neither ever did: reminders may not go out.

        A portal that has just been set up is not late: its jobs run within minutes. A run that seems to lie ahead was
        written before the clock was set back, and tells nothing of now.
        """
        known = [at for at in (self.planned_at, self.sent_at) if at] or [self.installed_at]
        return any(at is None or self._is_old(at) for at in known)

    @property
    def is_deaf(self) -> bool:
        """The mailbox could not be read for over half an hour: mail that came back may not be known.

        One that nobody has tried yet is new: its first reading is to come, and is told as such.
        """
        last = self.read_at or self.tried_at
        return self.reads_mail and last is not None and self._is_old(last)

    def _is_old(self, at: datetime) -> bool:
        return abs(self.now - at) > PATIENCE


def health(*, now: datetime) -> Health:
    planned, sent = _done_at(PLAN_JOB), _done_at(SEND_JOB)
    found = Health(planned, sent, now, installed_at=None if planned or sent else jobs.installed_at())
    if not mailbox.is_on():
        return found
    return replace(found, reads_mail=True, read_at=_done_at(READ_JOB), tried_at=jobs.first_begun(READ_JOB))


def _done_at(name: str) -> datetime | None:
    run = jobs.last_done(name)
    return run.started_at if run else None
