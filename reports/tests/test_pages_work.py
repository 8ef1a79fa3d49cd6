"""Việc của tôi, the letter and the obligation, as each kind of person meets them."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from directives.models import Progress
from directives.services.issuing import issue
from directives.services.lifecycle import close_campaign
from directives.services.receipts import confirm_receipt, refuse
from directives.tests.factories import add_group, add_instruction, make_cast, make_draft, make_issued
from reports.models import Action, UnitReport
from reports.services.declaring import declare_complete
from reports.services.reviews import accept, send_back
from reports.services.unit_reports import submit_report
from reports.tests.factories import make_action
from reports.tests.reading import as_person, lead, queries, words
from units.models import Membership, Role
from units.tests.factories import local, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-14 08:00")
EARLIER = local("2024-11-12 09:00")


@pytest.fixture
def cast():
    return make_cast(text="Kính gửi: Phòng Văn hóa và Thông tin quận, huyện.\nĐề nghị đăng tải tài liệu.")


@pytest.fixture
def received(cast):
    confirm_receipt(delivery=cast.delivery(), actor=cast.focal, now=EARLIER)
    return cast


# --- The first page ---------------------------------------------------------------------------------------------------
def test_nobody_signed_in_is_sent_to_sign_in(client):
    response = client.get("/")
    assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("account_login"))


def test_a_focal_point_begins_at_their_work(client, cast):
    assert as_person(client, cast.focal).get("/")["Location"] == reverse("reports:my-work")


def test_a_person_without_a_part_is_told_whom_to_ask(client):
    response = as_person(client, make_user()).get("/")
    assert response.status_code == 200
    assert lead(response) == "Tài khoản này chưa thuộc đơn vị nào."
    assert "Hãy báo cán bộ điều phối" in words(response)


# --- Việc của tôi -----------------------------------------------------------------------------------------------------
def test_the_page_says_how_much_is_left_and_for_how_long(client, received):
    response = as_person(client, received.focal).get(reverse("reports:my-work"))
    assert lead(response) == "Đơn vị còn 2 việc, hạn sau 6 ngày."
    assert "Đã hoàn thành 0/2 việc của Chiến dịch thử, đến hết thứ Tư, 20/11/2024." in words(response)


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("2024-11-19 23:59", "Đơn vị còn 2 việc, hạn sau 1 ngày."),
        ("2024-11-20 00:00", "Đơn vị còn 2 việc, hạn là hôm nay."),
        ("2024-11-20 23:59", "Đơn vị còn 2 việc, hạn là hôm nay."),
        ("2024-11-21 00:00", "Đơn vị còn 2 việc, đã quá hạn 1 ngày."),
    ],
)
def test_the_distance_turns_at_local_midnight(client, received, at, sentence):
    with time_machine.travel(local(at), tick=False):
        assert lead(as_person(client, received.focal).get(reverse("reports:my-work"))) == sentence


def test_a_new_letter_stands_first_and_has_the_filled_button(client, cast):
    response = as_person(client, cast.focal).get(reverse("reports:my-work"))
    assert "Có 1 văn bản mới cần xác nhận tiếp nhận" in words(response)
    assert response.content.decode().count("btn-primary") == 1
    assert f'btn-primary btn-thumb" href="{reverse("reports:delivery", args=[cast.delivery().pk])}"' in (
        response.content.decode()
    )


def test_returned_work_stands_first_with_the_reason_and_leads_to_mending(client, received):
    later = received.obligations()[1]
    action = make_action(later, actor=received.focal, now=EARLIER, declare=True)
    send_back(obligation=later, reason="Đề nghị bổ sung ảnh.", actor=received.officer, now=EARLIER)
    response = as_person(client, received.focal).get(reverse("reports:my-work"))
    body = response.content.decode()
    assert body.index("Phổ biến kỹ năng") < body.index("Đăng tải tài liệu")
    assert "Đề nghị bổ sung ảnh. Sở Thông tin và Truyền thông, 12/11/2024" in words(response)
    assert f'btn-primary btn-thumb" href="{reverse("reports:action-edit", args=[action.pk])}"' in body
    assert body.count("btn-primary") == 1


def test_what_waits_and_what_is_done_shrinks_to_lines(client, received):
    first, second = received.obligations()
    make_action(first, second, actor=received.focal, now=EARLIER, declare=True)
    accept(obligation=first, actor=received.officer, now=EARLIER)
    response = as_person(client, received.focal).get(reverse("reports:my-work"))
    assert lead(response) == "Đơn vị đã gửi hết, 1 việc đang chờ xác nhận."
    assert "Xác nhận ngày 12/11/2024" in words(response)
    assert "Đã hoàn thành 1/2 việc" in words(response)
    assert "btn-primary" not in response.content.decode()


def test_everything_done_is_said_in_one_sentence(client, received):
    first, second = received.obligations()
    make_action(first, second, actor=received.focal, now=EARLIER, declare=True)
    for row in (first, second):
        accept(obligation=row, actor=received.officer, now=EARLIER)
    response = as_person(client, received.focal).get(reverse("reports:my-work"))
    assert lead(response) == "Đơn vị đã hoàn thành mọi việc được giao."


def test_optional_work_stands_in_no_denominator(client, cast):
    draft = make_draft(cast.department, cast.officer, campaign=cast.directive.campaign)
    add_group(draft, "Phòng", [cast.ninh_kieu], "Việc bắt buộc")
    optional = add_instruction(draft, "Ngoài ra có thể giới thiệu thêm", binding=False)
    issue(directive=draft, actor=cast.officer, now=EARLIER)
    as_person(client, cast.focal)
    assert "Việc nên làm thêm (không bắt buộc) Ngoài ra có thể" in words(client.get(reverse("reports:my-work")))
    make_action(optional.obligations.get(), actor=cast.focal, now=EARLIER, declare=True)
    response = client.get(reverse("reports:my-work"))
    assert lead(response) == "Đơn vị còn 3 việc, hạn sau 6 ngày."
    assert "Đã hoàn thành 0/3 việc" in words(response)


def test_nothing_asked_teaches_what_will_come(client):
    response = as_person(client, make_user(make_unit())).get(reverse("reports:my-work"))
    assert lead(response) == "Đơn vị chưa có việc nào được giao."
    assert "Khi có văn bản gửi đến đơn vị" in words(response)


def test_a_closed_campaign_goes_under_a_fold(client, received):
    close_campaign(campaign=received.directive.campaign, actor=received.officer, now=EARLIER)
    response = as_person(client, received.focal).get(reverse("reports:my-work"))
    assert lead(response) == "Đơn vị chưa có việc nào được giao."
    assert (
        "Văn bản đã kết thúc Triển khai chiến dịch kết thúc ngày 12/11/2024, Chiến dịch thử, hoàn thành 0/2 việc"
        in words(response)
    )


def test_a_refused_letter_asks_for_nothing(client, cast):
    refuse(delivery=cast.delivery(), actor=cast.focal, now=EARLIER, reason="Không thuộc phạm vi")
    response = as_person(client, cast.focal).get(reverse("reports:my-work"))
    assert lead(response) == "Đơn vị chưa có việc nào được giao."
    assert "văn bản mới" not in words(response)


def test_who_reports_for_two_units_sees_both_names(client, received):
    Membership.objects.create(user=received.focal, unit=received.o_mon, role=Role.FOCAL, starts_on=date(2024, 1, 1))
    response = as_person(client, received.focal).get(reverse("reports:my-work"))
    assert lead(response) == "2 đơn vị của anh/chị còn 4 việc, hạn sau 6 ngày."
    assert "Phòng Văn hóa và Thông tin quận Ô Môn" in words(response)


def test_a_report_not_handed_in_is_shown_with_its_day(client, received):
    unit = received.ninh_kieu
    directive = make_issued(
        received.department,
        received.officer,
        groups=[("Phòng", [unit])] + [("Mọi đơn vị", [received.o_mon], "Báo cáo")],
        no_report=False,
        report_due_on=date(2024, 11, 22),
    )
    confirm_receipt(delivery=directive.deliveries.get(unit=unit), actor=received.focal, now=EARLIER)
    response = as_person(client, received.focal).get(reverse("reports:my-work"))
    assert f"Nộp báo cáo kết quả thực hiện {directive.reference}" in words(response)
    delivery = directive.deliveries.get(unit=unit).pk
    reply = f'href="{reverse("reports:delivery-reply", args=[delivery])}">Soạn từ các hoạt động đã gửi</a>'
    assert reply in response.content.decode()
    form = reverse("reports:delivery-report", args=[delivery])
    assert f'href="{form}">Tự viết và nộp</a>' in response.content.decode()
    assert reply in client.get(form).content.decode()
    assert reply not in client.get(form, {"start": "actions"}).content.decode()


def test_work_begun_leads_to_looking_it_over_and_sending_it(client, received):
    make_action(received.obligation(), actor=received.focal, now=EARLIER)
    response = as_person(client, received.focal).get(reverse("reports:my-work"))
    obligation = reverse("reports:obligation", args=[received.obligation().pk])
    assert f'href="{obligation}">Xem lại và gửi xác nhận</a>' in response.content.decode()
    assert "Ghi thêm" in words(response)


@pytest.mark.parametrize("who", ["officer", "leader", "focal"])
def test_whoever_sees_the_letter_reads_the_report_handed_in(client, received, who):
    submit_report(
        delivery=received.delivery(),
        text="Đã phổ biến ở tám phường.",
        difficulties="Thiếu loa.",
        proposals="Thêm tờ rơi.",
        client_uuid=uuid.uuid4(),
        actor=received.focal,
        now=EARLIER,
    )
    page = as_person(client, received.people[who]).get(reverse("reports:delivery", args=[received.delivery().pk]))
    for said in ("Đã phổ biến ở tám phường.", "Thiếu loa.", "Thêm tờ rơi."):
        assert said in words(page)


def test_the_page_costs_the_same_for_one_letter_and_for_three(client, received):
    as_person(client, received.focal)

    def one_more_letter():
        directive = make_issued(
            received.department, received.officer, groups=[("Phòng", [received.ninh_kieu], "Việc A", "Việc B")]
        )
        row = directive.deliveries.get().obligations.first()
        make_action(row, actor=received.focal, now=EARLIER, declare=True)
        send_back(obligation=row, reason="Bổ sung", actor=received.officer, now=EARLIER)

    one_more_letter()
    cost = queries(client, reverse("reports:my-work"))
    one_more_letter()
    one_more_letter()
    assert queries(client, reverse("reports:my-work")) == cost <= 15


# --- The letter -------------------------------------------------------------------------------------------------------
def test_opening_the_letter_marks_it_seen_once(client, cast):
    page = reverse("reports:delivery", args=[cast.delivery().pk])
    as_person(client, cast.focal).get(page)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        client.get(page)
    row = cast.delivery()
    assert (row.seen_at, row.seen_by, row.received_at) == (NOW, cast.focal, None)


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("head", {}),
        ("get", {"Sec-Purpose": "prefetch"}),
        ("get", {"Purpose": "prefetch"}),
        ("get", {"X-Moz": "prefetch"}),
        ("get", {"Sec-Purpose": "prefetch;prerender"}),
    ],
)
def test_a_machine_that_fetches_ahead_does_not_mark_it_seen(client, cast, method, headers):
    response = getattr(as_person(client, cast.focal), method)(
        reverse("reports:delivery", args=[cast.delivery().pk]), headers=headers
    )
    assert (response.status_code, cast.delivery().seen_at) == (200, None)


@pytest.mark.parametrize("who", ["officer", "leader"])
def test_people_of_other_units_look_without_a_trace(client, cast, who):
    response = as_person(client, cast.people[who]).get(reverse("reports:delivery", args=[cast.delivery().pk]))
    assert (response.status_code, cast.delivery().seen_at) == (200, None)
    assert "Xác nhận đã tiếp nhận" not in words(response)


def test_the_letter_says_who_asks_what_until_when(client, cast):
    response = as_person(client, cast.focal).get(reverse("reports:delivery", args=[cast.delivery().pk]))
    assert lead(response) == "Sở Thông tin và Truyền thông giao đơn vị 2 việc, còn 6 ngày."
    text = words(response)
    assert "Đến hết thứ Tư, 20/11/2024" in text
    assert "Đề nghị đăng tải tài liệu." in text
    assert "Văn bản không yêu cầu báo cáo riêng." in text


def test_receipt_is_confirmed_with_the_units_own_number(client, cast):
    page = reverse("reports:delivery-receive", args=[cast.delivery().pk])
    response = as_person(client, cast.focal).post(
        page, {"incoming_number": "215", "incoming_on": "29/10/2024"}, follow=True
    )
    row = cast.delivery()
    assert (row.received_at, row.incoming_number, row.incoming_on) == (NOW, "215", date(2024, 10, 29))
    assert "Đã xác nhận tiếp nhận văn bản." in words(response)
    assert lead(response) == "Đơn vị còn 2/2 việc của văn bản này, còn 6 ngày."


def test_confirming_twice_says_so_and_changes_nothing(client, received):
    page = reverse("reports:delivery-receive", args=[received.delivery().pk])
    response = as_person(client, received.focal).post(page, {}, follow=True)
    assert "đã được xác nhận tiếp nhận từ trước" in words(response)
    assert received.delivery().received_at == EARLIER


def test_a_wrong_day_of_arrival_keeps_what_was_typed(client, cast):
    page = reverse("reports:delivery-receive", args=[cast.delivery().pk])
    response = as_person(client, cast.focal).post(page, {"incoming_number": "215", "incoming_on": "31/11/2024"})
    assert response.status_code == 200
    assert 'value="215"' in response.content.decode()
    assert "Không có ngày 31/11/2024 trong lịch" in words(response)
    assert cast.delivery().received_at is None


def test_a_misaddressed_letter_is_sent_back_with_a_reason(client, cast):
    page = reverse("reports:delivery-refuse", args=[cast.delivery().pk])
    assert "sẽ không còn 2 việc của văn bản này" in words(as_person(client, cast.focal).get(page))
    assert "Ghi lý do để đơn vị ban hành biết" in words(client.post(page, {"reason": " "}))
    assert cast.delivery().refused_at is None
    response = client.post(page, {"reason": "Không thuộc phạm vi của phòng"}, follow=True)
    assert lead(response) == "Đơn vị đã trả lại văn bản này ngày 14/11/2024."
    assert "Lý do đã ghi: Không thuộc phạm vi của phòng" in words(response)
    assert {row.progress for row in cast.obligations()} == {Progress.NOT_APPLICABLE}


def test_a_letter_taken_in_is_not_sent_back(client, received):
    page = reverse("reports:delivery-refuse", args=[received.delivery().pk])
    assert as_person(client, received.focal).get(page).status_code == 302
    response = client.post(page, {"reason": "Nhầm"}, follow=True)
    assert "Đơn vị đã tiếp nhận văn bản. Hãy liên hệ đơn vị ban hành" in words(response)
    assert received.delivery().refused_at is None


# --- The obligation ---------------------------------------------------------------------------------------------------
def test_an_obligation_says_what_is_missing(client, received):
    page = reverse("reports:obligation", args=[received.obligation().pk])
    response = as_person(client, received.focal).get(page)
    assert lead(response) == "Còn thiếu 2 mục, còn 6 ngày."
    assert "Ít nhất một hoạt động (chưa có)" in words(response)
    assert response.content.decode().count("btn-primary") == 1


def test_proved_work_is_declared_and_taken_back(client, received):
    row = received.obligation()
    make_action(row, actor=received.focal, now=EARLIER)
    page = reverse("reports:obligation", args=[row.pk])
    response = as_person(client, received.focal).get(page)
    assert lead(response) == "Đã đủ để gửi xác nhận, còn 6 ngày."
    assert response.content.decode().count("btn-primary") == 1
    response = client.post(reverse("reports:obligation-declare", args=[row.pk]), follow=True)
    assert lead(response) == "Đã gửi ngày 14/11/2024, chờ Sở Thông tin và Truyền thông xác nhận."
    assert "Thời hạn dừng tính từ lúc này" in words(response)
    response = client.post(reverse("reports:obligation-take-back", args=[row.pk]), follow=True)
    assert received.obligation().progress == Progress.IN_PROGRESS
    assert "Đã rút lại." in words(response)


def test_unproved_work_is_not_declared_and_the_page_says_why(client, received):
    row = received.obligation()
    action = make_action(row, actor=received.focal, now=EARLIER, proofs=[])
    response = as_person(client, received.focal).post(reverse("reports:obligation-declare", args=[row.pk]), follow=True)
    assert "Chưa gửi được, còn thiếu: ảnh, tệp hoặc liên kết làm minh chứng." in words(response)
    assert f'btn-primary btn-thumb" href="{reverse("reports:action-edit", args=[action.pk])}"' in (
        response.content.decode()
    )
    assert received.obligation().progress == Progress.IN_PROGRESS


def test_the_history_names_the_person_to_their_own_unit_only(client, received):
    row = received.obligation()
    make_action(row, actor=received.focal, now=EARLIER, declare=True)
    send_back(obligation=row, reason="Ảnh mờ", actor=received.officer, now=EARLIER)
    text = words(as_person(client, received.focal).get(reverse("reports:obligation", args=[row.pk])))
    assert "Trả lại Ảnh mờ 09:00 ngày 12/11/2024, Sở TT&TT" in text
    assert "Trần Thị Cán Bộ" not in text
    assert "Nguyễn Thị Đầu Mối" in text
    other = words(as_person(client, received.officer).get(reverse("reports:obligation", args=[row.pk])))
    assert "Trả lại Ảnh mờ 09:00 ngày 12/11/2024, Trần Thị Cán Bộ" in other


def test_an_obligation_costs_the_same_for_one_action_and_for_three(client, received):
    as_person(client, received.focal)
    page = reverse("reports:obligation", args=[received.obligation().pk])
    make_action(*received.obligations(), actor=received.focal, now=EARLIER)
    cost = queries(client, page)
    for _each in range(2):
        make_action(*received.obligations(), actor=received.focal, now=EARLIER)
    assert queries(client, page) == cost <= 21


def test_a_closed_campaign_leaves_everything_to_be_read_and_nothing_to_be_done(client, received):
    row = received.obligation()
    make_action(row, actor=received.focal, now=EARLIER)
    close_campaign(campaign=received.directive.campaign, actor=received.officer, now=EARLIER)
    response = as_person(client, received.focal).get(reverse("reports:obligation", args=[row.pk]))
    assert lead(response) == "Việc này chưa hoàn thành khi chiến dịch kết thúc ngày 12/11/2024."
    body = response.content.decode()
    assert "btn-primary" not in body
    assert reverse("reports:action-new", args=[row.pk]) not in body
    declared = client.post(reverse("reports:obligation-declare", args=[row.pk]), follow=True)
    assert "Chiến dịch đã kết thúc." in words(declared)


# --- Who may --------------------------------------------------------------------------------------------------------
def addresses(cast) -> dict[str, str]:
    row, delivery = cast.obligation(), cast.delivery()
    action = Action.objects.filter(unit=cast.ninh_kieu).first() or make_action(row, actor=cast.focal, now=EARLIER)
    return {
        "delivery": reverse("reports:delivery", args=[delivery.pk]),
        "delivery-receive": reverse("reports:delivery-receive", args=[delivery.pk]),
        "delivery-refuse": reverse("reports:delivery-refuse", args=[delivery.pk]),
        "delivery-report": reverse("reports:delivery-report", args=[delivery.pk]),
        "obligation": reverse("reports:obligation", args=[row.pk]),
        "obligation-declare": reverse("reports:obligation-declare", args=[row.pk]),
        "obligation-take-back": reverse("reports:obligation-take-back", args=[row.pk]),
        "action-new": reverse("reports:action-new", args=[row.pk]),
        "action-edit": reverse("reports:action-edit", args=[action.pk]),
        "action-withdraw": reverse("reports:action-withdraw", args=[action.pk]),
    }


READABLE = {"delivery", "obligation"}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["other_focal", "stranger_officer"])
def test_strangers_find_nothing_and_learn_no_name(client, cast, who, method):
    as_person(client, cast.people[who])
    for name, page in addresses(cast).items():
        response = getattr(client, method)(page)
        expected = 405 if method == "post" and name in READABLE else 404
        assert (name, response.status_code) == (name, expected)
        assert "Ninh Kiều" not in response.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["officer", "leader"])
def test_who_sees_the_letter_may_read_but_not_act_for_the_unit(client, cast, who, method):
    as_person(client, cast.people[who])
    for name, page in addresses(cast).items():
        expected = {("get", True): 200, ("post", True): 405}.get((method, name in READABLE), 403)
        assert (name, getattr(client, method)(page).status_code) == (name, expected)
    assert cast.obligation().progress == Progress.IN_PROGRESS
    assert UnitReport.objects.count() == 0


def test_anonymous_people_are_sent_to_sign_in_from_everywhere(client, cast):
    for page in [*addresses(cast).values(), reverse("reports:my-work"), reverse("reports:reviews")]:
        response = client.get(page)
        assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("account_login"))


def test_a_viewer_of_the_unit_reads_and_does_not_act(client, cast):
    viewer = make_user(cast.ninh_kieu, Role.VIEWER)
    as_person(client, viewer)
    pages = addresses(cast)
    assert client.get(pages["obligation"]).status_code == 200
    assert client.get(pages["action-new"]).status_code == 403
    assert client.get(pages["delivery"]).status_code == 200
    assert cast.delivery().seen_by == cast.focal  # by the action made above, not by the viewer


def test_a_letter_is_declared_complete_by_its_own_people_only(client, cast):
    row = cast.obligation(cast.o_mon)
    make_action(row, actor=cast.other_focal, now=EARLIER)
    response = as_person(client, cast.focal).post(reverse("reports:obligation-declare", args=[row.pk]))
    assert response.status_code == 404
    declare_complete(obligation=row, actor=cast.other_focal, now=EARLIER)
    assert client.post(reverse("reports:obligation-take-back", args=[row.pk])).status_code == 404
    assert cast.obligation(cast.o_mon).progress == Progress.WAITING
