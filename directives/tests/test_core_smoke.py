import pytest
from django.db import DatabaseError

from directives.models import Change, Directive, Obligation
from directives.services.obligations import set_progress
from directives.services.receipts import confirm_receipt, mark_seen, refuse
from directives.tests.factories import make_cast
from units.tests.factories import local

pytestmark = pytest.mark.django_db
NOW = local("2024-11-05 10:00")


def test_issue_makes_one_delivery_per_unit_and_one_obligation_per_instruction_and_unit():
    cast = make_cast()
    assert cast.directive.deliveries.count() == 2
    assert Obligation.objects.count() == 4
    assert Change.objects.count() == 1 + 2 + 4


def test_everyone_sees_their_part_only():
    cast = make_cast()
    count = lambda user: (Directive.objects.visible_to(user).count(), Obligation.objects.visible_to(user).count())  # noqa: E731
    assert {name: count(user) for name, user in cast.people.items()} == {
        "officer": (1, 4),
        "leader": (1, 4),
        "focal": (1, 2),
        "other_focal": (1, 2),
        "stranger_officer": (0, 0),
    }


def test_the_database_refuses_a_move_without_a_change():
    cast = make_cast()
    obligation = cast.obligation()
    obligation.progress = "in_progress"
    with pytest.raises(DatabaseError):
        obligation.save(update_fields=["progress"])


def test_progress_moves_through_the_service():
    cast = make_cast()
    mark_seen(delivery=cast.delivery(), actor=cast.focal, now=NOW)
    confirm_receipt(delivery=cast.delivery(), actor=cast.focal, now=NOW)
    row = set_progress(obligation=cast.obligation(), event="started", actor=cast.focal, now=NOW)
    assert row.progress == "in_progress"
    refuse(delivery=cast.delivery(cast.o_mon), actor=cast.other_focal, now=NOW, reason="không thuộc phạm vi")
    assert Obligation.objects.counted().count() == 2
