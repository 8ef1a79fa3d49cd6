"""What the two writers make of any row: kinds of cells, hostile words, long lists."""

import io
import zipfile
from datetime import UTC, date, datetime
from tempfile import TemporaryFile
from zoneinfo import ZoneInfo

import pytest

from reports.exports import xlsx_file
from reports.exports.columns import Column, Listing, Maker, day, link, moment, number, text
from reports.exports.csv_file import write_csv
from reports.exports.xlsx_file import LONGEST, write_xlsx
from reports.tests.exports.files import read_xlsx

AT = datetime(2024, 11, 20, 17, 30, tzinfo=UTC)  # half past midnight of the next day here
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
MAKER = Maker("Trần Thị Cán Bộ", "Sở Thông tin và Truyền thông", AT)
FORMULAS = ["=1+1", "+84", "-5", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0", "\n=1"]


def itself(row):
    return row


def listing(rows, *columns: Column, **more) -> Listing:
    return Listing(title="Danh sách thử", name="Danh sách thử", columns=columns, rows=rows, **more)


def xlsx(found: Listing) -> bytes:
    out = io.BytesIO()
    write_xlsx(out, found, MAKER)
    return out.getvalue()


def csv(found: Listing) -> str:
    out = io.BytesIO()
    write_csv(out, found, MAKER)
    return out.getvalue().decode("utf-8-sig")


def part(book: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(book)).read(name).decode()


def cells(found: Listing) -> list:
    return [row[0] for row in read_xlsx(xlsx(found)).rows]


# --- Words ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("words", FORMULAS)
def test_words_that_begin_like_a_formula_are_words_in_both_files(words):
    found = listing([words], text("Tên", itself))
    book = xlsx(found)
    assert "<f>" not in part(book, "xl/worksheets/sheet1.xml")
    assert 'quotePrefix="1"' in part(book, "xl/styles.xml")
    assert read_xlsx(book).rows[0][0].strip() == words.strip()
    assert f"'{words}" in csv(found)


def test_a_title_or_filter_that_begins_like_a_formula_is_harmless_too():
    found = Listing(title="=1+1", name="x", columns=[text("=A1", itself)], rows=["a"], filters=["=2"])
    book = xlsx(found)
    assert "<f>" not in part(book, "xl/worksheets/sheet1.xml")
    assert read_xlsx(book).above[0] == "=1+1"
    assert csv(found).startswith("'=1+1\r\n")
    assert "\r\n'=A1\r\n" in csv(found)


def test_signs_that_no_workbook_can_hold_are_left_out():
    assert cells(listing(["Sở\x00 Y\x0b tế\ufffe", "hai\ndòng"], text("Tên", itself))) == ["Sở Y tế", "hai\ndòng"]


def test_words_longer_than_a_cell_end_in_dots_and_the_row_stays():
    long = ["x" * LONGEST, "y" * (LONGEST - 1), "😀" * 20_000]
    first, second, third = cells(listing(long, text("Tên", itself)))
    assert (first, second) == ("x" * (LONGEST - 2) + "…", long[1])
    assert long[2].startswith(third)
    assert len(third) > 16_000


def test_words_that_look_like_marks_of_the_workbook_stay_words():
    words = '<r><t>giả</t></r></is></c><c t="str"><v>1</v></c><r></r>'
    assert cells(listing([words], text("Tên", itself))) == [f" {words}"]


def test_quotes_and_line_breaks_stay_in_their_cell():
    assert cells(listing(['nói "có", rồi\nthôi'], text("Tên", itself)))[0] == 'nói "có", rồi\nthôi'
    assert '"nói ""có"", rồi\nthôi"\r\n' in csv(listing(['nói "có", rồi\nthôi'], text("Tên", itself)))


# --- Days, moments, numbers -------------------------------------------------------------------------------------------
def test_a_day_is_a_date_and_one_before_the_calendar_of_excel_is_words():
    days = [date(2024, 11, 20), date(1899, 12, 31), date(1900, 3, 1)]
    assert cells(listing(days, day("Ngày", itself))) == [days[0], "31/12/1899", days[2]]
    assert "20/11/2024\r\n31/12/1899\r\n" in csv(listing(days, day("Ngày", itself)))


def test_a_moment_is_told_by_the_clock_here():
    found = listing([AT], moment("Lúc", itself))
    assert cells(found) == [AT.astimezone(HERE).replace(tzinfo=None)]
    assert "21/11/2024 00:30" in csv(found)


def test_a_number_can_be_added_up_and_nothing_is_not_nought():
    found = listing([12345, 0, None], number("Lượt", itself), text("Tên", lambda _row: "a"))
    assert cells(found) == [12345, 0, ""]
    assert "12345,a\r\n0,a\r\n,a\r\n" in csv(found)


# --- Addresses --------------------------------------------------------------------------------------------------------
def test_an_address_can_be_pressed_and_cannot_break_out_of_its_formula():
    address = 'https://x.example/?q="),1+1&a="'
    book = xlsx(listing([address], link("Địa chỉ", itself)))
    assert '<f>HYPERLINK("https://x.example/?q=""),1+1&amp;a=""")</f>' in part(book, "xl/worksheets/sheet1.xml")
    assert read_xlsx(book).rows == [[address]]


def test_an_address_that_holds_the_name_of_a_function_is_not_rewritten():
    book = xlsx(listing(["https://x.example/SORT(1)/FILTER(2)"], link("Địa chỉ", itself)))
    assert '<f>HYPERLINK("https://x.example/SORT%281)/FILTER%282)")</f>' in part(book, "xl/worksheets/sheet1.xml")
    assert read_xlsx(book).rows == [["https://x.example/SORT(1)/FILTER(2)"]]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "=cmd()", "file:///etc/passwd", "https://x/" + "a" * 250])
