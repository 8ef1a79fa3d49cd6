"""A unit's page of questions: what was answered to everybody, and a way to ask about each letter."""

import pytest
from django.urls import reverse

from directives.services.lifecycle import recall
from directives.services.publishing import withdraw_faq
from directives.services.receipts import refuse
from directives.services.relaying import withdraw_relay
from directives.tests.asking import ANSWERED_AT, published, ward_below
from directives.tests.factories import make_issued
from reports.queries.asking_about import letters_to_ask_about
from reports.tests.reading import as_person, queries, words
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-08 09:00")
PAGE = "/questions/"


def letters(user) -> list[str]:
    return [each.directive.reference for each in letters_to_ask_about(user)]


def test_a_unit_reads_what_was_answered_to_everybody_and_may_ask(client, cast):
    published(cast)
    response = as_person(client, cast.focal).get(PAGE)
    text = words(response)
    assert "Có phải gửi bản giấy không?" in text
    assert "Không cần." in text
    address = reverse("reports:delivery-ask", args=[cast.delivery().pk])
    assert f'href="{address}"' in response.content.decode()
    assert "Đặt câu hỏi" in text
    assert client.get(address).status_code == 200


def test_where_nothing_was_answered_it_says_so_and_one_may_ask_still(client, cast):
    text = words(as_person(client, cast.focal).get(PAGE))
    assert "Chưa có câu hỏi đáp chung nào." in text
    assert "Đặt câu hỏi" in text


def test_an_answer_that_was_taken_off_is_gone(client, cast):
    withdraw_faq(faq=published(cast), actor=cast.officer, now=ANSWERED_AT)
    assert "Không cần." not in words(as_person(client, cast.focal).get(PAGE))


@pytest.mark.parametrize("who", ["officer", "leader", "stranger_officer"])
def test_who_reports_for_no_unit_of_the_letter_is_offered_nothing(client, cast, who):
    published(cast)
    assert letters(cast.people[who]) == []
    assert "Đặt câu hỏi" not in words(as_person(client, cast.people[who]).get(PAGE))


def test_a_letter_that_is_over_or_was_sent_back_is_not_asked_about(cast):
    letter = make_issued(cast.department, cast.officer, groups=[("Phòng", [cast.ninh_kieu], "Việc khác")])
    assert letters(cast.focal) == [letter.reference, cast.directive.reference]
    refuse(delivery=letter.deliveries.get(), actor=cast.focal, now=NOW, reason="Nhầm nơi nhận")
    assert letters(cast.focal) == [cast.directive.reference]
    recall(directive=cast.directive, actor=cast.officer, now=NOW, note="Nhầm")
    assert letters(cast.focal) == []


def test_a_unit_below_asks_who_passed_the_work_on_until_it_is_taken_back(cast):
    _ward, person = ward_below(cast)
    (about,) = letters_to_ask_about(person)
    assert about.giver == cast.ninh_kieu.name
    withdraw_relay(children=about.delivery.obligations.all(), actor=cast.focal, now=NOW, reason="Giao nhầm")
    assert letters_to_ask_about(person) == []


def test_the_page_costs_the_same_with_one_letter_and_with_three(client, cast):
    published(cast)
    as_person(client, cast.focal)
    client.get(PAGE)
    costs = [queries(client, PAGE)]
    for _more in range(2):
        letter = make_issued(cast.department, cast.officer, groups=[("Phòng", [cast.ninh_kieu], "Việc khác")])
        published(cast, directive=letter)
    costs.append(queries(client, PAGE))
    assert costs[0] == costs[1]
