"""Reminding by hand: who stands on the call list and why, what is said to them, and what it costs."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from directives.models import AddressTrouble
from directives.services.lifecycle import add_late, recall
from directives.services.receipts import confirm_receipt, refuse
from directives.tests.factories import make_cast
from directives.tests.reminding import Server, refusal, run
from reports.queries.calls import Wanted, calls
from reports.queries.desks import letter_desk
from reports.services.reviews import send_back
from reports.services.unit_reports import submit_report
from reports.tests.calling import NOW, TODAY, address, get, listed, started, tick
from reports.tests.exports.files import csv_of
from reports.tests.factories import make_action
from reports.tests.reading import as_person, lead, queries, words
from units.models import Membership, UnitKind
from units.tests.factories import local, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


# --- Who stands on the list -------------------------------------------------------------------------------------------
def test_it_says_first_how_many_are_silent_and_each_figure_opens_its_rows(client, cast):
    confirm_receipt(delivery=cast.delivery(), actor=cast.focal, now=local("2024-10-29 09:00"))
    page = get(client, cast)
    assert lead(page) == "2 đơn vị cần nhắc: 1 chưa tiếp nhận, 2 chưa bắt đầu."
    for show, units in {"unreceived": [cast.o_mon.name], "untouched": [cast.ninh_kieu.name, cast.o_mon.name]}.items():
        assert f"{address(cast)}?show={show}" in page.content.decode()
        assert listed(get(client, cast, show=show)) == units


def test_who_works_within_its_days_is_left_alone(client, cast):
    started(cast)
    page = get(client, cast)
    assert (lead(page), listed(page)) == ("1 đơn vị cần nhắc: 1 chưa tiếp nhận, 1 chưa bắt đầu.", [cast.o_mon.name])
    started(cast, cast.o_mon)
    assert lead(get(client, cast)) == "Không có đơn vị nào cần nhắc."


@pytest.mark.parametrize("at, late", [("2024-11-20 23:59", False), ("2024-11-21 00:00", True)])
def test_a_day_is_over_at_midnight_in_can_tho(client, cast, at, late):
    started(cast)
    with time_machine.travel(local(at), tick=False):
        page = get(client, cast, show="late")
    assert (cast.ninh_kieu.name in listed(page)) is late


def test_returned_work_says_since_when(client, cast):
    started(cast)
    row = cast.obligation()
    make_action(row, actor=cast.focal, now=local("2024-11-07 09:00"), declare=True)
    send_back(obligation=row, reason="Thiếu ảnh", actor=cast.officer, now=local("2024-11-12 09:00"))
    page = get(client, cast, show="returned")
    assert listed(page) == [cast.ninh_kieu.name]
    left = "hạn 20/11/2024 (còn 6 ngày)"
    assert page.context["page"][0]["owed"] == [f"1 việc đang làm, {left}", f"1 việc bị trả lại ngày 12/11/2024, {left}"]
    one = client.get(reverse("reports:delivery-call", args=[cast.delivery().pk]))
    assert one.context["row"]["owed"] == [
        f"Việc “Phổ biến kỹ năng” đang làm, {left}",
        f"Việc “Đăng tải tài liệu” bị trả lại ngày 12/11/2024, {left}",
    ]


@pytest.mark.parametrize("days, owed", [(4, False), (3, True), (-1, True)])
def test_a_missing_report_counts_from_three_days_before_its_day(client, days, owed):
    cast = make_cast(no_report=False, report_due_on=TODAY + timedelta(days=days))
    started(cast)
    started(cast, cast.o_mon)
    submit_report(
        delivery=cast.delivery(cast.o_mon), text="Xong.", client_uuid=uuid4(), actor=cast.other_focal, now=NOW
    )
    assert listed(get(client, cast)) == ([cast.ninh_kieu.name] if owed else [])
    assert listed(get(client, cast, show="unreported")) == ([cast.ninh_kieu.name] if owed else [])


def test_a_unit_that_sent_the_letter_back_is_not_called(client, cast):
    refuse(delivery=cast.delivery(cast.o_mon), actor=cast.other_focal, now=NOW, reason="Không thuộc phạm vi")
    assert listed(get(client, cast)) == [cast.ninh_kieu.name]


def test_for_a_letter_that_is_recalled_nobody_is_called(client, cast):
    recall(directive=cast.directive, actor=cast.officer, now=NOW, note="Gửi nhầm")
    page = get(client, cast)
    assert lead(page) == "Văn bản không còn hiệu lực, không cần nhắc đơn vị nữa."
    assert "Ghi đã nhắc" not in words(page)


def test_the_list_is_limited_to_a_group_and_a_district(cast):
    desk = letter_desk(cast.officer, cast.directive.pk)
    found = calls(desk, TODAY)
    group = cast.delivery().addressee
    assert len(Wanted("", group).rows(found, TODAY)) == 2
    assert Wanted("", "không có").rows(found, TODAY) == Wanted("", "", "99").rows(found, TODAY) == []


@pytest.mark.parametrize("query", ["?show=x", "?page=x", "?group=x&district=y", "?all=1", "?show=nomail"])
def test_an_address_that_makes_no_sense_still_answers(client, cast, query):
    assert as_person(client, cast.officer).get(address(cast) + query).status_code == 200


# --- Whom no mail reaches ---------------------------------------------------------------------------------------------
def test_units_that_no_mail_reaches_stand_first_with_the_reason(client, cast):
    AddressTrouble.objects.create(address=cast.other_focal.email, words="hộp thư đã đầy", since=NOW)
    page = get(client, cast)
    assert listed(page) == [cast.o_mon.name, cast.ninh_kieu.name]
    assert f"Địa chỉ {cast.other_focal.email} không nhận thư từ 14/11/2024: hộp thư đã đầy." in words(page)
    assert listed(get(client, cast, show="nomail")) == [cast.o_mon.name]
    make_user(cast.o_mon, full_name="Lê Thị Thứ Hai")
    assert listed(get(client, cast, show="nomail")) == []


def test_a_unit_without_people_says_where_to_add_them(client, cast):
    Membership.objects.filter(user=cast.other_focal).update(ends_on=TODAY)
    page = get(client, cast)
    assert listed(page)[0] == cast.o_mon.name
    assert "Đơn vị chưa có đầu mối." in words(page)
    assert reverse("units:unit-detail", args=[cast.o_mon.pk]) in page.content.decode()


def test_numbers_are_links_and_who_has_none_says_so(client, cast):
    cast.focal.phone, cast.focal.job_title = "0292 3 822 222", "Chuyên viên"
    cast.focal.save(update_fields=["phone", "job_title"])
    page = get(client, cast)
    assert 'href="tel:0292 3 822 222"' in page.content.decode()
    assert "Nguyễn Thị Đầu Mối, Chuyên viên" in words(page)
    assert words(page).count("Chưa có số.") == 1


# --- What they heard last ---------------------------------------------------------------------------------------------
def test_the_last_step_says_channel_moment_step_and_how_it_ended(client, cast):
    run("2024-11-13 08:00", transport=Server([refusal(550, "no such user")]))
    heard = {row["call"].unit: row["heard"] for row in get(client, cast).context["page"]}
    sent = "Thư điện tử, 08:00 ngày 13/11/2024, trước hạn 7 ngày, đã gửi"
    assert sent in heard.values()
    assert any("gửi không được: Máy chủ thư từ chối: 550 no such user" in words for words in heard.values())


def test_calls_are_shown_with_who_was_spoken_to_and_by_whom(client, cast):
    page = reverse("reports:delivery-call", args=[cast.delivery().pk])
    data = {"spoken_to": cast.focal.pk, "note": "hẹn thứ Sáu"}
    assert tick(client, cast, page=page, **data).status_code == 302
    row = get(client, cast).context["page"][0]
    assert row["notes"] == ["Điện thoại, 08:30 ngày 14/11/2024, gặp Nguyễn Thị Đầu Mối: hẹn thứ Sáu (Trần Thị Cán Bộ)"]


# --- Texts ------------------------------------------------------------------------------------------------------------
def test_the_words_for_a_unit_say_what_is_owed_by_when_and_where_to_look(client, cast, settings):
    settings.SITE_URL = "https://portal.example"
    page = as_person(client, cast.officer).get(reverse("reports:delivery-call", args=[cast.delivery().pk]))
    assert page.context["row"]["text"].split("\n") == [
        "Kính gửi: Phòng Văn hóa và Thông tin quận Ninh Kiều.",
        "Sở Thông tin và Truyền thông trân trọng đề nghị đơn vị quan tâm thực hiện "
        f"{cast.directive.reference}, cụ thể:",
        "- Chưa tiếp nhận văn bản gửi ngày 28/10/2024.",
        "- 2 việc chưa bắt đầu từ ngày giao 28/10/2024, hạn 20/11/2024 (còn 6 ngày).",
        f"Xem việc và ghi kết quả tại: https://portal.example{reverse('reports:my-work')}",
        "Trân trọng cảm ơn.",
    ]
    assert "<textarea" in page.content.decode()
    assert "readonly" in page.content.decode()


def test_words_are_made_anew_from_what_is_open_now(client, cast):
    before = get(client, cast).context["texts"][0][2]
    started(cast)
    after = get(client, cast).context["texts"][0][2]
    assert (cast.ninh_kieu.name in before, cast.ninh_kieu.name in after) == (True, False)
    assert f"- {cast.o_mon.name}: chưa tiếp nhận" in after


def test_words_hold_no_address_that_opens_for_whoever_has_it(client, cast):
    run("2024-11-13 08:00")
    text = get(client, cast).content.decode()
    assert "/receipts/" not in text
    assert "/unsubscribe/" not in text


# --- The file, the cost -----------------------------------------------------------------------------------------------
def test_the_file_has_the_rows_of_the_page(client, cast):
    tick(client, cast, cast.ninh_kieu, note="=1+1")
    file = csv_of(client.get(f"/directives/{cast.directive.pk}/calls.csv?show=unreceived"))
    assert len(file.rows) == 2
    assert file.rows[0][0] == "Phòng Văn hóa và Thông tin quận Ninh Kiều"
    assert "Chưa tiếp nhận văn bản gửi ngày 28/10/2024" in file.column("Còn nợ")[0]
    assert "chưa có số" in file.column("Điện thoại cơ quan")[0]
    assert "=1+1" in file.column("Đã nhắc bằng tay")[0]


def test_the_list_asks_as_often_for_three_units_as_for_one(client, cast):
    run("2024-11-13 08:00")
    tick(client, cast, cast.ninh_kieu)
    started(cast, cast.o_mon)
    client.get(address(cast))
    one = queries(client, address(cast))
    for name in ("A", "B"):
        unit = make_unit(f"Phòng {name}", kind=UnitKind.DISTRICT_OFFICE)
        make_user(unit)
        asked = list(cast.directive.instructions.all())
        yesterday = NOW - timedelta(days=1)
        act = {"actor": cast.officer, "now": yesterday, "note": "thêm"}
        add_late(directive=cast.directive, unit=unit, instructions=asked, **act)
    assert len(listed(get(client, cast))) == 3
    assert queries(client, address(cast)) == one
