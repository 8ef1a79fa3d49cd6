"""Tables, frames and footers of PDF files: what their lines set apart stays apart."""

import pytest
from docx import Document

from directives.intake import IntakeError, read_upload
from directives.intake.extract.docx import docx_text
from directives.intake.extract.pdf import pdf_text
from directives.intake.extract.pdf.grids import continued, grids_of
from directives.intake.extract.pdf.rules import Rule

from .letters import saved
from .pages import ADDRESSED, BODY, HEADING, LETTER, TAIL, lying, typeset

LIMIT = 100_000
INTRODUCED, CLOSED = BODY.split("1\\.")[0], "\nĐề nghị các đơn vị quan tâm thực hiện./.\n"
ROWS = [
    ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"],
    ["1", "Rà soát thủ tục hành chính thuộc phạm vi quản lý của ngành", "Sở Tư pháp", "Trước ngày 20/5/2024"],
    ["2", "Cập nhật cơ sở dữ liệu quốc gia", "Sở Thông tin và Truyền thông", "Trước ngày 15/6/2024"],
]


def table(rows: list[list[str]]) -> str:
    cells = ", ".join(f"[{cell}]" for row in rows for cell in row)
    columns = f"(1cm, 5cm, {', '.join(['1fr'] * (len(rows[0]) - 2))})" if len(rows[0]) > 2 else len(rows[0])
    return f"\n#[#set par(justify: false, first-line-indent: 0pt)\n#table(columns: {columns}, {cells})]\n"


def lines(*parts: str) -> list[str]:
    return [line for line in pdf_text(typeset(*parts), LIMIT).splitlines() if line.strip()]


def ruled(*boxes: tuple[float, float, float, float]) -> list[Rule]:
    """The four sides of each box (left, bottom, right, top)."""
    sides = [((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)) for x0, y0, x1, y1 in boxes]
    return [Rule(*side) for four in sides for side in four]


def test_a_table_with_borders_reads_row_by_row():
    found = lines(HEADING, ADDRESSED, INTRODUCED, table(ROWS), CLOSED, TAIL)
    at = found.index("TT | Nhiệm vụ | Đơn vị chủ trì | Thời hạn")
    assert found[at : at + 3] == [" | ".join(row) for row in ROWS]
    assert found[at + 3] == CLOSED.strip()


def test_each_row_becomes_a_task_of_its_unit_with_its_day():
    tasks = read_upload("a.pdf", typeset(HEADING, ADDRESSED, INTRODUCED, table(ROWS), CLOSED, TAIL)).data["tasks"]
    assert [(task["recipient_group"], task["due"]) for task in tasks] == [
        ("Sở Tư pháp", "2024-05-19"),
        ("Sở Thông tin và Truyền thông", "2024-06-14"),
    ]


def test_a_table_in_a_pdf_reads_like_the_same_one_in_a_word_file():
    document = Document()
    made = document.add_table(rows=0, cols=4)
    for row in ROWS:
        for cell, words in zip(made.add_row().cells, row, strict=True):
            cell.text = words
    for line in ("Số: 1/AB-CD", "Kính gửi: Các sở"):
        document.add_paragraph(line)
    of_word = [line for line in docx_text(saved(document)).splitlines() if " | " in line]
    assert [line for line in lines(LETTER, table(ROWS)) if " | " in line] == of_word


def test_a_cell_over_several_rows_or_columns_is_read_once():
    grid = (
        "#table(columns: 3, table.cell(rowspan: 2)[Một đơn vị], [A], [B], [C], [D], "
        "table.cell(colspan: 2)[Hai cột], [E])\n"
    )
    assert [line for line in lines(LETTER, grid) if " | " in line] == [
        "Một đơn vị | A | B",
        " | C | D",
        "Hai cột |  | E",
    ]


