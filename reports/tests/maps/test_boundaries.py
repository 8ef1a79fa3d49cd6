"""Boundary files: which one holds for a place and a day, and what a broken one still gives."""

from datetime import date

import pytest

from reports.maps.boundaries import SOURCES, find_source, read
from units.models import Area

from .shapes import place, square, write

CITY = "Thành phố Cần Thơ"
GOOD = square("Quận Một", 105.0, 10.0)


# --- The files that come with the product -----------------------------------------------------------------------------
@pytest.mark.parametrize("source, count", [(SOURCES[0], 9), (SOURCES[1], 103)])
def test_every_place_of_the_files_can_be_read(source, count):
    boundaries = read(source.path)
    assert (len(boundaries.shapes), boundaries.problems) == (count, ())


def test_their_licence_stands_beside_them():
    notice = (SOURCES[0].path.parent / "README.md").read_text()
    assert "MIT License" in notice
    assert all(source.path.name in notice for source in SOURCES)


@pytest.mark.parametrize(
    "level, day, index",
    [
        (Area.Level.DISTRICT, date(2024, 10, 28), 0),
        (Area.Level.DISTRICT, date(2025, 6, 30), 0),
        (Area.Level.DISTRICT, date(2025, 7, 1), None),
        (Area.Level.WARD, date(2025, 6, 30), None),
        (Area.Level.WARD, date(2025, 7, 1), 1),
    ],
)
def test_districts_hold_until_the_end_of_june_2025_and_communes_from_july(level, day, index):
    found = find_source(city=CITY, level=level, day=day)
    assert found == (SOURCES[index] if index is not None else None)


def test_another_city_has_no_boundaries_though_its_places_bear_the_same_names():
    assert find_source(city="Tỉnh Vĩnh Long", level=Area.Level.WARD, day=date(2026, 1, 1)) is None
    assert find_source(city="thành phố cần thơ", level=Area.Level.WARD, day=date(2026, 1, 1)) == SOURCES[1]


@pytest.mark.parametrize("name", ["Quận Bình Thủy", "Quận Bình Thuỷ", "quận bình thủy"])
def test_a_place_is_found_in_either_spelling(name):
    assert read(SOURCES[0].path).find(name).name == "Quận Bình Thủy"


def test_a_name_without_its_marks_is_another_name():
    assert read(SOURCES[0].path).find("Quan Binh Thuy") is None


# --- Broken files -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"features": 7}', '{"features": null}', "null", "\x00\x01", '{"features": "abc"}']
)
def test_a_file_that_is_no_boundary_file_gives_nothing_and_says_so(tmp_path, text):
    path = tmp_path / "broken.geojson"
    path.write_text(text)
    boundaries = read(path)
    assert boundaries.shapes == {}
    assert boundaries.problems == ("Không đọc được tệp ranh giới, nên mỗi nơi được vẽ bằng một ô vuông.",)


def test_a_file_that_is_gone_or_no_text_is_a_broken_one(tmp_path):
    (tmp_path / "utf16.geojson").write_bytes('{"features": []}'.encode("utf-16"))
    assert len(read(tmp_path / "none.geojson").problems) == 1
    assert len(read(tmp_path / "utf16.geojson").problems) == 1


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "Point", "coordinates": [105, 10]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "Polygon", "coordinates": [[[105, 10], [105.1, 10], [105, 10]]]},
        {"type": "Polygon", "coordinates": [[[105, 10], [105.1], [105, 10.1]]]},
        {"type": "Polygon", "coordinates": [[["x", 10], [105.1, 10], [105, 10.1]]]},
        {"type": "Polygon", "coordinates": [[[float("nan"), 10], [105.1, 10], [105, 10.1]]]},
        {"type": "Polygon", "coordinates": [[[float("inf"), 10], [105.1, 10], [105, 10.1]]]},
        {"type": "Polygon", "coordinates": [[[1051000, 10], [105.1, 10], [105, 10.1]]]},
        "nonsense",
    ],
)
def test_one_broken_place_stops_no_other_and_is_named(tmp_path, geometry):
    boundaries = read(write(tmp_path, GOOD, place("Quận Hỏng", geometry), square("Quận Hai", 105.2, 10.0)))
    assert [shape.name for shape in boundaries.shapes.values()] == ["Quận Một", "Quận Hai"]
    assert boundaries.problems == ("Ranh giới của Quận Hỏng bị hỏng.",)


@pytest.mark.parametrize("broken", [7, None, [], {}, {"properties": None}, {"properties": {"name": 3}}])
def test_a_place_that_is_none_is_told_without_a_name(tmp_path, broken):
    boundaries = read(write(tmp_path, GOOD, broken))
    assert len(boundaries.shapes) == 1
    assert boundaries.problems == ("Ranh giới của một nơi không rõ tên bị hỏng.",)
