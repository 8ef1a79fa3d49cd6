"""Until when units may still record: who sets the day, which days are refused, and what the log keeps."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from campaign_portal.lib.errors import AlreadyDone, Refused
from directives.history import obligations_as_of
from directives.journal import journal
from directives.models import Campaign, Change, Event
from directives.services.accepting import accept_until
from directives.services.lifecycle import close_campaign, recall
from directives.services.obligations import extend_one
from directives.tests.factories import make_cast
from units.tests.factories import local

pytestmark = pytest.mark.django_db
NOW = local("2024-11-14 09:00")
LAST = date(2024, 11, 30)
DUE = date(2024, 11, 20)


@pytest.fixture
def cast():
    return make_cast()


def allow(cast, until=LAST, *, actor=None, now=NOW) -> Campaign:
    return accept_until(campaign=cast.directive.campaign, until=until, actor=actor or cast.officer, now=now)


def test_the_day_is_set_and_each_letter_says_who_did_it(cast):
    assert allow(cast).accepting_until == LAST
    change = Change.objects.get(event=Event.ACCEPTING)
    assert (change.directive, change.actor, change.local_day) == (cast.directive, cast.officer, date(2024, 11, 14))
    assert (change.before, change.after) == ({"accepting_until": None}, {"accepting_until": "2024-11-30"})
    line = journal(cast.directive)[0]
    assert (line["words"], line["note"]) == ("Đặt thời hạn nhận bổ sung", "đến hết 30/11/2024")


def test_the_same_day_again_is_told_and_logged_once(cast):
    allow(cast)
    with pytest.raises(AlreadyDone):
        allow(cast, actor=cast.second_officer)
    assert Change.objects.filter(event=Event.ACCEPTING).count() == 1


def test_the_day_is_moved_and_taken_away(cast):
    allow(cast)
    allow(cast, DUE)
    assert allow(cast, None).accepting_until is None
    notes = Change.objects.filter(event=Event.ACCEPTING).order_by("pk").values_list("note", flat=True)
    assert list(notes) == ["đến hết 30/11/2024", "đến hết 20/11/2024", "không giới hạn"]


@pytest.mark.parametrize(
    ("until", "now", "words"),
    [
        (date(2024, 11, 13), NOW, "Ngày này đã qua"),
        (date(2024, 11, 19), NOW, "đến hết 20/11/2024"),
        (date(2024, 11, 24), local("2024-11-25 00:00"), "Ngày này đã qua"),
    ],
)
def test_a_day_past_or_before_the_end_of_a_letter_is_refused(cast, until, now, words):
    with pytest.raises(Refused, match=words):
        allow(cast, until, now=now)
    assert Campaign.objects.get(pk=cast.directive.campaign_id).accepting_until is None


def test_today_and_the_last_day_of_a_letter_may_be_the_day(cast):
    assert allow(cast, DUE).accepting_until == DUE
    today = date(2024, 11, 25)
    assert allow(cast, today, now=local("2024-11-25 23:59")).accepting_until == today


def test_a_recalled_letter_holds_no_day_back(cast):
    recall(directive=cast.directive, actor=cast.officer, now=NOW, note="Nhầm")
    assert allow(cast, date(2024, 11, 15)).accepting_until == date(2024, 11, 15)
    assert not Change.objects.filter(event=Event.ACCEPTING).exists()


def test_a_campaign_that_has_ended_takes_no_day(cast):
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=NOW)
    with pytest.raises(Refused, match="Chiến dịch đã kết thúc"):
        allow(cast)


@pytest.mark.parametrize("who", ["focal", "leader", "stranger_officer"])
def test_only_the_owners_coordinator_sets_it(cast, who):
    with pytest.raises(PermissionDenied):
        allow(cast, actor=getattr(cast, who))


def test_work_with_a_later_day_of_its_own_is_accepted_until_that_day(cast):
    assert cast.obligation().accepting_until is None
    cast.directive.campaign = allow(cast)
    assert cast.obligation().accepting_until == LAST
    own = date(2024, 12, 5)
    extend_one(obligation=cast.obligation(), due_on=own, actor=cast.officer, now=NOW, note="Mưa lũ")
    assert [row.accepting_until for row in cast.obligations()] == [own, LAST]


def test_no_figure_of_any_day_changes(cast):
    days = [date(2024, 11, day) for day in (1, 14, 21, 30)]
    before = [obligations_as_of(cast.directive, day) for day in days]
    allow(cast)
    assert [obligations_as_of(cast.directive, day) for day in days] == before


# --- The page ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def address(cast):
    with time_machine.travel(NOW, tick=False):
        yield reverse("directives:campaign-accepting", args=[cast.directive.campaign_id])


def test_the_officer_sets_the_day_and_the_campaign_shows_it(client, cast, address):
    client.force_login(cast.officer)
    campaign = client.get(reverse("directives:campaign", args=[cast.directive.campaign_id]))
    assert address in campaign.content.decode()
    done = client.post(address, {"until": "30/11/2024"}, follow=True)
    assert "Đã đặt thời hạn nhận bổ sung." in done.content.decode()
    assert "đến hết 30/11/2024" in done.content.decode()
    assert "Đơn vị ghi bổ sung được đến hết 30/11/2024." in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [("31/2/2024", "Không có ngày 31/2/2024"), ("13/11/2024", "Ngày này đã qua"), ("mai", "Ngày chưa đúng dạng")],
)
def test_a_day_that_cannot_be_is_answered_at_the_field(client, cast, address, typed, words):
    client.force_login(cast.officer)
    page = client.post(address, {"until": typed})
    assert page.status_code == 200
    assert words in page.content.decode()
    assert f'value="{typed}"' in page.content.decode()


def test_who_only_looks_is_refused_and_a_stranger_knows_of_nothing(client, cast, address):
    for who, status in (("focal", 403), ("leader", 403), ("stranger_officer", 404)):
        client.force_login(getattr(cast, who))
        assert client.post(address, {"until": "30/11/2024"}).status_code == status
        campaign = client.get(reverse("directives:campaign", args=[cast.directive.campaign_id]))
        assert address not in campaign.content.decode()