def test_words_of_two_cells_that_nearly_touch_are_kept_apart():
    grid = "#table(columns: (2.2cm, 2.2cm, 2cm), inset: 1pt, [Sở Y tế A B], [Sở Tư pháp], [Tháng 6])\n"
    assert [line for line in lines(LETTER, grid) if " | " in line] == ["Sở Y tế A B | Sở Tư pháp | Tháng 6"]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_table_on_a_page_that_lies_on_its_side_reads_the_same(degrees):
    upright = typeset(HEADING, ADDRESSED, INTRODUCED, table(ROWS), CLOSED, TAIL)
    assert " | ".join(ROWS[1]) in pdf_text(upright, LIMIT)
    assert pdf_text(lying(upright, degrees), LIMIT) == pdf_text(upright, LIMIT)


def test_rules_under_a_name_and_frames_make_no_table():
    assert grids_of([Rule(100, 700, 200, 700), Rule(300, 700, 450, 700)], 595) == ([], [])
    tables, frames = grids_of(ruled((60, 700, 140, 720), (30, 30, 560, 800)), 595)
    assert (tables, [(frame.xs, frame.ys) for frame in frames]) == ([], [([60, 140], [720, 700])])


def test_tables_apart_are_two_and_cells_that_share_a_border_are_one():
    boxes = ruled((50, 600, 150, 650), (150, 600, 300, 650), (50, 300, 150, 350), (150, 300, 300, 350))
    tables, _ = grids_of(boxes, 595)
    assert [(grid.xs, grid.ys) for grid in tables] == [([50, 150, 300], [650, 600]), ([50, 150, 300], [350, 300])]


def test_a_drawing_of_very_many_strokes_is_no_table_and_costs_little():
    strokes = "#for i in range(3000) { place(line(start: (0cm, 0cm), end: (i * 0.001cm, 3cm), stroke: 0.1pt)) }\n"
    assert pdf_text(typeset(LETTER, strokes), LIMIT) == pdf_text(typeset(LETTER), LIMIT)


@pytest.mark.parametrize("stamp", ["DỰ THẢO", "HỎA TỐC"])
def test_a_stamp_in_a_frame_is_no_part_of_the_words_beside_it(stamp):
    framed = HEADING.replace(
        "Số: 77/SNV-CCHC", f"#place(dx: 0.2cm, dy: 1.2cm, box(stroke: 0.5pt, inset: 3pt)[{stamp}])Số: 77/SNV-CCHC"
    )
    data = read_upload("a.pdf", typeset(framed, ADDRESSED, BODY, TAIL)).data
    plain = read_upload("a.pdf", typeset(LETTER)).data
    assert data["urgency"] == ("HỎA TỐC" if stamp == "HỎA TỐC" else None)
    assert {**data, "urgency": None} == plain


def test_a_secret_stamp_in_a_frame_over_the_heading_is_refused():
    framed = HEADING.replace(
        "Số: 77/SNV-CCHC", "#place(dx: 0.2cm, dy: 1.2cm, box(stroke: 0.5pt, inset: 3pt)[TỐI MẬT])Số: 77/SNV-CCHC"
    )
    with pytest.raises(IntakeError) as refused:
        read_upload("a.pdf", typeset(framed, ADDRESSED, BODY, TAIL))
    assert refused.value.code == "secret"


def test_a_footer_on_both_of_two_pages_is_no_part_of_the_letter():
    footer = "#set page(footer: align(right)[#text(size: 10pt)[Phòng Hành chính]], footer-descent: 50%)\n"
    long = BODY.replace("Đề nghị các", "#lorem(20)\n\n" * 14 + "Đề nghị các")
    text = pdf_text(typeset(footer, HEADING, ADDRESSED, long, TAIL), LIMIT)
    assert text.count("\f") <= 1
    assert "Phòng Hành chính" not in text
    assert "Đề nghị các đơn vị quan tâm thực hiện./." in text


