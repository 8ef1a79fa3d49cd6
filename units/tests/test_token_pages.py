"""The pages of keys for programs: made and shown once, revoked, and all of them for who administers the portal."""

import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from units.models import ApiToken, Membership, Role
from units.services.tokens import make_token, open_token, revoke_token
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
PAGE = "/tokens/"
NOW = local("2024-11-01 09:00")


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def unit():
    return make_unit("Phòng Văn hóa và Thông tin quận Ninh Kiều")


@pytest.fixture
def person(unit, client):
    person = make_user(unit, full_name="Nguyễn Thị Đầu Mối")
    client.force_login(person)
    return person


def made(person, name="Phần mềm văn bản", **more):
    return make_token(
        **({"person": person, "unit": None, "name": name, "scope": "read", "days": 30, "now": NOW} | more)
    )


def text(response) -> str:
    return " ".join(response.content.decode().split())


def send(client, **more):
    return client.post(PAGE, {"name": "Phần mềm văn bản", "scope": "write", "days": "90"} | more)


def test_a_key_is_shown_on_the_answer_to_making_it_and_never_again(client, person, unit):
    response = send(client)
    (key,) = set(re.findall(r"cdcd_[A-Za-z0-9]{40}", text(response)))
    token = open_token(key=key, now=NOW)
    assert (token.person_id, token.unit_id, token.scope, token.last_day) == (
        person.pk,
        unit.pk,
        "write",
        date(2025, 1, 30),
    )
    assert "mã chỉ hiện một lần" in text(response)
    assert "no-store" in response["Cache-Control"]
    assert key not in text(client.get(PAGE))
    assert f"{key[:11]}…" in text(client.get(PAGE))


def test_a_person_of_several_units_chooses_one_or_all(client, person, unit):
    other = make_unit("Phòng khác")
    Membership.objects.create(user=person, unit=other, role=Role.FOCAL, starts_on=date(2024, 1, 1))
    send(client, name="Một", unit=str(other.pk))
    send(client, name="Mọi", unit="")
    assert dict(ApiToken.objects.values_list("name", "unit")) == {"Một": other.pk, "Mọi": None}


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"name": "  "}, "Nhập tên để sau này nhận ra mã."),
        ({"scope": "admin"}, "Hãy chọn"),
        ({"days": "36500"}, "Hãy chọn"),
    ],
)
def test_what_was_typed_stays_where_something_is_wrong(client, person, sent, words):
    response = send(client, **sent)
    assert ApiToken.objects.count() == 0
    assert response.status_code == 200
    assert "error-summary" in text(response)
    if "name" not in sent:
        assert 'value="Phần mềm văn bản"' in text(response)
    else:
        assert words in text(response)


def test_a_name_in_use_is_refused_in_the_form(client, person):
    made(person)
    assert "Anh/chị đã có mã truy cập tên “Phần mềm văn bản”." in text(send(client))
    assert ApiToken.objects.count() == 1


def test_revoking_says_what_follows(client, person):
    token = made(person).token
    response = client.post(f"{PAGE}{token.pk}/revoke/", follow=True)
    assert "Đã thu hồi mã “Phần mềm văn bản”." in text(response)
    assert "Anh/chị chưa có mã truy cập nào đang dùng được." in text(response)
    assert "1 mã đã thu hồi hoặc hết hạn" in text(response)
    again = client.post(f"{PAGE}{token.pk}/revoke/", follow=True)
    assert "Mã truy cập này đã được thu hồi trước đó." in text(again)


def test_nobody_revokes_another_persons_token_but_an_administrator(client, person, unit):
    theirs = made(make_user(make_unit("Sở khác"))).token
    assert client.post(f"{PAGE}{theirs.pk}/revoke/").status_code == 404
    client.force_login(make_user(unit, Role.COORDINATOR, is_staff=True))
    assert client.post(f"{PAGE}{theirs.pk}/revoke/").url == "/tokens/all/"
    theirs.refresh_from_db()
    assert theirs.revoked_at == NOW


def test_the_administrator_sees_whose_each_is_and_no_key(client, person, unit):
    mine, ended = made(person), made(person, "Cũ")
    revoke_token(token=ended.token, actor=person, now=NOW)
    client.force_login(make_user(unit, is_staff=True))
    page = text(client.get("/tokens/all/"))
    assert "1 mã truy cập đang dùng được." in page
    assert page.count("Nguyễn Thị Đầu Mối") >= 2
    assert mine.key not in page
    assert page.count(">Thu hồi</button>") == 1


def test_who_has_no_unit_is_told_so(client):
    client.force_login(make_user())
    assert "Chưa có đơn vị nào" in text(client.get(PAGE))


@pytest.mark.parametrize("path", [PAGE, "/tokens/all/"])
def test_three_tokens_cost_as_many_queries_as_one(client, unit, path):
    person = make_user(unit, is_staff=True)
    client.force_login(person)
    asked = []
    for count in (1, 3):
        while ApiToken.objects.count() < count:
            made(make_user(unit) if path == "/tokens/all/" else person, f"Phần mềm {ApiToken.objects.count()}")
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        asked.append(len(queries))
    assert asked[0] == asked[1]
