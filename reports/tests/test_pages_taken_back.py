"""A unit whose work was taken back sees that and why where it looks for its work, and is asked for nothing more."""

import pytest
from django.urls import reverse

from directives.services.receipts import confirm_receipt
from directives.tests.relays import back, make_tree
from reports.tests.reading import as_person, lead, queries, words
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-05 08:00")
WORK = "/my-work/"
REASON = "Phường khác làm thay"
GIVER = "Phòng Văn hóa và Thông tin quận Ninh Kiều thu hồi, 04/11/2024"


@pytest.fixture
def tree():
    return make_tree()


def letter(child) -> str:
    return reverse("reports:delivery", args=[child.delivery_id])


def test_the_page_of_its_work_says_that_it_was_taken_back_by_whom_and_why(client, tree):
    child = tree.to_ward()
    back(tree, child, reason=REASON)
    page = as_person(client, tree.ward_person).get(WORK)
    assert lead(page) == "1 việc đã được thu hồi, đơn vị không phải làm gì thêm."
    shown = words(page)
    assert "1 việc đã được thu hồi, không phải làm nữa" in shown
    assert child.instruction.title in shown
    assert GIVER in shown
    assert REASON in shown
    assert "Chưa có việc" not in shown
    assert "tiếp nhận" not in shown


def test_what_was_taken_back_with_the_work_of_the_unit_above_is_told_too(client, tree):
    child, _below = tree.both()
    back(tree, child, reason=REASON)
    shown = words(as_person(client, tree.team_people[0]).get(WORK))
    assert GIVER in shown
    assert REASON in shown


def test_the_letters_page_asks_for_no_receipt_once_all_was_taken_back(client, tree):
    child = tree.to_ward()
    client = as_person(client, tree.ward_person)
    assert "Xác nhận đã tiếp nhận" in words(client.get(letter(child)))
    back(tree, child, reason=REASON)
    shown = words(client.get(letter(child)))
    assert "Xác nhận đã tiếp nhận" not in shown
    assert "Trả lại vì sai nơi nhận" not in shown
    assert REASON in shown


def test_what_is_given_again_is_work_once_more(client, tree):
    back(tree, tree.to_ward(), reason=REASON)
    tree.to_ward()
    shown = words(as_person(client, tree.ward_person).get(WORK))
    assert "thu hồi" not in shown
    assert "Có 1 văn bản mới cần xác nhận tiếp nhận" in shown


def test_who_keeps_other_work_of_the_letter_is_still_asked_for_a_receipt(client, tree):
    first, second = tree.cast.delivery().obligations.order_by("pk")
    kept = tree.to_ward(obligations=[second])
    back(tree, tree.to_ward(obligations=[first]), reason=REASON)
    shown = words(as_person(client, tree.ward_person).get(letter(kept)))
    assert "Xác nhận đã tiếp nhận" in shown
    assert REASON in shown


def test_nobody_else_reads_it(client, tree):
    child = tree.to_ward()
    confirm_receipt(delivery=child.delivery, actor=tree.ward_person, now=NOW)
    back(tree, child, reason=REASON)
    assert REASON not in words(as_person(client, tree.cast.other_focal).get(WORK))
    assert client.get(letter(child)).status_code == 404


def test_two_works_cost_as_many_queries_as_one(client, tree):
    first, second = tree.cast.delivery().obligations.order_by("pk")
    client = as_person(client, tree.ward_person)
    back(tree, tree.to_ward(obligations=[first]))
    client.get(WORK)
    one = queries(client, WORK)
    back(tree, tree.to_ward(obligations=[second]))
    assert queries(client, WORK) == one
