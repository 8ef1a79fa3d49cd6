"""The page on which the officer reads what a reminder said."""

import pytest
import time_machine
from django.urls import reverse
from lxml import html

from directives.models import Message
from directives.tests.factories import make_cast, make_issued
from directives.tests.reminding import Server, refusal, run
from units.models import Role
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW = local("2024-11-15 09:00")


@pytest.fixture
def cast():
    return make_cast()


def message_to(person) -> Message:
    return Message.objects.get(person=person)


def address(directive, message: Message) -> str:
    return reverse("directives:reminders-message", args=[directive.pk, message.pk])


def opened(client, user, where: str):
    client.force_login(user)
    with time_machine.travel(NOW, tick=False):
        return client.get(where)


def words(response) -> str:
    return " ".join(html.fromstring(response.content).xpath("//main")[0].text_content().split())


def test_the_ledger_leads_to_what_was_said_with_its_address_time_and_state(client, cast):
    run("2024-11-13 08:00")
    message = message_to(cast.focal)
    ledger = opened(client, cast.officer, reverse("directives:reminders", args=[cast.directive.pk]))
    links = html.fromstring(ledger.content).xpath("//a[@aria-label='Đọc thư gửi Nguyễn Thị Đầu Mối']/@href")
    assert links == [address(cast.directive, message)]
    page = words(opened(client, cast.officer, links[0]))
    assert message.subject in page
    assert "daumoi@ninhkieu.example" in page
    assert "Đã gửi 08:00 ngày 13/11/2024" in page
    assert "Kính gửi anh/chị Nguyễn Thị Đầu Mối" in page


def test_addresses_that_act_in_the_reader_s_name_are_not_shown(client, cast):
    run("2024-11-13 08:00")
    message = message_to(cast.focal)
    Message.objects.filter(pk=message.pk).update(text="Xác nhận: https://cong.example/receipts/bi-mat.abc/")
    page = opened(client, cast.officer, address(cast.directive, message)).content.decode()
    assert "bi-mat" not in page
    assert "[liên kết dành riêng cho người nhận]" in page


def test_one_that_was_refused_says_so(client, cast):
    run("2024-11-13 08:00", transport=Server([refusal(550, "no such user")]))
    message = Message.objects.get(state="failed")
    page = words(opened(client, cast.officer, address(cast.directive, message)))
    assert "Máy chủ thư từ chối: 550 no such user" in page


def test_a_message_that_speaks_of_another_office_s_letter_too_keeps_its_words(client, cast):
    other = make_unit("Sở Khác")
    theirs = make_issued(other, make_user(other, Role.COORDINATOR), groups=[("Các quận", [cast.ninh_kieu], "Việc mật")])
    run("2024-11-13 08:00")
    message = message_to(cast.focal)
    assert "Việc mật" in message.text
    page = words(opened(client, cast.officer, address(cast.directive, message)))
    assert "còn nói về văn bản mà anh/chị không có quyền xem" in page
    assert "Việc mật" not in page
    assert message.subject not in page
    assert opened(client, cast.officer, address(theirs, message)).status_code == 404


def test_messages_of_other_letters_are_not_found_under_this_one(client, cast):
    unit = make_unit()
    person = make_user(unit)
    make_issued(cast.department, cast.officer, groups=[("Khác", [unit], "Việc")])
    run("2024-11-13 08:00")
    assert opened(client, cast.officer, address(cast.directive, message_to(person))).status_code == 404


def test_who_does_not_coordinate_the_letter_reads_no_message(client, cast):
    run("2024-11-13 08:00")
    where = address(cast.directive, message_to(cast.focal))
    answers = {who: opened(client, cast.people[who], where).status_code for who in ("focal", "leader")}
    assert answers == {"focal": 403, "leader": 403}
    assert opened(client, cast.stranger_officer, where).status_code == 404


@pytest.mark.parametrize("letters", [1, 3])
def test_reading_costs_the_same_for_a_message_about_one_letter_and_about_three(
    client, cast, letters, django_assert_max_num_queries
):
    for _n in range(letters - 1):
        make_issued(cast.department, cast.officer, groups=[("Các quận", [cast.ninh_kieu], "Việc nữa")])
    run("2024-11-13 08:00")
    where = address(cast.directive, message_to(cast.focal))
    client.force_login(cast.officer)
    with django_assert_max_num_queries(13):
        assert message_to(cast.focal).subject in words(client.get(where))
