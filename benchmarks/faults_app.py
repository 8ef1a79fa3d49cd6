"""The portal's Celery app under a clock that is turned by hand, ticking every second, for faults.py."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign_portal.settings")

import django

django.setup()

from django.utils import timezone  # noqa: E402

from campaign_portal.celery import app  # noqa: E402
from directives import tasks  # noqa: E402

CLOCK = Path(os.environ["FAULTS_CLOCK"])
BEGAN = timezone.now()


def now() -> datetime:
    """What the file says, in minutes after the first step, and the seconds that passed since this process began."""
    at, minutes = CLOCK.read_text().split()
    return datetime.fromisoformat(at) + timedelta(minutes=float(minutes)) + (timezone.now() - BEGAN)


tasks.timezone = SimpleNamespace(now=now)
app.conf.beat_schedule = {
    name: {"task": name, "schedule": 1.0, "options": {"expires": 50}} for name in (tasks.PLAN_JOB, tasks.SEND_JOB)
}
