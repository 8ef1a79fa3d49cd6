from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command

from campaign_portal.lib import activity
from campaign_portal.lib.models import ActivityEntry
from units.models import Area, Certainty, Succession, Unit, UnitKind
from units.registry_import import FIXTURES, Loaded, committee_of, load_registry, read_registry
from units.services.registry import correct_unit
from units.tests.factories import local

NOW = local("2024-10-01 08:00")


@pytest.fixture
def loaded(db) -> Loaded:
    return load_registry(actor=None, now=NOW)


# --- Reading ----------------------------------------------------------------------------------------------------------
def test_the_files_are_read_without_a_problem():
    registry = read_registry()
    assert registry.problems == []
    assert (len(registry.areas), len(registry.units)) == (1 + 9 + 83, 74 + 9 + 83)


def test_every_parent_stands_before_its_children():
    seen, names = set(), {row.name for row in read_registry().units}
    for row in read_registry().units:
        assert row.parent not in names or row.parent in seen
        seen.add(row.name)


def test_a_committee_takes_the_name_of_its_place():
    assert committee_of("Phường An Hòa") == "UBND phường An Hòa"
    assert committee_of("Thị trấn Cờ Đỏ") == "UBND thị trấn Cờ Đỏ"


def test_a_row_that_cannot_be_read_is_reported_and_stops_no_other(tmp_path):
    lines = (FIXTURES / "units.csv").read_text().splitlines()
    lines[2] = lines[2].replace("sở/cơ quan chuyên môn", "loại lạ")
    lines[3] = lines[3].replace("Sở Tư pháp", "", 1)
    (tmp_path / "units.csv").write_text("\n".join(lines))
    (tmp_path / "wards.csv").write_text((FIXTURES / "wards.csv").read_text())
    registry = read_registry(tmp_path)
    assert registry.problems == [
        "units.csv, dòng 3: không đọc được ('loại lạ').",
        "units.csv, dòng 4: không đọc được (thiếu tên đơn vị).",
    ]
    assert len(registry.units) == 74 + 9 + 83 - 2


# --- Loading ----------------------------------------------------------------------------------------------------------
def test_it_says_what_it_added(loaded):
    assert loaded == Loaded(areas=93, units=166, successions=3, problems=[])


def test_units_by_kind(loaded):
    assert Counter(Unit.objects.values_list("kind", flat=True)) == {
        UnitKind.CITY_COMMITTEE: 1,
        UnitKind.DEPARTMENT: 19,
        UnitKind.AFFILIATE: 1 + 5,
        UnitKind.CENTRAL: 12,
        UnitKind.DISTRICT_COMMITTEE: 9,
        UnitKind.DISTRICT_OFFICE: 9,
        UnitKind.WARD_COMMITTEE: 83,
        UnitKind.UNIVERSITY: 5,
        UnitKind.UNIVERSITY_BRANCH: 3,
        UnitKind.ACADEMY: 1,
        UnitKind.POLITICAL_SCHOOL: 1,
        UnitKind.COLLEGE: 11,
        UnitKind.OTHER: 6,
    }


def test_a_second_run_adds_nothing(loaded):
    lines = ActivityEntry.objects.count()
    assert load_registry(actor=None, now=NOW) == Loaded(0, 0, 0, [])
    assert ActivityEntry.objects.count() == lines


def test_a_second_run_does_not_bring_back_a_corrected_name(loaded):
    unit = Unit.objects.get(name="Thành đoàn Cần Thơ")
    correct_unit(unit=unit, actor=None, now=NOW, name="Thành Đoàn thành phố Cần Thơ")
    assert load_registry(actor=None, now=NOW).units == 0
    assert Unit.objects.filter(name="Thành đoàn Cần Thơ").count() == 0


def test_a_second_run_does_not_undo_a_confirmation(loaded):
    unit = Unit.objects.get(name="Báo Cần Thơ")
    correct_unit(unit=unit, actor=None, now=NOW, certainty=Certainty.VERIFIED, certainty_note="")
    load_registry(actor=None, now=NOW)
    unit.refresh_from_db()
    assert (unit.certainty, unit.certainty_note) == (Certainty.VERIFIED, "")


def test_every_unit_added_is_in_the_log_and_the_log_is_whole(loaded):
    assert ActivityEntry.objects.filter(verb="unit.created").count() == 166
    assert activity.verify().is_whole


