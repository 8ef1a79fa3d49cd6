"""Phrases as offices write them, in a made-up province: what is ticked, what is offered, what is not understood."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directives.recipients import Former, Names, Remembered, Unclear, understand
from units.models import Certainty, Unit, UnitKind

K = UnitKind
BODIES = [
    ("UBND tỉnh Sông Lam", K.CITY_COMMITTEE, "", ""),
    ("Sở Nội vụ", K.DEPARTMENT, "SNV", "SNV"),
    ("Sở Y tế", K.DEPARTMENT, "SYT", "SYT"),
    ("Sở Giáo dục và Đào tạo", K.DEPARTMENT, "", ""),
    ("Sở Lao động - Thương binh và Xã hội", K.DEPARTMENT, "", ""),
    ("Sở Văn hóa, Thể thao và Du lịch", K.DEPARTMENT, "", ""),
    ("Sở Thông tin và Truyền thông", K.DEPARTMENT, "", "STTTT"),
    ("Thanh tra tỉnh", K.DEPARTMENT, "", ""),
    ("Ban Quản lý các khu công nghiệp", K.AFFILIATE, "", ""),
    ("Công an tỉnh Sông Lam", K.CENTRAL, "", ""),
    ("Bảo hiểm xã hội tỉnh", K.CENTRAL, "BHXH tỉnh", ""),
    ("UBND thành phố Lam Thành", K.DISTRICT_COMMITTEE, "", ""),
    ("UBND huyện Hòa An", K.DISTRICT_COMMITTEE, "", ""),
    ("UBND huyện Thủy Vân", K.DISTRICT_COMMITTEE, "", ""),
    ("Phòng Văn hóa và Thông tin huyện Hòa An", K.DISTRICT_OFFICE, "", ""),
    ("Phòng Văn hóa và Thông tin huyện Thủy Vân", K.DISTRICT_OFFICE, "", ""),
    ("UBND phường Hòa An", K.WARD_COMMITTEE, "", ""),
    ("UBND xã Thanh An", K.WARD_COMMITTEE, "", ""),
    ("UBND xã Thạnh An", K.WARD_COMMITTEE, "", ""),
    ("UBND thị trấn Vân", K.WARD_COMMITTEE, "", ""),
    ("Trường Đại học Sông Lam", K.UNIVERSITY, "", ""),
    ("Trường Đại học Kỹ thuật - Công nghệ Sông Lam", K.UNIVERSITY, "", ""),
    ("Trường Cao đẳng Y tế Sông Lam", K.COLLEGE, "", ""),
    ("Trường Chính trị tỉnh", K.POLITICAL_SCHOOL, "", ""),
    ("Tỉnh đoàn Sông Lam", K.OTHER, "", ""),
]
UNITS = [
    Unit(pk=pk, name=name, kind=kind, short_name=short, symbol=symbol, certainty=Certainty.VERIFIED)
    for pk, (name, kind, short, symbol) in enumerate(BODIES, 1)
]
BY_NAME = {unit.name: unit for unit in UNITS}
for unit, path in {
    "UBND huyện Thủy Vân": "/1/14/",
    "UBND huyện Hòa An": "/1/13/",
    "UBND xã Thanh An": "/1/14/18/",
    "UBND thị trấn Vân": "/1/14/20/",
    "UBND phường Hòa An": "/1/13/17/",
    "UBND xã Thạnh An": "/1/13/19/",
}.items():
    BY_NAME[unit].path = path
NAMES = Names.of(UNITS)
DEPARTMENTS = [unit.name for unit in UNITS if unit.kind == K.DEPARTMENT]
HEALTH, EDUCATION, LABOUR, CULTURE = DEPARTMENTS[1:5]
DISTRICTS = ["UBND thành phố Lam Thành", "UBND huyện Hòa An", "UBND huyện Thủy Vân"]
OFFICES = ["Phòng Văn hóa và Thông tin huyện Hòa An", "Phòng Văn hóa và Thông tin huyện Thủy Vân"]
WARDS = ["UBND phường Hòa An", "UBND xã Thanh An", "UBND xã Thạnh An", "UBND thị trấn Vân"]
SCHOOLS = ["Trường Đại học Sông Lam", "Trường Đại học Kỹ thuật - Công nghệ Sông Lam", "Trường Cao đẳng Y tế Sông Lam"]


def ticked(phrase: str, names: Names = NAMES) -> list[str]:
    return [found.unit.name for found in understand(phrase, names).matches if found.chosen]


def offered(phrase: str) -> list[str]:
    return [found.unit.name for found in understand(phrase, NAMES).matches if not found.chosen]


def unclear(phrase: str) -> list[tuple[str, list[str]]]:
    return [(each.words, [unit.name for unit in each.near]) for each in understand(phrase, NAMES).unclear]


# --- Kinds ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("phrase", "names"),
    [
        ("Các sở, ban, ngành tỉnh", [*DEPARTMENTS, "Ban Quản lý các khu công nghiệp"]),
        ("Thủ trưởng các Sở, ban ngành cấp tỉnh", [*DEPARTMENTS, "Ban Quản lý các khu công nghiệp"]),
        ("UBND các huyện, thành phố", DISTRICTS),
        ("Chủ tịch UBND các huyện, thị xã, thành phố", DISTRICTS),
        ("Ủy ban nhân dân cấp huyện", DISTRICTS),
        ("UBND các xã, phường, thị trấn", WARDS),
        ("Uỷ ban nhân dân các quận, huyện; xã, phường", [*DISTRICTS, *WARDS]),
        ("UBND các xã, thị trấn thuộc huyện Thủy Vân", ["UBND xã Thanh An", "UBND thị trấn Vân"]),
        ("UBND các xã, phường trên địa bàn huyện Hòa An", ["UBND phường Hòa An", "UBND xã Thạnh An"]),
        ("Các trường đại học, cao đẳng trên địa bàn tỉnh", SCHOOLS),
        ("các trường ĐH, CĐ đóng trên địa bàn", SCHOOLS),
        ("Các cơ quan Trung ương trên địa bàn", ["Công an tỉnh Sông Lam", "Bảo hiểm xã hội tỉnh"]),
        ("Phòng Văn hóa và Thông tin các huyện, thành phố", OFFICES),
        ("Các phòng VH&TT huyện", OFFICES),
        ("Phòng VHTT cấp huyện", OFFICES),
    ],
)
def test_words_for_a_kind_tick_every_unit_of_it(phrase, names):
    assert (ticked(phrase), unclear(phrase)) == (names, [])


@pytest.mark.parametrize(
    "phrase",
    [
        "Các sở, ban, ngành có liên quan",
        "UBND các huyện giáp biên",
        "các trường đại học ngoài công lập",
        "các trường tiểu học",
        "Phòng Văn hóa và Thông tin huyện Biển Xa",
        "Trường Đại học Biển Xa",
        "UBND huyện Biển Xa",
        "Phòng Cảnh sát Công an tỉnh",
        "Ban Giám hiệu Trường Mầm non Sở Y tế",
        "Công an tỉnh Biển Xa",
        "Các quận, huyện",
        "Mặt trận Tổ quốc và các đoàn thể tỉnh",
        "Doanh nghiệp viễn thông",
        "phường Hòa An",
        "123 …",
        "",
    ],
)
def test_words_that_say_less_or_something_else_tick_nobody(phrase):
    assert ticked(phrase) == []


def test_what_may_be_meant_is_offered_with_the_reason():
    found = {each.unit.name: each.why for each in understand("Các sở, ban, ngành", NAMES).matches}
    assert found["Công an tỉnh Sông Lam"] == "có thể thuộc nhóm “Các sở, ban, ngành”"
    assert found[HEALTH] == "nhóm “Các sở, ban, ngành”"
    assert offered("Các sở có liên quan")[: len(DEPARTMENTS)] == DEPARTMENTS
    assert offered("phường Hòa An") == ["UBND phường Hòa An"]


# --- Exceptions -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("phrase", "names"),
    [
        ("Các sở, trừ Sở Y tế", [name for name in DEPARTMENTS if name != HEALTH]),
        ("Các sở (trừ Sở Y tế, Sở GD&ĐT)", [n for n in DEPARTMENTS if n not in (HEALTH, EDUCATION)]),
        ("Các sở (ngoại trừ Sở Y tế) và UBND các huyện", [*[n for n in DEPARTMENTS if n != HEALTH], *DISTRICTS]),
        ("UBND các huyện, thành phố trừ Hòa An", ["UBND thành phố Lam Thành", "UBND huyện Thủy Vân"]),
        ("UBND các huyện, thành phố (không bao gồm huyện Hòa An)", [DISTRICTS[0], DISTRICTS[2]]),
        ("Phòng Văn hóa và Thông tin các huyện trừ huyện Hòa An", OFFICES[1:]),
        ("Các trường đại học, cao đẳng trừ các trường cao đẳng", SCHOOLS[:2]),
    ],
)
def test_exceptions_are_taken_out(phrase, names):
    assert (ticked(phrase), unclear(phrase)) == (names, [])


def test_an_exception_nobody_understands_leaves_the_kind_unticked():
    answer = understand("Các sở, trừ đơn vị Biển Xa; Sở Y tế", NAMES)
    assert [each.unit.name for each in answer.matches if each.chosen] == [HEALTH]
    assert [each.words for each in answer.unclear] == ["đơn vị Biển Xa"]


# --- Named units ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("phrase", "names"),
    [
        ("Sở Y tế, Sở Giáo dục và Đào tạo; Công an tỉnh", [HEALTH, EDUCATION, "Công an tỉnh Sông Lam"]),
        ("Các Sở: Nội vụ, Y tế, Văn hóa, Thể thao và Du lịch", ["Sở Nội vụ", HEALTH, CULTURE]),
        ("Sở Nội vụ, Y tế và Giáo dục và Đào tạo", ["Sở Nội vụ", HEALTH, EDUCATION]),
        ("UBND các huyện Hòa An, Thủy Vân", DISTRICTS[1:]),
        ("UBND phường Hòa An, xã Thanh An", ["UBND phường Hòa An", "UBND xã Thanh An"]),
        ("UBND huyện Hòa An", ["UBND huyện Hòa An"]),
        ("UBND TP. Lam Thành", ["UBND thành phố Lam Thành"]),
        ("UBND H. Hòa An", ["UBND huyện Hòa An"]),
        ("UBND P.Hòa An", ["UBND phường Hòa An"]),
        ("UBND TT. Vân", ["UBND thị trấn Vân"]),
        ("Trường Cao đẳng Y tế Sông Lam", ["Trường Cao đẳng Y tế Sông Lam"]),
        ("Đại học Sông Lam", ["Trường Đại học Sông Lam"]),
        ("ĐH KT-CN Sông Lam", ["Trường Đại học Kỹ thuật - Công nghệ Sông Lam"]),
        ("Giám đốc Sở Y tế (để thực hiện)", [HEALTH]),
        ("Sở GD&ĐT", [EDUCATION]),
        ("Sở GD & ĐT", [EDUCATION]),
        ("SGDĐT", [EDUCATION]),
        ("STTTT", ["Sở Thông tin và Truyền thông"]),
        ("Sở TT&TT, Sở LĐ-TB&XH, SVHTTDL", [LABOUR, CULTURE, "Sở Thông tin và Truyền thông"]),
        ("PVHTT huyện Hòa An", OFFICES[:1]),
        ("Phòng VH&TT H. Thủy Vân", OFFICES[1:]),
        ("BHXH tỉnh", ["Bảo hiểm xã hội tỉnh"]),
        ("SỞ Y TẾ", [HEALTH]),
        ("so y te", [HEALTH]),
        ("UBND huyen Hoa An", ["UBND huyện Hòa An"]),
        ("UBND huyện Hoà An, UBND huyện Thuỷ Vân", DISTRICTS[1:]),
        ("UBND xã Thạnh An", ["UBND xã Thạnh An"]),
        ("UBND tỉnh", ["UBND tỉnh Sông Lam"]),
    ],
)
def test_named_units_are_ticked_in_protocol_order(phrase, names):
    assert (sorted(ticked(phrase), key=list(BY_NAME).index), unclear(phrase)) == (ticked(phrase), [])
    assert ticked(phrase) == [name for name in BY_NAME if name in names]


# --- Near misses ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("phrase", "words", "near"),
    [
        ("Sở Y tế, Sở Nộ vụ", "Sở Nộ vụ", "Sở Nội vụ"),
        ("Sở Y tệ", "Sở Y tệ", HEALTH),
        ("Sở Giáo dụng và Đào tạo", "Sở Giáo dụng và Đào tạo", EDUCATION),
        ("UBND huyện Thủy Vâng", "UBND huyện Thủy Vâng", "UBND huyện Thủy Vân"),
    ],
)
def test_a_misspelt_name_is_offered_as_a_near_miss_and_not_ticked(phrase, words, near):
    [(left, offered_units)] = unclear(phrase)
    assert near not in ticked(phrase)
    assert offered_units[0] == near
    assert left in words


def test_two_units_of_one_folded_name_are_told_apart_by_marks_and_asked_about_without():
    assert ticked("UBND xã Thanh An") == ["UBND xã Thanh An"]
    assert ticked("UBND xa Thanh An") == ["UBND xã Thanh An"]
    assert set(unclear("UBND xã Thành An")[0][1]) >= {"UBND xã Thanh An", "UBND xã Thạnh An"}


def test_words_for_nobody_in_the_registry_are_reported_as_written():
    assert unclear("Sở Y tế, Doanh nghiệp viễn thông, UBND các xã") == [("Doanh nghiệp viễn thông", [])]
    assert ticked("Sở Y tế, Doanh nghiệp viễn thông") == [HEALTH]


# --- Remembered and former names --------------------------------------------------------------------------------------
def test_a_remembered_name_means_its_unit():
    names = Names.of(UNITS, aliases=[Remembered("Ngành y", (BY_NAME[HEALTH],))])
    answer = understand("ngành y; Sở Nội vụ", names)
    assert [(each.unit.name, each.chosen, each.why) for each in answer.matches] == [
        ("Sở Nội vụ", True, "đúng tên"),
        (HEALTH, True, "đã ghi nhớ “ngành y”"),
    ]


def test_one_remembered_word_counts_only_where_it_is_part_of_nothing_longer():
    names = Names.of(UNITS, aliases=[Remembered("ngành"), Remembered("đơn vị"), Remembered("KBNN", (BY_NAME[HEALTH],))])
    for phrase in ("Các sở, ban, ngành tỉnh", "Các sở, ngành", "Sở, ban, ngành"):
        assert ticked(phrase, names) == ticked(phrase) != []
    assert understand("các bộ, ngành", names).unclear == [Unclear("bộ", (), "các bộ")]
    assert ticked("KBNN; Sở Nội vụ", names) == ["Sở Nội vụ", HEALTH]


def test_remembered_words_stand_before_a_name_only_in_their_very_spelling():
    names = Names.of(UNITS, aliases=[Remembered("Sở Y tệ", (BY_NAME["Sở Nội vụ"],))])
    assert ticked("Sở Y tệ", names) == ["Sở Nội vụ"]
    assert ticked("Sở Y tế", names) == [HEALTH]
    assert ticked("so y te", names) == [HEALTH]


def test_two_meanings_that_differ_by_marks_are_asked_about_without_marks():
    meant = {"nhóm má": BY_NAME[HEALTH], "nhóm mà": BY_NAME["Sở Nội vụ"]}
    names = Names.of(UNITS, aliases=[Remembered(phrase, (unit,)) for phrase, unit in meant.items()])
    assert [ticked(phrase, names) for phrase in ("nhóm má", "nhóm mà", "nhom ma")] == [[HEALTH], ["Sở Nội vụ"], []]


def test_an_uncertain_unit_is_ticked_by_remembered_words_and_by_nothing_else():
    unit = Unit(pk=1, name="Báo Sông Lam", kind=K.AFFILIATE, certainty=Certainty.UNCONFIRMED)
    names = Names.of([unit], aliases=[Remembered("tờ báo tỉnh", (unit,))])
    assert (ticked("Báo Sông Lam", names), ticked("tờ báo tỉnh", names)) == ([], ["Báo Sông Lam"])


def test_a_former_name_means_the_one_unit_that_took_over():
    names = Names.of(UNITS, former=[Former("Sở Thể dục thể thao", BY_NAME[CULTURE])])
    [found] = understand("Sở Thể dục thể thao", names).matches
    assert (found.unit.name, found.chosen) == (CULTURE, True)
    assert found.why == "tên cũ “Sở Thể dục thể thao”"


def test_a_unit_that_was_split_offers_both_and_ticks_none():
    heirs = [BY_NAME["UBND xã Thanh An"], BY_NAME["UBND xã Thạnh An"]]
    names = Names.of(UNITS, former=[Former("UBND xã Rộng", heir) for heir in heirs])
    assert [(each.unit, each.chosen) for each in understand("UBND xã Rộng", names).matches] == [
        (heirs[0], False),
        (heirs[1], False),
    ]


def test_a_former_name_that_another_unit_bears_today_means_that_unit():
    names = Names.of(UNITS, former=[Former("Sở Y tế", BY_NAME["Sở Nội vụ"])])
    assert ticked("Sở Y tế", names) == [HEALTH]


# --- Properties -------------------------------------------------------------------------------------------------------
MORE = ["Sở Nộ vụ", "có liên quan", "Các Sở: Nội vụ, Thể dục", "các đơn vị trực thuộc", "P. Văn thư", "các", "UBND"]
PIECES = st.sampled_from(
    [*BY_NAME, "các sở, ban, ngành", "UBND các xã, phường", "trừ", "(", ")", ",", ";", "và", "Biển Xa"]
)


@given(st.lists(PIECES, max_size=6).map(" ".join))
def test_matches_stand_in_the_order_given_each_once_and_never_among_the_excluded(phrase):
    answer = understand(phrase, NAMES)
    keys = [found.unit.pk for found in answer.matches]
    assert keys == sorted(set(keys))
    assert not set(keys) & {unit.pk for unit in answer.excluded}
    assert all(each.words in phrase for each in answer.unclear)


@settings(deadline=None, max_examples=60)
@given(st.lists(PIECES | st.sampled_from(MORE), max_size=5).map(" ".join), st.booleans())
def test_one_answer_settles_what_was_asked_and_ticks_nobody_else(phrase, nobody):
    """Also inside "trừ …", in a list with one head, and for words that mean no recipient."""
    before = understand(phrase, NAMES)
    known = {found.unit.pk for found in before.matches}
    for asked in before.unclear:
        units = () if nobody else (BY_NAME[HEALTH],)
        after = understand(phrase, Names.of(UNITS, aliases=[Remembered(asked.item, units)]))
        assert asked.item not in [each.item for each in after.unclear]
        ticks = {found.unit.pk for found in after.matches if found.chosen}
        assert ticks <= known | {unit.pk for unit in units}


@given(st.text(max_size=80))
def test_any_text_is_answered_and_random_words_tick_nobody(text):
    assert ticked(f"{text} qqq") == [] or any(char in text for char in ",;:()\n•+vV")
