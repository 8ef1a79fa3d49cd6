"""Stopping the regular reminders by the address in a mail: by its page, and by a mail program's one press."""

import pytest
import time_machine
from django.core.signing import Signer
from django.test import Client

from campaign_portal.lib.models import ActivityEntry
from directives.models import Preference
from directives.reminders.unsubscribe_link import read_reader, unsubscribe_link
from directives.tests.factories import make_cast
from directives.tests.reminding import Server, run
from units.tests.factories import local

pytestmark = pytest.mark.django_db
NOW = local("2024-11-13 09:00")
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def url(cast, settings):
    return unsubscribe_link(cast.focal).removeprefix(settings.SITE_URL)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def wanted(person) -> list[tuple[bool, bool]]:
    return list(Preference.objects.filter(person=person).values_list("digests", "email"))


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_every_reminder_names_the_address_in_its_headers_and_in_its_words(cast, settings):
    server = Server()
    run("2024-11-13 08:00", transport=server)
    mail = next(mail for mail in server.inbox if mail["to"] == [cast.focal.email])
    link = unsubscribe_link(cast.focal)
    assert mail["headers"] == {
        "Precedence": "bulk",
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert f"Ngừng nhận thư nhắc định kỳ: {link}\n" in mail["text"]
    assert f'href="{link}"' in mail["html"]


def test_one_press_of_a_mail_program_stops_the_reminders(cast, url):
    response = Client(enforce_csrf_checks=True).post(url, ONE_CLICK)
    assert response.status_code == 200
    assert wanted(cast.focal) == [(False, True)]
    assert wanted(cast.other_focal) == []


def test_opening_the_address_stops_nothing(client, cast, url):
    for method in ("get", "head"):
        assert getattr(client, method)(url).status_code == 200
    for odd in ({}, {"List-Unsubscribe": "Two-Click"}):
        client.post(url, odd)
    client.get(url, ONE_CLICK)
    assert wanted(cast.focal) == []
    page = words(client.get(url))
    assert f"Ngừng gửi thư nhắc định kỳ cho {cast.focal.full_name}?" in page
    assert page.count("<button") == 1


def test_the_button_says_what_still_comes_and_where_to_change_it(client, cast, url):
    page = words(client.post(url, {"confirm": "1"}))
    assert f"Đã ngừng gửi thư nhắc định kỳ cho {cast.focal.full_name}." in page
    assert "Thư về việc bị trả lại và việc quá hạn vẫn được gửi." in page
    assert 'href="/inbox/settings/"' in page
    assert wanted(cast.focal) == [(False, True)]


def test_a_second_press_leaves_it_as_it_is(client, cast, url):
    client.post(url, ONE_CLICK)
    lines = ActivityEntry.objects.count()
    assert client.post(url, ONE_CLICK).status_code == 200
    assert wanted(cast.focal) == [(False, True)]
    assert ActivityEntry.objects.count() == lines


def test_opened_again_it_says_since_when_nothing_comes_and_asks_nothing(client, cast, url):
    client.post(url, ONE_CLICK)
    with time_machine.travel(local("2024-11-15 10:00"), tick=False):
        page = words(client.get(url))
    assert f"Đã ngừng gửi thư nhắc định kỳ cho {cast.focal.full_name}." in page
    assert "Cài đặt này có từ 09:00 ngày 13/11/2024." in page.replace("\u00a0", " ")
    assert "Ngừng nhận thư nhắc</button>" not in page
    assert "Nhận lại thư nhắc</button>" in page


def test_who_stopped_takes_the_reminders_up_again_on_the_same_page_with_the_hour_chosen_before(client, cast, url):
    Preference.objects.create(person=cast.focal, digest_hour=14, inbox=True, changed_at=NOW)
    client.post(url, ONE_CLICK)
    page = words(client.post(url, {"again": "1"}))
    assert f"Thư nhắc định kỳ lại được gửi cho {cast.focal.full_name}." in page
    row = Preference.objects.get()
    assert (row.digests, row.digest_hour, row.inbox) == (True, 14, True)
    assert "Ngừng nhận thư nhắc</button>" in words(client.get(url))
    lines = ActivityEntry.objects.count()
    client.post(url, {"again": "1"})
    assert ActivityEntry.objects.count() == lines


def test_taking_up_what_never_stopped_changes_nothing(client, cast, url):
    assert client.post(url, {"again": "1"}).status_code == 200
    assert (wanted(cast.focal), ActivityEntry.objects.filter(verb__startswith="preference.").count()) == ([], 0)


@pytest.mark.parametrize("salt", ["", "directives.receipt-link", "x"])
def test_an_address_of_another_purpose_is_none(client, cast, salt):
    token = Signer(salt=salt or None, sep=".").sign("1")
    assert read_reader(token) is None
    response = client.post(f"/unsubscribe/{token}/", ONE_CLICK)
    assert response.status_code == 404
    assert "Liên kết này không đúng, hoặc đã bị cắt ngắn." in words(response)
    assert Preference.objects.count() == 0


def test_one_persons_address_is_no_other_persons(cast, url):
    token = url.rstrip("/").rpartition("/")[2]
    number, _dot, signature = token.partition(".")
    assert read_reader(token) == cast.focal.pk
    assert read_reader(f"{cast.other_focal.pk}.{signature}") is None
    assert [read_reader(odd) for odd in ("", ".", number, "x" * 4000)] == [None] * 4


def test_a_person_who_is_no_more_is_told_nothing(client, cast, url):
    cast.focal.is_active = False
    cast.focal.save(update_fields=["is_active"])
    response = client.post(url, ONE_CLICK)
    assert (response.status_code, wanted(cast.focal)) == (404, [])
    assert cast.focal.full_name not in words(response)


def test_the_page_is_kept_nowhere(client, url):
    for response in (client.get(url), client.post(url, ONE_CLICK)):
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Cache-Control"] == "private, no-store"
