"""What programs do: each act once, by the same services as the pages, with the same refusals."""

import json
import uuid
from datetime import date, timedelta

import pytest

from campaign_portal.lib.tests.factories import picture_bytes
from directives.models import Change, Obligation
from directives.services.lifecycle import close_campaign
from directives.tests.factories import make_issued
from reports.api.app import api
from reports.models import Action, PartialUpload
from reports.services.pieces import sweep
from reports.services.reviews import accept, send_back
from reports.tests.factories import LINK, make_action
from units.models import ApiCall
from units.tests.factories import local

from .calling import problem, program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-05 10:00")


@pytest.fixture
def focal(cast):
    return program(cast.focal, now=NOW)


def action_of(cast, **more) -> dict:
    return {
        "obligations": [cast.obligation().pk],
        "done_on": "2024-11-04",
        "channel": "website",
        "audience": "residents",
        "reach": 120,
        "description": "Đăng bài cảnh báo",
        "links": ["https://ninhkieu.example/bai-viet"],
    } | more


def errors(response) -> dict[str, str]:
    assert problem(response) == (422, "invalid")
    return {each["field"]: each["detail"] for each in response.json()["errors"]}


def uploaded(caller, data: bytes | None = None, name: str = "anh-hop.jpg") -> str:
    key = str(uuid.uuid4())
    response = caller.send(
        "put", f"/uploads/{key}", data or picture_bytes(), content_type="application/octet-stream", Upload_Name=name
    )
    assert response.status_code == 200, response.content
    assert response.json()["complete"]
    return key


# --- Taking the letter in ---------------------------------------------------------------------------------------------
def test_receipt_is_confirmed_with_the_units_own_number_and_day(cast, focal):
    path = f"/deliveries/{cast.delivery().pk}/receipt"
    got = focal.post(path, {"incoming_number": "12", "incoming_on": "2024-10-29"})
    assert got.status_code == 200
    assert (got.json()["state"], got.json()["received_at"]) == ("received", "2024-11-05T10:00:00+07:00")
    row = cast.delivery()
    assert (row.received_by, row.incoming_number, row.incoming_on) == (cast.focal, "12", date(2024, 10, 29))
    again = focal.post(path, {"incoming_number": "99"})
    assert (again.status_code, cast.delivery().incoming_number) == (200, "12")


# --- Recording --------------------------------------------------------------------------------------------------------
def test_an_action_is_recorded_as_on_the_page(cast, focal):
    got = focal.post("/actions", action_of(cast))
    assert got.status_code == 201
    action = Action.objects.get()
    assert got.json()["id"] == action.pk
    assert got.json()["receipt"] == action.receipt
    assert (action.unit, action.recorded_by, action.recorded_at) == (cast.ninh_kieu, cast.focal, NOW)
    assert (action.done_on, action.reach, action.description) == (date(2024, 11, 4), 120, "Đăng bài cảnh báo")
    assert action.evidence.get().url == "https://ninhkieu.example/bai-viet"
    assert cast.obligation().progress == "in_progress"
    assert cast.delivery().received_at == NOW
    assert Change.objects.filter(about="action", event="recorded", actor=cast.focal).count() == 1


def test_an_action_with_a_file_declared_complete_at_once(cast, focal):
    body = action_of(cast, links=[], uploads=[uploaded(focal)], declare_complete=True)
    got = focal.post("/actions", body).json()
    assert [(each["name"], each["content_type"]) for each in got["evidence"]] == [("anh-hop.jpg", "image/jpeg")]
    assert got["state"] == "submitted"
    assert cast.obligation().progress == "waiting"


