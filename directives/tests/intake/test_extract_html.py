"""Letters saved as web pages."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.intake import IntakeError, read_text, read_upload
from directives.intake.extract.hypertext import charset, looks_like_html, plain_from_html

from .letters import comparable, letter, truth

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Không đọc</title><style>p {}</style>
<script>alert("Kính gửi: kẻ xấu")</script></head><body>
<table><tr><td><p>UBND TỈNH AN PHÚ</p><p><b>SỞ NỘI VỤ</b></p></td>
<td><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p><p>Độc lập - Tự do - Hạnh phúc</p></td></tr>
<tr><td>Số: 77/SNV-CCHC<br>V/v rà soát thủ tục</td><td>An Phú, ngày 04 tháng 5 năm 2024</td></tr></table>
<p>Kính&nbsp;gửi: Các sở, ban,
   ngành tỉnh.</p>
<p>Đề nghị các đơn vị rà soát thủ tục, báo cáo trước ngày 20/5/2024.</p>
<ul><li>Gửi qua trục liên thông;</li><li>Không gửi bản giấy &amp; fax.</li></ul>
<!-- Kính gửi: chú thích --><p>Nơi nhận:<br>- Như trên;<br>- Lưu: VT.</p></body></html>"""


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def test_a_page_becomes_what_one_sees():
    assert lines(plain_from_html(PAGE)) == [
        "UBND TỈNH AN PHÚ",
        "SỞ NỘI VỤ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 77/SNV-CCHC",
        "V/v rà soát thủ tục",
        "An Phú, ngày 04 tháng 5 năm 2024",
        "Kính\xa0gửi: Các sở, ban, ngành tỉnh.",
        "Đề nghị các đơn vị rà soát thủ tục, báo cáo trước ngày 20/5/2024.",
        "- Gửi qua trục liên thông;",
        "- Không gửi bản giấy & fax.",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
    ]


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.doc"])
def test_a_page_is_read_whatever_it_is_called(name):
    data = read_upload(name, PAGE.encode()).data
    assert (data["number"], data["symbol"], data["date"], data["issuer"]) == (
        "77",
        "SNV-CCHC",
        "2024-05-04",
        "SỞ NỘI VỤ",
    )
    assert data == read_text(PAGE).data


def test_a_letter_as_a_page_of_paragraphs_says_the_same():
    blocks = escape(letter("can_tho_2024")).split("\n\n")
    paragraphs = "".join(f"<p>{block}</p>".replace("\n", "<br>") for block in blocks)
    assert comparable(read_upload("a.html", f"<html>{paragraphs}</html>".encode()).data) == truth("can_tho_2024")


def test_a_wide_table_reads_row_by_row():
    page = "<html><table><tr><th>STT<th>Tên<th>Hạn<tr><td>1<td>Rà soát<td>20/5</table>"
    assert lines(plain_from_html(page)) == ["STT | Tên | Hạn", "1 | Rà soát | 20/5"]


def test_tables_within_tables_and_tables_left_open_are_read():
    page = "<html><table><tr><td><table><tr><td>A</td><td>B</td></tr></table></td></tr><tr><td>C"
    assert lines(plain_from_html(page)) == ["A", "B", "C"]


def test_nothing_of_a_script_is_read():
    assert "kẻ xấu" not in plain_from_html(PAGE)
    assert plain_from_html("<html><script>x<p>y</script>z") == "z"


def test_many_tables_one_in_another_are_read_to_a_depth():
    assert "x" in plain_from_html("<html>" + "<table><tr><td>" * 5000 + "x")


@pytest.mark.parametrize("text", ["Kính gửi: <b>Sở</b>", "a < b", "**html**", "", "<p"])
def test_other_texts_are_no_pages(text):
    assert not looks_like_html(text)


def test_the_encoding_a_page_names_is_used():
    assert charset(b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1258">') == "windows-1258"
    assert charset(b'<meta charset="cp037">') == "utf-8"
    assert charset(b"<html>") == "utf-8"


def test_a_page_that_is_no_letter_is_refused():
    with pytest.raises(IntakeError) as refused:
        read_upload("a.html", "<html><body>Chào bạn</body></html>".encode())
    assert refused.value.code == "not_a_letter"


@given(st.text(alphabet=st.sampled_from("<>/!-ab=\"' \n&;trdabloping"), max_size=200))
def test_any_markup_is_read(text):
    assert "<html" not in plain_from_html(f"<html>{text}") or "<" in text
