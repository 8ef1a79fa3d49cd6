"""Reminding by hand: what is ticked and taken back, who may, and work that was passed on."""

import pytest
import time_machine
from django.urls import reverse

from directives.models import HandReminder, Obligation
from directives.services.relaying import relay
from directives.tests.factories import make_issued
from directives.tests.relays import NOW as GIVEN_AT
from directives.tests.relays import WARD_DAY, make_tree
from reports.tests import calling
from reports.tests.calling import address, get, listed, tick
from reports.tests.reading import as_person, hidden, lead, words
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = calling.NOW


# --- What is ticked ---------------------------------------------------------------------------------------------------
def test_several_units_are_ticked_at_once_and_the_page_stays_where_it_was(client, cast):
    here = address(cast) + "?show=unreceived"
    response = tick(client, cast, cast.ninh_kieu, cast.o_mon, page=here, way="zalo", note="nhóm Zalo")
    assert (response.status_code, response.url) == (302, here)
    assert (
        list(HandReminder.objects.values_list("way", "note", "acting_unit"))
        == [("zalo", "nhóm Zalo", cast.department.pk)] * 2
    )
    assert "Đã ghi vào sổ nhắc việc: 2 đơn vị, Zalo." in words(client.get(here))


def test_the_second_press_of_a_form_stores_nothing_and_other_words_do(client, cast):
    key = {"client_uuid": hidden(get(client, cast), "client_uuid")[0]}
    for note in ("", "", "máy bận"):
        tick(client, cast, cast.ninh_kieu, note=note, **key)
    assert sorted(HandReminder.objects.values_list("note", flat=True)) == ["", "máy bận"]


