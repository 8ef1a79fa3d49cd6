"""The page of remembered words: whose they are, what they mean, and taking one back."""

from datetime import timedelta

import pytest

from units.models import Role, Unit, UnitAlias
from units.services.aliases import remember_alias, withdraw_alias
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
PAGE = "/units/aliases/"
NOW = local("2024-10-28 08:00")


@pytest.fixture
def department() -> Unit:
    return make_unit("Sở Thông tin và Truyền thông")


@pytest.fixture
def officer(department, client):
    user = make_user(department, Role.COORDINATOR, full_name="Trần Thị Cán Bộ")
    client.force_login(user)
    return user


def remember(issuer: Unit, phrase: str, *units: Unit, minutes: int = 0, actor=None) -> UnitAlias:
    now = NOW + timedelta(minutes=minutes)
    return remember_alias(issuer=issuer, phrase=phrase, units=units, actor=actor, now=now)


def phrases(response) -> list[str]:
    return [alias.phrase for alias in response.context["page"]]


def text(response) -> str:
    return " ".join(response.content.decode().split())


def withdraw(client, alias: UnitAlias):
    return client.post(f"{PAGE}{alias.pk}/withdraw/", follow=True)


def test_the_page_lists_what_is_remembered_the_latest_first(client, officer, department):
    health = make_unit("Sở Y tế")
    remember(department, "ngành y", health, actor=officer)
    remember(department, "Như trên", minutes=1)
    withdraw_alias(alias=remember(department, "đã bỏ", health), actor=None, now=NOW)
    response = client.get(PAGE)
    assert phrases(response) == ["Như trên", "ngành y"]
    assert "Đã ghi nhớ 2 cách gọi nơi nhận." in text(response)
    for words in ("Sở Y tế", "Không phải đơn vị nhận", "Trần Thị Cán Bộ", "hệ thống"):
        assert words in text(response)
    assert "Trong văn bản của" not in text(response)


def test_a_long_group_is_counted_and_its_first_units_named(client, officer, department):
    remember(department, "Thành viên Ban Chỉ đạo", *(make_unit(f"Sở {letter}") for letter in "DCBA"))
    assert "4 đơn vị: Sở A; Sở B…" in text(client.get(PAGE))


def test_nothing_remembered_yet_teaches_where_it_comes_from(client, officer):
    response = client.get(PAGE)
    assert "Chưa ghi nhớ cách gọi nào." in text(response)
    assert "Ghi nhớ ở bước Nơi nhận" in text(response)


@pytest.mark.parametrize(
    ("query", "found"),
    [("nganh", ["ngành y"]), ("Y TE", ["ngành y"]), ("thành viên", ["Thành viên BCĐ"]), ("không có", [])],
)
def test_words_and_units_are_searched_with_marks_or_without(client, officer, department, query, found):
    remember(department, "Thành viên BCĐ", make_unit("Sở Nội vụ"))
    remember(department, "ngành y", make_unit("Sở Y tế"))
    response = client.get(PAGE, {"q": query})
    assert phrases(response) == found
    assert f"Tìm thấy {len(found)} cách gọi." in text(response)
    assert ("Không có cách gọi nào khớp" in text(response)) is (found == [])


def test_who_issues_for_two_units_sees_whose_words_they_are(client, officer, department):
    justice = make_unit("Sở Tư pháp")
    officer.memberships.create(unit=justice, role=Role.COORDINATOR, starts_on=NOW.date())
    remember(department, "ngành y")
    remember(justice, "ngành y")
    assert "Trong văn bản của" in text(client.get(PAGE))
    assert len(phrases(client.get(PAGE))) == 2


def test_withdrawing_takes_the_words_off_the_page_and_says_what_stays(client, officer, department):
    alias = remember(department, "ngành y", make_unit("Sở Y tế"))
    response = withdraw(client, alias)
    assert "Đã bỏ ghi nhớ “ngành y”. Văn bản đã soạn hoặc đã ban hành giữ nguyên nơi nhận." in text(response)
    alias.refresh_from_db()
    assert (phrases(response), alias.withdrawn_by) == ([], officer)


def test_withdrawing_twice_says_that_it_was_done_before(client, officer, department):
    alias = remember(department, "ngành y")
    withdraw(client, alias)
    assert "đã được bỏ ghi nhớ trước đó" in text(withdraw(client, alias))


def test_hostile_words_are_text(client, officer, department):
    remember(department, "<script>alert(1)</script>")
    assert "<script>alert(1)" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("role", [Role.FOCAL, Role.VIEWER])
def test_only_who_issues_letters_for_the_unit_sees_its_words(client, department, role):
    alias = remember(department, "ngành y")
    client.force_login(make_user(department, role))
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}{alias.pk}/withdraw/").status_code == 404


def test_a_stranger_sees_own_words_only_and_withdraws_no_other_s(client, department):
    alias = remember(department, "ngành y")
    client.force_login(make_user(make_unit("Sở Nội vụ tỉnh khác"), Role.COORDINATOR))
    assert phrases(client.get(PAGE)) == []
    assert client.post(f"{PAGE}{alias.pk}/withdraw/").status_code == 404
    assert UnitAlias.objects.in_force().count() == 1


def test_an_administrator_sees_the_words_of_every_issuer(client, department):
    remember(department, "ngành y")
    client.force_login(make_user(is_staff=True))
    assert client.get(PAGE).status_code == 200
    assert phrases(client.get(PAGE)) == ["ngành y"]


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get(PAGE).url.startswith("/accounts/login/")


@pytest.mark.parametrize("count", [1, 8])
def test_the_page_costs_the_same_for_one_and_for_eight(
    client, officer, department, count, django_assert_max_num_queries
):
    for number in range(count):
        remember(department, f"nhóm {number}", make_unit(), actor=officer)
    with django_assert_max_num_queries(12):
        assert len(phrases(client.get(PAGE))) == count
