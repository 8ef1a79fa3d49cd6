"""The pages of the workbook: fetched, sent back, looked at, written with one button."""

import io
from dataclasses import replace
from datetime import date, timedelta
from unittest.mock import patch

import pytest
import python_calamine
import time_machine
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directives.models import Change, Progress
from directives.services.lifecycle import recall
from directives.tests.factories import make_cast, make_issued
from reports.forms.kept import token
from reports.models import Action, ActionDraft
from reports.queries.workbook import held, whole_file
from reports.services import workbook as service
from reports.services.declaring import declare_complete
from reports.services.mending import edit_action, withdraw_action
from reports.tests.factories import DONE_ON, LINK, RECORDED_AT, make_action, what
from reports.tests.reading import as_person, hidden, lead, queries, words
from reports.workbook.compare import compare
from reports.workbook.read import read_lines
from reports.workbook.write import workbook
from units.tests.factories import local, make_unit, make_user

from .sheets import TODAY, row, sheet

pytestmark = pytest.mark.django_db
PAGE = "/workbook/"
NOW = local("2024-11-20 10:00")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast():
    return make_cast()


def file(data: bytes, name: str = "bang-tinh.xlsx") -> dict:
    return {"file": SimpleUploadedFile(name, data)}


def fetched(client, address: str = "/workbook/all.xlsx") -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    return response.content


def resent(user, change) -> bytes:
    """The person's workbook with its lines changed by `change(line) -> line`."""
    state = held(user)
    lines = [change(each) for each in read_lines(whole_file(user, today=TODAY))]
    return workbook(duties=state.duties, lines=lines, about={}, fresh=(), heading="x")


def with_cells(**cells):
    return lambda line: replace(line, cells=line.cells | cells)


def sent(client, data: bytes):
    """The page of comparison that a sent file leads to, and its address."""
    response = client.post(PAGE, file(data))
    assert response.status_code == 302
    return client.get(response.url), response.url


def confirm(client, page, address: str):
    return client.post(address, {"fingerprint": hidden(page, "fingerprint")[0]}, follow=True)


def said(response) -> list[str]:
    return [str(each) for each in get_messages(response.wsgi_request)] or [
        str(each) for each in response.context["messages"]
    ]