def test_what_is_no_web_address_or_too_long_for_one_stays_words(address):
    book = xlsx(listing([address], link("Địa chỉ", itself, shown="Mở")))
    assert "<f>" not in part(book, "xl/worksheets/sheet1.xml")
    assert read_xlsx(book).rows == [[address]]


# --- Around the table -------------------------------------------------------------------------------------------------
def test_the_lines_say_what_how_narrowed_until_when_and_who():
    found = listing(["a"], text("Tên", itself), until=date(2024, 11, 20), filters=["Loại: sở"], is_illustrative=True)
    lines = [
        "Danh sách thử",
        "Lọc theo: Loại: sở.",
        "Số liệu đến hết ngày 20/11/2024. Trần Thị Cán Bộ, Sở Thông tin và Truyền thông tải về lúc "
        "00:30 ngày 21/11/2024.",
        "Số liệu minh họa, không phải số liệu thật.",
    ]
    assert read_xlsx(xlsx(found)).above == lines
    assert csv(found).replace('"', "").split("\r\n")[:4] == lines


def test_without_filters_and_without_a_day_the_lines_say_that_too():
    assert read_xlsx(xlsx(listing(["a"], text("Tên", itself)))).above[1:] == [
        "Không lọc: đủ mọi dòng của danh sách.",
        "Số liệu lúc 00:30 ngày 21/11/2024. Trần Thị Cán Bộ, Sở Thông tin và Truyền thông tải về lúc "
        "00:30 ngày 21/11/2024.",
    ]


def test_csv_begins_with_its_mark_so_that_excel_reads_the_accents():
    with TemporaryFile() as out:
        assert write_csv(out, listing(["Ô Môn"], text("Quận", itself)), MAKER) == 1
        out.seek(0)
        assert out.read(3) == b"\xef\xbb\xbf"


def test_a_list_longer_than_a_sheet_goes_on_in_the_next_one_with_its_heads(monkeypatch):
    monkeypatch.setattr(xlsx_file, "SHEET_ROWS", 2)
    book = xlsx(listing(["a", "b", "c", "d", "e"], text("Tên", itself)))
    assert part(book, "xl/workbook.xml").count('name="Danh sách') == 3
    last = read_xlsx(book, sheet=2)
    assert (last.head, last.rows, last.below) == (["Tên"], [["e"]], "Danh sách có 5 dòng.")


def test_a_list_that_just_fills_a_sheet_begins_no_other(monkeypatch):
    monkeypatch.setattr(xlsx_file, "SHEET_ROWS", 2)
    assert part(xlsx(listing(["a", "b"], text("Tên", itself))), "xl/workbook.xml").count("<sheet ") == 1


def test_a_list_of_nothing_is_a_table_of_heads():
    file = read_xlsx(xlsx(listing([], text("Tên", itself))))
    assert (file.head, file.rows, file.below) == (["Tên"], [], "Danh sách có 0 dòng.")
