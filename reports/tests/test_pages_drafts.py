"""What somebody types is kept on the server by itself, comes back, and goes when the action is stored."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user
from django.urls import reverse

from campaign_portal.lib.errors import AlreadyDone, Refused
from directives.services.lifecycle import close_campaign
from reports.models import Action, ActionDraft
from reports.services.drafts import save_draft
from reports.tests.factories import make_action
from reports.tests.reading import as_person, hidden, words
from reports.tests.test_pages_actions import photo, typed
from reports.tests.test_pages_starting import ticked
from units.tests.factories import local, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-14 08:14")


@pytest.fixture
def page(client, cast) -> str:
    as_person(client, cast.focal)
    return reverse("reports:action-new", args=[cast.obligation().pk])


@pytest.fixture
def place(cast) -> str:
    return reverse("reports:action-draft", args=[cast.obligation().pk])


def half(**more) -> dict:
    """A form of which only some is filled in."""
    return {
        "channel": "meeting",
        "day": "2024-11-14",
        "description": "Họp khu",
        "client_uuid": str(uuid.uuid4()),
    } | more


# --- Kept and restored ------------------------------------------------------------------------------------------------
def test_what_was_typed_comes_back_with_the_hour_it_was_kept(client, page, place):
    form = half(links="https://a.example/1", reach="abc")
    answer = client.post(place, form)
    assert answer.json() == {"saved_at": int(NOW.timestamp() * 1000)}
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        response = client.get(page)
    assert "Đã khôi phục bản nháp lúc 08:14" in words(response)
    assert (ticked(response, "channel"), ticked(response, "day")) == (["meeting"], ["2024-11-14"])
    body = response.content.decode()
    assert "Họp khu</textarea>" in body
    assert "https://a.example/1</textarea>" in body
    assert 'value="abc"' in body
    assert hidden(response, "client_uuid") == [form["client_uuid"]]


def test_the_day_chosen_yesterday_stays_chosen(client, page, place):
    client.post(place, half())
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        response = client.get(page)
    assert ticked(response, "day") == ["2024-11-14"]
    assert "Thứ Năm, 14/11/2024" in words(response)


def test_ticks_and_further_obligations_come_back(client, cast, page, place):
    also = str(cast.obligations()[1].pk)
    client.post(place, half(also=[also], complete="on"))
    response = client.get(page)
    assert ticked(response, "also") == [also]
    assert re.search(r'<input type="checkbox" name="complete"[^>]* checked>', response.content.decode())


def test_a_later_save_takes_the_place_of_the_earlier(client, page, place):
    client.post(place, half(description="một"))
    client.post(place, half(description="hai"))
    assert ActionDraft.objects.get().typed["description"] == ["hai"]


def test_files_taken_in_before_are_kept_with_the_draft(client, page, place):
    tokens = hidden(client.post(page, typed(channel="", photos=[photo()])), "kept")
    client.post(place, half(kept=tokens))
    response = client.get(page)
    assert "khu-vuc-3.jpg" in words(response)
    client.post(page, typed(kept=hidden(response, "kept")))
    assert Action.objects.get().evidence.filter(url="").count() == 1


def test_a_forged_file_does_not_enter_a_draft(client, page, place):
    client.post(place, half(kept=["gia-mao"]))
    assert ActionDraft.objects.get().files == []


def test_nothing_else_that_is_sent_is_kept(client, page, place):
    client.post(place, half(csrfmiddlewaretoken="x", la="y", photos="z"))
    assert set(ActionDraft.objects.get().typed) == {"channel", "day", "description", "client_uuid"}


def test_what_was_asked_for_anew_is_not_covered_by_the_draft(client, cast, page, place):
    make_action(cast.obligation(), actor=cast.focal, now=NOW, channel="website")
    client.post(place, half())
    response = client.get(page, {"repeat": "1"})
    assert ticked(response, "channel") == ["website"]
    assert "Đã khôi phục" not in words(response)


# --- Forgotten --------------------------------------------------------------------------------------------------------
def test_storing_the_action_forgets_the_draft(client, page, place):
    form = typed()
    client.post(place, form)
    client.post(page, form)
    assert (Action.objects.count(), ActionDraft.objects.count()) == (1, 0)


def test_a_mistake_keeps_the_draft(client, page, place):
    client.post(place, half())
    client.post(page, typed(channel=""))
    assert ActionDraft.objects.count() == 1


def test_a_save_that_comes_after_the_action_brings_no_draft_back(client, page, place):
    form = typed()
    client.post(page, form)
    assert client.post(place, form).json() == {"refused": "Hoạt động này đã được ghi nhận."}
    assert ActionDraft.objects.count() == 0


def test_a_draft_is_discarded_on_request(client, page, place):
    client.post(place, half())
    assert "Bỏ bản nháp" in words(client.get(page))
    response = client.post(place, {"discard": "1"}, follow=True)
    assert response.redirect_chain == [(page, 302)]
    assert "Đã bỏ bản nháp." in words(response)
    assert "Họp khu" not in response.content.decode()
    assert ActionDraft.objects.count() == 0


def test_two_tabs_write_one_action_when_they_show_the_same_draft(client, page, place):
    client.post(place, half())
    first, second = (hidden(client.get(page), "client_uuid")[0] for _each in range(2))
    client.post(page, typed(client_uuid=first))
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        response = client.post(page, typed(client_uuid=second), follow=True)
    assert Action.objects.count() == 1
    assert "đã được ghi nhận từ trước" in words(response)


# --- Whose it is ------------------------------------------------------------------------------------------------------
def test_a_colleague_has_a_draft_of_their_own(client, cast, page, place):
    client.post(place, half())
    as_person(client, make_user(cast.ninh_kieu))
    assert "Họp khu" not in client.get(page).content.decode()
    client.post(place, half(description="của người khác"))
    assert ActionDraft.objects.count() == 2
    client.post(place, {"discard": "1"})
    assert ActionDraft.objects.get().person == cast.focal


@pytest.mark.parametrize(("person", "status"), [("other_focal", 404), ("officer", 403), ("leader", 403)])
def test_who_does_not_act_for_the_unit_keeps_nothing(client, cast, place, person, status):
    assert as_person(client, getattr(cast, person)).post(place, half()).status_code == status
    assert ActionDraft.objects.count() == 0


# --- The session ends -------------------------------------------------------------------------------------------------
def test_when_the_session_ended_meanwhile_typed_words_and_sent_files_survive(client, cast, page, place):
    tokens = hidden(client.post(page, typed(channel="", photos=[photo()])), "kept")
    client.logout()
    assert client.post(place, half())["Location"].startswith(reverse("account_login"))
    assert ActionDraft.objects.count() == 0
    client.post(page, typed(description="Đã họp ba khu vực", kept=tokens))
    client.force_login(cast.focal)
    assert get_user(client).pk == cast.focal.pk
    response = client.get(page)
    assert "Nội dung đã nhập và tệp đã gửi vẫn còn." in words(response)
    assert "Đã họp ba khu vực</textarea>" in response.content.decode()
    assert len(hidden(response, "kept")) == 1


# --- Bounds -----------------------------------------------------------------------------------------------------------
def test_ten_thousand_characters_are_kept_and_a_flood_is_not(client, page, place):
    assert "saved_at" in client.post(place, half(description="ờ" * 10_000)).json()
    assert "Nội dung dài quá" in client.post(place, half(description="ờ" * 60_001)).json()["refused"]
    assert len(ActionDraft.objects.get().typed["description"][0]) == 10_000


@pytest.mark.parametrize("day", ["", "hôm nào", "2024-13-45", "other"])
def test_a_draft_with_a_day_that_is_none_opens(client, page, place, day):
    client.post(place, half(day=day, client_uuid="không phải", materials=["x"], same="9" * 30))
    assert client.get(page).status_code == 200


def test_work_that_takes_no_more_actions_takes_no_draft(client, cast, place, page):
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=NOW)
    assert client.post(place, half()).json() == {"refused": "Việc này hiện không nhận thêm hoạt động."}


def test_the_service_says_the_same_to_every_caller(cast):
    action = make_action(cast.obligation(), actor=cast.focal, now=NOW)
    about = {"obligation": cast.obligation(), "files": [], "actor": cast.focal, "now": NOW}
    with pytest.raises(AlreadyDone):
        save_draft(typed={}, client_uuid=action.client_uuid, **about)
    with pytest.raises(Refused, match="rút gọn"):
        save_draft(typed={"description": ["a" * 60_001]}, client_uuid=None, **about)
