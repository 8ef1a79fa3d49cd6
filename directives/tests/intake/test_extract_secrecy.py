"""Stamps of secrecy: found wherever they stand and however they are worn; words about secrecy are none."""

import pytest
from docx import Document
from docx.oxml import parse_xml

from directives.intake import IntakeError, read_text, read_upload
from directives.intake.extract.legacy import tcvn3, vni
from directives.intake.extract.secrecy import drawn_stamps, require_no_stamp

from .letters import letter, saved
from .pages import LETTER, stamped, typeset
from .test_docx import MC, WPS, W
from .word_files import long_an

LEVELS = ["MẬT", "TỐI MẬT", "TUYỆT MẬT"]
OLD = {
    encode: {small: code for code, small in table.items()}
    for encode, table in (("tcvn3", tcvn3.TABLE), ("vni", vni.TABLE))
}


def is_secret(read, *arguments) -> bool:
    try:
        read(*arguments)
    except IntakeError as error:
        return error.code == "secret"
    return False


def has_stamp(text: str) -> bool:
    return is_secret(require_no_stamp, text)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    "written",
    [
        "{}",
        "   {}   ",
        "[{}]",
        "★ {} ★",
        "SỞ NỘI VỤ          {}",
        "SỞ NỘI VỤ\t{}",
        "| {} | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |",
        "Độ mật: {}",
        "Mức độ mật: {}",
        "a\n\n\nb\n{}\nc",
    ],
)
def test_a_stamp_is_found_however_it_stands(level, written):
    assert has_stamp(written.format(level))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("gap", [" ", "  ", "   ", ".", "-", "\t"])
def test_a_stamp_in_letters_set_apart_is_found(level, gap):
    assert has_stamp(gap.join(level))


@pytest.mark.parametrize("worn", ["TOI MAT", "TUYET MAT", "TÔI MẬT", "T O I  M A T", "TUYÊT MÂT", "MAT"])
def test_a_stamp_that_lost_its_accents_is_found_at_the_head(worn):
    assert has_stamp(f"SO NOI VU\n{worn}\nSố: 12/SNV")


@pytest.mark.parametrize("typed", ["Mật", "  Mật  ", "Tối mật", "Tuyệt Mật", "[Mật]", "**Mật**", "Mật."])
def test_a_stamp_typed_in_small_letters_on_its_own_line_is_found_at_the_head(typed):
    assert has_stamp(f"{typed}\nSỞ NỘI VỤ\nSố: 12/SNV")
    assert not has_stamp("dòng\n" * 40 + typed)


@pytest.mark.parametrize("wrapped", ["giữ bí\nmật", "văn bản tuyệt\nmật", "theo quy định về bảo\nMật"])
def test_a_word_that_a_line_cuts_off_is_no_stamp(wrapped):
    assert not has_stamp(f"SỞ NỘI VỤ\n{wrapped}\ntheo quy định.")


def test_three_plain_letters_far_below_are_no_stamp():
    assert not has_stamp("dòng\n" * 40 + "MAT\n")
    assert has_stamp("dòng\n" * 40 + "TOI MAT\n")


def test_who_may_open_the_envelope_is_a_stamp_too():
    assert has_stamp("Chỉ người có tên mới được bóc bì")


@pytest.mark.parametrize(
    "words",
    [
        "bí mật",
        "Bảo mật",
        "mật khẩu",
        "CÔNG TÁC BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "CÔNG TÁC BẢO VỆ BÍ\nMẬT NHÀ NƯỚC",
        "TĂNG CƯỜNG BẢO\nMẬT",
        "BÍ MẬT",
        "Ban Cơ yếu và bảo mật",
        "mật độ dân số",
        "MẬT ĐỘ",
        "Mật ong rừng U Minh",
        "văn bản tối mật",
        "Tuyệt mật | Tối mật | Mật",
        "TUYỆT MẬT\tTỐI MẬT\tMẬT",
        "MẤT",
        "MẶT TRẬN",
        "Luật Bảo vệ bí mật nhà nước; không soạn thảo tài liệu tối mật, mật trên máy nối mạng.",
    ],
)
def test_words_about_secrecy_are_no_stamp(words):
    assert not has_stamp(words)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", sorted(OLD))
def test_a_stamp_in_an_old_encoding_is_found(level, name):
    old = "".join(OLD[name].get(char, char) for char in f"{level}\n{letter('long_an')}")
    assert is_secret(read_text, old)


def in_a_box(words: str):
    document = long_an()
    run = document.paragraphs[0].add_run()._r
    box = f"<w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent>"
    run.append(
        parse_xml(
            f"<mc:AlternateContent {W} {MC} {WPS}><mc:Choice Requires='wps'><wps:txbx>{box}</wps:txbx></mc:Choice>"
            f"</mc:AlternateContent>"
        )
    )
    return document


def in_the_footer(words: str):
    document = long_an()
    document.sections[0].first_page_footer.paragraphs[0].text = words
    return document


def in_a_watermark(words: str):
    document = long_an()
    run = document.sections[0].header.paragraphs[0].add_run()._r
    drawn = f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="{words}"/></v:shape>'
    run.append(parse_xml(f"<w:pict {W}>{drawn}</w:pict>"))
    return document


def in_a_cell(words: str):
    document = Document()
    document.add_table(rows=1, cols=1).cell(0, 0).text = words
    for line in letter("long_an").splitlines():
        document.add_paragraph(line)
    return document


@pytest.mark.parametrize("put", [in_a_box, in_the_footer, in_a_watermark, in_a_cell])
def test_a_stamp_anywhere_in_a_word_file_is_found(put):
    assert is_secret(read_upload, "a.docx", saved(put("TỐI MẬT")))
    assert read_upload("a.docx", saved(put("BẢO MẬT"))).data["number"] == "1345"


def test_the_watermark_of_an_old_word_file_is_found():
    def drawing(words: str) -> bytes:
        return b"\xbf\x03\x20\x00\x20\x00" + f"{words}\0Arial\0".encode("utf-16-le")

    assert drawn_stamps(drawing("TỐI MẬT")) == ["TỐI MẬT"]
    assert drawn_stamps(b"\x00" + drawing("MẬT")) == ["MẬT"]
    assert drawn_stamps(drawing("BÍ MẬT") + drawing("DỰ THẢO") + drawing("MẬT ĐỘ")) == []


def test_a_stamp_in_the_margin_of_every_page_of_a_pdf_is_found():
    repeated = "#set page(header: align(right)[#text(size: 10pt)[MẬT]])\n"
    assert is_secret(read_upload, "a.pdf", typeset(repeated, LETTER, "#pagebreak()\n#lorem(30)" * 3))
    assert not is_secret(read_upload, "a.pdf", typeset(repeated.replace("MẬT", "BẢO MẬT"), LETTER))


def test_a_stamp_put_on_a_finished_pdf_is_found():
    assert is_secret(read_upload, "a.pdf", stamped(typeset(LETTER), ("TOI MAT", 60, 800)))
