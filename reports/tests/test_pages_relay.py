"""Passing a letter's work to units below: the form, who gets what, what became of it, and what comes back up."""

from datetime import date

import pytest
from django.urls import reverse

from directives.models import Delivery, Obligation, Progress
from directives.services.lifecycle import recall
from directives.services.receipts import agree_to_refusal, confirm_receipt, refuse
from directives.services.relaying import relay, withdraw_relay
from directives.tests.factories import make_cast
from reports.models import Action, Audience, Channel, Evidence
from reports.queries.gathered import gathered
from reports.services.declaring import checklist, declare_complete
from reports.services.mending import withdraw_action
from reports.services.reviews import accept
from reports.tests.factories import make_action
from reports.tests.reading import as_person, lead, queries, words
from units.models import UnitKind
from units.tests.factories import local, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-08 08:00")
EARLIER = local("2024-11-06 09:00")
DAY = date(2024, 11, 15)


@pytest.fixture
def cast():
    cast = make_cast()
    names = ["UBND phường An Cư", "UBND phường Tân An", "UBND phường Thới Bình"]
    cast.wards = [make_unit(name, kind=UnitKind.WARD_COMMITTEE, parent=cast.district) for name in names]
    cast.ward_people = [make_user(ward, full_name=f"Đầu mối {ward.name}") for ward in cast.wards]
    return cast


def given(cast, *wards, duties=None, due_on=DAY) -> list[Obligation]:
    chosen = [cast.wards[number] for number in wards or (0, 1)]
    duties = duties or [cast.obligation()]
    return relay(obligations=duties, units=chosen, due_on=due_on, actor=cast.focal, now=EARLIER)


def page(client, user, name: str, *args, **data):
    return as_person(client, user).get(reverse(f"reports:{name}", args=args), data)


def typed(cast, **more) -> dict:
    duties = [row.pk for row in cast.obligations()]
    units = [ward.pk for ward in cast.wards[:2]]
    return {"duties": duties, "units": units, "due_on": "15/11/2024", "note": ""} | more


def send(client, cast, user=None, **more):
    address = reverse("reports:delivery-relay", args=[cast.delivery().pk])
    return as_person(client, user or cast.focal).post(address, typed(cast, **more))


def children():
    return Obligation.objects.filter(parent__isnull=False)


# --- The form ---------------------------------------------------------------------------------------------------------
def test_the_form_offers_every_open_duty_and_every_ward_with_a_day_before_ones_own(client, cast):
    response = page(client, cast.focal, "delivery-relay", cast.delivery().pk)
    form = response.context["form"]
    assert [label for _key, label in form.fields["duties"].choices] == ["Đăng tải tài liệu", "Phổ biến kỹ năng"]
    assert [label for _key, label in form.fields["units"].choices] == [ward.name for ward in cast.wards]
    assert form.initial["due_on"] == date(2024, 11, 17)
    assert "Tất cả 3 đơn vị dưới đây" in words(response)


def test_from_an_obligation_that_one_alone_is_ticked(client, cast):
    own = cast.obligations()[1]
    assert (
        reverse("reports:delivery-relay", args=[cast.delivery().pk]) + f"?duty={own.pk}"
        in page(client, cast.focal, "obligation", own.pk).content.decode()
    )
    form = page(client, cast.focal, "delivery-relay", cast.delivery().pk, duty=own.pk).context["form"]
    assert form.initial["duties"] == [str(own.pk)]
    foreign = page(client, cast.focal, "delivery-relay", cast.delivery().pk, duty="9²").context["form"]
    assert len(foreign.initial["duties"]) == 2


def test_without_units_below_the_page_says_whom_to_ask(client, cast):
    response = page(client, cast.other_focal, "delivery-relay", cast.delivery(cast.o_mon).pk)
    assert lead(response) == "Chưa có đơn vị cấp dưới để giao việc."
    assert "Đề nghị quản trị viên thêm các đơn vị cấp dưới" in words(response)
    assert send(client, cast, cast.other_focal).status_code == 404


def test_who_gets_what_is_shown_before_anything_is_written(client, cast):
    cast.ward_people[1].memberships.all().delete()
    response = send(client, cast)
    assert lead(response) == "Giao 2 việc cho 2 đơn vị, hạn đến hết ngày 15/11/2024?"
    assert [(gift.unit, gift.tasks) for gift in response.context["plan"].gifts] == [
        (ward.name, ["Đăng tải tài liệu", "Phổ biến kỹ năng"]) for ward in cast.wards[:2]
    ]
    assert "Chưa có người đầu mối, nên chưa ai đọc được việc giao: UBND phường Tân An." in words(response)
    assert not children().exists()
    back = send(client, cast, back="1")
    assert back.context["plan"] is None
    assert sorted(back.context["form"]["units"].value()) == sorted(str(ward.pk) for ward in cast.wards[:2])


