"""The list, the page of an issued letter for each who may see it, and its files."""

import hashlib
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from campaign_portal.lib.storage import store
from directives.board import board
from directives.models import DirectiveFile
from directives.services.drafting import update_draft
from directives.services.issuing import issue
from directives.services.lifecycle import recall
from directives.services.obligations import exempt, set_progress
from directives.services.receipts import confirm_receipt, mark_seen, refuse
from directives.tests.factories import make_cast, make_draft, make_issued
from directives.tests.officer import LETTER, NOW, SmallCity, heading, make_overseer, make_ready
from units.models import Role, UnitKind
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
LATER = local("2024-11-05 10:00")


@pytest.fixture
def cast(media_root):
    return make_cast()


def page_of(client, user, directive):
    client.force_login(user)
    return client.get(reverse("directives:detail", args=[directive.pk]))


# --- The list ---------------------------------------------------------------------------------------------------------
def test_the_list_says_how_many_run_and_how_many_are_drafts(client, cast):
    make_draft(cast.department, cast.officer)
    make_draft(cast.department, cast.officer)
    client.force_login(cast.officer)
    page = client.get("/directives/")
    assert heading(page) == "1 văn bản đang thực hiện, 2 bản nháp."
    assert "Văn bản mới" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ({}, 3),
        ({"state": "draft"}, 1),
        ({"state": "running"}, 1),
        ({"state": "closed"}, 1),
        ({"state": "no such"}, 3),
        ({"q": "KHAC LA"}, 1),
        ({"q": "khác lạ", "state": "draft"}, 0),
        ({"page": "99"}, 3),
    ],
)
def test_the_list_is_narrowed_in_the_address(client, cast, query, rows):
    make_draft(cast.department, cast.officer)
    other = make_issued(
        cast.department, cast.officer, groups=[("Nhóm", [cast.o_mon], "Việc")], subject="chuyện khác lạ"
    )
    recall(directive=other, actor=cast.officer, now=LATER, note="sai")
    client.force_login(cast.officer)
    assert len(client.get("/directives/", query).context["page"].object_list) == rows


def test_each_sees_the_letters_they_have_a_part_in(client, cast):
    make_draft(cast.department, cast.officer)
    counts = {}
    for name, user in cast.people.items():
        client.force_login(user)
        counts[name] = len(client.get("/directives/").context["page"].object_list)
    assert counts == {"officer": 2, "leader": 1, "focal": 1, "other_focal": 1, "stranger_officer": 0}


def test_a_draft_says_how_far_it_is_who_saved_it_last_and_leads_on(client, media_root):
    small = SmallCity()
    draft = small.draft(LETTER)
    update_draft(directive=draft, actor=small.second_officer, now=NOW, subject="trích yếu đã sửa")
    client.force_login(small.officer)
    words = " ".join(
        html.fromstring(client.get("/directives/").content.decode()).find(".//table").text_content().split()
    )
    assert f"{len(draft.doubts)} mục cần xác nhận Lê Thị Hai lưu lúc 08:00 ngày 28/10/2024" in words
    assert (
        f'href="{reverse("directives:check", args=[draft.pk])}">Tiếp tục kiểm tra'
        in client.get("/directives/").content.decode()
    )


def test_a_draft_nobody_saved_and_without_doubts_says_so(client, cast):
    make_draft(cast.department, cast.officer)
    client.force_login(cast.officer)
    page = client.get("/directives/").content.decode()
    assert "không có mục nào cần xác nhận" in page
    assert "lưu lúc" not in page


def test_an_empty_list_teaches_the_next_step(client, cast):
    client.force_login(cast.stranger_officer)
    page = client.get("/directives/")
    assert heading(page) == "Chưa có văn bản nào."
    assert "dán công văn vào" in page.content.decode()
    client.force_login(cast.officer)
    assert "Không có văn bản nào khớp" in client.get("/directives/?q=zzz").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_letter_and_for_three(client, cast, count, django_assert_max_num_queries):
    for _n in range(count):
        make_draft(cast.department, cast.officer)
    client.force_login(cast.officer)
    with django_assert_max_num_queries(12):
        client.get("/directives/")


