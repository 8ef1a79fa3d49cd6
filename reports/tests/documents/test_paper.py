import pytest

from reports.documents.paper import Column, Figure, Marked, Paragraph, Span, Table, figures, plain, walk
from reports.documents.words import printable

from .papers import ANNEXES, make_paper


def test_text_is_a_piece_or_several():
    assert plain("hai") == "hai"
    assert plain(Figure("a", "2")) == "2"
    assert plain(("có ", Figure("a", "2"), Span(" việc", bold=True))) == "có 2 việc"


def test_the_walk_goes_through_marked_blocks_and_annexes():
    inner = Paragraph("trong")
    paper = make_paper(Marked("a", "A", (inner,)), annexes=ANNEXES)
    assert inner in walk(paper)
    assert sum(isinstance(block, Table) for block in walk(paper)) == 2


def test_figures_are_found_in_paragraphs_and_tables():
    paper = make_paper(annexes=ANNEXES)
    found = figures(paper)
    assert found["units.done"].text == "29"
    assert found["units.done"].label == "Đơn vị đã hoàn thành"
    assert found["unit.60"].text == "7"


def test_a_figure_that_says_two_things_is_refused():
    paper = make_paper(Paragraph((Figure("a", "1"), Figure("a", "2"))))
    with pytest.raises(ValueError, match="a says 1 and 2"):
        figures(paper)


def test_a_row_of_another_width_is_refused():
    with pytest.raises(ValueError, match="a row of 1 cells in a table of 2 columns"):
        Table((Column("a"), Column("b")), (("x",),))


def test_only_a_table_with_a_very_long_cell_is_cut_within_rows():
    assert not Table((Column("a"),), (("x" * 1200,),)).is_tall
    assert Table((Column("a"),), (("x" * 1201,),)).is_tall


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("a\x00b\x0bc", "abc"), ("hai\r\ndòng", "hai\ndòng"), ("\ud800lẻ", "lẻ"), ("Ắ\tb", "Ắ\tb")],
)
def test_what_no_file_can_hold_is_left_out(typed, kept):
    assert printable(typed) == kept
