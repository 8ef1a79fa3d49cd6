"""A site registered for a unit lets its addresses be judged again, without waiting for their next day."""

from datetime import timedelta

import pytest

from reports.models import LinkHome, LinkWatch
from reports.services.link_checks import check_due_links, renew
from reports.services.what import Proof
from reports.tests.factories import make_action
from units.services.registry import correct_unit
from units.tests.factories import local

from .web import Web, answer

pytestmark = [pytest.mark.django_db, pytest.mark.services]
NOW = local("2024-11-06 08:00")
HOUR = timedelta(hours=1)
PAGE = answer("<title>Tin</title><p>Đơn vị triển khai Chiến dịch thử tại phường.</p>")
OWN, OTHERS = "https://ninhkieu.example/bai", "https://omon.example/bai"


@pytest.fixture
def links(cast) -> tuple:
    """An address of each unit, looked at once while neither has a site."""
    own = make_action(cast.obligation(), actor=cast.focal, proofs=[Proof(url=OWN)]).evidence.get()
    row = cast.obligation(cast.o_mon)
    others = make_action(row, actor=cast.other_focal, proofs=[Proof(url=OTHERS)]).evidence.get()
    run(NOW)
    return own, others


def run(now) -> dict:
    return check_due_links(now=now, fetch=Web({OWN: PAGE, OTHERS: PAGE}).fetch)


def register(cast, now=NOW + HOUR, **columns) -> None:
    correct_unit(unit=cast.ninh_kieu, actor=cast.officer, now=now, **columns)


def results(evidence) -> list[str]:
    return list(evidence.link_checks.order_by("number").values_list("result", flat=True))


@pytest.mark.parametrize(
    ("columns", "result"),
    [
        ({"website": "ninhkieu.example"}, "verified"),
        ({"pages": "https://ninhkieu.example\nfacebook.com/x"}, "verified"),
        ({"website": "khac.example"}, "contradicts"),
    ],
)
def test_a_site_registered_after_the_look_is_judged_by_in_the_next_run(cast, links, columns, result):
    own, others = links
    assert (results(own), results(others)) == (["unverified"], ["unverified"])
    register(cast, **columns)
    counts = run(NOW + 2 * HOUR)
    assert counts["renewed"] == 1
    assert (results(own), results(others)) == (["unverified", result], ["unverified"])


def test_a_second_run_looks_no_third_time(cast, links):
    register(cast, website="ninhkieu.example")
    run(NOW + 2 * HOUR)
    assert run(NOW + 3 * HOUR)["renewed"] == 0
    assert len(results(links[0])) == 2
    assert LinkHome.objects.get(unit=cast.ninh_kieu).homes == "ninhkieu.example"


def test_a_site_taken_away_is_judged_without_again(cast, links):
    register(cast, website="ninhkieu.example")
    run(NOW + 2 * HOUR)
    register(cast, now=NOW + 3 * HOUR, website="")
    run(NOW + 4 * HOUR)
    assert results(links[0]) == ["unverified", "verified", "unverified"]


@pytest.mark.parametrize("columns", [{"short_name": "PVHTT"}, {"pages": "không có"}])
def test_what_names_no_site_renews_nothing(cast, links, columns):
    register(cast, **columns)
    assert run(NOW + 2 * HOUR)["renewed"] == 0


def test_a_look_that_is_under_way_is_left_to_who_has_it(cast, links):
    LinkWatch.objects.filter(evidence=links[0]).update(claimed_at=NOW + HOUR)
    register(cast, website="ninhkieu.example")
    assert renew(now=NOW + HOUR) == 0
    assert LinkWatch.objects.get(evidence=links[0]).claimed_at == NOW + HOUR


def test_an_address_that_was_never_looked_at_is_due_anyway_and_counted_once(cast):
    make_action(cast.obligation(), actor=cast.focal, proofs=[Proof(url=OWN)])
    register(cast, website="ninhkieu.example")
    counts = run(NOW + HOUR)
    assert (counts["enrolled"], counts["renewed"], counts["verified"]) == (1, 0, 1)


def test_comparing_costs_the_same_for_any_number_of_addresses(cast, links, django_assert_num_queries):
    for items in (1, 3):
        for _each in range(items):
            make_action(cast.obligation(), actor=cast.focal, proofs=[Proof(url=OWN)])
        with django_assert_num_queries(2):
            renew(now=NOW)
