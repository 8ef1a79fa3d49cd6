"""How a person chooses to hear from the portal: the page, its service, and the press in a mail that stops digests."""

import pytest
import time_machine
from django.urls import reverse

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.models import ActivityEntry
from directives.models import AddressTrouble, Preference
from directives.services.preferring import set_preference, unsubscribe
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW = local("2024-11-13 10:00")
ADDRESS = "/inbox/settings/"
GOOD = {"channels": ["email"], "digests": "yes", "digest_hour": "8"}


@pytest.fixture
def person(client):
    user = make_user(make_unit("Sở Y tế"), email="an@so.example", phone="0292 3820 536")
    client.force_login(user)
    return user


@pytest.fixture
def zalo(settings):
    settings.ZALO_APP_ID = settings.ZALO_APP_SECRET = settings.ZALO_REFRESH_TOKEN = settings.ZALO_TEMPLATE_ID = "x"


def send(client, **data):
    with time_machine.travel(NOW, tick=False):
        return client.post(ADDRESS, GOOD | data, follow=True)


def columns(person) -> dict:
    row = Preference.objects.get(person=person)
    names = ("email", "inbox", "zalo", "zalo_phone", "digests", "digest_hour")
    return {name: getattr(row, name) for name in names}


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


# --- The page ---------------------------------------------------------------------------------------------------------
def test_the_account_menu_leads_to_the_page(client, person):
    assert f'href="{ADDRESS}"' in client.get("/inbox/").content.decode()
    assert reverse("directives:preferences") == ADDRESS


def test_whoever_never_chose_sees_mail_at_eight_and_has_no_row(client, person):
    form = client.get(ADDRESS).context["form"]
    assert form.initial == {"channels": ["email"], "zalo_phone": "", "digests": "yes", "digest_hour": 8}
    assert Preference.objects.count() == 0


def test_zalo_is_offered_only_where_the_office_has_it(client, person):
    fields = client.get(ADDRESS).context["form"].fields
    assert ([key for key, _ in fields["channels"].choices], "zalo_phone" in fields) == (["email", "inbox"], False)


def test_zalo_is_offered_where_it_is_on(client, person, zalo):
    fields = client.get(ADDRESS).context["form"].fields
    assert ([key for key, _ in fields["channels"].choices], "zalo_phone" in fields) == (
        ["email", "inbox", "zalo"],
        True,
    )


def test_a_choice_is_kept_and_shown_again(client, person):
    response = send(client, channels=["email", "inbox"], digest_hour="14")
    assert told(response) == ["Đã lưu. Nhắc việc định kỳ đến lúc 14 giờ."]
    expected = {"email": True, "inbox": True, "zalo": False, "zalo_phone": "", "digests": True, "digest_hour": 14}
    assert columns(person) == expected
    assert response.context["form"].initial["channels"] == ["email", "inbox"]


def test_with_no_channel_the_page_says_that_urgent_mail_still_comes(client, person):
    assert told(send(client, channels=[])) == ["Đã lưu. Anh/chị chỉ còn nhận thư về việc bị trả lại và việc quá hạn."]


def test_without_digests_the_page_says_what_still_comes(client, person):
    assert told(send(client, digests="no")) == [
        "Đã lưu. Anh/chị không nhận nhắc việc định kỳ; việc bị trả lại và việc quá hạn vẫn được báo."
    ]
    assert columns(person)["digests"] is False


@pytest.mark.parametrize("hour", ["7", "17", "x", ""])
def test_an_hour_outside_the_office_is_refused(client, person, hour):
    assert list(send(client, digest_hour=hour).context["form"].errors) == ["digest_hour"]
    assert Preference.objects.count() == 0


def test_zalo_without_a_mobile_number_is_refused_in_words(client, person, zalo):
    response = send(client, channels=["zalo"])
    assert response.context["form"].errors == {
        "zalo_phone": ["Nhập số di động đã đăng ký Zalo, ví dụ 0912 345 678, hoặc bỏ chọn Zalo."]
    }
    assert Preference.objects.count() == 0


def test_zalo_with_a_number_of_its_own_is_kept(client, person, zalo):
    send(client, channels=["zalo"], zalo_phone="0912 345 678")
    assert (columns(person)["zalo"], columns(person)["zalo_phone"]) == (True, "0912 345 678")


def test_a_forged_choice_of_zalo_where_it_is_off_is_refused(client, person):
    assert list(send(client, channels=["zalo"]).context["form"].errors) == ["channels"]


def test_nobody_changes_another_persons_choice(client, person):
    other = make_user()
    send(client, digests="no")
    assert not Preference.objects.filter(person=other).exists()


def test_whoever_has_a_dead_address_reads_so_where_they_can_do_something(client, person):
    AddressTrouble.objects.create(address="an@so.example", words="hộp thư đã đầy", since=NOW)
    html = client.get(ADDRESS).content.decode()
    assert "Địa chỉ an@so.example không nhận thư từ 13/11/2024: hộp thư đã đầy. Anh/chị hãy báo cán bộ" in html


# --- The services -----------------------------------------------------------------------------------------------------
def test_choosing_again_changes_the_one_row_and_both_stand_in_the_log(person):
    set_preference(person=person, now=NOW, email=True, inbox=False)
    set_preference(person=person, now=NOW, email=False, inbox=True)
    assert columns(person)["inbox"] is True
    assert list(ActivityEntry.objects.values_list("verb", "subject")) == [("preference.changed", "an@so.example")] * 2


def test_zalo_with_an_office_number_that_is_mobile_needs_no_other(person):
    person.phone = "+84 912 345 678"
    assert set_preference(person=person, now=NOW, email=False, inbox=False, zalo=True).zalo is True


def test_zalo_with_a_wrong_number_is_refused_though_the_office_has_a_good_one(person):
    person.phone = "0912345678"
    with pytest.raises(Refused):
        set_preference(person=person, now=NOW, email=True, inbox=False, zalo=True, zalo_phone="123")


def test_unsubscribing_stops_digests_and_leaves_the_rest_as_chosen(person):
    set_preference(person=person, now=NOW, email=True, inbox=True, digest_hour=14)
    unsubscribe(person=person, now=NOW)
    assert columns(person) == {
        "email": True,
        "inbox": True,
        "zalo": False,
        "zalo_phone": "",
        "digests": False,
        "digest_hour": 14,
    }


def test_unsubscribing_twice_is_unsubscribing_once(person):
    first = unsubscribe(person=person, now=NOW)
    second = unsubscribe(person=person, now=local("2024-11-14 10:00"))
    assert (first.pk, second.changed_at) == (second.pk, NOW)
    assert ActivityEntry.objects.filter(verb="preference.unsubscribed").count() == 1
