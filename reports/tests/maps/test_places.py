"""The map of a letter: places as of the day of issue, numbers those of the table beside it."""

import html
from datetime import date

import pytest

from directives.models import Directive
from directives.services.obligations import exempt
from directives.services.receipts import refuse
from directives.tests.factories import ISSUED_AT, make_issued
from reports.maps.boundaries import SOURCES, Source
from reports.maps.places import chart_of, paper_map, place_map
from reports.summary.address import Address
from reports.summary.load import load
from reports.summary.scope import WHOLE
from reports.tests.reading import as_person, words
from reports.tests.summaries import list_total, make_letter, text_of
from units.models import Area, Role, UnitKind
from units.tests.factories import local, make_area, make_unit, make_user

from .shapes import shown, square, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-23 08:00")
WARD = Area.Level.WARD


@pytest.fixture
def city():
    return make_area("Thành phố Cần Thơ", level=Area.Level.CITY)


@pytest.fixture
def officer():
    return make_user(make_unit("Sở Thông tin và Truyền thông"), Role.COORDINATOR)


def issued(officer, areas, *, now=ISSUED_AT, **more):
    """A letter of two instructions to one office in each of these places."""
    offices = [make_unit(f"Văn phòng {area.name}", kind=UnitKind.DISTRICT_OFFICE, area=area) for area in areas]
    return make_issued(officer.seats[0].unit, officer, groups=[("Phòng", offices, "Một", "Hai")], now=now, **more)


def summary_of(directive: Directive, day: date = date(2024, 11, 23)):
    return load(Directive.objects.select_related("campaign").get(pk=directive.pk), scope=WHOLE, day=day).summary


def chart(directive: Directive, day: date = date(2024, 11, 23), sources=SOURCES):
    return chart_of(summary_of(directive, day), Address(directive.pk), sources=sources)


def districts(city, *names):
    return [make_area(name, parent=city) for name in names]


def source(path) -> Source:
    return Source(path, city="Thành phố Cần Thơ", level=Area.Level.DISTRICT, note="Ranh giới thử.")


# --- Which places, which boundaries -----------------------------------------------------------------------------------
def test_a_letter_of_2024_shows_the_nine_districts_and_says_that_they_are_approximate(city, officer):
    own = chart(issued(officer, districts(city, "Quận Ninh Kiều", "Huyện Cờ Đỏ")))
    assert [(mark.name, mark.label, mark.value, bool(mark.shape)) for mark in own.marks] == [
        ("Huyện Cờ Đỏ", "Cờ Đỏ", "0/2", True),
        ("Quận Ninh Kiều", "Ninh Kiều", "0/2", True),
    ]
    assert len(own.others) == 7
    assert own.notes == ["Ranh giới quận, huyện chỉ gần đúng, ghép từ ranh giới phường, xã từ ngày 01/07/2025."]


def test_a_letter_issued_since_july_2025_shows_communes(city, officer):
    communes = [make_area(name, level=WARD, parent=city) for name in ("Phường Cái Khế", "Xã Vĩnh Trinh")]
    late = {"dated_on": date(2025, 7, 2), "due_on": date(2025, 7, 20)}
    own = chart(issued(officer, communes, now=local("2025-07-02 09:00"), **late), date(2025, 7, 2))
    assert [mark.name for mark in own.marks] == ["Phường Cái Khế", "Xã Vĩnh Trinh"]
    assert all(mark.shape for mark in own.marks)
    assert len(own.others) == 101
    assert own.title == "0/2 phường, xã có mọi đơn vị hoàn thành; Phường Cái Khế, Xã Vĩnh Trinh chưa bắt đầu"


def test_a_commune_of_2024_counts_for_its_district(city, officer):
    (district,) = districts(city, "Quận Ninh Kiều")
    wards = [make_area(name, level=WARD, parent=district) for name in ("Phường Cái Khế", "Phường An Hòa")]
    (mark,) = chart(issued(officer, wards)).marks
    assert (mark.name, mark.value) == ("Quận Ninh Kiều", "0/4")


