"""One world for all that only reads it: made once for a module, and what a test does to it is undone."""

import pytest
from django.db import transaction

from reports.tests.site.world import World, make_world


@pytest.fixture(scope="module")
def made_world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(made_world, db) -> World:
    return made_world
