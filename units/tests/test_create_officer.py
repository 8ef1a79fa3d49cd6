import pytest
from django.core.management import CommandError, call_command

from units.models import Membership, User
from units.tests.factories import make_unit

pytestmark = pytest.mark.django_db
ARGUMENTS = {"email": "Canbo@stttt.example", "name": "Trần Thị Cán Bộ", "unit": "Sở Thông tin và Truyền thông"}


def create(**changes) -> None:
    call_command("create_officer", **(ARGUMENTS | changes))


@pytest.fixture(autouse=True)
def unit():
    return make_unit("Sở Thông tin và Truyền thông", symbol="STTTT")


def test_the_first_officer_gets_a_link_to_set_a_password(client, capsys):
    create()
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "Đã thêm Trần Thị Cán Bộ làm cán bộ điều phối của Sở Thông tin và Truyền thông.",
        "Người này cũng là quản trị hệ thống.",
        "Liên kết đặt mật khẩu, dùng một lần, trong 3 ngày:",
    ]
    assert client.get(lines[3].removeprefix("http://localhost:8000")).status_code == 302
    row = Membership.objects.get()
    assert (row.user.email, row.role, row.user.is_staff) == ("canbo@stttt.example", "coordinator", True)


def test_a_second_run_says_so_gives_a_fresh_link_and_stores_nothing(capsys):
    create()
    capsys.readouterr()
    create()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Trần Thị Cán Bộ đã là điều phối của Sở Thông tin và Truyền thông."
    assert lines[2].startswith("http://localhost:8000/accounts/password/reset/key/")
    assert (User.objects.count(), Membership.objects.count()) == (1, 1)


def test_a_second_run_after_the_password_was_set_gives_no_link(capsys):
    create()
    user = User.objects.get()
    user.set_password("mat-khau-rat-dai")
    user.save(update_fields=["password"])
    capsys.readouterr()
    create()
    assert capsys.readouterr().out.splitlines()[1] == "Người này đã đặt mật khẩu, đăng nhập bằng canbo@stttt.example."


def test_the_unit_may_be_named_by_its_symbol(unit):
    create(unit="STTTT")
    assert Membership.objects.get().unit == unit


def test_the_second_officer_does_not_administer(capsys):
    create()
    create(email="khac@stttt.example")
    assert User.objects.get(email="khac@stttt.example").is_staff is False


def test_an_unknown_unit_is_answered_with_similar_names():
    with pytest.raises(CommandError) as error:
        create(unit="thong tin truyen thong")
    assert str(error.value) == (
        "Không rõ đơn vị “thong tin truyen thong”. Hãy ghi đúng tên đầy đủ.\nCó thể là:\n  Sở Thông tin và Truyền thông"
    )


def test_a_symbol_of_two_units_is_not_guessed():
    make_unit("Sở Thông tin và Truyền thông tỉnh khác", symbol="STTTT")
    with pytest.raises(CommandError, match="Không rõ đơn vị “STTTT”"):
        create(unit="STTTT")
    assert User.objects.count() == 0


def test_an_empty_registry_says_what_to_run_first(unit):
    unit.delete()
    with pytest.raises(CommandError, match="Hãy chạy trước: manage.py load_registry"):
        create()


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"email": "khong-phai-thu"}, "chưa đúng dạng thư điện tử"), ({"name": "  "}, "Hãy cho biết họ tên")],
)
def test_a_wrong_argument_is_said(changes, words):
    with pytest.raises(CommandError, match=words):
        create(**changes)
    assert User.objects.count() == 0
