"""What becomes public of a campaign: figures and words of letters, as of a day that is over, and nothing else."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directives.models import Campaign
from directives.services.lifecycle import close_campaign, recall
from directives.services.obligations import exempt
from directives.services.receipts import confirm_receipt, refuse
from directives.tests.factories import make_issued
from reports.models import Audience, Channel
from reports.opendata.gather import gather, public_day
from reports.opendata.tables import BOOLEAN, DATE, INTEGER, STRING, TABLES
from reports.opendata.write import files
from reports.services.superseding import supersede
from reports.services.unit_reports import submit_report
from reports.tests.summaries import make_letter
from units.tests.factories import local

pytestmark = pytest.mark.django_db
DAY = date(2024, 11, 12)
REASON = "Ông Nguyễn Văn A đã nghỉ việc"


@pytest.fixture
def letter():
    return make_letter()


def data(letter, day=DAY):
    return gather(Campaign.objects.get(pk=letter.directive.campaign_id), day, "CC-BY-4.0")


def rows(letter, name: str, day=DAY) -> list[dict]:
    """The rows of a table as its JSON gives them."""
    return json.loads(files(data(letter, day))[f"{name}.json"])["rows"]


def told(letter) -> None:
    """Something of everything that has words of people in it."""
    confirm_receipt(delivery=letter.delivery("gd"), actor=letter.people["gd"], now=local("2024-10-30 09:00"))
    letter.act(
        "gd", 0, "2024-11-05 10:00", channel=Channel.ZALO, audience=Audience.STUDENTS, reach=120, description=REASON
    )
    letter.finish("nk", 0, "2024-11-10 10:00")
    letter.act("ac", 0, "2024-11-08 10:00", declare=True)
    letter.give_back("ac", 0, "2024-11-09 10:00")
    refuse(delivery=letter.delivery("yt"), actor=letter.people["yt"], now=local("2024-11-01 09:00"), reason=REASON)
    exempt(obligation=letter.task("om"), actor=letter.officer, now=local("2024-11-02 09:00"), reason=REASON)
    submit_report(
        delivery=letter.delivery("nk"),
        text=REASON,
        client_uuid="00000000-0000-4000-8000-000000000001",
        actor=letter.people["nk"],
        now=local("2024-11-11 09:00"),
    )


# --- The day ----------------------------------------------------------------------------------------------------------
def test_the_figures_are_those_of_the_last_day_that_is_over(letter):
    campaign = letter.directive.campaign
    assert public_day(campaign, local("2024-11-13 00:00")) == DAY
    assert public_day(campaign, local("2024-11-12 23:59")) == date(2024, 11, 11)


def test_of_a_closed_campaign_they_stay_those_of_its_end(letter):
    close_campaign(campaign=letter.directive.campaign, actor=letter.officer, now=local("2024-11-12 10:00"))
    campaign = Campaign.objects.get(pk=letter.directive.campaign_id)
    assert public_day(campaign, local("2024-11-12 11:00")) == date(2024, 11, 11)
    assert public_day(campaign, local("2024-12-31 11:00")) == DAY
    assert rows(letter, "campaign")[0]["closed_on"] == "2024-11-12"
    assert rows(letter, "letters")[0]["state"] == "closed"


def test_a_letter_is_public_the_day_after_it_was_issued(letter):
    assert rows(letter, "letters", date(2024, 10, 27)) == []
    assert [row["letter_id"] for row in rows(letter, "letters", date(2024, 10, 28))] == [letter.directive.public_id]


def test_drafts_and_letters_of_other_campaigns_are_not_public(letter):
    make_issued(letter.directive.issuer, letter.officer, groups=[("Sở", [letter.units["yt"]], "Việc khác")])
    assert len(rows(letter, "letters")) == 1


def test_a_day_that_is_over_gives_the_same_bytes_whatever_happens_later(letter):
    told(letter)
    before = files(data(letter))
    letter.finish("gd", 1, "2024-11-13 11:00")
    recall(directive=letter.directive, actor=letter.officer, now=local("2024-11-14 09:00"), note="nhầm")
    assert files(data(letter)) == before


# --- The rows ---------------------------------------------------------------------------------------------------------
def test_a_row_for_each_unit_and_task_with_its_state_and_days(letter):
    told(letter)
    found = {(row["unit"], row["task_id"][-1]): row for row in rows(letter, "unit_tasks")}
    assert len(found) == len(letter.summary(DAY).tasks)
    done = found[letter.units["nk"].name, found_order(letter, "nk")]
    assert (done["state"], done["submitted_on"], done["due_on"]) == ("done_on_time", "2024-11-10", "2024-11-20")
    assert (done["district"], done["is_counted"], done["as_of"]) == ("Quận Ninh Kiều", True, "2024-11-12")
    freed = found[letter.units["om"].name, found_order(letter, "om")]
    assert (freed["state"], freed["is_counted"]) == ("not_applicable", False)


def test_words_that_took_the_place_of_others_have_a_code_of_their_own(letter):
    old = letter.task("gd").instruction
    supersede(old=old, text="Đăng tải tài liệu mới", actor=letter.officer, now=local("2024-11-06 09:00"))
    before, after = (
        {row["task_id"]: row["content"] for row in rows(letter, "tasks", date(2024, 11, d))} for d in (5, 6)
    )
    first = f"{letter.directive.public_id}-1"
    assert before[first] == "Đăng tải tài liệu"
    assert after[f"{first}.2"] == "Đăng tải tài liệu mới"
    assert after.get(first) in (None, "Đăng tải tài liệu")


def found_order(letter, unit: str) -> str:
    return str(letter.task(unit).instruction.order + 1)


def test_units_are_told_with_receipt_and_reply_and_who_sent_it_back_is_not_counted(letter):
    told(letter)
    units = {row["unit"]: row for row in rows(letter, "units")}
    nk, yt = units[letter.units["nk"].name], units[letter.units["yt"].name]
    assert (nk["reported_on"], nk["tasks"], nk["tasks_done"], nk["days_overdue"]) == ("2024-11-11", 1, 1, 0)
    assert units[letter.units["gd"].name]["received_on"] == "2024-10-30"
    assert (yt["is_addressed"], yt["received_on"]) == (False, None)


def test_the_tables_and_the_dashboard_count_alike(letter):
    told(letter)
    tally = letter.summary(DAY).tally
    (one,) = rows(letter, "letters")
    assert (one["tasks"], one["tasks_done"], one["tasks_overdue"]) == (tally.total, tally.done, tally.overdue)
    counted = [row for row in rows(letter, "unit_tasks") if row["is_counted"]]
    assert len(counted) == tally.total
    assert sum(row["units"] for row in rows(letter, "tasks")) == tally.total
    assert sum(row["tasks_done"] for row in rows(letter, "units")) == tally.done


def test_reach_is_told_by_audience_and_channel_and_what_nobody_counted_is_not_nought(letter):
    told(letter)
    cells = {(row["audience"], row["channel"]): row for row in rows(letter, "reach")}
    assert cells["students", "zalo"]["times"] == 120
    assert not any("total" in name for row in cells.values() for name in row)
    letter.act("gd", 1, "2024-11-06 10:00", channel=Channel.BANNER, audience=Audience.RESIDENTS, reach=None)
    banner = next(row for row in rows(letter, "reach") if row["channel"] == "banner")
    assert (banner["times"], banner["actions"], banner["actions_uncounted"]) == (None, 1, 1)


def test_a_campaign_without_letters_has_one_row_and_heads(letter):
    found = files(gather(letter.directive.campaign, date(2024, 10, 1)))
    assert json.loads(found["campaign.json"])["rows"][0]["letters"] == 0
    for name in set(TABLES) - {"campaign"}:
        assert len(found[f"{name}.csv"].decode().splitlines()) == 1


# --- What is not there ------------------------------------------------------------------------------------------------
def test_nobody_and_nothing_that_people_typed_is_in_any_file(letter):
    told(letter)
    everything = b"".join(files(data(letter)).values()).decode()
    people = [letter.officer, letter.leader, *letter.people.values()]
    secrets = [REASON, "Thiếu ảnh", *(each.full_name for each in people), *(each.email for each in people), "@"]
    assert [words for words in secrets if words in everything] == []


def test_no_address_leads_behind_the_sign_in(letter):
    told(letter)
    everything = b"".join(files(data(letter)).values()).decode()
    assert "/deliveries/" not in everything
    assert "/obligations/" not in everything
    assert "/evidence/" not in everything


# --- The files --------------------------------------------------------------------------------------------------------
def test_csv_and_json_say_the_same(letter):
    told(letter)
    found = files(data(letter))
    for name, table in TABLES.items():
        lines = list(csv.DictReader(io.StringIO(found[f"{name}.csv"].decode("utf-8-sig"), newline="")))
        stated = json.loads(found[f"{name}.json"])["rows"]
        assert [list(line) for line in lines[:1]] == [[column.name for column in table.columns]]
        assert lines == [{key: _as_csv(value) for key, value in row.items()} for row in stated]


def _as_csv(value) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_csv_has_its_mark_and_no_formula(letter):
    campaign = letter.directive.campaign
    campaign.name = "=1+1"
    campaign.save(update_fields=["name"])
    body = files(data(letter))["campaign.csv"]
    assert body.startswith(b"\xef\xbb\xbfcampaign_id,name,")
    assert b",'=1+1," in body


def test_invented_figures_say_so_in_every_row_and_file(letter):
    campaign = letter.directive.campaign
    campaign.is_illustrative, campaign.illustrative_note = True, "Kết quả"
    campaign.save(update_fields=["is_illustrative", "illustrative_note"])
    told(letter)
    found = files(data(letter))
    for name in TABLES:
        stated = json.loads(found[f"{name}.json"])
        assert (stated["is_illustrative"], stated["illustrative_note"]) == (True, "Kết quả")
        assert {row["is_illustrative"] for row in stated["rows"]} == {True}


def test_the_dictionary_tells_of_every_column_what_it_means_and_which_codes_it_knows(letter):
    told(letter)
    package = json.loads(files(data(letter))["datapackage.json"])
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["as_of"] == "2024-11-12"
    for resource in package["resources"]:
        name = resource["name"].replace("-", "_")
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        assert resource["path"].endswith(f"/open-data/{letter.directive.campaign.public_id}/{name}.csv")
        for row in rows(letter, name):
            assert list(row) == list(fields)
            for key, value in row.items():
                _is_as_told(fields[key], value)


def _is_as_told(field: dict, value) -> None:
    assert field["title"]
    known = field.get("constraints", {}).get("enum")
    assert value is None or known is None or value in known
    assert (
        type(value)
        in {STRING: (str, type(None)), DATE: (str, type(None)), INTEGER: (int, type(None)), BOOLEAN: (bool,)}[
            field["type"]
        ]
    )
    if value and field["type"] == DATE:
        date.fromisoformat(value)


def test_three_letters_cost_as_many_queries_as_one(letter):
    campaign = letter.directive.campaign
    with CaptureQueriesContext(connection) as one:
        gather(campaign, DAY)
    for _each in range(2):
        issued = make_issued(
            letter.directive.issuer,
            letter.officer,
            groups=[("Sở", list(letter.units.values()), "Việc khác")],
            campaign=campaign,
        )
        assert issued.campaign_id == campaign.pk
    with CaptureQueriesContext(connection) as three:
        assert len(gather(campaign, DAY + timedelta(days=1)).letters) == 3
    assert len(three) == len(one) <= 20
