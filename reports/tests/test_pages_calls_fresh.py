"""The call list on the day a letter went out, and what it says of mail and of its figures."""

import pytest
import time_machine

from directives.models import AddressTrouble
from directives.tests.factories import ISSUED_AT, make_cast
from reports.tests.calling import NOW, get, listed
from reports.tests.reading import lead, words
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.mark.parametrize("at, units", [("2024-10-28 23:59", 0), ("2024-10-29 00:00", 2)])
def test_nobody_is_called_on_the_day_the_letter_came(client, cast, at, units):
    assert local("2024-10-28 23:59") > ISSUED_AT
    with time_machine.travel(local(at), tick=False):
        page = get(client, cast)
    assert len(listed(page)) == units
    said = "2 đơn vị mới nhận văn bản hôm nay chưa cần nhắc: chưa tiếp nhận, chưa bắt đầu được tính từ ngày mai."
    assert (said in words(page)) is (units == 0)


def test_work_that_is_late_is_called_for_also_on_the_first_day(client):
    late = make_cast(now=local("2024-11-21 09:00"))
    with time_machine.travel(local("2024-11-21 10:00"), tick=False):
        page = get(client, late)
    assert lead(page) == "2 đơn vị cần nhắc: 2 quá hạn."
    assert "mới nhận văn bản hôm nay" not in words(page)


def test_a_unit_with_two_reasons_is_explained_where_the_figures_add_up_to_more(client, cast):
    page = get(client, cast)
    assert lead(page) == "2 đơn vị cần nhắc: 2 chưa tiếp nhận, 2 chưa bắt đầu."
    assert "Một đơn vị có thể thuộc nhiều lý do" in words(page)


def test_addresses_that_do_not_work_are_counted_and_lead_to_the_ledger(client, cast):
    assert "địa chỉ thư không dùng được" not in words(get(client, cast))
    AddressTrouble.objects.create(address=cast.focal.email.lower(), since=NOW, words="không có hộp thư này")
    page = get(client, cast)
    assert "1 địa chỉ thư không dùng được" in words(page)
    assert f'href="/directives/{cast.directive.pk}/reminders/#dia-chi-thu"' in page.content.decode()


def test_what_is_copied_is_said_on_the_button(client, cast):
    page = get(client, cast).content.decode()
    assert page.count("<span data-label>Chép lời nhắn</span>") == 3
    assert "#copy" in page
    assert "#link" not in page.partition("<main")[2].partition("</main")[0]
