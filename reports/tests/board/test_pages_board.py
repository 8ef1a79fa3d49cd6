"""The progress board: its lines and cells, what they open, its filters, days and readers."""

import re

import pytest
from django.urls import reverse

from directives.services.receipts import refuse
from directives.tests.factories import make_campaign, make_issued
from reports.board.lines import board_of
from reports.summary.address import Address
from reports.tests.reading import as_person, lead, queries, words
from reports.tests.summaries import first_number, list_total, text_of
from units.models import Role, UnitKind
from units.tests.factories import local, make_unit, make_user

from .reading import body, cells, lines, links, units

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-23 08:00")
OFFICE = "Phòng Văn hóa và Thông tin quận"


def page(client, letter, user=None, **query):
    return as_person(client, user or letter.officer).get(f"/directives/{letter.directive.pk}/board/", query)


# --- Lines and cells --------------------------------------------------------------------------------------------------
def test_a_line_for_each_unit_says_state_by_state_how_far_it_is_worst_first(client, told):
    assert lines(page(client, told)) == [
        [f"{OFFICE} Ô Môn Chưa tiếp nhận", "–", "–", "–", "Chưa, quá hạn", "0 / 1"],
        ["Sở Giáo dục và Đào tạo", "Xong", "Chờ", "Đang, quá hạn", "–", "1 / 3"],
        ["Sở Y tế", "Không áp dụng", "Trả lại, quá hạn", "–", "–", "0 / 1"],
        [f"{OFFICE} Ninh Kiều", "–", "–", "–", "Xong, quá hạn", "1 / 1"],
    ]


def test_the_page_opens_with_who_is_missing(client, told):
    assert lead(page(client, told)) == (
        "1 đơn vị chưa có hoạt động nào, 3 đơn vị có nhiệm vụ quá hạn, 1/4 đơn vị đã hoàn thành."
    )


def test_when_all_are_done_the_sentence_says_so(client, letter):
    for name in letter.units:
        for nth in range(len(letter.tasks(name))):
            letter.finish(name, nth, "2024-11-05 10:00")
    assert lead(page(client, letter)) == "Cả 5 đơn vị đã hoàn thành."


def test_a_cell_says_its_task_aloud_and_opens_it(client, told):
    found = dict(cells(page(client, told)))
    task = told.task("om")
    assert found[reverse("reports:obligation", args=[task.pk])] == (
        "Nội dung 3.1, hạn 20/11/2024: Chưa thực hiện – quá hạn"
    )
    assert len(found) == 8 - 1  # of the eight tasks one fell to the unit that sent the letter back
    assert all(client.get(url).status_code == 200 for url in found)


def test_columns_bear_the_marks_of_the_letter(client, told):
    head = re.search(r"<thead>(.*?)</thead>", page(client, told).content.decode(), re.DOTALL)[1]
    assert re.findall(r"<b>(.*?)</b>", head) == ["1.1", "1.2", "2.1", "3.1"]
    assert "Nội dung 1.1, hạn 20/11/2024: Hoàn thành đúng hạn" in {label for _url, label in cells(page(client, told))}


def test_where_a_letter_has_no_marks_columns_bear_their_place(told):
    shown = board_of([(told.summary(NOW.date()), Address(told.directive.pk))], marks={})
    assert [column.mark for column in shown.letters[0].columns] == ["1", "2", "3", "4"]


def test_what_binds_nobody_has_no_column(client, told):
    assert "Giới thiệu cổng cảnh báo" not in words(page(client, told))


def test_every_sum_opens_exactly_its_tasks(client, told):
    response = page(client, told)
    opened = 0
    for markup in (body(response), re.search(r"<thead>(.*?)</thead>", response.content.decode(), re.DOTALL)[1]):
        for link in re.findall(r'<a class="in-figure".*?</a>', markup):
            (url,) = links(link)
            assert list_total(client.get(url)) == first_number(text_of(link)), link
            opened += 1
    assert opened == 2 * (4 + 4)  # done and all, of four units and of four columns


def test_every_number_of_the_sentence_opens_exactly_its_lines(client, told):
    response = page(client, told)
    sentence = re.search(r"<h1.*?</h1>", response.content.decode(), re.DOTALL)[0]
    counts = {url: first_number(text_of(link)) for link in re.findall(r"<a.*?</a>", sentence) for url in links(link)}
    assert {len(units(client.get(url))) == count for url, count in counts.items()} == {True}
    assert list(counts.values()) == [1, 3, 1, 4]


