"""A workbook that nobody touched changes nothing, whatever the actions say."""

import io
import uuid
import zipfile
from datetime import date

import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from reports.models import Audience, Channel
from reports.workbook import columns
from reports.workbook.compare import Kind, compare
from reports.workbook.read import read_lines
from reports.workbook.rows import Content, Line, plain
from reports.workbook.write import workbook

from .sheets import TODAY, content, done, duty, held, line, written

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TEXT = st.text(max_size=60) | st.sampled_from(["=1+1", "-5", "+84", "@ten", " a\r\nb ", "_x0041_", "20/11/2024", "007"])
CONTENT = st.builds(
    Content,
    done_on=st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    channel=st.sampled_from(Channel.values),
    audience=st.sampled_from(Audience.values),
    reach=st.none() | st.integers(0, 2_000_000_000),
    description=TEXT,
    links=st.lists(st.integers(1, 99).map("https://vi-du.example/bai?so={}".format), max_size=3, unique=True).map(
        tuple
    ),
    duties=st.lists(st.sampled_from([7, 8]), min_size=1, max_size=2, unique=True).map(tuple),
)


def sheets_of(data: bytes) -> dict[str, list[list]]:
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


# --- import(export(x)) ------------------------------------------------------------------------------------------------
@settings(max_examples=60, deadline=None)
@given(st.lists(CONTENT, max_size=4))
def test_reading_back_what_was_written_changes_nothing(contents):
    state = held(*(done(each, client_uuid=uuid.UUID(int=place + 1)) for place, each in enumerate(contents)))
    lines = read_lines(written(state))
    assert [each.key for each in lines] == [each.key for each in state.done]
    assert compare(lines, state, today=TODAY).counts == ({Kind.SAME: len(contents)} if contents else {})


@settings(max_examples=60, deadline=None)
@given(CONTENT, CONTENT)
def test_two_actions_have_one_version_only_when_they_say_the_same(one, other):
    def said(each: Content) -> tuple:
        texts = (plain(each.description), sorted(each.links), sorted(each.duties))
        return (each.done_on, each.channel, each.audience, each.reach, *texts)

    assert (one.version == other.version) == (said(one) == said(other))


def test_rules_that_came_later_are_not_held_against_what_nobody_touched():
    state = held(done(content(done_on=date(2024, 12, 1), reach=60_000_000, description="a" * 6000)))
    assert [each.kind for each in compare(read_lines(written(state)), state, today=TODAY).verdicts] == ["same"]


# --- What the file is -------------------------------------------------------------------------------------------------
def test_the_three_sheets_hold_the_work_the_actions_and_the_guide():
    pages = sheets_of(written(held(done())))
    assert list(pages) == ["Việc của đơn vị", "Hoạt động", "Hướng dẫn"]
    assert pages["Việc của đơn vị"][1][:4] == [
        "7",
        "7 – Đăng tải tài liệu",
        "Phòng Văn hóa và Thông tin quận Ninh Kiều",
        "12/STTTT-CNTT",
    ]
    head, first, second = pages["Hoạt động"][:3]
    assert head[0] == "Mã dòng"
    assert first[0] == str(done().client_uuid)
    assert second[0] == "moi-1"
    assert first[3:6] == [date(2024, 11, 5), "Cổng, trang thông tin điện tử", "Người dân, hộ dân"]
    assert first[6] == 120.0
    assert first[-1] == content().version
    assert pages["Hướng dẫn"][0][0] == "Việc của đơn vị đến ngày 20/11/2024"


def test_days_are_days_and_are_shown_day_first():
    styles = part(written(held(done())), "xl/styles.xml")
    assert {each.get("formatCode") for each in styles.iter(f"{MAIN}numFmt")} == {"dd/mm/yyyy", "#,##0"}


