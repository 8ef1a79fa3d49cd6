"""A workbook beside the portal: new, changed, in conflict, not taken, and nothing to do."""

import uuid
from dataclasses import replace
from datetime import date

from reports.workbook.compare import Difference, Kind, compare, differences
from reports.workbook.rows import fresh_uuid
from reports.workbook.write import line_of

from .sheets import TODAY, content, done, duty, held, line

UNKNOWN = "Không có hoạt động này trong việc đang thực hiện của đơn vị. Hãy tải bảng tính mới."


def judged(state, *lines) -> list:
    return compare(lines, state, today=TODAY).verdicts


def kinds(state, *lines) -> list[str]:
    return [verdict.kind for verdict in judged(state, *lines)]


def edited(action, number: int = 2, **cells):
    """The line of an action with some of its cells changed in the file."""
    row = line_of(action, number)
    return replace(row, cells=row.cells | cells)


# --- New lines --------------------------------------------------------------------------------------------------------
def test_a_filled_line_is_a_new_action_of_the_unit():
    (verdict,) = judged(held(), line())
    assert (verdict.kind, verdict.client_uuid) == ("new", fresh_uuid(3, "moi-1"))
    assert verdict.content == content(done_on=date(2024, 11, 20), channel="zalo", description="", links=())


def test_a_line_that_was_stored_before_has_nothing_to_do():
    stored = done(judged(held(), line())[0].content, client_uuid=fresh_uuid(3, "moi-1"))
    assert kinds(held(stored), line()) == ["same"]


def test_a_line_stored_before_and_changed_in_the_same_file_changes_its_action():
    stored = done(judged(held(), line())[0].content, client_uuid=fresh_uuid(3, "moi-1"), is_untouched=True)
    (verdict,) = judged(held(stored), line(reach=150))
    assert (verdict.kind, verdict.client_uuid) == ("changed", stored.client_uuid)
    assert verdict.differences == (Difference("Số lượt tiếp cận", "120", "150"),)


def test_a_line_stored_before_and_changed_on_both_sides_is_a_conflict():
    stored = done(judged(held(), line())[0].content, client_uuid=fresh_uuid(3, "moi-1"))
    assert kinds(held(stored), line(reach=150)) == ["conflict"]


def test_a_line_whose_action_was_withdrawn_is_not_recorded_again_by_itself():
    (verdict,) = judged(held(withdrawn=frozenset([fresh_uuid(3, "moi-1")])), line())
    assert (verdict.kind, verdict.why) == (
        "refused",
        "Hoạt động ghi từ dòng này đã được rút trên cổng. Muốn ghi lại, hãy chép nội dung sang dòng trống.",
    )


def test_lines_without_a_key_and_copied_lines_are_actions_of_their_own_and_the_same_ones_each_time():
    lines = [line(2), line(3), line(4, key=""), line(5, key=""), line(6, key="", reach=9)]
    first, second = judged(held(), *lines), judged(held(), *lines)
    assert [each.kind for each in first] == ["new"] * 5
    assert len({each.client_uuid for each in first}) == 5
    assert [each.client_uuid for each in first] == [each.client_uuid for each in second]


def test_another_unit_never_gets_the_identifier_of_this_one():
    assert fresh_uuid(3, "moi-1") != fresh_uuid(4, "moi-1")


def test_work_of_others_and_work_that_does_not_exist_are_answered_alike():
    state = held(duties=[duty(7), duty(9, is_own=False)])
    foreign, unknown = judged(state, line(duties="9"), line(3, key="moi-2", duties="99"))
    assert foreign.why.replace("số 9 ", "số 99 ") == unknown.why
    assert unknown.why == "Không có việc số 99 trong việc đang thực hiện của đơn vị. Hãy chọn trong danh sách."


def test_work_that_waits_for_the_reviewer_takes_no_new_action():
    (verdict,) = judged(held(duties=[duty(7, is_open=False, state="Chờ xác nhận")]), line())
    assert verdict.why == "Việc “Đăng tải tài liệu” đang ở trạng thái “Chờ xác nhận”, nên không ghi thêm được."


def test_one_action_serves_several_pieces_of_work_of_one_letter_and_one_unit():
    assert kinds(held(), line(duties="7; 8")) == ["new"]
    for other in (duty(8, directive_id=2), duty(8, unit_id=4)):
        (verdict,) = judged(held(duties=[duty(7), other]), line(duties="7; 8"))
        assert verdict.why.startswith("Các việc trong một dòng phải thuộc cùng một văn bản và cùng một đơn vị.")