def test_where_units_stand_in_communes_of_a_district_the_map_of_communes_is_one_press_away(client, letter):
    page = as_person(client, letter.officer).get(letter.page, {"as_of": "20/11/2024"}).content.decode()
    address = f"{letter.page}?map=ward&amp;as_of=20/11/2024#theo-quan"
    assert address in page
    fine = client.get(letter.page, {"as_of": "20/11/2024", "map": "ward"}).content.decode()
    found = dict(shown(fine))
    assert "Phường An Cư: 0/1 nhiệm vụ hoàn thành" in " ".join(found).replace("\xa0", " ")
    (url,) = [url for said, url in found.items() if said.startswith("Phường An Cư")]
    response = client.get(html.unescape(url))
    assert list_total(response) == 1
    assert "Phường An Cư" in words(response)
    assert f"{letter.page}?as_of=20/11/2024#theo-quan" in fine


def test_a_letter_to_districts_alone_offers_no_map_of_communes(client, city, officer):
    directive = issued(officer, districts(city, "Quận Ninh Kiều"))
    address = f"/directives/{directive.pk}/summary/"
    assert "map=ward" not in as_person(client, officer).get(address).content.decode()
    assert "Quận Ninh Kiều: 0/2 nhiệm vụ" in client.get(address, {"map": "ward"}).content.decode()


def test_a_commune_that_bears_the_name_of_a_later_one_gets_no_boundary_of_another_day(city, officer):
    own = chart(issued(officer, [make_area("Phường Cái Khế", level=WARD, parent=city)]))
    assert own.marks[0].shape is None
    assert own.notes == ["Chưa có ranh giới của các địa bàn này, nên mỗi nơi được vẽ bằng một ô vuông."]


def test_another_city_gets_tiles_though_its_districts_bear_the_same_names(officer):
    elsewhere = make_area("Tỉnh Vĩnh Long", level=Area.Level.CITY)
    own = chart(issued(officer, districts(elsewhere, "Quận Ô Môn")))
    assert (own.marks[0].shape, own.others) == (None, [])


def test_a_letter_to_the_city_s_own_departments_has_no_map(city, officer):
    letter = issued(officer, [city])
    assert chart(letter) is None
    assert paper_map(summary_of(letter)) == ""


def test_an_outline_of_communes_is_not_drawn_for_places_that_are_districts(city, officer):
    areas = [*districts(city, "Quận Ninh Kiều", "Quận Ô Môn"), make_area("Phường Cái Khế", level=WARD, parent=city)]
    dates = {"dated_on": date(2025, 8, 1), "due_on": date(2025, 9, 1)}
    letter = issued(officer, areas, now=local("2025-08-01 09:00"), **dates)
    own = chart(letter, date(2025, 8, 20))
    assert [mark.shape for mark in own.marks] == [None, None, None]
    assert own.others == []
    assert own.notes == ["Chưa có ranh giới của các địa bàn này, nên mỗi nơi được vẽ bằng một ô vuông."]


# --- Bad input --------------------------------------------------------------------------------------------------------
def test_a_district_that_the_file_lacks_gets_a_tile_and_is_said(city, officer, tmp_path):
    path = write(tmp_path, square("Quận Ninh Kiều", 105.7, 10.0))
    letter = issued(officer, districts(city, "Quận Ninh Kiều", "Quận Ô Môn", "Huyện Mới"))
    own = chart(letter, sources=[source(path)])
    assert {mark.name: bool(mark.shape) for mark in own.marks} == {
        "Huyện Mới": False,
        "Quận Ninh Kiều": True,
        "Quận Ô Môn": False,
    }
    assert own.notes == [
        "Ranh giới thử.",
        "Chưa có ranh giới của Huyện Mới, Quận Ô Môn, nên vẽ bằng ô vuông dưới bản đồ.",
    ]


def test_a_broken_file_leaves_tiles_with_all_their_numbers_and_one_sentence(city, officer, tmp_path):
    path = tmp_path / "broken.geojson"
    path.write_text("{")
    own = chart(issued(officer, districts(city, "Quận Ninh Kiều", "Quận Ô Môn")), sources=[source(path)])
    assert [(mark.value, mark.shape) for mark in own.marks] == [("0/2", None), ("0/2", None)]
    assert own.notes == ["Không đọc được tệp ranh giới, nên mỗi nơi được vẽ bằng một ô vuông."]


