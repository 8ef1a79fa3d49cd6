"""Components say the same thing to the eye, to a screen reader and without colour."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from campaign_portal.lib import charts
from campaign_portal.lib.charts import Part, Piece, Row
from campaign_portal.lib.navigation import NavItem, current, items_for, register, split, unregister
from campaign_portal.lib.status import STATES, describe, due_tone, state

TODAY = date(2024, 11, 14)
ROOT = Path(settings.BASE_DIR)
LOAD = "{% load portal portal_lists portal_charts %}"


def draw(source: str, address: str = "/list/", **context) -> str:
    """Render a piece of template on one line, as a page at the address given would."""
    request = RequestFactory().get(address)
    return " ".join(Template(LOAD + source).render(RequestContext(request, context)).split())


def sprite_names() -> set[str]:
    return set(re.findall(r'<symbol id="(\w+)"', (ROOT / "static/img/sprite.svg").read_text()))


# --- States -----------------------------------------------------------------------------------------------------------
def test_a_state_is_word_icon_and_colour():
    assert draw('{% status "waiting" %}') == (
        '<span class="status status--wait"><svg class="icon" aria-hidden="true">'
        '<use href="/static/img/sprite.svg#wait"/></svg>Chờ xác nhận</span>'
    )


def test_the_words_of_progress_are_the_agreed_ones():
    words = {key: str(state(key).word) for key in list(STATES)[:7]}
    assert words == {
        "not_started": "chưa thực hiện",
        "in_progress": "đang thực hiện",
        "waiting": "chờ xác nhận",
        "returned": "trả lại",
        "done": "hoàn thành",
        "not_applicable": "không áp dụng",
        "ended": "đã kết thúc",
    }


def test_every_state_has_a_drawing_and_colours():
    sheet = (ROOT / "static/css/components.css").read_text()
    assert {each.drawing for each in STATES.values()} <= sprite_names()
    assert [each.tone for each in STATES.values() if f".status--{each.tone}" not in sheet] == []


def test_an_unknown_state_is_an_error_not_a_new_word():
    with pytest.raises(KeyError):
        state("finished")


@pytest.mark.parametrize(
    ("progress", "due_on", "key"),
    [
        ("not_started", date(2024, 11, 18), "not_started"),
        ("not_started", date(2024, 11, 17), "not_started_soon"),
        ("not_started", date(2024, 11, 14), "not_started_soon"),  # the due day itself is not late
        ("not_started", date(2024, 11, 13), "not_started_late"),
        ("in_progress", date(2024, 11, 17), "in_progress_soon"),
        ("in_progress", date(2024, 11, 13), "in_progress_late"),
        ("returned", date(2024, 11, 13), "returned_late"),
        ("waiting", date(2024, 11, 13), "waiting"),  # the clock stands still
        ("not_applicable", date(2024, 11, 13), "not_applicable"),
        ("ended", date(2024, 11, 13), "ended"),
    ],
)
def test_open_duties_are_told_with_their_day(progress, due_on, key):
    assert describe(progress, due_on=due_on, today=TODAY) == key
    assert key in STATES


@pytest.mark.parametrize(
    ("submitted_on", "key"),
    [(date(2024, 11, 20), "done_on_time"), (date(2024, 11, 21), "done_late"), (None, "done")],
)
def test_done_is_on_time_by_the_day_it_was_handed_in(submitted_on, key):
    assert describe("done", due_on=date(2024, 11, 20), today=date(2024, 12, 1), submitted_on=submitted_on) == key


def test_a_cell_says_the_whole_state_aloud_and_a_short_one_to_the_eye():
    drawn = draw('{% cell "waiting" "Nội dung 1" "/x/" %}')
    assert 'aria-label="Nội dung 1: Chờ xác nhận"' in drawn
    assert drawn.endswith("</svg>Chờ</a>")
    assert "visually-hidden" in draw('{% cell "not_applicable" "Nội dung 1" %}')


# --- Days and numbers -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("due_on", "classes", "words"),
    [
        (date(2024, 11, 20), "due", "Còn 6 ngày"),
        (date(2024, 11, 17), "due due--soon", "Còn 3 ngày"),
        (date(2024, 11, 14), "due due--soon", "Hạn hôm nay"),
        (date(2024, 11, 11), "due due--late", "Quá hạn 3 ngày"),
    ],
)
def test_a_due_day_is_said_in_words_with_its_date_for_listeners(due_on, classes, words):
    drawn = draw("{% due day today %}", day=due_on, today=TODAY)
    assert f'<span class="{classes}">' in drawn
    assert f"<span>{words}<span" in drawn
    assert f"({due_on:%d/%m/%Y})" in drawn


def test_no_due_day_is_nothing():
    assert draw("{% due day today %}", day=None, today=TODAY) == ""
    assert due_tone(date(2024, 11, 18), TODAY) == ""


def test_days_in_text_do_not_break():
    assert draw("{{ d|long_date }} {{ d|short_date }}", d=date(2024, 11, 20)) == "thứ Tư, 20/11/2024 20/11/2024"
    template = Template("{% load portal %}{{ d|long_date }}").render(Context({"d": date(2024, 11, 20)}))
    assert template == "thứ\u00a0Tư,\u00a020/11/2024"


def test_an_instant_is_told_in_local_time():
    template = Template("{% load portal %}{{ at|clock }}")
    at = datetime(2024, 11, 13, 18, 30, tzinfo=UTC)
    assert template.render(Context({"at": at})) == "01:30\u00a0ngày\u00a014/11/2024"


def test_not_measured_is_a_dash_and_zero_is_zero():
    assert "–" in draw("{% number n %}", n=None)
    assert draw("{% number n %}", n=0) == '<span class="num">0</span>'
    assert "–" in draw('{% figure_link n "Lượt mở" "" %}', n=None)


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 kB"), (340_000, "340 kB"), (999_999, "1,0 MB"), (1_240_000, "1,2 MB")]
)
def test_file_sizes_are_short(size, words):
    template = Template("{% load portal %}{{ size|file_size }}").render(Context({"size": size}))
    assert template.replace("\u00a0", " ") == words


# --- Boxes ------------------------------------------------------------------------------------------------------------
def test_a_figure_is_a_link_to_its_rows():
    drawn = draw('{% figure_link 12846 "Lượt mở" "/rows/" of="52 đơn vị" note="đo được" %}')
    assert drawn.startswith('<a class="figure-link" href="/rows/">')
    assert "12.846<small> / 52 đơn vị</small>" in drawn


def test_what_people_write_is_escaped_everywhere():
    bad = "<img src=x>"
    sources = [
        '{% figure_link bad bad "" %}',
        "{% number 1 bad %}",
        '{% status "done" word=bad %}',
        '{% cell "done" bad "/x/" %}',
        "{% said bad %}x{% endsaid %}",
        '{% dialog "d" bad %}x{% enddialog %}',
        "{% icon 'x' label=bad %}",
        '{% sort_th "a" bad %}',
        '{% stacked rows "t" %}',
        "{% strip groups %}",
        '{% include "components/duty.html" with name=bad state="done" said=bad said_by=bad %}',
        '{% include "components/evidence.html" with name=bad note=bad remove_name="x" %}',
        '{% include "components/empty.html" with title=bad text=bad %}',
    ]
    rows = [{"label": bad, "parts": [("done", 1)]}]
    for source in sources:
        assert bad not in draw(source, bad=bad, rows=rows, groups=[{"name": bad, "tones": ["done"]}]), source


def test_a_dialog_is_named_by_its_question_and_can_be_closed():
    drawn = draw('{% dialog "remind" "Gửi 8 thư?" %}<p>Nội dung</p>{% enddialog %}')
    assert '<dialog class="dialog" id="remind" aria-labelledby="remind_title">' in drawn
    assert '<h2 id="remind_title">Gửi 8 thư?</h2>' in drawn
    assert 'aria-label="Đóng"' in drawn
    assert "<p>Nội dung</p>" in drawn


def test_icons_used_by_templates_are_in_the_sprite():
    used = set()
    for path in (ROOT / "templates").rglob("*.html"):
        used |= set(re.findall(r'{% icon "(\w+)"', path.read_text()))
    assert used - sprite_names() == set()


# --- Lists ------------------------------------------------------------------------------------------------------------
def test_a_head_sorts_up_then_down_and_keeps_the_filters():
    assert 'href="?state=late&amp;sort=name"' in draw('{% sort_th "name" "Đơn vị" %}', "/l/?state=late&page=3")
    up = draw('{% sort_th "name" "Đơn vị" %}', "/l/?sort=name")
    assert 'aria-sort="ascending"' in up
    assert 'href="?sort=-name"' in up
    down = draw('{% sort_th "name" "Đơn vị" number=True %}', "/l/?sort=-name")
    assert '<th scope="col" class="is-number" aria-sort="descending">' in down
    assert 'href="?sort=name"' in down


def test_the_default_sorting_is_marked_without_an_address():
    assert 'aria-sort="ascending"' in draw('{% sort_th "name" "Đơn vị" default="name" %}')
    assert "aria-sort" not in draw('{% sort_th "name" "Đơn vị" default="name" %}', "/l/?sort=due")


def test_filters_change_one_thing_in_the_address():
    options = [("", "Tất cả", 36), ("none", "Chưa có", 7)]
    drawn = draw('{% filter_chips "state" options %}', "/l/?state=none&q=b%C3%ACnh&page=2", options=options)
    assert 'href="?q=b%C3%ACnh">Tất cả <span class="count">36</span>' in drawn
    assert 'href="?state=none&amp;q=b%C3%ACnh" aria-current="true">Chưa có' in drawn


def test_a_search_keeps_the_other_filters():
    drawn = draw('{% hidden_query "q" %}', "/l/?q=x&state=none&state=late&page=2")
    assert drawn == ('<input type="hidden" name="state" value="none"><input type="hidden" name="state" value="late">')


def test_pages_are_numbered_links_that_keep_the_filters():
    page = Paginator(range(239), 25).get_page(4)
    drawn = draw('{% pagination page "đơn vị" %}', "/l/?state=late&page=4", page=page)
    assert "76–100 trong 239 đơn vị" in drawn
    assert 'href="?state=late&amp;page=3" rel="prev"' in drawn
    assert 'href="?state=late&amp;page=5" rel="next"' in drawn
    assert '<span aria-current="page"><span class="visually-hidden">Trang </span>4</span>' in drawn


def test_a_short_list_has_no_page_numbers():
    page = Paginator(range(3), 25).get_page(1)
    drawn = draw("{% pagination page %}", page=page)
    assert "1–3 trong 3" in drawn
    assert "href" not in drawn


# --- Charts -----------------------------------------------------------------------------------------------------------
def test_shares_fill_the_frame_exactly():
    row = Row("A", [Part("done", 27), Part("doing", 1), Part("none", 3)])
    pieces = charts.pieces(row, row.total)
    assert [(piece.tone, piece.text) for piece in pieces] == [("done", ""), ("doing", ""), ("none", "3")]
    assert pieces[0] == Piece("done", 0.0, 87.1)
    assert round(sum(piece.width for piece in pieces)) == 100


def test_what_is_there_is_seen_and_never_overflows():
    row = Row("A", [Part("done", 100_000), *(Part("late", 1) for _n in range(5)), Part("todo", 0)])
    pieces = charts.pieces(row, row.total)
    assert len(pieces) == 6
    assert min(piece.width for piece in pieces) > 0.7
    assert pieces[-1].x + pieces[-1].width <= 100.05


def test_nothing_is_drawn_of_nothing():
    assert charts.pieces(Row("A", []), 0) == []
    assert charts.pieces(Row("A", [Part("done", 0)]), 0) == []


@pytest.mark.parametrize(
    ("part", "whole", "rate"),
    [(0, 5, 0), (1, 1000, 1), (6, 9, 67), (999, 1000, 99), (1000, 1000, 100), (7, 5, 100), (0, 0, 0)],
)
def test_a_rate_never_passes_100_and_is_100_only_when_it_is_all(part, whole, rate):
    assert charts.percent(part, whole) == rate


def test_a_chart_has_its_finding_its_numbers_and_the_same_as_a_table():
    rows = [
        {"label": "Sở", "parts": [("done", 27), ("none", 4)], "url": "/so/"},
        {"label": "Trường", "parts": [("done", 0), ("none", 8)]},
    ]
    drawn = draw('{% stacked rows "Trường chưa làm" words=words %}', rows=rows, words={"none": "chưa tiếp nhận"})
    assert '<h2 class="chart__title">Trường chưa làm</h2>' in drawn
    assert 'aria-label="27 hoàn thành, 4 chưa tiếp nhận"' in drawn
    assert '<a class="bars__row" href="/so/">' in drawn
    assert "27/31 · 87%" in drawn
    assert '<td class="is-number" data-label="Chưa tiếp nhận">8</td>' in drawn
    assert '<th scope="row"><a href="/so/">Sở</a></th>' in drawn
    assert "style=" not in drawn


def test_positions_are_written_with_a_point_in_vietnamese_too():
    drawn = draw('{% bars rows "t" %}', rows=[{"label": "A", "value": 1}, {"label": "B", "value": 3}])
    assert 'width="33.33%"' in drawn
    assert re.findall(r'(?:x|width)="\d+,\d', drawn) == []


def test_a_chart_of_nothing_still_draws():
    assert 'class="bars"' in draw('{% bars rows "Chưa có số liệu" %}', rows=[])
    assert 'class="bars"' in draw('{% stacked rows "Chưa có số liệu" %}', rows=[{"label": "A", "parts": []}])


def test_the_strip_draws_every_unit_and_says_the_tally():
    groups = [
        {"name": "Sở", "tones": ["done"] * 27 + ["none"] * 4, "url": "/so/"},
        {"name": "Trường", "tones": ["done"] * 2},
    ]
    drawn = draw("{% strip groups %}", groups=groups)
    assert drawn.count('<rect class="is-done" x="0" y="0" width="15"') == 4  # two groups, two drawings
    assert drawn.count('class="is-none" x=') == 2 * 4 + 1  # and one in the legend
    assert 'aria-label="Mỗi ô là một đơn vị: 29 hoàn thành, 4 chưa có hoạt động."' in drawn
    assert '<a href="/so/"><b>27/31</b></a>' in drawn
    assert "<b>2/2</b>" in drawn


@pytest.mark.parametrize(("units", "wide", "tall"), [(0, 1, 1), (31, 1, 3), (32, 2, 3), (200, 7, 15)])
def test_the_strip_breaks_into_lines(units, wide, tall):
    drawings = charts.squares(["done"] * units)
    assert [drawing.height for drawing in drawings] == [wide * 19 - 4, tall * 20 - 5]
    assert max((square.x for drawing in drawings for square in drawing.squares), default=0) < 600


# --- Contrast of what axe cannot see: text inside drawings, tints -----------------------------------------------------
def tokens(dark: bool) -> dict[str, str]:
    sheet = (ROOT / "static/css/tokens.css").read_text()
    light, dark_part = sheet.split("@media (prefers-color-scheme: dark)")
    values = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    return values | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark_part)) if dark else values


def luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_words_stand_out_from_their_ground(dark):
    t = tokens(dark)
    tones = ["todo", "doing", "wait", "back", "done", "na", "soon", "late"]
    pairs = [(t[f"{tone}-ink"], t[f"{tone}-tint"], f"{tone} on its tint") for tone in tones]
    pairs += [(t[f"{tone}-ink"], t["c-surface"], f"{tone} on a card") for tone in tones]
    pairs += [("#101828", t[f"{tone}-solid"], f"number on {tone}") for tone in ("doing", "wait", "back", "soon")]
    pairs += [(t["c-text"], t[f"{tone}-solid"], f"number on {tone}") for tone in ("todo", "na")]
    pairs += [
        (t[ink], t[ground], f"{ink} on {ground}")
        for ink in ("c-text", "c-text-2", "c-text-3", "c-link")
        for ground in ("c-page", "c-surface")
    ]
    pairs += [(t["c-on-action"], t["c-action"], "button")]
    assert [(name, round(contrast(a, b), 2)) for a, b, name in pairs if contrast(a, b) < 4.5] == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_drawings_and_borders_stand_out_from_the_card(dark):
    t = tokens(dark)
    names = ["done-solid", "doing-solid", "wait-solid", "back-solid", "late-solid", "soon-solid", "c-line-strong"]
    faint = [(name, round(contrast(t[name], t["c-surface"]), 2)) for name in names]
    assert [pair for pair in faint if pair[1] < 2.9] == []


# --- The menu ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def menu():
    """Three pages of officers for the length of a test, beside those of the apps."""
    items = [
        NavItem("C", "ground:test-c", "list", order=3),
        NavItem("A", "ground:test-a", "list", order=1, match=("ground:test-a-",)),
        NavItem("B", "ground:test-b", "list", order=2),
    ]
    for item in items:
        register("officer", item)
    register("leader", items[1])
    yield items
    for item in items:
        unregister("officer", item.url_name)
        unregister("leader", item.url_name)


def labels(*roles: str) -> list[str]:
    return [item.label for item in items_for(roles) if item.url_name.startswith("ground:test")]


def test_the_menu_is_in_order_and_a_page_of_two_roles_stands_once(menu):
    assert labels("officer") == ["A", "B", "C"]
    assert labels("leader", "officer") == ["A", "B", "C"]
    assert labels("leader") == ["A"]
    assert labels() == []


def test_registering_twice_changes_the_page(menu):
    register("officer", NavItem("B2", "ground:test-b", "list", order=0))
    assert labels("officer") == ["B2", "A", "C"]


def test_an_unknown_role_is_refused():
    with pytest.raises(ValueError, match="boss"):
        register("boss", NavItem("X", "x:y", "list"))


@pytest.mark.parametrize(
    ("view_name", "label"),
    [("ground:test-a", "A"), ("ground:test-a-edit", "A"), ("ground:test-b", "B"), ("ground:style", None), ("", None)],
)
def test_the_menu_marks_where_one_is(menu, view_name, label):
    found = current(menu, view_name)
    assert (found.label if found else None) == label


def test_the_bar_gives_its_last_place_to_what_does_not_fit():
    assert split([1, 2, 3, 4, 5], 5) == ([1, 2, 3, 4, 5], [])
    assert split([1, 2, 3, 4, 5, 6], 5) == ([1, 2, 3, 4], [5, 6])
