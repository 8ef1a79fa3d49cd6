"""What may be sent is offered to be sent, and nothing else: by the unit's own actions, or by those of units below."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives.models import Obligation
from directives.services.receipts import confirm_receipt
from directives.tests.relays import make_tree
from reports.models import Evidence
from reports.queries.ready import ready
from reports.services.declaring import checklist
from reports.services.mending import withdraw_action
from reports.services.reviews import send_back
from reports.tests.factories import make_action
from reports.tests.reading import as_person, lead, words
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-08 08:00")
EARLIER = local("2024-11-06 09:00")
SEND, PROVE, RECORD = "Xem lại và gửi xác nhận", "Thêm minh chứng", "Ghi hoạt động"


@pytest.fixture
def tree():
    tree = make_tree()
    confirm_receipt(delivery=tree.cast.delivery(), actor=tree.cast.focal, now=EARLIER)
    return tree


def unproved(row, person):
    action = make_action(row, actor=person, now=EARLIER)
    Evidence.objects.filter(action=action).update(removed_at=EARLIER)
    return action


def nothing(tree):
    return None


def proved(tree):
    make_action(tree.root, actor=tree.cast.focal, now=EARLIER)


def bare(tree):
    unproved(tree.root, tree.cast.focal)


def withdrawn(tree):
    withdraw_action(
        action=make_action(tree.root, actor=tree.cast.focal, now=EARLIER), actor=tree.cast.focal, now=EARLIER, reason=""
    )


def by_a_ward(tree):
    make_action(tree.to_ward(), actor=tree.ward_person, now=EARLIER)


def by_a_team(tree):
    make_action(tree.both()[1], actor=tree.team_people[0], now=EARLIER)


def by_a_ward_without_proof(tree):
    unproved(tree.to_ward(), tree.ward_person)


def returned_to_a_ward(tree):
    child = tree.to_ward()
    make_action(child, actor=tree.ward_person, now=EARLIER, declare=True)
    send_back(obligation=child, reason="Ảnh mờ", actor=tree.cast.focal, now=EARLIER)


def returned(tree):
    make_action(tree.root, actor=tree.cast.focal, now=EARLIER, declare=True)
    send_back(obligation=tree.root, reason="Ảnh mờ", actor=tree.cast.officer, now=EARLIER)


CASES = {
    nothing: (RECORD, "chưa thực hiện"),
    proved: (SEND, "đang thực hiện"),
    bare: (PROVE, "đang thực hiện"),
    withdrawn: (RECORD, "đang thực hiện"),
    by_a_ward: (SEND, "đang thực hiện"),
    by_a_team: (SEND, "đang thực hiện"),
    by_a_ward_without_proof: (PROVE, "đang thực hiện"),
    returned_to_a_ward: (RECORD, "chưa thực hiện"),
    returned: ("Bổ sung và gửi lại", "trả lại"),
}


@pytest.mark.parametrize("done", CASES, ids=lambda done: done.__name__)
def test_many_rows_are_judged_as_the_checklist_judges_one(tree, done):
    done(tree)
    rows = list(Obligation.objects.all())
    found = ready(rows)
    for row in rows:
        assert found[row.pk].is_complete == all(is_proved for _words, is_proved in checklist(row)), row
        assert found[row.pk].has_begun == checklist(row)[0][1], row


@pytest.mark.parametrize("done", CASES, ids=lambda done: done.__name__)
def test_a_card_offers_the_next_step_that_is_possible(client, tree, done):
    done(tree)
    page = as_person(client, tree.cast.focal).get(reverse("reports:my-work"))
    card = page.content.decode().partition(f'id="viec-{tree.root.pk}"')[2].partition("</article>")[0]
    offered, state = CASES[done]
    assert offered in card
    assert (SEND in card) == (offered == SEND)
    assert state in card.lower()


def test_the_page_of_work_that_rests_on_units_below_says_one_thing(client, tree):
    by_a_ward(tree)
    page = as_person(client, tree.cast.focal).get(reverse("reports:obligation", args=[tree.root.pk]))
    shown = words(page)
    assert lead(page).startswith("Đã đủ để gửi xác nhận")
    assert "Chưa thực hiện" not in shown.partition("Quá trình")[0].partition("đơn vị cấp dưới")[0]
    assert "Đang thực hiện" in shown
    assert "Chưa có hoạt động nào" not in shown
    assert "Đơn vị chưa tự ghi hoạt động nào, cấp dưới đã ghi (xem bên dưới)" in shown


def test_three_rows_cost_as_many_queries_as_one_and_none_costs_none(tree):
    by_a_ward(tree)
    first, rows = [tree.root], list(Obligation.objects.all())
    with CaptureQueriesContext(connection) as one:
        ready(first)
    with CaptureQueriesContext(connection) as three:
        ready(rows)
    with CaptureQueriesContext(connection) as none:
        ready([])
    assert (len(one), len(three), len(none)) == (1, 1, 0)
