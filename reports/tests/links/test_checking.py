"""Checking links: what is due is claimed, looked at once, written down, and looked at again ever more rarely."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from campaign_portal.lib.models import JobRun, StoredFile
from campaign_portal.lib.storage import content_storage, open_stored
from campaign_portal.lib.tests.races import at_once
from directives.tests.factories import make_cast
from materials.services import add_material
from reports.links.archive import read_copy
from reports.links.fetch import fetch
from reports.models import Action, Channel, Evidence, LinkCheck, LinkWatch
from reports.queries.link_questions import question
from reports.services import link_checks
from reports.services.link_checks import STALE, check_due_links
from reports.services.mending import edit_action, withdraw_action
from reports.services.what import Proof
from reports.tasks import check_links
from reports.tests.factories import make_action, what
from units.tests.factories import local

from .web import PUBLIC, Web, answer, moved

pytestmark = [pytest.mark.django_db, pytest.mark.services]

URL = "https://ninhkieu.example/bai"
NOW = local("2024-11-06 08:00")
PAGE = "<title>Tin</title><p>Đơn vị triển khai Chiến dịch thử tại phường.</p>"
DAY = timedelta(days=1)


@pytest.fixture
def cast():
    found = make_cast()
    found.ninh_kieu.website = "ninhkieu.example"
    found.ninh_kieu.save(update_fields=["website"])
    return found


@pytest.fixture
def link(cast) -> Evidence:
    return make_link(cast)


def make_link(cast, url: str = URL, **more) -> Evidence:
    return make_action(cast.obligation(), actor=cast.focal, proofs=[Proof(url=url)], **more).evidence.get()


def run(web: Web, now=NOW) -> dict:
    return check_due_links(now=now, fetch=partial(fetch, **web.as_arguments))


def online(**pages) -> Web:
    return Web({URL: answer(PAGE)} | pages)


def looks(evidence: Evidence) -> list[LinkCheck]:
    return list(evidence.link_checks.order_by("number"))


# --- One look ---------------------------------------------------------------------------------------------------------
def test_a_link_is_verified_and_its_copy_kept(link):
    counts = run(online())
    check = link.link_checks.get()
    assert counts == {"swept": 0, "enrolled": 1, "renewed": 0, "verified": 1}
    assert (check.number, check.at, check.result, check.status, check.final_url) == (1, NOW, "verified", 200, URL)
    assert (check.title, check.failed) == ("Tin", False)
    assert [each["reason"] for each in check.findings] == ["answers", "own", "campaign", "undated"]
    with open_stored(check.copy) as file:
        copy = read_copy(file)
    assert (copy.url, copy.at, copy.page.text) == (URL, NOW, "Đơn vị triển khai Chiến dịch thử tại phường.")
    watch = link.watch
    assert (watch.latest, watch.kept, watch.claimed_at, watch.next_at) == (check, check, None, NOW + DAY)


def test_a_second_run_looks_at_nothing(link):
    web = online()
    run(web)
    assert run(web, NOW + timedelta(minutes=5)) == {"swept": 0, "enrolled": 0, "renewed": 0}
    assert len(web.connected) == 1


def test_a_link_that_leads_inside_could_not_be_verified_and_nothing_was_asked(cast):
    evidence = make_link(cast, "http://169.254.169.254/latest/meta-data/")
    web = online()
    assert run(web)["unverified"] == 1
    check = evidence.link_checks.get()
    assert (check.findings[0]["reason"], check.failed, check.copy, web.connected) == ("private", False, None, [])


def test_a_redirect_inside_keeps_nothing(link):
    web = Web({URL: moved("http://trong.example/")}, {"trong.example": ["10.0.0.7"]})
    run(web)
    check = link.link_checks.get()
    assert (check.result, check.findings[0]["reason"], check.copy, check.final_url) == (
        "unverified",
        "private",
        None,
        "",
    )
    assert [address for _, address in web.connected] == [PUBLIC]


def test_a_foreign_host_contradicts_and_changes_nothing_of_the_work(cast, link):
    cast.ninh_kieu.website = "trang-khac.example"
    cast.ninh_kieu.save(update_fields=["website"])
    before = Action.objects.values().get()
    run(online())
    assert link.link_checks.get().result == "contradicts"
    assert Action.objects.values().get() == before


def test_the_question_is_taken_from_letter_unit_and_materials(cast, link):
    campaign = cast.directive.campaign
    add_material(
        campaign=campaign,
        kind="link",
        title="Cổng cảnh báo",
        url="https://canhbao.example/",
        actor=cast.officer,
        now=NOW,
    )
    asked = question(link)
    assert (asked.homes, asked.is_website, asked.campaign) == (["ninhkieu.example"], True, "Chiến dịch thử")
    assert asked.references == [f"{cast.directive.number}/STTTT-CNTT"]
    assert (asked.titles, asked.addresses) == (["Cổng cảnh báo"], ["https://canhbao.example/"])
    assert (asked.letter_on, asked.done_on, asked.recorded_on) == (
        date(2024, 10, 28),
        date(2024, 11, 5),
        date(2024, 11, 5),
    )


@pytest.mark.parametrize(
    ("pages", "channel", "website", "result"),
    [
        ("", Channel.FACEBOOK, "ninhkieu.example", "unverified"),
        ("facebook.example/ninhkieu\nzalo.example/1", Channel.FACEBOOK, "ninhkieu.example", "verified"),
        ("facebook.example/ninhkieu", Channel.WEBSITE, "", "verified"),
        ("facebook.example/omon", Channel.FACEBOOK, "ninhkieu.example", "unverified"),
        ("facebook.example/omon", Channel.WEBSITE, "ninhkieu.example", "contradicts"),
        ("facebook.example/omon", Channel.WEBSITE, "", "unverified"),
    ],
)
def test_a_post_may_stand_on_a_page_the_registry_knows(cast, pages, channel, website, result):
    cast.ninh_kieu.website, cast.ninh_kieu.pages = website, pages
    cast.ninh_kieu.save(update_fields=["website", "pages"])
    evidence = make_link(cast, "https://facebook.example/ninhkieu/p/1", channel=channel)
    run(Web({evidence.url: answer(PAGE)}))
    assert evidence.link_checks.get().result == result


def test_a_page_that_breaks_the_reader_is_written_down_and_the_next_has_its_turn(cast, link, monkeypatch):
    other = make_link(cast, "https://ninhkieu.example/hai")
    broken = link_checks.read_answer

    def read(body, *more):
        if b"hong" in body:
            raise RuntimeError("không ngờ tới")
        return broken(body, *more)

    monkeypatch.setattr(link_checks, "read_answer", read)
    counts = run(Web({URL: answer("hong"), other.url: answer(PAGE)}))
    assert (counts["unverified"], counts["verified"]) == (1, 1)
    assert link.link_checks.get().findings[0]["reason"] == "portal"
    assert link.watch.next_at == NOW + DAY


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(answer(b"a" * 10_000_000), id="10 MB"),
        pytest.param(answer(b"\x00\x01" * 50, kind="application/octet-stream"), id="no page"),
        pytest.param(answer(b"khong phai gzip", Content_Encoding="gzip"), id="broken packing"),
        pytest.param(answer(b"abc", Content_Encoding="br"), id="unknown packing"),
        pytest.param(answer("Hội".encode("utf-16"), kind="text/html; charset=x-tcvn"), id="odd encoding"),
        pytest.param(answer(b""), id="nothing"),
        pytest.param(answer("a\0b", kind="text/html"), id="zero bytes"),
    ],
)
def test_odd_pages_could_not_be_verified_and_break_nothing(link, data):
    assert run(Web({URL: data}))["unverified"] == 1
    assert link.link_checks.get().failed is False


# --- Again ------------------------------------------------------------------------------------------------------------
def test_looks_grow_rarer_and_an_unchanged_page_is_kept_once(link):
    now, days = NOW, []
    for _ in range(6):
        run(online(), now)
        following = LinkWatch.objects.get().next_at
        days.append((following - now).days)
        now = following
    assert days == [1, 3, 7, 14, 30, 60]
    assert len({check.copy_id for check in looks(link)}) == 1
    assert [check.number for check in looks(link)] == [1, 2, 3, 4, 5, 6]


def test_a_changed_page_is_kept_anew_and_the_first_copy_stays(link):
    run(online())
    run(Web({URL: answer(PAGE + "sửa")}), NOW + DAY)
    first, second = looks(link)
    assert first.copy_id != second.copy_id
    assert StoredFile.objects.count() == 2
    assert link.watch.kept == second


def test_dead_only_after_failures_on_two_days_and_the_copy_stays_at_hand(link):
    run(online())
    gone = Web({URL: answer("", status="404 Not Found")})
    states = []
    for days in (1, 2, 3):
        run(gone, NOW + days * DAY)
        watch = LinkWatch.objects.get()
        states.append((watch.failing_since, watch.dead_since))
    seventh = date(2024, 11, 7)
    assert states == [(seventh, None), (seventh, seventh), (seventh, seventh)]
    first = looks(link)[0]
    assert (watch.kept, [check.failed for check in looks(link)]) == (first, [False, True, True, True])
    assert watch.kept.copy is not None


def test_two_failures_on_one_day_are_no_death(link):
    gone = Web({URL: answer("", status="500 Oops")})
    run(gone)
    LinkWatch.objects.update(next_at=NOW)
    run(gone, NOW + timedelta(hours=2))
    assert len(looks(link)) == 2
    assert LinkWatch.objects.get().dead_since is None


def test_what_comes_back_is_alive(link):
    gone = Web({URL: answer("", status="410 Gone")})
    for days in (0, 1):
        run(gone, NOW + days * DAY)
    assert LinkWatch.objects.get().dead_since == date(2024, 11, 6)
    back = LinkWatch.objects.get().next_at
    run(online(), back)
    watch = LinkWatch.objects.get()
    assert (watch.dead_since, watch.failing_since, watch.latest.result) == (None, None, "verified")


def test_an_office_that_lost_its_internet_declares_nothing_dead(cast, link):
    silence = Web({URL: OSError("unreachable")})
    for days in (0, 1, 4, 20):
        run(silence, NOW + days * DAY)
    assert [check.failed for check in looks(link)] == [False] * 4
    assert LinkWatch.objects.get().dead_since is None


def test_a_silent_host_dies_while_others_answer(cast, link):
    other = make_link(cast, "https://ninhkieu.example/hai")
    silence = Web({URL: OSError("unreachable"), other.url: answer(PAGE)}, {})
    run(silence)
    for days in (1, 2, 3):
        run(silence, NOW + days * DAY)
    assert link.watch.dead_since is not None
    assert other.watch.dead_since is None


# --- What is looked at ------------------------------------------------------------------------------------------------
def test_files_removed_links_and_withdrawn_actions_are_left_alone(cast, link):
    other = make_link(cast, "https://ninhkieu.example/hai")
    edit_action(action=link.action, what=what(), proofs=[], removed={link.pk}, actor=cast.focal, now=NOW)
    withdraw_action(action=other.action, actor=cast.focal, now=NOW)
    web = online()
    assert run(web) == {"swept": 0, "enrolled": 0, "renewed": 0}
    assert web.connected == []


def test_a_link_removed_after_a_look_is_not_looked_at_again(cast, link):
    run(online())
    edit_action(action=link.action, what=what(), proofs=[], removed={link.pk}, actor=cast.focal, now=NOW)
    web = online()
    run(web, NOW + 2 * DAY)
    assert (web.connected, len(looks(link))) == ([], 1)


def test_one_host_is_asked_a_few_times_a_run(cast):
    for number in range(8):
        make_link(cast, f"https://ninhkieu.example/{number}")
    web = Web()
    run(web)
    assert len(web.connected) == 5
    run(web)
    assert len(web.connected) == 8


def test_a_run_ends_after_a_minute_and_the_next_goes_on(cast):
    for number in range(4):
        make_link(cast, f"https://don-vi-{number}.example/")
    ticks = iter([0, 0, 30, 61, 61, 61])
    web = Web()
    check_due_links(now=NOW, fetch=partial(fetch, **web.as_arguments), clock=lambda: next(ticks))
    assert len(web.connected) == 2
    run(web)
    assert len(web.connected) == 4


def test_a_link_that_others_judged_first_is_asked_nothing(link):
    run(online())
    LinkWatch.objects.update(claimed_at=NOW, next_at=NOW)
    web = online()
    assert run(web, NOW + timedelta(minutes=10)) == {"swept": 0, "enrolled": 0, "renewed": 0}
    assert web.connected == []


@pytest.mark.parametrize("items", [1, 3])
def test_choosing_costs_the_same_however_many_wait(cast, items, django_assert_num_queries):
    for number in range(items):
        make_link(cast, f"https://don-vi-{number}.example/")
    link_checks.renew(now=NOW)
    with django_assert_num_queries(6):  # sweep, what is new, its rows, sites twice, what is due
        check_due_links(now=NOW, fetch=None, clock=iter([0, 61]).__next__)


# --- Crash and race ---------------------------------------------------------------------------------------------------
def test_a_crash_between_claim_and_store_is_swept_and_done_again(link):
    class Killed(BaseException):
        pass

    def dies(url):
        raise Killed

    with pytest.raises(Killed):
        check_due_links(now=NOW, fetch=dies)
    watch = LinkWatch.objects.get()
    assert (watch.claimed_at, watch.attempts, LinkCheck.objects.count()) == (NOW, 1, 0)

    early = run(online(), NOW + STALE)
    assert (early["swept"], LinkCheck.objects.count()) == (0, 0)
    late = NOW + STALE + timedelta(seconds=1)
    assert run(online(), late)["swept"] == 1
    assert run(online(), late + timedelta(hours=1))["verified"] == 1
    check = LinkCheck.objects.get()
    assert (check.number, LinkWatch.objects.get().latest) == (2, check)


def test_who_was_given_up_comes_too_late(link):
    """A run hangs for so long that another takes over; what the first one brings is not written."""
    web = online()

    def hangs(url):
        later = NOW + STALE + timedelta(minutes=1)
        run(web, later)
        assert run(web, later + timedelta(hours=1))["verified"] == 1
        return fetch(url, **web.as_arguments)

    assert check_due_links(now=NOW, fetch=hangs)["lost"] == 1
    check = LinkCheck.objects.get()
    assert (check.number, LinkWatch.objects.get().attempts) == (2, 2)


def test_a_database_in_trouble_leaves_the_link_to_the_sweep(link, monkeypatch):
    def refuses(*args, **more):
        raise DatabaseError("đĩa đầy")

    monkeypatch.setattr(link_checks, "_write", refuses)
    assert run(online())["errors"] == 1
    assert LinkWatch.objects.get().claimed_at == NOW
    monkeypatch.undo()
    run(online(), NOW + STALE + timedelta(seconds=1))
    run(online(), NOW + STALE + timedelta(hours=2))
    assert LinkCheck.objects.get().result == "verified"


def test_bytes_stored_before_a_crash_harm_nobody(link, media_root):
    run(online())
    check = LinkCheck.objects.get()
    assert content_storage.path(check.copy.sha256).exists()
    assert sum(1 for path in media_root.rglob("*") if path.is_file()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_look_once(cast):
    links = [make_link(cast, f"https://don-vi-{number}.example/") for number in range(3)]
    webs = [Web({link.url: answer(PAGE) for link in links}) for _ in range(2)]
    outcomes = at_once(lambda number: run(webs[number]))
    assert [type(outcome) for outcome in outcomes] == [dict, dict]
    assert LinkWatch.objects.count() == 3
    assert sorted(LinkCheck.objects.values_list("evidence", "number")) == [(link.pk, 1) for link in links]
    assert len(webs[0].connected) + len(webs[1].connected) == 3


@pytest.mark.django_db(transaction=True)
def test_nothing_is_fetched_inside_a_transaction(cast):
    link = make_link(cast)
    seen = []

    def watching(url):
        seen.append(connection.in_atomic_block)
        return fetch(url, **online().as_arguments)

    check_due_links(now=NOW, fetch=watching)
    assert (seen, link.link_checks.count()) == ([False], 1)


# --- The rows ---------------------------------------------------------------------------------------------------------
def test_a_look_is_never_changed(link):
    run(online())
    with pytest.raises(IntegrityError), transaction.atomic():
        LinkCheck.objects.update(result="contradicts")
    assert LinkCheck.objects.get().result == "verified"


def test_one_state_per_link_and_one_row_per_attempt(link):
    run(online())
    with pytest.raises(IntegrityError), transaction.atomic():
        LinkWatch.objects.create(evidence=link, next_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        LinkCheck.objects.create(evidence=link, number=1, at=NOW, result="verified")


# --- The task ---------------------------------------------------------------------------------------------------------
def test_off_by_default_nothing_is_done(link, monkeypatch, settings):
    assert settings.EVIDENCE_LINK_CHECKS is False
    monkeypatch.setattr("reports.tasks.check_due_links", pytest.fail)
    check_links()
    assert (LinkWatch.objects.count(), JobRun.objects.count()) == (0, 0)


def test_turned_on_the_task_leaves_a_row_about_its_run(link, settings, monkeypatch):
    settings.EVIDENCE_LINK_CHECKS = True
    seen = []
    monkeypatch.setattr("reports.tasks.check_due_links", lambda *, now: seen.append(now) or {"verified": 1})
    check_links.delay()
    job = JobRun.objects.get()
    assert (job.name, job.state, job.detail, len(seen)) == ("reports.check_links", "done", {"verified": 1}, 1)
