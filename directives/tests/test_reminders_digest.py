"""One mail per person and slot, whatever it is about, and what stands in it."""

import re
from datetime import date

import pytest

from directives.models import Message, MessageReminder, Obligation
from directives.reminders import plan_reminders
from directives.reminders.links import MY_WORK, path_to
from directives.services.lifecycle import extend, hand_over
from directives.services.obligations import extend_one
from directives.tests.factories import make_cast, make_issued
from directives.tests.reminding import WEEKENDS, Server, finish, ledger, only_message, refusal, run
from units.models import Membership
from units.tests.factories import local, make_user

pytestmark = pytest.mark.django_db
EIGHT = "2024-11-13 08:00"


def second_letter(cast, **more):
    groups = [("Các quận, huyện", [cast.ninh_kieu], "Treo băng rôn")]
    return make_issued(cast.department, cast.officer, groups=groups, **more)


def mails_to(person, server: Server) -> list[dict]:
    return [mail for mail in server.inbox if mail["to"] == [person.email]]


def test_two_letters_due_alike_make_one_mail():
    cast = make_cast()
    second_letter(cast)
    server = Server()
    run(EIGHT, transport=server)
    (mail,) = mails_to(cast.focal, server)
    assert mail["subject"] == "Còn 7 ngày: 3 việc của Phòng Văn hóa và Thông tin quận Ninh Kiều"
    assert re.findall(r"^\d\. .*$", mail["text"], re.MULTILINE) == [
        "1. Đăng tải tài liệu",
        "2. Phổ biến kỹ năng",
        "1. Treo băng rôn",
    ]
    assert Message.objects.get(person=cast.focal).reminders.count() == 2


def test_two_letters_of_different_days_in_one_slot_name_the_nearest():
    cast = make_cast()
    second_letter(cast, due_on=date(2024, 11, 14))
    server = Server()
    run(EIGHT, transport=server)
    (mail,) = mails_to(cast.focal, server)
    assert mail["subject"] == "Việc gần nhất còn 1 ngày: 3 việc của Phòng Văn hóa và Thông tin quận Ninh Kiều"


def test_a_person_of_two_units_gets_one_mail():
    cast = make_cast()
    Membership.objects.create(user=cast.focal, unit=cast.o_mon, role="focal", starts_on=date(2024, 1, 1))
    server = Server()
    run(EIGHT, transport=server)
    (mail,) = mails_to(cast.focal, server)
    assert mail["subject"] == "Còn 7 ngày: 4 việc của 2 đơn vị"
    assert len(mails_to(cast.other_focal, server)) == 1
    assert ledger() == [("before-7", "sent")] * 2


def test_a_person_with_two_roles_in_one_unit_gets_one_mail():
    cast = make_cast()
    Membership.objects.create(user=cast.focal, unit=cast.ninh_kieu, role="coordinator", starts_on=date(2024, 1, 1))
    server = Server()
    run(EIGHT, transport=server)
    assert len(mails_to(cast.focal, server)) == 1


def test_of_two_letters_in_a_mail_the_finished_one_is_left_out_and_cancelled():
    cast = make_cast()
    other = second_letter(cast)
    plan_reminders(now=local(EIGHT), calendar=WEEKENDS)
    run(EIGHT, transport=Server([refusal(451)] * 2))
    finish(other.deliveries.get().obligations.get(), cast.focal, EIGHT)
    server = Server()
    run("2024-11-13 08:01", transport=server)
    (mail,) = mails_to(cast.focal, server)
    assert mail["subject"] == "Còn 7 ngày: 2 việc của Phòng Văn hóa và Thông tin quận Ninh Kiều"
    assert ledger(directive=other) == [("before-7", "cancelled")]
    assert ledger(directive=cast.directive) == [("before-7", "sent")] * 2
    assert [link.reminder.directive for link in MessageReminder.objects.filter(person=cast.focal)] == [cast.directive]


def test_a_reminder_that_comes_up_later_in_the_slot_gets_a_message_of_its_own():
    cast = make_cast()
    run(EIGHT)
    second_letter(cast)
    server = Server()
    run("2024-11-13 09:00", transport=server)
    assert [mail["subject"] for mail in server.inbox] == [
        "Còn 7 ngày: 1 việc của Phòng Văn hóa và Thông tin quận Ninh Kiều"
    ]
    keys = Message.objects.filter(person=cast.focal).order_by("pk").values_list("dedupe_key", flat=True)
    assert [key[-1] for key in keys] == ["0", "1"]


def test_a_reminder_that_comes_up_while_the_mail_waits_goes_along_with_it():
    cast = make_cast()
    run(EIGHT, transport=Server([refusal(451)] * 2))
    second_letter(cast)
    server = Server()
    run("2024-11-13 08:05", transport=server)
    (mail,) = mails_to(cast.focal, server)
    assert mail["subject"] == "Còn 7 ngày: 3 việc của Phòng Văn hóa và Thông tin quận Ninh Kiều"