# --- Filters, order, pages --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "query, found",
    [
        ({"state": "silent"}, ["om"]),
        ({"state": "late"}, ["gd", "yt"]),
        ({"state": "done"}, ["nk"]),
        ({"state": "refused"}, ["ac"]),
        ({"state": "nonsense"}, ["om", "gd", "yt", "nk"]),
        ({"q": "giao duc"}, ["gd"]),
        ({"q": "khong co ai"}, []),
        ({"sort": "name"}, ["gd", "yt", "nk", "om"]),
        ({"sort": "-done"}, ["nk", "gd", "om", "yt"]),
        ({"sort": "overdue"}, ["gd", "yt", "om", "nk"]),
        ({"sort": "nonsense"}, ["om", "gd", "yt", "nk"]),
    ],
)
def test_lines_are_filtered_and_put_in_order(client, told, query, found):
    response = page(client, told, **query)
    names = [told.units[key].name for key in found]
    shown = units(response) if names else []
    assert [name for line in shown for name in told.units.values() if line.startswith(name.name)] == [
        told.units[key] for key in found
    ]
    assert ("Không có đơn vị nào khớp" in words(response)) == (not found)


def test_by_group_and_by_district(client, told):
    groups = {group.phrase: group.pk for group in told.directive.groups.filter(source="addressee")}
    assert len(units(page(client, told, group=groups["Các sở, ban, ngành"]))) == 2
    (only,) = units(page(client, told, district=told.places["om"].pk))
    assert only.startswith(told.units["om"].name)


def test_each_chip_shows_as_many_lines_as_it_says(client, told):
    chips = re.search(r'<nav class="chips.*?</nav>', page(client, told).content.decode(), re.DOTALL)[0]
    found = re.findall(r'href="([^"]+)".*?class="count">(\d+)<', chips, re.DOTALL)
    assert len(found) == 4
    for url, count in found:
        assert len(units(client.get(f"/directives/{told.directive.pk}/board/{url}"))) == int(count)


def test_a_hundred_units_stand_on_a_page_and_the_rest_on_the_next(client, letter):
    many = [make_unit(f"Trường {n}", kind=UnitKind.COLLEGE) for n in range(103)]
    directive = make_issued(letter.directive.issuer, letter.officer, groups=[("Các trường", many, "Đăng tải")])
    as_person(client, letter.officer)
    first, second = (client.get(f"/directives/{directive.pk}/board/", {"sort": "name", "page": n}) for n in (1, 2))
    assert (len(units(first)), len(units(second))) == (100, 3)
    assert "1–100 trong 103 đơn vị" in words(first)
    assert [line.split(" Chưa")[0] for line in units(second)] == ["Trường 100", "Trường 101", "Trường 102"]


# --- Days -------------------------------------------------------------------------------------------------------------
def test_a_past_day_shows_the_board_of_its_evening(client, told):
    response = page(client, told, as_of="06/11/2024")
    assert lines(response)[-1] == ["Sở Giáo dục và Đào tạo", "Chờ", "Chờ", "Đang", "–", "0 / 3"]
    assert "Số liệu đến hết ngày 06/11/2024" in words(response)
    sums = [url for url in links(body(response)) if "/summary/" in url]
    assert sums
    assert all("as_of=06/11/2024" in url for url in sums)


def test_before_the_letter_was_issued_there_is_no_board(client, told):
    assert lead(page(client, told, as_of="01/10/2024")).startswith("Ngày 01/10/2024 văn bản chưa được ban hành")


def test_a_day_that_cannot_be_read_is_kept_and_said(client, told):
    response = page(client, told, as_of="32/13/2024")
    assert 'value="32/13/2024"' in response.content.decode()
    assert len(units(response)) == 4


# --- Who may look -----------------------------------------------------------------------------------------------------
def test_a_unit_above_sees_the_lines_of_its_own_subtree(client, told):
    head = make_user(told.district, Role.VIEWER)
    (only,) = units(page(client, told, user=head))
    assert only.startswith(told.units["nk"].name)
    assert "Chỉ gồm các đơn vị trực thuộc UBND quận Ninh Kiều." in words(page(client, told, user=head))


def test_who_has_only_their_own_work_is_led_to_it_and_strangers_find_nothing(client, told):
    assert page(client, told, user=told.people["gd"]).url == reverse("reports:my-work")
    assert page(client, told, user=make_user(make_unit(), Role.COORDINATOR)).status_code == 404


# --- Bad input --------------------------------------------------------------------------------------------------------
def test_a_letter_that_everybody_sent_back_has_an_empty_board(client, letter):
    for name, actor in letter.people.items():
        refuse(delivery=letter.delivery(name), actor=actor, now=local("2024-11-02 09:00"), reason="Nhầm")
    response = page(client, letter)
    assert lead(response) == "Không có đơn vị nào phải thực hiện."
    assert "Không có đơn vị nào khớp" in words(response)
    assert len(units(page(client, letter, state="refused"))) == 5