@pytest.mark.parametrize(
    "wrong, sentence",
    [
        ({"units": []}, "Đánh dấu ít nhất một đơn vị trong danh sách."),
        ({"units": ["0"]}, "Danh sách vừa thay đổi. Hãy tải lại trang rồi chọn lại."),
        ({"way": "fax"}, "fax"),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_stays(client, cast, wrong, sentence):
    page = tick(client, cast, cast.ninh_kieu, **{"note": "đã gọi"} | wrong)
    assert page.status_code == 200
    assert sentence in words(page)
    assert 'value="đã gọi"' in page.content.decode()
    assert not HandReminder.objects.exists()


def test_a_unit_of_another_letter_cannot_be_ticked_here(client, cast):
    letter = make_issued(cast.elsewhere, cast.stranger_officer, groups=[("Đơn vị", [cast.o_mon], "Việc khác")])
    assert tick(client, cast, units=[letter.deliveries.get().pk]).status_code == 200
    assert not HandReminder.objects.exists()


def test_somebody_of_another_unit_cannot_have_been_spoken_to(client, cast):
    page = reverse("reports:delivery-call", args=[cast.delivery().pk])
    assert tick(client, cast, page=page, spoken_to=cast.other_focal.pk).status_code == 200
    assert not HandReminder.objects.exists()


def test_a_tick_is_taken_back_with_a_reason_on_the_page_of_the_unit(client, cast):
    tick(client, cast, cast.ninh_kieu)
    row = HandReminder.objects.get()
    here = reverse("reports:delivery-call", args=[cast.delivery().pk])
    assert "Ghi nhầm?" in words(client.get(here))
    page = client.post(reverse("reports:call-take-back", args=[row.pk]), {"reason": ""}, follow=True)
    assert "Hãy ghi lý do, ví dụ: đánh dấu nhầm đơn vị." in words(page)
    page = client.post(reverse("reports:call-take-back", args=[row.pk]), {"reason": "nhầm"}, follow=True)
    assert "Đã bỏ lần nhắc ghi nhầm" in words(page)
    assert page.context["call"].notes == ()
    assert HandReminder.objects.count() == 2
    page = client.post(reverse("reports:call-take-back", args=[row.pk]), {"reason": "nhầm"}, follow=True)
    assert "Lần nhắc này đã được bỏ trước đó." in words(page)


def test_the_next_day_it_is_not_offered_any_more(client, cast):
    tick(client, cast, cast.ninh_kieu)
    with time_machine.travel(local("2024-11-15 00:00"), tick=False):
        page = as_person(client, cast.officer).get(reverse("reports:delivery-call", args=[cast.delivery().pk]))
    assert "Ghi nhầm?" not in words(page)


# --- Who may ----------------------------------------------------------------------------------------------------------
def test_who_looks_on_sees_the_list_without_boxes_and_cannot_tick(client, cast):
    page = get(client, cast, cast.leader)
    assert listed(page) == [cast.ninh_kieu.name, cast.o_mon.name]
    assert 'type="checkbox"' not in page.content.decode()
    assert "Ghi đã nhắc" not in words(page)
    assert tick(client, cast, cast.ninh_kieu, person=cast.leader).status_code == 403
    assert not HandReminder.objects.exists()


@pytest.mark.parametrize("who, status", [("stranger_officer", 404), ("focal", 403)])
def test_a_stranger_finds_nothing_and_a_recipient_may_not_see_the_others(client, cast, who, status):
    response = as_person(client, cast.people[who]).get(address(cast))
    assert response.status_code == status
    assert "Ô Môn" not in response.content.decode()


# --- Work passed on ---------------------------------------------------------------------------------------------------
def test_a_unit_calls_those_to_whom_it_passed_work_on_and_sees_no_others(client):
    tree = make_tree()
    child = relay(obligations=[tree.root], units=[tree.ward], due_on=WARD_DAY, actor=tree.cast.focal, now=GIVEN_AT)[0]
    here = reverse("reports:delivery-below-calls", args=[tree.cast.delivery().pk])
    page = as_person(client, tree.cast.focal).get(here)
    assert (lead(page), listed(page)) == ("1 đơn vị cần nhắc: 1 chưa tiếp nhận, 1 chưa bắt đầu.", [tree.ward.name])
    assert tree.cast.ninh_kieu.name in page.context["page"][0]["text"]
    response = tick(client, tree.cast, person=tree.cast.focal, page=here, units=[child.delivery_id])
    assert response.status_code == 302
    assert HandReminder.objects.get().acting_unit == tree.cast.ninh_kieu
    one = as_person(client, tree.cast.focal).get(reverse("reports:delivery-call", args=[child.delivery_id]))
    assert one.status_code == 200
    assert "Ghi nhầm?" in words(one)
    row = HandReminder.objects.get()
    assert client.post(reverse("reports:call-take-back", args=[row.pk]), {"reason": "nhầm"}).status_code == 302
    assert not HandReminder.objects.standing().exists()


@pytest.mark.parametrize("who, status", [("other_focal", 404), ("stranger_officer", 404), ("officer", 403)])
def test_nobody_else_ticks_what_a_unit_passed_on(client, who, status):
    tree = make_tree()
    child = relay(obligations=[tree.root], units=[tree.ward], due_on=WARD_DAY, actor=tree.cast.focal, now=GIVEN_AT)[0]
    here = reverse("reports:delivery-below-calls", args=[tree.cast.delivery().pk])
    response = tick(client, tree.cast, person=tree.cast.people[who], page=here, units=[child.delivery_id])
    assert response.status_code == status
    assert not HandReminder.objects.exists()
    assert Obligation.objects.filter(pk=child.pk).exists()


# --- Where it is shown ------------------------------------------------------------------------------------------------
def test_the_ledger_of_the_letter_keeps_what_was_ticked_and_what_was_taken_back(client, cast):
    ledger = reverse("directives:reminders", args=[cast.directive.pk])
    assert "Chưa ai ghi lần nhắc nào" in words(as_person(client, cast.officer).get(ledger))
    tick(client, cast, cast.ninh_kieu, note="hẹn thứ Sáu")
    client.post(reverse("reports:call-take-back", args=[HandReminder.objects.get().pk]), {"reason": "nhầm số"})
    assert [row.words for row in client.get(ledger).context["by_hand"]] == [
        "Bỏ lần nhắc ghi nhầm, 08:30 ngày 14/11/2024: nhầm số (Trần Thị Cán Bộ)",
        "Điện thoại, 08:30 ngày 14/11/2024: hẹn thứ Sáu (Trần Thị Cán Bộ)",
    ]
    log = words(client.get(reverse("directives:log", args=[cast.directive.pk])))
    assert f"Nhắc bằng tay: {cast.ninh_kieu.name}" in log
    assert f"Bỏ ghi nhắc bằng tay: {cast.ninh_kieu.name}" in log


@pytest.mark.parametrize("who", ["officer", "leader"])
def test_ledger_and_summary_lead_to_the_list(client, cast, who):
    pages = {"officer": ["directives:reminders", "reports:directive-summary"], "leader": ["reports:directive-summary"]}
    for name in pages[who]:
        page = as_person(client, cast.people[who]).get(reverse(name, args=[cast.directive.pk]))
        assert f'href="{address(cast)}"' in page.content.decode()
