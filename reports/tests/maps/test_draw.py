"""The picture of the map: what it links, names and marks, how it says shares without colour, and how large it is."""

import html
import re
import xml.etree.ElementTree as ElementTree

import pytest

from reports.maps.boundaries import SOURCES, read
from reports.maps.draw import draw, swatch
from reports.maps.layout import SIZES, Mark
from reports.maps.shades import SHADES, shade_of

from .shapes import points, shown

DISTRICTS = read(SOURCES[0].path)
COMMUNES = read(SOURCES[1].path)


def mark(name: str, done: int = 1, total: int = 3, **more) -> Mark:
    label = name.partition(" ")[2] or name
    words = f"{name}: {done}/{total}"
    return Mark(name, label, f"{done}/{total}", words, shade_of(done, total), url=f"/tasks/?district={name}", **more)


def marks_of(boundaries) -> list[Mark]:
    return [mark(shape.name, n % 4, shape=shape) for n, shape in enumerate(boundaries.shapes.values())]


def text_of(svg: str) -> list[str]:
    return [html.unescape(text) for text in re.findall(r"<tspan[^>]*>([^<]*)</tspan>", svg)]


# --- Shades -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "done, total, shade",
    [
        (0, 0, "void"),
        (0, 3, "none"),
        (1, 3, "some"),
        (1, 2, "most"),
        (2, 3, "most"),
        (3, 3, "all"),
        (999, 1000, "most"),
    ],
)
def test_a_share_has_its_shade_and_of_nothing_there_is_none(done, total, shade):
    assert shade_of(done, total) == shade


def test_no_two_shades_differ_by_colour_alone():
    looks = [(shade.pitch, shade.is_hollow, shade.key == "void") for shade in SHADES.values()]
    assert len(set(looks)) == len(SHADES)


# --- Places -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["desk", "phone"])
def test_every_place_says_its_share_and_opens_its_rows(kind):
    marks = marks_of(DISTRICTS)
    found = shown(draw(marks, kind=kind, title="Chín quận, huyện"))
    assert sorted(found) == sorted((each.words, each.url) for each in marks)


@pytest.mark.parametrize("kind", SIZES)
def test_the_picture_is_well_formed_and_stays_inside_itself(kind):
    svg = draw(marks_of(DISTRICTS), kind=kind, title="Chín quận, huyện")
    root = ElementTree.fromstring(svg)
    width, height = map(float, root.get("viewBox").split()[2:])
    assert width == SIZES[kind].width
    assert all(0 <= x <= width and 0 <= y <= height for x, y in points(svg))


def test_all_districts_are_named_at_a_desk_and_all_have_their_number_on_a_phone():
    desk, phone = (text_of(draw(marks_of(DISTRICTS), kind=kind, title="")) for kind in ("desk", "phone"))
    assert {each.label for each in marks_of(DISTRICTS)} <= set(desk)
    assert sum(bool(re.fullmatch(r"\d/3", text)) for text in phone) == 9


def test_words_that_do_not_fit_stand_beside_the_map_with_a_line_to_their_place():
    svg = draw(marks_of(DISTRICTS), kind="desk", title="")
    assert "Ninh Kiều" in text_of(svg)
    assert 1 <= svg.count("place-map__lead") <= 3


def test_no_two_words_beside_the_map_cover_each_other():
    svg = draw(marks_of(DISTRICTS), kind="phone", title="")
    heights = sorted(float(y) for y in re.findall(r'y="([\d.]+)" text-anchor="start"', svg))
    assert all(after - before >= 30 for before, after in zip(heights, heights[1:], strict=False))


def test_other_places_of_the_city_are_outlines_without_a_link():
    shapes = list(DISTRICTS.shapes.values())
    svg = draw([mark(shapes[0].name, shape=shapes[0])], shapes[1:], kind="desk", title="")
    assert len(shown(svg)) == 1
    assert svg.count(' class="m-void"') == 1


