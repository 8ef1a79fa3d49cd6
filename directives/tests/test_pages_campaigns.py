"""Campaigns on screen: whose they are, beginning one, and what stands on its page."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from lxml import html

from directives.models import Campaign
from directives.services.lifecycle import close_campaign, extend, recall
from directives.tests.factories import make_campaign, make_cast, make_draft
from directives.tests.officer import heading, sent_by_browser
from units.tests.factories import local

pytestmark = pytest.mark.django_db
NOW = local("2024-11-05 10:00")
NEW = "/campaigns/new/"


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer)
    return client


def words(response) -> str:
    [body] = html.fromstring(response.content.decode()).xpath("//body")
    return " ".join(body.text_content().split())


def send(client, **typed):
    return client.post(NEW, sent_by_browser(client.get(NEW), "campaign-form", **typed))


def test_the_list_says_how_many_are_open_and_shows_those_first(officer, cast):
    other = make_campaign(cast.department, cast.officer, name="Đã xong")
    close_campaign(campaign=other, actor=cast.officer, now=NOW)
    page = officer.get("/campaigns/")
    assert heading(page) == "1 chiến dịch đang thực hiện, 1 đã kết thúc."
    assert [(row.name, row.letters) for row in page.context["rows"]] == [("Chiến dịch thử", 1), ("Đã xong", 0)]


def test_each_sees_campaigns_they_have_a_part_in(client, cast):
    seen = {}
    for name, user in cast.people.items():
        client.force_login(user)
        seen[name] = len(client.get("/campaigns/").context["rows"])
    assert seen == {"officer": 1, "leader": 1, "focal": 1, "other_focal": 1, "stranger_officer": 0}
    assert heading(client.get("/campaigns/")) == "Chưa có chiến dịch nào."


def test_a_campaign_is_begun_with_its_name_and_days(officer, cast):
    response = send(officer, name=" Kỹ năng  số ", starts_on="1/11/2024", ends_on="30/11/2024", description="Vì sao")
    campaign = Campaign.objects.get(name="Kỹ năng số")
    assert response.url == reverse("directives:campaign", args=[campaign.pk])
    assert (campaign.owner, campaign.starts_on, campaign.ends_on) == (
        cast.department,
        date(2024, 11, 1),
        date(2024, 11, 30),
    )


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": ""}, "Tên chiến dịch"),
        ({"name": "Chiến dịch thử"}, "Hãy chọn chiến dịch đó"),
        ({"name": "x", "starts_on": "2/1/2025", "ends_on": "1/1/2025"}, "Ngày kết thúc đứng trước ngày bắt đầu"),
        ({"name": "x", "starts_on": "mai"}, "Ngày chưa đúng dạng"),
    ],
)
def test_a_campaign_that_cannot_be_is_answered_and_what_was_typed_stays(officer, typed, says):
    response = send(officer, description="đang viết dở", **typed)
    assert "error-summary" in response.content.decode()
    assert says in response.content.decode()
    assert sent_by_browser(response, "campaign-form")["description"][0].strip() == "đang viết dở"
    assert Campaign.objects.count() == 1


def test_a_unit_cannot_begin_a_campaign_for_another(officer, cast):
    assert "error-summary" in send(officer, name="x", owner=str(cast.elsewhere.pk)).content.decode()
    assert Campaign.objects.count() == 1


def test_only_coordinators_begin_campaigns(client, cast):
    for user in (cast.focal, cast.leader):
        client.force_login(user)
        assert client.get(NEW).status_code == 403
    client.force_login(cast.stranger_officer)
    assert client.get(NEW).status_code == 200


def test_the_page_of_a_campaign_shows_the_letters_a_person_sees(client, cast):
    make_draft(cast.department, cast.officer, campaign=cast.directive.campaign)
    url = reverse("directives:campaign", args=[cast.directive.campaign_id])
    counts = {}
    for name, user in cast.people.items():
        client.force_login(user)
        response = client.get(url)
        counts[name] = len(response.context["letters"]) if response.status_code == 200 else response.status_code
    assert counts == {"officer": 2, "leader": 1, "focal": 1, "other_focal": 1, "stranger_officer": 404}


def test_only_its_coordinators_are_led_to_its_end(client, cast):
    url = reverse("directives:campaign", args=[cast.directive.campaign_id])
    end = reverse("directives:campaign-close", args=[cast.directive.campaign_id])
    for user, shown in ((cast.officer, True), (cast.leader, False), (cast.focal, False)):
        client.force_login(user)
        assert (f'href="{end}"' in client.get(url).content.decode()) is shown
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=NOW)
    client.force_login(cast.officer)
    page = client.get(url)
    assert heading(page) == "Chiến dịch thử: đã kết thúc."
    assert f'href="{end}"' not in page.content.decode()


# --- A letter that runs longer than its campaign ----------------------------------------------------------------------
@pytest.mark.parametrize(("day", "says"), [(date(2024, 11, 20), False), (date(2024, 11, 21), True)])
def test_the_page_names_the_day_of_a_letter_that_was_extended_past_the_plan(officer, cast, day, says):
    campaign = cast.directive.campaign
    Campaign.objects.filter(pk=campaign.pk).update(starts_on=date(2024, 10, 28), ends_on=date(2024, 11, 20))
    if day > cast.directive.due_on:
        extend(directive=cast.directive, due_on=day, actor=cast.officer, now=NOW)
    with time_machine.travel(NOW, tick=False):
        body = words(officer.get(f"/campaigns/{campaign.pk}/"))
    left = "còn 16 ngày" if says else "còn 15 ngày"
    assert f"Chiến dịch thử: {left}." in body
    reference = cast.directive.reference
    assert (f"thực hiện đến hết 21/11/2024 theo {reference} được gia hạn" in body) is says
    assert "28/10/2024 – 20/11/2024" in body
    assert Campaign.objects.get(pk=campaign.pk).ends_on == date(2024, 11, 20)


def test_a_recalled_letter_or_a_draft_makes_no_campaign_longer(officer, cast):
    campaign = cast.directive.campaign
    Campaign.objects.filter(pk=campaign.pk).update(ends_on=date(2024, 11, 10))
    assert "thực hiện đến hết 20/11/2024 theo" in words(officer.get(f"/campaigns/{campaign.pk}/"))
    recall(directive=cast.directive, actor=cast.officer, now=NOW, note="Sai")
    make_draft(cast.department, cast.officer, campaign=campaign)
    assert "thực hiện đến hết" not in words(officer.get(f"/campaigns/{campaign.pk}/"))


@pytest.mark.parametrize(("ends_on", "noted"), [(date(2024, 11, 19), True), (date(2024, 11, 20), False), (None, False)])
def test_a_letter_that_ends_after_the_campaign_chosen_is_told_gently(officer, cast, ends_on, noted):
    campaign = make_campaign(cast.department, cast.officer, name="Chiến dịch khác", ends_on=ends_on)
    draft = make_draft(cast.department, cast.officer)
    page = f"/directives/{draft.pk}/campaign/"
    typed = sent_by_browser(officer.get(page), "campaign-form", campaign=str(campaign.pk))
    body = words(officer.post(page, typed, follow=True))
    said = "Văn bản thực hiện đến hết 20/11/2024, sau ngày kết thúc của chiến dịch (19/11/2024)."
    assert (said in body) is noted
    draft.refresh_from_db()
    assert draft.campaign == campaign
