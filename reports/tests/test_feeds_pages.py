"""The page of a person's calendars, and their address as a calendar program asks it."""

from datetime import date

import pytest

from directives.services.lifecycle import extend
from reports.models import CalendarFeed
from reports.services.feeds import open_feed
from units.models import Membership, Role
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-01 09:00")


@pytest.fixture
def feed(cast):
    return open_feed(person=cast.focal, unit=None, now=NOW)


@pytest.fixture
def url(feed):
    return f"/calendar/{feed.key}.ics"


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_one_press_makes_the_address_and_shows_it_with_how_to_add_it(client, cast, settings):
    client.force_login(cast.focal)
    assert "Tạo địa chỉ lịch" in words(client.get("/calendar/"))
    page = words(client.post("/calendar/", {"unit": ""}, follow=True))
    feed = CalendarFeed.objects.get()
    address = f"{settings.SITE_URL}/calendar/{feed.key}.ics"
    assert f"<b>{address}</b>" in page
    assert f'data-copies="{address}"' in page
    assert f'href="webcal://{address.partition("://")[2]}"' in page
    assert "Tạo địa chỉ lịch" not in page


def test_opening_the_page_makes_nothing(client, cast):
    client.force_login(cast.focal)
    client.get("/calendar/")
    client.post("/calendar/", {})
    assert CalendarFeed.objects.count() == 0


def test_a_person_of_several_units_has_one_for_each_and_one_for_all(client, cast):
    Membership.objects.create(user=cast.focal, unit=cast.o_mon, role=Role.FOCAL, starts_on=date(2024, 11, 1))
    client.force_login(cast.focal)
    page = words(client.get("/calendar/"))
    assert page.count("Tạo địa chỉ lịch") == 3
    client.post("/calendar/", {"unit": cast.o_mon.pk})
    assert CalendarFeed.objects.get().unit == cast.o_mon
    assert words(client.get("/calendar/")).count("Tạo địa chỉ lịch") == 2


@pytest.mark.parametrize("unit", ["999999", "abc", "-1"])
def test_a_unit_that_is_not_ones_own_is_not_there(client, cast, unit):
    client.force_login(cast.focal)
    assert client.post("/calendar/", {"unit": unit}).status_code == 404
    assert client.post("/calendar/", {"unit": cast.o_mon.pk}).status_code == 404
    assert CalendarFeed.objects.count() == 0


def test_renewing_and_switching_off_by_one_press_each(client, cast, feed):
    client.force_login(cast.focal)
    page = words(client.post(f"/calendar/{feed.pk}/renew/", follow=True))
    assert "Đã đổi địa chỉ." in page
    assert feed.key not in page
    fresh = CalendarFeed.objects.get(revoked_at=None)
    assert fresh.key in page
    assert "Đã tắt lịch." in words(client.post(f"/calendar/{fresh.pk}/revoke/", follow=True))
    assert not CalendarFeed.objects.filter(revoked_at=None).exists()


@pytest.mark.parametrize("act", ["renew", "revoke"])
def test_another_persons_calendar_is_not_there(client, cast, feed, act):
    client.force_login(cast.officer)
    assert client.post(f"/calendar/{feed.pk}/{act}/").status_code == 404
    assert CalendarFeed.objects.get().revoked_at is None


# --- As a calendar program asks ---------------------------------------------------------------------------------------
def test_the_address_answers_without_signing_in(client, url):
    response = client.get(url)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert response.content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert response["Cache-Control"] == "private, max-age=900"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response.cookies == {}


def test_an_unchanged_calendar_is_not_sent_again(client, cast, url):
    etag = client.get(url)["ETag"]
    again = client.get(url, headers={"if-none-match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    extend(directive=cast.directive, due_on=date(2024, 11, 27), actor=cast.officer, now=NOW)
    changed = client.get(url, headers={"if-none-match": etag})
    assert changed.status_code == 200
    assert changed["ETag"] != etag


def test_it_is_only_read(client, url):
    assert client.head(url).status_code == 200
    assert client.post(url).status_code == 405


def test_a_revoked_one_cannot_be_told_from_one_that_never_was(client, cast, url, feed):
    client.force_login(cast.focal)
    client.post(f"/calendar/{feed.pk}/revoke/")
    client.logout()
    assert client.get(url).status_code == client.get("/calendar/never-was.ics").status_code == 404


def test_the_session_of_somebody_else_changes_nothing(client, cast, url):
    before = client.get(url).content
    client.force_login(cast.other_focal)
    assert client.get(url).content == before
