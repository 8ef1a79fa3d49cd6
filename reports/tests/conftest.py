"""What most tests of this app begin with: the cast of one letter, and the clock set to the module's own moment."""

import pytest
import time_machine

from directives.tests.factories import make_cast


@pytest.fixture
def clock(request):
    """The clock stands at the `NOW` of the module that asks for it."""
    with time_machine.travel(request.module.NOW, tick=False):
        yield


@pytest.fixture
def cast():
    """A department, two units that have received its letter, and their people."""
    return make_cast()
