"""Entries after the due day: taken and marked until the day of the campaign, refused with a sentence after it."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from campaign_portal.lib.errors import Refused
from directives.services.accepting import accept_until
from directives.services.obligations import extend_one
from directives.tests.factories import make_cast
from reports.models import Action
from reports.services.declaring import declare_complete
from reports.tests.factories import make_action
from reports.tests.reading import as_person, words
from units.tests.factories import local

pytestmark = pytest.mark.django_db
SET = local("2024-11-14 09:00")
LAST = date(2024, 11, 30)
LATE = "ghi sau hạn"
LAST_MINUTE = local("2024-11-30 23:59:59")
AFTER = local("2024-12-01 00:00")
OVER = "Đã hết hạn nhận, đến hết ngày 30/11/2024."


@pytest.fixture
def cast():
    made = make_cast()
    accept_until(campaign=made.directive.campaign, until=LAST, actor=made.officer, now=SET)
    return made


def page(client, cast, when: str) -> str:
    with time_machine.travel(local(when), tick=False):
        address = reverse("reports:obligation", args=[cast.obligation().pk])
        return words(as_person(client, cast.focal).get(address))


def test_an_entry_is_taken_to_the_last_minute_of_the_day_and_refused_after_it(cast):
    make_action(cast.obligation(), actor=cast.focal, now=local("2024-11-30 23:59:59"))
    with pytest.raises(Refused, match="Đã hết hạn nhận, đến hết ngày 30/11/2024. Hãy liên hệ Sở Thông tin"):
        make_action(cast.obligation(), actor=cast.focal, now=local("2024-12-01 00:00"))
    assert Action.objects.count() == 1


def test_what_was_recorded_in_time_is_declared_in_time(cast):
    make_action(cast.obligation(), actor=cast.focal, now=local("2024-11-30 10:00"))
    with pytest.raises(Refused, match="Đã hết hạn nhận, đến hết ngày 30/11/2024"):
        declare_complete(obligation=cast.obligation(), actor=cast.focal, now=AFTER)
    row = declare_complete(obligation=cast.obligation(), actor=cast.focal, now=LAST_MINUTE)
    assert row.progress == "waiting"


def test_a_later_day_of_its_own_lets_the_unit_record(cast):
    own = date(2024, 12, 5)
    extend_one(obligation=cast.obligation(), due_on=own, actor=cast.officer, now=SET, note="Mưa lũ")
    make_action(cast.obligation(), actor=cast.focal, now=local("2024-12-05 10:00"))
    with pytest.raises(Refused, match="05/12/2024"):
        make_action(cast.obligation(), actor=cast.focal, now=local("2024-12-06 10:00"))


def test_without_a_day_entries_are_taken_at_any_time(cast):
    accept_until(campaign=cast.directive.campaign, until=None, actor=cast.officer, now=SET)
    make_action(cast.obligation(), actor=cast.focal, now=local("2025-03-01 10:00"))
    assert Action.objects.count() == 1


def test_the_page_of_the_obligation_says_until_when(client, cast):
    assert "Nhận ghi bổ sung đến hết thứ Bảy, 30/11/2024." in page(client, cast, "2024-11-30 20:00")
    after = page(client, cast, "2024-12-01 08:00")
    assert "Nhận ghi bổ sung" not in after
    assert "Việc này chưa gửi xác nhận, hạn nhận đã hết ngày 30/11/2024." in after
    assert f"{OVER} Hãy liên hệ Sở Thông tin và Truyền thông" in after


def test_no_day_is_spoken_of_where_none_is_set(client, cast):
    accept_until(campaign=cast.directive.campaign, until=None, actor=cast.officer, now=SET)
    assert "ghi bổ sung" not in page(client, cast, "2024-11-30 20:00")


def test_the_form_is_not_opened_after_the_day_and_a_form_left_open_is_answered(client, cast):
    address = reverse("reports:action-new", args=[cast.obligation().pk])
    with time_machine.travel(local("2024-12-01 08:00"), tick=False):
        response = as_person(client, cast.focal).get(address, follow=True)
        assert response.redirect_chain == [(reverse("reports:obligation", args=[cast.obligation().pk]), 302)]
        assert OVER in words(response)
    with time_machine.travel(local("2024-11-30 08:00"), tick=False):
        assert as_person(client, cast.focal).get(address).status_code == 200


@pytest.mark.parametrize(("when", "marked"), [("2024-11-20 23:59", False), ("2024-11-21 00:00", True)])
def test_an_entry_after_the_due_day_is_marked_for_the_unit_and_the_reviewer(client, cast, when, marked):
    make_action(cast.obligation(), actor=cast.focal, now=local(when), declare=True)
    assert (LATE in page(client, cast, "2024-11-22 08:00")) is marked
    with time_machine.travel(local("2024-11-22 08:00"), tick=False):
        case = words(as_person(client, cast.officer).get(reverse("reports:review", args=[cast.obligation().pk])))
    assert (LATE in case) is marked
