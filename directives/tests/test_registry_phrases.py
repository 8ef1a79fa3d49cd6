"""Phrases as offices write them, against the registry of Cần Thơ in autumn 2024: who is ticked, and what is asked."""

from collections import Counter
from datetime import date

import pytest
from django.db import transaction

from directives.recipients import Names, Understanding, understand
from directives.recipients.known import names_on
from units.models import Unit, UnitKind
from units.registry_import import load_registry
from units.tests.factories import local

pytestmark = pytest.mark.django_db
DAY = date(2024, 10, 28)
SO, THUOC, HUYEN, XA = "department", "affiliate", "district_committee", "ward_committee"
PHONG, DH, PH, CD = "district_office", "university", "university_branch", "college"
EDUCATION, CULTURE = "Sở Giáo dục và Đào tạo", "Sở Văn hóa, Thể thao và Du lịch"
LABOUR, FARMING = "Sở Lao động - Thương binh và Xã hội", "Sở Nông nghiệp và Phát triển nông thôn"
PLANNING, NATURE = "Sở Kế hoạch và Đầu tư", "Sở Tài nguyên và Môi trường"
OFFICE = "Phòng Văn hóa và Thông tin quận Ninh Kiều"


@pytest.fixture(scope="module")
def registry(django_db_setup, django_db_blocker):
    """The names of the day for letters of the department of information, and for those of the city; read once."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_registry(actor=None, now=local("2024-10-01 08:00"))
        found = {
            "STTTT": names_on(DAY, issuer=Unit.objects.get(symbol="STTTT")),
            "UBND": names_on(DAY, issuer=Unit.objects.get(kind=UnitKind.CITY_COMMITTEE)),
        }
        transaction.set_rollback(True)
    return found


@pytest.fixture
def names(registry) -> Names:
    return registry["STTTT"]


def ticked(answer: Understanding) -> list[str]:
    return [found.unit.name for found in answer.matches if found.chosen]


def kinds(answer: Understanding, chosen: bool = True) -> dict[str, int]:
    return dict(Counter(str(found.unit.kind) for found in answer.matches if found.chosen is chosen))


# --- Groups -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("phrase", "ticks"),
    [
        ("Các sở, ban, ngành thành phố", {SO: 18, THUOC: 1}),
        ("các Sở, ngành thành phố", {SO: 18, THUOC: 1}),
        ("Thủ trưởng các sở, ban ngành thành phố", {SO: 18, THUOC: 1}),
        ("Giám đốc các sở; Thủ trưởng các ban, ngành thành phố", {SO: 18, THUOC: 1}),
        ("Thủ trưởng các cơ quan, ban, ngành thành phố", {SO: 18, THUOC: 1}),
        ("CÁC SỞ, BAN, NGÀNH THÀNH PHỐ", {SO: 18, THUOC: 1}),
        ("cac so, ban, nganh thanh pho", {SO: 18, THUOC: 1}),
        ("Các sở", {SO: 18}),
        ("Sở, ban, ngành và UBND quận, huyện", {SO: 18, THUOC: 1, HUYEN: 9}),
        ("UBND các quận, huyện", {HUYEN: 9}),
        ("UBND 9 quận, huyện", {HUYEN: 9}),
        ("UBND 09 quận, huyện", {HUYEN: 9}),
        ("Chủ tịch Ủy ban nhân dân các quận, huyện", {HUYEN: 9}),
        ("Uỷ ban nhân dân cấp huyện", {HUYEN: 9}),
        ("UBND các xã, phường", {XA: 83}),
        ("UBND 83 xã, phường, thị trấn", {XA: 83}),
        ("UBND cấp xã", {XA: 83}),
        ("UBND các quận, huyện; UBND các xã, phường, thị trấn", {HUYEN: 9, XA: 83}),
        ("UBND các phường thuộc quận Ninh Kiều", {XA: 11}),
        ("UBND xã, thị trấn trên địa bàn huyện Cờ Đỏ", {XA: 10}),
        ("Các trường đại học, cao đẳng trên địa bàn", {DH: 5, PH: 1, CD: 2}),
        ("Các trường ĐH, CĐ đóng trên địa bàn thành phố", {DH: 5, PH: 1, CD: 2}),
        ("Các cơ sở giáo dục đại học trên địa bàn thành phố", {DH: 5, PH: 1}),
        ("Phòng Văn hóa và Thông tin các quận, huyện", {PHONG: 9}),
        ("P. VH&TT các quận, huyện", {PHONG: 9}),
        ("Phòng VHTT quận, huyện", {PHONG: 9}),
        ("Các sở, ban, ngành thành phố (trừ Sở Ngoại vụ)", {SO: 17, THUOC: 1}),
        ("Các sở, trừ Sở GD&ĐT, Sở VHTTDL", {SO: 16}),
        ("UBND các quận, huyện (trừ quận Ninh Kiều và huyện Cờ Đỏ)", {HUYEN: 7}),
        ("Các trường đại học, cao đẳng (không bao gồm các trường cao đẳng)", {DH: 5, PH: 1}),
    ],
)
def test_a_group_ticks_all_of_its_units_and_leaves_no_question(names, phrase, ticks):
    answer = understand(phrase, names)
    assert (kinds(answer), answer.unclear) == (ticks, [])


def test_units_below_the_issuer_are_its_own_units(registry):
    answer = understand("Các cơ quan, đơn vị trực thuộc", registry["UBND"])
    assert kinds(answer) == {SO: 19, THUOC: 1, DH: 1, CD: 2}
    assert kinds(answer, chosen=False)[HUYEN] == 9
    assert ticked(understand("Các cơ quan, đơn vị trực thuộc UBND thành phố", registry["UBND"])) == ticked(answer)
    offered = understand("Các phòng, đơn vị trực thuộc Sở", registry["STTTT"])
    assert [(each.unit.name, each.chosen) for each in offered.matches] == [
        ("Trung tâm Công nghệ thông tin và Truyền thông", False)
    ]


# --- Names ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("Sở Giáo dục và Đào tạo", [EDUCATION]),
        ("Sở GD&ĐT", [EDUCATION]),
        ("Sở GD và ĐT", [EDUCATION]),
        ("Sở GDĐT", [EDUCATION]),
        ("SGDĐT", [EDUCATION]),
        ("Sở Giáo dục & Đào tạo", [EDUCATION]),
        ("Sở Giáo dục và ĐT", [EDUCATION]),
        ("so giao duc va dao tao", [EDUCATION]),
        ("Sở Giáo duc va Đào tạo", [EDUCATION]),
        ("Sở Y tê", ["Sở Y tế"]),
        ("Giám đốc Sở Giáo dục và Đào tạo (để thực hiện)", [EDUCATION]),
        ("Sở Giáo dục và Đào tạo thành phố Cần Thơ", [EDUCATION]),
        ("Sở VH, TT&DL", [CULTURE]),
        ("Sở VHTT và DL", [CULTURE]),
        ("Sở VHTTDL", [CULTURE]),
        ("Sở Lao động TBXH", [LABOUR]),
        ("Sở LĐ-TB&XH", [LABOUR]),
        ("Sở LĐ-TB và XH", [LABOUR]),
        ("Sở Nông nghiệp và PTNT", [FARMING]),
        ("Sở NNPTNT", [FARMING]),
        ("Sở KHĐT, Sở TN-MT", [PLANNING, NATURE]),
        ("Các Sở: Kế hoạch và Đầu tư, Tài nguyên và Môi trường", [PLANNING, NATURE]),
        ("VP UBND TP", ["Văn phòng UBND thành phố"]),
        ("Văn phòng Ủy ban nhân dân thành phố", ["Văn phòng UBND thành phố"]),
        ("UBND Q. Ninh Kiều", ["UBND quận Ninh Kiều"]),
        ("UBND Q.Ninh Kiều, H.Cờ Đỏ", ["UBND quận Ninh Kiều", "UBND huyện Cờ Đỏ"]),
        ("UBND quận Ninh Kiều, Bình Thuỷ", ["UBND quận Bình Thủy", "UBND quận Ninh Kiều"]),
        ("UBND phường Thới Bình, quận Ninh Kiều", ["UBND phường Thới Bình"]),
        ("UBND phường Thới Bình và UBND quận Ninh Kiều", ["UBND quận Ninh Kiều", "UBND phường Thới Bình"]),
        ("P. VHTT Q. Ninh Kiều", [OFFICE]),
        ("P.VH&TT quận Ninh Kiều", [OFFICE]),
        ("PVHTT Ninh Kiều", [OFFICE]),
        ("Trường ĐH Cần Thơ", ["Trường Đại học Cần Thơ"]),
        ("ĐHCT", ["Trường Đại học Cần Thơ"]),
        ("Đại học Y dược Cần Thơ", ["Trường Đại học Y Dược Cần Thơ"]),
        ("Trường CĐ nghề Cần Thơ", ["Trường Cao đẳng nghề Cần Thơ"]),
        ("UBND phường An Cư", ["UBND phường An Cư"]),
    ],
)
def test_a_unit_is_known_by_its_name_its_short_forms_and_without_marks(names, phrase, wanted):
    answer = understand(phrase, names)
    assert (ticked(answer), answer.unclear) == (wanted, [])


# --- What is asked ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("phrase", "words", "near"),
    [
        ("Sở Giáo dục và Đào tọa", "Sở Giáo dục và Đào tọa", EDUCATION),
        ("Sở Nộ vụ", "Sở Nộ vụ", "Sở Nội vụ"),
        ("Sở Y tệ", "Sở Y tệ", "Sở Y tế"),
        ("UBND quận Ninh Kìu", "UBND quận Ninh Kìu", "UBND quận Ninh Kiều"),
        ("UBND huyện Phong Điềm", "UBND huyện Phong Điềm", "UBND huyện Phong Điền"),
        ("Bảo hiểm xã hội", "Bảo hiểm xã hội", "Bảo hiểm xã hội thành phố"),
        ("Kho bạc Nhà nước", "Kho bạc Nhà nước", "Kho bạc Nhà nước Cần Thơ"),
        ("Văn phòng UBND", "Văn phòng UBND", "Văn phòng UBND thành phố"),
        (
            "Ban quản lý các khu chế xuất và công nghiệp",
            "Ban quản lý các khu chế xuất và công nghiệp",
            "Ban Quản lý các khu chế xuất và công nghiệp Cần Thơ",
        ),
        ("Thành đoàn", "Thành đoàn", "Thành đoàn Cần Thơ"),
    ],
)
def test_a_slip_or_half_a_name_is_asked_about_with_the_nearest_unit_first(names, phrase, words, near):
    answer = understand(phrase, names)
    assert ticked(answer) == []
    assert [(each.item, each.near[0].name) for each in answer.unclear] == [(words, near)]


@pytest.mark.parametrize(
    "phrase",
    [
        "Thành viên Ban Chỉ đạo",
        "Thành viên Ban Chỉ đạo chuyển đổi số thành phố",
        "UBND các tỉnh, thành phố trực thuộc Trung ương",
        "Các bộ, ngành Trung ương",
        "Các ban Đảng",
        "Các doanh nghiệp bưu chính, viễn thông",
        "Hội đồng nhân dân thành phố",
        "Các đơn vị trực thuộc Sở Y tế",
        "Các sở có liên quan",
        "UBND các quận, huyện giáp sông Hậu",
        "Tòa án nhân dân thành phố",
        "Sở Y tế tỉnh Hậu Giang",
        "Sở Thông tin và Truyền thông",
    ],
)
def test_words_nobody_understands_tick_nobody_and_are_asked_about(names, phrase):
    answer = understand(phrase, names)
    assert (ticked(answer), bool(answer.unclear)) == ([], True)


@pytest.mark.parametrize(
    ("phrase", "offers"),
    [
        ("UBND 7 quận, huyện", {HUYEN: 9}),
        ("Các quận, huyện", {HUYEN: 9}),
        ("Lãnh đạo Sở", {SO: 18, THUOC: 6, "central": 12}),
        ("các trường trên địa bàn", {DH: 5, PH: 3, CD: 11}),
        ("Mặt trận Tổ quốc và các đoàn thể thành phố", {"other": 6}),
        ("Công an TP Cần Thơ", {"central": 1}),
        ("Các cơ sở giáo dục nghề nghiệp", {CD: 11}),
    ],
)
def test_what_may_be_meant_is_offered_and_never_ticked(names, phrase, offers):
    answer = understand(phrase, names)
    assert (ticked(answer), kinds(answer, chosen=False)) == ([], offers)