def test_lists_to_choose_from_are_in_vietnamese_and_the_work_comes_from_the_first_sheet():
    rules = part(written(held()), "xl/worksheets/sheet2.xml").iter(f"{MAIN}dataValidation")
    lists = {each.get("sqref"): each.findtext(f"{MAIN}formula1") for each in rules}
    assert lists["C2:C3"] == "'Việc của đơn vị'!$B$2:$B$3"
    assert lists["E2:E3"] == "'Hướng dẫn'!$C$2:$C$10"
    assert lists["F2:F3"] == "'Hướng dẫn'!$D$2:$D$5"
    guide = sheets_of(written(held()))["Hướng dẫn"]
    assert [row[2] for row in guide[:10]] == ["Hình thức", *columns.channels().values()]
    assert [row[3] for row in guide[:5]] == ["Đối tượng", *columns.audiences().values()]


def test_work_that_takes_no_action_now_is_shown_and_not_offered():
    state = held(duties=[duty(6, is_open=False, state="Hoàn thành"), duty(7)])
    data = written(state)
    assert [each[0] for each in sheets_of(data)["Việc của đơn vị"][1:]] == ["7", "6"]
    rules = part(data, "xl/worksheets/sheet2.xml").iter(f"{MAIN}dataValidation")
    assert "'Việc của đơn vị'!$B$2:$B$2" in [each.findtext(f"{MAIN}formula1") for each in rules]


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+84", "-5 độ", "@ten", "=1+1"])
def test_what_begins_like_a_formula_is_a_text_and_stays_one(text):
    data = written(held(done(content(description=text))))
    page = part(data, "xl/worksheets/sheet2.xml")
    assert list(page.iter(f"{MAIN}f")) == []
    cell = next(each for each in page.iter(f"{MAIN}c") if each.get("r") == "H2")
    styles = part(data, "xl/styles.xml").find(f"{MAIN}cellXfs")
    assert cell.get("t") == "s"
    assert styles[int(cell.get("s"))].get("quotePrefix") == "1"
    assert read_lines(data)[0].cells["description"] == text


def test_keys_and_versions_are_hidden_and_locked_and_what_is_filled_in_is_free():
    data = written(held(done()))
    page = part(data, "xl/worksheets/sheet2.xml")
    hidden = {each.get("min") for each in page.iter(f"{MAIN}col") if each.get("hidden") == "1"}
    assert hidden == {"1", "2", "12"}
    assert page.find(f"{MAIN}sheetProtection").get("sheet") == "1"
    styles = part(data, "xl/styles.xml").find(f"{MAIN}cellXfs")
    cells = {each.get("r"): styles[int(each.get("s"))] for each in page.iter(f"{MAIN}c")}
    free = {place for place, look in cells.items() if look.find(f"{MAIN}protection") is not None}
    assert {"C2", "D2", "I2", "C3", "I3"} <= free
    assert not {"A2", "B2", "J2", "K2", "L2", "A3"} & free


@pytest.mark.parametrize("shut", [{"is_mendable": False}, {"is_own": False}])
def test_an_action_that_may_not_be_changed_is_locked_whole(shut):
    data = written(held(done(**shut)), fresh=())
    page = part(data, "xl/worksheets/sheet2.xml")
    styles = part(data, "xl/styles.xml").find(f"{MAIN}cellXfs")
    row = [each for each in page.iter(f"{MAIN}c") if each.get("r").endswith("2")]
    assert len(row) == 12
    assert all(styles[int(each.get("s"))].find(f"{MAIN}protection") is None for each in row)


def test_a_file_that_comes_back_shows_what_to_mend():
    bad = Line(2, "moi-1", "", line(done_on="31/02/2024").cells, "Không có ngày 31/02/2024 trong lịch.")
    data = workbook(duties=[duty()], lines=[bad], about={}, fresh=(), heading="Dòng cần sửa")
    assert sheets_of(data)["Hoạt động"][1][1:4] == ["Không có ngày 31/02/2024 trong lịch.", "7", "31/02/2024"]
    hidden = {
        each.get("min") for each in part(data, "xl/worksheets/sheet2.xml").iter(f"{MAIN}col") if each.get("hidden")
    }
    assert hidden == {"1", "12"}
    assert read_lines(data)[0].cells["done_on"] == "31/02/2024"