def test_one_press_gives_each_duty_to_each_unit_and_the_second_gives_nothing_more(client, cast):
    response = send(client, cast, confirm="1", note="Mời tổ dân phố")
    assert response["Location"] == reverse("reports:delivery-below", args=[cast.delivery().pk])
    told = as_person(client, cast.focal).get(response["Location"])
    assert "Đã giao 2 việc cho 2 đơn vị, hạn đến hết ngày 15/11/2024." in words(told)
    assert {(row.unit, row.due_on) for row in children()} == {(ward, DAY) for ward in cast.wards[:2]}
    child = children().filter(unit=cast.wards[0]).first()
    assert "Mời tổ dân phố" in words(page(client, cast.ward_people[0], "obligation", child.pk))
    again = as_person(client, cast.focal).get(send(client, cast, confirm="1")["Location"])
    assert "đều đã được giao những việc này từ trước" in words(again)
    assert children().count() == 4


def test_all_units_at_once_and_only_what_is_new_is_announced(client, cast):
    given(cast, 0)
    response = send(client, cast, units=[], everyone="on")
    assert lead(response) == "Giao 2 việc cho 3 đơn vị, hạn đến hết ngày 15/11/2024?"
    assert "1 việc đã được giao từ trước, nay giữ nguyên cả hạn." in words(response)
    send(client, cast, units=[], everyone="on", confirm="1")
    assert children().count() == 6


