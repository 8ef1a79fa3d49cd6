"""An officer changes the Word file; new figures come into it, and what they wrote stays."""

import zipfile
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from reports.documents.paper import Check, Figure, Heading, Marked, Paragraph
from reports.documents.word import to_docx
from reports.documents.word_marks import NoMarks, marks, renew

from .papers import ANNEXES, CLOSING, MADE_AT, make_paper, make_table, opened, tags, word_text

OTHER = "https://cong.example/d/kkkkkkkkkk/"


def paper(done: str = "29", rows: int = 2, *more, address: str = OTHER):
    figure = Figure("units.done", done, "Đơn vị đã hoàn thành")
    return make_paper(
        Heading("I. KẾT QUẢ"),
        Paragraph(("Nhờ chỉ đạo sát sao, ", figure, " đơn vị đã hoàn thành.")),
        Marked("groups", "Theo nhóm", (Paragraph((figure, " đơn vị.")), make_table(rows))),
        Paragraph("Lời của cán bộ."),
        *more,
        replace(CLOSING, check=Check(address, "Số liệu.")),
        annexes=ANNEXES,
    )


def made(*args, **more) -> bytes:
    return to_docx(paper(*args, **more), made_at=MADE_AT)


def edited(data: bytes, change) -> bytes:
    """The file as Word saves it after a person's change."""
    document = opened(data)
    change(document)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def paragraph(document, start: str):
    return next(each for each in document.paragraphs if each.text.startswith(start))


def control(document, tag: str):
    found = document.element.body.iter(qn("w:tag"))
    return next(each for each in found if each.get(qn("w:val")) == tag).getparent().getparent()


BASE = made()
FRESH = made("31", 3, address="https://cong.example/d/mmmmmmmmmm/")


# --- Kept and renewed -------------------------------------------------------------------------------------------------
def test_own_words_stay_and_figures_are_new():
    mine = edited(BASE, lambda document: paragraph(document, "Lời của").add_run(" Tôi viết thêm."))
    found = renew(mine, FRESH, base=BASE)
    text = word_text(found.data)
    assert "Lời của cán bộ. Tôi viết thêm." in text
    assert "31 đơn vị." in text
    assert "Phòng Văn hóa và Thông tin quận 3" in text
    assert (found.overwritten, found.gone, found.stale, found.added) == ((), (), (), ())


def test_a_figure_in_a_sentence_of_the_officer_is_renewed_alone():
    def reword(document):
        line = paragraph(document, "Nhờ chỉ đạo")
        line.runs[0].text = "Với nỗ lực chung, có "
        control(document, "cp.figure.units.done").find(".//" + qn("w:r")).get_or_add_rPr().append(bold())

    found = renew(edited(BASE, reword), FRESH, base=BASE)
    line = paragraph(opened(found.data), "Với nỗ lực chung")
    assert word_text(found.data).count("Với nỗ lực chung, có 31 đơn vị đã hoàn thành.") == 1
    assert line._p.find(".//" + qn("w:sdt") + "//" + qn("w:b")) is not None


def bold():
    return docx.oxml.OxmlElement("w:b")