def test_a_table_goes_on_over_the_page_without_its_repeated_heading():
    many = [
        [str(at), f"Rà soát thủ tục số {at} của ngành", "Sở Tư pháp", f"Trước ngày {at}/6/2024"] for at in range(1, 29)
    ]
    cells = ", ".join(f"[{cell}]" for row in many for cell in row)
    heading = ", ".join(f"[{cell}]" for cell in ROWS[0])
    made = f"\n#table(columns: (1cm, 7cm, 1fr, 1fr), inset: 9pt, table.header({heading}), {cells})\n"
    found = [line for line in lines(HEADING, ADDRESSED, INTRODUCED, made, CLOSED, TAIL) if " | " in line]
    assert found == [" | ".join(row) for row in [ROWS[0], *many]]


@pytest.mark.parametrize(
    ("rows", "more", "whole"),
    [
        (
            [["1", "Rà soát", "Sở A"]],
            [["", "thủ tục", ""], ["2", "B", "C"]],
            [["1", "Rà soát thủ tục", "Sở A"], ["2", "B", "C"]],
        ),
        ([["1", "Rà soát.", "Sở A"]], [["", "thủ tục", ""]], [["1", "Rà soát.", "Sở A"], ["", "thủ tục", ""]]),
        ([["1", "Rà soát", "Sở A"]], [["", "Báo cáo", "Sở B"]], [["1", "Rà soát", "Sở A"], ["", "Báo cáo", "Sở B"]]),
        ([["1", "Rà soát", "Sở A"]], [["2", "báo cáo", ""]], [["1", "Rà soát", "Sở A"], ["2", "báo cáo", ""]]),
        ([["TT", "Việc"], ["1", "A"]], [["TT", "Việc"]], [["TT", "Việc"], ["1", "A"]]),
    ],
)
def test_a_row_that_a_page_cuts_is_put_together_and_no_other(rows, more, whole):
    assert continued(rows, more) == whole


def test_a_year_alone_on_the_last_line_of_a_page_is_no_page_number():
    filler = "\n".join(["Dòng.\\"] * 41)
    cut = f"{filler}\nTrả lời chậm nhất là ngày 26 tháng 01 năm\\\n2026.\n#pagebreak()\nTiếp theo.\n"
    assert "2026." in pdf_text(typeset(HEADING, ADDRESSED, "#set par(spacing: 0.6em, leading: 0.45em)\n", cut), LIMIT)


def test_a_symbol_cut_at_the_end_of_a_line_is_one_again():
    narrow = "#set page(width: 12cm)\n#set par(justify: false)\n"
    body = (
        "Thực hiện Chỉ thị của Bộ trưởng về cấp chứng chỉ số 07/CT-\\ BYT và các văn bản có liên quan đến việc này.\n"
    )
    text = pdf_text(typeset(narrow, ADDRESSED, body, BODY), LIMIT)
    assert "07/CT-BYT" in text.replace("\n", "")


def test_receivers_and_signer_go_on_over_the_page():
    tail = TAIL.replace("- UBND tỉnh (để b/c);", "- UBND tỉnh (để b/c);\\ " + "- Sở Y tế;\\ " * 12)
    tail = tail.replace("*PHÓ GIÁM ĐỐC*\\ \\ \\ ", "*PHÓ GIÁM ĐỐC*\\ " + "\\ " * 9)
    spread = typeset(HEADING, ADDRESSED, BODY, "#v(12.2cm)\n", tail)
    assert "\f" in pdf_text(spread, LIMIT).partition("Nơi nhận")[2].partition("Lê Thu Hà")[0]
    data = read_upload("a.pdf", spread).data
    assert data["cc"] == ["Như trên", "UBND tỉnh (để b/c)", *["Sở Y tế"] * 12, "Lưu: VT, CCHC"]
    assert data["signer"] == {"name": "Lê Thu Hà", "title": "PHÓ GIÁM ĐỐC", "authority_prefix": "KT. GIÁM ĐỐC"}