# --- Lines of actions on record ---------------------------------------------------------------------------------------
def test_a_line_nobody_touched_is_nothing_to_do_whatever_happened_on_the_portal():
    action = done()
    row = line_of(action, 2)
    assert kinds(held(action), row) == ["same"]
    assert kinds(held(replace(action, content=content(reach=5))), row) == ["same"]
    assert kinds(held(), row) == ["same"]


def test_a_changed_line_shows_each_cell_before_and_after():
    action = done()
    (verdict,) = judged(held(action), edited(action, reach=150.0, done_on="6/11/2024"))
    assert (verdict.kind, verdict.expected, verdict.client_uuid) == (
        "changed",
        action.content.version,
        action.client_uuid,
    )
    assert verdict.differences == (
        Difference("Ngày thực hiện", "05/11/2024", "06/11/2024"),
        Difference("Số lượt tiếp cận", "120", "150"),
    )


def test_changed_on_both_sides_is_a_conflict_that_says_what_the_portal_holds():
    action = done()
    state = held(replace(action, content=content(reach=99)))
    (verdict,) = judged(state, edited(action, reach=150))
    assert (verdict.kind, verdict.why) == (
        "conflict",
        "Hoạt động đã được sửa trên cổng sau khi tải bảng tính. Trên cổng hiện là: Số lượt tiếp cận: 99.",
    )


def test_the_same_change_on_both_sides_is_nothing_to_do():
    action = done()
    assert kinds(held(replace(action, content=content(reach=150))), edited(action, reach=150)) == ["same"]


def test_an_action_before_the_reviewer_is_not_changed():
    action = done(is_mendable=False)
    (verdict,) = judged(held(action), edited(action, reach=150))
    assert verdict.why == "Hoạt động đang chờ xác nhận hoặc đã được xác nhận. Hãy rút lại trên cổng trước khi sửa."


def test_an_action_stays_with_its_work():
    action = done()
    (verdict,) = judged(held(action), edited(action, duties="8"))
    assert verdict.why.startswith("Hoạt động đã ghi không chuyển sang việc khác được.")


def test_keys_of_others_and_keys_that_do_not_exist_are_answered_alike():
    foreign = done(is_own=False)
    lines = [edited(foreign, reach=1), replace(edited(foreign, reach=1), key=str(uuid.uuid4()))]
    lines.append(replace(lines[0], key="' or 1=1"))
    assert [each.why for each in judged(held(foreign), *lines)] == [UNKNOWN] * 3


def test_a_key_that_stands_twice_counts_where_it_stands_first():
    action = done()
    first, second = judged(held(action), edited(action, 2, reach=1), edited(action, 3, reach=2))
    assert (first.kind, second.kind) == ("changed", "refused")
    assert second.why == "Mã dòng này đã có ở dòng 2. Hãy xóa một dòng, hoặc chép nội dung sang dòng trống."


# --- The whole --------------------------------------------------------------------------------------------------------
def test_one_bad_line_never_stops_the_others():
    action, other = done(), done(content(reach=7), client_uuid=uuid.UUID(int=50))
    state = held(replace(action, content=content(reach=99)), other)
    found = compare(
        [
            line(2),
            line(3, key="moi-2", done_on=""),
            edited(action, 4, reach=150),
            edited(other, 5, reach=8),
            line_of(other, 6),
        ],
        state,
        today=TODAY,
    )
    assert found.counts == {Kind.NEW: 1, Kind.REFUSED: 1, Kind.CONFLICT: 1, Kind.CHANGED: 1, Kind.SAME: 1}
    assert [each.line.number for each in found.taken] == [2, 5]
    assert [each.line.number for each in found.faulty] == [3, 4]
    assert [each.line.number for each in found.shown] == [2, 3, 4, 5]


def test_the_fingerprint_changes_with_what_would_be_written_and_over_what():
    action = done()
    first = compare([line(2), edited(action, 3, reach=1)], held(action), today=TODAY)
    again = compare([line(2), edited(action, 3, reach=1)], held(action), today=TODAY)
    moved = compare(
        [line(2), edited(action, 3, reach=1)], held(replace(action, content=content(reach=99))), today=TODAY
    )
    assert first.fingerprint == again.fingerprint != moved.fingerprint


def test_differences_name_every_cell_that_differs():
    after = content(channel="zalo", audience="students", reach=None, description="x", links=())
    assert [each.name for each in differences(content(), after)] == [
        "Hình thức",
        "Đối tượng",
        "Số lượt tiếp cận",
        "Nội dung đã làm",
        "Liên kết bài đăng",
    ]
