"""The pages of a correction: warned before, said after, shown to the reviewer with the difference."""

import re

import pytest
from django.urls import reverse

from directives.models import Progress
from reports.models import Action
from reports.services.mending import edit_action
from reports.services.reviews import accept, send_back
from reports.tests.corrections import ACCEPTED, SENT, WHY, action
from reports.tests.factories import make_action, what
from reports.tests.reading import as_person, hidden, lead, words
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
__all__ = ["action"]  # a fixture
NOW = local("2024-11-11 15:00")


@pytest.fixture
def form(client, cast, action) -> str:
    as_person(client, cast.focal)
    return reverse("reports:action-edit", args=[action.pk])


def typed(**more) -> dict:
    return {"channel": "website", "day": "2024-11-05", "audience": "residents", "reach": "12", "why": WHY} | more


def work(cast) -> str:
    return reverse("reports:obligation", args=[cast.obligation().pk])


def review(cast, query: str = "?state=changed") -> str:
    return reverse("reports:review", args=[cast.obligation().pk]) + query


# --- The unit ---------------------------------------------------------------------------------------------------------
def test_the_page_of_the_work_offers_the_correction_and_no_withdrawal(client, cast, action):
    body = as_person(client, cast.focal).get(work(cast)).content.decode()
    assert "Sửa sau khi đã xác nhận" in body
    assert f'href="{reverse("reports:action-edit", args=[action.pk])}"' in body
    assert "Rút hoạt động" not in body


@pytest.mark.parametrize("who", ["officer", "leader"])
def test_who_looks_on_is_offered_nothing(client, cast, action, who):
    assert "Sửa sau khi đã xác nhận" not in words(as_person(client, getattr(cast, who)).get(work(cast)))


def test_the_form_warns_before_anything_is_sent(client, form):
    response = client.get(form)
    assert lead(response) == "Sửa hoạt động đã được xác nhận."
    said = words(response)
    assert "Sở Thông tin và Truyền thông đã xác nhận hoạt động này và sẽ xem lại phần anh/chị sửa." in said
    assert "Số liệu các ngày trước giữ nguyên, từ hôm nay tính theo số mới." in said
    assert "Việc này đã hoàn thành, gửi xác nhận" not in said  # there is nothing left to declare
    assert 'name="why"' in response.content.decode()


def test_the_form_of_what_was_not_accepted_asks_no_reason(client, cast):
    made = make_action(cast.obligation(), actor=cast.focal, now=SENT)
    response = as_person(client, cast.focal).get(reverse("reports:action-edit", args=[made.pk]))
    assert 'name="why"' not in response.content.decode()


def test_a_correction_says_what_comes_next(client, cast, action, form):
    response = client.post(form, typed(), follow=True)
    assert response.redirect_chain == [(work(cast), 302)]
    said = words(response)
    assert "Sở Thông tin và Truyền thông sẽ xem lại phần đã sửa." in said
    assert "Sở Thông tin và Truyền thông sẽ xem lại phần đơn vị vừa sửa." in lead(response)
    assert "Đã sửa, chờ xem lại" in said
    assert WHY in said  # in the history of the work
    assert cast.obligation().progress == Progress.DONE


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"why": " "}, "Ghi lý do sửa để đơn vị ban hành xem lại."),
        ({"why": "x" * 501}, "Lý do dài quá 500 ký tự."),
        ({"reach": "120"}, "Chưa có gì thay đổi, nên hoạt động vẫn như đã được xác nhận."),
        ({"day": "2024-11-12"}, "Chưa tới ngày này."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, action, form, more, said):
    response = client.post(form, typed(description="Đã đếm lại") if "reach" not in more else typed(**more))
    response = client.post(form, typed(**more))
    assert response.status_code == 200
    assert said in words(response)
    assert more.get("why", WHY).strip() in response.content.decode()


def test_what_was_typed_outlives_the_session(client, cast, form):
    client.logout()
    client.post(form, typed(why="Đếm nhầm lớp 6"))
    response = as_person(client, cast.focal).get(form)
    assert "Đếm nhầm lớp 6" in response.content.decode()


