"""What most tests of this app begin with: the cast of one letter, and the clock set to the module's own moment."""

import pytest
import time_machine
from django.db import transaction

from directives.tests.factories import make_cast

from .site.world import World, make_world


@pytest.fixture
def clock(request):
    """The clock stands at the `NOW` of the module that asks for it."""
    with time_machine.travel(request.module.NOW, tick=False):
        yield


@pytest.fixture
def cast():
    """A department, two units that have received its letter, and their people."""
    return make_cast()


@pytest.fixture(scope="module")
def made_world(django_db_setup, django_db_blocker):
    """The world of the permission matrix, made once a module; every test undoes what it did to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(made_world, db) -> World:
    return made_world
