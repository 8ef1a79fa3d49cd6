"""Several rows of the queue accepted by one press: each for itself, none twice, and of each refused it is said why."""

from datetime import timedelta

import pytest
from django.urls import reverse

from directives.models import Change, Progress
from reports.models import Review
from reports.services.actions import declare_complete, withdraw_declaration
from reports.services.reviews import accept, accept_many
from reports.tests.factories import make_action
from reports.tests.reading import as_person, words
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-14 08:00")
FIRST = local("2024-11-12 09:00")
BATCH = "/reviews/accept/"


@pytest.fixture
def waiting(cast):
    """Two of Ninh Kiều's obligations and one of Ô Môn's, sent twelve hours apart."""
    rows = [cast.obligation(), cast.obligation(cast.o_mon), cast.obligations()[1]]
    people = [cast.focal, cast.other_focal, cast.focal]
    for hours, (row, person) in enumerate(zip(rows, people, strict=True)):
        make_action(row, actor=person, now=FIRST + timedelta(hours=12 * hours), declare=True)
        row.refresh_from_db()
    return rows


def tick(*rows) -> dict:
    return {"row": [f"{row.pk}-{row.last_change_id}" for row in rows]}


def progress(rows) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.progress for row in rows]


# --- The act --------------------------------------------------------------------------------------------------------
def test_all_are_accepted_each_with_its_own_review(cast, waiting):
    batch = accept_many(obligations=[(row, None) for row in waiting], actor=cast.officer, now=NOW)
    assert (batch.accepted, batch.refused) == (waiting, [])
    assert progress(waiting) == [Progress.DONE] * 3
    assert Review.objects.filter(obligation__in=waiting, verdict="accepted", reviewer=cast.officer).count() == 3


def test_one_that_no_longer_waits_stops_nobody(cast, waiting):
    withdraw_declaration(obligation=waiting[1], actor=cast.other_focal, now=NOW)
    batch = accept_many(obligations=[(row, None) for row in waiting], actor=cast.officer, now=NOW)
    assert batch.accepted == [waiting[0], waiting[2]]
    assert [(row, "đang thực hiện" in why) for row, why in batch.refused] == [(waiting[1], True)]
    assert progress(waiting) == [Progress.DONE, Progress.IN_PROGRESS, Progress.DONE]


def test_a_second_press_changes_nothing(cast, waiting):
    ticked = [(row, row.last_change_id) for row in waiting]
    accept_many(obligations=ticked, actor=cast.officer, now=NOW)
    log = Change.objects.count()
    again = accept_many(obligations=ticked, actor=cast.officer, now=NOW)
    assert (again.accepted, len(again.refused)) == ([], 3)
    assert (Review.objects.filter(obligation__in=waiting).count(), Change.objects.count()) == (3, log)


def test_what_was_sent_anew_since_the_page_was_opened_is_not_accepted_unseen(cast, waiting):
    seen = waiting[0].last_change_id
    withdraw_declaration(obligation=waiting[0], actor=cast.focal, now=NOW)
    declare_complete(obligation=waiting[0], actor=cast.focal, now=NOW)
    batch = accept_many(obligations=[(waiting[0], seen)], actor=cast.officer, now=NOW)
    assert [why for _row, why in batch.refused] == [
        "Việc này đã đổi sau khi anh/chị mở trang. Hãy xem lại rồi quyết định."
    ]
    assert progress(waiting)[0] == Progress.WAITING


def test_who_does_not_coordinate_the_letter_accepts_nothing(cast, waiting):
    batch = accept_many(obligations=[(waiting[0], None)], actor=cast.focal, now=NOW)
    assert [why for _row, why in batch.refused] == ["Chỉ đơn vị ban hành văn bản xác nhận được việc này."]
    assert progress(waiting)[0] == Progress.WAITING


# --- The page -------------------------------------------------------------------------------------------------------
def test_the_list_has_a_box_for_each_row_and_one_button(client, cast, waiting):
    body = as_person(client, cast.officer).get("/reviews/").content.decode()
    for row in waiting:
        assert f'form="nhieu-viec" name="row" value="{row.pk}-{row.last_change_id}"' in body
    assert body.count('data-key="x"') == 1
    assert body.count("Xác nhận các việc đã chọn") == 1


def test_what_was_decided_has_no_boxes(client, cast, waiting):
    accept(obligation=waiting[0], actor=cast.officer, now=NOW)
    body = as_person(client, cast.officer).get("/reviews/?state=done").content.decode()
    assert 'name="row"' not in body
    assert "nhieu-viec" not in body


def test_ticked_rows_are_accepted_and_the_filters_stay(client, cast, waiting):
    query = f"?unit={cast.ninh_kieu.pk}"
    response = as_person(client, cast.officer).post(BATCH + query, tick(waiting[0], waiting[2]), follow=True)
    assert response.redirect_chain == [(f"/reviews/{query}", 302)]
    assert "Đã xác nhận 2 việc." in words(response)
    assert progress(waiting) == [Progress.DONE, Progress.WAITING, Progress.DONE]


def test_the_page_says_what_was_not_accepted_and_why(client, cast, waiting):
    accept(obligation=waiting[0], actor=cast.second_officer, now=NOW)
    text = words(as_person(client, cast.officer).post(BATCH, tick(*waiting), follow=True))
    assert "Đã xác nhận 2 việc." in text
    assert text.count("Chưa ghi quyết định về") == 1
    assert f"Chưa ghi quyết định về {waiting[0].delivery.unit_name}, “Đăng tải tài liệu”." in text
    assert "đang ở trạng thái “hoàn thành”" in text


@pytest.mark.parametrize("data", [{}, {"row": ["x"]}, {"row": ["0"]}, {"row": ["²"]}, {"row": ["1-1-1"]}])
def test_nothing_ticked_is_said_so(client, cast, waiting, data):
    response = as_person(client, cast.officer).post(BATCH, data, follow=True)
    assert "Chưa chọn việc nào. Hãy đánh dấu các việc cần xác nhận." in words(response)
    assert progress(waiting) == [Progress.WAITING] * 3


def test_a_row_of_another_department_is_unknown(client, cast, waiting):
    response = as_person(client, cast.stranger_officer).post(BATCH, tick(*waiting), follow=True)
    assert response.status_code == 200
    assert "Ninh Kiều" not in words(response)
    assert progress(waiting) == [Progress.WAITING] * 3


def test_opened_as_a_page_it_leads_to_the_queue(client, cast, waiting):
    assert as_person(client, cast.officer).get(f"{BATCH}?state=done")["Location"] == "/reviews/?state=done"


def test_a_decision_on_what_was_not_seen_is_refused_on_the_page_too(client, cast, waiting):
    seen = waiting[0].last_change_id
    withdraw_declaration(obligation=waiting[0], actor=cast.focal, now=NOW)
    declare_complete(obligation=waiting[0], actor=cast.focal, now=NOW)
    as_person(client, cast.officer)
    for name, data in (("review-accept", {}), ("review-return", {"say": "Thiếu ảnh"})):
        address = reverse(f"reports:{name}", args=[waiting[0].pk])
        response = client.post(address, {"seen": seen, **data}, follow=True)
        assert "Việc này đã đổi sau khi anh/chị mở trang." in words(response)
    assert progress(waiting)[0] == Progress.WAITING


@pytest.mark.parametrize("who", ["leader", "focal", "other_focal"])
def test_who_does_not_coordinate_may_not_press(client, cast, waiting, who):
    assert as_person(client, cast.people[who]).post(BATCH, tick(*waiting)).status_code == 403
    assert progress(waiting) == [Progress.WAITING] * 3