def test_where_all_are_exempt_there_is_no_share_and_nothing_to_open(city, officer):
    letter = issued(officer, districts(city, "Quận Ninh Kiều", "Quận Ô Môn"))
    first = letter.deliveries.get(unit__name__endswith="Ninh Kiều")
    for task in first.obligations.all():
        exempt(obligation=task, actor=officer, now=local("2024-11-01 09:00"), reason="Không có trang")
    mark = next(mark for mark in chart(letter).marks if mark.label == "Ninh Kiều")
    assert (mark.value, mark.shade, mark.url) == ("–", "void", "")
    assert mark.words == "Quận Ninh Kiều: không có nhiệm vụ phải thực hiện"


# --- Numbers ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def letter():
    letter = make_letter()
    letter.finish("nk", 0, "2024-11-05 10:00")
    return letter


def test_the_numbers_of_the_map_are_those_of_the_figures_beside_it(letter):
    summary = letter.summary(date(2024, 11, 23))
    marks = chart_of(summary, Address(letter.directive.pk)).marks
    shares = [share for share in summary.by_district() if share.name]
    assert [mark.value for mark in marks] == [f"{share.tally.done}/{share.tally.total}" for share in shares]
    assert [mark.words.replace("\xa0", " ") for mark in marks] == [
        "Quận Ninh Kiều: 1/2 nhiệm vụ hoàn thành, 1 quá hạn, 1 đơn vị chưa có hoạt động",
        "Quận Ô Môn: 0/1 nhiệm vụ hoàn thành, 1 quá hạn, 1 đơn vị chưa có hoạt động",
    ]


def test_of_a_past_day_the_map_shows_that_day_and_leads_to_it(letter):
    summary = letter.summary(date(2024, 11, 4))
    mark = chart_of(summary, Address(letter.directive.pk, date(2024, 11, 4))).marks[0]
    assert mark.value == "0/2"
    assert mark.url.endswith("as_of=04/11/2024")


def test_units_that_belong_to_no_place_are_counted_beside_the_map(letter):
    summary = letter.summary(date(2024, 11, 23))
    own = place_map(summary, Address(letter.directive.pk))
    assert own.unplaced == 2
    assert own.unplaced_url.endswith("?district=none")
    assert [text for _swatch, text in own.legend] == [
        "1 nơi hoàn thành từ một nửa trở lên",
        "1 nơi chưa hoàn thành nhiệm vụ nào",
    ]


def test_the_map_costs_one_query_whatever_its_places(letter, django_assert_num_queries):
    summary = letter.summary(date(2024, 11, 23))
    with django_assert_num_queries(1):
        place_map(summary, Address(letter.directive.pk))


# --- On the page ------------------------------------------------------------------------------------------------------
def test_the_dashboard_has_the_map_twice_its_table_and_its_sentence(client, city, officer):
    directive = issued(officer, districts(city, "Quận Ninh Kiều", "Huyện Cờ Đỏ"))
    response = as_person(client, officer).get(f"/directives/{directive.pk}/summary/")
    text = response.content.decode()
    assert (text.count("place-map--desk"), text.count("place-map--phone")) == (1, 1)
    assert text.index("place-map--desk") < text.index('id="bang-dia-ban"')
    assert "Ranh giới quận, huyện chỉ gần đúng" in words(response)


def test_a_reader_of_a_part_sees_only_their_own_place_filled_in(client, letter):
    head = make_user(letter.district, Role.VIEWER)
    text = as_person(client, head).get(letter.page).content.decode()
    assert "Quận Ninh Kiều: 1/2 nhiệm vụ" in text
    assert "Quận Ô Môn" not in text


def test_when_everybody_sent_the_letter_back_the_page_stands_without_a_map(client, letter):
    for name, actor in letter.people.items():
        if name != "nk":
            refuse(delivery=letter.delivery(name), actor=actor, now=local("2024-11-02 09:00"), reason="Nhầm")
    assert as_person(client, letter.leader).get(letter.page).status_code == 200


def test_the_table_beside_the_map_has_every_number_of_it(client, letter):
    page = as_person(client, letter.officer).get(letter.page).content.decode()
    table = page[page.index('id="bang-dia-ban"') :]
    table = table[: table.index("</table>")]
    rows = [text_of(row).replace(" /", "/").replace("/ ", "/") for row in table.split("<tr>")[2:]]
    assert [" ".join(row.split()) for row in rows] == [
        "Quận Ninh Kiều 1/2 1/2 1 1",
        "Quận Ô Môn 0/1 0/1 1 1",
        "Không theo địa bàn 0/5 0/2 2 2",
    ]
