"""What programs read: every noun as its person may see it, whole and in the right words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directives.models import Obligation
from reports.models import Action
from reports.services.reviews import accept, send_back

from .calling import program

pytestmark = pytest.mark.django_db


def read(response) -> dict:
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/json; charset=utf-8"
    return response.json()


def items(response) -> list[dict]:
    return read(response)["items"]


def bytes_of(response) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def ids(response) -> list[int]:
    return [each["id"] for each in items(response)]


def local(at) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


def test_a_program_asks_whose_key_it_has(world):
    cast = world.cast
    got = read(program(cast.focal, scope="read").get("/me"))
    assert got["name"] == "Nguyễn Thị Đầu Mối"
    assert got["scope"] == "read"
    assert got["seats"] == [{"unit": {"id": cast.ninh_kieu.pk, "name": cast.ninh_kieu.name}, "role": "focal"}]
    assert got["expires_at"].endswith("T00:00:00+07:00")


def test_a_campaign_with_its_owner(world):
    campaign = world.cast.directive.campaign
    officer = program(world.cast.officer)
    got = read(officer.get(f"/campaigns/{campaign.pk}"))
    assert (got["name"], got["owner"]["name"]) == ("Chiến dịch thử", "Sở Thông tin và Truyền thông")
    assert got in items(officer.get("/campaigns"))


def test_a_letter_with_what_it_asks_and_of_whom(world):
    cast = world.cast
    got = read(program(cast.officer).get(f"/directives/{cast.directive.pk}"))
    assert got["reference"] == cast.directive.reference
    assert got["state"] == "running"
    assert got["issued_at"] == local(cast.directive.issued_at)
    assert got["text"] == "Kính gửi: Phòng Văn hóa và Thông tin."
    assert [each["text"] for each in got["instructions"]] == ["Đăng tải tài liệu", "Phổ biến kỹ năng"]
    assert [each["source"] for each in got["groups"]] == ["addressee", "task"]
    assert {each["unit"]["name"] for each in got["recipients"]} == {cast.ninh_kieu.name, cast.o_mon.name}
    assert [each["title"] for each in got["files"]] == ["Công văn số 4322/BTTTT-CATTT"]
    file = program(cast.focal).get(got["files"][0]["file"])
    assert bytes_of(file) == b"Kinh gui"


def test_a_recipient_sees_itself_among_the_recipients_and_nobody_else(world):
    cast = world.cast
    got = read(program(cast.focal).get(f"/directives/{cast.directive.pk}"))
    assert [each["unit"]["id"] for each in got["recipients"]] == [cast.ninh_kieu.pk]


def test_a_draft_is_read_by_those_who_write_it(world):
    assert read(program(world.cast.officer).get(f"/directives/{world.draft.pk}"))["state"] == "draft"
    assert world.draft.pk not in ids(program(world.cast.leader).get("/directives"))


def test_deliveries_and_obligations_of_one_letter_and_one_unit(world):
    cast = world.cast
    officer, about = program(cast.officer), {"directive": cast.directive.pk, "unit": cast.ninh_kieu.pk}
    assert ids(officer.get("/deliveries", about)) == [cast.delivery().pk]
    assert ids(officer.get("/obligations", about)) == [each.pk for each in cast.obligations()]
    assert ids(officer.get("/obligations", about | {"progress": "waiting"})) == [cast.obligation().pk]
    assert ids(officer.get("/obligations", about | {"due_before": cast.directive.due_on.isoformat()})) == []


def test_an_obligation_says_what_is_lacking(world):
    waiting, fresh = world.cast.obligations()
    focal = program(world.cast.focal)
    got = read(focal.get(f"/obligations/{fresh.pk}"))
    assert (got["progress"], got["is_overdue"], got["counted"]) == ("not_started", False, True)
    assert got["instruction"]["text"] == "Phổ biến kỹ năng"
    assert [each["proved"] for each in got["checklist"]] == [False, False]
    got = read(focal.get(f"/obligations/{waiting.pk}"))
    assert (got["progress"], [each["proved"] for each in got["checklist"]]) == ("waiting", [True, True])
    assert got["submitted_at"] == local(Obligation.objects.get(pk=waiting.pk).submitted_at)


def test_an_action_with_its_evidence_and_the_file_as_the_page_serves_it(world):
    focal = program(world.cast.focal)
    (got,) = items(focal.get("/actions", {"obligation": world.cast.obligation().pk}))
    assert (got["id"], got["receipt"], got["reach"]) == (world.action.pk, world.action.receipt, 120)
    assert got["obligations"] == [world.cast.obligation().pk]
    assert [each["url"] for each in got["evidence"]] == ["https://ninhkieu.example/bai-viet", ""]
    photo = got["evidence"][1]
    assert (photo["name"], photo["sha256"]) == ("buoi-hop.jpg", world.evidence.stored.sha256)
    assert read(focal.get(f"/evidence/{photo['id']}")) == photo
    served = focal.get(photo["file"])
    page = focal.client
    page.force_login(world.cast.focal)
    assert bytes_of(served) == bytes_of(page.get(f"/evidence/{photo['id']}/"))
    assert served["ETag"] == f'"{world.evidence.stored.shown.sha256}"'


def test_the_original_of_a_photo_stays_with_the_reviewer(world):
    path = f"/evidence/{world.evidence.pk}/file"
    assert program(world.cast.focal).get(path, {"original": "1"}).status_code == 403
    assert bytes_of(program(world.cast.officer).get(path, {"original": "1"})).startswith(b"\xff\xd8")


def test_what_was_decided_is_read_by_both_sides(world):
    cast = world.cast
    by_officer = {"actor": cast.officer, "now": timezone.now()}
    send_back(obligation=cast.obligation(), reason="Thiếu ngày", **by_officer)
    (duty,) = items(program(cast.focal).get("/reviews", {"obligation": cast.obligation().pk}))
    assert (duty["verdict"], duty["reason"], duty["action"]) == ("returned", "Thiếu ngày", None)
    (deed,) = items(program(cast.officer).get("/reviews", {"action": world.action.pk}))
    assert (deed["verdict"], deed["obligation"]) == ("returned", None)
    assert read(program(cast.leader).get(f"/reviews/{deed['id']}")) == deed
    assert items(program(cast.other_focal).get("/reviews")) == []


def test_the_units_own_reply_with_its_paper(world):
    delivery = world.cast.delivery()
    (got,) = items(program(world.cast.officer).get("/reports", {"delivery": delivery.pk}))
    assert (got["id"], got["text"], got["unit"]["id"]) == (world.report.pk, "Đã triển khai.", delivery.unit_id)
    assert bytes_of(program(world.cast.focal).get(got["file"])) == b"Kinh gui"


def test_materials_as_the_library_has_them(world):
    cast = world.cast
    focal = program(cast.focal)
    assert ids(focal.get("/materials")) == [world.material.pk, world.linked.material_id]
    (document,) = items(focal.get("/materials", {"kind": "handbook"}))
    (version,) = document["versions"]
    file = focal.get(version["file"])
    assert len(bytes_of(file)) == version["size"]
    assert world.version.takes.get().unit == cast.ninh_kieu
    assert focal.get(f"/materials/versions/{world.linked.pk}/file").url == "https://khonggianmang.vn/"


def test_units_as_far_as_their_pages_open(world):
    cast = world.cast
    assert ids(program(cast.focal).get("/units")) == [cast.ninh_kieu.pk]
    got = read(program(cast.leader).get(f"/units/{cast.ninh_kieu.pk}"))
    assert (got["kind"], got["parent"]) == ("district_office", cast.district.pk)
    assert cast.elsewhere.pk not in ids(program(cast.leader).get("/units"))


# --- Figures ----------------------------------------------------------------------------------------------------------
def test_the_figures_are_those_of_the_dashboard_and_follow_the_day(world):
    cast = world.cast
    leader, path = program(cast.leader), f"/directives/{cast.directive.pk}/figures"
    today = timezone.localdate()
    accept(obligation=cast.obligation(), actor=cast.officer, now=timezone.now())
    now, before = read(leader.get(path)), read(leader.get(path, {"as_of": (today - timezone.timedelta(1)).isoformat()}))
    assert (now["as_of"], now["sees_whole"]) == (today.isoformat(), True)
    assert (now["tasks"]["total"], now["tasks"]["done"], now["tasks"]["waiting"]) == (4, 1, 1)
    assert (before["tasks"]["done"], before["tasks"]["waiting"]) == (0, 2)
    assert now["units"]["total"] == 2
    assert [(each["name"], each["tasks"]["total"]) for each in now["by_group"]] == [
        ("Phòng Văn hóa và Thông tin quận, huyện", 4)
    ]
    assert [(each["channel"], each["actions"], each["times"]) for each in now["reach"]] == [("website", 2, 240)]


def test_a_unit_reads_the_figures_of_its_own_part(world):
    cast = world.cast
    got = read(program(cast.focal).get(f"/directives/{cast.directive.pk}/figures"))
    assert (got["sees_whole"], got["units"]["total"], got["tasks"]["total"]) == (False, 1, 2)


@pytest.mark.parametrize("days", [1, -400])
def test_there_are_no_figures_of_days_to_come_nor_of_before_the_letter(world, days):
    day = timezone.localdate() + timezone.timedelta(days)
    response = program(world.cast.leader).get(
        f"/directives/{world.cast.directive.pk}/figures", {"as_of": day.isoformat()}
    )
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "as_of"


# --- Cost -------------------------------------------------------------------------------------------------------------
LISTS = [
    "/campaigns",
    "/directives",
    "/deliveries",
    "/obligations",
    "/actions",
    "/reports",
    "/reviews",
    "/materials",
    "/units",
]


@pytest.mark.parametrize("path", LISTS)
def test_a_longer_page_costs_no_more_queries(world, path):
    cast = world.cast
    accept(obligation=cast.obligation(), actor=cast.officer, now=timezone.now())
    admin, asked = program(cast.second_officer), []
    admin.get(path)
    for limit in (1, 50):
        with CaptureQueriesContext(connection) as queries:
            found = items(admin.get(path, {"limit": limit}))
        asked.append((len(found), len(queries)))
    (one, few), (many, more) = asked
    assert (one, few) == (1, more)
    assert many > 1 or path in ("/campaigns", "/reports")
    assert few <= 6


def test_a_detail_costs_the_same_with_more_behind_it(world):
    cast = world.cast
    officer = program(cast.officer)
    for path in (f"/directives/{cast.directive.pk}", f"/actions/{world.action.pk}"):
        officer.get(path)
        with CaptureQueriesContext(connection) as queries:
            officer.get(path)
        assert len(queries) <= 10, path
    assert Action.objects.count() == 2
