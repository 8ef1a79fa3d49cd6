"""The dashboard kept up to date: 304 while nothing changed, the page once more when something did."""

from datetime import date

import pytest
from django.urls import reverse

from directives.models import Directive
from directives.services.lifecycle import close_campaign
from directives.services.receipts import confirm_receipt
from directives.tests.factories import make_issued
from reports.summary.live import version
from reports.tests.reading import as_person, words
from reports.tests.summaries import make_letter
from units.models import Role
from units.tests.factories import local, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-18 08:00")


@pytest.fixture
def letter():
    return make_letter()


def address(letter, name="summary-live") -> str:
    return reverse(f"reports:{name}", args=[letter.directive.pk])


def tag(letter, now=NOW, reader=None) -> str:
    return version(Directive.objects.get(pk=letter.directive.pk), reader or letter.officer, now=now)


def asked(client, letter, known: str):
    return as_person(client, letter.officer).get(address(letter), headers={"If-None-Match": known})


# --- The tag ----------------------------------------------------------------------------------------------------------
def test_the_tag_stays_while_nothing_happens(letter):
    assert tag(letter) == tag(letter, local("2024-11-18 23:59"))


def test_the_tag_changes_at_midnight_when_work_falls_overdue(letter):
    assert tag(letter, local("2024-11-18 23:59")) != tag(letter, local("2024-11-19 00:00"))


def test_every_act_changes_the_tag(letter):
    seen = [tag(letter)]
    letter.act("gd", 0, "2024-11-18 07:00")
    seen.append(tag(letter))
    letter.act("gd", 1, "2024-11-18 07:10", declare=True)
    seen.append(tag(letter))
    letter.give_back("gd", 1, "2024-11-18 07:20")
    seen.append(tag(letter))
    close_campaign(campaign=letter.directive.campaign, actor=letter.officer, now=local("2024-11-18 07:30"))
    seen.append(tag(letter))
    assert len(set(seen)) == 5


def test_what_happens_to_another_letter_leaves_the_tag(letter):
    before = tag(letter)
    other = make_issued(letter.directive.issuer, letter.officer, groups=[("Quận", [make_unit()], "Việc khác")])
    confirm_receipt(delivery=other.deliveries.get(), actor=letter.officer, now=local("2024-11-18 07:00"))
    assert tag(letter) == before


def test_two_readers_have_tags_of_their_own(letter):
    assert tag(letter) != tag(letter, reader=make_user(make_unit(), Role.VIEWER))


def test_the_tag_costs_two_queries(letter, django_assert_num_queries):
    directive = Directive.objects.select_related("campaign").get(pk=letter.directive.pk)
    with django_assert_num_queries(2):
        version(directive, letter.officer, now=NOW)


# --- The address that is polled ---------------------------------------------------------------------------------------
def test_unchanged_figures_are_not_sent_again(client, letter):
    answer = asked(client, letter, tag(letter))
    assert (answer.status_code, answer.content) == (304, b"")


def test_changed_figures_come_as_the_page_with_the_new_tag(client, letter):
    known = tag(letter)
    letter.finish("gd", 0, "2024-11-18 07:00")
    answer = asked(client, letter, known)
    assert (answer.status_code, answer["ETag"]) == (200, tag(letter))
    assert "1/8 nhiệm vụ hoàn thành" in words(answer)
    assert asked(client, letter, answer["ETag"]).status_code == 304


def test_the_page_names_the_tag_it_was_made_under(client, letter):
    answer = as_person(client, letter.officer).get(address(letter, "directive-summary"))
    assert answer.context["live_tag"] == tag(letter)
    assert f'data-live="{address(letter)}"' in answer.content.decode()


def test_a_past_day_is_not_polled(client, letter):
    page = as_person(client, letter.officer).get(address(letter, "directive-summary"), {"as_of": "10/11/2024"})
    assert "data-live=" not in page.content.decode()


def test_a_campaign_that_is_over_is_not_polled(client, letter):
    close_campaign(campaign=letter.directive.campaign, actor=letter.officer, now=local("2024-11-17 08:00"))
    page = as_person(client, letter.officer).get(address(letter, "directive-summary"))
    assert "data-live=" not in page.content.decode()


def test_a_stranger_learns_nothing_from_the_tag(client, letter):
    stranger = make_user(make_unit(), Role.COORDINATOR)
    known = tag(letter, reader=stranger)
    answer = as_person(client, stranger).get(address(letter), headers={"If-None-Match": known})
    assert answer.status_code == 404


def test_whose_seat_ended_gets_no_304_for_what_they_saw_before(client, letter):
    viewer = make_user(letter.directive.issuer, Role.VIEWER)
    known = tag(letter, reader=viewer)
    as_person(client, viewer)
    assert client.get(address(letter), headers={"If-None-Match": known}).status_code == 304
    viewer.memberships.update(ends_on=date(2024, 11, 17))
    assert client.get(address(letter), headers={"If-None-Match": known}).status_code == 404


# --- The screen on the wall -------------------------------------------------------------------------------------------
def test_the_wall_tells_the_same_figures_and_keeps_itself_up_to_date(client, letter):
    letter.finish("om", 0, "2024-11-18 07:00")
    page = as_person(client, letter.officer).get(address(letter, "wall"))
    text = words(page)
    assert "1 / 5 đơn vị đã hoàn thành" in text
    assert "Nhiệm vụ hoàn thành 1 /8 nhiệm vụ" in text
    assert f'data-live="{address(letter, "wall-live")}"' in page.content.decode()
    known = {"If-None-Match": page.context["live_tag"]}
    assert client.get(address(letter, "wall-live"), headers=known).status_code == 304
    letter.finish("nk", 0, "2024-11-18 07:10")
    assert "Nhiệm vụ hoàn thành 2 /8 nhiệm vụ" in words(client.get(address(letter, "wall-live"), headers=known))


def test_the_wall_names_the_first_who_are_behind_and_counts_the_rest(client, letter):
    page = as_person(client, letter.officer).get(address(letter, "wall"), {"as_of": "25/11/2024"})
    assert [unit.name for unit in page.context["behind"]][:1] == ["Sở Giáo dục và Đào tạo"]
    assert (len(page.context["behind"]), page.context["more_behind"]) == (5, 0)
