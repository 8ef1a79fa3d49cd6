"""Word files: tables, text boxes and automatic numbers become the text one sees."""

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from directives.intake import read_upload
from directives.intake.extract import from_upload
from directives.intake.extract.docx import docx_text

from .letters import saved

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'


def lines(document) -> list[str]:
    return [line for line in docx_text(saved(document)).splitlines() if line.strip()]


def test_a_table_of_two_columns_reads_cell_by_cell():
    document = Document()
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip([cell for row in table.rows for cell in row.cells], "ABCD", strict=True):
        cell.text = text
    assert lines(document) == ["A", "B", "C", "D"]


def test_addressees_in_a_table_are_read():
    document = Document()
    table = document.add_table(rows=3, cols=2)
    cells = (
        "SỞ Y TẾ\nSố:     /SYT-NVY\nV/v phòng dịch",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "",
        "Huế, ngày   tháng 5 năm 2025",
    )
    for cell, text in zip(
        [cell for row in table.rows for cell in row.cells], (*cells, "Kính gửi:", "- Sở A;\n- Sở B."), strict=True
    ):
        cell.text = text
    document.add_paragraph("Đề nghị các đơn vị thực hiện phòng dịch.")
    data = read_upload("a.docx", saved(document)).data
    assert data["recipients"] == ["Sở A", "Sở B"]
    assert (data["issuer"], data["symbol"], data["place"], data["date_partial"]) == (
        "SỞ Y TẾ",
        "SYT-NVY",
        "Huế",
        "2025-05",
    )


def test_a_table_of_data_reads_row_by_row():
    document = Document()
    table = document.add_table(rows=2, cols=3)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = str(number)
    assert lines(document) == ["0 | 1 | 2", "3 | 4 | 5"]


def test_a_text_box_is_read_once():
    document = Document()
    box = f"<w:txbxContent {W}><w:p><w:r><w:t>V/v tuyên truyền</w:t></w:r></w:p></w:txbxContent>"
    paragraph = parse_xml(
        f"<w:p {W} {MC} {WPS}><w:r><w:t>Số: 1/ABC</w:t><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    document.element.body.insert(0, paragraph)
    assert lines(document) == ["Số: 1/ABC", "V/v tuyên truyền"]


def test_deleted_words_and_field_codes_are_left_out_and_inserted_ones_kept():
    document = Document()
    document.element.body.insert(
        0,
        parse_xml(
            f"<w:p {W}><w:r><w:t>Kính gửi</w:t></w:r><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>"
            "<w:r><w:instrText>PAGE</w:instrText></w:r><w:ins><w:r><w:t>: Sở</w:t></w:r></w:ins></w:p>"
        ),
    )
    assert lines(document) == ["Kính gửi: Sở"]


def number_formats(document, *levels: tuple[str, str]) -> None:
    """List 90 with one (format, text) per level."""
    numbering = document.part.numbering_part.element
    parts = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="90">{parts}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))


def numbered(document, text: str, level: int) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'),
    )
    assert properties.find(qn("w:numPr")) is not None


def test_automatic_numbers_are_written_out_as_word_draws_them():
    document = Document()
    number_formats(document, ("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "\uf0b7"))
    for text, level in [("A", 0), ("B", 1), ("C", 2), ("D", 2), ("E", 3), ("F", 1), ("G", 2), ("H", 0), ("I", 1)]:
        numbered(document, text, level)
    assert lines(document) == ["I. A", "1. B", "a) C", "b) D", "- E", "2. F", "a) G", "II. H", "1. I"]


def test_numbers_of_a_paragraph_style_count_too():
    document = Document()
    document.add_paragraph("Sở Y tế", style="List Number")
    document.add_paragraph("Sở Nội vụ", style="List Number")
    document.add_paragraph("Công an", style="List Bullet")
    assert lines(document) == ["1. Sở Y tế", "2. Sở Nội vụ", "- Công an"]


def test_a_numbered_word_letter_gives_each_group_its_tasks():
    document = Document()
    number_formats(document, ("decimal", "%1."), ("lowerLetter", "%2)"))
    for text in ("Số: 12/SYT-NVY", "V/v phòng, chống dịch", "Kính gửi: Các bệnh viện"):
        document.add_paragraph(text)
    document.add_paragraph(
        "Căn cứ Kế hoạch số 5/KH-UBND ngày 02/01/2025, Sở Y tế đề nghị các đơn vị thực hiện như sau:"
    )
    for text, level in [("Bệnh viện Đa khoa:", 0), ("Rà soát trang thiết bị.", 1), ("Tập huấn nhân viên.", 1)]:
        numbered(document, text, level)
    data = read_upload("a.docx", saved(document)).data
    assert data["recipients"] == ["Các bệnh viện"]
    assert [(task["recipient_group"], task["text"]) for task in data["tasks"]] == [
        ("Bệnh viện Đa khoa", "Rà soát trang thiết bị."),
        ("Bệnh viện Đa khoa", "Tập huấn nhân viên."),
    ]


@pytest.mark.parametrize(("code", "drawn"), [("F0B7", "•"), ("F02D", "•"), ("", ""), ("x", ""), ("D800", "")])
def test_a_bullet_typed_as_a_symbol_is_read(code, drawn):
    document = Document()
    for line in ("Số: 1/AB-CD", "Kính gửi: Các sở"):
        document.add_paragraph(line)
    paragraph = document.add_paragraph()
    paragraph.add_run()._r.append(parse_xml(f'<w:sym {W} w:font="Symbol" w:char="{code}"/>'))
    paragraph.add_run(" Báo cáo")
    assert from_upload("a.docx", saved(document))[0].splitlines()[-1].strip() == f"{drawn} Báo cáo".strip()
