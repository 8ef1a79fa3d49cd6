"""A claim in the queue is decided for itself: it has no box, is in no "all", and a batch names it and leaves it out."""

from datetime import timedelta

import pytest
from django.urls import reverse

from directives.models import Progress
from reports.models import Claim, Review
from reports.services.claims import claim, refuse_claim
from reports.tests.factories import make_action
from reports.tests.reading import as_person, lead, queries, words
from reports.tests.test_review_held import BATCH, REVIEWS, ask_unit, box, held, line, tick
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-14 08:00")
FIRST = local("2024-11-12 09:00")


@pytest.fixture
def waiting(cast):
    """Two works wait to be accepted, and between them a claim."""
    rows = [cast.obligation(), cast.obligation(cast.o_mon), cast.obligations()[1]]
    make_action(rows[0], actor=cast.focal, now=FIRST, declare=True)
    let_off(rows[1], cast.other_focal, hours=1)
    make_action(rows[2], actor=cast.focal, now=FIRST + timedelta(hours=2), declare=True)
    for row in rows:
        row.refresh_from_db()
    return rows


def let_off(row, person, *, hours: int) -> Claim:
    now = FIRST + timedelta(hours=hours)
    return claim(obligation=row, kind=Claim.Kind.NOTHING, reason="Địa bàn không có chợ", actor=person, now=now)


def progress(rows) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.progress for row in rows]


# --- The list ---------------------------------------------------------------------------------------------------------
def test_all_leaves_the_claim_out_and_it_is_said_where_it_is_decided(client, cast, waiting):
    response = as_person(client, cast.officer).get(REVIEWS)
    assert held(response, [waiting[0], waiting[2]]) == []
    assert f'value="{waiting[1].pk}-' not in response.content.decode()  # it has no box
    text = words(response)
    assert "Chọn 2/3 việc đang hiện" in text
    assert "1 đề nghị không thực hiện được quyết định riêng." in text
    assert "Chọn riêng từng việc" not in text
    assert ["đề nghị không thực hiện" in line(response, row) for row in (waiting[0], waiting[2])] == [False, False]
    assert text.count("đề nghị không thực hiện") == 2  # on its row, and in the sentence above


def test_a_claim_that_is_spoken_about_is_counted_as_a_claim_alone(client, cast, waiting):
    ask_unit(cast, waiting[0])
    ask_unit(cast, waiting[1])
    text = words(as_person(client, cast.officer).get(REVIEWS))
    assert "Chọn 1/3 việc đang hiện" in text
    assert "sau khi xem: 1 việc đang hỏi đáp." in text
    assert "1 đề nghị không thực hiện được quyết định riêng." in text


def test_a_claim_that_was_refused_and_done_after_all_is_a_row_like_others(client, cast, waiting):
    refuse_claim(claim=Claim.objects.get(), reason="Có hai chợ", actor=cast.officer, now=FIRST + timedelta(hours=3))
    make_action(waiting[1], actor=cast.other_focal, now=FIRST + timedelta(hours=4), declare=True)
    waiting[1].refresh_from_db()
    response = as_person(client, cast.officer).get(REVIEWS)
    assert box(response, waiting[1])
    assert "Chọn cả 3 việc đang hiện" in words(response)


def test_where_nothing_but_claims_waits_nothing_is_offered_to_accept(client, cast):
    let_off(cast.obligation(), cast.focal, hours=1)
    let_off(cast.obligation(cast.o_mon), cast.other_focal, hours=2)
    response = as_person(client, cast.officer).get(REVIEWS)
    text = words(response).partition("Phím tắt")[0]
    assert "2 đề nghị không thực hiện được quyết định riêng." in text
    assert ("Xác nhận các việc đã chọn" in text, "việc đang hiện" in text) == (False, False)


def test_the_list_costs_the_same_with_one_claim_and_with_two(client, cast, waiting):
    before = queries(as_person(client, cast.officer), REVIEWS)
    let_off(cast.obligations(cast.o_mon)[1], cast.other_focal, hours=4)
    assert queries(client, REVIEWS) == before


# --- Several at once --------------------------------------------------------------------------------------------------
def test_a_claim_ticked_on_an_old_page_is_named_without_a_box_and_stays_to_be_decided(client, cast, waiting):
    response = as_person(client, cast.officer).post(BATCH, tick(*waiting))
    assert lead(response) == "Xác nhận 2 việc đã chọn?"
    assert "1 đề nghị không thực hiện không nằm trong số này, được quyết định riêng." in words(response)
    body = response.content.decode()
    assert [f'value="{value}" checked' in body for value in tick(*waiting)["row"]] == [True, False, True]
    client.post(BATCH, tick(waiting[0], waiting[2], sure="1"))
    assert progress(waiting) == [Progress.DONE, Progress.WAITING, Progress.DONE]


def test_claims_alone_lead_back_with_where_they_are_decided(client, cast, waiting):
    response = as_person(client, cast.officer).post(BATCH, tick(waiting[1]), follow=True)
    assert "Các việc đã chọn là đề nghị không thực hiện." in words(response)
    assert not Review.objects.exists()


def test_a_claim_sent_along_with_scripts_is_refused_and_the_others_go(client, cast, waiting):
    response = as_person(client, cast.officer).post(BATCH, tick(*waiting, sure="1"), follow=True)
    assert progress(waiting) == [Progress.DONE, Progress.WAITING, Progress.DONE]
    assert "Hãy mở “Đề nghị của đơn vị” để đồng ý hoặc từ chối." in words(response)


def test_rows_of_others_tell_nothing_of_claims(client, cast, waiting):
    response = as_person(client, cast.stranger_officer).post(BATCH, tick(waiting[1]), follow=True)
    assert "đề nghị" not in words(response).partition("Phím tắt")[0].lower().partition("chưa chọn")[2]
    assert client.get(reverse("reports:review", args=[waiting[1].pk])).status_code == 404
