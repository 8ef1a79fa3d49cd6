"""Several rows of the queue accepted by one press: each for itself, none twice, and of each refused it is said why."""

import pytest
from django.urls import reverse

from directives.models import Change, Progress
from reports.models import Action, Review
from reports.services.declaring import declare_complete, withdraw_declaration
from reports.services.reviews import accept, accept_many
from reports.tests.factories import three_waiting
from reports.tests.reading import as_person, words
from reports.views.decided import came_first
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-14 08:00")
FIRST = local("2024-11-12 09:00")
BATCH = "/reviews/accept/"


@pytest.fixture
def waiting(cast):
    return three_waiting(cast, FIRST)


def tick(*rows) -> dict:
    """The rows ticked, and the question whether to accept them answered."""
    return {"row": [f"{row.pk}-{row.last_change_id}" for row in rows], "sure": "1"}


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


def test_the_page_says_how_many_were_not_accepted_which_and_why(client, cast, waiting):
    accept(obligation=waiting[0], actor=cast.second_officer, now=NOW)
    withdraw_declaration(obligation=waiting[1], actor=cast.other_focal, now=NOW)
    response = as_person(client, cast.officer).post(BATCH, tick(*waiting), follow=True)
    assert (
        f"Đã xác nhận 1 việc. Xem các việc vừa xác nhận U Chưa xác nhận được 2 việc: "
        f"{waiting[0].delivery.unit_name}, “Đăng tải tài liệu” . "
        f"{cast.second_officer.full_name} đã xác nhận việc này lúc 08:00 ngày 14/11/2024. "
        f"{waiting[1].delivery.unit_name}, “Đăng tải tài liệu” . "
        "Việc này đang ở trạng thái “đang thực hiện”, nên không thể xác nhận."
    ) in words(response)
    assert f'<a href="/reviews/{waiting[1].pk}/">' in response.content.decode()


def test_a_second_press_is_told_what_the_first_one_did(client, cast, waiting):
    as_person(client, cast.officer).post(BATCH, tick(*waiting[:2]))
    text = words(client.post(BATCH, tick(*waiting[:2]), follow=True))
    assert "Chưa xác nhận được 2 việc: " in text
    assert text.count("Anh/chị đã xác nhận việc này lúc 08:00 ngày 14/11/2024.") == 2


def test_of_very_many_refused_the_first_are_named_and_the_rest_counted(client, cast, waiting, monkeypatch):
    monkeypatch.setattr("reports.views.decided.NAMED", 1)
    accept_many(obligations=[(row, None) for row in waiting], actor=cast.second_officer, now=NOW)
    text = words(as_person(client, cast.officer).post(BATCH, tick(*waiting), follow=True))
    assert text.count("đã xác nhận việc này") == 1
    assert "và 2 việc khác." in text


def test_names_in_what_is_told_are_no_markup(client, cast, waiting):
    accept(obligation=waiting[0], actor=cast.second_officer, now=NOW)
    cast.second_officer.full_name = "<b>Bình</b>"
    cast.second_officer.save(update_fields=["full_name"])
    body = as_person(client, cast.officer).post(BATCH, tick(waiting[0]), follow=True).content.decode()
    assert "&lt;b&gt;Bình&lt;/b&gt; đã xác nhận việc này" in body


@pytest.mark.parametrize(
    ("decide", "said"),
    [("accept", "đã xác nhận việc này"), ("return", "đã trả lại việc này")],
    ids=["accept", "return"],
)
@pytest.mark.parametrize("pressed", ["review-accept", "review-return"])
def test_what_one_reviewer_decided_is_said_to_the_other(client, cast, waiting, decide, said, pressed):
    row, seen = waiting[0], waiting[0].last_change_id
    address = {name: reverse(f"reports:{name}", args=[row.pk]) for name in ("review-accept", "review-return")}
    as_person(client, cast.second_officer).post(address[f"review-{decide}"], {"seen": seen, "say": "Thiếu ảnh"})
    before = progress(waiting)
    text = words(as_person(client, cast.officer).post(address[pressed], {"seen": seen, "say": "Thiếu số"}, follow=True))
    if (decide, pressed) == ("accept", "review-return"):
        assert "Đã trả lại:" in text  # what was accepted may be returned still, with its own reason
        return
    assert f"{cast.second_officer.full_name} {said} lúc 08:00 ngày 14/11/2024." in text
    assert progress(waiting) == before
    assert Review.objects.filter(obligation=row).count() == 1


def test_what_the_unit_mended_since_is_not_said_to_be_decided(client, cast, waiting):
    accept(obligation=waiting[0], actor=cast.second_officer, now=NOW)
    Action.objects.filter(obligations=waiting[0]).update(state="resubmitted")
    assert came_first([waiting[0].pk], cast.officer) == {}


@pytest.mark.parametrize("who", ["leader", "focal", "stranger_officer"])
def test_who_decided_is_told_to_reviewers_of_the_letter_alone(cast, waiting, who):
    accept(obligation=waiting[0], actor=cast.second_officer, now=NOW)
    assert came_first([waiting[0].pk], cast.people[who]) == {}
    assert list(came_first([waiting[0].pk], cast.officer)) == [waiting[0].pk]


def test_a_decision_names_its_case_and_leads_back_to_it(client, cast, waiting):
    query = f"?unit={cast.ninh_kieu.pk}"
    response = as_person(client, cast.officer).post(
        reverse("reports:review-accept", args=[waiting[0].pk]) + query, follow=True
    )
    assert f'href="/reviews/{waiting[0].pk}/{query}" data-key="u"' in response.content.decode()
    case = words(client.get(f"/reviews/{waiting[0].pk}/{query}"))
    assert "Trả lại việc đã xác nhận" in case


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
