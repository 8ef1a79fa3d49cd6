"""Words of a letter tied to fields: nested, overlapping and crossing spans, escaping, and the rules that light them."""

from pathlib import Path

import pytest
from django.template import Context, Template

from directives.marks import Line, Piece, around, css_rules, in_letter_order, key_of, lines, narrowest, spans_by_key
from directives.models import Directive
from directives.tests.officer import LETTER, SHORT, reading

SHEET = Path(__file__).parents[2] / "static" / "css" / "intake.css"


def cut(text: str, **spans) -> list[list[tuple]]:
    """Pieces of each line as (text, keys)."""
    return [[(piece.text, piece.keys) for piece in line.pieces] for line in lines(text, spans)]


def test_words_without_a_field_stay_whole():
    assert lines("một hai", {}) == [Line((Piece("một hai"),), tight=False)]


def test_a_line_is_cut_where_words_begin_and_end():
    assert cut("một hai ba", a=[(4, 7)]) == [[("một ", ()), ("hai", ("a",)), (" ba", ())]]


def test_nested_words_belong_to_both_fields():
    assert cut("abcdef", outer=[(0, 6)], inner=[(2, 4)]) == [
        [("ab", ("outer",)), ("cd", ("inner", "outer")), ("ef", ("outer",))]
    ]


def test_overlapping_words_are_shared_where_they_overlap():
    assert cut("abcdef", a=[(0, 4)], b=[(2, 6)]) == [[("ab", ("a",)), ("cd", ("a", "b")), ("ef", ("b",))]]


def test_the_same_words_of_two_fields_are_one_piece():
    assert cut("abc", a=[(0, 3)], b=[(0, 3)]) == [[("abc", ("a", "b"))]]


def test_words_that_run_over_a_line_are_marked_on_both():
    assert cut("ab\ncd", a=[(1, 4)]) == [[("a", ()), ("b", ("a",))], [("c", ("a",)), ("d", ())]]


def test_a_field_begins_once_however_often_its_words_stand():
    pieces = [piece for line in lines("ab\ncd", {"a": [(0, 2), (3, 5)]}) for piece in line.pieces]
    assert [piece.begins for piece in pieces] == [("a",), ()]


def test_blank_lines_part_paragraphs_and_the_others_stay_close():
    assert [line.tight for line in lines("\na\nb\n\n \nc", {})] == [False, True, False]


def test_every_letter_is_whole_again_when_its_pieces_are_joined():
    for text in (LETTER, SHORT):
        read = reading(text)
        found = lines(read.text, spans_by_key(read.to_json()))
        kept = [line for line in read.text.split("\n") if line.strip()]
        assert ["".join(piece.text for piece in line.pieces) for line in found] == kept


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("number", "number"),
        ("date_partial", "date"),
        ("legal_bases.0", "base-0"),
        ("legal_bases.1.issuer", "base-1"),
        ("recipients.2", "to-2"),
        ("tasks.3", "task-3"),
        ("tasks.3.group", "group-2"),
        ("tasks.6.group", ""),
        ("links.1", "links"),
        ("cc.1", "copy-1"),
        ("deadlines.0", "deadline-0"),
        ("overseers.0", ""),
        ("emails.0", ""),
        ("unheard_of", ""),
    ],
)
def test_a_path_of_the_reading_leads_to_the_key_of_its_field(path, key):
    assert key_of(path, reading().data) == key


def test_what_the_letter_leaves_out_borrows_the_words_beside_it():
    places = spans_by_key(reading().to_json())
    assert places["number"] == places["symbol"]
    assert places["report"] == places["period"]


def test_instructions_as_the_officer_arranged_them_take_the_place_of_the_tasks_as_read():
    read = reading().to_json()
    first, second = read["spans"]["tasks.0"], read["spans"]["tasks.1"]
    places = spans_by_key(read, tasks=[second, [], first])
    assert [places["task-0"], places.get("task-1"), places["task-2"]] == [
        [tuple(s) for s in each] if each else None for each in (second, None, first)
    ]
    assert "task-3" not in places
    assert places["group-0"] == spans_by_key(read)["group-0"]


