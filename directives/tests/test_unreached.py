"""Before a letter is issued: which units no mail would reach, and where somebody is added."""

import pytest
from django.urls import reverse
from lxml import html

from directives.models import AddressTrouble, Directive
from directives.tests.factories import add_group, make_draft
from directives.tests.officer import NOW
from units.models import Role, Unit
from units.tests.factories import make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def warned(client, draft: Directive) -> dict[str, str]:
    """The units that the preview calls out of reach, with the address of each; empty where it says nothing."""
    page = client.get(reverse("directives:preview", args=[draft.pk]))
    items = html.fromstring(page.content).xpath("//details[contains(summary, 'thêm đầu mối')]//li")
    return {item.text_content(): "".join(item.xpath("a/@href")) for item in items}


def people_of(unit: Unit) -> str:
    return f"{reverse('units:unit-detail', args=[unit.pk])}#people"


def test_the_officer_sees_which_units_no_mail_reaches_and_where_to_add_somebody(officer, small):
    empty, watched = make_unit("Phường Vắng", parent=small.committee), make_unit("Quận Xem", parent=small.committee)
    make_user(watched, Role.VIEWER)
    draft = make_draft(small.department, small.officer)
    add_group(draft, "Các đơn vị", [small.home_affairs, empty, watched], "Đăng tải")
    assert warned(officer, draft) == {"Phường Vắng": people_of(empty), "Quận Xem": people_of(watched)}
    page = officer.get(reverse("directives:preview", args=[draft.pk])).content.decode()
    assert "<b>2 đơn vị sẽ không nhận được thư</b>" in page
    assert officer.get(people_of(empty).partition("#")[0]).status_code == 200


def test_an_address_that_does_not_work_reaches_as_little_as_none(officer, small):
    draft = small.ready()
    assert warned(officer, draft) == {}
    AddressTrouble.objects.create(address=small.focal.email.lower(), since=NOW, words="không có hộp thư này")
    assert warned(officer, draft) == {"Sở Nội vụ": people_of(small.home_affairs)}
    page = officer.get(reverse("directives:preview", args=[draft.pk]))
    form = html.fromstring(page.content).get_element_by_id("issue-form")
    assert form.xpath(".//a[@href='#khong-thu']/text()") == ["1 đơn vị sẽ không nhận được thư: xem là đơn vị nào"]
    make_user(small.home_affairs)
    assert warned(officer, draft) == {}


def test_a_unit_whose_page_the_officer_may_not_open_is_named_without_a_link(officer, small):
    draft = make_draft(small.department, small.officer)
    add_group(draft, "Đơn vị bạn", [make_unit("Sở của tỉnh khác")], "Đăng tải")
    assert warned(officer, draft) == {"Sở của tỉnh khác": ""}


@pytest.mark.parametrize("units", [1, 3])
def test_the_warning_costs_the_same_for_one_unit_and_for_three(officer, small, units, django_assert_max_num_queries):
    draft = make_draft(small.department, small.officer)
    add_group(draft, "Nhóm", [make_unit(parent=small.committee) for _n in range(units)], "Đăng tải")
    with django_assert_max_num_queries(23):
        assert len(warned(officer, draft)) == units
