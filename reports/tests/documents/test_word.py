import zipfile
from io import BytesIO

import pytest
from docx.oxml.ns import qn

from reports.documents.paper import Addressees, Column, Letterhead, Paragraph, Span, Table
from reports.documents.word import to_docx

from .papers import ADDRESS, ANNEXES, HEAD, MADE_AT, make_paper, make_table, opened, tags, word_text

ORDER = {
    "pPr": "pStyle keepNext pBdr spacing ind jc outlineLvl rPr sectPr",
    "rPr": "rFonts b bCs i iCs color spacing sz szCs lang",
    "tblPr": "tblStyle tblW tblLayout tblCellMar tblLook tblCaption",
    "sectPr": "headerReference footerReference pgSz pgMar pgNumType cols titlePg docGrid",
}
"""Word calls a file broken whose properties stand in another order than the schema's."""


def made(*blocks, **more) -> bytes:
    return to_docx(make_paper(*blocks, **more), made_at=MADE_AT)


def test_every_block_stands_in_the_file():
    text = word_text(made(annexes=ANNEXES))
    for words in (
        "UBND THÀNH PHỐ CẦN THƠ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: ……/BC-STTTT",
        "Kính gửi: Ủy ban nhân dân thành phố Cần Thơ",
        "Có 29/36 đơn vị đã hoàn thành.",
        "- xem trang này.",
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.",
        "Nguyễn Văn An",
        "Phụ lục I\nDANH SÁCH ĐƠN VỊ\n(Kèm theo Báo cáo)",
        "Chưa có minh chứng nào.",
    ):
        assert words in text


def test_marked_blocks_and_figures_are_controls_with_tags():
    assert tags(made(annexes=ANNEXES)) == [
        "cp.figure.units.done",
        "cp.block.groups",
        "cp.figure.units.done",
        "cp.block.check",
        "cp.block.units",
    ]


def test_a_control_is_called_by_words_of_people():
    names = [each.get(qn("w:val")) for each in opened(made()).element.body.iter(qn("w:alias"))]
    assert names[:2] == ["Đơn vị đã hoàn thành", "Kết quả theo nhóm"]


def test_pages_are_those_of_decree_30():
    for section in opened(made(annexes=ANNEXES)).sections:
        assert section.different_first_page_header_footer
        assert [round(each.mm) for each in (section.left_margin, section.right_margin)] == [30, 20]
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        assert "PAGE" in section.header._element.xml
        assert "PAGE" not in section.first_page_header._element.xml


def test_an_annex_on_its_side_turns_its_own_section_only():
    sections = opened(made(annexes=ANNEXES)).sections
    assert [section.page_width > section.page_height for section in sections] == [False, True, False]


def test_letters_are_times_new_roman_in_black_and_vietnamese():
    document = opened(made())
    for name in ("Normal", "Title", "Heading 1", "Đoạn văn"):
        style = document.styles[name]
        assert style.font.name == "Times New Roman"
        assert str(style.font.color.rgb) == "000000"
        assert "Theme" not in style.element.rPr.rFonts.xml.split("rFonts", 1)[1].split("/>")[0]
    assert document.styles.element.find(".//" + qn("w:lang")).get(qn("w:val")) == "vi-VN"


def test_the_head_of_a_table_comes_again_and_no_row_is_torn():
    table = opened(made(make_table(60))).element.body.find(qn("w:tbl"))
    rows = table.findall(qn("w:tr"))
    assert [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows][:2] == [True, False]
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
    assert len(rows) == 62


def test_a_row_longer_than_a_page_may_be_torn():
    table = opened(made(Table((Column("a"),), (("dài " * 2000,),)))).element.body.find(qn("w:tbl"))
    assert table.findall(".//" + qn("w:cantSplit")) == []


def test_columns_fill_the_line_whatever_their_shares():
    table = opened(made(Table((Column("a", 1), Column("b", 3)), (("x", "y"),)))).element.body.find(qn("w:tbl"))
    widths = [int(each.get(qn("w:w"))) for each in table.iter(qn("w:gridCol"))]
    assert sum(widths) == pytest.approx(160 / 25.4 * 1440, abs=2)
    assert widths[1] == pytest.approx(3 * widths[0], abs=2)


@pytest.mark.parametrize("part", ORDER)
def test_properties_stand_in_the_order_of_the_schema(part):
    order = ORDER[part].split()
    body = opened(made(annexes=ANNEXES)).element.body
    for element in body.iter(qn(f"w:{part}")):
        names = [each.tag.split("}")[1] for each in element]
        assert set(names) <= set(order)
        assert names == sorted(names, key=order.index)


def test_every_cell_ends_in_a_paragraph():
    """Word calls a file broken in which one does not."""
    for cell in opened(made(annexes=ANNEXES)).element.body.iter(qn("w:tc")):
        assert cell[-1].tag == qn("w:p")


def test_what_people_wrote_is_text():
    hostile = "<w:p/> & ]]> \x00\x0b {{x}} “ngoặc” <!-- -->"
    assert hostile.replace("\x00\x0b", "") in word_text(made(Paragraph(hostile)))


def test_a_link_goes_to_the_web_only():
    data = made(Paragraph((Span("a", link='https://a.example/?x=1&y="2'), Span("b", link="javascript:alert(1)"))))
    fields = [each.get(qn("w:instr")) for each in opened(data).element.body.iter(qn("w:fldSimple"))]
    assert fields == ['HYPERLINK "https://a.example/?x=1&y=%222"']
    assert "ab" in word_text(data)


def test_the_qr_is_a_picture_with_words():
    body = opened(made()).element.body
    (picture,) = body.iter(qn("wp:docPr"))
    assert picture.get("descr") == ADDRESS
    assert not list(body.iter("portal-qr"))


def test_several_addressees_stand_below_each_other():
    assert "Kính gửi:\n- Sở A;\n- Sở B." in word_text(made(Addressees(("Sở A", "Sở B"))))


def test_a_letter_says_what_it_is_about_under_its_number():
    head = Letterhead("", HEAD.agency, "Số: ……/STTTT-CNTT", HEAD.place_and_day, about="V/v đôn đốc thực hiện")
    assert "Số: ……/STTTT-CNTT\nV/v đôn đốc thực hiện\nCần Thơ" in word_text(made(head))


def test_the_file_says_what_it_is_and_brings_nothing_of_a_template():
    data = made(sample="Số liệu minh họa")
    about = opened(data).core_properties
    assert (about.title, about.author, about.created) == (
        "Báo cáo kết quả",
        "Sở Thông tin và Truyền thông",
        MADE_AT,
    )
    assert about.comments == ""
    assert "docProps/thumbnail.jpeg" not in zipfile.ZipFile(BytesIO(data)).namelist()
    assert "Số liệu minh họa" in opened(data).sections[0].header._element.xml