def test_evidence_is_added_and_then_the_work_declared(cast, focal):
    action = focal.post("/actions", action_of(cast, links=[])).json()
    path = f"/obligations/{cast.obligation().pk}/declaration"
    refused = focal.post(path)
    assert problem(refused) == (409, "refused")
    assert refused.json()["detail"] == "Chưa gửi được, còn thiếu: ảnh, tệp hoặc liên kết làm minh chứng."
    more = focal.post(f"/actions/{action['id']}/evidence", {"links": [LINK.url], "uploads": [uploaded(focal)]})
    assert more.status_code == 201
    assert len(more.json()["evidence"]) == 2
    assert more.json()["description"] == "Đăng bài cảnh báo"
    done = focal.post(path)
    assert (done.status_code, done.json()["progress"]) == (200, "waiting")
    assert done.json()["submitted_at"] == "2024-11-05T10:00:00+07:00"


def test_what_was_returned_is_mended_by_more_evidence(cast, focal):
    action = make_action(cast.obligation(), actor=cast.focal, now=NOW, declare=True)
    send_back(obligation=cast.obligation(), reason="Thiếu ảnh", actor=cast.officer, now=NOW)
    got = focal.post(f"/actions/{action.pk}/evidence", {"uploads": [uploaded(focal)]})
    assert got.json()["state"] == "resubmitted"


def test_what_was_accepted_is_added_to_only_with_a_reason(cast, focal):
    action = make_action(cast.obligation(), actor=cast.focal, now=NOW, declare=True)
    accept(obligation=cast.obligation(), actor=cast.officer, now=NOW)
    path, more = f"/actions/{action.pk}/evidence", {"links": ["https://ninhkieu.example/khac"]}
    assert problem(focal.post(path, more)) == (409, "refused")
    assert focal.post(path, more | {"reason": "Thêm bài thứ hai"}).status_code == 201


def test_one_action_for_two_pieces_of_work_and_with_materials(cast, focal):
    material = cast.directive.campaign.materials.create(
        kind="handbook", title="Cẩm nang", created_at=NOW, created_by=cast.officer
    )
    both = [each.pk for each in cast.obligations()]
    got = focal.post("/actions", action_of(cast, obligations=[*both, both[0]], materials=[material.pk])).json()
    assert (got["obligations"], got["materials"]) == (both, [material.pk])


# --- What does not fit ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({"done_on": "04/11/2024"}, "done_on", "Phải là ngày dạng năm-tháng-ngày"),
        ({"done_on": "1899-12-31"}, "done_on", "Phải từ 1900-01-01 trở lên."),
        ({"channel": "fax"}, "channel", "Không có lựa chọn này. Chọn một trong: 'website'"),
        ({"reach": -1}, "reach", "Phải từ 0 trở lên."),
        ({"reach": 50_000_001}, "reach", "Không được quá 50000000."),
        ({"description": "a" * 5001}, "description", "Dài quá 5000 ký tự."),
        ({"description": "a\x00b"}, "description", "Có ký tự lạ không lưu được."),
        ({"description": "\ud800"}, "description", "Có ký tự lạ không lưu được."),
        ({"links": ["khong phai"]}, "links.0", "“khong phai” chưa phải là liên kết."),
        ({"links": ["https://a.example", "javascript:alert(1)"]}, "links.1", "“javascript:alert(1)” chưa phải"),
        ({"links": ["https://a.example"] * 11}, "links", "Nhiều quá 10 mục."),
        ({"obligations": []}, "obligations", "Cần ít nhất 1 mục."),
        ({"obligations": [0]}, "obligations.0", "Phải từ 1 trở lên."),
        ({"obligations": [999_999]}, "obligations.0", "Không có nhiệm vụ này."),
        ({"materials": [999_999]}, "materials.0", "Tài liệu này không thuộc chiến dịch"),
        ({"uploads": [str(uuid.UUID(int=1))]}, "uploads.0", "Không có tệp này"),
        ({"uploads": ["x"]}, "uploads.0", "Phải là UUID"),
        ({"ngay": "2024-11-04"}, "ngay", "Không có mục tên này."),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_stored(cast, focal, sent, field, words):
    found = errors(focal.post("/actions", action_of(cast, **sent)))
    assert list(found) == [field]
    assert found[field].startswith(words)
    assert (Action.objects.count(), ApiCall.objects.count()) == (0, 0)