def test_odd_words_have_a_key_of_their_own_and_notes_about_no_words_have_none():
    findings = [{"spans": [[0, 2]]}, {"spans": []}, {"spans": [[3, 5], [0, 2]]}]
    assert spans_by_key({"findings": findings}) == {"note-0": [(0, 2)], "note-2": [(0, 2), (3, 5)]}


def test_words_that_fields_share_are_most_about_the_one_with_the_fewest():
    spans = {"group-0": [(0, 5)], "task-0": [(0, 90)], "issuer": [(100, 110)], "symbol": [(100, 110)]}
    assert narrowest(["task-0", "group-0"], spans) == "group-0"
    assert narrowest(["issuer", "symbol"], spans) == "symbol"
    assert narrowest([], spans) == ""


def test_paths_are_told_in_the_order_of_the_letter_whatever_order_the_database_keeps():
    read = {"spans": {"tasks.10": [[50, 60]], "tasks.9": [[40, 45], [5, 6]], "place": [[1, 2]]}}
    paths = ["tasks.10", "report_due", "place", "date", "tasks.9"]
    assert in_letter_order(paths, read) == ["date", "report_due", "place", "tasks.9", "tasks.10"]


def test_a_place_of_the_letter_belongs_to_the_field_around_it():
    spans = {"task-0": [(0, 90)], "group-0": [(0, 5)]}
    assert around((2, 4), spans, ["task-0", "group-0"]) == "group-0"
    assert around((5, 9), spans, ["task-0", "group-0"]) == "task-0"
    assert around((5, 9), spans, ["group-0"]) == ""
    assert around((90, 99), spans, ["task-0", "gone"]) == ""


def drawn(tag: str, directive: Directive, **context) -> str:
    return Template(f"{{% load letter %}}{{% {tag} %}}").render(Context({"directive": directive, **context}))


def test_the_letter_is_escaped_and_doubtful_words_are_darker():
    directive = Directive(text="a <b> & c", reading={"spans": {"number": [[2, 5]], "place": [[0, 1]]}})
    assert drawn("marked_letter directive doubtful", directive, doubtful={"number"}) == (
        '<p><mark data-src="place" id="tu-place">a</mark> '
        '<mark data-src="number" class="is-doubt" id="tu-number">&lt;b&gt;</mark> &amp; c</p>'
    )


def test_two_fields_that_begin_together_get_an_anchor_each():
    directive = Directive(text="ab", reading={"spans": {"place": [[0, 2]], "subject": [[0, 2]]}})
    assert drawn("marked_letter directive", directive) == (
        '<p><span id="tu-subject"></span><mark data-src="place subject" id="tu-place">ab</mark></p>'
    )


def test_words_lead_to_the_field_that_is_on_the_page_and_are_plain_when_none_is():
    directive = Directive(text="ab cd", reading={"spans": {"place": [[0, 2]], "subject": [[0, 5]], "number": [[3, 5]]}})
    assert drawn("marked_letter directive targets=targets", directive, targets={"subject": "muc-subject"}) == (
        '<p><span id="tu-subject"></span><mark data-src="place subject" id="tu-place">'
        '<a href="#muc-subject" tabindex="-1">ab</a></mark><mark data-src="subject">'
        '<a href="#muc-subject" tabindex="-1"> </a></mark><mark data-src="number subject" id="tu-number">'
        '<a href="#muc-subject" tabindex="-1">cd</a></mark></p>'
    )


def test_odd_words_look_odd_and_hostile_targets_stay_text():
    directive = Directive(
        text="ab", reading={"spans": {"place": [[0, 2]]}, "findings": [{"code": "x", "message": "", "spans": [[0, 2]]}]}
    )
    page = drawn("marked_letter directive targets=targets", directive, targets={"place": '"><script>'})
    assert 'class="is-noted"' in page
    assert "<script>" not in page


def test_a_letter_that_was_not_read_is_plain_text():
    assert drawn("marked_letter directive", Directive(text="a\nb")) == '<p>a</p>\n<p class="is-tight">b</p>'
    assert drawn("plain_letter directive", Directive(text="<i>")) == "<p>&lt;i&gt;</p>"


def test_the_style_sheet_holds_a_rule_for_every_key():
    assert SHEET.read_text(encoding="utf-8").endswith(css_rules())
