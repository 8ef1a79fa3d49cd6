"""The pages on which a unit says where its programs are told, and looks after what was sent."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directives.models import Hook, HookEvent, HookMessage
from reports.services.hooks import make_hook, ping
from reports.tests.factories import make_action
from units.models import Membership, Role
from units.tests.factories import local, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-05 10:00")
PAGE = "/hooks/"
URL = "https://phan-mem.example/nhan"


@pytest.fixture
def hook(cast) -> Hook:
    return make_hook(unit=cast.ninh_kieu, name="Phần mềm", url=URL, events=HookEvent.values, actor=cast.focal, now=NOW)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def send(client, **more):
    return client.post(PAGE, {"name": "Điều hành", "url": URL, "events": ["delivery.issued"]} | more)


def test_a_new_one_shows_its_secret_once(client, cast):
    client.force_login(cast.focal)
    response = send(client)
    hook = Hook.objects.get()
    assert (hook.unit, hook.events, hook.made_by) == (cast.ninh_kieu, ["delivery.issued"], cast.focal)
    assert hook.secret in text(response)
    assert "khóa chỉ hiện một lần" in text(response)
    assert hook.secret not in text(client.get(f"{PAGE}{hook.pk}/"))
    assert "Cổng đang báo tin cho 1 phần mềm của đơn vị." in text(client.get(PAGE))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "Nhập địa chỉ nhận, bắt đầu bằng https://."),
        ("phan-mem", "Địa chỉ chưa dùng được."),
        ("http://phan-mem.example/", "Địa chỉ chưa dùng được."),
        ("https://10.0.0.1/", "nằm trong mạng nội bộ"),
        ("https://localhost/nhan", "nằm trong mạng nội bộ"),
        ("https://phan-mem.example:8443/", "Chỉ gửi được tới cổng 443."),
    ],
)
def test_an_address_that_cannot_be_is_refused_and_stays_typed(client, cast, url, words):
    client.force_login(cast.focal)
    response = send(client, url=url)
    assert words in text(response)
    assert 'value="Điều hành"' in text(response)
    assert Hook.objects.count() == 0


def test_the_same_address_twice_is_refused(client, cast, hook):
    client.force_login(cast.focal)
    assert "đã đăng ký nhận tin ở địa chỉ này rồi" in text(send(client))
    assert Hook.objects.count() == 1


def test_a_person_of_two_units_says_for_which(client, cast):
    other = make_unit("Phòng khác")
    Membership.objects.create(user=cast.focal, unit=other, role=Role.FOCAL, starts_on=NOW)
    client.force_login(cast.focal)
    send(client, unit=str(other.pk))
    assert Hook.objects.get().unit == other
    send(client, unit=str(cast.o_mon.pk))
    assert Hook.objects.count() == 1


def test_the_page_of_one_tells_how_each_message_fared(client, cast, hook):
    make_action(cast.obligation(), actor=cast.focal, now=NOW)
    HookMessage.objects.update(state="failed", attempts=9, answer="HTTP 500", tried_at=NOW)
    ping(hook=hook, actor=cast.focal, now=NOW)
    client.force_login(cast.focal)
    page = text(client.get(f"{PAGE}{hook.pk}/"))
    for words in (
        "Đơn vị ghi một hoạt động",
        cast.directive.reference,
        "Không gửi được",
        "lần 9",
        "HTTP 500",
        "Tin thử",
    ):
        assert words in page
    failed = text(client.get(f"{PAGE}{hook.pk}/", {"state": "failed"}))
    assert "Tin thử" not in re.sub(r"<form.*?</form>", "", failed)
    assert "1 tin không gửi được" in text(client.get(PAGE))


def test_a_failed_message_is_sent_again_by_a_press(client, cast, hook):
    ping(hook=hook, actor=cast.focal, now=NOW)
    HookMessage.objects.update(state="failed", attempts=9)
    client.force_login(cast.focal)
    path = f"{PAGE}messages/{hook.messages.get().pk}/again/"
    assert "Tin sẽ được gửi lại trong vòng một phút." in text(client.post(path, follow=True))
    message = hook.messages.get()
    assert (message.state, message.attempts, message.next_at) == ("waiting", 0, NOW)
    assert "đang chờ gửi" in text(client.post(path, follow=True))


def test_a_trial_once_and_not_twice(client, cast, hook):
    client.force_login(cast.focal)
    assert "Tin thử sẽ được gửi" in text(client.post(f"{PAGE}{hook.pk}/ping/", follow=True))
    assert "Tin thử trước còn đang chờ gửi." in text(client.post(f"{PAGE}{hook.pk}/ping/", follow=True))
    assert hook.messages.count() == 1


def test_another_secret_takes_the_place_of_the_first(client, cast, hook):
    client.force_login(cast.focal)
    response = client.post(f"{PAGE}{hook.pk}/secret/")
    fresh = Hook.objects.get().secret
    assert fresh != hook.secret
    assert fresh in text(response)


def test_one_is_ended_and_nothing_is_done_with_it_any_more(client, cast, hook):
    client.force_login(cast.focal)
    response = client.post(f"{PAGE}{hook.pk}/end/", follow=True)
    assert "Đã dừng gửi tin cho “Phần mềm”." in text(response)
    assert "Cổng chưa báo tin cho phần mềm nào" in text(response)
    for act in ("ping", "secret", "end"):
        assert "đã dừng trước đó" in text(client.post(f"{PAGE}{hook.pk}/{act}/", follow=True))


def test_a_colleague_looks_after_it_and_a_viewer_does_not(client, cast, hook):
    client.force_login(make_user(cast.ninh_kieu, Role.COORDINATOR))
    assert client.get(f"{PAGE}{hook.pk}/").status_code == 200
    client.force_login(make_user(cast.ninh_kieu, Role.VIEWER))
    assert client.get(f"{PAGE}{hook.pk}/").status_code == 404
    assert client.get(PAGE).status_code == 403


@pytest.mark.parametrize("path", [PAGE, "/hooks/{pk}/"])
def test_three_cost_as_many_queries_as_one(client, cast, hook, path):
    client.force_login(cast.focal)
    asked = []
    for count in (1, 3):
        for n in range(hook.messages.count(), count):
            make_action(cast.obligation(), actor=cast.focal, now=NOW)
            if n:
                about = {"unit": cast.ninh_kieu, "name": "Khác", "events": ["delivery.issued"], "actor": cast.focal}
                make_hook(url=f"{URL}/{n}", now=NOW, **about)
        client.get(path.format(pk=hook.pk))
        with CaptureQueriesContext(connection) as queries:
            client.get(path.format(pk=hook.pk))
        asked.append(len(queries))
    assert asked[0] == asked[1]
