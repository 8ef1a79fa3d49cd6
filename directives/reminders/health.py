"""Whether planner and sender are alive, for the page of a letter's reminders."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from campaign_portal.lib import jobs

PLAN_JOB = "directives.plan_reminders"
SEND_JOB = "directives.send_due_messages"
PATIENCE = timedelta(minutes=30)


@dataclass(frozen=True)
class Health:
    """When each job last ended well; None when it never did."""

    planned_at: datetime | None
    sent_at: datetime | None
    now: datetime

    @property
    def is_late(self) -> bool:
        """One of the two has not run for over half an hour, or neither ever did: reminders may not go out.

        A portal that has just been started for the first time is not late: one of its jobs has run, the other will. A
        run that seems to lie ahead was written before the clock was set back, and tells nothing of now.
        """
        ran = [at for at in (self.planned_at, self.sent_at) if at]
        return not ran or any(abs(self.now - at) > PATIENCE for at in ran)


def health(*, now: datetime) -> Health:
    last = {name: jobs.last_done(name) for name in (PLAN_JOB, SEND_JOB)}
    return Health(*(run.started_at if run else None for run in last.values()), now=now)
