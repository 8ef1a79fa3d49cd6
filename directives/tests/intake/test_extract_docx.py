"""Word files: fonts, hidden words, notes, titles, pages, and what must not be let in."""

import pytest
from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from directives.intake import IntakeError, read_upload
from directives.intake.extract import from_upload
from directives.intake.extract.docx import docx_texts
from directives.intake.extract.tables import table_blocks

from .letters import decree_30_docx, letter, saved
from .test_refused import zipped
from .word_files import centred, in_tcvn3, in_vni, long_an, page

WHOLE = saved(long_an())
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def lines(document) -> list[str]:
    return [line.strip() for line in docx_texts(saved(document))[0].splitlines() if line.strip()]


def refusal(data: bytes) -> str:
    with pytest.raises(IntakeError) as refused:
        from_upload("a.docx", data)
    return refused.value.code


def pointing_to(target: str, kind: str) -> bytes:
    document = long_an()
    document.part.rels.get_or_add_ext_rel(f"{RELATIONS}/{kind}", target)
    return saved(document)


@pytest.mark.parametrize("made", [in_tcvn3, in_vni])
def test_letters_in_old_fonts_read_like_the_one_in_unicode(made):
    assert read_upload("a.docx", saved(made(long_an()))).data == read_upload("a.docx", WHOLE).data


def test_the_font_of_a_style_counts_and_that_of_a_run_comes_first():
    document = Document()
    document.styles["Normal"].font.name = ".VnTime"
    document.styles["Heading 1"].font.name = ".VnTimeH"
    properties = document.styles["Heading 1"].element.rPr.rFonts
    for name in [name for name in properties.attrib if "Theme" in name]:
        del properties.attrib[name]
    paragraph = document.add_paragraph("C«ng v¨n ")
    paragraph.add_run("số 5").font.name = "Arial"
    document.add_paragraph("quyÕt ®Þnh", style="Heading 1")
    assert lines(document) == ["Công văn số 5", "QUYẾT ĐỊNH"]


def test_a_soft_hyphen_in_an_old_font_is_a_letter_and_elsewhere_nothing():
    document = Document()
    for font in (".VnTime", "Arial"):
        run = document.add_paragraph().add_run("tr")
        run.font.name = font
        run._r.append(OxmlElement("w:softHyphen"))
        run.add_text("íc")
    assert lines(document) == ["trước", "tr\xadíc"]


def test_hidden_words_stay_out():
    document = Document()
    paragraph = document.add_paragraph("Kính gửi: ")
    paragraph.add_run("nháp ").font.hidden = True
    paragraph.add_run("Sở Y tế").font.hidden = False
    assert lines(document) == ["Kính gửi: Sở Y tế"]


def test_notes_and_comments_stay_out():
    document = Document()
    paragraph = document.add_paragraph("Kế hoạch số 5")
    paragraph.add_run()._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="2"/>'))
    paragraph.add_run(" của Sở")
    document.add_comment(paragraph.runs, text="Xem lại", author="A")
    assert lines(document) == ["Kế hoạch số 5 của Sở"]


def test_lines_of_a_title_stay_together_and_paragraphs_apart():
    document = page()
    centred(document, "KẾ HOẠCH", "Tuyên truyền", "năm 2024")
    document.add_paragraph("Thực hiện")
    centred(document, "Phần I", "", "Phần II")
    assert docx_texts(saved(document))[0] == "KẾ HOẠCH\nTuyên truyền\nnăm 2024\n\nThực hiện\n\nPhần I\n\n\n\nPhần II"


def test_a_new_page_is_marked_and_the_mark_leaves_no_trace():
    document = long_an()
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("PHỤ LỤC").paragraph_format.page_break_before = True
    assert docx_texts(saved(document))[0].count("\f") == 2
    assert [text.count("\f") for text in from_upload("a.docx", saved(document))] == [0]


