"""Adding a person (with the mail that lets them in), ending a part, and the list of people."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaign_portal.lib.models import OutboxMail
from units.invitations import send_invitation, set_password_link
from units.models import Membership, Role, Unit, UnitKind, User
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
HOA = {"full_name": "Lê Thị  Hoa", "email": "Hoa@Omon.example", "role": "focal", "job_title": "Chuyên viên"}


@pytest.fixture
def committee() -> Unit:
    return make_unit("UBND thành phố Cần Thơ", kind=UnitKind.CITY_COMMITTEE)


@pytest.fixture
def office(committee) -> Unit:
    return make_unit("Phòng Văn hóa và Thông tin quận Ô Môn", kind=UnitKind.DISTRICT_OFFICE, parent=committee)


@pytest.fixture
def officer(committee, client):
    department = make_unit("Sở Thông tin và Truyền thông", parent=committee)
    user = make_user(department, Role.COORDINATOR, full_name="Trần Thị Cán Bộ", email="canbo@stttt.example")
    client.force_login(user)
    return user


@pytest.fixture
def stranger():
    return make_user(make_unit("Sở Nội vụ tỉnh khác"), Role.COORDINATOR)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def link_in(message) -> str:
    return re.search(r"http://\S+", message.body)[0].removeprefix("http://localhost:8000")


# --- Adding -----------------------------------------------------------------------------------------------------------
def test_a_new_person_is_added_and_mailed(client, officer, office):
    response = client.post(f"/units/{office.pk}/people/new/", HOA, follow=True)
    assert response.redirect_chain == [(f"/units/{office.pk}/", 302)]
    assert "Máy chủ thư đã nhận thư mời để chuyển tới hoa@omon.example." in text(response)
    row = Membership.objects.get(unit=office)
    assert (row.user.full_name, row.user.job_title, row.role) == ("Lê Thị Hoa", "Chuyên viên", "focal")


def test_the_mail_says_who_what_and_how_long(client, officer, office):
    client.post(f"/units/{office.pk}/people/new/", HOA)
    (message,) = mail.outbox
    assert message.to == ["hoa@omon.example"]
    assert message.subject == f"Mời anh/chị đặt mật khẩu để làm việc cho {office}"
    for words in (
        "Kính gửi anh/chị Lê Thị Hoa,",
        f"Anh/chị được giao làm đầu mối của {office} trên cổng điều phối chiến dịch tuyên truyền.",
        "Người thêm: Trần Thị Cán Bộ.",
        "Liên kết dùng được một lần, trong 3 ngày:",
    ):
        assert words in message.body
    html = message.alternatives[0].content
    assert link_in(message) in html
    assert "<script" not in html


def test_the_link_sets_a_password_once(client, officer, office, django_user_model):
    client.post(f"/units/{office.pk}/people/new/", HOA)
    client.logout()
    link = link_in(mail.outbox[0])
    form = client.get(link, follow=True)
    assert form.status_code == 200
    secret = "mat-khau-rat-dai-2024"
    client.post(form.redirect_chain[-1][0], {"password1": secret, "password2": secret})
    user = User.objects.get(email="hoa@omon.example")
    assert user.check_password(secret)
    client.logout()
    again = client.get(link, follow=True)
    assert again.redirect_chain == []


@pytest.mark.parametrize(("days", "works"), [(timedelta(days=3), True), (timedelta(days=3, seconds=2), False)])
def test_the_link_works_for_three_days(client, office, days, works):
    user = make_user(office)
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        link = set_password_link(user).removeprefix("http://localhost:8000")
    with time_machine.travel(now + days, tick=False):
        assert bool(client.get(link, follow=True).redirect_chain) is works


def test_who_has_a_password_is_told_to_sign_in(client, officer, office):
    make_user(email="hoa@omon.example", full_name="Lê Thị Hoa")
    client.post(f"/units/{office.pk}/people/new/", HOA)
    (message,) = mail.outbox
    assert message.subject == f"Anh/chị được giao làm đầu mối của {office}"
    assert "Hãy đăng nhập bằng tài khoản anh/chị đang dùng:" in message.body
    assert "password/reset" not in message.body


def test_words_in_a_mail_are_escaped_where_they_must_be(office):
    user = make_user(office, full_name="A <b>&", email="a@don-vi.example")
    send_invitation(user.memberships.get(), invited_by=None)
    (message,) = mail.outbox
    assert "Kính gửi anh/chị A <b>&," in message.body
    assert "A &lt;b&gt;&amp;" in message.alternatives[0].content


def test_the_same_person_twice_is_said_and_mailed_once(client, officer, office):
    client.post(f"/units/{office.pk}/people/new/", HOA)
    response = client.post(f"/units/{office.pk}/people/new/", HOA)
    assert response.context["form"].errors["email"] == [f"Lê Thị Hoa đã là đầu mối của {office}."]
    assert "Chuyên viên" in text(response)
    assert (Membership.objects.filter(unit=office).count(), len(mail.outbox)) == (1, 1)


def test_when_the_mail_server_is_away_the_person_stays_and_the_page_says_what_to_do(
    client, officer, office, monkeypatch
):
    def refuse(**_mail):  # the mail server is the system boundary
        raise ConnectionRefusedError

    monkeypatch.setattr("units.invitations.send_mail_message", refuse)
    response = client.post(f"/units/{office.pk}/people/new/", HOA, follow=True)
    assert "chưa gửi được thư tới hoa@omon.example. Bấm “Gửi lại thư mời” sau." in text(response)
    assert "Gửi lại thư mời" in text(response)
    assert Membership.objects.filter(unit=office).count() == 1


def test_without_a_mail_server_nobody_is_told_that_a_mail_went_out(client, officer, office, settings):
    settings.EMAIL_BACKEND = "campaign_portal.lib.mail.OutboxBackend"
    form = text(client.get(f"/units/{office.pk}/people/new/"))
    assert "Thêm và gửi thư mời" not in form
    assert "Thêm và soạn thư mời" in form
    response = client.post(f"/units/{office.pk}/people/new/", HOA, follow=True)
    assert "Thư mời chưa tới hoa@omon.example: cổng chưa đặt máy chủ thư nên thư nằm trong Hộp thư đi." in text(
        response
    )
    assert "đã nhận thư mời" not in text(response)
    assert OutboxMail.objects.get().to == "hoa@omon.example"
    row = Membership.objects.get(unit=office)
    again = client.post(f"/memberships/{row.pk}/invite/", follow=True)
    assert "Thư mời chưa tới hoa@omon.example" in text(again)
    assert OutboxMail.objects.count() == 2


@pytest.mark.parametrize(
    ("backend", "sentence", "absent"),
    [
        ("campaign_portal.lib.mail.OutboxBackend", "Cổng chưa đặt máy chủ thư.", "đã được gửi"),
        ("django.core.mail.backends.locmem.EmailBackend", "Vui lòng mở hộp thư công vụ.", "Hộp thư đi"),
    ],
)
def test_who_asks_for_a_new_password_learns_where_the_mail_is(client, settings, backend, sentence, absent):
    settings.EMAIL_BACKEND = backend
    client.logout()
    response = client.post("/accounts/password/reset/", {"email": "khongco@so.example"}, follow=True)
    assert sentence in text(response)
    assert absent not in text(response)


def test_the_unit_s_history_tells_who_came_and_who_went(client, officer, office):
    client.post(f"/units/{office.pk}/people/new/", HOA)
    row = Membership.objects.get(unit=office)
    client.post(f"/memberships/{row.pk}/end/")
    told = text(client.get(f"/units/{office.pk}/"))
    assert told.index("Lê Thị Hoa không còn là đầu mối.") < told.index("Lê Thị Hoa được giao làm đầu mối.")


def test_another_unit_s_history_holds_nothing_of_these_people(client, officer, office):
    twin = make_unit("Phòng Văn hóa và Thông tin quận Cái Răng", kind=office.kind, parent=office.parent)
    client.post(f"/units/{office.pk}/people/new/", HOA)
    assert "được giao làm" in text(client.get(f"/units/{office.pk}/"))
    assert "được giao làm" not in text(client.get(f"/units/{twin.pk}/"))


def test_the_invitation_is_sent_again(client, officer, office):
    client.post(f"/units/{office.pk}/people/new/", HOA)
    row = Membership.objects.get(unit=office)
    response = client.post(f"/memberships/{row.pk}/invite/", follow=True)
    assert "Máy chủ thư đã nhận thư mời để chuyển tới hoa@omon.example." in text(response)
    assert len(mail.outbox) == 2
    assert client.get(f"/memberships/{row.pk}/invite/").status_code == 405


def test_what_is_missing_is_said_and_what_was_typed_is_kept(client, officer, office):
    response = client.post(f"/units/{office.pk}/people/new/", {"email": "khong-phai-thu", "phone": "0292 111"})
    errors = response.context["form"].errors
    assert errors["full_name"] == ["Nhập họ và tên."]
    assert errors["email"] == ["Địa chỉ thư chưa đúng dạng, ví dụ dau.moi@donvi.gov.vn."]
    assert errors["role"] == ["Chọn một mục."]
    assert 'value="0292 111"' in text(response)
    assert mail.outbox == []


def test_a_role_that_is_not_ones_to_give_is_refused(client, officer, office):
    response = client.post(f"/units/{office.pk}/people/new/", HOA | {"role": "coordinator"})
    assert "role" in response.context["form"].errors
    assert Membership.objects.filter(unit=office).count() == 0


def test_nobody_is_appointed_above_the_own_unit(client, officer, committee):
    assert client.post(f"/units/{committee.pk}/people/new/", HOA).status_code == 403
    assert User.objects.filter(email="hoa@omon.example").count() == 0


def test_nobody_is_added_to_an_ended_unit(client, officer, committee):
    unit = make_unit("UBND phường An Cư", parent=committee, valid_to=date(2024, 10, 31))
    response = client.post(f"/units/{unit.pk}/people/new/", HOA)
    assert "đã kết thúc hoạt động" in response.context["form"].errors["email"][0]


# --- Ending -----------------------------------------------------------------------------------------------------------
def test_the_page_says_exactly_what_ends(client, officer, office):
    hoa = make_user(office, full_name="Lê Thị Hoa")
    body = text(client.get(f"/memberships/{hoa.memberships.get().pk}/end/"))
    assert f"Lê Thị Hoa sẽ thôi là đầu mối của {office}." in body
    assert f"Sau đó {office} không còn ai tiếp nhận văn bản" in body
    make_user(office)
    body = text(client.get(f"/memberships/{hoa.memberships.get().pk}/end/"))
    assert "không còn ai tiếp nhận" not in body


def test_the_page_names_the_other_parts_the_officer_may_see(client, officer, office, stranger):
    hoa = make_user(office, full_name="Lê Thị Hoa")
    health = make_unit("Sở Y tế", parent=office.parent)
    elsewhere = stranger.memberships.get().unit
    for unit in (health, elsewhere):
        Membership.objects.create(user=hoa, unit=unit, role=Role.FOCAL, starts_on=date(2024, 1, 1))
    body = text(client.get(f"/memberships/{hoa.memberships.get(unit=office).pk}/end/"))
    assert "Người này vẫn là đầu mối của Sở Y tế." in body
    assert elsewhere.name not in body


def test_looking_ends_nothing_and_a_press_ends_it_at_once(client, officer, office):
    hoa = make_user(office)
    row = hoa.memberships.get()
    client.get(f"/memberships/{row.pk}/end/")
    assert Membership.objects.in_force().filter(pk=row.pk).exists()
    response = client.post(f"/memberships/{row.pk}/end/", follow=True)
    assert f"{hoa} không còn là đầu mối của {office}." in text(response)
    client.force_login(hoa)
    assert client.get(f"/units/{office.pk}/").status_code == 404


def test_a_second_press_says_that_it_ended_before(client, officer, office):
    row = make_user(office).memberships.get()
    client.post(f"/memberships/{row.pk}/end/")
    assert "Vai trò này đã kết thúc trước đó." in text(client.post(f"/memberships/{row.pk}/end/", follow=True))
    assert "Vai trò này đã kết thúc ngày" in text(client.get(f"/memberships/{row.pk}/end/"))
    assert "không gửi thư mời nữa" in text(client.post(f"/memberships/{row.pk}/invite/", follow=True))
    assert mail.outbox == []


def test_an_officer_cannot_end_the_own_part(client, officer):
    row = officer.memberships.get()
    page = client.get(f"/memberships/{row.pk}/end/")
    assert "không thể tự kết thúc" in text(page)
    assert "btn-grave" not in text(page)
    client.post(f"/memberships/{row.pk}/end/")
    row.refresh_from_db()
    assert row.ends_on is None


def test_a_colleague_cannot_end_a_part(client, office):
    row = make_user(office).memberships.get()
    client.force_login(make_user(office))
    for act in ("end", "invite"):
        assert client.post(f"/memberships/{row.pk}/{act}/").status_code == 403
    row.refresh_from_db()
    assert row.ends_on is None


def test_a_leader_cannot_be_removed_by_an_officer_below(client, officer, committee):
    row = make_user(committee, Role.VIEWER).memberships.get()
    assert client.post(f"/memberships/{row.pk}/end/").status_code == 403


@pytest.mark.parametrize("act", ["end", "invite"])
def test_a_stranger_gets_404(client, stranger, office, act):
    row = make_user(office, full_name="Lê Thị Hoa").memberships.get()
    client.force_login(stranger)
    response = client.post(f"/memberships/{row.pk}/{act}/")
    assert response.status_code == 404
    assert "Lê Thị Hoa" not in text(response)
    row.refresh_from_db()
    assert (row.ends_on, mail.outbox) == (None, [])


@pytest.mark.parametrize("path", ["/people/", "/memberships/1/end/", "/memberships/1/invite/"])
def test_who_is_not_signed_in_is_sent_to_sign_in(client, path):
    assert client.get(path).url == f"/accounts/login/?next={path}"


# --- The list ---------------------------------------------------------------------------------------------------------
def people(response) -> list[str]:
    return [row.user.full_name for row in response.context["page"]]


def test_the_list_holds_the_people_of_the_units_one_sees_in_vietnamese_order(client, officer, office, stranger):
    for name in ("Đặng Văn Ư", "Ôn Thị Âu", "Dương Văn A"):
        make_user(office, full_name=name)
    response = client.get("/people/")
    assert people(response) == ["Dương Văn A", "Đặng Văn Ư", "Ôn Thị Âu", "Trần Thị Cán Bộ"]
    assert "4 người phụ trách 2 đơn vị" in text(response)


def test_people_are_found_by_name_and_by_unit_without_marks(client, officer, office):
    make_user(office, full_name="Lê Thị Hoa")
    make_user(office, full_name="Lê Thị Hòa")
    assert people(client.get("/people/", {"q": "hoà"})) == ["Lê Thị Hòa", "Lê Thị Hoa"]
    assert people(client.get("/people/", {"q": "o mon"})) == ["Lê Thị Hoa", "Lê Thị Hòa"]
    assert people(client.get("/people/", {"q": "o mon", "role": "viewer"})) == []


def test_a_focal_point_sees_colleagues_only(client, officer, office):
    make_user(office, full_name="Lê Thị Hoa")
    client.force_login(make_user(office, full_name="Phạm Văn Đồng Nghiệp"))
    assert people(client.get("/people/")) == ["Lê Thị Hoa", "Phạm Văn Đồng Nghiệp"]


def test_an_ended_part_leaves_the_list(client, officer, office):
    Membership.objects.create(
        user=make_user(), unit=office, role=Role.FOCAL, starts_on=date(2024, 1, 1), ends_on=date(2024, 2, 1)
    )
    assert people(client.get("/people/")) == ["Trần Thị Cán Bộ"]


def test_the_list_costs_the_same_for_one_and_three_people(client, officer, office):
    costs = []
    for _number in (1, 2, 3):
        make_user(office)
        with CaptureQueriesContext(connection) as queries:
            client.get("/people/", {"role": "focal"})
        costs.append(len(queries))
    assert costs[0] == costs[2]


def test_the_local_day_of_an_evening_in_utc(client, officer, office):
    with time_machine.travel(local("2024-11-06 00:30"), tick=False):
        client.force_login(officer)
        client.post(f"/units/{office.pk}/people/new/", HOA)
    assert Membership.objects.get(unit=office).starts_on == date(2024, 11, 6)
