"""PDF: read by where the words stand, whatever the order in which they were written."""

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directives.intake import IntakeError, read_bundle, read_upload
from directives.intake.extract import from_upload, pdf
from directives.intake.extract.pdf import document as pdf_document
from directives.intake.extract.pdf.page import Run
from directives.intake.extract.pdf.rows import rows_of

from .letters import TRUTH, saved
from .pages import ADDRESSED, BODY, HEADING, LETTER, LINES, TAIL, assembled, empty_pages, lying, stamped, typeset
from .word_files import bac_ninh, long_an, two_letters

PLAIN = typeset(LETTER)


def lines(data: bytes) -> list[str]:
    return [line.strip() for line in from_upload("a.pdf", data)[0].splitlines() if line.strip()]


def refusal(data: bytes) -> str:
    with pytest.raises(IntakeError) as refused:
        from_upload("a.pdf", data)
    return refused.value.code


def outcome(data: bytes) -> str:
    try:
        from_upload("a.pdf", data)
    except IntakeError as error:
        return error.code
    return "read"


def test_columns_come_one_after_the_other_and_wrapped_lines_are_joined():
    assert lines(PLAIN) == LINES


@pytest.mark.parametrize(
    "settings",
    [
        "#set par(justify: false)\n",
        "#set par(leading: 1.2em)\n",
        "#set text(size: 13pt)\n",
        "#set page(margin: (left: 28mm, right: 14mm, y: 25mm))\n",
        "#set par(first-line-indent: 0pt, spacing: 1.4em)\n",
    ],
)
def test_the_text_does_not_depend_on_how_it_is_set(settings):
    assert lines(typeset(settings, LETTER)) == LINES


def test_a_name_of_the_nation_with_wide_gaps_and_two_lines_is_known():
    found = lines(typeset('#set text(font: "New Computer Modern")\n', LETTER))
    assert found == [*LINES[:5], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "VIỆT NAM", *LINES[6:]]


def test_an_issuer_that_touches_the_name_of_the_nation_is_cut_from_it():
    wide = LETTER.replace("UBND TỈNH AN PHÚ\\", "#h(40pt)UBND TỈNH AN PHÚ KHÁNH#h(-28pt)\\")
    assert wide != LETTER
    assert lines(typeset(wide))[:6] == ["UBND TỈNH AN PHÚ KHÁNH", *LINES[1:6]]


def test_a_signer_higher_or_lower_than_the_receivers_stays_in_his_column():
    higher = TAIL.replace("align(center)[", "align(center)[#v(-9pt)")
    lower = TAIL.replace("align(center)[", "align(center)[#v(9pt)")
    assert lines(typeset(HEADING, ADDRESSED, BODY, higher)) == LINES
    assert lines(typeset(HEADING, ADDRESSED, BODY, lower)) == LINES


@pytest.mark.parametrize(("name", "made"), [("long_an", long_an), ("bac_ninh", bac_ninh), ("two_letters", two_letters)])
def test_a_pdf_reads_like_the_docx_it_was_made_from(name, made):
    found = read_bundle("a.pdf", (TRUTH / f"{name}.pdf").read_bytes())
    assert [reading.data for reading in found] == [reading.data for reading in read_bundle("a.docx", saved(made()))]


def test_page_numbers_and_running_titles_go_and_a_sentence_runs_over_the_page():
    numbered = '#set page(numbering: "- 1 / 1 -", header: text(size: 9pt)[Văn bản số hóa của Sở Nội vụ])\n'
    sentence = " ".join(f"đề nghị đơn vị thứ {number} rà soát thủ tục" for number in range(1, 300)) + "."
    found = lines(typeset(numbered, HEADING, ADDRESSED, f"\nBên cạnh đó, {sentence}\n", TAIL))
    assert found[9] == f"Bên cạnh đó, {sentence}"
    assert len(pypdfium2.PdfDocument(typeset(numbered, f"Bên cạnh đó, {sentence}"))) >= 3


def test_notes_at_the_foot_of_a_page_go():
    noted = "#set super(typographic: false)\n" + LETTER.replace(
        "hành chính năm\n2024,", "hành chính năm\n2024#footnote[Ban hành trước ngày 01/02/2024.],"
    )
    assert "#footnote" in noted
    assert lines(typeset(noted)) == LINES


