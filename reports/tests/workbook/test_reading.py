"""Files as they come back: what is understood, what is refused whole, and how far a reader goes."""

import io
import zipfile
from datetime import date, datetime, time, timedelta

import pytest

from campaign_portal.lib.errors import Refused
from reports.workbook.read import read_lines
from reports.workbook.rows import MAX_LINES
from reports.workbook.understand import content_of

from .sheets import HEADS, TODAY, line, row, sheet

NOT_OURS = "không phải bảng tính tải từ cổng"


def repacked(data: bytes, **parts: bytes) -> bytes:
    """The file with some of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name.rpartition("/")[2].partition(".")[0], old.read(name)))
    return out.getvalue()


# --- Cells ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("cells", "name", "value"),
    [
        ({"done_on": "20/11/2024"}, "done_on", date(2024, 11, 20)),
        ({"done_on": " 5-1-2024 "}, "done_on", date(2024, 1, 5)),
        ({"done_on": datetime(2024, 11, 5, 14, 30)}, "done_on", date(2024, 11, 5)),  # noqa: DTZ001 - as the reader gives it
        ({"done_on": date(2024, 11, 5)}, "done_on", date(2024, 11, 5)),
        ({"reach": 120.0}, "reach", 120),
        ({"reach": "1.240"}, "reach", 1240),
        ({"reach": 0.0}, "reach", 0),
        ({"reach": ""}, "reach", None),
        ({"channel": "ZALO"}, "channel", "zalo"),
        ({"channel": "truyen thanh co so"}, "channel", "loudspeaker"),
        ({"audience": "Tổ chức, doanh nghiệp"}, "audience", "businesses"),
        ({"description": 2024.0}, "description", "2024"),
        ({"description": datetime(2024, 11, 5)}, "description", "05/11/2024"),  # noqa: DTZ001
        ({"duties": "8 – Phổ biến; 7 – Đăng tải"}, "duties", (7, 8)),
        ({"duties": 7.0}, "duties", (7,)),
        ({"links": "vi-du.example/a\nhttps://b.example/"}, "links", ("https://vi-du.example/a", "https://b.example/")),
        ({"links": "https://b.example/ https://b.example/"}, "links", ("https://b.example/",)),
    ],
)
def test_a_cell_is_read_as_people_type_it(cells, name, value):
    content, faults = content_of(line(**cells), today=TODAY)
    assert (faults, getattr(content, name)) == ([], value)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"done_on": ""}, "Ngày thực hiện: hãy nhập ngày/tháng/năm, ví dụ 20/11/2024."),
        ({"done_on": 45616.0}, "Ngày thực hiện: hãy nhập ngày/tháng/năm, ví dụ 20/11/2024."),
        ({"done_on": "31/02/2024"}, "Ngày thực hiện: Không có ngày 31/02/2024 trong lịch. Hãy kiểm tra lại."),
        ({"done_on": "21/11/2024"}, "Ngày thực hiện: chưa đến ngày này. Hãy ghi sau khi hoạt động đã diễn ra."),
        ({"reach": -1.0}, "Số lượt tiếp cận: hãy ghi một số nguyên, ví dụ 120, hoặc để trống."),
        ({"reach": 1.5}, "Số lượt tiếp cận: hãy ghi một số nguyên, ví dụ 120, hoặc để trống."),
        ({"reach": "khoảng 100"}, "Số lượt tiếp cận: hãy ghi một số nguyên, ví dụ 120, hoặc để trống."),
        ({"reach": True}, "Số lượt tiếp cận: hãy ghi một số nguyên, ví dụ 120, hoặc để trống."),
        ({"reach": float("inf")}, "Số lượt tiếp cận: hãy ghi một số nguyên, ví dụ 120, hoặc để trống."),
        ({"reach": float("nan")}, "Số lượt tiếp cận: hãy ghi một số nguyên, ví dụ 120, hoặc để trống."),
        ({"reach": timedelta(hours=2)}, "Số lượt tiếp cận: hãy ghi một số nguyên, ví dụ 120, hoặc để trống."),
        ({"done_on": time(8, 30)}, "Ngày thực hiện: hãy nhập ngày/tháng/năm, ví dụ 20/11/2024."),
        ({"reach": 50_000_001.0}, "Số lượt tiếp cận: nhiều nhất là 50.000.000. Hãy kiểm tra lại số."),
        ({"channel": "bồ câu"}, "Hình thức: hãy chọn trong danh sách."),
        ({"audience": ""}, "Đối tượng: hãy chọn trong danh sách."),
        ({"duties": ""}, "Việc: chưa chọn việc. Hãy chọn trong danh sách."),
        ({"duties": "đăng tải"}, "Việc: không rõ việc nào. Hãy chọn trong danh sách hoặc ghi số việc."),
        ({"description": "a" * 5001}, "Nội dung đã làm: nội dung dài quá 5.000 ký tự. Hãy rút gọn."),
        ({"links": "\n".join(f"https://b.example/{n}" for n in range(11))},
         "Liên kết bài đăng: mỗi hoạt động nhận tối đa 10 liên kết."),
    ],
)  # fmt: skip
def test_a_cell_that_is_wrong_says_what_to_write(cells, sentence):
    assert content_of(line(**cells), today=TODAY)[1] == [sentence]


def test_a_link_that_is_none_is_named():
    faults = content_of(line(links="javascript:alert(1)"), today=TODAY)[1]
    assert faults == [
        "Liên kết bài đăng: “javascript:alert(1)” chưa phải là liên kết. "
        "Hãy chép cả địa chỉ, bắt đầu bằng http:// hoặc https://."
    ]


def test_all_that_is_wrong_with_a_line_is_said_at_once():
    wrong = {"duties": "", "done_on": "", "channel": "", "audience": "", "reach": "x", "links": "bai-viet anh-2"}
    content, faults = content_of(line(**wrong, description="a" * 5001), today=TODAY)
    assert content is None
    assert [fault.partition(":")[0] for fault in faults] == [
        *("Việc", "Ngày thực hiện", "Hình thức", "Đối tượng", "Số lượt tiếp cận"),
        *("Nội dung đã làm", "Liên kết bài đăng", "Liên kết bài đăng"),
    ]
    assert ["“bai-viet” chưa phải là liên kết" in faults[-2], "“anh-2”" in faults[-1]] == [True, True]


def test_a_day_to_come_is_said_beside_a_cell_that_is_not_understood():
    faults = content_of(line(done_on="21/11/2024", reach="x"), today=TODAY)[1]
    assert faults == [
        "Số lượt tiếp cận: hãy ghi một số nguyên, ví dụ 120, hoặc để trống.",
        "Ngày thực hiện: chưa đến ngày này. Hãy ghi sau khi hoạt động đã diễn ra.",
    ]


# --- Lines ------------------------------------------------------------------------------------------------------------
def test_lines_bear_the_number_the_spreadsheet_shows_and_blank_ones_are_passed_over():
    blank = row(**dict.fromkeys(["duties", "done_on", "channel", "audience", "reach"], ""))
    lines = read_lines(sheet(row("moi-1"), blank, row("moi-3", reach=5)))
    assert [(each.number, each.key) for each in lines] == [(2, "moi-1"), (4, "moi-3")]
    assert lines[1].cells["reach"] == 5.0


def test_columns_may_have_been_moved_and_others_added():
    heads = ["Ghi chú riêng", *reversed(HEADS)]
    lines = read_lines(sheet(["của tôi", *reversed(row("moi-1"))], heads=heads))
    assert [(each.key, each.cells["channel"], each.cells["duties"]) for each in lines] == [("moi-1", "Zalo", "7")]


def test_a_name_of_a_sheet_in_the_other_spelling_is_the_same_name():
    assert len(read_lines(sheet(row(), name="HOẠT ĐỘNG".lower()))) == 1


def test_what_a_formula_shows_is_read_as_what_it_shows():
    data = sheet(row())
    page = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    cell = b'<c r="G2"><v>120</v></c>'
    assert cell in page
    lines = read_lines(repacked(data, sheet1=page.replace(cell, b'<c r="G2"><f>60*3</f><v>180</v></c>')))
    assert lines[0].cells["reach"] == 180.0


def test_a_cell_that_holds_an_error_is_an_empty_one():
    data = sheet(row())
    page = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    cell = b'<c r="G2"><v>120</v></c>'
    lines = read_lines(repacked(data, sheet1=page.replace(cell, b'<c r="G2" t="e"><v>#REF!</v></c>')))
    assert lines[0].cells["reach"] == ""


# --- Files that are refused whole -------------------------------------------------------------------------------------
def test_another_workbook_is_refused_with_what_to_do():
    with pytest.raises(Refused, match=NOT_OURS):
        read_lines(sheet(row(), name="Sheet1"))
    with pytest.raises(Refused, match=NOT_OURS):
        read_lines(sheet(row(), heads=["Tên", "Tuổi"]))
    with pytest.raises(Refused, match=NOT_OURS):
        read_lines(sheet(heads=[]))


def test_a_file_of_ten_thousand_lines_is_answered_with_a_sentence():
    data = sheet(*(row(f"moi-{number}") for number in range(10_000)))
    with pytest.raises(Refused, match=r"có 10\.000 dòng, mỗi lần nhận tối đa 2\.000 dòng"):
        read_lines(data)


def test_as_many_lines_as_are_allowed_are_read():
    assert len(read_lines(sheet(*(row(f"moi-{number}") for number in range(MAX_LINES))))) == MAX_LINES


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        (b'<c r="A1048576"><v>1</v></c>', r"có 1\.048\.576 dòng"),
        (b'<c r="XFD3"><v>1</v></c>', NOT_OURS),
        (b'<c r="ZZZ3"><is><t>x</t></is></c>', NOT_OURS),
    ],
)
def test_a_value_in_a_far_cell_is_refused_before_the_cells_between_are_held(cell, sentence):
    data = sheet(row())
    page = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    number = b"1048576" if b"1048576" in cell else b"3"
    far = page.replace(b"</sheetData>", b'<row r="' + number + b'">' + cell + b"</row></sheetData>")
    with pytest.raises(Refused, match=sentence):
        read_lines(repacked(data, sheet1=far))


def test_empty_cells_far_away_harm_nobody():
    data = sheet(row())
    page = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    far = page.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>')
    assert len(read_lines(repacked(data, sheet1=far))) == 1


def test_a_sheet_cut_in_the_middle_is_refused_with_a_sentence():
    data = sheet(row())
    page = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    with pytest.raises(Refused, match="bị hỏng"):
        read_lines(repacked(data, sheet1=page[: len(page) // 2]))
