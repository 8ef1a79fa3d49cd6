"""An action that was accepted and then wants correcting, for tests."""

import pytest

from reports.models import Action
from reports.services.reviews import accept
from reports.tests.factories import make_action
from units.tests.factories import local

SENT = local("2024-11-05 10:00")
ACCEPTED = local("2024-11-07 09:00")
WHY = "Gõ nhầm một chữ số"


@pytest.fixture
def action(cast) -> Action:
    """An accepted action; the first obligation rests on it and is done."""
    made = make_action(cast.obligation(), actor=cast.focal, now=SENT, declare=True)
    accept(obligation=cast.obligation(), actor=cast.officer, now=ACCEPTED)
    made.refresh_from_db()
    return made