def test_two_due_days_in_one_letter_are_two_reminders_and_one_mail():
    cast = make_cast()
    one, _two = cast.obligations()
    extend_one(obligation=one, due_on=date(2024, 11, 22), actor=cast.officer, now=local("2024-11-05 10:00"), note="ốm")
    server = Server()
    run("2024-11-15 08:00", transport=server)  # 7 days before the 22nd, 3 (from Sunday) before the 20th
    (mail,) = mails_to(cast.focal, server)
    assert mail["subject"] == "Việc gần nhất còn 5 ngày: 2 việc của Phòng Văn hóa và Thông tin quận Ninh Kiều"
    assert mail["text"].count("Phòng Văn hóa và Thông tin quận Ninh Kiều còn 1 việc, hạn sau") == 2


def test_the_successor_of_a_unit_is_reminded_in_its_place():
    cast = make_cast()
    hand_over(predecessor=cast.ninh_kieu, successor=cast.elsewhere, actor=cast.officer, now=local("2024-11-10 09:00"))
    heir = make_user(cast.elsewhere, email="ke-thua@tinhkhac.example")
    server = Server()
    run(EIGHT, transport=server)
    assert mails_to(cast.focal, server) == []
    assert [mail["subject"] for mail in mails_to(heir, server)] == [
        "Còn 7 ngày: 2 việc của Phòng Văn hóa và Thông tin quận Ninh Kiều"
    ]


# --- The text ---------------------------------------------------------------------------------------------------------
def lone_mail(**more) -> Message:
    cast = make_cast(number="1234", **more)
    Membership.objects.filter(user=cast.other_focal).update(ends_on=date(2024, 11, 1))
    finish(cast.obligation(), cast.focal, "2024-11-08 10:00")
    run("2024-11-15 08:00")
    return only_message()


def page_of_the_open_work() -> str:
    return f"http://localhost:8000/obligations/{Obligation.objects.open().get(unit__name__contains='Ninh Kiều').pk}/"


def test_two_open_works_lead_to_the_page_of_all_work():
    cast = make_cast()
    run(EIGHT)
    assert Message.objects.get(person=cast.focal).link == path_to(MY_WORK) == "/my-work/"


def test_the_text_says_who_owes_what_by_when_and_what_to_do():
    text = lone_mail().text
    assert text == (
        "Phòng Văn hóa và Thông tin quận Ninh Kiều còn 1 việc, hạn sau 5 ngày.\n"
        "\n"
        "Kính gửi anh/chị Nguyễn Thị Đầu Mối,\n"
        "\n"
        "Công văn số 1234/STTTT-CNTT (Chiến dịch thử) thực hiện đến hết thứ Tư, 20/11/2024 (còn 5 ngày).\n"
        "Phòng Văn hóa và Thông tin quận Ninh Kiều đã hoàn thành 1/2 việc, còn:\n"
        "\n"
        "1. Phổ biến kỹ năng\n"
        "   Chưa thực hiện\n"
        "\n"
        "Nếu đã thực hiện, chỉ cần ghi lại và gửi một ảnh hoặc một liên kết làm minh chứng.\n"
        "\n"
        "Xác nhận đã tiếp nhận, không cần đăng nhập (liên kết dành riêng cho anh/chị, xin đừng chuyển tiếp):\n"
        "[liên kết dành riêng cho người nhận]\n"
        "\n"
        "Mở trên Cổng thông tin:\n"
        f"{page_of_the_open_work()}\n"
        "\n"
        "--\n"
        "Thư nhắc tự động, gửi lúc 08:00 ngày 15/11/2024. Hoàn thành các việc trên thì thư nhắc tự dừng.\n"
        "Ngừng nhận thư nhắc định kỳ: [liên kết dành riêng cho người nhận]\n"
        "Sở Thông tin và Truyền thông. Thư này không yêu cầu mật khẩu hay mã xác thực.\n"
    )


def test_the_html_has_a_button_to_confirm_a_link_to_the_open_work_and_nothing_from_elsewhere():
    html = lone_mail().html
    addresses = ["http://localhost:8000/receipts/…/", page_of_the_open_work()]
    addresses.append("http://localhost:8000/unsubscribe/…/")
    assert re.findall(r'(?:href|src)="([^"]*)"', html) == addresses
    assert [word for word in ("<script", "<img", "url(", "@import", "http-equiv") if word in html] == []


def test_the_html_is_escaped_and_the_text_is_not():
    cast = make_cast()
    second = make_issued(
        cast.department,
        cast.officer,
        groups=[("Quận", [cast.ninh_kieu], "Ghi <b>rõ</b> & đủ")],
        due_on=date(2024, 12, 4),
    )
    run("2024-11-27 08:00")
    sent = Message.objects.get(reminders__directive=second)
    assert "Ghi &lt;b&gt;rõ&lt;/b&gt; &amp; đủ" in sent.html
    assert "Ghi <b>rõ</b> & đủ" in sent.text


def test_a_subject_is_one_line():
    assert "\n" not in lone_mail().subject


def test_what_is_illustrative_says_so():
    cast = make_cast()
    cast.directive.campaign.is_illustrative = True
    cast.directive.campaign.save(update_fields=["is_illustrative"])
    run(EIGHT)
    assert "Số liệu minh họa" in Message.objects.get(person=cast.focal).text


def test_after_an_extension_the_mail_names_the_new_day():
    cast = make_cast()
    extend(directive=cast.directive, due_on=date(2024, 11, 29), actor=cast.officer, now=local("2024-11-14 10:00"))
    server = Server()
    run("2024-11-22 08:00", transport=server)
    assert "đến hết thứ Sáu, 29/11/2024 (còn 7 ngày)" in server.inbox[0]["text"]
