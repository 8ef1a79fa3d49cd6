import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_portal.lib.text import fold, fold_keeping_marks, nfc, plain_words, sort_key

VIETNAMESE = st.text(alphabet="aàảãáạăằâấđĐeêếiìoòôốơớuùưứyý bcghklmnpqrstvx019-.", max_size=40)


def in_order(*names: str) -> bool:
    keys = [sort_key(name) for name in names]
    return keys == sorted(set(keys))


def test_nfc_composes_what_a_phone_sends_decomposed():
    assert nfc(unicodedata.normalize("NFD", "Cần Thơ")) == "Cần Thơ"


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("  Nộp\r\nở đâu?\r", "Nộp\nở đâu?"),
        ("tệp \u202egpj.exe\u202c", "tệp gpj.exe"),
        ("a\x00b\x07c\x1bd\x85e", "abcde"),
        ("\ufeff\u200f\u2066 \u2069", ""),
        ("cột\tmột", "cột\tmột"),
        (unicodedata.normalize("NFD", "Cần Thơ"), "Cần Thơ"),
        ("gia đình 👨\u200d👩", "gia đình 👨\u200d👩"),
    ],
    ids=["line breaks", "turned writing", "control characters", "nothing seen", "a tab", "decomposed", "joined signs"],
)
def test_plain_words_keep_what_is_read_and_nothing_else(typed, kept):
    assert plain_words(typed) == kept


@pytest.mark.parametrize(
    "typed, folded",
    [
        ("Đường", "duong"),
        ("ĐƯỜNG Trần Hưng Đạo", "duong tran hung dao"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("Phường An Hòa,  quận Ninh Kiều", "phuong an hoa quan ninh kieu"),
        ("Sở Giáo dục và\u00a0Đào tạo", "so giao duc va dao tao"),
        ("12729/VPCP-KGVX", "12729 vpcp kgvx"),
        ("  (UBND) ", "ubnd"),
        ("Ð\u00f0", "dd"),
        ("soft\u00adhyphen\u200b", "softhyphen"),
        ("", ""),
        ("…", ""),
    ],
)
def test_fold_gives_the_search_form(typed, folded):
    assert fold(typed) == folded


def test_fold_does_not_care_how_marks_are_encoded():
    assert fold(unicodedata.normalize("NFD", "Ủy ban nhân dân")) == fold("Ủy ban nhân dân") == "uy ban nhan dan"


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("Hoà", "hòa"),
        ("hòa", "hòa"),
        ("THUỶ", "thủy"),
        ("Uỷ ban", "ủy ban"),
        ("uý", "úy"),
        ("quý", "quý"),
        ("qúy", "quý"),
        ("hòan thành", "hoàn thành"),
        ("già", "già"),
        ("gìa", "già"),
        ("gì", "gì"),
        ("giếng", "giếng"),
        ("quyết định", "quyết định"),
        ("khuỷu", "khuỷu"),
        ("ngoài", "ngoài"),
        ("nghĩa", "nghĩa"),
        ("Thới Lai", "thới lai"),
        ("huynh", "huynh"),
        ("Huỳnh", "huỳnh"),
        ("Đ/c Nguyễn", "đ c nguyễn"),
        ("Ð", "đ"),
        ("café", "café"),
        ("résumé", "résumé"),
    ],
)
def test_fold_keeping_marks_puts_the_tone_on_one_place(typed, kept):
    assert fold_keeping_marks(typed) == kept


@given(VIETNAMESE)
def test_folding_is_settled_after_once_and_both_forms_agree(text):
    assert fold(fold(text)) == fold(text)
    assert fold_keeping_marks(fold_keeping_marks(text)) == fold_keeping_marks(text)
    assert fold(fold_keeping_marks(text)) == fold(text)


@given(st.text(max_size=60))
def test_any_text_folds_and_sorts_without_an_error(text):
    assert fold(text) == " ".join(fold(text).split())
    assert (sort_key(text) + "0").isdigit()
    assert len(sort_key(text)) <= 200


def test_letters_sort_in_vietnamese_order():
    assert in_order(*"aăâbcdđeêghiklmnoôơpqrstuưvxy")


def test_tones_sort_after_letters_in_dictionary_order():
    assert in_order("ma", "mà", "mả", "mã", "má", "mạ", "mà nơi", "man")  # a tone counts only between equal letters


def test_o_mon_sorts_between_o_and_p_and_dong_after_d():
    assert in_order("Cờ Đỏ", "Dương", "Đông", "Ninh Kiều", "Omon", "Ô Môn", "Ơ", "Phong Điền", "Thốt Nốt")


def test_districts_of_can_tho_sort_as_people_list_them():
    assert in_order(
        "Bình Thủy", "Cái Răng", "Cờ Đỏ", "Ninh Kiều", "Ô Môn", "Phong Điền", "Thốt Nốt", "Thới Lai", "Vĩnh Thạnh"
    )


def test_words_are_compared_one_by_one():
    assert in_order("An Bình", "An Cư", "Anh", "Ăn")


def test_numbers_sort_by_value_and_before_letters():
    assert in_order("Khu vực 1", "Khu vực 2", "Khu vực 10", "Khu vực 100", "Khu vực A")


def test_case_tone_place_and_punctuation_do_not_change_the_key():
    assert sort_key("An Hoà") == sort_key("AN HÒA") == sort_key(" An-Hòa. ")


def test_rank_comes_before_the_alphabet():
    ranked = [("An", "02"), ("Vĩnh", "01"), ("Bình", "01")]
    assert sorted(ranked, key=lambda pair: sort_key(*pair)) == [("Bình", "01"), ("Vĩnh", "01"), ("An", "02")]


def test_rank_is_made_of_digits():
    with pytest.raises(ValueError):
        sort_key("An", "a1")


def test_a_key_holds_only_digits_and_has_exact_codes():
    assert sort_key("Á 2", "07") == "07" + "20" + "01" + "0202" + "00" + "40"


def test_a_very_long_name_is_compared_by_its_beginning():
    long = "Ủy ban nhân dân " * 40
    assert len(sort_key(long, "01")) == 200
    assert sort_key(long + "b") == sort_key(long + "a")
    assert sort_key("A" + long) < sort_key("B" + long)


def test_a_name_sorts_before_the_same_name_with_more():
    assert in_order("Long Hòa", "Long Hòa 2", "Long Hòa Đông")
