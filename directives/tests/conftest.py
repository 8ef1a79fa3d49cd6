"""What most page tests of this app begin with: a small city, and the officer who issues letters there, signed in."""

import pytest

from directives.tests.officer import SmallCity


@pytest.fixture
def small(media_root):
    """A department that issues, units it writes to, and their people."""
    return SmallCity()


@pytest.fixture
def officer(client, small):
    """A browser with the department's officer signed in."""
    client.force_login(small.officer)
    return client
