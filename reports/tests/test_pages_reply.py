"""The reply on its page: what of the unit's work stands in it, and how it becomes the unit's report."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaign_portal.lib.dates import local_day
from directives.services.adjusting import exempt_unit
from directives.services.issuing import issue
from directives.services.lifecycle import recall
from directives.services.receipts import confirm_receipt, refuse
from directives.tests.factories import add_group, make_cast, make_draft
from reports.models import UnitReport
from reports.reply.load import left_out, reply_of
from reports.services.mending import withdraw_action
from reports.services.reviews import accept, send_back
from reports.services.unit_reports import submit_report
from reports.tests.factories import make_action
from reports.tests.reading import as_person, hidden, lead, words
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-14 08:00")
TODAY = local_day(NOW)


@pytest.fixture
def cast():
    made = make_cast()
    confirm_receipt(delivery=made.delivery(), actor=made.focal, now=local("2024-11-12 09:00"), incoming_number="87")
    return made


def address(cast, name: str = "delivery-reply") -> str:
    return reverse(f"reports:{name}", args=[cast.delivery().pk])


def test_only_what_was_handed_in_or_accepted_stands_in_the_reply(cast):
    first, second = cast.obligations()
    accept_me = make_action(first, actor=cast.focal, description="đã xác nhận", declare=True)
    accept(obligation=first, actor=cast.officer, now=NOW)
    make_action(second, actor=cast.focal, description="chưa gửi")
    withdrawn = make_action(second, actor=cast.focal, description="đã rút")
    withdraw_action(action=withdrawn, actor=cast.focal, now=NOW)
    reply = reply_of(cast.delivery(), today=TODAY)
    assert [[line.description for line in section.lines] for section in reply.sections] == [["đã xác nhận"], []]
    assert [each.name for each in reply.evidence] == [accept_me.evidence.get().url]
    assert left_out(cast.delivery()) == 1


def test_returned_work_leaves_the_reply_until_it_is_handed_in_again(cast):
    row = cast.obligation()
    make_action(row, actor=cast.focal, declare=True)
    assert len(reply_of(cast.delivery(), today=TODAY).sections[0].lines) == 1
    send_back(obligation=row, reason="Thiếu ảnh", actor=cast.officer, now=NOW)
    assert reply_of(cast.delivery(), today=TODAY).sections[0].lines == ()
    assert left_out(cast.delivery()) == 1


def test_another_units_work_never_stands_in_the_reply(cast):
    make_action(cast.obligation(cast.o_mon), actor=cast.other_focal, declare=True, description="việc của Ô Môn")
    assert all(not section.lines for section in reply_of(cast.delivery(), today=TODAY).sections)
    assert left_out(cast.delivery()) == 0


def test_an_instruction_the_unit_was_freed_from_says_why(cast):
    instruction = cast.obligation().instruction
    exempt_unit(
        delivery=cast.delivery(), instruction=instruction, actor=cast.officer, now=NOW, reason="Địa bàn không có chợ."
    )
    standing = reply_of(cast.delivery(), today=TODAY).sections[0].standing
    assert standing == "Không áp dụng đối với đơn vị: Địa bàn không có chợ."


def test_what_may_be_done_is_told_only_once_it_was_done(cast):
    draft = make_draft(cast.department, cast.officer)
    add_group(draft, "Phòng", [cast.ninh_kieu], "Nên viết bài", binding=False)
    add_group(draft, "Các phòng", [cast.ninh_kieu], "Đăng tải")
    letter = issue(directive=draft, actor=cast.officer, now=local("2024-11-01 09:00"))
    delivery = letter.deliveries.get()
    assert [each.title for each in reply_of(delivery, today=TODAY).sections] == ["Đăng tải"]
    optional = delivery.obligations.get(instruction__binding=False)
    make_action(optional, actor=cast.focal, declare=True)
    assert [each.title for each in reply_of(delivery, today=TODAY).sections] == ["Nên viết bài", "Đăng tải"]


def test_the_reply_costs_the_same_however_much_was_done(cast):
    first, second = cast.obligations()
    delivery = cast.delivery()
    make_action(first, actor=cast.focal, declare=True)
    with CaptureQueriesContext(connection) as once:
        reply_of(delivery, today=TODAY)
    for number in range(3):
        make_action(second, actor=cast.focal, declare=number == 2)
    with CaptureQueriesContext(connection) as again:
        assert len(reply_of(delivery, today=TODAY).sections[1].lines) == 3
    assert len(again) == len(once)


# --- The page ---------------------------------------------------------------------------------------------------------
def test_the_page_shows_the_paper_in_its_places(client, cast):
    make_action(cast.obligation(), actor=cast.focal, declare=True, reach=1240)
    response = as_person(client, cast.focal).get(address(cast))
    assert lead(response) == "Báo cáo soạn từ các hoạt động đã gửi."
    said = words(response)
    for part in (
        "UBND QUẬN NINH KIỀU PHÒNG VĂN HÓA VÀ THÔNG TIN QUẬN NINH KIỀU CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc Số: ……/BC-",
        "ngày …… tháng 11 năm 2024 BÁO CÁO Kết quả thực hiện",
        "Kính gửi: Sở Thông tin và Truyền thông",
        "Đơn vị tiếp nhận văn bản ngày 12/11/2024, số đến 87.",
        "1. Đăng tải tài liệu Đã thực hiện, đang chờ Sở Thông tin và Truyền thông xác nhận.",
        "1.240 lượt tiếp cận [1]",
        "kính báo cáo Sở Thông tin và Truyền thông./.",
        "Nơi nhận: - Như trên; - Lưu: VT. TRƯỞNG PHÒNG",
    ):
        assert part in said


def test_what_is_recorded_and_not_sent_is_said_above_the_paper(client, cast):
    page = as_person(client, cast.focal).get(address(cast))
    assert "chưa có trong báo cáo" not in words(page)
    make_action(cast.obligation(), actor=cast.focal)
    assert "1 hoạt động chưa gửi xác nhận" in words(client.get(address(cast)))


def test_words_of_the_unit_are_shown_as_words(client, cast):
    make_action(cast.obligation(), actor=cast.focal, declare=True, description="<script>alert(1)</script>")
    assert "<script>alert(1)" not in as_person(client, cast.focal).get(address(cast)).content.decode()


def test_the_letter_leads_to_the_reply_for_those_who_report(client, cast):
    letter = address(cast, "delivery")
    assert address(cast) in as_person(client, cast.focal).get(letter).content.decode()
    assert address(cast) not in as_person(client, cast.officer).get(letter).content.decode()


def test_who_may_look_is_refused_and_a_stranger_knows_of_nothing(client, cast):
    assert as_person(client, cast.officer).get(address(cast)).status_code == 403
    assert as_person(client, cast.other_focal).get(address(cast)).status_code == 404
    assert as_person(client, cast.stranger_officer).get(address(cast)).status_code == 404
    assert as_person(client, cast.focal).post(address(cast)).status_code == 405


# --- Into the report --------------------------------------------------------------------------------------------------
def test_the_report_starts_with_what_was_handed_in_and_is_handed_in_by_hand(client, cast):
    make_action(cast.obligation(), actor=cast.focal, declare=True, reach=1240)
    page = as_person(client, cast.focal).get(address(cast))
    start = f"{address(cast, 'delivery-report')}?start=actions"
    assert f'href="{start}"' in page.content.decode()
    form = client.get(start)
    text = form.context["form"].initial["text"]
    assert "1.240 lượt tiếp cận" in text
    assert "1.240 lượt tiếp cận" in words(form)
    assert "data-draft-new" in form.content.decode()
    assert UnitReport.objects.count() == 0
    client.post(start, {"text": text, "client_uuid": hidden(form, "client_uuid")[0]})
    assert UnitReport.objects.get().text == text


def test_the_report_opened_by_itself_stays_empty(client, cast):
    make_action(cast.obligation(), actor=cast.focal, declare=True)
    form = as_person(client, cast.focal).get(address(cast, "delivery-report"))
    assert "text" not in form.context["form"].initial
    assert "data-draft-new" not in form.content.decode()


def test_difficulties_of_the_last_report_are_said_again(client, cast):
    submit_report(
        delivery=cast.delivery(),
        text="Lần một",
        difficulties="Thiếu loa",
        proposals="Cấp loa",
        client_uuid="0b8e7a52-6a0e-4b5f-9a38-111111111111",
        actor=cast.focal,
        now=NOW,
    )
    assert "Khó khăn, vướng mắc Thiếu loa" in words(as_person(client, cast.focal).get(address(cast)))
    form = client.get(f"{address(cast, 'delivery-report')}?start=actions")
    assert form.context["form"].initial["difficulties"] == "Thiếu loa"
    assert form.context["form"].initial["proposals"] == "Cấp loa"


def test_a_letter_over_is_still_told_but_hands_in_nothing(client, cast):
    recall(directive=cast.directive, actor=cast.officer, now=NOW, note="Nhầm")
    page = as_person(client, cast.focal).get(address(cast))
    assert page.status_code == 200
    assert "start=actions" not in page.content.decode()


def test_a_letter_sent_back_offers_no_reply(client, cast):
    other = cast.delivery(cast.o_mon)
    refuse(delivery=other, actor=cast.other_focal, now=NOW, reason="Sai nơi nhận")
    letter = as_person(client, cast.other_focal).get(reverse("reports:delivery", args=[other.pk]))
    assert "Soạn báo cáo từ các hoạt động" not in words(letter)
