"""The page of a letter's reminders, and the outbox."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaign_portal.lib.models import OutboxMail
from campaign_portal.lib.tests.browsing import sign_in
from directives.reminders.overview import step_words
from directives.services.lifecycle import close_campaign
from directives.tests.factories import make_cast, make_draft, make_issued
from directives.tests.reminding import Server, finish, refusal, run
from units.models import Membership, Role
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW = local("2024-11-15 09:00")


def page(client, user, directive, query: str = "", *, at=NOW):
    client.force_login(user)
    with time_machine.travel(at, tick=False):
        return client.get(reverse("directives:reminders", args=[directive.pk]) + query)


def words(response) -> str:
    """The text of a page, spaces made plain."""
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


# --- Who may look -----------------------------------------------------------------------------------------------------
def test_a_stranger_gets_404(client):
    cast = make_cast()
    assert page(client, cast.stranger_officer, cast.directive).status_code == 404


@pytest.mark.parametrize("who", ["focal", "leader"])
def test_who_sees_the_letter_but_does_not_coordinate_it_gets_403_and_no_unit_s_name(client, who):
    cast = make_cast()
    run("2024-11-13 08:00")
    response = page(client, cast.people[who], cast.directive)
    assert response.status_code == 403
    assert "Ô Môn" not in words(response)


def test_an_anonymous_visitor_is_sent_to_sign_in(client):
    cast = make_cast()
    address = reverse("directives:reminders", args=[cast.directive.pk])
    response = client.get(address)
    assert (response.status_code, response.url) == (302, f"{reverse('account_login')}?next={address}")


# --- What it says -----------------------------------------------------------------------------------------------------
def test_before_the_first_step_it_says_when_that_will_be(client):
    cast = make_cast()
    text = words(page(client, cast.officer, cast.directive, at=local("2024-11-12 10:00")))
    assert "Chưa có lần nhắc nào. Lần đầu lúc 08:00 ngày 13/11/2024." in text
    for step in (
        "thứ Tư, 13/11/2024</strong>: trước hạn 7 ngày",
        "thứ Sáu, 15/11/2024</strong>: trước hạn 3 ngày",
        "thứ Tư, 20/11/2024</strong>: ngày đến hạn",
    ):
        assert f"{step} (hạn 20/11/2024)" in text
    assert "17/11/2024 là Chủ nhật → gửi thứ Sáu, 15/11/2024" in text


def test_after_a_step_it_says_how_many_units_have_it_and_what_comes_next(client):
    cast = make_cast()
    Membership.objects.filter(user=cast.other_focal).update(ends_on=NOW.date())
    run("2024-11-15 08:00")
    text = words(page(client, cast.officer, cast.directive))
    assert "Lần nhắc 08:00 ngày 15/11/2024 (trước hạn 3 ngày): 1/2 đơn vị đã được nhắc, 1 đơn vị chưa." in text
    assert "Lần tiếp theo: 08:00 ngày 19/11/2024 (trước hạn 1 ngày), chỉ gửi cho đơn vị còn việc." in text
    assert "Đơn vị chưa có đầu mối có địa chỉ thư. Hãy thêm đầu mối, hoặc nhắc qua điện thoại." in text
    assert "Hệ thống không chạy vào giờ nhắc; đơn vị được nhắc ở bước gần hạn hơn." in text


def test_it_names_the_people_and_what_the_server_said_of_one_of_them(client):
    cast = make_cast()
    make_user(cast.ninh_kieu, full_name="Lê Thị Thứ Hai")
    run("2024-11-13 08:00", transport=Server([refusal(550, "no such user")]))
    text = words(page(client, cast.officer, cast.directive))
    assert "Lê Thị Thứ Hai" in text
    assert "Nguyễn Thị Đầu Mối</a> (gửi không được: Máy chủ thư từ chối: 550 no such user)" in text


def units_listed(response) -> list[tuple[str, str]]:
    return [(row.delivery.unit.name, row.state) for row in response.context["page"]]


def test_the_chips_filter_by_round_and_by_result_and_count_what_they_open(client):
    cast = make_cast()
    run("2024-11-13 08:00")
    Membership.objects.filter(user=cast.other_focal).update(ends_on=NOW.date())
    run("2024-11-15 08:00")
    everything = page(client, cast.officer, cast.directive)
    assert len(units_listed(everything)) == 4
    assert everything.context["rounds"][1:] == [
        ("20241120-before-3", "15/11/2024, trước hạn 3 ngày", 2),
        ("20241120-before-7", "13/11/2024, trước hạn 7 ngày", 2),
    ]
    assert [(value, count) for value, _words, count in everything.context["states"][1:]] == [("sent", 3), ("failed", 1)]
    failed = page(client, cast.officer, cast.directive, "?state=failed")
    assert units_listed(failed) == [(cast.o_mon.name, "failed")]
    third = page(client, cast.officer, cast.directive, "?round=20241120-before-3")
    assert units_listed(third) == [(cast.ninh_kieu.name, "sent"), (cast.o_mon.name, "failed")]
    assert [count for *_chip, count in third.context["states"][1:]] == [1, 1]


@pytest.mark.parametrize("query", ["?round=x", "?round=99999999-before-3", "?state=x", "?page=x", "?round=20241120-"])
def test_an_address_that_makes_no_sense_still_answers(client, query):
    cast = make_cast()
    run("2024-11-13 08:00")
    assert page(client, cast.officer, cast.directive, query).status_code == 200


def test_a_unit_that_is_done_is_not_in_the_coming_steps(client):
    cast = make_cast()
    for unit, person in ((cast.ninh_kieu, cast.focal), (cast.o_mon, cast.other_focal)):
        for obligation in cast.obligations(unit):
            finish(obligation, person, "2024-11-12 10:00")
    text = words(page(client, cast.officer, cast.directive, at=local("2024-11-12 11:00")))
    assert "Không có lần nhắc nào." in text
    assert "Sắp tới" not in text


def test_a_closed_campaign_has_no_coming_steps_and_no_alarm(client):
    cast = make_cast()
    run("2024-11-13 08:00")
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=local("2024-11-14 10:00"))
    text = words(page(client, cast.officer, cast.directive))
    assert "Văn bản đã kết thúc, không gửi thư nhắc nữa." in text
    assert "đã không chạy hơn 30 phút" not in text


def test_a_draft_without_a_campaign_has_a_page_too(client):
    cast = make_cast()
    draft = make_draft(cast.department, cast.officer)
    type(draft).objects.filter(pk=draft.pk).update(campaign=None)
    text = words(page(client, cast.officer, draft))
    assert "Văn bản chưa ban hành, chưa gửi thư nhắc." in text


def test_illustrative_campaigns_say_so(client):
    cast = make_cast()
    cast.directive.campaign.is_illustrative = True
    cast.directive.campaign.save(update_fields=["is_illustrative"])
    assert "Số liệu minh họa" in words(page(client, cast.officer, cast.directive))


def test_the_page_costs_as_much_for_three_units_as_for_one(client):
    cast = make_cast()
    client.force_login(cast.officer)
    costs = []
    for count in (1, 3):
        units = [make_unit() for _ in range(count)]
        for unit in units:
            make_user(unit), make_user(unit)
        letter = make_issued(cast.department, cast.officer, groups=[("Các đơn vị", units, "Việc")])
        run("2024-11-15 08:00")
        with time_machine.travel(NOW, tick=False), CaptureQueriesContext(connection) as captured:
            response = client.get(reverse("directives:reminders", args=[letter.pk]))
        assert len(units_listed(response)) == 2 * count
        costs.append(len(captured))
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("before-7", "trước hạn 7 ngày"),
        ("before-0", "ngày đến hạn"),
        ("after-3", "quá hạn 3 ngày"),
        ("weekly", "weekly"),
    ],
)
def test_steps_in_words(step, said):
    assert step_words(step) == said


# --- The outbox -------------------------------------------------------------------------------------------------------
def kept(**more) -> OutboxMail:
    columns = {
        "created_at": NOW,
        "to": "daumoi@ninhkieu.example",
        "sender": "no-reply@localhost",
        "subject": "Còn 3 ngày",
        "text": "Mở http://localhost:8000/my-work/ rồi ghi <b>lại</b>.",
        "html": '<p>Thư</p><script>alert(1)</script><a href="http://localhost:8000/">Mở</a>',
        "message_id": "<x@localhost>",
    }
    return OutboxMail.objects.create(**(columns | more))


@pytest.fixture
def administrator(client):
    user = make_user(is_staff=True)
    client.force_login(user)
    return user


@pytest.mark.parametrize("who", ["officer", "leader", "focal", "stranger_officer"])
def test_only_administrators_see_the_outbox(client, who):
    cast, mail = make_cast(), kept()
    client.force_login(cast.people[who])
    for name in ("outbox-mail", "outbox-mail-html"):
        assert client.get(reverse(f"directives:{name}", args=[mail.pk])).status_code == 404
    for address in (reverse("directives:outbox"), reverse("directives:outbox-mail", args=[mail.pk])):
        response = client.get(address)
        assert response.status_code == 404
        assert "Còn 3 ngày" not in words(response)


def test_an_anonymous_visitor_of_the_outbox_is_sent_to_sign_in(client):
    mail = kept()
    for address in (reverse("directives:outbox"), reverse("directives:outbox-mail", args=[mail.pk])):
        assert client.get(address).url.startswith(reverse("account_login"))


def test_the_outbox_lists_the_latest_first_and_finds_by_address_and_subject(client, administrator):
    kept(created_at=NOW - timedelta(hours=1), subject="Đặt mật khẩu", to="lan@cantho.example")
    kept()
    subjects = lambda query: [mail.subject for mail in client.get(f"/outbox/{query}").context["page"]]  # noqa: E731
    assert subjects("") == ["Còn 3 ngày", "Đặt mật khẩu"]
    assert subjects("?q=lan@") == ["Đặt mật khẩu"]
    assert subjects("?q=3 ng%C3%A0y") == ["Còn 3 ngày"]
    assert subjects("?q=khong-co") == []


def test_an_empty_outbox_says_what_will_stand_there(client, administrator):
    text = words(client.get(reverse("directives:outbox")))
    assert "Hộp thư đi có 0 thư." in text
    assert "Thư mời, thư đặt mật khẩu và thư nhắc việc sẽ hiện ở đây." in text


def test_a_mail_is_shown_as_text_and_as_html_in_a_frame_that_may_do_nothing(client, administrator):
    html = client.get(reverse("directives:outbox-mail", args=[kept().pk])).content.decode()
    assert '<a href="http://localhost:8000/my-work/" rel="nofollow">http://localhost:8000/my-work/</a>' in html
    assert "ghi &lt;b&gt;lại&lt;/b&gt;." in html
    assert '<iframe sandbox=""' in html
    assert f'src="{reverse("directives:outbox-mail-html", args=[OutboxMail.objects.get().pk])}"' in html
    assert "alert(1)" not in html


def test_the_frame_of_a_mail_may_show_its_looks_and_do_nothing(client, administrator):
    mail = kept()
    response = client.get(reverse("directives:outbox-mail-html", args=[mail.pk]))
    assert response.content.decode() == mail.html
    policy = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; ") if " " in part)
    assert policy == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
    }
    assert response["Content-Security-Policy"].endswith("; sandbox")
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Cache-Control"] == "private, no-store"


def test_the_page_around_the_frame_keeps_the_strict_policy(client, administrator):
    response = client.get(reverse("directives:outbox-mail", args=[kept().pk]))
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_mail_is_drawn_in_its_own_looks_and_its_script_does_not_run(browser_page, live_server):
    html = """<p id="p" style="color:rgb(11, 78, 162)">Thư</p><script>document.title="run"</script>"""
    user, mail = make_user(is_staff=True), kept(html=html)
    page = browser_page(width=390)
    sign_in(page, user, live_server)
    page.goto(reverse("directives:outbox-mail", args=[mail.pk]))
    (frame,) = [each for each in page.frames if each != page.main_frame]
    assert frame.locator("#p").evaluate("(each) => getComputedStyle(each).color") == "rgb(11, 78, 162)"
    assert frame.title() == ""
    page.problems.clear()  # the browser says that it ran no script, as it should


def test_a_mail_without_html_has_no_frame(client, administrator):
    mail = kept(html="")
    assert "<iframe" not in client.get(reverse("directives:outbox-mail", args=[mail.pk])).content.decode()
    assert client.get(reverse("directives:outbox-mail-html", args=[mail.pk])).status_code == 404


def test_a_mail_that_is_not_there_is_404(client, administrator):
    assert client.get(reverse("directives:outbox-mail", args=[99])).status_code == 404


def test_the_outbox_costs_as_much_for_three_mails_as_for_one(client, administrator):
    costs = []
    for _time in range(2):
        kept()
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("directives:outbox"))
        costs.append(len(captured))
        kept()
    assert costs[0] == costs[1]


def test_a_letter_of_nobody_is_404(client):
    cast = make_cast()
    client.force_login(cast.officer)
    assert client.get(reverse("directives:reminders", args=[10**6])).status_code == 404


def test_the_ledger_filters_by_audience_and_by_channel(client):
    cast = make_cast(ladder=[{"step": "before-7", "channel": "inbox"}, 3, "before-3-head"])
    make_user(cast.ninh_kieu, Role.VIEWER, full_name="Lê Văn Trưởng Phòng")
    run("2024-11-13 08:00")
    run("2024-11-15 08:00")
    everything = page(client, cast.officer, cast.directive)
    assert everything.context["audiences"][1:] == [
        ("head", "lãnh đạo đơn vị", 2),
        ("unit", "đầu mối của đơn vị", 4),
    ]
    assert [(value, count) for value, _words, count in everything.context["channels"][1:]] == [
        ("email", 3),
        ("inbox", 2),
    ]
    head = page(client, cast.officer, cast.directive, "?audience=head")
    assert units_listed(head) == [(cast.ninh_kieu.name, "sent"), (cast.o_mon.name, "failed")]
    assert "lãnh đạo đơn vị" in words(head)
    assert {row.step for row in page(client, cast.officer, cast.directive, "?channel=inbox").context["page"]} == {
        "before-7"
    }
    assert len(units_listed(page(client, cast.officer, cast.directive, "?audience=x"))) == 6