def test_an_accepted_action_that_still_serves_open_work_may_declare_it(client, cast):
    first, second = cast.obligations()
    made = make_action(first, second, actor=cast.focal, now=SENT)
    as_person(client, cast.focal).post(reverse("reports:obligation-declare", args=[first.pk]))
    accept(obligation=first, actor=cast.officer, now=ACCEPTED)
    client.post(reverse("reports:action-edit", args=[made.pk]), typed(complete="on"))
    assert [row.progress for row in cast.obligations()] == [Progress.DONE, Progress.WAITING]


# --- The reviewer -----------------------------------------------------------------------------------------------------
@pytest.fixture
def corrected(cast, action) -> Action:
    about = {"proofs": [], "removed": set(), "actor": cast.focal, "now": NOW}
    return edit_action(action=action, what=what(reach=12), reason=WHY, **about)


def test_the_badge_rises_and_the_case_shows_the_difference_with_its_reason(client, cast, corrected):
    response = as_person(client, cast.officer).get(review(cast))
    said = words(response)
    assert "Đổi sau khi xác nhận 1" in said
    assert '<span class="count">1</span>' in response.content.decode()
    assert f"Đã đổi sau khi được xác nhận Số lượt tiếp cận 120 → 12 Lý do sửa {WHY}" in said
    assert "Xác nhận lại" in said


def test_the_page_names_what_was_seen_and_a_later_correction_is_not_waved_through(client, cast, corrected):
    seen = hidden(as_person(client, cast.officer).get(review(cast)), "seen")[0]
    about = {"proofs": [], "removed": set(), "actor": cast.focal, "now": NOW}
    edit_action(action=corrected, what=what(reach=99_000), reason="Sửa nữa", **about)
    accepting = reverse("reports:review-accept", args=[cast.obligation().pk]) + "?state=changed"
    assert "đã đổi sau khi anh/chị mở trang" in words(client.post(accepting, {"seen": seen}, follow=True))
    corrected.refresh_from_db()
    assert corrected.state == Action.State.RESUBMITTED
    client.post(accepting, {"seen": hidden(client.get(review(cast)), "seen")[0]})
    corrected.refresh_from_db()
    assert corrected.state == Action.State.ACCEPTED


def test_several_corrections_are_accepted_at_once_each_as_it_was_seen(client, cast, corrected):
    body = as_person(client, cast.officer).get(reverse("reports:reviews") + "?state=changed").content.decode()
    ticks = re.findall(r'name="row" value="([\d-]+)"', body)
    assert len(ticks) == 1
    said = words(
        client.post(reverse("reports:reviews-accept") + "?state=changed", {"row": ticks, "sure": "1"}, follow=True)
    )
    assert "Đã xác nhận 1 việc." in said


def test_a_returned_correction_is_the_unit_s_turn_again(client, cast, corrected):
    send_back(obligation=cast.obligation(), reason="Chưa khớp ảnh", actor=cast.officer, now=NOW)
    response = as_person(client, cast.focal).get(work(cast))
    assert "Việc này cần bổ sung" in lead(response)
    assert "Chưa khớp ảnh" in words(response)
    form = client.get(reverse("reports:action-edit", args=[corrected.pk]))
    assert 'name="why"' not in form.content.decode()  # the department has asked for it


def test_a_correction_of_work_that_was_taken_back_is_told_as_one(client, cast):
    """Accepted for one obligation, still to be declared for another: who reviews that one sees the correction too."""
    first, second = cast.obligations()
    made = make_action(first, second, actor=cast.focal, now=SENT)
    as_person(client, cast.focal).post(reverse("reports:obligation-declare", args=[first.pk]))
    accept(obligation=first, actor=cast.officer, now=ACCEPTED)
    client.post(reverse("reports:action-edit", args=[made.pk]), typed(complete="on"))
    said = words(as_person(client, cast.officer).get(reverse("reports:review", args=[second.pk])))
    assert "Đã đổi sau khi được xác nhận Số lượt tiếp cận 120 → 12" in said
