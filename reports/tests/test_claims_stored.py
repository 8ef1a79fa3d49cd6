"""What the database itself refuses of a claim."""

import pytest
from django.db import IntegrityError, transaction

from directives.tests.factories import make_cast
from reports.models import Claim
from units.tests.factories import local

pytestmark = pytest.mark.django_db
SAID = local("2024-11-05 10:00")
DECIDED = local("2024-11-08 15:00")
WHY = "Địa bàn không có chợ."


@pytest.fixture
def cast():
    return make_cast()


@pytest.mark.parametrize(
    "columns",
    [
        {"kind": "khac"},
        {"reason": ""},
        {"verdict": "confirmed"},
        {"decided_at": DECIDED},
        {"verdict": "khac", "decided_at": DECIDED, "decided": True},
        {"verdict": "refused", "decided_at": DECIDED, "decided": True},
    ],
)
def test_the_database_refuses_half_a_claim(cast, columns):
    columns = dict(columns)
    decided_by = cast.officer if columns.pop("decided", False) else None
    whole = {"kind": "nothing", "reason": WHY, "claimed_by": cast.focal, "claimed_at": SAID, "decided_by": decided_by}
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(obligation=cast.obligation(), **(whole | columns))


def test_the_database_holds_one_open_claim_per_obligation(cast):
    whole = {"kind": "nothing", "reason": WHY, "claimed_by": cast.focal, "claimed_at": SAID}
    Claim.objects.create(obligation=cast.obligation(), **whole)
    Claim.objects.create(obligation=cast.obligations()[1], **whole)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(obligation=cast.obligation(), **whole)