def test_where_all_is_given_the_preview_has_nothing_to_confirm(client, cast):
    given(cast, 0, 1, duties=cast.obligations())
    response = send(client, cast)
    assert lead(response) == "Các đơn vị đã chọn đều đã được giao những việc này."
    assert 'name="confirm"' not in response.content.decode()


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"due_on": "21/11/2024"}, "due_on", "Hạn giao xuống không được sau hạn của đơn vị (20/11/2024)."),
        ({"due_on": "07/11/2024"}, "due_on", "Hạn này đã qua. Hãy chọn ngày từ hôm nay trở đi."),
        ({"due_on": ""}, "due_on", "Nhập ngày, ví dụ 20/11/2024."),
        ({"duties": []}, "duties", "Chọn ít nhất một việc."),
        ({"units": []}, "units", "Chọn ít nhất một đơn vị, hoặc chọn tất cả."),
        ({"units": ["999999"]}, "units", "Danh sách vừa thay đổi. Hãy tải lại trang rồi chọn lại."),
        ({"note": "a" * 501}, "note", "Giá trị này chỉ có tối đa 500 kí tự"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_given(client, cast, wrong, field, says):
    response = send(client, cast, confirm="1", **wrong)
    assert response.status_code == 200
    assert response.context["form"].errors[field][0].startswith(says)
    assert not children().exists()


def test_ones_own_day_is_allowed(client, cast):
    send(client, cast, due_on="20/11/2024", confirm="1")
    assert {row.due_on for row in children()} == {date(2024, 11, 20)}


def test_duties_of_another_unit_cannot_be_slipped_in(client, cast):
    response = send(client, cast, duties=[cast.obligation(cast.o_mon).pk], confirm="1")
    assert response.context["form"].errors["duties"] == ["Danh sách vừa thay đổi. Hãy tải lại trang rồi chọn lại."]


def test_a_recalled_letter_is_not_passed_on(client, cast):
    recall(directive=cast.directive, actor=cast.officer, now=EARLIER, note="Thay")
    assert send(client, cast, confirm="1").status_code == 302
    assert not children().exists()


# --- Who may see ------------------------------------------------------------------------------------------------------
def test_with_units_below_the_pages_answer_each_person_as_their_part_is(client, cast):
    given(cast)
    delivery = cast.delivery().pk
    expected = {"focal": 200, "officer": 403, "leader": 403, "other_focal": 404, "stranger_officer": 404}
    for name in ("delivery-relay", "delivery-below-take-back"):
        for person, status in expected.items():
            assert page(client, cast.people[person], name, delivery).status_code == status, (name, person)
        assert page(client, cast.ward_people[0], name, delivery).status_code == 404
    assert page(client, cast.leader, "delivery-below", delivery).status_code == 200
    assert page(client, cast.ward_people[0], "delivery-below", delivery).status_code == 404


def test_the_office_opens_the_work_and_proof_of_a_ward_it_passed_on_but_nothing_else_of_the_ward(client, cast):
    child = given(cast, 0)[0]
    action = make_action(child, actor=cast.ward_people[0], now=EARLIER)
    assert page(client, cast.focal, "obligation", child.pk).status_code == 200
    assert Evidence.objects.visible_to(cast.focal).filter(action=action).count() == 1
    for person in (cast.other_focal, cast.stranger_officer, cast.ward_people[1]):
        assert page(client, person, "obligation", child.pk).status_code == 404
        assert not Action.objects.visible_to(person).filter(pk=action.pk).exists()
        assert not Evidence.objects.visible_to(person).filter(action=action).exists()
    assert page(client, cast.focal, "action-edit", action.pk).status_code == 403
    assert page(client, cast.focal, "action-new", child.pk).status_code == 403


def test_a_ward_sees_who_gave_the_work_and_by_when_and_not_its_neighbours(client, cast):
    child = given(cast)[0]
    response = page(client, cast.ward_people[0], "my-work")
    letter = response.context["work"].letters[0]
    assert (letter.issuer, letter.due_on) == (cast.ninh_kieu.name, DAY)
    assert response.context["work"].reports == []
    letter = page(client, cast.ward_people[0], "delivery", child.delivery_id)
    assert lead(letter) == f"{cast.ninh_kieu.name} giao đơn vị 1 việc, còn 7 ngày."
    assert cast.wards[1].name not in words(letter)
    shown = words(page(client, cast.ward_people[0], "obligation", child.pk))
    assert f"{cast.ninh_kieu.name} giao, hạn đến hết" in shown
    assert "Giao xuống cấp dưới" not in shown  # it has nobody below
    make_unit("Tổ công nghệ số khu vực 1", kind=UnitKind.COMMUNITY_TEAM, parent=cast.wards[0])
    assert "Giao xuống cấp dưới" in words(page(client, cast.ward_people[0], "obligation", child.pk))
    assert "Giao việc xuống cấp dưới" in words(page(client, cast.ward_people[0], "delivery", child.delivery_id))


def test_what_was_sent_back_is_open_until_somebody_has_answered(client, cast):
    child = given(cast)[0]
    refuse(delivery=child.delivery, actor=cast.ward_people[0], now=EARLIER, reason="Không có chợ")
    address = "delivery-below", cast.delivery().pk
    assert "Sai nơi nhận Không có chợ Giao đơn vị khác hoặc đồng ý" in words(page(client, cast.focal, *address))
    agree_to_refusal(delivery=child.delivery, actor=cast.focal, now=NOW)
    shown = words(page(client, cast.focal, *address))
    assert "Không áp dụng Trả lại, đã giải quyết: Không có chợ" in shown
    assert "Sai nơi nhận" not in shown


# --- What became of it ------------------------------------------------------------------------------------------------
def test_the_office_sees_who_is_silent_who_works_and_who_is_done(client, cast):
    first, second, _third = given(cast, 0, 1, 2)
    confirm_receipt(delivery=first.delivery, actor=cast.ward_people[0], now=EARLIER)
    make_action(first, actor=cast.ward_people[0], now=EARLIER, declare=True)
    make_action(second, actor=cast.ward_people[1], now=EARLIER)
    response = page(client, cast.focal, "delivery-below", cast.delivery().pk)
    assert lead(response) == "1/3 đơn vị đã báo hoàn thành, 1 chưa xem, 0 quá hạn."
    assert [(row.unit, row.stage, row.deeds) for row in response.context["below"].rows] == [
        ("UBND phường An Cư", "done", 1),
        ("UBND phường Tân An", "working", 1),
        ("UBND phường Thới Bình", "silent", 0),
    ]
    for row in response.context["below"].rows:
        assert reverse("reports:obligation", args=[row.pk]) in response.content.decode()


def test_a_withdrawn_action_leaves_no_trace_in_the_count(client, cast):
    child = given(cast, 0)[0]
    action = make_action(child, actor=cast.ward_people[0], now=EARLIER)
    withdraw_action(action=action, actor=cast.ward_people[0], now=EARLIER)
    row = page(client, cast.focal, "delivery-below", cast.delivery().pk).context["below"].rows[0]
    assert (row.deeds, row.latest) == (0, None)


def test_the_page_costs_the_same_for_one_unit_and_for_three(client, cast):
    given(cast, 0)
    user = as_person(client, cast.focal)
    address = reverse("reports:delivery-below", args=[cast.delivery().pk])
    one = queries(user, address)
    given(cast, 1, 2)
    assert queries(user, address) == one


# --- Taking back ------------------------------------------------------------------------------------------------------
def back(client, cast, *rows, reason="Phường không có điểm truyền thanh", user=None):
    address = reverse("reports:delivery-below-take-back", args=[cast.delivery().pk])
    data = {"rows": [row.pk for row in rows], "reason": reason}
    return as_person(client, user or cast.focal).post(address, data, follow=True)


def test_work_is_taken_back_with_a_reason_that_the_ward_reads(client, cast):
    first, second = given(cast)
    assert "Đã thu hồi 1 việc." in words(back(client, cast, first))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.progress, second.progress) == (Progress.ENDED, Progress.NOT_STARTED)
    assert "Phường không có điểm truyền thanh" in words(page(client, cast.ward_people[0], "obligation", first.pk))
    assert page(client, cast.ward_people[0], "my-work").context["work"].letters == []
    assert "đã thu hồi mọi việc" in lead(page(client, cast.ward_people[0], "delivery", first.delivery_id))