def test_names_of_two_hundred_letters_and_markup_in_them_are_only_text(client, letter):
    unit = make_unit("Trường <b>" + "rất dài " * 22, kind=UnitKind.COLLEGE)
    directive = make_issued(letter.directive.issuer, letter.officer, groups=[("Các trường", [unit], "<i>Đăng")])
    text = as_person(client, letter.officer).get(f"/directives/{directive.pk}/board/").content.decode()
    assert "Trường &lt;b&gt;" in text
    assert "&lt;i&gt;Đăng" in text


# --- Cost -------------------------------------------------------------------------------------------------------------
def test_three_units_cost_as_many_queries_as_one(client, letter):
    as_person(client, letter.officer)
    costs = []
    for size in (1, 3):
        made = [make_unit(kind=UnitKind.COLLEGE) for _ in range(size)]
        directive = make_issued(letter.directive.issuer, letter.officer, groups=[("Các trường", made, "Một", "Hai")])
        costs.append(queries(client, f"/directives/{directive.pk}/board/"))
    assert costs[0] == costs[1] <= 25


# --- A campaign -------------------------------------------------------------------------------------------------------
@pytest.fixture
def second(told):
    """A later letter of the same campaign, to Sở Y tế and to a college that did not get the first."""
    college = make_unit("Trường Cao đẳng Y tế", kind=UnitKind.COLLEGE)
    directive = make_issued(
        told.directive.issuer,
        told.officer,
        groups=[("Sở, trường", [told.units["yt"], college], "Tập huấn")],
        campaign=told.directive.campaign,
        now=local("2024-11-10 08:00"),
    )
    return directive


def campaign_page(client, told, user=None, **query):
    address = reverse("reports:campaign-board", args=[told.directive.campaign_id])
    return as_person(client, user or told.officer).get(address, query)


def test_letters_of_a_campaign_stand_side_by_side_and_a_unit_in_one_line(client, told, second):
    found = {line[0].removesuffix(" Chưa tiếp nhận"): line[1:] for line in lines(campaign_page(client, told))}
    assert found["Sở Y tế"] == ["Không áp dụng", "Trả lại, quá hạn", "–", "–", "0 / 1", "Chưa, quá hạn", "0 / 1"]
    assert found["Trường Cao đẳng Y tế"] == ["–", "–", "–", "–", "", "Chưa, quá hạn", "0 / 1"]
    assert len(found) == 5
    assert "2 văn bản của chiến dịch" in words(campaign_page(client, told))


def test_each_letter_has_its_own_sums_that_open_its_tasks(client, told, second):
    response = campaign_page(client, told)
    sums = [link for link in re.findall(r'<a class="in-figure".*?</a>', response.content.decode()) if "unit=" in link]
    assert {url.split("/")[2] for link in sums for url in links(link)} == {str(told.directive.pk), str(second.pk)}
    assert all(list_total(client.get(links(link)[0])) == first_number(text_of(link)) for link in sums)


def test_on_a_day_between_the_letters_only_the_first_is_there(client, told, second):
    response = campaign_page(client, told, as_of="09/11/2024")
    assert {len(line) for line in lines(response)} == {6}
    assert "1 văn bản ban hành sau ngày này không có ở đây." in words(response)


def test_before_all_letters_the_board_of_a_campaign_is_empty_and_says_so(client, told, second):
    assert lead(campaign_page(client, told, as_of="01/10/2024")) == "Không có đơn vị nào phải thực hiện."


def test_a_letter_leads_to_its_campaign_only_when_that_has_more_of_them(client, told):
    address = reverse("reports:campaign-board", args=[told.directive.campaign_id])
    assert address not in page(client, told).content.decode()
    make_issued(
        told.directive.issuer,
        told.officer,
        groups=[("Sở", [told.units["yt"]], "Tập huấn")],
        campaign=told.directive.campaign,
    )
    assert address in page(client, told).content.decode()


def test_strangers_know_of_no_campaign_and_reporters_are_led_to_their_work(client, told, second):
    assert campaign_page(client, told, user=make_user(make_unit(), Role.COORDINATOR)).status_code == 404
    assert campaign_page(client, told, user=told.people["yt"]).url == reverse("reports:my-work")
    empty = make_campaign(told.directive.issuer, told.officer, name="Chưa có văn bản")
    assert as_person(client, told.officer).get(f"/campaigns/{empty.pk}/board/").status_code == 404


def test_more_letters_cost_no_more_queries(client, told, second):
    as_person(client, told.officer)
    address = reverse("reports:campaign-board", args=[told.directive.campaign_id])
    before = queries(client, address)
    make_issued(
        told.directive.issuer,
        told.officer,
        groups=[("Sở", [told.units["yt"]], "Việc khác")],
        campaign=told.directive.campaign,
    )
    assert queries(client, address) == before