def test_headers_are_no_part_of_the_letter_but_a_stamp_in_them_counts():
    document = long_an()
    document.sections[0].first_page_header.paragraphs[0].text = "Bản lưu"
    assert "Bản lưu" not in from_upload("a.docx", saved(document))[0]
    document.sections[0].first_page_header.paragraphs[0].text = "TỐI MẬT"
    assert refusal(saved(document)) == "secret"


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("https://example.com/mau.dotm", "attachedTemplate"),
        ("http://example.com/a", "oleObject"),
        ("\\\\may-chu\\chia-se\\mau.dotx", "attachedTemplate"),
        ("file://may-chu/mau.dotx", "attachedTemplate"),
        ("mhtml:http://example.com/a.html!x", "frame"),
        ("https://example.com/b", "subDocument"),
        ("https://example.com/c", "aFChunk"),
        ("https://example.com/logo.png", "image"),
        ("file:///\\\\may-chu\\chia-se\\logo.png", "image"),
        ("file://///may-chu/mau.dotx", "attachedTemplate"),
    ],
)
def test_a_file_that_loads_something_from_elsewhere_is_refused(target, kind):
    assert refusal(pointing_to(target, kind)) == "external"


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("https://example.gov.vn", "hyperlink"),
        ("mailto:a@example.gov.vn", "hyperlink"),
        ("file:///D:/anh/logo.png", "image"),
        ("media/logo.png", "image"),
        ("file:///C:\\Users\\vanthu\\Normal.dotm", "attachedTemplate"),
        ("Normal.dotm", "attachedTemplate"),
    ],
)
def test_links_pictures_and_own_templates_harm_nobody(target, kind):
    assert read_upload("a.docx", pointing_to(target, kind)).data["number"] == "1345"


def test_relations_with_entities_are_refused():
    relations = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    assert refusal(zipped({"word/document.xml": b"<a/>", "_rels/.rels": relations})) == "zip_limits"


def test_tables_in_tables_read_cell_by_cell():
    document = Document()
    inner = document.add_table(rows=1, cols=2).cell(0, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "A", "B"
    assert lines(document) == ["A", "B"]


def test_a_merged_cell_is_read_once():
    document = Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "UBND TỈNH"
    table.cell(1, 0).text = "Số: 1/A"
    assert lines(document) == ["UBND TỈNH", "Số: 1/A"]


@pytest.mark.parametrize(
    ("rows", "blocks"),
    [
        ([], []),
        ([["A", "", "B"], ["C", "", "D"]], ["A", "B", "C", "D"]),
        ([["A", "", "B"], ["", "C", ""]], ["A", "", "B", "", "C", ""]),
        ([["1", "2", "3"], ["4"]], ["1 | 2 | 3", "4 |  | "]),
        (
            [["Nơi nhận:", "KT. GIÁM ĐỐC"], ["- Như trên;", "PHÓ GIÁM ĐỐC"], ["", "Lê A"]],
            ["Nơi nhận:\n- Như trên;", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nLê A"],
        ),
    ],
)
def test_tables_lay_out_or_hold_data(rows, blocks):
    assert table_blocks(rows) == blocks


def test_receivers_and_signer_in_several_rows_are_read_by_column():
    document = long_an()
    table = document.tables[-1]
    document.element.body.remove(table._tbl)
    table = document.add_table(rows=4, cols=2)
    cells = (
        "Nơi nhận:",
        "KT. GIÁM ĐỐC",
        "- Như trên;",
        "PHÓ GIÁM ĐỐC",
        "- UBND tỉnh (để b/c);",
        "",
        "- Lưu: VT.",
        "Lê A Bê",
    )
    for cell, text in zip([cell for row in table.rows for cell in row.cells], cells, strict=True):
        cell.text = text
    data = read_upload("a.docx", saved(document)).data
    assert data["cc"] == ["Như trên", "UBND tỉnh (để b/c)", "Lưu: VT"]
    assert data["signer"] == {"name": "Lê A Bê", "title": "PHÓ GIÁM ĐỐC", "authority_prefix": "KT. GIÁM ĐỐC"}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=30))
def test_flipped_bytes_raise_nothing_else(changes):
    data = bytearray(WHOLE)
    for at, value in changes:
        data[at] = value
    try:
        from_upload("a.docx", bytes(data))
    except IntakeError as error:
        code = error.code
    else:
        code = "read"
    assert code


def test_the_campaign_letter_reads_the_same_as_ever():
    assert read_upload("a.docx", decree_30_docx(letter("can_tho_2024"))).data["symbol"] == "STTTT-CNTT/VT"