def test_taking_back_asks_for_a_reason_and_for_work_that_is_still_open(client, cast):
    first, second = given(cast)
    make_action(second, actor=cast.ward_people[1], now=EARLIER, declare=True)
    assert "Hãy ghi lý do thu hồi" in words(back(client, cast, first, reason=" "))
    assert "Danh sách vừa thay đổi" in words(back(client, cast, second))
    assert "Danh sách vừa thay đổi" in words(back(client, cast, cast.obligation(cast.o_mon)))
    assert not Obligation.objects.filter(progress=Progress.ENDED).exists()


# --- What comes back up -----------------------------------------------------------------------------------------------
def test_proof_from_below_lets_the_office_declare_complete(client, cast):
    child, own = given(cast, 0)[0], cast.obligation()
    assert [proved for _item, proved in checklist(own)] == [False, False]
    make_action(child, actor=cast.ward_people[0], now=EARLIER, proofs=[])
    assert [proved for _item, proved in checklist(own)] == [True, False]
    make_action(child, actor=cast.ward_people[0], now=EARLIER)
    assert [proved for _item, proved in checklist(own)] == [True, True]
    assert "Gửi xác nhận hoàn thành" in words(page(client, cast.focal, "obligation", own.pk))
    assert declare_complete(obligation=own, actor=cast.focal, now=NOW).progress == Progress.WAITING
    assert [proved for _item, proved in checklist(cast.obligations()[1])] == [False, False]


def test_the_reviewer_of_work_that_rests_on_wards_alone_is_told_so(client, cast):
    make_action(given(cast, 0)[0], actor=cast.ward_people[0], now=EARLIER)
    own = declare_complete(obligation=cast.obligation(), actor=cast.focal, now=NOW)
    shown = words(page(client, cast.officer, "review", own.pk))
    assert "Đơn vị không có hoạt động nào của chính mình cho việc này." in shown
    assert "UBND phường An Cư" in shown


def test_confirming_the_offices_work_confirms_what_wards_declared_and_leaves_the_rest(cast):
    declared, working = given(cast)
    done = make_action(declared, actor=cast.ward_people[0], now=EARLIER, declare=True)
    recorded = make_action(working, actor=cast.ward_people[1], now=EARLIER)
    own = declare_complete(obligation=cast.obligation(), actor=cast.focal, now=NOW)
    accept(obligation=own, actor=cast.officer, now=NOW)
    for row in (own, declared, working, done, recorded):
        row.refresh_from_db()
    assert (own.progress, declared.progress, working.progress) == ("done", "done", "in_progress")
    assert (done.state, recorded.state) == ("accepted", "recorded")


def test_actions_of_wards_stand_below_the_offices_own_labelled_by_unit(client, cast):
    own, (first, second) = cast.obligation(), given(cast)
    make_action(own, actor=cast.focal, now=EARLIER, reach=100)
    make_action(second, actor=cast.ward_people[1], now=EARLIER, reach=20, channel=Channel.ZALO)
    make_action(first, actor=cast.ward_people[0], now=EARLIER, reach=30, channel=Channel.ZALO)
    shown = words(page(client, cast.focal, "obligation", own.pk))
    places = [shown.rindex(name) for name in ("1 hoạt động đã ghi", "UBND phường An Cư", "UBND phường Tân An")]
    assert places == sorted(places)
    declare_complete(obligation=own, actor=cast.focal, now=NOW)
    review = words(page(client, cast.officer, "review", own.pk))
    assert "UBND phường An Cư" in review
    assert "2 đơn vị cấp dưới: 0 đã báo hoàn thành, 2 đang làm, 0 chưa làm gì" in review


