"""Texts cut and joined, and the words of the letter that each part keeps."""

import pytest

from directives.cutting import joined, joined_spans, parts_of, spans_of_parts

LETTER = "1. Các sở: Đăng tải tài liệu trên cổng; phổ biến đến cán bộ, công chức.\n2. Phòng: báo cáo."


def words(spans) -> list[str]:
    return [LETTER[start:end] for start, end in spans]


def span(text: str) -> list[int]:
    start = LETTER.index(text)
    return [start, start + len(text)]


WHOLE = [span("Đăng tải tài liệu trên cổng; phổ biến đến cán bộ, công chức.")]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("một hai", ["một hai"]),
        ("một\nhai", ["một", "hai"]),
        ("một\r\nhai", ["một", "hai"]),
        ("một\nhai\n\nba", ["một\nhai", "ba"]),
        ("một\n \t\n\nhai", ["một", "hai"]),
        ("\n\nmột\n", ["một"]),
        ("", []),
    ],
)
def test_a_text_is_cut_at_blank_lines_and_without_any_at_the_ends_of_its_lines(text, parts):
    assert parts_of(text) == parts


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("Đăng tải.", "Báo cáo", "Đăng tải. Báo cáo"),
        ("Đăng tải", "Báo cáo", "Đăng tải; Báo cáo"),
        (" Đăng tải… ", " Báo cáo ", "Đăng tải… Báo cáo"),
    ],
)
def test_joining_keeps_every_word(first, second, whole):
    assert joined(first, second) == whole


def test_words_of_two_are_joined_in_the_order_of_the_letter_and_each_once():
    assert joined_spans([[10, 20]], [[0, 5], [15, 30]]) == [[0, 5], [10, 30]]
    assert joined_spans([[0, 5]], [[5, 9]]) == [[0, 9]]
    assert joined_spans([], []) == []


def test_each_part_keeps_its_own_words():
    spans = spans_of_parts(LETTER, WHOLE, ["Đăng tải tài liệu trên cổng;", "phổ biến đến cán bộ, công chức."])
    assert [words(each) for each in spans] == [["Đăng tải tài liệu trên cổng"], ["phổ biến đến cán bộ, công chức"]]


def test_capitals_spaces_and_marks_do_not_hide_the_words():
    spans = spans_of_parts(LETTER, WHOLE, ["đăng tải  tài liệu", "Trên Cổng. Phổ biến đến cán bộ - công chức"])
    assert [words(each) for each in spans][1] == ["trên cổng; phổ biến đến cán bộ, công chức"]


def test_decomposed_letters_are_the_same_letters():
    decomposed = "pho\u0302\u0309 bie\u0302\u0301n \u0111e\u0302\u0301n ca\u0301n bo\u0323\u0302"
    spans = spans_of_parts(LETTER, WHOLE, ["Đăng tải tài liệu trên cổng;", decomposed])
    assert words(spans[0]) == ["Đăng tải tài liệu trên cổng"]


def test_a_part_reworded_at_its_beginning_is_found_by_the_end_of_the_one_before():
    spans = spans_of_parts(LETTER, WHOLE, ["Đăng tải tài liệu trên cổng;", "tuyên truyền đến cán bộ"])
    assert words(spans[0]) == ["Đăng tải tài liệu trên cổng"]


def test_parts_that_were_reworded_at_the_cut_keep_all_the_words_because_nothing_is_guessed():
    assert spans_of_parts(LETTER, WHOLE, ["Làm việc khác hẳn", "Rồi làm việc nữa"]) == [WHOLE, WHOLE]


def test_a_cut_across_two_places_of_the_letter_gives_each_part_its_place():
    spans = [span("Đăng tải tài liệu trên cổng"), span("báo cáo")]
    found = spans_of_parts(LETTER, spans, ["Đăng tải tài liệu trên cổng", "báo cáo"])
    assert [words(each) for each in found] == [["Đăng tải tài liệu trên cổng"], ["báo cáo"]]


def test_what_has_no_words_in_the_letter_has_none_after_the_cut():
    assert spans_of_parts(LETTER, [], ["một", "hai"]) == [[], []]


def test_three_parts_are_three_stretches_without_a_gap_in_letters():
    parts = ["Đăng tải tài liệu trên cổng", "phổ biến đến cán bộ", "công chức"]
    found = spans_of_parts(LETTER, WHOLE, parts)
    assert [words(each)[0] for each in found] == parts
