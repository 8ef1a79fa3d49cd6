"""Imported by a worker process (`celery worker --include`): its clock then shows a moment of 2024 and runs on."""

import os

import time_machine

from units.tests.factories import local

time_machine.travel(local(os.environ.get("WORKER_BEGINS", "2024-11-13 08:00")), tick=True).start()
