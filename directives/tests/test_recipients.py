"""From the words of a letter to units: what is said is ticked, what may be meant is offered, nothing else."""

import pytest

from directives.recipients import group_phrases, match, means_everyone
from units.models import Certainty, Unit, UnitKind

NAMES = {
    "Sở Y tế": UnitKind.DEPARTMENT,
    "Sở Giáo dục và Đào tạo": UnitKind.DEPARTMENT,
    "Ban Quản lý các khu chế xuất và công nghiệp": UnitKind.AFFILIATE,
    "Công an thành phố": UnitKind.CENTRAL,
    "UBND quận Ninh Kiều": UnitKind.DISTRICT_COMMITTEE,
    "UBND phường Thới Bình": UnitKind.WARD_COMMITTEE,
    "Phòng Văn hóa và Thông tin quận Ninh Kiều": UnitKind.DISTRICT_OFFICE,
    "Phòng Giáo dục và Đào tạo quận Ninh Kiều": UnitKind.DISTRICT_OFFICE,
    "Trường Đại học Cần Thơ": UnitKind.UNIVERSITY,
    "Trường Cao đẳng Y tế Cần Thơ": UnitKind.COLLEGE,
    "Trường Chính trị thành phố": UnitKind.POLITICAL_SCHOOL,
    "Thành đoàn Cần Thơ": UnitKind.OTHER,
    "Tổ công nghệ số cộng đồng khu vực 1": UnitKind.COMMUNITY_TEAM,
}


@pytest.fixture
def units() -> list[Unit]:
    return [
        Unit(pk=pk, name=name, kind=kind, certainty=Certainty.VERIFIED) for pk, (name, kind) in enumerate(NAMES.items())
    ]


def answer(phrase: str, units: list[Unit]) -> tuple[list[str], list[str]]:
    """Names ticked, and names only offered."""
    found = match(phrase, units)
    return [each.unit.name for each in found if each.chosen], [each.unit.name for each in found if not each.chosen]


@pytest.mark.parametrize(
    ("phrase", "ticked", "offered"),
    [
        (
            "Sở, Ban ngành thành phố",
            ["Sở Y tế", "Sở Giáo dục và Đào tạo", "Ban Quản lý các khu chế xuất và công nghiệp"],
            ["Công an thành phố"],
        ),
        (
            "Các sở",
            ["Sở Y tế", "Sở Giáo dục và Đào tạo"],
            ["Ban Quản lý các khu chế xuất và công nghiệp", "Công an thành phố"],
        ),
        ("Phòng Văn hóa và Thông tin quận, huyện", ["Phòng Văn hóa và Thông tin quận Ninh Kiều"], []),
        ("Ủy ban nhân dân các quận, huyện", ["UBND quận Ninh Kiều"], []),
        ("UBND các xã, phường, thị trấn", ["UBND phường Thới Bình"], []),
        (
            "Các Trường Đại học, Cao đẳng trên địa bàn thành phố",
            ["Trường Đại học Cần Thơ", "Trường Cao đẳng Y tế Cần Thơ"],
            ["Trường Chính trị thành phố"],
        ),
        ("Trường Cao đẳng Y tế Cần Thơ", ["Trường Cao đẳng Y tế Cần Thơ"], []),
        ("Mặt trận và các đoàn thể thành phố", [], ["Thành đoàn Cần Thơ"]),
        ("Tổ Công nghệ số cộng đồng", ["Tổ công nghệ số cộng đồng khu vực 1"], []),
        ("Doanh nghiệp viễn thông", [], []),
        ("", [], []),
    ],
)
def test_a_phrase_ticks_what_it_says_and_offers_what_it_may_mean(units, phrase, ticked, offered):
    assert answer(phrase, units) == (ticked, offered)


def test_a_unit_named_beside_a_kind_is_ticked_with_it(units):
    ticked, _offered = answer("Sở Giáo dục và Đào tạo, các trường Đại học", units)
    assert ticked == ["Sở Giáo dục và Đào tạo", "Trường Đại học Cần Thơ"]


def test_an_uncertain_unit_is_offered_and_never_ticked(units):
    units[0].certainty = Certainty.UNCONFIRMED
    assert answer("Các sở", units)[0] == ["Sở Giáo dục và Đào tạo"]
    assert answer("Sở Y tế", units) == ([], ["Sở Y tế"])


def test_other_spellings_and_decomposed_text_mean_the_same(units):
    assert answer("UỶ BAN NHÂN DÂN CÁC QUẬN, HUYỆN", units)[0] == ["UBND quận Ninh Kiều"]
    assert answer("Sở Y tế", units)[0] == ["Sở Y tế"]


@pytest.mark.parametrize(
    "phrase", [None, "", "các cơ quan, đơn vị", "Quý cơ quan, đơn vị", "các cơ quan, đơn vị, địa phương"]
)
def test_words_for_all_of_you_name_no_group(phrase):
    assert means_everyone(phrase)


def test_groups_are_named_once_in_the_order_of_the_letter():
    tasks = [{"recipient_group": name} for name in ("Các sở", "UBND quận", "Các sở", "các cơ quan, đơn vị", None)]
    assert group_phrases(tasks) == ["Các sở", "UBND quận"]
