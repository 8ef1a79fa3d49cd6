"""Whose page an address stands on: the website, and every other site or page the registry knows of the unit."""

import pytest
from django.urls import reverse

from reports.models import Channel
from reports.queries.doubts import doubts
from reports.queries.hosts import home_of, known_homes, on_network, strays
from reports.queries.shelves import reviewable
from reports.services.what import Proof
from reports.tests.factories import make_action
from reports.tests.reading import as_person, words
from units.tests.factories import local

NOW = local("2024-11-06 10:00")
PAGES = "https://www.facebook.com/vhttninhkieu\nzalo.me/123456 ; cantho.example/ninh-kieu"


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("https://ninhkieu.example/tin/1", "ninhkieu.example"),
        ("https://tin.ninhkieu.example/1", "ninhkieu.example"),
        ("https://www.facebook.com/vhttninhkieu/posts/1", "facebook.com/vhttninhkieu"),
        ("https://m.facebook.com/VHTTninhkieu/posts/1", "facebook.com/vhttninhkieu"),
        ("https://facebook.com/vhttninhkieu", "facebook.com/vhttninhkieu"),
        ("https://facebook.com/vhttninhkieu2/posts/1", ""),
        ("https://facebook.com/share/p/1", ""),
        ("https://zalo.me/123456", "zalo.me/123456"),
        ("https://cantho.example/ninh-kieu/tin", "cantho.example/ninh-kieu"),
        ("https://cantho.example/o-mon/tin", ""),
        ("không phải địa chỉ", ""),
    ],
)
def test_an_address_stands_on_a_registered_site_or_page_or_on_none(url, home):
    assert home_of(url, known_homes("ninhkieu.example", PAGES)) == home


@pytest.mark.parametrize(
    ("url", "website", "pages", "is_stray"),
    [
        ("https://khac.example/1", "ninhkieu.example", "", True),
        ("https://khac.example/1", "ninhkieu.example", "khac.example", False),
        ("https://facebook.com/vhtt/1", "ninhkieu.example", "facebook.com/vhtt", False),
        ("https://khac.example/1", "", "", False),
        ("https://khac.example/1", "", "facebook.com/vhtt", False),
    ],
)
def test_a_post_strays_only_from_a_website_that_is_registered(url, website, pages, is_stray):
    assert strays(url, website, pages) is is_stray


def test_pages_on_a_network_are_those_of_the_channel():
    known = known_homes("ninhkieu.example", PAGES)
    assert on_network(known, Channel.FACEBOOK) == ["facebook.com/vhttninhkieu"]
    assert on_network(known, Channel.ZALO) == ["zalo.me/123456"]
    assert on_network(known, Channel.WEBSITE) == []


OWN = "Liên kết thuộc trang đã đăng ký của đơn vị"
UNCLEAR = "Chưa rõ liên kết có thuộc trang của đơn vị: facebook.com Trang đã đăng ký: facebook.com/vhttninhkieu."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("channel", "url", "pages", "said"),
    [
        ("facebook", "https://facebook.com/vhttninhkieu/posts/1", PAGES, f"{OWN} facebook.com/vhttninhkieu"),
        ("facebook", "https://facebook.com/share/p/1", PAGES, UNCLEAR),
        ("facebook", "https://facebook.com/share/p/1", "", None),
        ("zalo", "https://zalo.me/123456", PAGES, f"{OWN} zalo.me/123456"),
        (
            "website",
            "https://facebook.com/vhttninhkieu/posts/1",
            PAGES,
            "Liên kết thuộc trang của đơn vị facebook.com/",
        ),
        ("website", "https://facebook.com/o-mon/1", PAGES, "Liên kết ngoài trang của đơn vị: facebook.com"),
    ],
)
def test_the_reviewer_is_told_whose_page_it_is(client, cast, channel, url, pages, said):
    cast.ninh_kieu.website, cast.ninh_kieu.pages = "ninhkieu.example", pages
    cast.ninh_kieu.save(update_fields=["website", "pages"])
    proofs = [Proof(url=url)]
    make_action(cast.obligation(), actor=cast.focal, now=NOW, declare=True, channel=channel, proofs=proofs)
    text = words(as_person(client, cast.officer).get(reverse("reports:review", args=[cast.obligation().pk])))
    assert said in text if said else "thuộc trang" not in text


@pytest.mark.django_db
def test_the_filter_of_the_queue_agrees_with_what_the_reviewer_is_told(client, cast):
    """An own page that the registry knows raises no doubt in the list either."""
    cast.ninh_kieu.website, cast.ninh_kieu.pages = "ninhkieu.example", PAGES
    cast.ninh_kieu.save(update_fields=["website", "pages"])
    first, second = cast.obligations()
    own, foreign = "https://facebook.com/vhttninhkieu/1", "https://khac.example/1"
    make_action(first, actor=cast.focal, now=NOW, declare=True, proofs=[Proof(url=own)])
    make_action(second, actor=cast.focal, now=NOW, declare=True, proofs=[Proof(url=foreign)])
    found = doubts(reviewable(cast.officer), cast.officer)
    flagged = {name for name, keys in found.items() if second.pk in keys}
    assert len(flagged) == 1
    assert not any(first.pk in found[name] for name in flagged)
