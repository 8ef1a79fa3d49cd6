"""Keys for programs: what they open, for whom, until when, and that nobody can read one back."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.models import ActivityEntry
from units.models import ApiToken, Membership, Role, User
from units.services.tokens import MOST_LIVE, Made, NotOpened, digest, make_token, open_token, revoke_token
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW = local("2024-11-01 09:00")
LATER = local("2024-11-02 09:00")


@pytest.fixture
def unit():
    return make_unit("Phòng Văn hóa và Thông tin quận Ninh Kiều")


@pytest.fixture
def person(unit) -> User:
    return make_user(unit, full_name="Nguyễn Thị Đầu Mối")


def made(person, unit=None, *, name="Phần mềm văn bản", scope="read", days=30) -> Made:
    return make_token(person=person, unit=unit, name=name, scope=scope, days=days, now=NOW)


def opened(key: str, at=LATER) -> ApiToken:
    return open_token(key=key, now=at)


def refusal(key: str, at=LATER) -> str:
    with pytest.raises(NotOpened) as caught:
        opened(key, at)
    return str(caught.value)


def again(person: User) -> User:
    return User.objects.get(pk=person.pk)


# --- The key ----------------------------------------------------------------------------------------------------------
def test_a_key_is_long_random_and_kept_as_a_digest_only(person):
    keys = {made(person, name=f"Phần mềm {n}").key for n in range(5)}
    assert len(keys) == 5
    assert {len(key) for key in keys} == {45}
    assert all(key.startswith("cdcd_") and key[5:].isalnum() for key in keys)
    rows = [str(row) for row in ApiToken.objects.values()]
    logged = [f"{entry.subject} {entry.detail}" for entry in ActivityEntry.objects.all()]
    assert len(logged) == 5
    assert not any(key in text for key in keys for text in rows + logged)


def test_the_first_letters_tell_one_from_another(person):
    one = made(person)
    assert one.token.prefix == one.key[:11]
    assert str(one.token) == f"Phần mềm văn bản ({one.key[:11]}…)"


def test_the_key_opens_its_token_and_nothing_else_does(person):
    one = made(person)
    assert opened(one.key) == one.token
    for wrong in ("", "x", one.key[:-1], one.key.swapcase(), one.token.prefix, digest(one.key), "' OR 1=1 --"):
        assert refusal(wrong).startswith("Mã truy cập không đúng.")


def test_the_token_of_a_person_acts_with_all_their_seats_and_that_of_a_unit_with_one(person, unit):
    other = make_unit("Phòng khác")
    Membership.objects.create(user=person, unit=other, role=Role.VIEWER, starts_on=date(2024, 1, 1))
    both, one = made(again(person)), made(again(person), other, name="Chỉ đọc")
    assert {seat.unit_id for seat in opened(both.key).person.seats} == {unit.pk, other.pk}
    assert [(seat.unit_id, seat.role) for seat in opened(one.key).person.seats] == [(other.pk, "viewer")]


def test_the_token_of_one_unit_does_not_administer(unit):
    admin = make_user(unit, Role.COORDINATOR, is_staff=True)
    assert opened(made(admin).key).person.is_staff
    assert not opened(made(admin, unit, name="Một đơn vị").key).person.is_staff
    assert again(admin).is_staff


# --- Until when -------------------------------------------------------------------------------------------------------
def test_it_is_good_to_the_end_of_its_last_local_day(person):
    one = made(person, days=30)
    assert one.token.last_day == date(2024, 12, 1)
    assert opened(one.key, local("2024-12-01 23:59")) == one.token
    assert refusal(one.key, local("2024-12-02 00:00")) == (
        "Mã truy cập đã hết hạn ngày 01/12/2024. Hãy tạo mã mới ở trang Kết nối phần mềm."
    )


def test_a_revoked_one_opens_nothing_from_that_moment(person):
    one = made(person)
    revoke_token(token=one.token, actor=person, now=LATER)
    assert refusal(one.key) == "Mã truy cập đã được thu hồi. Hãy tạo mã mới ở trang Kết nối phần mềm."
    with pytest.raises(AlreadyDone, match="đã được thu hồi trước đó"):
        revoke_token(token=one.token, actor=person, now=LATER)
    verbs = ActivityEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["token.made", "token.revoked"]


@pytest.mark.parametrize("how", ["left", "inactive"])
def test_who_has_left_lends_their_rights_to_no_program(person, how):
    one = made(person)
    if how == "left":
        Membership.objects.filter(user=person).update(ends_on=date(2024, 11, 2))
        words = "Người tạo mã không còn trong đơn vị, nên mã không dùng được nữa."
    else:
        User.objects.filter(pk=person.pk).update(is_active=False)
        words = "Tài khoản của người tạo mã đã ngừng dùng, nên mã không dùng được nữa."
    assert refusal(one.key) == words


def test_who_left_one_of_two_units_keeps_the_token_of_the_other(person, unit):
    other = make_unit("Phòng khác")
    seat = Membership.objects.create(user=person, unit=other, role=Role.FOCAL, starts_on=date(2024, 1, 1))
    left, kept = made(again(person), other), made(again(person), unit, name="Giữ")
    seat.ends_on = date(2024, 11, 2)
    seat.save(update_fields=["ends_on"])
    assert "không còn trong đơn vị" in refusal(left.key)
    assert opened(kept.key) == kept.token


def test_the_last_use_is_noted_to_the_minute(person):
    one = made(person)
    moments = [LATER, LATER + timedelta(seconds=59), LATER + timedelta(seconds=61)]
    noted = []
    for at in moments:
        opened(one.key, at)
        noted.append(ApiToken.objects.get().used_at)
    assert noted == [moments[0], moments[0], moments[2]]


# --- Making -----------------------------------------------------------------------------------------------------------
def test_a_unit_that_is_not_the_persons_gets_no_token(person):
    with pytest.raises(Refused, match="không còn trong đơn vị này"):
        made(person, make_unit())
    with pytest.raises(Refused, match="không còn trong đơn vị này"):
        made(make_user())


def test_two_live_tokens_of_a_person_have_two_names(person):
    one = made(person)
    with pytest.raises(Refused, match="đã có mã truy cập tên “Phần mềm văn bản”"):
        made(person)
    revoke_token(token=one.token, actor=person, now=NOW)
    assert made(person).token.pk != one.token.pk
    assert made(make_user(make_unit())).token.name == "Phần mềm văn bản"


def test_an_expired_one_leaves_its_name_to_the_next(person):
    made(person, days=30)
    after = local("2024-12-05 09:00")
    make_token(person=person, unit=None, name="Phần mềm văn bản", scope="read", days=30, now=after)
    assert ApiToken.objects.live(after).count() == 1


def test_nobody_has_more_than_some_at_once(person):
    for n in range(MOST_LIVE):
        made(person, name=f"Phần mềm {n}")
    with pytest.raises(Refused, match="đang có 20 mã còn hạn"):
        made(person, name="thêm một")


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ({"digest": "x"}, "token_digest_is_whole"),
        ({"scope": "all"}, "token_scope_is_known"),
        ({"name": ""}, "token_has_a_name"),
        ({"expires_at": NOW}, "token_ends_after_it_begins"),
        ({"revoked_at": NOW}, "token_is_revoked_by_somebody"),
    ],
)
def test_the_database_keeps_the_rules(person, columns, rule):
    token = made(person).token
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).update(**columns)