def cells(cast):
    return [(cell.audience, cell.channel, cell.own, cell.below) for cell in gathered(cast.obligation()).cells]


def test_reach_of_the_same_audience_channel_and_day_is_listed_and_not_added(client, cast):
    own, (first, second) = cast.obligation(), given(cast)
    make_action(own, actor=cast.focal, now=EARLIER, reach=100)
    make_action(first, actor=cast.ward_people[0], now=EARLIER, reach=30)
    assert cells(cast) == [("người dân, hộ dân", "cổng, trang thông tin điện tử", 100, 0)]
    shown = words(page(client, cast.focal, "obligation", own.pk))
    assert "Cùng đối tượng, hình thức và ngày với hoạt động của cấp trên: không cộng thêm số lượt." in shown
    assert "Số lượt không cộng hai lần" in shown
    make_action(second, actor=cast.ward_people[1], now=EARLIER, reach=1007, done_on=date(2024, 11, 4))
    shown = words(page(client, cast.focal, "obligation", own.pk))
    assert "Người dân, hộ dân, cổng, trang thông tin điện tử: 1.107 lượt (đơn vị 100, cấp dưới 1.007)" in shown
    make_action(second, actor=cast.ward_people[1], now=EARLIER, reach=8, audience=Audience.STUDENTS)
    make_action(second, actor=cast.ward_people[1], now=EARLIER, reach=9, channel=Channel.ZALO)
    make_action(second, actor=cast.ward_people[1], now=EARLIER, reach=None, channel=Channel.MEETING)
    assert cells(cast) == [
        ("người dân, hộ dân", "cổng, trang thông tin điện tử", 100, 1007),
        ("người dân, hộ dân", "Zalo", 0, 9),
        ("học sinh, sinh viên", "cổng, trang thông tin điện tử", 0, 8),
    ]


def test_two_wards_on_one_day_reach_two_audiences(cast):
    for child, person in zip(given(cast), cast.ward_people, strict=False):
        make_action(child, actor=person, now=EARLIER, reach=30)
    assert cells(cast) == [("người dân, hộ dân", "cổng, trang thông tin điện tử", 0, 60)]


def test_what_was_done_before_work_was_taken_back_stays_proof(cast):
    child = given(cast, 0)[0]
    make_action(child, actor=cast.ward_people[0], now=EARLIER)
    withdraw_relay(children=[child], actor=cast.focal, now=NOW, reason="Phòng tự làm")
    assert [proved for _item, proved in checklist(cast.obligation())] == [True, True]


def test_the_page_of_an_obligation_costs_the_same_for_one_ward_and_for_three(client, cast):
    user = as_person(client, cast.focal)
    address = reverse("reports:obligation", args=[cast.obligation().pk])
    make_action(given(cast, 0)[0], actor=cast.ward_people[0], now=EARLIER)
    one = queries(user, address)
    for child, person in zip(given(cast, 1, 2), cast.ward_people[1:], strict=True):
        make_action(child, actor=person, now=EARLIER)
    assert queries(user, address) == one


def test_a_ward_that_reports_done_is_told_that_the_office_knows(client, cast):
    child = given(cast, 0)[0]
    make_action(child, actor=cast.ward_people[0], now=EARLIER)
    user = as_person(client, cast.ward_people[0])
    response = user.post(reverse("reports:obligation-declare", args=[child.pk]), follow=True)
    assert f"Đã gửi {cast.ninh_kieu.name} xác nhận." in words(response)
    assert lead(response) == f"Đã báo {cast.ninh_kieu.name} hoàn thành ngày 08/11/2024."


# --- The denominator --------------------------------------------------------------------------------------------------
def test_no_relay_moves_the_denominator(cast):
    before = Obligation.objects.counted().count(), Delivery.objects.counted().count()
    given(cast, 0, 1, 2, duties=cast.obligations())
    assert children().count() == 6
    assert (Obligation.objects.counted().count(), Delivery.objects.counted().count()) == before == (4, 2)