# --- Fetching ---------------------------------------------------------------------------------------------------------
def test_the_workbook_holds_the_work_and_the_actions_of_the_persons_units_alone(client, cast):
    own = make_action(cast.obligation(), actor=cast.focal)
    make_action(cast.obligation(cast.o_mon), actor=cast.other_focal)
    response = as_person(client, cast.focal).get("/workbook/all.xlsx")
    assert response["Content-Disposition"] == 'attachment; filename="viec-don-vi-2024-11-20.xlsx"'
    assert (response["Cache-Control"], response["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
    assert [each.key for each in read_lines(response.content)] == [str(own.client_uuid)]
    assert {each.unit for each in held(cast.focal).duties} == {cast.ninh_kieu.name}


def test_the_workbook_of_a_letter_holds_that_letter_alone(client, cast):
    other = make_issued(cast.department, cast.officer, groups=[("Phòng", [cast.ninh_kieu], "Việc khác")])
    here = make_action(cast.obligation(), actor=cast.focal)
    make_action(other.deliveries.get().obligations.get(), actor=cast.focal)
    client = as_person(client, cast.focal)
    address = reverse("reports:delivery-workbook-file", args=[cast.delivery().pk])
    assert [each.key for each in read_lines(fetched(client, address))] == [str(here.client_uuid)]
    assert len(read_lines(fetched(client))) == 2


def test_withdrawn_actions_and_letters_recalled_are_left_out(client, cast):
    gone = make_action(cast.obligation(), actor=cast.focal)
    withdraw_action(action=gone, actor=cast.focal, now=RECORDED_AT)
    client = as_person(client, cast.focal)
    assert read_lines(fetched(client)) == []
    recall(directive=cast.directive, note="nhầm", actor=cast.officer, now=NOW)
    response = client.get("/workbook/all.xlsx", follow=True)
    assert said(response) == ["Đơn vị chưa có việc đang thực hiện để đưa vào bảng tính."]


def test_a_unit_with_units_below_may_read_their_work_and_not_write_it(client, cast):
    head = make_user(cast.district)
    action = make_action(cast.obligation(), actor=cast.focal)
    client = as_person(client, head)
    assert "Tải cả việc của đơn vị cấp dưới" in words(client.get(PAGE))
    lines = read_lines(fetched(client, "/workbook/all.xlsx?below=1"))
    assert [each.key for each in lines] == [str(action.client_uuid)]
    changed = replace(lines[0], cells=lines[0].cells | {"reach": 5})
    data = workbook(duties=(), lines=[changed], about={}, fresh=(), heading="x")
    page, _address = sent(client, data)
    assert lead(page) == "1 dòng không nhận."
    assert "Tải cả việc của đơn vị cấp dưới" not in words(as_person(client, cast.focal).get(PAGE))


def test_the_unit_above_sees_work_of_its_own_subtree_alone(cast):
    head = make_user(cast.district)
    assert {each.unit for each in held(head, below=True).duties} == {cast.ninh_kieu.name}


def test_the_same_number_of_queries_for_one_action_and_for_many(client, cast):
    client = as_person(client, cast.focal)
    make_action(cast.obligation(), actor=cast.focal)
    few = queries(client, "/workbook/all.xlsx")
    for _number in range(3):
        make_action(*cast.obligations(), actor=cast.focal)
    assert queries(client, "/workbook/all.xlsx") == few


def test_more_actions_than_come_back_are_not_handed_out(client, cast):
    make_action(cast.obligation(), actor=cast.focal)
    with patch("reports.queries.workbook.MAX_LINES", 100):
        response = as_person(client, cast.focal).get("/workbook/all.xlsx", follow=True)
    assert said(response) == ["Bảng tính sẽ có 1 dòng, nhiều hơn mức 0 dòng nhận lại được. Hãy tải theo từng văn bản."]


def test_my_work_and_a_letter_lead_to_the_workbook(client, cast):
    client = as_person(client, cast.focal)
    assert 'href="/workbook/"' in client.get(reverse("reports:my-work")).content.decode()
    delivery = cast.delivery()
    page = client.get(reverse("reports:delivery", args=[delivery.pk])).content.decode()
    assert f'href="/deliveries/{delivery.pk}/workbook.xlsx"' in page
    page = as_person(client, cast.officer).get(reverse("reports:delivery", args=[delivery.pk])).content.decode()
    assert "workbook.xlsx" not in page


# --- Sending back -----------------------------------------------------------------------------------------------------
def test_a_workbook_nobody_touched_changes_nothing(client, cast):
    make_action(*cast.obligations(), actor=cast.focal, description="Dòng một\r\nDòng hai ", proofs=[LINK])
    make_action(cast.obligation(), actor=cast.focal, reach=None, description="=1+1", proofs=[])
    client = as_person(client, cast.focal)
    before = Change.objects.count()
    page, address = sent(client, fetched(client))
    assert lead(page) == "Mọi dòng đã có trên cổng, không còn gì để lưu."
    assert said(client.post(address, {"fingerprint": "x"}, follow=True)) == ["Không còn dòng nào để lưu."]
    assert Change.objects.count() == before


def test_every_line_is_shown_with_its_reason_before_anything_is_written(client, cast):
    changed, clash = (make_action(cast.obligation(), actor=cast.focal) for _number in range(2))
    lines = {each.key: each for each in read_lines(whole_file(cast.focal, today=TODAY))}
    edit_action(action=clash, what=what(reach=99), proofs=[LINK], removed=set(), actor=cast.focal, now=RECORDED_AT)
    duty = str(cast.obligation().pk)
    rows = [
        row("moi-1", duties=duty),
        row("moi-2", duties=duty, reach=5),
        row("moi-3", duties=duty, done_on="31/02/2024"),
        row("moi-4", duties="999999"),
    ]
    for each in (changed, clash):
        line = lines[str(each.client_uuid)]
        rows.append(row(line.key, line.version, **(line.cells | {"reach": 150})))
    client = as_person(client, cast.focal)
    page, _address = sent(client, sheet(*rows))
    assert lead(page) == "2 dòng mới, 1 dòng sửa, 1 dòng xung đột, 2 dòng không nhận."
    text = words(page)
    assert "Ngày thực hiện: Không có ngày 31/02/2024 trong lịch. Hãy kiểm tra lại." in text
    assert "Không có việc số 999999 trong việc đang thực hiện của đơn vị. Hãy chọn trong danh sách." in text
    assert "Trên cổng hiện là: Số lượt tiếp cận: 99." in text
    assert "Số lượt tiếp cận: 120 đổi thành 150" in text
    assert Action.objects.count() == 2


def test_one_button_writes_what_is_right_and_leaves_the_rest(client, cast):
    action = make_action(cast.obligation(), actor=cast.focal)
    (line,) = read_lines(whole_file(cast.focal, today=TODAY))
    first, second = cast.obligations()
    data = sheet(
        row(line.key, line.version, **(line.cells | {"reach": 150.0, "links": "https://ninhkieu.example/bai-moi"})),
        row(
            "moi-1", duties=f"{first.pk}; {second.pk}", done_on="19/11/2024", description="Phát loa", links="a.example"
        ),
        row("moi-2", duties=str(first.pk), reach="nhiều"),
    )
    client = as_person(client, cast.focal)
    page, address = sent(client, data)
    after = confirm(client, page, address)
    assert said(after) == ["Đã lưu 1 dòng mới, 1 dòng sửa."]
    assert lead(after) == "1 dòng không nhận."
    action.refresh_from_db()
    assert (action.reach, [each.url for each in action.evidence.kept()]) == (150, ["https://ninhkieu.example/bai-moi"])
    assert action.evidence.count() == 2  # what was taken off is kept
    new = Action.objects.exclude(pk=action.pk).get()
    assert (new.done_on, new.channel, new.audience, new.reach) == (date(2024, 11, 19), "zalo", "residents", 120)
    assert (new.description, new.recorded_by, new.unit) == ("Phát loa", cast.focal, cast.ninh_kieu)
    assert {each.obligation_id for each in new.serves.all()} == {first.pk, second.pk}
    assert [each.url for each in new.evidence.all()] == ["https://a.example"]
    first.refresh_from_db()
    assert first.progress == Progress.IN_PROGRESS


def test_what_is_written_and_complete_leads_to_sending_it(client, cast):
    first, second = cast.obligations()
    data = sheet(row("moi-1", duties=str(first.pk), links="a.example"), row("moi-2", duties=str(second.pk), links=""))
    client = as_person(client, cast.focal)
    page, address = sent(client, data)
    assert "đã đủ để gửi xác nhận" not in words(page)
    after = confirm(client, page, address)
    assert "1 việc đã đủ để gửi xác nhận hoàn thành" in words(after)
    body = after.content.decode()
    assert f'href="{reverse("reports:obligation", args=[first.pk])}"' in body
    assert f'href="{reverse("reports:obligation", args=[second.pk])}"' not in body


def test_mending_in_a_workbook_keeps_materials_and_files(client, cast, stored_photo):
    action = make_action(cast.obligation(), actor=cast.focal, proofs=[LINK, stored_photo])
    client = as_person(client, cast.focal)
    page, address = sent(client, resent(cast.focal, with_cells(reach=7, links="")))
    confirm(client, page, address)
    action.refresh_from_db()
    assert action.reach == 7
    assert [each.original_name for each in action.evidence.kept()] == ["anh.jpg"]


def test_pressing_twice_writes_once(client, cast):
    action = make_action(cast.obligation(), actor=cast.focal)
    (line,) = read_lines(whole_file(cast.focal, today=TODAY))
    duty = str(cast.obligation().pk)
    data = sheet(row(line.key, line.version, **(line.cells | {"reach": 150})), row("moi-1", duties=duty))
    client = as_person(client, cast.focal)
    page, address = sent(client, data)
    confirm(client, page, address)
    changes = Change.objects.count()
    assert said(confirm(client, page, address)) == ["Không còn dòng nào để lưu."]
    assert (Action.objects.count(), Change.objects.count()) == (2, changes)
    again, _address = sent(client, data)  # the same file on another day
    assert lead(again) == "Mọi dòng đã có trên cổng, không còn gì để lưu."
    assert Action.objects.get(pk=action.pk).reach == 150


def test_two_presses_at_once_that_both_saw_the_comparison_write_once(client, cast):
    make_action(cast.obligation(), actor=cast.focal)
    lines = [with_cells(reach=8)(each) for each in read_lines(whole_file(cast.focal, today=TODAY))]
    lines += read_lines(sheet(row("moi-1", duties=str(cast.obligation().pk))))
    found = compare(lines, held(cast.focal), today=TODAY)
    first = service.save_lines(comparison=found, actor=cast.focal, now=NOW)
    second = service.save_lines(comparison=found, actor=cast.focal, now=NOW + timedelta(seconds=1))
    assert (first.new, first.changed, second.new, second.changed, second.refused) == (1, 1, 0, 0, [])


def test_changed_in_between_is_shown_anew_and_not_written(client, cast):
    action = make_action(cast.obligation(), actor=cast.focal)
    client = as_person(client, cast.focal)
    duty = str(cast.obligation().pk)
    (line,) = read_lines(whole_file(cast.focal, today=TODAY))
    data = sheet(row(line.key, line.version, **(line.cells | {"reach": 150})), row("moi-1", duties=duty))
    page, address = sent(client, data)
    edit_action(action=action, what=what(reach=99), proofs=[LINK], removed=set(), actor=cast.focal, now=RECORDED_AT)
    after = confirm(client, page, address)
    assert said(after) == ["Dữ liệu trên cổng vừa thay đổi nên chưa lưu. Hãy xem lại rồi bấm lưu."]
    assert lead(after) == "1 dòng mới, 1 dòng xung đột."
    assert Action.objects.get().reach == 99


def test_a_line_that_fails_while_writing_costs_the_others_nothing(client, cast):
    first, second = cast.obligations()
    make_action(first, actor=cast.focal)
    lines = read_lines(sheet(row("moi-1", duties=str(first.pk)), row("moi-2", duties=str(second.pk))))
    found = compare(lines, held(cast.focal), today=TODAY)
    declare_complete(obligation=first, actor=cast.focal, now=NOW)
    saved = service.save_lines(comparison=found, actor=cast.focal, now=NOW)
    assert (saved.new, [number for number, _why in saved.refused]) == (1, [2])
    assert "đang ở trạng thái “chờ xác nhận”" in saved.refused[0][1]


def test_somebody_who_left_the_unit_meanwhile_writes_nothing(cast):
    lines = read_lines(sheet(row("moi-1", duties=str(cast.obligation().pk))))
    found = compare(lines, held(cast.focal), today=TODAY)
    saved = service.save_lines(comparison=found, actor=cast.other_focal, now=NOW)
    assert saved.refused == [(2, "Đơn vị không còn ghi được dòng này. Hãy tải bảng tính mới.")]
    assert not Action.objects.exists()


def test_a_colleague_who_sends_the_same_file_records_nothing_twice(client, cast):
    data = sheet(row("moi-1", duties=str(cast.obligation().pk)))
    client = as_person(client, cast.focal)
    confirm(client, *sent(client, data))
    client = as_person(client, make_user(cast.ninh_kieu))
    page, _address = sent(client, data)
    assert lead(page) == "Mọi dòng đã có trên cổng, không còn gì để lưu."


def test_many_lines_are_written_in_several_presses(client, cast, monkeypatch):
    monkeypatch.setattr(service, "MOST_AT_ONCE", 2)
    duty = str(cast.obligation().pk)
    client = as_person(client, cast.focal)
    page, address = sent(client, sheet(*(row(f"moi-{number}", duties=duty, reach=number) for number in range(3))))
    after = confirm(client, page, address)
    assert said(after) == ["Đã lưu 2 dòng mới.", "Còn 1 dòng. Hãy bấm lưu tiếp."]
    assert said(confirm(client, after, address)) == ["Đã lưu 1 dòng mới."]
    assert Action.objects.count() == 3


def test_what_the_person_was_typing_on_the_page_stays(client, cast):
    draft = ActionDraft.objects.create(
        obligation=cast.obligation(), person=cast.focal, typed={"description": ["dở dang"]}, saved_at=RECORDED_AT
    )
    client = as_person(client, cast.focal)
    confirm(client, *sent(client, sheet(row("moi-1", duties=str(cast.obligation().pk)))))
    assert ActionDraft.objects.get().typed == draft.typed


# --- What has to be mended --------------------------------------------------------------------------------------------
def test_faulty_lines_come_back_in_the_file_with_what_to_mend(client, cast):
    action = make_action(cast.obligation(), actor=cast.focal)
    (line,) = read_lines(whole_file(cast.focal, today=TODAY))
    edit_action(action=action, what=what(reach=99), proofs=[LINK], removed=set(), actor=cast.focal, now=RECORDED_AT)
    bad = row("moi-1", duties=str(cast.obligation().pk), done_on="hôm qua")
    client = as_person(client, cast.focal)
    page, address = sent(client, sheet(row(line.key, line.version, **(line.cells | {"reach": 150})), bad))
    assert f'href="{address}faults.xlsx"' in page.content.decode()
    response = client.get(f"{address}faults.xlsx")
    assert response["Content-Disposition"] == 'attachment; filename="can-sua-2024-11-20.xlsx"'
    faults = column(response.content, "Cần sửa")
    assert faults[0].startswith("Hoạt động đã được sửa trên cổng sau khi tải bảng tính.")
    assert faults[1] == "Ngày thực hiện: Ngày chưa đúng dạng. Hãy nhập ngày/tháng/năm, ví dụ 20/11/2024."
    assert [each.cells["done_on"] for each in read_lines(response.content)] == [DONE_ON, "hôm qua"]
    again, _address = sent(client, response.content)  # whoever has read of the conflict and keeps their own numbers
    assert lead(again) == "1 dòng sửa, 1 dòng không nhận."


def column(data: bytes, head: str) -> list:
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        rows = book.get_sheet_by_name("Hoạt động").to_python(skip_empty_area=False)
    return [each[rows[0].index(head)] for each in rows[1:]]


# --- Files that are refused, people who are not let in ----------------------------------------------------------------
@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.xlsx", "Tệp này trống (0 byte). Hãy kiểm tra rồi chọn lại tệp."),
        (b"Ho ten", "a.txt", "Loại tệp này không được nhận. Hãy chọn: Excel (.xlsx)."),
        (b"PK\x03\x04 cut", "a.xlsx", "Tệp Word, Excel hoặc PowerPoint bị hỏng, không mở được."),
        (sheet(row(), name="Trang tính"), "a.xlsx", "Tệp này không phải bảng tính tải từ cổng"),
        (sheet(), "a.xlsx", "Trang “Hoạt động” chưa có dòng nào."),
    ],
)
def test_a_file_that_is_no_workbook_is_answered_with_a_sentence(client, cast, data, name, sentence):
    response = as_person(client, cast.focal).post(PAGE, file(data, name))
    assert (response.status_code, sentence in words(response)) == (200, True)


