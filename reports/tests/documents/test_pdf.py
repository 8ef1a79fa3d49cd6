import re

import pypdfium2
import pytest

from reports.documents import fonts
from reports.documents.paper import Addressees, Column, Paragraph, Span, Table
from reports.documents.pdf import breakable, to_pdf

from .papers import ANNEXES, CLOSING, HEAD, MADE_AT, make_paper, make_table, pdf_pages, pdf_text

HOSTILE = '#panic("x") #import "@preview/x:1.0.0" $x^2$ *đậm* _nghiêng_ <nhãn> @nguồn \\ `mã` // hết [a]'


def made(*blocks, **more) -> bytes:
    return to_pdf(make_paper(*blocks, **more), made_at=MADE_AT)


def test_every_block_stands_in_the_pdf_with_all_its_marks():
    text = pdf_text(made(annexes=ANNEXES))
    for words in (
        "UBND THÀNH PHỐ CẦN THƠ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: ……/BC-STTTT",
        "Cần Thơ, ngày …… tháng 11 năm 2024",
        "BÁO CÁO",
        "Kính gửi: Ủy ban nhân dân thành phố Cần Thơ",
        "I. KẾT QUẢ",
        "Có 29/36 đơn vị đã hoàn thành.",
        "- Thuận lợi;",
        "Nơi nhận: - Như trên; - Lưu: VT.",
        "PHÓ GIÁM ĐỐC",
        "Nguyễn Văn An",
        "Phụ lục I",
        "(Kèm theo Báo cáo)",
        "Chưa có minh chứng nào.",
    ):
        assert words in text


def test_the_pdf_is_tagged_pdf_a_in_vietnamese():
    data = made()
    assert b"<pdfaid:part>2</pdfaid:part>" in data
    assert b"/MarkInfo" in data
    assert b"/Lang(vi-VN)" in data.replace(b" ", b"") or b"(vi-VN)" in data
    with pypdfium2.PdfDocument(data) as pdf:
        assert pdf.get_metadata_value("Title") == "Báo cáo kết quả"


def test_the_same_paper_gives_the_same_bytes():
    assert made() == made()


def test_pages_are_numbered_from_the_second_and_each_annex_on_its_own():
    pages = pdf_pages(made(HEAD, make_table(60), annexes=ANNEXES))
    numbers = [found[1] if (found := re.match(r"(\d+) ", page)) else "" for page in pages]
    starts = [at for at, page in enumerate(pages) if page.startswith("Phụ lục")] + [len(pages)]
    for first, end in zip([0, *starts], starts, strict=False):
        assert numbers[first:end] == ["", *(str(n) for n in range(2, end - first + 1))]


def test_the_head_of_a_table_comes_again_on_every_page():
    pages = pdf_pages(made(make_table(100)))
    assert len(pages) > 2
    assert all("STT Đơn vị Hoàn thành" in page for page in pages)


def test_an_annex_on_its_side_turns_its_own_pages_only():
    with pypdfium2.PdfDocument(made(annexes=ANNEXES)) as pdf:
        shapes = [page.get_width() > page.get_height() for page in pdf]
    assert shapes[0] is False
    assert True in shapes
    assert shapes[-1] is False


def test_what_people_wrote_is_text_and_never_a_program():
    assert HOSTILE in pdf_text(made(Paragraph(HOSTILE)))


def test_a_name_of_200_letters_and_a_long_address_stay_in_their_cells():
    name, address = "Ủy ban nhân dân " * 12 + "phường xã", "https://phuong.example/" + "a" * 300
    table = Table((Column("Đơn vị"), Column("Liên kết")), ((name, Span(address, link=address)),))
    data = made(table)
    with pypdfium2.PdfDocument(data) as pdf:
        page = pdf[0]
        text = page.get_textpage()
        right = max(text.get_charbox(at)[2] for at in range(text.count_chars()))
        assert right < page.get_width() - 20 / 25.4 * 72 + 1
    assert name.strip() in pdf_text(data)


def test_a_cell_longer_than_a_page_runs_on_over_the_next():
    pages = pdf_pages(made(Table((Column("Nội dung"),), (("dài " * 6000,),))))
    assert sum(page.count("dài") for page in pages) == 6000


def test_several_addressees_stand_below_each_other():
    assert "Kính gửi: - Sở A; - Sở B." in pdf_text(made(Addressees(("Sở A", "Sở B"))))


def test_a_sample_says_so_on_every_page():
    pages = pdf_pages(made(make_table(100), annexes=ANNEXES, sample="Số liệu minh họa"))
    assert all("Số liệu minh họa" in page for page in pages)


def test_the_signature_is_never_torn_from_its_receivers():
    pages = pdf_pages(made(*(Paragraph("dòng") for _ in range(34)), CLOSING))
    holding = [page for page in pages if "Nơi nhận" in page]
    assert ["Nguyễn Văn An" in page for page in holding] == [True]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Phòng Văn hóa", ["Phòng Văn hóa"]),
        ("https://a.example.vn/tin/canh-bao", ["https://", "a.", "example.", "vn/", "tin/", "canh-", "bao"]),
    ],
)
def test_only_long_words_may_break(text, parts):
    assert breakable(text).split("\u200b") == parts


# --- Fonts ------------------------------------------------------------------------------------------------------------
def test_a_font_that_lacks_vietnamese_letters_is_not_taken(tmp_path, monkeypatch):
    broken = tmp_path / "broken"
    broken.mkdir()
    for name in ("Regular", "Bold", "Italic", "BoldItalic"):
        (broken / f"LiberationSerif-{name}.ttf").write_bytes(_font_without("ắ", name))
    monkeypatch.setattr(fonts, "FOLDERS", (("Liberation Serif", broken, "*.ttf"),))
    fonts.family.cache_clear()
    try:
        assert fonts.family() == ((fonts.EMBEDDED,), "")
        assert "Cộng hòa ắẵẳ ỀỄ №" in pdf_text(made(Paragraph("Cộng hòa ắẵẳ ỀỄ №")))
    finally:
        fonts.family.cache_clear()


def test_all_letters_of_vietnamese_are_asked_for():
    assert len(fonts.letters()) > 134
    assert {ord(each) for each in "ặỗữỵĐđƠ№"} <= fonts.letters()


def _font_without(letter: str, name: str) -> bytes:
    from io import BytesIO

    from fontTools.fontBuilder import FontBuilder

    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "a"])
    kept = {code: "a" for code in fonts.letters() if code != ord(letter)}
    builder.setupCharacterMap(kept)
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    builder.setupGlyf({".notdef": Glyph(), "a": Glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "a": (500, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Liberation Serif", "styleName": name})
    builder.setupOS2()
    builder.setupPost()
    data = BytesIO()
    builder.save(data)
    return data.getvalue()
