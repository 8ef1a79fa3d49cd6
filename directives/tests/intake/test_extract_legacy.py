"""TCVN3 (ABC) and VNI: every letter, whole letters, and texts that only look alike."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.intake import read_text, read_upload
from directives.intake.extract.legacy import Run, by_font, tcvn3, unicode_text, vni
from directives.intake.extract.legacy.syllables import is_marked_syllable

from .letters import comparable, letter, truth

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"]
LETTERS = sorted({normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES} - set("aeiouy")) + ["đ"]
TO_TCVN3 = {letter: code for code, letter in tcvn3.TABLE.items()}
TO_VNI = {letter: code for code, letter in vni.TABLE.items()}


def in_tcvn3(text: str) -> str:
    """As in a file without fonts: the capitals that only a font could draw are small."""
    return "".join(TO_TCVN3.get(char, TO_TCVN3.get(char.lower(), char)) for char in text)


def in_vni(text: str) -> str:
    return "".join(TO_VNI.get(char, char) for char in text)


def test_there_are_67_letters_beyond_ascii_in_each_case():
    assert len(LETTERS) == 67
    assert {code for code in tcvn3.TABLE.values() if code.islower()} == set(LETTERS)
    assert set(vni.TABLE.values()) == {*LETTERS, *map(str.upper, LETTERS)}
    assert (len(tcvn3.TABLE), len(vni.TABLE)) == (74, 134)


@pytest.mark.parametrize("small", LETTERS)
def test_every_letter_is_read_in_both_encodings_and_cases(small):
    assert by_font([Run(TO_TCVN3[small], ".VnTime")]) == small
    assert by_font([Run(TO_TCVN3[small], ".VnTimeH")]) == small.upper()
    assert by_font([Run(TO_VNI[small], "VNI-Times")]) == small
    assert by_font([Run(TO_VNI[small.upper()], "VNI-Times")]) == small.upper()


@pytest.mark.parametrize(
    ("font", "written", "read"),
    [
        (".VnTime", "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        (".VnTimeH", "Céng hßa x· héi chñ nghÜa ViÖt Nam", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (".vnarialH", "®éc lËp - tù do - h¹nh phóc", "ĐỘC LẬP - TỰ DO - HẠNH PHÚC"),
        ("VNI-Times", "COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("VNI-Helve", "Tröôùc ngaøy 20/11, Söû duïng Aùp phích", "Trước ngày 20/11, Sử dụng Áp phích"),
        ("Times New Roman", "Số 5/QĐ-UBND", "Số 5/QĐ-UBND"),
        (".VnTime", "Số 5, ngày đầu", "Số 5, ngày đầu"),  # a font name left over on Unicode
        (".VnTime", "tr\xadêng häc", "trường học"),  # ư shares its byte with the soft hyphen
        (".VnTime", "\uf0aein", "đin"),  # symbol fonts shift their characters
    ],
)
def test_words_are_read_by_the_name_of_their_font(font, written, read):
    assert by_font([Run(written, font)]) == read


def test_a_letter_cut_from_its_mark_is_put_together():
    assert by_font([Run("Coâ", "VNI-Times"), Run("ng vaê", "VNI-Times"), Run("n", "VNI-Times")]) == "Công văn"


def test_runs_in_different_fonts_are_read_each_in_its_own():
    assert by_font([Run("Sè: ", ".VnTime"), Run("12/SYT, số", "Arial")]) == "Số: 12/SYT, số"


@pytest.mark.parametrize("name", ["can_tho_2024", "vinh_long", "dong_thap"])
@pytest.mark.parametrize("encode", [in_tcvn3, in_vni])
def test_a_letter_without_fonts_is_read_by_its_words(name, encode):
    text = letter(name)
    assert unicode_text(encode(text)).lower() == text.lower()


@pytest.mark.parametrize("name", ["can_tho_2024", "vinh_long", "dong_thap"])
@pytest.mark.parametrize("encode", [in_tcvn3, in_vni])
def test_a_letter_half_old_half_new_is_read_line_by_line(name, encode):
    lines = letter(name).splitlines()
    for cut in (len(lines) // 3, len(lines) // 2):
        for mixed in (
            [*map(encode, lines[:cut]), *lines[cut:]],
            [*lines[:cut], *map(encode, lines[cut:])],
        ):
            assert unicode_text("\n".join(mixed)).lower() == "\n".join(lines).lower()


@pytest.mark.parametrize("name", ["can_tho_2024", "vinh_long", "dong_thap"])
def test_a_vni_letter_says_the_same_as_the_one_in_unicode(name):
    assert comparable(read_text(in_vni(letter(name))).data) == truth(name)
    assert comparable(read_upload("a.txt", in_vni(letter(name)).encode()).data) == truth(name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Công văn số 12/SYT-NVY ngày 05/6/2024 của Sở Y tế, là cá, và ô tô, có thể, cô gái, tôi, bà ngoại",
        "The résumé of a naïve façade in São Paulo, über Köln, señor",
        "5 µm ± 0,1 · 3 × 4 ÷ 2 © ® « » ¹ ² ³",
        "ÁÀÂÃ ÉÈÊ ÍÌ ÓÒÔÕ ÚÙ Ý",
    ],
)
def test_a_text_that_is_not_in_an_old_encoding_stays(text):
    assert unicode_text(text) == text


@pytest.mark.parametrize("name", ["can_tho_2024", "vinh_long", "dong_thap"])
def test_a_letter_in_unicode_stays(name):
    assert unicode_text(letter(name)) == letter(name)


@given(st.text())
def test_any_text_keeps_its_lines_and_its_ascii(text):
    read = unicode_text(text)
    assert read.count("\n") == text.count("\n")
    assert unicode_text(text.encode("ascii", "ignore").decode()) == text.encode("ascii", "ignore").decode()


@pytest.mark.parametrize("word", ["nghiệm", "Quyết", "TRƯỜNG", "ỉa", "đi", "khuỷu", "giếng", "yếu", "Huế"])
def test_words_with_marks_are_syllables(word):
    assert is_marked_syllable(word)


@pytest.mark.parametrize(
    "word", ["nghiem", "qui", "viÖt", "v¨n", "résumé", "naïve", "ngứời", "ưbnd", "strừ", "", "đ", "ế" * 9]
)
def test_other_words_are_not(word):
    assert not is_marked_syllable(word)