# --- The board of one letter ------------------------------------------------------------------------------------------
def test_the_board_folds_receipt_and_progress_per_unit(cast):
    mark_seen(delivery=cast.delivery(), actor=cast.focal, now=LATER)
    row = {each.delivery.unit: each for each in board(cast.directive, date(2024, 11, 5)).rows}[cast.ninh_kieu]
    assert (row.receipt, row.done, row.binding, row.state) == ("seen", 0, 2, "not_started")
    confirm_receipt(delivery=cast.delivery(), actor=cast.focal, now=LATER)
    for event in ("submitted", "accepted"):
        set_progress(obligation=cast.obligation(), event=event, actor=cast.focal, now=LATER)
    row = {each.delivery.unit: each for each in board(cast.directive, date(2024, 11, 5)).rows}[cast.ninh_kieu]
    assert (row.receipt, row.done, row.state) == ("received", 1, "in_progress")
    standing = board(cast.directive, date(2024, 11, 5))
    assert (standing.received, len(standing.counted), standing.done, standing.binding) == (1, 2, 1, 4)


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        ([], [], "not_started"),
        (["started"], [], "in_progress"),
        (["submitted"], [], "in_progress"),
        (["submitted"], ["submitted"], "waiting"),
        (["submitted", "accepted"], ["submitted"], "waiting"),
        (["submitted", "returned"], ["submitted"], "returned"),
        (["submitted", "accepted"], ["submitted", "accepted"], "done"),
    ],
)
def test_a_unit_stands_where_it_owes_most(cast, first, second, state):
    for obligation, events in zip(cast.obligations(), (first, second), strict=True):
        for event in events:
            set_progress(obligation=obligation, event=event, actor=cast.officer, now=LATER)
    row = {each.delivery.unit: each for each in board(cast.directive, date(2024, 11, 5)).rows}[cast.ninh_kieu]
    assert row.state == state


def test_a_unit_freed_from_everything_has_nothing_to_do(cast):
    for obligation in cast.obligations():
        exempt(obligation=obligation, actor=cast.officer, now=LATER, reason="Không có trang thông tin")
    row = {each.delivery.unit: each for each in board(cast.directive, date(2024, 11, 5)).rows}[cast.ninh_kieu]
    assert (row.binding, row.state) == (0, "not_applicable")


def test_a_day_after_the_end_what_is_open_is_late_and_on_the_day_it_is_not(cast):
    assert [row.state for row in board(cast.directive, date(2024, 11, 20)).rows] == ["not_started", "not_started"]
    assert [row.state for row in board(cast.directive, date(2024, 11, 21)).rows] == ["late", "late"]


def test_a_unit_that_sent_the_letter_back_leaves_the_count_and_stays_listed(cast):
    refuse(delivery=cast.delivery(cast.o_mon), actor=cast.other_focal, now=LATER, reason="không thuộc phạm vi")
    standing = board(cast.directive, date(2024, 11, 5))
    assert (len(standing.rows), len(standing.counted), standing.refused, standing.binding) == (2, 1, 1, 2)
    assert len(board(cast.directive, date(2024, 11, 4)).counted) == 2


# --- The page of one letter -------------------------------------------------------------------------------------------
def test_the_issuer_and_the_overseer_see_it_whole(client, cast):
    for user in (cast.officer, cast.leader):
        page = page_of(client, user, cast.directive)
        assert page.status_code == 200
        assert heading(page).startswith("0/2 đơn vị đã tiếp nhận, 0/4 nhiệm vụ hoàn thành")
        assert cast.ninh_kieu.name in page.content.decode()
        assert cast.o_mon.name in page.content.decode()


def test_a_recipient_is_led_to_its_own_part(client, cast):
    page = page_of(client, cast.focal, cast.directive)
    assert page.url == reverse("reports:delivery", args=[cast.delivery().pk])


def test_who_stands_above_one_recipient_sees_that_one_only(client, cast):
    page = page_of(client, make_user(cast.district, Role.VIEWER), cast.directive)
    assert heading(page).startswith("1 đơn vị trong phạm vi của anh/chị nhận văn bản này")
    assert cast.ninh_kieu.name in page.content.decode()
    assert cast.o_mon.name not in page.content.decode()


def test_a_stranger_gets_404_and_a_visitor_is_asked_to_sign_in(client, cast):
    url = reverse("directives:detail", args=[cast.directive.pk])
    assert client.get(url).url == f"/accounts/login/?next={url}"
    assert page_of(client, cast.stranger_officer, cast.directive).status_code == 404


def test_a_draft_leads_its_officer_to_the_check(client, cast):
    draft = make_draft(cast.department, cast.officer)
    assert page_of(client, cast.officer, draft).url == reverse("directives:check", args=[draft.pk])
    assert page_of(client, cast.leader, draft).status_code == 404


