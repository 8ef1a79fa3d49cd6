"""The pages of units in the city of test_registry_access: an officer, a focal point, a leader, a stranger."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from units.models import Area, Certainty, Role, Unit, UnitKind
from units.services.registry import correct_unit
from units.tests.factories import local, make_area, make_unit, make_user

pytestmark = pytest.mark.django_db
PARTS = ["unit-detail", "unit-edit", "person-new"]


@pytest.fixture
def committee() -> Unit:
    place = make_area("Thành phố Cần Thơ", level=Area.Level.CITY)
    return make_unit("UBND thành phố Cần Thơ", kind=UnitKind.CITY_COMMITTEE, area=place)


@pytest.fixture
def department(committee) -> Unit:
    return make_unit("Sở Thông tin và Truyền thông", parent=committee)


@pytest.fixture
def office(committee) -> Unit:
    return make_unit("Phòng Văn hóa và Thông tin quận Ô Môn", kind=UnitKind.DISTRICT_OFFICE, parent=committee)


@pytest.fixture
def officer(department, client):
    user = make_user(department, Role.COORDINATOR, full_name="Trần Thị Cán Bộ")
    client.force_login(user)
    return user


@pytest.fixture
def stranger():
    return make_user(make_unit("Sở Nội vụ tỉnh khác"), Role.COORDINATOR)


def names(response) -> list[str]:
    return [unit.name for unit in response.context["page"]]


def text(response) -> str:
    return " ".join(response.content.decode().split())


# --- The list ---------------------------------------------------------------------------------------------------------
def test_the_list_says_how_many_and_links_each_number_to_its_rows(client, officer, office):
    make_unit("Báo Cần Thơ", kind=UnitKind.AFFILIATE, parent=office.parent, certainty=Certainty.UNCONFIRMED)
    response = client.get("/units/")
    assert "Danh bạ có 4 đơn vị đang hoạt động" in text(response)
    assert names(response) == [
        "UBND thành phố Cần Thơ",
        "Sở Thông tin và Truyền thông",
        "Báo Cần Thơ",
        "Phòng Văn hóa và Thông tin quận Ô Môn",
    ]
    for state, count in {"unconfirmed": 1, "no_people": 3}.items():
        assert f'<a href="?state={state}">{count} đơn vị' in text(response)
        assert len(names(client.get(f"/units/?state={state}"))) == count


def test_the_list_is_searched_without_marks_and_ranks_the_very_marks_first(client, officer, committee):
    for name in ("UBND xã Thanh An", "UBND xã Thạnh An"):
        make_unit(name, kind=UnitKind.WARD_COMMITTEE, parent=committee)
    assert names(client.get("/units/", {"q": "thanh an"})) == ["UBND xã Thanh An", "UBND xã Thạnh An"]
    assert names(client.get("/units/", {"q": "thạnh an"})) == ["UBND xã Thạnh An", "UBND xã Thanh An"]
    assert "Tìm thấy 2 đơn vị." in text(client.get("/units/", {"q": "thạnh an"}))


def test_the_list_is_filtered_by_kind_and_by_what_lies_below(client, officer, committee, office):
    below = make_unit("UBND phường A", kind=UnitKind.WARD_COMMITTEE, parent=office)
    assert names(client.get("/units/", {"kind": "ward_committee"})) == [below.name]
    response = client.get("/units/", {"under": office.pk})
    assert names(response) == [below.name]
    assert f"{office.name} có 1 đơn vị trực thuộc." in text(response)


def test_ended_units_stand_apart(client, officer, committee):
    make_unit("UBND phường An Cư", kind=UnitKind.WARD_COMMITTEE, parent=committee, valid_to=date(2024, 10, 31))
    assert "UBND phường An Cư" not in names(client.get("/units/"))
    response = client.get("/units/", {"state": "ended"})
    assert names(response) == ["UBND phường An Cư"]
    assert "đến hết 31/10/2024" in text(response)


@pytest.mark.parametrize("query", [{"kind": "x"}, {"state": "x"}, {"under": "x"}, {"under": "9" * 30}, {"page": "x"}])
def test_an_address_that_means_nothing_filters_nothing(client, officer, query):
    assert len(names(client.get("/units/", query))) == 2


def test_a_search_that_finds_nothing_says_what_to_do(client, officer):
    assert "Không có đơn vị nào khớp. Hãy bớt từ" in text(client.get("/units/", {"q": "không có"}))


def test_what_is_searched_is_shown_escaped(client, officer):
    body = client.get("/units/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in body


def test_a_focal_point_sees_the_own_unit_and_no_figures_of_others(client, office, department):
    client.force_login(make_user(office))
    response = client.get("/units/", {"state": "no_people", "under": department.pk})
    assert names(response) == [office.name]
    assert "Sở Thông tin" not in text(response)
    assert "Thêm đơn vị" not in text(response)


def test_the_list_costs_the_same_for_one_and_three_units(client, officer, committee):
    costs = []
    for number in (1, 2, 3):
        make_user(make_unit(f"UBND phường {number}", kind=UnitKind.WARD_COMMITTEE, parent=committee))
        with CaptureQueriesContext(connection) as queries:
            client.get("/units/", {"kind": "ward_committee"})
        costs.append(len(queries))
    assert costs[0] == costs[2]


def test_a_long_list_has_pages(client, officer, committee):
    for number in range(60):
        make_unit(f"Tổ {number}", kind=UnitKind.COMMUNITY_TEAM, parent=committee)
    response = client.get("/units/", {"kind": "community_team", "page": 2})
    assert names(response) == [f"Tổ {number}" for number in range(50, 60)]


# --- One unit ---------------------------------------------------------------------------------------------------------
def test_a_unit_without_people_says_that_nobody_gets_its_letters(client, officer, office):
    body = text(client.get(f"/units/{office.pk}/"))
    assert f"{office.name} chưa có đầu mối: văn bản gửi đến sẽ không ai nhận được." in body


def test_a_unit_shows_its_people_with_office_contacts(client, officer, office):
    make_user(office, email="hoa@omon.example", full_name="Lê Thị Hoa", phone="0292 000 0000")
    body = text(client.get(f"/units/{office.pk}/"))
    assert f"{office.name} có 1 người phụ trách." in body
    for words in ("Lê Thị Hoa", "mailto:hoa@omon.example", "0292 000 0000", "từ 01/01/2024"):
        assert words in body


def test_made_up_people_are_labelled(client, officer, office):
    assert client.get(f"/units/{office.pk}/").context["is_illustrative"] is False
    make_user(office, email="hoa@omon.example")
    assert client.get(f"/units/{office.pk}/").context["is_illustrative"] is True


def test_what_is_uncertain_is_said_and_confirmed_with_one_press(client, officer, office):
    Unit.objects.filter(pk=office.pk).update(certainty=Certainty.UNCONFIRMED, certainty_note="tên chưa chắc")
    body = text(client.get(f"/units/{office.pk}/"))
    assert "Đơn vị này cần cán bộ xác nhận</b>: tên chưa chắc." in body
    response = client.post(f"/units/{office.pk}/confirm/", follow=True)
    assert f"Đã xác nhận {office.name}." in text(response)
    assert "cần cán bộ xác nhận" not in text(response)
    assert Unit.objects.get(pk=office.pk).is_certain
    assert "đã được xác nhận trước đó" in text(client.post(f"/units/{office.pk}/confirm/", follow=True))


def test_a_confirmation_by_a_link_is_refused(client, officer, office):
    assert client.get(f"/units/{office.pk}/confirm/").status_code == 405


def test_other_pages_of_a_unit_are_kept_one_a_line_and_linked(client, officer, office):
    typed = " facebook.com/phong-vhtt \r\n\r\nhttps://zalo.me/123\r\nfacebook.com/phong-vhtt"
    response = client.post(f"/units/{office.pk}/edit/", facts(office, pages=typed), follow=True)
    assert Unit.objects.get(pk=office.pk).pages == "facebook.com/phong-vhtt\nhttps://zalo.me/123"
    assert response.context["pages"] == [
        ("facebook.com/phong-vhtt", "https://facebook.com/phong-vhtt"),
        ("https://zalo.me/123", "https://zalo.me/123"),
    ]
    assert "Trang, kênh khác" in text(response)


@pytest.mark.parametrize(
    ("pages", "error"),
    [
        ("a.vn/b\njavascript:alert(1)", "“javascript:alert(1)” chưa đúng dạng. Hãy nhập mỗi dòng một địa chỉ như "
         "facebook.com/ten-don-vi."),
        ("https://www.facebook.com/", "“https://www.facebook.com/” là trang chung. Hãy nhập cả tên trang của đơn vị."),
        ("zalo.me", "“zalo.me” là trang chung. Hãy nhập cả tên trang của đơn vị."),
    ],
)  # fmt: skip
def test_a_page_that_is_not_the_units_own_is_refused(client, officer, office, pages, error):
    response = client.post(f"/units/{office.pk}/edit/", facts(office, pages=pages))
    assert response.context["form"].errors["pages"] == [error]
    assert Unit.objects.get(pk=office.pk).pages == ""


def test_an_ended_unit_says_so_and_takes_no_people(client, officer, committee):
    unit = make_unit("UBND phường An Cư", parent=committee, valid_to=date(2024, 10, 31))
    body = text(client.get(f"/units/{unit.pk}/"))
    assert "UBND phường An Cư đã kết thúc hoạt động hết ngày 31/10/2024." in body
    assert "Thêm người" not in body


def test_a_site_is_linked_only_when_it_is_an_address(client, officer, office):
    for website, link in {"omon.gov.vn": "https://omon.gov.vn", "javascript:alert(1)": ""}.items():
        Unit.objects.filter(pk=office.pk).update(website=website)
        assert client.get(f"/units/{office.pk}/").context["website"] == link
    assert 'href="javascript' not in text(client.get(f"/units/{office.pk}/"))


def test_history_is_for_who_keeps_the_unit(client, officer, office):
    correct_unit(unit=office, actor=officer, now=local("2024-11-05 10:00"), note="ghi chú nội bộ")
    assert "Sửa thông tin." in text(client.get(f"/units/{office.pk}/"))
    client.force_login(make_user(office))
    body = text(client.get(f"/units/{office.pk}/"))
    assert "Sửa thông tin." not in body
    assert "ghi chú nội bộ" not in body


def test_a_focal_point_reads_the_own_unit_and_changes_nothing(client, office):
    client.force_login(make_user(office))
    assert client.get(f"/units/{office.pk}/").status_code == 200
    assert client.get(f"/units/{office.pk}/edit/").status_code == 403
    assert client.get(f"/units/{office.pk}/people/new/").status_code == 403
    assert client.post(f"/units/{office.pk}/confirm/").status_code == 403
    assert client.get("/units/new/").status_code == 403


def test_the_page_of_a_unit_costs_the_same_for_one_and_three_people(client, officer, office):
    costs = []
    for _number in (1, 2, 3):
        make_user(office)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/units/{office.pk}/")
        costs.append(len(queries))
    assert costs[0] == costs[2]


@pytest.mark.parametrize("part", PARTS)
def test_a_stranger_gets_404_and_learns_no_name(client, stranger, office, part):
    client.force_login(stranger)
    response = client.get(reverse(f"units:{part}", args=[office.pk]))
    assert response.status_code == 404
    assert office.name not in text(response)


@pytest.mark.parametrize("part", [*PARTS, "unit-confirm"])
def test_a_stranger_cannot_post_either(client, stranger, office, part):
    client.force_login(stranger)
    assert client.post(reverse(f"units:{part}", args=[office.pk]), {"name": "Tên mới"}).status_code == 404
    office.refresh_from_db()
    assert office.name == "Phòng Văn hóa và Thông tin quận Ô Môn"


@pytest.mark.parametrize("path", ["/units/", "/units/new/", "/units/1/", "/units/1/edit/", "/units/1/people/new/"])
def test_who_is_not_signed_in_is_sent_to_sign_in(client, path):
    response = client.get(path)
    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={path}")


# --- Adding and correcting --------------------------------------------------------------------------------------------
def test_an_officer_adds_a_unit_below_the_city(client, officer, committee):
    area = committee.area
    data = {"name": "Trường  Cao đẳng Y tế", "kind": "college", "parent": committee.pk, "area": area.pk}
    response = client.post("/units/new/", data | {"valid_from": "01/09/2024", "certainty": "unconfirmed"})
    unit = Unit.objects.get(name="Trường Cao đẳng Y tế")
    assert response.url == f"/units/{unit.pk}/"
    assert (unit.parent, unit.area, unit.valid_from) == (committee, area, date(2024, 9, 1))
    assert (unit.kind, unit.certainty) == ("college", "unconfirmed")


def test_a_body_of_the_city_without_a_parent_here_needs_a_place(client, officer, committee):
    data = {"name": "Trường Đại học Mới", "kind": "university", "certainty": "verified"}
    response = client.post("/units/new/", data)
    assert response.context["form"].errors["parent"] == [
        "Chọn cơ quan cấp trên, hoặc chọn địa bàn nếu cơ quan chủ quản ở ngoài."
    ]
    client.post("/units/new/", data | {"area": committee.area.pk})
    unit = Unit.objects.get(name="Trường Đại học Mới")
    assert unit.parent is None
    assert client.get(f"/units/{unit.pk}/").status_code == 200


def test_a_taken_name_is_refused_and_what_was_typed_is_kept(client, officer, committee, office):
    data = {"name": office.name, "kind": "district_office", "parent": committee.pk, "note": "nhập bằng tay"}
    response = client.post("/units/new/", data | {"certainty": "verified"})
    assert response.context["form"].errors["name"] == [
        f"Đã có đơn vị tên “{office.name}”. Hãy tìm đơn vị này trong danh sách."
    ]
    assert "nhập bằng tay" in text(response)
    assert Unit.objects.filter(name=office.name).count() == 1


def test_a_form_with_nothing_in_it_says_what_is_missing(client, officer):
    errors = client.post("/units/new/", {}).context["form"].errors
    assert errors["name"] == ["Nhập tên đơn vị."]
    assert errors["kind"] == ["Chọn một mục."]


def test_a_parent_and_a_place_outside_ones_reach_cannot_be_chosen(client, officer, stranger):
    elsewhere = Unit.objects.get(name="Sở Nội vụ tỉnh khác")
    place = make_area("Tỉnh khác")
    data = {"name": "Đơn vị lạ", "kind": "other", "certainty": "verified", "parent": elsewhere.pk, "area": place.pk}
    errors = client.post("/units/new/", data).context["form"].errors
    assert {"parent", "area"} <= set(errors)
    assert Unit.objects.filter(name="Đơn vị lạ").count() == 0


def test_a_city_committee_is_for_administrators_to_add(client, officer, committee):
    data = {"name": "UBND tỉnh khác", "kind": "city_committee", "parent": committee.pk, "certainty": "verified"}
    assert "kind" in client.post("/units/new/", data).context["form"].errors
    client.force_login(make_user(is_staff=True))
    assert client.post("/units/new/", data | {"parent": ""}).status_code == 302


def facts(unit: Unit, **changes) -> dict:
    return {"name": unit.name, "kind": unit.kind, "symbol": unit.symbol, "website": unit.website} | changes


def test_an_officer_corrects_a_name(client, officer, office):
    response = client.post(f"/units/{office.pk}/edit/", facts(office, name="Phòng VHTT quận Ô Môn"), follow=True)
    assert "Đã lưu thông tin đơn vị." in text(response)
    assert "“Phòng Văn hóa và Thông tin quận Ô Môn” → “Phòng VHTT quận Ô Môn”" in text(response)


def test_a_refused_correction_keeps_the_name_in_the_headline(client, officer, office, department):
    response = client.post(f"/units/{office.pk}/edit/", facts(office, name=department.name))
    assert f"Sửa chỗ sai trong thông tin của {office.name}." in text(response)
    assert response.context["form"].errors["name"] == [
        f"Đã có đơn vị khác tên “{department.name}”. Hãy kiểm tra lại tên."
    ]


@pytest.mark.parametrize("website", ["javascript:alert(1)", "khong phai dia chi", "ftp://a.vn", "https://"])
def test_a_site_that_is_no_address_is_refused(client, officer, office, website):
    response = client.post(f"/units/{office.pk}/edit/", facts(office, website=website))
    assert response.context["form"].errors["website"] == ["Địa chỉ trang chưa đúng dạng. Hãy nhập như cantho.gov.vn."]
