"""Several letters in one file, and what only looks like a second one."""

import pytest

from directives.intake import IntakeError, read_bundle, read_upload
from directives.intake.extract import from_upload
from directives.intake.extract.bundle import split

from .letters import comparable, letter, truth
from .pages import ADDRESSED, BODY, HEADING, TAIL, typeset

NAMES = ["vinh_long", "dong_thap"]
WHOLE = "\n\n".join(letter(name) for name in NAMES)
FORM = """
{title}
TÊN CƠ QUAN                    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: ..../BC-....               Độc lập - Tự do - Hạnh phúc
                               ........, ngày ... tháng ... năm 2024
BÁO CÁO
Kết quả tuyên truyền
Kính gửi: Sở Thông tin và Truyền thông.
Nơi nhận:
- Lưu: VT.
"""


def test_two_letters_one_after_the_other_are_read_each_by_itself():
    readings = read_bundle("a.txt", WHOLE.encode())
    assert [comparable(reading.data) for reading in readings] == [truth(name) for name in NAMES]


def test_each_letter_says_which_of_how_many_it_is():
    readings = read_bundle("a.txt", WHOLE.encode())
    notes = [[note["message"] for note in reading.findings if note["code"] == "bundle"] for reading in readings]
    assert notes == [["Tệp có 2 văn bản; đây là văn bản thứ 1."], ["Tệp có 2 văn bản; đây là văn bản thứ 2."]]


def test_the_first_letter_is_what_an_upload_reads():
    assert comparable(read_upload("a.txt", WHOLE.encode()).data) == truth(NAMES[0])


@pytest.mark.parametrize("name", ["can_tho_2024", *NAMES])
def test_one_letter_stays_one(name):
    (reading,) = read_bundle("a.txt", letter(name).encode())
    assert comparable(reading.data) == truth(name)
    assert [note for note in reading.findings if note["code"] == "bundle"] == []
    assert split(letter(name)) == [letter(name)]


def test_nothing_is_lost_or_added_between_letters():
    assert "\n".join(split(WHOLE)) == WHOLE
    assert [part.strip() for part in split(WHOLE)] == [letter(name).strip() for name in NAMES]


@pytest.mark.parametrize("title", ["PHỤ LỤC", "Mẫu số 01", "BIỂU MẪU 2", "(Kèm theo Công văn số 5/STTTT)", ""])
def test_a_blank_form_in_an_annex_is_no_letter(title):
    assert len(read_bundle("a.txt", (letter("vinh_long") + FORM.format(title=title)).encode())) == 1


def test_a_form_that_only_leaves_its_issuer_open_is_no_letter():
    form = FORM.format(title="").replace("TÊN CƠ QUAN", "UBND XÃ ......")
    assert len(read_bundle("a.txt", (letter("vinh_long") + form).encode())) == 1


def test_a_heading_without_a_number_is_no_letter():
    form = "\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nĐƠN ĐĂNG KÝ\nKính gửi: Sở Y tế\n"
    assert len(read_bundle("a.txt", (letter("vinh_long") + form).encode())) == 1


def test_a_quotation_of_the_heading_within_a_letter_does_not_cut_it():
    """The letter has not come to its end."""
    quoted = letter("vinh_long").replace(
        "        Ngoài ra", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 5/A\nKính gửi: Sở B\n        Ngoài ra"
    )
    assert quoted != letter("vinh_long")
    assert len(split(quoted)) == 1


def test_pages_of_a_pdf_tell_where_the_next_letter_begins():
    first, second = HEADING.replace("77/", "78/"), HEADING.replace("77/", "79/")
    letters = [HEADING, ADDRESSED, BODY, TAIL, "#pagebreak()\n", first, ADDRESSED, BODY, TAIL, "#pagebreak()\n"]
    readings = read_bundle("a.pdf", typeset(*letters, second, ADDRESSED, BODY, TAIL))
    assert [(reading.data["number"], reading.data["issuer"]) for reading in readings] == [
        ("77", "SỞ NỘI VỤ"),
        ("78", "SỞ NỘI VỤ"),
        ("79", "SỞ NỘI VỤ"),
    ]
    assert [reading.data["signer"]["name"] for reading in readings] == ["Lê Thu Hà"] * 3


def test_a_secret_letter_in_a_bundle_refuses_the_whole():
    with pytest.raises(IntakeError) as refused:
        from_upload("a.txt", f"{letter('vinh_long')}\nMẬT\n{letter('dong_thap')}".encode())
    assert refused.value.code == "secret"


@pytest.mark.parametrize("text", ["", "\f", "\n\f\n", "a\fb", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"])
def test_any_text_is_at_least_one_part(text):
    assert "".join(split(text)).replace("\n", "") == text.replace("\f", "").replace("\n", "")
