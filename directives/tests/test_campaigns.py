"""Campaigns begin once, belong to their unit, and take in letters while they are open."""

from datetime import date

import pytest

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.models import ActivityEntry
from directives.models import Campaign
from directives.services.campaigns import begin_campaign, choose_campaign, create_campaign, suggested_name
from directives.services.issuing import issue
from directives.services.lifecycle import close_campaign
from directives.tests.officer import NOW, SmallCity

pytestmark = pytest.mark.django_db


@pytest.fixture
def small():
    return SmallCity()


def create(small, name="Chiến dịch", owner=None):
    return create_campaign(owner=owner or small.department, name=name, actor=small.officer, now=NOW)


def begin(small, draft, name="Chiến dịch"):
    days = {"starts_on": date(2024, 10, 28), "ends_on": date(2024, 11, 20)}
    return begin_campaign(directive=draft, name=name, actor=small.officer, now=NOW, **days)


def test_a_campaign_keeps_who_began_it_and_when_and_is_logged(small):
    campaign = create(small, "  Kỹ năng   số ")
    assert (campaign.name, campaign.created_by, campaign.created_at) == ("Kỹ năng số", small.officer, NOW)
    assert ActivityEntry.objects.get(verb="campaign.created").subject == "Kỹ năng số"


def test_one_open_campaign_of_a_name_per_unit(small):
    first = create(small)
    with pytest.raises(Refused, match="Hãy chọn chiến dịch đó"):
        create(small)
    create(small, owner=small.justice)
    close_campaign(campaign=first, actor=small.officer, now=NOW)
    create(small)
    assert Campaign.objects.count() == 3


def test_beginning_a_campaign_for_a_letter_twice_begins_it_once(small):
    draft = small.draft()
    first = begin(small, draft).campaign
    assert begin(small, draft).campaign == first
    assert Campaign.objects.count() == 1


def test_a_letter_goes_into_an_open_campaign_of_its_issuer_only(small):
    draft = small.draft()
    with pytest.raises(Refused, match="của đơn vị ban hành"):
        choose_campaign(directive=draft, campaign=create(small, owner=small.justice), actor=small.officer, now=NOW)
    own = create(small)
    assert choose_campaign(directive=draft, campaign=own, actor=small.officer, now=NOW).campaign == own
    close_campaign(campaign=own, actor=small.officer, now=NOW)
    with pytest.raises(Refused, match="đã kết thúc"):
        choose_campaign(directive=draft, campaign=own, actor=small.officer, now=NOW)


def test_an_issued_letter_stays_in_its_campaign(small):
    draft = small.ready()
    issue(directive=draft, actor=small.officer, now=NOW)
    with pytest.raises(Refused):
        choose_campaign(directive=draft, campaign=create(small), actor=small.officer, now=NOW)


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("phối hợp triển khai Chiến dịch tuyên truyền “Kỹ năng số”", "Chiến dịch tuyên truyền “Kỹ năng số”"),
        ("triển khai chiến dịch tháng 10.", "Chiến dịch tháng 10"),
        ("hưởng ứng “Tháng hành động” năm 2024", "Tháng hành động"),
        ("báo cáo kết quả", ""),
        ("", ""),
        (f"chiến dịch {'a' * 400}", f"Chiến dịch {'a' * 188}…"),
    ],
)
def test_a_name_is_proposed_in_the_letter_s_own_words(subject, name):
    assert suggested_name(subject) == name
