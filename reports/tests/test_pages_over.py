"""What is done or over counts no days any more: it says what became of it, and when."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from directives.services.lifecycle import close_campaign, recall
from directives.services.receipts import confirm_receipt
from directives.tests.factories import make_cast
from reports.services.reviews import accept
from reports.tests.factories import make_action
from reports.tests.reading import as_person, lead, words
from reports.tests.summaries import make_letter
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-14 08:00")
EARLIER = local("2024-11-12 09:00")
COUNTDOWN = re.compile(r"[Cc]òn \d+ ngày|[Qq]uá hạn \d+ ngày|[Hh]ôm nay|sắp đến hạn")


@pytest.fixture
def cast():
    """Ninh Kiều took the letter in; its first duty is done, its second was sent and waits."""
    cast = make_cast()
    confirm_receipt(delivery=cast.delivery(), actor=cast.focal, now=EARLIER)
    first, second = cast.obligations()
    for row in (first, second):
        make_action(row, actor=cast.focal, now=EARLIER, declare=True)
    accept(obligation=first, actor=cast.officer, now=EARLIER + timedelta(hours=2))
    return cast


@pytest.fixture(params=["closed", "recalled"])
def over(request, cast):
    if request.param == "closed":
        close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=NOW)
    else:
        recall(directive=cast.directive, actor=cast.officer, now=NOW, note="Thay thế")
    return cast


def pages(cast) -> list[str]:
    """Every page of the letter and its duties, with the person who reads it."""
    duties = [*cast.obligations(), *cast.obligations(cast.o_mon)]
    return [
        reverse("reports:my-work"),
        reverse("reports:delivery", args=[cast.delivery().pk]),
        reverse("reports:delivery", args=[cast.delivery(cast.o_mon).pk]),
        reverse("reports:directive-summary", args=[cast.directive.pk]),
        reverse("reports:summary-obligations", args=[cast.directive.pk]),
        reverse("reports:summary-units", args=[cast.directive.pk]),
        reverse("directives:detail", args=[cast.directive.pk]),
        reverse("directives:list"),
        *(reverse("reports:obligation", args=[row.pk]) for row in duties),
        *(reverse("reports:review", args=[row.pk]) for row in duties),
    ]


@pytest.mark.parametrize("person", ["officer", "leader", "focal", "other_focal"])
def test_no_page_of_a_letter_that_is_over_counts_days(client, over, person):
    as_person(client, over.people[person])
    counting, looked_at = {}, 0
    for address in pages(over):
        response = client.get(address, follow=True)
        looked_at += response.status_code == 200
        if found := COUNTDOWN.findall(words(response)):
            counting[address] = found
    assert counting == {}
    assert looked_at >= 7


def test_while_the_letter_is_in_force_an_open_duty_counts_days(client, cast):
    response = as_person(client, cast.other_focal).get(reverse("reports:my-work"))
    assert COUNTDOWN.findall(words(response))
    row = cast.obligation(cast.o_mon)
    text = words(client.get(reverse("reports:obligation", args=[row.pk])))
    assert "Còn 6 ngày" in text
    assert "Để được xác nhận hoàn thành" in text


def test_a_duty_left_open_says_it_ended_and_when(client, cast):
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=NOW)
    row = cast.obligation(cast.o_mon)
    response = as_person(client, cast.other_focal).get(reverse("reports:obligation", args=[row.pk]))
    assert lead(response) == "Việc này chưa hoàn thành khi chiến dịch kết thúc ngày 14/11/2024."
    assert "Đã kết thúc Kết thúc ngày 14/11/2024, chưa hoàn thành" in words(response)
    assert "Chưa thực hiện" not in words(response)
    assert "Để được xác nhận hoàn thành" not in words(response)
    assert "thì ghi một hoạt động" not in words(response)


def test_a_duty_of_a_recalled_letter_says_so_and_when(client, cast):
    recall(directive=cast.directive, actor=cast.officer, now=NOW, note="Thay thế")
    row = cast.obligation(cast.o_mon)
    response = as_person(client, cast.other_focal).get(reverse("reports:obligation", args=[row.pk]))
    assert lead(response) == "Văn bản đã được thu hồi ngày 14/11/2024, việc này không phải làm nữa."
    assert "Đã thu hồi Thu hồi ngày 14/11/2024" in words(response)


def test_a_done_duty_says_when_it_was_accepted_also_after_the_end(client, cast):
    address = reverse("reports:obligation", args=[cast.obligation().pk])
    before = lead(as_person(client, cast.focal).get(address))
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=NOW)
    response = client.get(address)
    assert before == lead(response) == "Việc này đã hoàn thành, xác nhận ngày 12/11/2024."
    assert "Hoàn thành đúng hạn Xác nhận ngày 12/11/2024" in words(response)


def test_a_letter_says_on_which_day_it_ended(client, cast):
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=NOW)
    response = as_person(client, cast.focal).get(reverse("reports:delivery", args=[cast.delivery().pk]))
    assert lead(response) == "Chiến dịch của văn bản này đã kết thúc ngày 14/11/2024."
    work = client.get(reverse("reports:my-work"))
    assert "kết thúc ngày 14/11/2024, Chiến dịch thử, hoàn thành 1/2 việc" in words(work)


def test_the_last_moment_of_a_day_is_that_day(client, cast):
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=local("2024-11-14 00:00"))
    response = as_person(client, cast.focal).get(reverse("reports:delivery", args=[cast.delivery().pk]))
    assert lead(response) == "Chiến dịch của văn bản này đã kết thúc ngày 14/11/2024."


def test_the_officer_sees_why_work_that_waited_can_no_longer_be_decided(client, cast):
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=NOW)
    waiting = cast.obligations()[1]
    text = words(as_person(client, cast.officer).get(reverse("reports:review", args=[waiting.pk])))
    assert "Đã kết thúc Từ ngày 14/11/2024 không xác nhận, không trả lại được nữa." in text
    assert "Chờ xác nhận Từ ngày" not in text


# --- Figures ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def letter():
    with time_machine.travel(local("2024-11-13 08:00"), tick=False):
        yield make_letter()


def finish_all(letter) -> None:
    for name in letter.units:
        for nth in range(len(letter.tasks(name))):
            letter.finish(name, nth, "2024-11-05 10:00", accepted="2024-11-08 10:00")


def test_figures_of_a_letter_that_is_done_say_when_and_count_no_days(client, letter):
    before = words(as_person(client, letter.leader).get(letter.page))
    assert "Còn 7 ngày, đến hết thứ Tư, 20/11/2024." in before
    finish_all(letter)
    text = words(client.get(letter.page))
    assert "Hoàn thành ngày 08/11/2024; hạn thực hiện là hết ngày 20/11/2024." in text
    assert COUNTDOWN.findall(text.split("Nhiệm vụ theo tiến độ")[0]) == []


def test_the_day_before_the_last_acceptance_still_counts_days(client, letter):
    finish_all(letter)
    text = words(as_person(client, letter.leader).get(letter.page, {"as_of": "07/11/2024"}))
    assert "Còn 13 ngày" in text


def test_a_list_of_an_ended_campaign_says_what_was_not_done_then(client, letter):
    close_campaign(campaign=letter.directive.campaign, actor=letter.officer, now=local("2024-11-12 08:00"))
    text = words(as_person(client, letter.leader).get(letter.page + "obligations/"))
    assert text.count("chưa xong khi kết thúc ngày 12/11/2024") == 8
    earlier = words(client.get(letter.page + "obligations/", {"as_of": "11/11/2024"}))
    assert earlier.count("còn 9 ngày") == 8
