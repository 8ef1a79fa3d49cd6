"""Whether the machinery runs: what the page of a letter's reminders says of planner, sender and mailbox."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from campaign_portal.lib import jobs
from directives.reminders.health import PLAN_JOB, READ_JOB, SEND_JOB, Health, health
from directives.tests.factories import make_cast
from directives.tests.test_reminders_pages import NOW, page, words

pytestmark = pytest.mark.django_db


def ran(at) -> None:
    for name in (PLAN_JOB, SEND_JOB):
        with jobs.run(name, clock=lambda: at):
            pass


# --- Planner and sender -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("minutes", "late"), [(0, False), (30, False), (31, True)])
def test_the_page_warns_when_the_jobs_have_not_run_for_more_than_half_an_hour(client, minutes, late):
    cast = make_cast()
    ran(NOW - timedelta(minutes=minutes))
    text = words(page(client, cast.officer, cast.directive))
    at = f"{(NOW - timedelta(minutes=minutes)):%H:%M} ngày 15/11/2024"
    assert f"Lần chạy gần nhất: lên lịch lúc {at}; gửi thư lúc {at}." in text
    assert ("đã không chạy hơn 30 phút" in text) is late


def test_jobs_that_never_ran_are_late(client):
    cast = make_cast()
    text = words(page(client, cast.officer, cast.directive))
    assert "đã không chạy hơn 30 phút" in text
    assert "Bộ lên lịch chưa chạy lần nào; bộ gửi thư chưa chạy lần nào." in text


@pytest.mark.parametrize(("minutes", "late"), [(0, False), (30, False), (31, True)])
def test_jobs_of_a_portal_that_was_set_up_within_half_an_hour_have_still_to_run(minutes, late):
    migrations = MigrationRecorder(connection).migration_qs
    migrations.update(applied=NOW - timedelta(days=3))
    migrations.filter(pk=migrations.latest("pk").pk).update(applied=NOW - timedelta(minutes=minutes))
    assert health(now=NOW).is_late is late


def test_a_run_that_failed_does_not_count_as_one():
    ran(NOW - timedelta(hours=2))
    with pytest.raises(RuntimeError), jobs.run(SEND_JOB, clock=lambda: NOW):
        raise RuntimeError
    assert health(now=NOW).sent_at == NOW - timedelta(hours=2)
    assert health(now=NOW).is_late


@pytest.mark.parametrize(
    ("planned", "sent", "late"),
    [
        (None, None, True),
        (None, 1, False),
        (1, None, False),
        (30, 30, False),
        (31, 1, True),
        (1, 31, True),
        (None, 31, True),
    ],
)
def test_a_portal_just_started_is_not_late_and_one_that_stands_still_is(planned, sent, late):
    at = [minutes and NOW - timedelta(minutes=minutes) for minutes in (planned, sent)]
    assert Health(*at, now=NOW).is_late is late


# --- The mailbox of undelivered mail ----------------------------------------------------------------------------------
def read(at, *, well: bool = True) -> None:
    """A run of the reader of the mailbox."""
    with suppress(OSError), jobs.run(READ_JOB, clock=lambda: at):
        if not well:
            raise OSError("timed out")


@pytest.fixture
def mailbox(settings):
    settings.BOUNCE_IMAP_HOST = "imap.example"
    ran(NOW)


DEAF = "đã không đọc được hơn 30 phút"


@pytest.mark.parametrize(("minutes", "deaf"), [(0, False), (30, False), (31, True)])
def test_the_page_says_when_the_mailbox_was_read_and_warns_after_half_an_hour(client, mailbox, minutes, deaf):
    cast = make_cast()
    read(NOW - timedelta(minutes=minutes))
    text = words(page(client, cast.officer, cast.directive))
    at = f"{(NOW - timedelta(minutes=minutes)):%H:%M} ngày 15/11/2024"
    assert f"Tin báo thư không đến nơi: đọc lần gần nhất lúc {at}." in text
    assert ((DEAF in text), ("Thư nhắc có thể không đi" in text)) == (deaf, False)


@pytest.mark.parametrize(("minutes", "deaf"), [((), False), ((5,), False), ((31,), True), ((500, 5), True)])
def test_a_mailbox_that_never_could_be_read_is_given_half_an_hour(client, mailbox, minutes, deaf):
    cast = make_cast()
    for each in minutes:
        read(NOW - timedelta(minutes=each), well=False)
    text = words(page(client, cast.officer, cast.directive))
    assert "Hộp thư nhận tin báo thư không đến nơi chưa được đọc lần nào." in text
    assert (DEAF in text) is deaf


def test_a_mailbox_that_broke_after_it_could_be_read_is_told_by_its_last_good_reading(mailbox):
    read(NOW - timedelta(minutes=31))
    read(NOW, well=False)
    assert (health(now=NOW).read_at, health(now=NOW).is_deaf) == (NOW - timedelta(minutes=31), True)
    read(NOW)
    assert not health(now=NOW).is_deaf


def test_where_nothing_runs_the_page_warns_once(client, settings):
    cast = make_cast()
    settings.BOUNCE_IMAP_HOST = "imap.example"
    ran(NOW - timedelta(hours=1)), read(NOW - timedelta(hours=1))
    text = words(page(client, cast.officer, cast.directive))
    assert (("đã không chạy hơn 30 phút" in text), (DEAF in text)) == (True, False)


def test_without_a_mailbox_the_page_says_nothing_of_one(client):
    cast = make_cast()
    ran(NOW), read(NOW - timedelta(days=3))
    text = words(page(client, cast.officer, cast.directive))
    assert (("Tin báo thư" in text), ("Hộp thư nhận" in text)) == (False, False)
    assert not health(now=NOW).is_deaf