def test_sending_nothing_asks_for_a_file(client, cast):
    assert "Chọn bảng tính đã ghi." in words(as_person(client, cast.focal).post(PAGE))


def test_ten_thousand_lines_are_answered_with_a_sentence(client, cast):
    data = sheet(*(row(f"moi-{number}") for number in range(10_000)))
    response = as_person(client, cast.focal).post(PAGE, file(data))
    assert "Bảng tính có 10.000 dòng, mỗi lần nhận tối đa 2.000 dòng." in words(response)


def test_a_sent_file_is_its_senders_alone(client, cast):
    _page, address = sent(as_person(client, cast.focal), sheet(row(duties=str(cast.obligation().pk))))
    colleague = make_user(cast.ninh_kieu)
    for person in (colleague, cast.other_focal, cast.officer, cast.leader):
        client = as_person(client, person)
        assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]
        assert client.get(f"{address}faults.xlsx").status_code == 404
    assert as_person(client, cast.focal).get("/workbook/khong-co/").status_code == 404


def test_a_file_sent_as_evidence_is_no_workbook(client, cast, stored_photo):
    address = reverse("reports:workbook-check", args=[token(stored_photo, cast.focal)])
    assert as_person(client, cast.focal).get(address).status_code == 404


def test_keys_of_another_unit_are_answered_like_keys_that_do_not_exist(client, cast):
    foreign = make_action(cast.obligation(cast.o_mon), actor=cast.other_focal)
    (line,) = read_lines(whole_file(cast.other_focal, today=TODAY))
    cells = line.cells | {"reach": 1}
    unknown = "00000000-0000-4000-8000-000000000000"
    page, address = sent(
        as_person(client, cast.focal),
        sheet(row(line.key, line.version, **cells), row(unknown, line.version, **cells)),
    )
    assert lead(page) == "2 dòng không nhận."
    assert words(page).count("Không có hoạt động này trong việc đang thực hiện của đơn vị.") == 2
    client.post(address, {"fingerprint": "x"})
    assert Action.objects.get() == foreign
    assert Action.objects.get().reach == 120


def test_a_unit_without_work_is_still_shown_the_page(client, cast):
    somebody = make_user(make_unit("Phòng Văn hóa huyện khác"))
    assert as_person(client, somebody).get(PAGE).status_code == 200


def test_a_viewer_has_nothing_to_fill_in(client, cast):
    client = as_person(client, cast.leader)
    assert [client.get(PAGE).status_code, client.get("/workbook/all.xlsx").status_code] == [403, 403]
