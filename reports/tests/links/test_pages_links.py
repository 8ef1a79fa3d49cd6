"""What people see of a checked link: a line beside it, a page with the reasons and the copy, the copy as a file."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from campaign_portal.lib.storage import content_storage
from directives.tests.factories import make_cast
from reports.links.archive import read_copy
from reports.models import Evidence
from reports.queries.deeds import deeds
from reports.queries.findings import findings
from reports.services.link_checks import check_due_links
from reports.services.mending import edit_action
from reports.services.what import Proof
from reports.tests.factories import LINK, make_action, what
from reports.tests.reading import as_person, words
from reports.tests.reading import status as status_of
from units.tests.factories import local

from .web import Web, answer, look_at, moved

pytestmark = pytest.mark.django_db
NOW = local("2024-11-06 08:00")
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(local("2024-11-14 08:00"), tick=False):
        yield


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def link(cast) -> Evidence:
    return make_action(cast.obligation(), actor=cast.focal, declare=True).evidence.get()


def page_of(link: Evidence) -> str:
    return reverse("reports:link", args=[link.pk])


def file_of(link: Evidence, number: int = 1) -> str:
    return reverse("reports:link-file", args=[link.pk, number])


def places(cast) -> dict[str, str]:
    key = cast.obligation().pk
    return {"focal": reverse("reports:obligation", args=[key]), "officer": reverse("reports:review", args=[key])}


# --- The line beside the link -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["focal", "officer"])
def test_a_link_nobody_looked_at_stands_alone(client, cast, link, who):
    response = as_person(client, cast.people[who]).get(places(cast)[who])
    assert page_of(link) not in response.content.decode()
    assert "kiểm chứng" not in words(response)


@pytest.mark.parametrize("who", ["focal", "officer"])
def test_the_copy_is_one_click_away_from_the_action_and_from_the_review(client, cast, link, who):
    look_at(link, now=NOW)
    response = as_person(client, cast.people[who]).get(places(cast)[who])
    assert "Chưa kiểm chứng được Bản lưu 06/11/2024 và lý do ninhkieu.example" in words(response)
    assert status_of(client.get(page_of(link))) == 200
    assert page_of(link) in response.content.decode()


def test_a_dead_link_says_since_when_and_keeps_its_copy(client, cast, link):
    look_at(link, now=NOW)
    for days in (1, 2):
        look_at(link, now=NOW + days * DAY, page=answer("", status="404 Not Found"))
    response = as_person(client, cast.officer).get(places(cast)["officer"])
    assert "Không còn mở được từ 07/11/2024 Bản lưu 06/11/2024 và lý do" in words(response)
    page = words(client.get(page_of(link)))
    assert "Trang không còn: máy chủ báo không tìm thấy (404)." in page
    assert "Bản lưu lúc 08:00 ngày 06/11/2024 Đơn vị triển khai Chiến dịch thử." in page


def test_a_link_that_never_opened_has_reasons_and_no_copy(client, cast, link):
    look_at(link, now=NOW, page=answer("", status="403 Forbidden"))
    response = as_person(client, cast.focal).get(places(cast)["focal"])
    assert "Chưa kiểm chứng được Xem lý do" in words(response)
    assert "Chưa lưu được bản nào" in words(client.get(page_of(link)))
    assert client.get(file_of(link)).status_code == 404


@pytest.mark.parametrize("items", [1, 3])
def test_lines_cost_no_query_of_their_own(cast, items, django_assert_num_queries):
    for _ in range(items):
        look_at(make_action(cast.obligation(), actor=cast.focal).evidence.get(), now=NOW)
    actions = cast.obligation().actions.all()
    with django_assert_num_queries(5):  # actions, evidence, what they serve, materials, reviews
        found = deeds(actions)
    assert [proof.link.state for each in found for proof in each.proofs] == ["link_unverified"] * items


# --- What the reviewer is pointed to ----------------------------------------------------------------------------------
FUTURE = '<meta property="article:published_time" content="2024-12-01"><p>Chiến dịch thử</p>'


def findings_of(cast) -> list[tuple[str, str, str]]:
    row = cast.obligation()
    found = findings(row, deeds(row.actions.all()), user=cast.officer)
    return [(each.tone, each.words, each.detail) for each in found if "Liên kết" in each.words]


def queue(client, cast, name: str) -> bool:
    """Whether the obligation is in the queue under a filter by finding."""
    response = as_person(client, cast.officer).get(reverse("reports:reviews"), {"finding": name})
    return reverse("reports:review", args=[cast.obligation().pk]) in response.content.decode()


def test_a_page_that_does_not_agree_is_pointed_out_and_can_be_asked_for(client, cast, link):
    look_at(link, now=NOW)
    assert (findings_of(cast), queue(client, cast, "link")) == ([], False)
    look_at(link, now=NOW + DAY, page=answer(FUTURE))
    why = "Trang ghi đăng ngày 01/12/2024, sau ngày liên kết được nộp (05/11/2024)."
    assert findings_of(cast) == [("soon", "Liên kết có điểm không khớp: ninhkieu.example", why)]
    assert (queue(client, cast, "link"), queue(client, cast, "any")) == (True, True)


def test_a_dead_page_is_pointed_out_with_its_day(client, cast, link):
    look_at(link, now=NOW)
    for days in (1, 2):
        look_at(link, now=NOW + days * DAY, page=answer("", status="404 Not Found"))
    assert findings_of(cast) == [("soon", "Liên kết không còn mở được: ninhkieu.example", "Từ 07/11/2024.")]
    assert queue(client, cast, "link")


def test_a_foreign_host_is_told_once(cast, link):
    cast.ninh_kieu.website = "trang-khac.example"
    cast.ninh_kieu.save(update_fields=["website"])
    look_at(link, now=NOW)
    assert link.watch.latest.result == "contradicts"
    assert [words for _tone, words, _detail in findings_of(cast)] == [
        "Liên kết ngoài trang của đơn vị: ninhkieu.example"
    ]


def test_a_link_that_leads_off_the_units_own_site_is_told(cast, link):
    cast.ninh_kieu.website = "ninhkieu.example"
    cast.ninh_kieu.save(update_fields=["website"])
    shop = "https://ban-hang.example/x"
    check_due_links(now=NOW, fetch=Web({link.url: moved(shop), shop: answer("a")}).fetch)
    told = {words: detail for _tone, words, detail in findings_of(cast)}
    assert told["Liên kết có điểm không khớp: ninhkieu.example"] == (
        "Nằm ở ban-hang.example, không thuộc trang của đơn vị (ninhkieu.example)."
    )


# --- The page ---------------------------------------------------------------------------------------------------------
def test_the_page_gives_every_reason_and_every_look(client, cast, link):
    cast.ninh_kieu.website = "ninhkieu.example"
    cast.ninh_kieu.save(update_fields=["website"])
    look_at(link, now=NOW)
    look_at(link, now=NOW + DAY, page=answer("<p>Trang đã sửa</p>"))
    said = words(as_person(client, cast.leader).get(page_of(link)))
    assert "Hệ thống kiểm tra liên kết lúc 08:00 ngày 07/11/2024" in said
    for reason in (
        "Trang mở được.",
        "Thuộc trang của đơn vị: ninhkieu.example.",
        "Không thấy nhắc tên chiến dịch, số văn bản hay tài liệu tuyên truyền.",
        "Trang không ghi ngày đăng.",
        "Đây là gợi ý cho người xác nhận; hệ thống không tự trả lại hoạt động.",
    ):
        assert reason in said
    assert "Trang đã sửa" in said
    first, second = link.link_checks.order_by("number")
    for check in (first, second):
        assert f"SHA-256 {check.copy.sha256}" in said
        assert file_of(link, check.number) in client.get(page_of(link)).content.decode()
    assert said.index("Chưa kiểm chứng được Không thấy") < said.index("Đã kiểm chứng Trang không ghi ngày đăng.")


def test_an_unchanged_page_offers_its_copy_once_by_its_first_look(client, cast, link):
    look_at(link, now=NOW)
    look_at(link, now=NOW + DAY)
    body = as_person(client, cast.focal).get(page_of(link)).content.decode()
    assert (body.count(file_of(link, 1)), body.count(file_of(link, 2))) == (1, 0)


def test_markup_of_the_archived_page_is_shown_as_words_only(client, cast, link):
    hostile = "<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>&lt;img src=x onerror=alert(2)&gt;<script>x</script>"
    look_at(link, now=NOW, page=answer(hostile))
    body = as_person(client, cast.focal).get(page_of(link)).content.decode()
    assert "<script>alert" not in body
    assert "<img src=x" not in body
    assert "&lt;img src=x onerror=alert(2)&gt;" in body


def test_a_cut_page_a_picture_and_lost_bytes_are_said_in_words(client, cast, link):
    as_person(client, cast.focal)
    look_at(link, now=NOW, page=answer(b"tin " * 1_500_000))
    assert "Trang dài hơn giới hạn lưu, nên chỉ lưu phần đầu." in words(client.get(page_of(link)))
    look_at(link, now=NOW + DAY, page=answer(b"\xff\xd8", kind="image/jpeg"))
    assert "Bản lưu không phải trang chữ. Hãy tải về để xem." in words(client.get(page_of(link)))
    kept = link.link_checks.get(number=2).copy
    content_storage.path(kept.sha256).unlink()
    assert "Không tìm thấy bản lưu trên máy chủ. Hãy báo cán bộ quản trị." in words(client.get(page_of(link)))
    assert client.get(file_of(link, 2)).status_code == 404


# --- The file ---------------------------------------------------------------------------------------------------------
def test_the_copy_is_saved_and_never_opened(client, cast, link):
    look_at(link, now=NOW)
    response = as_person(client, cast.officer).get(file_of(link))
    data = b"".join(response.streaming_content)
    assert read_copy(io.BytesIO(data)).url == LINK.url
    wanted = ("Content-Type", "Content-Disposition", "Content-Security-Policy", "X-Content-Type-Options")
    assert {name: response[name] for name in wanted} == {
        "Content-Type": "application/warc",
        "Content-Disposition": f'attachment; filename="minh-chung-{link.pk}-20241106.warc.gz"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }


# --- Who --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "status"),
    [("focal", 200), ("officer", 200), ("leader", 200), ("other_focal", 404), ("stranger_officer", 404)],
)
def test_strangers_find_neither_page_nor_copy(client, cast, link, who, status):
    look_at(link, now=NOW)
    as_person(client, cast.people[who])
    assert [status_of(client.get(each)) for each in (page_of(link), file_of(link))] == [status, status]


def test_a_copy_of_another_link_cannot_be_had_through_ones_own(client, cast, link):
    theirs = make_action(
        cast.obligation(cast.o_mon), actor=cast.other_focal, proofs=[Proof(url="https://omon.example/")]
    )
    own = theirs.evidence.get()
    look_at(link, now=NOW)
    look_at(link, now=NOW + DAY, page=answer("<p>khác</p>"))
    as_person(client, cast.other_focal)
    assert [client.get(file_of(own, number)).status_code for number in (1, 2)] == [404, 404]


def test_what_was_never_looked_at_has_no_page(client, cast, link):
    as_person(client, cast.focal)
    assert [client.get(each).status_code for each in (page_of(link), file_of(link))] == [404, 404]
    assert client.get(reverse("reports:link", args=[0])).status_code == 404


def test_a_link_taken_off_keeps_its_page_for_who_may_see_it(client, cast):
    link = make_action(cast.obligation(), actor=cast.focal).evidence.get()
    look_at(link, now=NOW)
    edit_action(action=link.action, what=what(), proofs=[], removed={link.pk}, actor=cast.focal, now=NOW)
    assert status_of(as_person(client, cast.officer).get(page_of(link))) == 200
