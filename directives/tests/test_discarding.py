"""A draft is put away with a reason, leaves every page but its own list, and comes back as it was."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from lxml import html

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.models import StoredFile
from campaign_portal.lib.tests.races import at_once
from directives.journal import journal
from directives.models import Change, Directive
from directives.services.discarding import discard, restore
from directives.services.drafting import update_draft
from directives.services.issuing import issue
from directives.services.lifecycle import closing_stops
from directives.tests.officer import LETTER, NOW, SmallCity, heading, sent_by_browser
from units.models import User
from units.tests.factories import local

pytestmark = pytest.mark.django_db
LATER = local("2024-10-29 10:00")
LIST, DISCARDED = "/directives/", "/directives/discarded/"


def put_away(small, draft=None, reason="tải nhầm tệp") -> Directive:
    return discard(directive=draft or small.draft(), actor=small.officer, now=LATER, reason=reason)


def url(name: str, draft: Directive) -> str:
    return reverse(f"directives:{name}", args=[draft.pk])


# --- The act ----------------------------------------------------------------------------------------------------------
def test_putting_away_is_logged_with_who_when_and_why(small):
    draft = put_away(small, reason="  tải nhầm tệp ")
    change = Change.objects.get(directive=draft, event="discarded")
    assert (change.actor, change.recorded_at, change.note) == (small.officer, LATER, "tải nhầm tệp")
    assert (change.before, change.after) == ({"discarded_at": None}, {"discarded_at": LATER.isoformat()})
    assert journal(draft)[0]["words"] == "Bỏ bản nháp"


def test_it_comes_back_as_it_was(small):
    draft = small.draft(LETTER)
    columns = {"discarded_at", "last_change_id"}
    before = {name: value for name, value in Directive.objects.values().get().items() if name not in columns}
    put_away(small, draft)
    restore(directive=draft, actor=small.second_officer, now=LATER)
    assert {name: value for name, value in Directive.objects.values().get().items() if name not in columns} == before
    assert list(draft.changes.values_list("event", flat=True)) == ["discarded", "restored"]
    assert list(Directive.objects.visible_to(small.officer)) == [draft]


def test_done_twice_it_is_told_and_logged_once(small):
    draft = put_away(small)
    with pytest.raises(AlreadyDone, match="đã được bỏ trước đó"):
        put_away(small, draft)
    restore(directive=draft, actor=small.officer, now=LATER)
    with pytest.raises(AlreadyDone, match="đã được khôi phục trước đó"):
        restore(directive=draft, actor=small.officer, now=LATER)
    assert draft.changes.count() == 2


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_without_a_reason_nothing_is_put_away(small, reason):
    with pytest.raises(Refused, match="Hãy nêu lý do"):
        put_away(small, reason=reason)
    assert (Directive.objects.drafts().count(), Change.objects.count()) == (1, 0)


def test_an_issued_letter_is_not_put_away_by_the_service_nor_in_the_database(small):
    letter = issue(directive=small.ready(), actor=small.officer, now=NOW)
    with pytest.raises(Refused, match="hãy thu hồi văn bản"):
        put_away(small, letter)
    with pytest.raises(IntegrityError), transaction.atomic():
        Directive.objects.filter(pk=letter.pk).update(discarded_at=LATER, last_change=None)


def test_the_database_refuses_to_put_a_draft_away_unlogged(small):
    draft = small.draft()
    with pytest.raises(IntegrityError, match="put away only with a change"), transaction.atomic():
        Directive.objects.filter(pk=draft.pk).update(discarded_at=LATER)


def test_a_draft_that_was_put_away_is_neither_changed_nor_issued(small):
    draft = put_away(small, small.ready())
    with pytest.raises(Refused, match="Hãy khôi phục bản nháp"):
        update_draft(directive=draft, actor=small.officer, now=LATER, subject="khác")
    with pytest.raises(Refused, match="Hãy khôi phục bản nháp trước khi ban hành"):
        issue(directive=draft, actor=small.officer, now=LATER)
    assert Directive.objects.get().issued_at is None


def test_a_campaign_that_closes_does_not_count_it(small):
    draft = small.ready()
    assert closing_stops(campaign=draft.campaign, now=NOW)["drafts"] == 1
    put_away(small, draft)
    assert closing_stops(campaign=draft.campaign, now=NOW)["drafts"] == 0


# --- The pages --------------------------------------------------------------------------------------------------------
def test_the_page_says_what_happens_and_asks_why(officer, small):
    draft = small.draft()
    page = officer.get(url("discard", draft))
    assert heading(page) == "Bản nháp này sẽ rời khỏi danh sách văn bản."
    assert "Bản gốc và tài liệu đính kèm vẫn được giữ" in page.content.decode()
    refused = officer.post(url("discard", draft), sent_by_browser(page, "discard-form"))
    assert "Hãy nêu lý do bỏ bản nháp." in refused.content.decode()
    assert Directive.objects.get().discarded_at is None


def test_put_away_it_leaves_the_list_and_every_step_and_stands_in_its_own(officer, small):
    draft = small.draft()
    page = officer.get(url("discard", draft))
    sent = officer.post(url("discard", draft), sent_by_browser(page, "discard-form", reason="văn bản <b>trùng</b>"))
    assert sent.url == LIST
    assert heading(officer.get(LIST)) == "Chưa có văn bản nào."
    assert "Bản nháp đã bỏ (1)" in officer.get(LIST).content.decode()
    for step in ("detail", "check", "recipients", "campaign-choose", "preview", "discard", "log"):
        assert officer.get(url(step, draft)).status_code == 404, step
    page = officer.get(DISCARDED)
    assert heading(page) == "1 bản nháp đã bỏ."
    assert "văn bản &lt;b&gt;trùng&lt;/b&gt;" in page.content.decode()
    assert small.officer.full_name in page.content.decode()


def test_the_menu_says_where_these_pages_belong(officer, small):
    for address in (url("discard", small.draft()), DISCARDED):
        page = html.fromstring(officer.get(address).content.decode())
        assert page.xpath("//nav//a[@aria-current]/@href") == [LIST, LIST], address


def test_its_files_stay_kept(officer, small):
    officer.post("/directives/new/", sent_by_browser(officer.get("/directives/new/"), "letter-form", text=LETTER))
    draft = Directive.objects.get()
    put_away(small, draft)
    assert draft.files.get(kind="original").stored == StoredFile.objects.get()


def test_taken_up_again_it_leads_to_the_check(officer, small):
    draft = put_away(small)
    assert officer.post(url("restore", draft)).url == url("check", draft)
    assert officer.get(url("check", draft)).status_code == 200
    assert officer.post(url("restore", draft)).status_code == 404
    assert heading(officer.get(DISCARDED)) == "Không có bản nháp nào đã bỏ."


@pytest.mark.parametrize("who", ["viewer", "focal", "stranger"])
def test_for_anybody_else_it_does_not_exist(client, small, who):
    draft, gone = small.draft(), put_away(small)
    client.force_login(getattr(small, who))
    for name, row in (("discard", draft), ("restore", gone)):
        assert client.post(url(name, row), {"reason": "x"}).status_code == 404
    assert gone.subject not in client.get(DISCARDED).content.decode()
    assert sorted(Directive.objects.values_list("discarded_at", flat=True), key=bool) == [None, LATER]


def test_a_visitor_is_asked_to_sign_in(client, small):
    draft = small.draft()
    for address in (url("discard", draft), DISCARDED):
        assert client.get(address).url.startswith("/accounts/login/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_them_costs_the_same_for_one_and_for_three(officer, small, count, django_assert_max_num_queries):
    for _n in range(count):
        put_away(small)
    with django_assert_max_num_queries(10):
        assert heading(officer.get(DISCARDED)) == f"{count} bản nháp đã bỏ."


# --- At the same time -------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
@pytest.mark.services
def test_one_issues_while_another_puts_away_and_only_one_of_them_does():
    small = SmallCity()
    draft = small.ready()

    def act(number: int):
        row, actor = Directive.objects.get(pk=draft.pk), User.objects.get(pk=small.officer.pk)
        return issue(directive=row, actor=actor, now=LATER) if number else put_away(small, row)

    outcomes = at_once(act)
    row = Directive.objects.get()
    assert sorted(isinstance(outcome, Refused) for outcome in outcomes) == [False, True]
    assert row.is_issued is not row.is_discarded
    assert list(row.changes.filter(about="directive").values_list("event", flat=True)) == [
        "issued" if row.is_issued else "discarded"
    ]
