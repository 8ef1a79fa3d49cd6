"""Opening the data of a campaign, reading them without signing in, closing them."""

import json

import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.models import ActivityEntry
from directives.services.campaigns import create_campaign
from reports.checks import check_open_data_licence
from reports.models import Publication
from reports.opendata.services import close_data, open_data
from reports.opendata.tables import TABLES
from reports.tests.reading import as_person, lead, status, words
from reports.tests.summaries import make_letter
from units.models import Role
from units.tests.factories import local, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-13 08:00")


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def letter():
    return make_letter()


@pytest.fixture
def campaign(letter):
    return letter.directive.campaign


@pytest.fixture
def opened(letter, campaign):
    return open_data(campaign=campaign, licence="CC-BY-4.0", actor=letter.officer, now=NOW)


def public(campaign, name: str = "") -> str:
    return f"/open-data/{campaign.public_id}/{name}"


def switch(campaign) -> str:
    return reverse("reports:open-data-switch", args=[campaign.pk])


# --- Opening and closing ----------------------------------------------------------------------------------------------
def test_nothing_is_public_until_somebody_opens_it(client, campaign):
    for name in ("", "units.csv", "units.json", "datapackage.json"):
        assert client.get(public(campaign, name)).status_code == 404
    assert lead(client.get("/open-data/")) == "Chưa có chiến dịch nào công bố dữ liệu mở."


def test_the_officer_sees_what_becomes_public_then_opens_it_and_everybody_reads_it(client, letter, campaign):
    page = as_person(client, letter.officer).get(switch(campaign))
    assert lead(page) == "Dữ liệu của chiến dịch này chưa công khai."
    assert "Nhiệm vụ của từng đơn vị: 8 dòng" in words(page)
    assert letter.units["gd"].name in words(page)
    client.post(switch(campaign), {"licence": "state"})
    row = Publication.objects.get()
    assert (row.opened_by, row.opened_at, row.licence) == (letter.officer, NOW, "state")
    client.logout()
    page = client.get(public(campaign))
    assert lead(page) == f"{campaign}: 6 bảng dữ liệu mở, số liệu đến hết ngày 12/11/2024."
    assert "Điều 18 Nghị định 47/2020/NĐ-CP" in words(page)
    assert lead(client.get("/open-data/")) == "1 chiến dịch công bố dữ liệu mở."


def test_the_preview_holds_the_very_bytes_that_become_public(client, letter, campaign):
    as_person(client, letter.officer)
    names = [f"{name}.{ending}" for name in TABLES for ending in ("csv", "json")]
    before = {name: client.get(switch(campaign) + name).content for name in names}
    client.post(switch(campaign), {"licence": "CC-BY-4.0"})
    client.logout()
    assert {name: client.get(public(campaign, name)).content for name in names} == before


def test_closed_data_are_gone_for_everybody_and_both_acts_stay_written_down(client, letter, campaign, opened):
    assert client.get(public(campaign, "units.csv")).status_code == 200
    as_person(client, letter.officer).post(switch(campaign), {"close": "1"})
    for name in ("", "units.csv", "units.json", "datapackage.json"):
        assert client.get(public(campaign, name)).status_code == 404
    row = Publication.objects.get()
    assert (row.closed_by, row.closed_at) == (letter.officer, NOW)
    entries = ActivityEntry.objects.filter(verb__startswith="open_data.").order_by("pk")
    assert [(each.verb, each.actor) for each in entries] == [
        ("open_data.opened", letter.officer),
        ("open_data.closed", letter.officer),
    ]
    assert "công khai lúc 08:00 ngày 13/11/2024" in words(client.get(switch(campaign)))


def test_data_can_be_opened_again_under_another_licence(client, letter, campaign, opened):
    client.get(public(campaign, "campaign.json"))
    close_data(campaign=campaign, actor=letter.officer, now=NOW)
    open_data(campaign=campaign, licence="state", actor=letter.officer, now=NOW)
    told = json.loads(client.get(public(campaign, "campaign.json")).content)
    assert told["licence"]["name"] == "vn-nd-47-2020"


def test_a_second_press_changes_nothing_and_says_so(client, letter, campaign, opened):
    page = as_person(client, letter.officer).post(switch(campaign), {"licence": "state"}, follow=True)
    assert "đã công khai trước đó" in words(page)
    client.post(switch(campaign), {"close": "1"})
    page = client.post(switch(campaign), {"close": "1"}, follow=True)
    assert "không còn công khai" in words(page)
    assert Publication.objects.count() == 1
    assert ActivityEntry.objects.filter(verb__startswith="open_data.").count() == 2


def test_an_unknown_licence_opens_nothing(client, letter, campaign):
    page = as_person(client, letter.officer).post(switch(campaign), {"licence": "mine"}, follow=True)
    assert "Hãy chọn giấy phép sử dụng dữ liệu." in words(page)
    assert not Publication.objects.exists()
    with pytest.raises(Refused):
        open_data(campaign=campaign, licence="", actor=letter.officer, now=NOW)


