"""What somebody types while mending an action is kept on the server too, and never laid over a later state of it."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from campaign_portal.lib.errors import AlreadyDone, Refused
from reports.models import ActionDraft
from reports.services.drafts import save_mending
from reports.tests.factories import make_action
from reports.tests.reading import as_person, hidden, words
from reports.tests.test_pages_actions import photo
from reports.tests.test_pages_starting import ticked
from units.tests.factories import local, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-14 08:14")


@pytest.fixture
def action(cast):
    return make_action(cast.obligation(), actor=cast.focal, now=NOW - timedelta(hours=1), channel="website")


@pytest.fixture
def page(client, cast, action) -> str:
    as_person(client, cast.focal)
    return reverse("reports:action-edit", args=[action.pk])


@pytest.fixture
def place(action) -> str:
    return at(action)


def at(action) -> str:
    """Where a form opened now keeps its draft."""
    return f"{reverse('reports:action-edit-draft', args=[action.pk])}?since={action.state_at.isoformat()}".replace(
        "+", "%2B"
    )


def half(**more) -> dict:
    return {"channel": "meeting", "day": "2024-11-14", "audience": "residents", "description": "Sửa dở"} | more


# --- Kept and restored ------------------------------------------------------------------------------------------------
def test_what_was_typed_comes_back_with_the_hour_it_was_kept(client, page, place):
    assert client.post(place, half(reach="abc")).json() == {"saved_at": int(NOW.timestamp() * 1000)}
    response = client.get(page)
    assert "Đã khôi phục bản nháp lúc 08:14" in words(response)
    assert ticked(response, "channel") == ["meeting"]
    assert "Sửa dở</textarea>" in response.content.decode()
    assert 'value="abc"' in response.content.decode()


def test_the_form_names_the_place_where_its_draft_is_kept(client, action, page):
    (place,) = re.findall(r'data-draft-url="([^"]+)"', client.get(page).content.decode())
    assert "saved_at" in client.post(unescape(place), half()).json()
    assert ActionDraft.objects.get().action == action
    client.post(page, half())
    assert "refused" in client.post(unescape(place), half()).json()


def test_a_day_that_is_neither_today_nor_on_record_stays_chosen(client, page, place):
    client.post(place, half(day="2024-11-13"))
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        assert ticked(client.get(page), "day") == ["2024-11-13"]


def test_ticks_on_old_proof_and_new_files_come_back(client, action, page, place):
    (old,) = action.evidence.kept()
    tokens = hidden(client.post(page, half(channel="", photos=[photo()])), "kept")
    client.post(place, half(kept=tokens, remove=[str(old.pk)]))
    response = client.get(page)
    assert "khu-vuc-3.jpg" in words(response)
    assert ticked(response, "remove") == [str(old.pk)]


def test_when_the_session_ended_files_and_ticks_survive(client, cast, action, page):
    (old,) = action.evidence.kept()
    tokens = hidden(client.post(page, half(channel="", photos=[photo()])), "kept")
    client.logout()
    client.post(page, half(kept=tokens, remove=[str(old.pk)]))
    client.force_login(cast.focal)
    response = client.get(page)
    assert "Nội dung đã nhập và tệp đã gửi vẫn còn." in words(response)
    assert len(hidden(response, "kept")) == 1
    assert ticked(response, "remove") == [str(old.pk)]


# --- Forgotten --------------------------------------------------------------------------------------------------------
def test_storing_the_change_forgets_the_draft_and_a_late_save_brings_none_back(client, page, place):
    client.post(place, half())
    client.post(page, half())
    assert ActionDraft.objects.count() == 0
    late = {"refused": "Hoạt động vừa thay đổi. Hãy tải lại trang để xem bản mới nhất."}
    assert client.post(place, half()).json() == late
    assert ActionDraft.objects.count() == 0


def test_a_draft_from_before_a_colleagues_change_is_not_laid_over_it(client, cast, page, place):
    client.post(place, half())
    colleague = make_user(cast.ninh_kieu)
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        as_person(client, colleague).post(page, half(description="bản của đồng nghiệp"))
        response = as_person(client, cast.focal).get(page)
    assert "bản của đồng nghiệp</textarea>" in response.content.decode()
    assert "Đã khôi phục" not in words(response)


def test_a_draft_is_discarded_on_request(client, page, place):
    client.post(place, half())
    response = client.post(place, {"discard": "1"}, follow=True)
    assert response.redirect_chain == [(page, 302)]
    assert "Đã bỏ bản nháp." in words(response)
    assert ActionDraft.objects.count() == 0


def test_a_draft_of_a_new_action_and_one_of_mending_do_not_meet(client, cast, page, place):
    new = reverse("reports:action-draft", args=[cast.obligation().pk])
    client.post(new, half(description="việc mới"))
    client.post(place, half())
    assert "việc mới" not in client.get(page).content.decode()
    client.post(page, half())
    assert ActionDraft.objects.get().typed["description"] == ["việc mới"]


# --- Whose it is, and bounds ------------------------------------------------------------------------------------------
def test_a_colleague_has_a_draft_of_their_own(client, cast, page, place):
    client.post(place, half())
    as_person(client, make_user(cast.ninh_kieu))
    assert "Sửa dở" not in client.get(page).content.decode()


@pytest.mark.parametrize(("person", "status"), [("other_focal", 404), ("officer", 403), ("leader", 403)])
def test_who_does_not_act_for_the_unit_keeps_nothing(client, cast, place, person, status):
    assert as_person(client, getattr(cast, person)).post(place, half()).status_code == status
    assert ActionDraft.objects.count() == 0


@pytest.mark.parametrize("since", ["", "x", "2024-13-45", "2024-11-14T08:00:00", "9" * 80])
def test_an_address_without_a_moment_keeps_the_draft_of_the_action_as_it_stands(client, action, page, since):
    place = f"{reverse('reports:action-edit-draft', args=[action.pk])}?since={since}"
    assert "saved_at" in client.post(place, half()).json()


def test_a_flood_of_text_is_not_kept(client, page, place):
    assert "Nội dung dài quá" in client.post(place, half(description="ờ" * 60_001)).json()["refused"]


def test_the_service_says_the_same_to_every_caller(cast, action):
    about = {"action": action, "files": [], "now": NOW}
    with pytest.raises(AlreadyDone):
        save_mending(since=NOW, typed={}, actor=cast.focal, **about)
    with pytest.raises(Refused, match="rút gọn"):
        save_mending(since=action.state_at, typed={"description": ["a" * 60_001]}, actor=cast.focal, **about)
    with pytest.raises(PermissionDenied):
        save_mending(since=action.state_at, typed={}, actor=cast.other_focal, **about)


@pytest.mark.parametrize("has_both", [True, False])
def test_a_draft_is_about_a_new_action_or_about_one_on_record(cast, action, has_both):
    about = {"obligation": cast.obligation(), "action": action} if has_both else {}
    with pytest.raises(IntegrityError, match="draft_of_a_new_action_or_of_mending_one"), transaction.atomic():
        ActionDraft.objects.create(person=cast.focal, saved_at=NOW, **about)
