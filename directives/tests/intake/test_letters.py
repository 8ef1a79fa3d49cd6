"""Whole letters: everything they say, and nothing they do not say."""

import pytest

from directives.intake import read_text, read_upload

from .letters import TRUTH, comparable, decree_30_docx, letter, truth

LETTERS = ["can_tho_2024", "vinh_long", "dong_thap"]
SEEN = sorted(str(path.relative_to(TRUTH).with_suffix("")) for path in (TRUTH / "seen").rglob("*.json"))
AS_PRINTED = ("doc_type", "number", "symbol", "place", "date", "recipients", "cc", "links", "signer")


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


@pytest.mark.parametrize("name", SEEN)
def test_letters_of_other_offices_say_what_their_labels_say(name):
    data, label = read_text(letter(name)).data, truth(name)
    assert {key: data[key] for key in AS_PRINTED} == {key: label[key] for key in AS_PRINTED}
    assert data["subject"].casefold() == label["subject"].casefold()
    assert numbers(data["legal_bases"]) == numbers(label["legal_bases"])
    asked = [(task["recipient_group"], task["text"][: len(told["text_start"])]) for task, told in both(data, label)]
    assert asked == [(told["recipient_group"], told["text_start"]) for told in label["tasks"]]
    assert len(data["tasks"]) == len(label["tasks"])


@pytest.mark.parametrize("name", SEEN)
def test_letters_of_other_offices_bind_to_their_days_and_no_others(name):
    found = [(deadline["date"], deadline["relation"]) for deadline in read_text(letter(name)).data["deadlines"]]
    labelled = [(deadline["date"], deadline["relation"]) for deadline in truth(name)["deadlines"]]
    assert sorted(pair for pair in found if pair[0]) == sorted(pair for pair in labelled if pair[0])


def numbers(bases: list[dict]) -> list[tuple]:
    return [(basis["number"], basis["date"]) for basis in bases]


def both(data: dict, label: dict) -> list[tuple]:
    return list(zip(data["tasks"], label["tasks"], strict=False))
