"""What asks for a closer look is marked in the list, left out of "all", and named before several rows are accepted."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaign_portal.lib.models import JobRun
from directives.models import Progress, Side
from directives.services.asking import ask, close
from directives.tests.asking import asked, said
from reports import tasks
from reports.models import Action, Doubt, Review
from reports.queries.batch import ticked
from reports.queries.doubts import ANY, asking
from reports.tests.factories import make_action, three_waiting
from reports.tests.reading import as_person, hidden, lead, queries, words
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-14 08:00")
FIRST = local("2024-11-12 09:00")
REVIEWS, BATCH = "/reviews/", "/reviews/accept/"


@pytest.fixture
def waiting(cast):
    return three_waiting(cast, FIRST)


def doubt(row) -> None:
    """Its unit has given no number."""
    Action.objects.filter(obligations=row).update(reach=None)


def ask_unit(cast, row):
    about = {"delivery": row.delivery, "obligation": row, "side": Side.ISSUER, "actor": cast.officer}
    return ask(text="Đếm thế nào?", client_uuid=uuid.uuid4(), now=NOW, **about)


def box(response, row) -> str:
    return re.search(rf'<input type="checkbox"[^>]*value="{row.pk}-[^>]*>', response.content.decode())[0]


def line(response, row) -> str:
    """What the list says of a row."""
    return response.content.decode().partition(box(response, row))[2].partition("</li>")[0]


def held(response, rows) -> list:
    return [row for row in rows if "data-held" in box(response, row)]


def tick(*rows, **more) -> dict:
    return {"row": [f"{row.pk}-{row.last_change_id}" for row in rows], **more}


# --- The list ---------------------------------------------------------------------------------------------------------
def test_where_nothing_asks_for_a_look_all_are_ticked_together(client, cast, waiting):
    response = as_person(client, cast.officer).get(REVIEWS)
    assert held(response, waiting) == []
    assert "Chọn cả 3 việc đang hiện" in words(response)
    assert "Chọn riêng từng việc" not in words(response)


def test_a_row_with_a_doubt_is_marked_and_left_out_and_it_is_said_how_many_and_why(client, cast, waiting):
    doubt(waiting[1])
    response = as_person(client, cast.officer).get(REVIEWS)
    assert held(response, waiting) == [waiting[1]]
    text = words(response)
    assert "Chọn 2/3 việc đang hiện" in text
    assert "Chọn riêng từng việc sau khi xem: 1 việc có điểm nên xem." in text
    assert ["có điểm nên xem" in line(response, row) for row in waiting] == [False, True, False]


@pytest.mark.parametrize(
    ("talk", "word"),
    [
        (lambda cast, row: ask_unit(cast, row), "đang hỏi đơn vị"),
        (lambda cast, row: asked(cast, obligation=row), "đơn vị đang hỏi"),
        (lambda cast, row: said(ask_unit(cast, row), cast.focal, "Đếm theo lượt xem.", now=NOW), "đơn vị đã trả lời"),
    ],
    ids=["asked", "asks", "answered"],
)
def test_a_row_that_is_spoken_about_is_marked_and_left_out(client, cast, waiting, talk, word):
    talk(cast, waiting[0])
    response = as_person(client, cast.officer).get(REVIEWS)
    assert held(response, waiting) == [waiting[0]]
    assert word in line(response, waiting[0])
    assert "sau khi xem: 1 việc đang hỏi đáp." in words(response)


def test_a_question_that_has_ended_holds_nothing_back(client, cast, waiting):
    close(question=ask_unit(cast, waiting[0]), actor=cast.officer, now=NOW)
    assert held(as_person(client, cast.officer).get(REVIEWS), waiting) == []


def test_a_row_with_both_is_counted_once(client, cast, waiting):
    for row in waiting[:2]:
        doubt(row)
    ask_unit(cast, waiting[0])
    ask_unit(cast, waiting[2])
    text = words(as_person(client, cast.officer).get(REVIEWS))
    assert "sau khi xem: 2 việc có điểm nên xem, 1 việc đang hỏi đáp." in text
    assert "việc đang hiện" not in text.partition("Phím tắt")[0]


def test_lists_of_what_was_decided_are_not_looked_through(client, cast, waiting):
    doubt(waiting[0])
    as_person(client, cast.officer).post(BATCH, tick(waiting[0], sure="1"))
    assert "có điểm nên xem" not in words(client.get(f"{REVIEWS}?state=done")).partition("Phím tắt")[0]


def test_the_list_costs_the_same_with_one_doubt_and_with_three(client, cast, waiting):
    costs = []
    for rows in (waiting[:1], waiting):
        for row in rows:
            doubt(row)
        costs.append(queries(as_person(client, cast.officer), REVIEWS))
    assert costs[0] == costs[1]


@pytest.mark.parametrize(("minutes", "found"), [(60, [0, 2]), (61, [0, 1, 2])])
def test_of_a_long_queue_what_was_kept_is_used_and_what_came_since_is_asked(cast, waiting, minutes, found):
    """The first was kept; the second got its doubt after the run; the third was sent after it."""
    doubt(waiting[0])
    with time_machine.travel(FIRST + timedelta(hours=20), tick=False):
        tasks.mark_doubts()
    assert set(Doubt.objects.filter(name=ANY).values_list("obligation", flat=True)) == {waiting[0].pk}
    doubt(waiting[1])
    doubt(waiting[2])
    now = JobRun.objects.get().started_at + timedelta(minutes=minutes)
    told = asking([row.pk for row in waiting], cast.officer, now=now, is_long=True)
    assert told == {waiting[number].pk for number in found}


# --- Asking once ------------------------------------------------------------------------------------------------------
def test_nothing_is_accepted_before_it_was_asked_and_the_page_names_the_rows(client, cast, waiting):
    doubt(waiting[0])
    ask_unit(cast, waiting[2])
    response = as_person(client, cast.officer).post(f"{BATCH}?unit={cast.ninh_kieu.pk}", tick(*waiting))
    assert response.status_code == 200
    assert lead(response) == "Xác nhận 3 việc đã chọn?"
    text = words(response)
    assert "2 việc có điểm nên xem hoặc đang hỏi đáp." in text
    assert text.count(waiting[0].delivery.unit_name) == 4  # two rows, each beside its box and in its link
    assert not Review.objects.exists()
    assert hidden(response, "sure") == ["1"]
    body = response.content.decode()
    assert [f'value="{value}" checked' in body for value in tick(*waiting)["row"]] == [True] * 3
    assert f'action="{BATCH}?unit={cast.ninh_kieu.pk}"' in body


def test_what_is_left_ticked_there_is_accepted_with_what_was_seen_of_it(client, cast, waiting):
    as_person(client, cast.officer).post(BATCH, tick(*waiting))
    response = client.post(BATCH, tick(*waiting[:2], sure="1"), follow=True)
    for row in waiting:
        row.refresh_from_db()
    assert [row.progress for row in waiting] == [Progress.DONE, Progress.DONE, Progress.WAITING]
    assert "Đã xác nhận 2 việc. Xem các việc vừa xác nhận" in words(response)


def test_the_link_after_it_leads_to_what_was_accepted_where_each_can_be_returned(client, cast, waiting):
    query = f"?unit={cast.ninh_kieu.pk}"
    response = as_person(client, cast.officer).post(BATCH + query, tick(waiting[0], waiting[2], sure="1"), follow=True)
    link = re.search(r'href="([^"]*)" data-key="u"', response.content.decode())[1].replace("&amp;", "&")
    assert link == f"{REVIEWS}{query}&state=done"
    page = client.get(link)
    assert {line.pk for line in page.context["page"].lines} == {waiting[0].pk, waiting[2].pk}
    assert "Trả lại việc đã xác nhận" in words(page)


def test_rows_of_others_are_not_named_and_nothing_of_them_is_told(client, cast, waiting):
    response = as_person(client, cast.stranger_officer).post(BATCH, tick(*waiting), follow=True)
    assert "Chưa chọn việc nào." in words(response)
    assert ticked([(row, None) for row in waiting], cast.stranger_officer, now=NOW) == []


def test_asking_costs_the_same_for_one_row_and_for_three(cast, waiting):
    for row in waiting:
        doubt(row)
    chosen = [(type(row).objects.select_related("instruction", "delivery").get(pk=row.pk), None) for row in waiting]
    ticked(chosen, cast.officer, now=NOW)
    costs = []
    for some in (chosen[:1], chosen):
        with CaptureQueriesContext(connection) as captured:
            ticked(some, cast.officer, now=NOW)
        costs.append(len(captured))
    assert costs[0] == costs[1]


# --- The opening sentence, and where one goes on ----------------------------------------------------------------------
def returned(client, row) -> None:
    client.post(reverse("reports:review-return", args=[row.pk]), {"say": "Ảnh mờ"})


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("returned", "1 việc đã trả lại, đang chờ đơn vị bổ sung."),
        ("done", "2 việc đã xác nhận."),
        ("changed", "Không có việc nào đổi sau khi xác nhận, cần xem lại."),
        ("waiting", "Không còn việc nào chờ xác nhận."),
    ],
)
def test_the_sentence_is_about_the_list_below_it(client, cast, waiting, state, sentence):
    returned(as_person(client, cast.officer), waiting[1])
    client.post(BATCH, tick(waiting[0], waiting[2], sure="1"))
    assert lead(client.get(f"{REVIEWS}?state={state}")) == sentence


def test_the_sentence_of_a_list_says_that_it_is_filtered(client, cast, waiting):
    returned(as_person(client, cast.officer), waiting[1])
    response = client.get(f"{REVIEWS}?state=returned&unit={cast.ninh_kieu.pk}")
    assert lead(response) == "Không có việc nào đã trả lại, đang chờ đơn vị bổ sung khớp với bộ lọc."


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2024-11-12 22:00", "đều gửi trong hôm nay."),
        ("2024-11-13 06:00", "lâu nhất đã chờ 1 ngày làm việc."),
        ("2024-11-18 06:00", "lâu nhất đã chờ 4 ngày làm việc."),
    ],
)
def test_waiting_is_counted_in_working_days_as_beside_each_row(client, cast, at, said):
    make_action(cast.obligation(), actor=cast.focal, now=FIRST, declare=True)
    with time_machine.travel(local(at), tick=False):
        assert lead(as_person(client, cast.officer).get(REVIEWS)) == f"1 việc của 1 đơn vị chờ xác nhận, {said}"


def test_what_came_on_a_day_off_has_not_waited_a_working_day(client, cast):
    make_action(cast.obligation(), actor=cast.focal, now=local("2024-11-16 09:00"), declare=True)
    with time_machine.travel(local("2024-11-17 09:00"), tick=False):
        assert lead(as_person(client, cast.officer).get(REVIEWS)).endswith("chưa việc nào chờ trọn một ngày làm việc.")


@pytest.mark.parametrize("is_last", [True, False])
def test_from_a_list_that_is_worked_off_one_goes_on_with_what_waits(client, cast, waiting, is_last):
    done = waiting[: 1 if is_last else 2]
    as_person(client, cast.officer).post(BATCH, tick(*done, sure="1"))
    mended = Action.objects.filter(obligations__in=done)
    mended.update(state=Action.State.RESUBMITTED)
    response = client.post(reverse("reports:review-accept", args=[done[0].pk]) + "?state=changed")
    assert response["Location"] == (REVIEWS if is_last else f"{REVIEWS}{done[1].pk}/?state=changed")


def test_several_corrections_accepted_at_once_lead_on_as_well(client, cast, waiting):
    as_person(client, cast.officer).post(BATCH, tick(waiting[0], sure="1"))
    Action.objects.filter(obligations=waiting[0]).update(state=Action.State.RESUBMITTED)
    response = client.post(f"{BATCH}?state=changed", {"row": [waiting[0].pk], "sure": "1"})
    assert response["Location"] == REVIEWS