def test_all_that_is_missing_is_named_at_once(focal):
    found = errors(focal.post("/actions", {}))
    assert found == dict.fromkeys(["obligations", "done_on", "channel", "audience"], "Thiếu mục này.")


@pytest.mark.parametrize("body", [b"{", b"[1,", b"\xff\xfe", b"chu"])
def test_what_is_no_json_is_said_so(cast, focal, body):
    assert problem(focal.send("post", "/actions", body, Idempotency_Key="a")) == (400, "bad-body")


def test_nothing_at_all_is_invalid(cast, focal):
    assert errors(focal.send("post", "/actions", b"", Idempotency_Key="a")) == {"body": "Thiếu mục này."}


@pytest.mark.parametrize("body", [[], "chu", 1, None, True])
def test_json_of_another_shape_is_invalid(cast, focal, body):
    response = focal.send("post", "/actions", json.dumps(body).encode(), Idempotency_Key="a")
    assert response.status_code in (400, 422)
    assert response["Content-Type"] == "application/problem+json"


def test_too_much_at_once_is_said_so(cast, focal, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2**20
    response = focal.send("post", "/actions", b"x" * (2**20 + 1), Idempotency_Key="a")
    assert problem(response) == (413, "too-large")
    assert "tối đa 1 MB" in response.json()["detail"]


def test_a_day_to_come_is_refused_in_the_words_of_the_page(cast, focal):
    response = focal.post("/actions", action_of(cast, done_on="2024-11-06"))
    assert problem(response) == (409, "refused")
    assert response.json()["detail"].startswith("Ngày thực hiện ở trong tương lai.")


def test_nothing_is_recorded_after_the_campaign(cast, focal):
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=NOW)
    for path, body in (
        ("/actions", action_of(cast)),
        (f"/obligations/{cast.obligation().pk}/declaration", {}),
    ):
        response = focal.post(path, body)
        assert problem(response) == (409, "refused")
        assert "Chiến dịch đã kết thúc" in response.json()["detail"]


def test_an_action_has_so_many_files(cast, focal):
    action = focal.post("/actions", action_of(cast)).json()
    keys = [uploaded(focal, picture_bytes(colour=(n * 40, 0, 0))) for n in range(6)]
    path = f"/actions/{action['id']}/evidence"
    assert focal.post(path, {"uploads": keys}).status_code == 201
    assert "tối đa 10 tệp" in errors(focal.post(path, {"uploads": keys[:5]}))["uploads.0"]
    assert "ít nhất một" in errors(focal.post(path, {}))["uploads.0"]


def test_a_key_that_only_reads_writes_nothing(cast):
    reader = program(cast.focal, scope="read", now=NOW)
    response = reader.post("/actions", {})
    assert problem(response) == (403, "forbidden")
    assert response.json()["detail"] == "Mã truy cập này chỉ để đọc. Hãy tạo mã có quyền ghi nếu cần."
    assert Action.objects.count() == 0


# --- Whose it is ------------------------------------------------------------------------------------------------------
def writes(cast) -> dict[str, dict]:
    action = Action.objects.first() or make_action(cast.obligation(), actor=cast.focal, now=NOW)
    return {
        f"/deliveries/{cast.delivery().pk}/receipt": {},
        f"/obligations/{cast.obligation().pk}/declaration": {},
        f"/actions/{action.pk}/evidence": {"links": ["https://a.example/b"]},
    }