def test_the_page_shows_what_was_asked_and_what_it_rests_on(client, media_root):
    small = SmallCity()
    draft = make_ready(small.draft(LETTER), small.officer)
    make_overseer(draft, small.committee, small.officer)
    issue(directive=draft, actor=small.officer, now=NOW)
    page = page_of(client, small.officer, draft).content.decode()
    for words in (
        "4406/VPUB-KGVX",
        "UBND thành phố Cần Thơ được xem toàn bộ",
        "https://khonggianmang.vn/",
        "chưa có tệp",
    ):
        assert words in page
    leader = make_user(small.committee, Role.VIEWER)
    assert page_of(client, leader, draft).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_group_and_for_three(client, cast, count, django_assert_max_num_queries):
    groups = [(f"Nhóm {n}", [make_unit(), make_unit()], "Việc", "Việc khác") for n in range(count)]
    directive = make_issued(cast.department, cast.officer, groups=groups)
    client.force_login(cast.officer)
    with django_assert_max_num_queries(22):
        client.get(reverse("directives:detail", args=[directive.pk]))


# --- Files ------------------------------------------------------------------------------------------------------------
@pytest.fixture
def attachment(cast):
    draft = make_draft(cast.department, cast.officer)
    stored = store(b"noi dung", "text/plain", now=timezone.now())
    return DirectiveFile.objects.create(
        directive=draft, kind="attachment", title="Cẩm nang", stored=stored, original_name="cam-nang.txt"
    )


def test_a_file_is_for_those_who_see_the_letter(client, cast, attachment):
    url = reverse("directives:file", args=[attachment.directive_id, attachment.pk])
    client.force_login(cast.officer)
    response = client.get(url)
    assert b"".join(response.streaming_content) == b"noi dung"
    assert (response["X-Content-Type-Options"], response["Content-Disposition"]) == (
        "nosniff",
        'attachment; filename="cam-nang.txt"',
    )
    for user in (cast.leader, cast.focal, cast.stranger_officer):
        client.force_login(user)
        assert client.get(url).status_code == 404


def test_a_file_keeps_its_vietnamese_name_and_shows_its_hash(client, cast):
    stored = store(b"%PDF-1.7 ban goc", "application/pdf", now=timezone.now())
    row = DirectiveFile.objects.create(
        directive=cast.directive, kind="original", title="x", stored=stored, original_name="Công văn “số 5”.pdf"
    )
    client.force_login(cast.officer)
    response = client.get(reverse("directives:file", args=[cast.directive.pk, row.pk]))
    assert b"".join(response.streaming_content) == b"%PDF-1.7 ban goc"
    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''C%C3%B4ng%20v%C4%83n")
    assert (response["Content-Security-Policy"], response["Cache-Control"]) == (
        "default-src 'none'; sandbox",
        "private, no-cache",
    )
    page = page_of(client, cast.officer, cast.directive).content.decode()
    assert f"SHA-256: <code>{hashlib.sha256(b'%PDF-1.7 ban goc').hexdigest()}</code>" in page


def test_a_file_of_one_letter_is_not_found_under_another(client, cast, attachment):
    client.force_login(cast.officer)
    assert client.get(reverse("directives:file", args=[cast.directive.pk, attachment.pk])).status_code == 404


def test_a_file_that_is_only_named_or_lost_is_not_found(client, cast, attachment, media_root):
    client.force_login(cast.officer)
    named = DirectiveFile.objects.create(directive=attachment.directive, kind="attachment", title="Chưa có")
    assert client.get(reverse("directives:file", args=[named.directive_id, named.pk])).status_code == 404
    for path in media_root.rglob("*"):
        if path.is_file():
            path.unlink()
    assert client.get(reverse("directives:file", args=[named.directive_id, attachment.pk])).status_code == 404


def test_the_menu_leads_officers_and_leaders_to_letters(client, cast):
    for user, shown in ((cast.officer, True), (cast.leader, True), (cast.focal, False)):
        client.force_login(user)
        page = client.get("/directives/").content.decode()
        assert ('href="/campaigns/"' in page) is shown


def test_a_city_committee_is_no_recipient_of_what_it_oversees(cast):
    assert not cast.directive.deliveries.filter(unit__kind=UnitKind.CITY_COMMITTEE).exists()