@pytest.mark.parametrize("blank", ["#h(2cm) ", "............ "])
def test_a_number_and_a_day_that_were_stamped_on_fall_into_their_places(blank):
    draft = LETTER.replace("Số: 77/", f"Số: {blank}/").replace("ngày 04 tháng", "ngày #h(1cm) tháng")
    data = read_upload("a.pdf", stamped(typeset(draft), ("77", 130, 739.5), ("04", 385, 740))).data
    assert (data["number"], data["symbol"], data["date"]) == ("77", "SNV-CCHC", "2024-05-04")


def test_a_stamp_of_an_electronic_signature_is_no_part_of_the_letter():
    stamp = "Ký bởi: Sở Nội vụ\\ Thời gian ký: 04.05.2024 09:30:15 +07:00"
    assert lines(typeset(f"#place(top + right, dy: -12mm)[#set text(size: 7pt)\n{stamp}]\n", LETTER)) == LINES


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_lies_on_its_side_reads_the_same(degrees):
    assert lines(lying(PLAIN, degrees)) == LINES


def test_a_secret_stamp_is_refused():
    assert refusal(typeset("#place(top + left, dy: -10mm)[TỐI MẬT]\n", LETTER)) == "secret"


def test_a_scan_is_refused_with_the_way_out():
    assert refusal(empty_pages(2)) == "scan"
    assert refusal(typeset("Ký bởi: Sở Nội vụ")) == "scan"


def test_more_pages_than_the_limit_are_refused():
    assert refusal(empty_pages(pdf.MAX_PAGES + 1)) == "pages"
    assert refusal(empty_pages(10_000)) == "pages"


def test_more_characters_than_the_limit_are_refused():
    with pytest.raises(IntakeError) as refused:
        pdf.pdf_text(PLAIN, 100)
    assert refused.value.code == "too_long"


def test_an_encrypted_pdf_is_refused():
    key = "00" * 32
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 0/Kids[]>>"]
    objects += [f"<</Filter/Standard/V 1/R 2/O<{key}>/U<{key}>/P -4>>"]
    assert refusal(assembled(objects, f"/Encrypt 3 0 R/ID[<{key}><{key}>]")) == "encrypted"


@pytest.mark.parametrize("data", [b"%PDF-1.7", PLAIN[:500], b"%PDF-1.4\n" + b"\0" * 1000, empty_pages(0)])
def test_a_broken_pdf_is_refused(data):
    assert refusal(data) == "pdf"


def test_another_file_named_pdf_is_refused():
    assert refusal(b"Kinh gui") == "pdf"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(8, len(PLAIN) - 1), st.integers(0, 255)), min_size=1, max_size=40))
def test_flipped_bytes_raise_nothing_else(changes):
    data = bytearray(PLAIN)
    for at, value in changes:
        data[at] = value
    assert outcome(bytes(data))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_pdf_raises_nothing_else(share):
    assert outcome(PLAIN[: int(len(PLAIN) * share)]) in ("pdf", "scan", "not_a_letter", "read")


def test_the_lock_is_free_after_a_refusal():
    assert refusal(b"%PDF-1.7") == "pdf"
    assert not pdf_document.PDF_LOCK.locked()


def run(text: str, x: float, base: float = 100, size: float = 10) -> Run:
    return Run(text, [x + 5 * at for at in range(len(text))], x + 5 * len(text), base, size)


def test_runs_on_one_line_stand_from_left_to_right():
    (row,) = rows_of([run("sau", 200), run("trước", 100, base=102), run("giữa", 150)])
    assert row.text == "trước giữa sau"


def test_what_was_printed_twice_is_read_once():
    (row,) = rows_of([run("Nơi nhận:", 100), run("ơ", 105), run("Nơi nhận:", 100)])
    assert row.text == "Nơi nhận:"


def test_parts_of_a_word_touch_and_a_stamp_beside_a_word_does_not():
    assert rows_of([run("C", 100), run("Ộ", 105), run("NG", 110)])[0].text == "CỘNG"
    assert rows_of([run("ngày", 100), run("04", 120), run(",", 130)])[0].text == "ngày 04,"


def test_a_stamp_takes_the_place_of_dots():
    (row,) = rows_of([run("Số: ......../SYT", 100), run("77", 135)])
    assert row.text == "Số: 77 /SYT"


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(alphabet="ab .…1", min_size=1, max_size=12).filter(str.strip),
            st.floats(0, 600),
            st.floats(0, 800),
            st.floats(1, 40),
        ),
        max_size=30,
    )
)
def test_any_runs_make_rows_from_top_to_bottom(found):
    rows = rows_of([run(text, x, base, size) for text, x, base, size in found])
    assert all(row.runs and row.text for row in rows)
    assert all(first.runs[0].x0 <= last.x0 for row in rows for first, last in [(row, row.runs[-1])])