def test_every_act_that_is_described_is_asked_for_below(cast):
    described = [path for path, each in api.get_openapi_schema()["paths"].items() if "post" in each]
    assert len(described) == len(writes(cast)) + 1  # and recording


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("other_focal", 404),
        ("stranger_officer", 404),
        ("leader", 403),
        ("officer", 403),
    ],
)
def test_who_does_not_report_for_the_unit_does_none_of_it(cast, person, status):
    caller = program(cast.people[person], now=NOW)
    asked = writes(cast)
    log = Change.objects.count()
    answers = {path: caller.post(path, body).status_code for path, body in asked.items()}
    assert set(answers.values()) == {status}
    recorded = caller.post("/actions", action_of(cast))
    assert recorded.status_code == (422 if status == 404 else 403)
    assert (Action.objects.count(), Change.objects.count()) == (1, log)


def test_a_key_of_another_unit_does_not_record_for_this_one(cast):
    cast.o_mon.memberships.create(user=cast.focal, role="focal", starts_on=date(2024, 1, 1))
    person = type(cast.focal).objects.get(pk=cast.focal.pk)
    caller = program(person, cast.o_mon, now=NOW)
    assert errors(caller.post("/actions", action_of(cast))) == {"obligations.0": "Không có nhiệm vụ này."}
    assert caller.post(f"/deliveries/{cast.delivery().pk}/receipt").status_code == 404
    own = action_of(cast, obligations=[cast.obligation(cast.o_mon).pk])
    assert caller.post("/actions", own).status_code == 201


def test_a_file_that_somebody_else_sent_is_none_of_ones_own(cast, focal):
    key = uploaded(program(cast.other_focal, now=NOW))
    assert "uploads.0" in errors(focal.post("/actions", action_of(cast, uploads=[key])))
    assert focal.get(f"/uploads/{key}").status_code == 404
    stolen = focal.send("put", f"/uploads/{key}", b"x", content_type="application/octet-stream", Upload_Length="10")
    assert stolen.status_code == 403


def test_work_of_two_letters_is_not_one_action(cast, focal):
    other = make_issued(cast.department, cast.officer, groups=[("Phòng", [cast.ninh_kieu], "Việc khác")])
    duty = Obligation.objects.get(delivery__directive=other)
    response = focal.post("/actions", action_of(cast, obligations=[cast.obligation().pk, duty.pk]))
    assert problem(response) == (409, "refused")


# --- Files in pieces --------------------------------------------------------------------------------------------------
def test_a_file_comes_in_pieces_and_goes_on_where_it_stopped(focal):
    data, key = picture_bytes(), uuid.uuid4()
    half = len(data) // 2
    about = {"content_type": "application/octet-stream", "Upload_Length": str(len(data))}
    about["Upload_Name"] = "%E1%BA%A3nh.jpg"
    first = focal.send("put", f"/uploads/{key}", data[:half], **about, Upload_Offset="0").json()
    assert (first["received"], first["complete"], first["name"]) == (half, False, "ảnh.jpg")
    assert focal.get(f"/uploads/{key}").json() == first
    twice = focal.send("put", f"/uploads/{key}", data[:half], **about, Upload_Offset="0").json()
    assert twice == first
    last = focal.send("put", f"/uploads/{key}", data[half:], **about, Upload_Offset=str(half)).json()
    assert (last["received"], last["complete"]) == (len(data), True)
    assert PartialUpload.objects.get(key=key).stored.size == len(data)


@pytest.mark.parametrize(("data", "words"), [(b"", "trống"), (b"MZ\x90\x00" * 20, "Tệp “a.jpg”")])
def test_a_file_that_proves_nothing_is_refused_by_name(focal, data, words):
    response = focal.send(
        "put", f"/uploads/{uuid.uuid4()}", data, content_type="application/octet-stream", Upload_Name="a.jpg"
    )
    assert problem(response) == (409, "refused")
    assert words in response.json()["detail"]


def test_an_old_file_is_named_no_more(cast, focal):
    key = uploaded(focal)
    PartialUpload.objects.filter(key=key).update(touched_at=NOW - timedelta(hours=25))
    sweep(now=NOW)
    assert "quá 24 giờ" in errors(focal.post("/actions", action_of(cast, uploads=[key])))["uploads.0"]