def test_the_tree_hangs_together(loaded):
    ward = Unit.objects.get(name="UBND phường Cái Khế")
    district = Unit.objects.get(name="UBND quận Ninh Kiều")
    city = Unit.objects.get(name="UBND thành phố Cần Thơ")
    office = Unit.objects.get(name="Phòng Văn hóa và Thông tin quận Ninh Kiều")
    assert (ward.parent, office.parent, district.parent, city.parent) == (district, district, city, None)
    assert ward.path == f"/{city.pk}/{district.pk}/{ward.pk}/"
    assert [ward.area.name, ward.area.parent.name, ward.area.parent.parent.name] == [
        "Phường Cái Khế",
        "Quận Ninh Kiều",
        "Thành phố Cần Thơ",
    ]
    assert Unit.objects.get(name="Sở Y tế").parent == city


def test_a_parent_body_outside_the_city_stands_in_the_note(loaded):
    university = Unit.objects.get(name="Trường Đại học Cần Thơ")
    assert (university.parent, university.area.name) == (None, "Quận Ninh Kiều")
    assert university.note.splitlines()[0] == "Cơ quan chủ quản: Bộ GD&ĐT."


def test_only_uncertain_rows_carry_the_mark(loaded):
    unconfirmed = Counter(Unit.objects.filter(certainty=Certainty.UNCONFIRMED).values_list("kind", flat=True))
    assert unconfirmed == {
        UnitKind.AFFILIATE: 5,
        UnitKind.CENTRAL: 12,
        UnitKind.OTHER: 6,
        UnitKind.UNIVERSITY_BRANCH: 2,
        UnitKind.ACADEMY: 1,
        UnitKind.COLLEGE: 9,
    }
    branch = Unit.objects.get(name="Trường Đại học FPT - Phân hiệu Cần Thơ")
    assert (branch.is_certain, branch.certainty_note) == (True, "có thật; tên đầy đủ năm 2024 chưa kiểm chứng")


def test_wards_before_and_after_the_merger_of_01_11_2024(loaded):
    wards = Unit.objects.filter(kind=UnitKind.WARD_COMMITTEE)
    assert wards.valid_on(date(2024, 10, 31)).count() == 83
    assert wards.valid_on(date(2024, 11, 1)).count() == 80
    assert wards.valid_on(date(2025, 6, 30)).count() == 80
    assert wards.valid_on(date(2025, 7, 1)).count() == 0
    ninh_kieu = Unit.objects.get(name="UBND quận Ninh Kiều")
    assert wards.under(ninh_kieu).valid_on(date(2024, 11, 20)).count() == 8


def test_three_wards_were_taken_over_by_thoi_binh(loaded):
    rows = Succession.objects.values_list("predecessor__name", "successor__name", "effective_on", "decision")
    heir = ("UBND phường Thới Bình", date(2024, 11, 1), "Nghị quyết 1192/NQ-UBTVQH15")
    assert sorted(rows) == [("UBND phường " + name, *heir) for name in ("An Cư", "An Nghiệp", "An Phú")]


def test_an_official_code_may_be_kept_without_being_a_key(loaded):
    assert Area.objects.get(name="Phường An Hòa").code == "31120"
    assert Area.objects.get(name="Quận Ô Môn").code == "917"


def test_departments_stand_in_protocol_order_then_by_the_alphabet(loaded):
    names = list(Unit.objects.filter(kind=UnitKind.DEPARTMENT).order_by("sort_key").values_list("name", flat=True))
    assert names[:4] == ["Văn phòng UBND thành phố", "Ban Dân tộc", "Sở Công Thương", "Sở Giáo dục và Đào tạo"]
    districts = Unit.objects.filter(kind=UnitKind.DISTRICT_COMMITTEE).order_by("sort_key")
    assert [name.removeprefix("UBND ") for name in districts.values_list("name", flat=True)] == [
        "quận Bình Thủy",
        "quận Cái Răng",
        "quận Ninh Kiều",
        "quận Ô Môn",
        "quận Thốt Nốt",
        "huyện Cờ Đỏ",
        "huyện Phong Điền",
        "huyện Thới Lai",
        "huyện Vĩnh Thạnh",
    ]


def test_the_command_says_what_it_did(db, capsys):
    call_command("load_registry")
    call_command("load_registry")
    assert capsys.readouterr().out.splitlines() == [
        "Đã thêm 93 địa bàn, 166 đơn vị, 3 lần kế thừa.",
        "Đã thêm 0 địa bàn, 0 đơn vị, 0 lần kế thừa.",
    ]
