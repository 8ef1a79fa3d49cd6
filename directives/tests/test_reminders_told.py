"""What the page of a letter's reminders says of each round: when it went, what is next, what its filters open."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from directives.models import AddressTrouble, Preference
from directives.tests.factories import make_cast, make_issued
from directives.tests.reminding import run
from units.models import Membership, Role
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW = local("2024-11-15 16:00")


@pytest.fixture
def cast():
    return make_cast()


def page(client, cast, query: str = "", *, at=NOW, directive=None):
    client.force_login(cast.officer)
    with time_machine.travel(at, tick=False):
        return client.get(reverse("directives:reminders", args=[(directive or cast.directive).pk]) + query)


def words(response) -> str:
    return " ".join(html.fromstring(response.content).xpath("//main")[0].text_content().split())


def counts(response, name: str) -> dict[str, int]:
    return {value: count for value, _words, count in response.context[name][1:]}


# --- When it went -----------------------------------------------------------------------------------------------------
def test_what_went_at_the_hour_of_its_readers_says_both_moments(client, cast):
    Preference.objects.create(person=cast.focal, digest_hour=14, changed_at=NOW)
    run("2024-11-13 08:00")
    run("2024-11-13 14:00")
    shown = page(client, cast)
    text, span = words(shown), "gửi từ 08:00 ngày 13/11/2024 đến 14:00 ngày 13/11/2024"
    assert f"{span.capitalize()}, theo giờ làm việc và giờ nhận của từng người." in text
    assert f"dự kiến 08:00 ngày 13/11/2024, {span}: 2 đã gửi" in text
    cells = html.fromstring(shown.content).xpath("//td[@data-label='Kết quả']")
    assert [" ".join(" ".join(cell.itertext()).split()) for cell in cells] == [
        "Đã gửi 14:00 ngày 13/11/2024",
        "Đã gửi 08:00 ngày 13/11/2024",
    ]


def test_what_went_when_it_was_planned_says_so_once(client, cast):
    run("2024-11-13 08:00")
    text = words(page(client, cast))
    assert "dự kiến 08:00 ngày 13/11/2024: 2 đã gửi" in text
    assert "theo giờ làm việc và giờ nhận" not in text


# --- What comes next --------------------------------------------------------------------------------------------------
def test_the_steps_of_one_moment_are_all_named_those_for_most_units_first(client):
    cast = make_cast(ladder=[{"step": "before-7"}, "after-3", "after-2"])
    units = [make_unit() for _n in range(3)]
    letter = make_issued(
        cast.department,
        cast.officer,
        groups=[("Một", units[:1], "Việc một"), ("Ba", units, "Việc ba")],
        ladder=["after-3", "after-3-head"],
    )
    text = words(page(client, cast, directive=letter, at=local("2024-11-21 09:00")))
    assert (
        "(quá hạn 3 ngày: 3 đơn vị; quá hạn 3 ngày (lãnh đạo đơn vị): 3 đơn vị), chỉ gửi cho đơn vị còn việc." in text
    )


def test_today_stands_between_what_has_been_and_what_is_ahead(client, cast):
    run("2024-11-13 08:00")
    text = words(page(client, cast, at=local("2024-11-14 09:00")))
    line = text.partition("Các lần nhắc, trước và sau hôm nay")[2]
    before, today, after = line.partition("Hôm nay, thứ Năm, 14/11/2024")
    assert today
    assert "thứ Tư, 13/11/2024: trước hạn 7 ngày" in before
    assert "thứ Sáu, 15/11/2024: trước hạn 3 ngày" in after


def test_without_a_past_there_is_no_mark_of_today(client, cast):
    assert "Hôm nay," not in words(page(client, cast, at=local("2024-11-12 09:00")))


# --- A chosen round ---------------------------------------------------------------------------------------------------
def two_rounds(cast) -> None:
    """13/11 to everybody; 15/11 to Ninh Kiều alone, as Ô Môn has nobody any more."""
    run("2024-11-13 08:00")
    Membership.objects.filter(user=cast.other_focal).update(ends_on=NOW.date())
    run("2024-11-15 08:00")


def test_with_a_round_chosen_sentence_chips_and_rows_speak_of_it(client, cast):
    two_rounds(cast)
    chosen = page(client, cast, "?round=20241120-before-7")
    assert "Lần nhắc 08:00 ngày 13/11/2024 (trước hạn 7 ngày): 2/2 đơn vị đã được nhắc." in words(chosen)
    lit = html.fromstring(chosen.content).xpath("//a[@aria-current][contains(@class, 'chip')]")
    assert [" ".join(chip.text_content().split()) for chip in lit][0] == "13/11/2024, trước hạn 7 ngày 2"
    assert counts(page(client, cast, "?round=20241120-before-3"), "states") == {"sent": 1, "failed": 1}
    assert len(chosen.context["page"].object_list) == 2


def test_each_chip_counts_what_it_opens_beside_the_other_filters(client):
    cast = make_cast(ladder=[7, 3, "before-3-head"])
    make_user(cast.ninh_kieu, Role.VIEWER)
    two_rounds(cast)
    for query in ("", "?state=sent", "?audience=head", "?round=20241120-before-3-head", "?channel=email&state=failed"):
        shown = page(client, cast, query)
        for name, key in (("rounds", "round"), ("states", "state"), ("audiences", "audience")):
            for value, count in counts(shown, name).items() if shown.context[name] else ():
                others = [each for each in query[1:].split("&") if each and not each.startswith(f"{key}=")]
                opened = page(client, cast, "?" + "&".join([*others, f"{key}={value}"]))
                assert opened.context["page"].paginator.count == count, (query, key, value)


def test_a_round_older_than_the_chips_gets_one_when_it_is_chosen(client):
    cast = make_cast(ladder=[18, 16, 15, 14, 13, 12, 9, 8, 7, 6, 5])
    for day in ("02", "04", "05", "06", "07", "08", "11", "12", "13", "14", "15"):
        run(f"2024-11-{day} 08:00")
    everything = page(client, cast)
    assert len(everything.context["rounds"]) == 9
    oldest = everything.context["stops"][0].key
    assert oldest not in counts(everything, "rounds")
    assert oldest in counts(page(client, cast, f"?round={oldest}"), "rounds")


# --- Who is out of reach ----------------------------------------------------------------------------------------------
def test_addresses_and_units_that_no_mail_reaches_are_counted_on_the_page(client, cast):
    text = words(page(client, cast))
    assert "Địa chỉ thư không dùng được: không có." in text
    AddressTrouble.objects.create(address=cast.focal.email.lower(), since=NOW, words="không có hộp thư này")
    shown = page(client, cast)
    assert html.fromstring(shown.content).xpath("//a[@href='#dia-chi-thu']//text()[contains(., '1 địa chỉ thư')]")
    assert html.fromstring(shown.content).xpath("//*[@id='dia-chi-thu']//b")
    assert "1 đơn vị không nhận được thư: chưa có đầu mối nào có địa chỉ thư dùng được." in words(shown)
    assert [unit.name for unit in shown.context["unreached"]] == [cast.ninh_kieu.name]


def test_the_page_costs_the_same_for_one_unit_out_of_reach_and_for_three(client, cast):
    costs = []
    for count in (1, 3):
        letter = make_issued(
            cast.department, cast.officer, groups=[("Các đơn vị", [make_unit() for _n in range(count)], "Việc")]
        )
        client.force_login(cast.officer)
        with time_machine.travel(NOW, tick=False), CaptureQueriesContext(connection) as captured:
            response = client.get(reverse("directives:reminders", args=[letter.pk]))
        assert len(response.context["unreached"]) == count
        costs.append(len(captured))
    assert costs[0] == costs[1]
