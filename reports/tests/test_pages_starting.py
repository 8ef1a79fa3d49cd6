"""What the form for a new action may start from, and what is not taken over."""

import re
import uuid
from datetime import date

import pytest
from django.urls import reverse

from directives.models import Obligation
from directives.tests.factories import make_issued
from reports.models import Action
from reports.services.mending import withdraw_action
from reports.services.uploads import take_in
from reports.services.what import Proof
from reports.tests.factories import make_action
from reports.tests.reading import as_person, hidden, queries, words
from reports.tests.test_pages_actions import photo
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-14 08:00")


@pytest.fixture
def page(client, cast) -> str:
    as_person(client, cast.focal)
    return reverse("reports:action-new", args=[cast.obligation().pk])


@pytest.fixture
def elsewhere(cast) -> Action:
    """An event with a photo and a link that the unit recorded for another letter."""
    letter = make_issued(
        cast.department, cast.officer, subject="thư hai", groups=[("Các đơn vị", [cast.ninh_kieu], "Phát loa")]
    )
    proofs = [*take_in([photo("loa.jpg")], now=NOW).proofs, Proof(url="https://ninhkieu.example/loa")]
    return make_action(
        Obligation.objects.get(delivery__directive=letter),
        actor=cast.focal,
        now=NOW,
        done_on=date(2024, 11, 9),
        channel="loudspeaker",
        reach=700,
        description="Phát loa tối thứ Bảy",
        proofs=proofs,
    )


def ticked(response, name: str) -> list[str]:
    tags = re.findall(rf'<input[^>]*name="{name}"[^>]*>', response.content.decode())
    return [re.search(r'value="([^"]*)"', tag)[1] for tag in tags if "checked" in tag]


def answers(**more) -> dict:
    return {"channel": "loudspeaker", "day": "2024-11-09", "audience": "residents", "client_uuid": uuid.uuid4()} | more


# --- Again ------------------------------------------------------------------------------------------------------------
def test_a_unit_with_no_action_yet_is_offered_nothing_to_repeat(client, page):
    assert "Lặp lại" not in words(client.get(page))
    assert ticked(client.get(page, {"repeat": "1"}), "channel") == []


def test_the_latest_action_is_repeated_today_without_its_number_and_its_proof(client, cast, page):
    make_action(cast.obligation(), actor=cast.focal, now=NOW, channel="meeting", description="Họp khu vực", reach=55)
    assert "Lặp lại hoạt động gần nhất Hội nghị, họp, 05/11/2024" in words(client.get(page))
    response = client.get(page, {"repeat": "1"})
    assert (ticked(response, "channel"), ticked(response, "audience")) == (["meeting"], ["residents"])
    assert ticked(response, "day") == ["2024-11-14"]
    assert "Họp khu vực</textarea>" in response.content.decode()
    assert 'value="55"' not in response.content.decode()
    assert "ninhkieu.example/bai-viet" not in response.content.decode()
    assert hidden(response, "kept") == []


def test_what_was_withdrawn_or_is_another_units_is_not_repeated(client, cast, page):
    make_action(cast.obligation(cast.o_mon), actor=cast.other_focal, now=NOW)
    mine = make_action(cast.obligation(), actor=cast.focal, now=NOW)
    withdraw_action(action=mine, actor=cast.focal, now=NOW)
    assert "Lặp lại" not in words(client.get(page))


# --- The same event for another letter --------------------------------------------------------------------------------
def test_an_event_of_another_letter_is_offered_and_opens_with_its_day_and_its_proof(client, page, elsewhere):
    shown = words(client.get(page))
    assert "Sự kiện đã ghi cho văn bản khác Truyền thanh cơ sở, 09/11/2024" in shown
    response = client.get(page, {"same": elsewhere.pk})
    assert "Cùng sự kiện đã ghi cho" in words(response)
    assert "Số lượt không cộng thêm lần nữa." in words(response)
    assert (ticked(response, "day"), ticked(response, "channel")) == (["2024-11-09"], ["loudspeaker"])
    assert "https://ninhkieu.example/loa</textarea>" in response.content.decode()
    assert (len(hidden(response, "kept")), hidden(response, "same")) == (1, [str(elsewhere.pk)])


def test_it_is_stored_linked_with_the_same_bytes(client, cast, page, elsewhere):
    response = client.get(page, {"same": elsewhere.pk})
    client.post(page, answers(same=elsewhere.pk, kept=hidden(response, "kept"), reach="700"))
    copy = Action.objects.get(directive=cast.directive)
    assert copy.copy_of == elsewhere
    assert copy.evidence.get().stored == elsewhere.evidence.get(url="").stored


def test_once_linked_it_is_offered_no_more(client, cast, page, elsewhere):
    client.post(page, answers(same=elsewhere.pk))
    assert "Sự kiện đã ghi cho văn bản khác" not in words(client.get(page))


def test_a_mistake_keeps_the_link_and_says_of_what(client, page, elsewhere):
    response = client.post(page, answers(same=elsewhere.pk, channel=""))
    assert hidden(response, "same") == [str(elsewhere.pk)]
    assert "Cùng sự kiện đã ghi cho" in words(response)


def test_another_units_event_is_neither_opened_nor_linked(client, cast, page):
    letter = make_issued(cast.department, cast.officer, groups=[("Các đơn vị", [cast.o_mon], "Phát loa")])
    theirs = make_action(
        Obligation.objects.get(delivery__directive=letter),
        actor=cast.other_focal,
        now=NOW,
        description="Việc của Ô Môn",
    )
    assert "Việc của Ô Môn" not in client.get(page, {"same": theirs.pk}).content.decode()
    response = client.post(page, answers(same=theirs.pk))
    assert "Hoạt động gốc không còn dùng lại được." in words(response)
    assert not Action.objects.filter(directive=cast.directive).exists()


@pytest.mark.parametrize("same", ["", "x", "-1", "0", "²", "999999", "9" * 30])
def test_a_wrong_address_opens_an_empty_form(client, page, elsewhere, same):
    response = client.get(page, {"same": same})
    assert (response.status_code, ticked(response, "channel")) == (200, [])
    assert "Cùng sự kiện" not in words(response)
    assert "Sự kiện đã ghi cho văn bản khác" in words(response)


def test_the_form_costs_the_same_with_one_event_and_with_three(client, cast, page, elsewhere):
    few = queries(client, page)
    for _each in range(2):
        make_action(elsewhere.obligations.get(), actor=cast.focal, now=NOW)
    assert queries(client, page) == few
