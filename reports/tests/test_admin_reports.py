"""What was recorded, said and decided is looked at in the administration, never changed there."""

import pytest
from django.urls import reverse

from reports.models import Action, Claim, Evidence
from reports.services.claims import claim, refuse_claim
from reports.tests.factories import make_action
from reports.tests.reading import as_person, words
from units.models import User
from units.tests.factories import local

pytestmark = pytest.mark.django_db
SAID = local("2024-11-05 10:00")


@pytest.fixture
def rows(cast) -> dict:
    action = make_action(cast.obligations()[1], actor=cast.focal, now=SAID)
    said = claim(obligation=cast.obligation(), kind="nothing", reason="Không có chợ", actor=cast.focal, now=SAID)
    refuse_claim(claim=said, reason="Có một chợ", actor=cast.officer, now=SAID)
    return {"action": action, "claim": said, "evidence": action.evidence.get()}


@pytest.fixture
def administrator(client):
    return as_person(client, User.objects.create(email="quantri@cantho.example", is_staff=True, is_superuser=True))


@pytest.mark.parametrize("name", ["action", "claim"])
def test_rows_are_looked_at_and_nothing_is_added_changed_or_deleted(administrator, rows, name):
    pk = rows[name].pk
    page = reverse(f"admin:reports_{name}_change", args=[pk])
    assert administrator.get(reverse(f"admin:reports_{name}_changelist")).status_code == 200
    assert administrator.get(page).status_code == 200
    assert administrator.post(page, {"reason": "khác"}).status_code == 403
    assert administrator.post(reverse(f"admin:reports_{name}_delete", args=[pk]), {"post": "yes"}).status_code == 403
    assert administrator.get(reverse(f"admin:reports_{name}_add")).status_code == 403
    assert [model.objects.count() for model in (Action, Claim, Evidence)] == [1, 1, 1]


def test_a_claim_is_shown_with_its_reason_and_the_answer(administrator, rows):
    said = words(administrator.get(reverse("admin:reports_claim_change", args=[rows["claim"].pk])))
    assert "Không có chợ" in said
    assert "Có một chợ" in said


def test_the_list_of_claims_costs_the_same_for_any_number(administrator, cast, rows, django_assert_num_queries):
    page = reverse("admin:reports_claim_changelist")
    administrator.get(page)
    with django_assert_num_queries(5):
        administrator.get(page)
    for unit, person in ((cast.ninh_kieu, cast.focal), (cast.o_mon, cast.other_focal)):
        for row in [each for each in cast.obligations(unit) if each.is_open and not each.actions.exists()]:
            claim(obligation=row, kind="nothing", reason="Không có", actor=person, now=SAID)
    assert Claim.objects.count() == 4
    with django_assert_num_queries(5):
        administrator.get(page)
