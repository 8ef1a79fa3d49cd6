"""The letter's own words against the loaded registry: who is ticked, who is only offered."""

from collections import Counter
from datetime import date

import pytest

from directives.recipients import match
from directives.recipients.known import names_on
from units.models import Succession, Unit, UnitKind
from units.registry_import import load_registry
from units.tests.factories import local, make_unit


@pytest.fixture
def units(db) -> list[Unit]:
    load_registry(actor=None, now=local("2024-10-01 08:00"))
    return list(Unit.objects.valid_on(date(2024, 10, 28)).exclude(name="Sở Thông tin và Truyền thông"))


def ticked(phrase: str, units) -> list[Unit]:
    return [found.unit for found in match(phrase, units) if found.chosen]


def test_departments_of_the_city_are_ticked_and_central_bodies_only_offered(units):
    found = match("Sở, Ban ngành thành phố", units)
    assert Counter(each.unit.kind for each in found if each.chosen) == {UnitKind.DEPARTMENT: 18, UnitKind.AFFILIATE: 1}
    assert Counter(each.unit.kind for each in found if not each.chosen) == {UnitKind.AFFILIATE: 5, UnitKind.CENTRAL: 12}


def test_the_nine_offices_of_culture_and_information_are_ticked(units):
    found = ticked("Phòng Văn hóa và Thông tin quận, huyện", units)
    assert [unit.kind for unit in found] == [UnitKind.DISTRICT_OFFICE] * 9


def test_eight_universities_and_colleges_are_ticked_the_political_school_is_not(units):
    found = match("Các Trường Đại học, Cao đẳng trên địa bàn thành phố", units)
    assert sorted(each.unit.name for each in found if each.chosen) == [
        "Trường Cao đẳng Cần Thơ",
        "Trường Cao đẳng nghề Cần Thơ",
        "Trường Đại học Cần Thơ",
        "Trường Đại học FPT - Phân hiệu Cần Thơ",
        "Trường Đại học Kỹ thuật - Công nghệ Cần Thơ",
        "Trường Đại học Nam Cần Thơ",
        "Trường Đại học Tây Đô",
        "Trường Đại học Y Dược Cần Thơ",
    ]
    assert {each.unit.name: each.chosen for each in found}["Trường Chính trị thành phố Cần Thơ"] is False


def test_the_second_group_of_tasks_adds_the_department_of_education(units):
    phrase = "Sở Giáo dục và Đào tạo, các trường Đại học, Cao đẳng trên địa bàn thành phố"
    assert [unit.name for unit in ticked(phrase, units)][0] == "Sở Giáo dục và Đào tạo"
    assert len(ticked(phrase, units)) == 9


@pytest.mark.parametrize(
    ("phrase", "names"),
    [
        ("UBND Q. Ninh Kiều", ["UBND quận Ninh Kiều"]),
        ("PVHTT quận Ô Môn", ["Phòng Văn hóa và Thông tin quận Ô Môn"]),
        ("UBND các quận: Ninh Kiều, Bình Thuỷ", ["UBND quận Bình Thủy", "UBND quận Ninh Kiều"]),
        ("Sở GD&ĐT, Sở LĐTBXH", ["Sở Giáo dục và Đào tạo", "Sở Lao động - Thương binh và Xã hội"]),
        ("UBND phường Tân An", ["UBND phường Tân An"]),
        ("Sở Thông tin và Truyển thông", []),
        ("Công an TP Cần Thơ", []),
        ("Các doanh nghiệp viễn thông", []),
    ],
)
def test_short_forms_lists_and_places_tick_the_unit_they_name_and_nothing_else(units, phrase, names):
    assert [unit.name for unit in ticked(phrase, units)] == names


def test_the_departments_but_one(units):
    whole = ticked("Các sở, ban, ngành thành phố", units)
    but_one = ticked("Các sở, ban, ngành thành phố (trừ Sở Ngoại vụ)", units)
    assert [unit.name for unit in whole if unit not in but_one] == ["Sở Ngoại vụ"]


# --- As of the letter's day -------------------------------------------------------------------------------------------
def test_the_wards_of_the_day_before_and_after_the_merger(units):
    before, after = names_on(date(2024, 10, 31)), names_on(date(2024, 11, 1))
    phrase = "UBND các xã, phường, thị trấn"
    assert (len(ticked(phrase, before)), len(ticked(phrase, after))) == (83, 80)


def test_a_ward_that_was_merged_means_the_ward_that_took_over(units):
    [found] = match("UBND phường An Cư", names_on(date(2024, 11, 1)))
    assert (found.unit.name, found.chosen) == ("UBND phường Thới Bình", True)
    assert found.why == "tên cũ “UBND phường An Cư”, đến hết 31/10/2024"
    [found] = match("UBND phường An Cư", names_on(date(2024, 10, 31)))
    assert (found.unit.name, found.why) == ("UBND phường An Cư", "đúng tên")


def test_a_name_taken_over_twice_leads_to_the_last(units):
    last = make_unit("UBND phường Cái Khế Mới", kind=UnitKind.WARD_COMMITTEE)
    heir = Unit.objects.get(name="UBND phường Thới Bình")
    heir.valid_to = date(2025, 6, 30)
    heir.save(update_fields=["valid_to"])
    Succession.objects.create(
        predecessor=heir,
        successor=last,
        effective_on=date(2025, 7, 1),
        decision="NQ",
        recorded_at=local("2025-07-01 08:00"),
    )
    assert ticked("UBND phường An Cư", names_on(date(2025, 7, 1))) == [last]


def test_the_issuer_does_not_write_to_itself_and_names_cost_two_queries_or_three(units, django_assert_num_queries):
    issuer = Unit.objects.get(symbol="STTTT")
    with django_assert_num_queries(2):
        names_on(date(2024, 10, 28))
    with django_assert_num_queries(3):
        names = names_on(date(2024, 10, 28), issuer=issuer)
    assert match("Sở Thông tin và Truyền thông", names) == []
