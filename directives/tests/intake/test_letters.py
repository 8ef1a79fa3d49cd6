"""Whole letters: everything they say, and nothing they do not say."""

import pytest

from directives.intake import read_text, read_upload

from .letters import comparable, decree_30_docx, letter, truth

LETTERS = ["can_tho_2024", "vinh_long", "dong_thap"]


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_comes_out_exactly_as_it_says(name):
    assert comparable(read_text(letter(name)).data) == truth(name)


@pytest.mark.parametrize("name", LETTERS)
def test_a_text_file_reads_like_a_paste(name):
    assert read_upload("van-ban.TXT", letter(name).encode()).to_json() == read_text(letter(name)).to_json()


def test_the_campaign_letter_as_word_file_reads_like_the_paste_with_its_issuer():
    reading = read_upload("Công văn.docx", decree_30_docx(letter("can_tho_2024")))
    expected = {
        **truth("can_tho_2024"),
        "issuer": "SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
        "issuer_parent": "UBND THÀNH PHỐ CẦN THƠ",
    }
    assert comparable(reading.data) == expected


def test_task_starts_are_the_first_sixty_characters():
    tasks = read_text(letter("can_tho_2024")).data["tasks"]
    assert [task["text_start"] for task in tasks] == [task["text"][:60] for task in tasks]
