"""The demonstration, loaded for a module of tests; `NOW` is the moment at which it was."""

from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction

from units.tests.factories import local

NOW = local("2026-11-24 10:20")


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    """The seed, loaded once for the module inside a transaction that is rolled back after it."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        call_command("seed", stdout=StringIO())
        yield
        transaction.set_rollback(True)