def test_nothing_else_in_the_file_changes_by_a_byte():
    mine = edited(BASE, lambda document: document.styles["Đoạn văn"].font.__setattr__("italic", True))
    result = renew(mine, FRESH, base=BASE).data
    before, after = zipfile.ZipFile(BytesIO(mine)), zipfile.ZipFile(BytesIO(result))
    differing = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert differing <= {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert set(after.namelist()) - set(before.namelist()) == {"word/media/portal1.png"}


def test_paragraphs_outside_keep_their_xml():
    mine = edited(BASE, lambda document: None)
    result = renew(mine, FRESH, base=BASE).data
    assert paragraph(opened(result), "Lời của")._p.xml == paragraph(opened(mine), "Lời của")._p.xml
    assert [each.xml for each in opened(result).element.body.iter(qn("w:sectPr"))] == [
        each.xml for each in opened(mine).element.body.iter(qn("w:sectPr"))
    ]


def test_renewing_with_the_same_figures_changes_no_word():
    assert word_text(renew(BASE, BASE, base=BASE).data) == word_text(BASE)


def test_renewing_twice_is_renewing_once():
    once = renew(BASE, FRESH, base=BASE).data
    assert word_text(renew(once, FRESH, base=FRESH).data) == word_text(once)
    assert tags(once) == tags(BASE)


def test_the_qr_is_that_of_the_new_version():
    result = renew(BASE, FRESH, base=BASE).data
    assert "mmmmmmmmmm" in word_text(result)
    assert "kkkkkkkkkk" not in word_text(result)
    body = opened(result)
    (blip,) = body.element.body.iter(qn("a:blip"))
    picture = body.part.related_parts[blip.get(qn("r:embed"))].blob
    fresh = opened(FRESH)
    (wanted,) = fresh.element.body.iter(qn("a:blip"))
    assert picture == fresh.part.related_parts[wanted.get(qn("r:embed"))].blob


# --- What a person is told --------------------------------------------------------------------------------------------
def test_a_block_changed_by_hand_is_named_before_its_words_go():
    def meddle(document):
        next(control(document, "cp.block.groups").iter(qn("w:t"))).text = "28"

    found = renew(edited(BASE, meddle), FRESH, base=BASE)
    assert found.overwritten == ("Theo nhóm",)
    assert "31 đơn vị." in word_text(found.data)


def test_a_figure_changed_by_hand_is_named_too():
    def meddle(document):
        next(control(document, "cp.figure.units.done").iter(qn("w:t"))).text = "30"

    assert renew(edited(BASE, meddle), FRESH, base=BASE).overwritten == ("Đơn vị đã hoàn thành",)


def test_a_block_taken_out_stays_out():
    def drop(document):
        place = control(document, "cp.block.groups")
        place.getparent().remove(place)

    found = renew(edited(BASE, drop), FRESH, base=BASE)
    assert found.gone == ("Theo nhóm",)
    assert "31 đơn vị." not in word_text(found.data)


def test_a_block_that_is_new_is_named():
    fresh = made("31", 3, Marked("districts", "Theo địa bàn", (Paragraph("Quận A"),)))
    found = renew(BASE, fresh, base=BASE)
    assert found.added == ("Theo địa bàn",)
    assert "Quận A" not in word_text(found.data)


def test_a_block_that_is_no_longer_told_stays_and_is_named():
    base = made("29", 2, Marked("districts", "Theo địa bàn", (Paragraph("Quận A"),)))
    found = renew(base, FRESH, base=base)
    assert found.stale == ("Theo địa bàn",)
    assert "Quận A" in word_text(found.data)


def test_a_block_that_was_copied_is_renewed_in_both_places():
    from copy import deepcopy

    def double(document):
        place = control(document, "cp.block.groups")
        place.addnext(deepcopy(place))

    found = renew(edited(BASE, double), FRESH, base=BASE)
    assert word_text(found.data).count("Phòng Văn hóa và Thông tin quận 3\n") >= 2


def test_a_file_without_any_control_is_refused():
    plain = docx.Document()
    plain.add_paragraph("Báo cáo gõ tay")
    kept = BytesIO()
    plain.save(kept)
    with pytest.raises(NoMarks):
        renew(kept.getvalue(), FRESH, base=BASE)


# --- As Word leaves it ------------------------------------------------------------------------------------------------
def test_runs_that_word_has_cut_are_one_text():
    def cut(document):
        run = next(control(document, "cp.block.groups").iter(qn("w:r")))
        text = run.find(qn("w:t"))
        text.text = "2"
        from copy import deepcopy

        second = deepcopy(run)
        second.find(qn("w:t")).text = "9"
        run.addnext(second)

    assert renew(edited(BASE, cut), FRESH, base=BASE).overwritten == ()


def test_styles_whose_keys_word_has_changed_are_found_by_name():
    def rename(document):
        document.styles["Ô bảng"].element.set(qn("w:styleId"), "Obang")
        for named in document.element.body.iter(qn("w:pStyle")):
            if named.get(qn("w:val")) == "PortalCell":
                named.set(qn("w:val"), "Obang")

    result = renew(edited(BASE, rename), FRESH, base=BASE).data
    used = {each.get(qn("w:val")) for each in opened(result).element.body.iter(qn("w:pStyle"))}
    assert "Obang" in used
    assert "PortalCell" not in used


def test_what_a_tracked_change_took_out_is_no_text():
    def track(document):
        run = next(control(document, "cp.block.groups").iter(qn("w:r")))
        gone = docx.oxml.parse_xml(
            '<w:del xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:id="1" w:author="A">'
            "<w:r><w:delText>cũ</w:delText></w:r></w:del>"
        )
        run.addprevious(gone)

    assert renew(edited(BASE, track), FRESH, base=BASE).overwritten == ()


def test_the_controls_of_a_file_are_read_with_names_and_texts():
    found = {mark.tag: mark for mark in marks(BASE)}
    assert found["cp.figure.units.done"].name == "Đơn vị đã hoàn thành"
    assert found["cp.figure.units.done"].text == "29"
    assert found["cp.block.groups"].name == "Theo nhóm"


def test_a_thousand_rows_are_renewed():
    base, fresh = made(rows=1000), made("31", rows=1000)
    assert word_text(renew(base, fresh, base=base).data).count("31 đơn vị.") == 1