def test_the_database_holds_one_open_row_for_a_campaign(letter, campaign, opened):
    with pytest.raises(AlreadyDone):
        open_data(campaign=campaign, licence="state", actor=letter.officer, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(campaign=campaign, licence="state", opened_at=NOW, opened_by=letter.officer)


def test_only_coordinators_of_the_owner_have_the_switch(client, letter, campaign, opened):
    stranger = make_user(make_unit("Sở Nội vụ tỉnh khác"), Role.COORDINATOR)
    for person, answer in ((stranger, 404), (letter.people["gd"], 403), (letter.leader, 403)):
        as_person(client, person)
        assert client.get(switch(campaign)).status_code == answer
        assert client.post(switch(campaign), {"close": "1"}).status_code == answer
        assert client.get(switch(campaign) + "units.csv").status_code == answer
    assert Publication.objects.in_force().exists()


# --- For programs -----------------------------------------------------------------------------------------------------
def test_a_file_is_asked_for_again_without_being_sent_again(client, campaign, opened):
    first = client.get(public(campaign, "unit_tasks.csv"))
    again = client.get(public(campaign, "unit_tasks.csv"), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for answer in (first, again):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Cache-Control"] == "public, max-age=300"
        assert "Set-Cookie" not in answer
        assert "Cookie" not in answer.get("Vary", "")


def test_the_next_day_gives_new_figures_under_a_new_etag(client, letter, campaign, opened):
    letter.finish("nk", 0, "2024-11-13 07:00")
    first = client.get(public(campaign, "letters.json"))
    assert json.loads(first.content)["rows"][0]["tasks_done"] == 0
    with time_machine.travel(local("2024-11-14 00:00"), tick=False):
        next_day = client.get(public(campaign, "letters.json"), headers={"If-None-Match": first["ETag"]})
    assert next_day.status_code == 200
    assert json.loads(next_day.content)["rows"][0]["tasks_done"] == 1


def test_pages_of_other_origins_may_ask_first_with_their_etag(client, campaign, opened):
    answer = client.options(public(campaign, "units.json"))
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["Access-Control-Allow-Headers"] == "If-None-Match"


def test_no_other_address_is_open_to_other_origins(client, letter, campaign, opened):
    as_person(client, letter.officer)
    for address in (public(campaign), "/open-data/", switch(campaign), switch(campaign) + "units.csv", "/units.csv"):
        answer = client.get(address)
        assert "Access-Control-Allow-Origin" not in answer
        assert status(answer) == 200


def test_asking_again_costs_one_query(client, campaign, opened):
    client.get(public(campaign, "units.csv"))
    for name in ("units.csv", "unit_tasks.json", "datapackage.json"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(public(campaign, name)).status_code == 200
        assert len(captured) == 1


def test_a_corrected_name_shows_at_once(client, campaign, opened):
    client.get(public(campaign, "campaign.json"))
    campaign.name = "Tên đã sửa"
    campaign.save(update_fields=["name"])
    assert json.loads(client.get(public(campaign, "campaign.json")).content)["campaign"]["name"] == "Tên đã sửa"


@pytest.mark.parametrize(
    "name", ["people.csv", "units.xml", "units", "../settings.json", "datapackage.csv", "UNITS.csv"]
)
def test_what_is_no_public_file_is_404(client, campaign, opened, name):
    assert client.get(public(campaign, name)).status_code == 404


def test_a_campaign_that_does_not_exist_is_answered_like_one_that_is_not_open(client, campaign):
    answers = [client.get(f"/open-data/{public_id}/") for public_id in (campaign.public_id, "khongcogi0")]
    assert {each.status_code for each in answers} == {404}


def test_the_same_bytes_come_whatever_language_the_browser_asks_for(client, campaign, opened):
    first = client.get(public(campaign, "datapackage.json"), headers={"Accept-Language": "en"})
    cache.clear()
    assert client.get(public(campaign, "datapackage.json")).content == first.content


# --- The page ---------------------------------------------------------------------------------------------------------
def test_the_page_leads_to_every_file_and_explains_every_column(client, campaign, opened):
    page = client.get(public(campaign))
    body = page.content.decode()
    for table in TABLES.values():
        for ending in ("csv", "json"):
            assert f'href="{public(campaign, f"{table.name}.{ending}")}"' in body
        for column in table.columns:
            assert f"<code>{column.name}</code>" in body
    assert client.get(public(campaign, "datapackage.json")).status_code == 200
    assert 'rel="describedby"' in page["Link"]


def test_invented_figures_say_so_on_the_page(client, campaign, opened):
    campaign.is_illustrative = True
    campaign.save(update_fields=["is_illustrative"])
    assert "minh họa" in words(client.get(public(campaign)))


def test_a_campaign_page_leads_to_the_switch_for_its_officer_alone(client, letter, campaign):
    here = reverse("directives:campaign", args=[campaign.pk])
    assert switch(campaign) in as_person(client, letter.officer).get(here).content.decode()
    assert switch(campaign) not in as_person(client, letter.leader).get(here).content.decode()


def test_more_campaigns_cost_no_more_queries(client, letter, campaign, opened):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/open-data/").status_code == 200
        return len(captured)

    one = cost()
    for each in range(2):
        more = create_campaign(owner=campaign.owner, name=f"Chiến dịch {each}", actor=letter.officer, now=NOW)
        open_data(campaign=more, licence="state", actor=letter.officer, now=NOW)
    assert cost() == one <= 2


# --- Settings ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("value", "found"), [("CC-BY-4.0", []), ("state", []), ("MIT", ["reports.W001"])])
def test_a_licence_that_nobody_knows_is_pointed_out(settings, value, found):
    settings.OPEN_DATA_LICENCE = value
    assert [each.id for each in check_open_data_licence(None)] == found
