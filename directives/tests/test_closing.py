"""Ending a campaign: the preview, what stops, what stays, and who may."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaign_portal.lib.errors import AlreadyDone
from directives.models import Campaign, Change, Event, Message, MessageReminder, Obligation, Reminder
from directives.services.lifecycle import close_campaign, closing_stops
from directives.services.obligations import set_progress
from directives.services.receipts import confirm_receipt
from directives.tests.factories import make_cast, make_issued
from units.tests.factories import local

pytestmark = pytest.mark.django_db
NOW = local("2024-11-21 09:00")


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def campaign(cast):
    return cast.directive.campaign


def plan(delivery, key: str, *, state: str = "planned") -> Reminder:
    return Reminder.objects.create(
        directive=delivery.directive,
        delivery=delivery,
        step="-1",
        deadline=date(2024, 11, 20),
        send_at=local("2024-11-22 08:00"),
        expires_at=local("2024-11-22 17:00"),
        dedupe_key=key,
        state=state,
        state_at=NOW,
        planned_at=NOW,
    )


def message(person, key: str, *reminders: Reminder, state: str = "planned") -> Message:
    row = Message.objects.create(
        person=person,
        slot=local("2024-11-22 08:00"),
        dedupe_key=key,
        message_id=f"<{key}@test>",
        state=state,
        state_at=NOW,
        try_at=local("2024-11-22 08:00"),
        created_at=NOW,
    )
    MessageReminder.objects.bulk_create(
        MessageReminder(message=row, reminder=reminder, person=person) for reminder in reminders
    )
    return row


def text(response) -> str:
    return " ".join(response.content.decode().split())


# --- What it stops ----------------------------------------------------------------------------------------------------
def test_the_preview_counts_what_is_open_overdue_and_waiting(cast, campaign):
    first, second = cast.obligations()
    confirm_receipt(delivery=cast.delivery(), actor=cast.focal, now=NOW)
    for event in ("started", "submitted"):
        set_progress(obligation=first, event=event, actor=cast.focal, now=local("2024-11-19 09:00"))
    plan(cast.delivery(), "a")
    plan(cast.delivery(), "b", state="sent")
    expected = {"directives": 1, "drafts": 0, "open": 3, "overdue": 0, "waiting": 1, "units": 2, "reminders": 1}
    assert closing_stops(campaign=campaign, now=local("2024-11-20 23:59")) == expected
    assert closing_stops(campaign=campaign, now=local("2024-11-21 00:00")) == expected | {"overdue": 3}


def test_planned_reminders_are_cancelled_with_the_reason_and_sent_ones_stay(cast, campaign):
    planned, sent = plan(cast.delivery(), "a"), plan(cast.delivery(), "b", state="sent")
    close_campaign(campaign=campaign, actor=cast.officer, now=NOW)
    planned.refresh_from_db()
    sent.refresh_from_db()
    assert (planned.state, planned.reason, planned.state_at) == ("cancelled", "Chiến dịch đã kết thúc.", NOW)
    assert (sent.state, sent.reason) == ("sent", "")


def test_a_message_is_cancelled_unless_it_serves_another_campaign_too(cast, campaign):
    other = make_issued(cast.department, cast.officer, groups=[("Phòng", [cast.ninh_kieu], "Việc khác")])
    ours, theirs = plan(cast.delivery(), "a"), plan(other.deliveries.get(), "b")
    alone, both = message(cast.focal, "m1", ours), message(cast.other_focal, "m2", ours, theirs)
    sent = message(cast.officer, "m3", ours, state="sent")
    close_campaign(campaign=campaign, actor=cast.officer, now=NOW)
    states = {row.dedupe_key: (row.state, row.reason) for row in Message.objects.all()}
    assert states == {
        alone.dedupe_key: ("cancelled", "Chiến dịch đã kết thúc."),
        both.dedupe_key: ("planned", ""),
        sent.dedupe_key: ("sent", ""),
    }
    theirs.refresh_from_db()
    assert theirs.state == "planned"


def test_what_was_not_done_stays_not_done_and_the_end_is_in_the_log(cast, campaign):
    before = list(Obligation.objects.order_by("pk").values_list("progress", "counted"))
    close_campaign(campaign=campaign, actor=cast.officer, now=NOW)
    assert list(Obligation.objects.order_by("pk").values_list("progress", "counted")) == before
    change = Change.objects.get(event=Event.CLOSED)
    assert (change.directive, change.actor, change.local_day) == (cast.directive, cast.officer, date(2024, 11, 21))


def test_a_second_close_is_said_and_changes_nothing(cast, campaign):
    close_campaign(campaign=campaign, actor=cast.officer, now=NOW)
    with pytest.raises(AlreadyDone):
        close_campaign(campaign=campaign, actor=cast.second_officer, now=local("2024-11-22 09:00"))
    campaign.refresh_from_db()
    assert (campaign.closed_at, campaign.closed_by) == (NOW, cast.officer)


# --- The page ---------------------------------------------------------------------------------------------------------
def test_the_page_shows_what_stops_and_closes_nothing(client, cast, campaign):
    plan(cast.delivery(), "a")
    client.force_login(cast.officer)
    body = text(client.get(f"/campaigns/{campaign.pk}/close/"))
    assert "Kết thúc bây giờ sẽ dừng 4 nhiệm vụ chưa xong và 0 nhiệm vụ chờ xác nhận của 2 đơn vị." in body
    assert "1 văn bản đang thực hiện dừng lại" in body
    assert "1 thư nhắc đang chờ gửi bị hủy; các lần nhắc sau không gửi nữa" in body
    assert "Kết thúc rồi không mở lại được." in body
    assert Campaign.objects.get(pk=campaign.pk).closed_at is None


def test_a_press_closes_and_a_second_one_is_told(client, cast, campaign):
    client.force_login(cast.officer)
    response = client.post(f"/campaigns/{campaign.pk}/close/", follow=True)
    assert "Chiến dịch “Chiến dịch thử” đã kết thúc." in text(response)
    assert f"Người kết thúc: {cast.officer}." in text(response)
    assert "btn-grave" not in text(response)
    client.force_login(cast.second_officer)
    response = client.post(f"/campaigns/{campaign.pk}/close/", follow=True)
    assert "Chiến dịch này đã kết thúc trước đó." in text(response)
    assert Campaign.objects.get(pk=campaign.pk).closed_by == cast.officer


@pytest.mark.parametrize(("who", "status"), [("leader", 403), ("focal", 403), ("stranger_officer", 404)])
def test_only_coordinators_of_the_owner_close(client, cast, campaign, who, status):
    client.force_login(cast.people[who])
    path = f"/campaigns/{campaign.pk}/close/"
    assert (client.get(path).status_code, client.post(path).status_code) == (status, status)
    assert Campaign.objects.get(pk=campaign.pk).closed_at is None


def test_who_is_not_signed_in_is_sent_to_sign_in(client, campaign):
    path = f"/campaigns/{campaign.pk}/close/"
    assert client.post(path).url == f"/accounts/login/?next={path}"


def test_the_page_costs_the_same_for_one_and_three_letters(client, cast, campaign):
    client.force_login(cast.officer)
    costs = []
    for _number in range(3):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/campaigns/{campaign.pk}/close/")
        costs.append(len(queries))
        make_issued(cast.department, cast.officer, campaign=campaign, groups=[("Phòng", [cast.o_mon], "Việc")])
    assert costs[0] == costs[2]
