"""The letter's own words against the loaded registry: who is ticked, who is only offered."""

from collections import Counter
from datetime import date

import pytest

from directives.recipients import match
from units.models import Unit, UnitKind
from units.registry_import import load_registry
from units.tests.factories import local


@pytest.fixture
def units(db) -> list[Unit]:
    load_registry(actor=None, now=local("2024-10-01 08:00"))
    return list(Unit.objects.valid_on(date(2024, 10, 28)).exclude(name="Sở Thông tin và Truyền thông"))


def ticked(phrase: str, units: list[Unit]) -> list[Unit]:
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