def test_names_of_people_s_making_are_only_text():
    svg = draw([mark('Xã <script>alert("x")</script>')], kind="desk", title='"><script>')
    assert "<script>" not in svg
    ElementTree.fromstring(svg)


def test_no_style_attribute_which_the_policy_would_refuse():
    assert "style=" not in draw(marks_of(DISTRICTS), kind="desk", title="")


# --- Tiles ------------------------------------------------------------------------------------------------------------
def test_without_any_boundary_each_place_is_a_tile():
    svg = draw([mark(f"Xã {n}") for n in range(7)], kind="desk", title="")
    assert svg.count('rx="4"') == 7
    assert len(shown(svg)) == 7


def test_a_place_without_a_boundary_is_a_tile_under_the_others():
    bounded = marks_of(DISTRICTS)
    svg = draw([*bounded, mark("Quận Mới")], kind="desk", title="")
    tile = re.search(r'<rect x="\d+" y="(\d+)" width="\d+" height="\d+" rx="4"', svg)
    assert int(tile[1]) > max(y for _x, y in points(svg))
    assert "Mới" in text_of(svg)


def test_tiles_do_not_overlap_and_stay_inside():
    svg = draw([mark(f"Xã {n}") for n in range(103)], kind="phone", title="")
    boxes = [
        tuple(map(int, box))
        for box in re.findall(r'<rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)" rx="4"', svg)
    ]
    assert len({(x, y) for x, y, _w, _h in boxes}) == 103
    assert all(x + w <= 330 for x, _y, w, _h in boxes)
    columns = sorted({x for x, *_ in boxes})
    assert all(after - before >= boxes[0][2] for before, after in zip(columns, columns[1:], strict=False))


def test_a_name_of_two_hundred_letters_is_cut_in_its_tile_and_whole_aloud():
    name = "Xã " + "rất dài " * 25
    svg = draw([mark(name)], kind="phone", title="")
    assert text_of(svg)[0].endswith("…")
    assert name.strip() in html.unescape(svg)


def test_a_place_of_which_nothing_is_asked_has_no_link():
    svg = draw([Mark("Xã A", "A", "–", "Xã A: không có nhiệm vụ phải thực hiện", "void")], kind="desk", title="")
    assert shown(svg) == []
    assert 'aria-label="Xã A: không có nhiệm vụ phải thực hiện"' in svg


# --- Size and paper ---------------------------------------------------------------------------------------------------
def test_the_districts_of_a_page_weigh_little_and_the_communes_not_much():
    def weight(boundaries) -> int:
        return sum(len(draw(marks_of(boundaries), kind=kind, title="").encode()) for kind in ("desk", "phone"))

    assert weight(DISTRICTS) < 20_000
    assert weight(COMMUNES) < 130_000
    paths = re.findall(r' d="(M[^"]*z)"', draw(marks_of(COMMUNES), kind="desk", title=""))
    assert sum(map(len, paths)) < 30_000


def test_the_same_marks_give_the_same_picture():
    assert draw(marks_of(COMMUNES), kind="desk", title="x") == draw(marks_of(COMMUNES), kind="desk", title="x")


def test_on_paper_it_stands_alone_with_its_legend_and_without_links():
    svg = draw(marks_of(DISTRICTS), kind="paper", title="Chín quận, huyện")
    assert shown(svg) == []
    assert "visibility" not in svg
    assert {"Hoàn thành tất cả", "Hoàn thành dưới một nửa"} <= set(re.findall(r">([^<]+)</text>", svg))


def test_typst_takes_the_picture_of_the_paper_as_it_is(tmp_path):
    typst = pytest.importorskip("typst")
    (tmp_path / "map.svg").write_text(draw(marks_of(DISTRICTS), kind="paper", title=""), encoding="utf-8")
    (tmp_path / "page.typ").write_text('#image("map.svg", width: 100%)')
    assert typst.compile(str(tmp_path / "page.typ"), root=str(tmp_path), format="pdf").startswith(b"%PDF")


def test_a_swatch_of_the_legend_needs_no_other_picture():
    assert "url(" not in "".join(swatch(key) for key in SHADES)
