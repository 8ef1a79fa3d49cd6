"""Imported by a worker process (`celery worker --include`): its clock then shows 13/11/2024 08:00 and runs on."""

import time_machine

from units.tests.factories import local

time_machine.travel(local("2024-11-13 08:00"), tick=True).start()
