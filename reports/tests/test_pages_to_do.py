"""What came back asks for somebody: refused letters and reports for the officer, returned work for the unit."""

import re
import uuid
from datetime import date

import pytest
from django.urls import reverse

from campaign_portal.lib.errors import AlreadyDone, Refused
from directives.journal import journal
from directives.models import About, Change, Event
from directives.refusals import open_refusals
from directives.services.adjusting import redirect_delivery
from directives.services.lifecycle import close_campaign, recall
from directives.services.receipts import agree_to_refusal, confirm_receipt, refuse
from directives.tests.factories import make_cast, make_issued
from reports.services.reviews import send_back
from reports.services.unit_reports import submit_report
from reports.tests.exports.files import csv_of
from reports.tests.factories import make_action
from reports.tests.reading import as_person, lead, queries, words
from reports.tests.summaries import list_total, make_letter, rows_shown, text_of
from units.models import UnitKind
from units.tests.factories import local, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-14 08:00")
EARLIER = local("2024-11-12 09:00")
WORK = "/my-work/"


@pytest.fixture
def sent_back(cast):
    refuse(delivery=cast.delivery(), actor=cast.focal, now=EARLIER, reason="Không có tổ công nghệ số")
    return cast


def agree(cast, unit=None) -> str:
    return reverse("reports:delivery-agree", args=[cast.delivery(unit).pk])


# --- A letter sent back -----------------------------------------------------------------------------------------------
def test_the_officer_is_told_of_a_refusal_with_its_reason_and_what_to_do(client, sent_back):
    response = as_person(client, sent_back.officer).get(WORK)
    assert lead(response) == "1 đơn vị trả lại văn bản, cần chuyển hoặc xác nhận."
    text = words(response)
    assert "Không có tổ công nghệ số" in text
    assert "Phòng Văn hóa và Thông tin quận Ninh Kiều , 12/11/2024".replace(" ,", ",") in text
    body = response.content.decode()
    assert reverse("directives:redirect", args=[sent_back.directive.pk]) in body
    assert f'action="{agree(sent_back)}"' in body


def test_the_first_page_of_the_officer_leads_there(client, sent_back):
    response = as_person(client, sent_back.officer).get("/", follow=True)
    assert "1 đơn vị trả lại văn bản vì sai nơi nhận : cần chuyển đơn vị khác hoặc xác nhận." in words(response)
    assert f'href="{WORK}#tra-lai"' in response.content.decode()
    assert 'id="tra-lai"' in client.get(WORK).content.decode()
    assert open_refusals(sent_back.officer).count() == 1


def test_nobody_else_is_told(client, sent_back):
    for person in (sent_back.leader, sent_back.focal, sent_back.other_focal, sent_back.stranger_officer):
        assert "vì sai nơi nhận" not in words(as_person(client, person).get(WORK))
        assert "vì sai nơi nhận" not in words(client.get(reverse("directives:list")))
        assert open_refusals(person).count() == 0


def test_agreeing_settles_it_and_is_written_down(client, sent_back):
    response = as_person(client, sent_back.officer).post(agree(sent_back), follow=True)
    assert "không phải nơi nhận của Công văn số" in words(response)
    assert "trả lại văn bản" not in lead(response)
    assert open_refusals(sent_back.officer).count() == 0
    change = Change.objects.get(about=About.DELIVERY, event=Event.ACCEPTED)
    assert (change.actor, change.acting_unit, change.recorded_at) == (sent_back.officer, sent_back.department, NOW)
    line = journal(sent_back.directive)[0]
    assert line["words"] == "Xác nhận trả lại: Phòng Văn hóa và Thông tin quận Ninh Kiều"
    assert line["note"] == "Không có tổ công nghệ số"


def test_agreeing_twice_writes_one_line(client, sent_back):
    as_person(client, sent_back.officer)
    client.post(agree(sent_back))
    again = client.post(agree(sent_back), follow=True)
    assert "Việc trả lại này đã được xác nhận trước đó." in words(again)
    assert Change.objects.filter(about=About.DELIVERY, event=Event.ACCEPTED).count() == 1


def test_agreeing_changes_no_figure_and_no_reason(client, sent_back):
    units = reverse("reports:summary-units", args=[sent_back.directive.pk]) + "?state=refused"
    before = words(as_person(client, sent_back.leader).get(units))
    agree_to_refusal(delivery=sent_back.delivery(), actor=sent_back.officer, now=NOW)
    assert words(client.get(units)) == before
    assert "Không có tổ công nghệ số" in before


def test_passing_the_letter_on_settles_it(client, sent_back):
    other = make_unit("Phòng Văn hóa và Thông tin quận Cái Răng", kind=UnitKind.DISTRICT_OFFICE)
    act = {"actor": sent_back.officer, "now": NOW}
    redirect_delivery(delivery=sent_back.delivery(), unit=other, reason="Đúng địa bàn", **act)
    assert open_refusals(sent_back.officer).count() == 0
    with pytest.raises(AlreadyDone, match="đã được chuyển cho Phòng Văn hóa và Thông tin quận Cái Răng"):
        agree_to_refusal(delivery=sent_back.delivery(), **act)


@pytest.mark.parametrize("end", ["close", "recall"])
def test_a_letter_that_is_over_asks_for_nothing(sent_back, end):
    assert open_refusals(sent_back.officer).count() == 1
    if end == "close":
        close_campaign(campaign=sent_back.directive.campaign, actor=sent_back.officer, now=NOW)
    else:
        recall(directive=sent_back.directive, actor=sent_back.officer, now=NOW, note="Thay thế")
    assert open_refusals(sent_back.officer).count() == 0


def test_what_was_not_sent_back_cannot_be_agreed_to(client, cast):
    with pytest.raises(Refused, match="không trả lại"):
        agree_to_refusal(delivery=cast.delivery(), actor=cast.officer, now=NOW)
    response = as_person(client, cast.officer).post(agree(cast), follow=True)
    assert "Đơn vị không trả lại văn bản này." in words(response)


def test_only_the_issuing_officer_may_agree(client, sent_back):
    expected = {"focal": 403, "leader": 403, "other_focal": 404, "stranger_officer": 404}
    for name, status in expected.items():
        assert as_person(client, sent_back.people[name]).post(agree(sent_back)).status_code == status
    assert as_person(client, sent_back.officer).get(agree(sent_back)).status_code == 302
    assert not Change.objects.filter(about=About.DELIVERY, event=Event.ACCEPTED).exists()


def test_three_refusals_cost_as_many_queries_as_one(client, sent_back):
    as_person(client, sent_back.officer)
    one = queries(client, WORK)
    units = [make_unit(kind=UnitKind.COLLEGE) for _each in range(2)]
    directive = make_issued(sent_back.department, sent_back.officer, groups=[("Các trường", units, "Đăng tải")])
    for delivery in directive.deliveries.all():
        refuse(delivery=delivery, actor=sent_back.focal, now=EARLIER, reason="Nhầm")
    assert lead(client.get(WORK)).startswith("3 đơn vị trả lại văn bản")
    assert queries(client, WORK) == one


# --- Work sent back to the unit ---------------------------------------------------------------------------------------
def test_the_unit_is_told_how_much_came_back_and_led_there(client, cast):
    row = cast.obligation()
    make_action(row, actor=cast.focal, now=EARLIER, declare=True)
    assert "bị trả lại" not in words(as_person(client, cast.focal).get(WORK))
    send_back(obligation=row, reason="Thiếu ảnh", actor=cast.officer, now=EARLIER)
    response = as_person(client, cast.focal).get(WORK)
    assert "1 việc bị trả lại, cần bổ sung" in words(response)
    assert f'href="#viec-{row.pk}"' in response.content.decode()
    assert f'id="viec-{row.pk}"' in response.content.decode()
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=NOW)
    assert "bị trả lại" not in words(client.get(WORK))


# --- Reports handed in ------------------------------------------------------------------------------------------------
@pytest.fixture
def letter():
    return make_letter(no_report=False, report_due_on=date(2024, 11, 25))


def hand_in(letter, name: str, when: str) -> None:
    submit_report(
        delivery=letter.delivery(name),
        text="Đã triển khai.",
        client_uuid=uuid.uuid4(),
        actor=letter.people[name],
        now=local(when),
    )


def test_the_dashboard_counts_reports_and_opens_who_has_and_who_has_not(client, letter):
    hand_in(letter, "gd", "2024-11-12 09:00")
    hand_in(letter, "gd", "2024-11-13 09:00")
    hand_in(letter, "nk", "2024-11-13 10:00")
    response = as_person(client, letter.leader).get(letter.page)
    assert "Báo cáo của đơn vị: 2 / 5 đơn vị đã nộp , 3 đơn vị chưa nộp ; hạn báo cáo 25/11/2024 ." in words(
        response
    ).replace("đã nộp,", "đã nộp ,").replace("nộp;", "nộp ;").replace("2024.", "2024 .")
    for report, count in (("handed", 2), ("missing", 3)):
        listed = client.get(f"{letter.page}units/?report={report}")
        assert (list_total(listed), rows_shown(listed)) == (count, count)
    listed = client.get(f"{letter.page}units/?report=handed&sort=reported")
    assert "12/11/2024" in words(listed)
    assert lead(listed) == "2 đơn vị đã nộp báo cáo"
    file = csv_of(client.get(f"{letter.page}units.csv?report=handed"))
    assert sorted(file.column("Ngày nộp báo cáo")) == ["12/11/2024", "13/11/2024"]


def test_a_report_counts_from_its_own_day(client, letter):
    hand_in(letter, "gd", "2024-11-12 23:59")
    hand_in(letter, "nk", "2024-11-13 00:00")
    shown = [letter.summary(date(2024, 11, day)).reported for day in (11, 12, 13)]
    assert shown == [0, 1, 2]


def test_a_unit_that_sent_the_letter_back_owes_no_report(letter):
    refuse(delivery=letter.delivery("ac"), actor=letter.people["ac"], now=EARLIER, reason="Nhầm")
    summary = letter.summary(date(2024, 11, 14))
    assert (summary.reported, summary.unreported) == (0, 4)


def test_a_letter_that_asks_for_no_report_says_nothing_of_reports_until_one_comes(client):
    letter = make_letter()
    as_person(client, letter.leader)
    assert "Báo cáo của đơn vị" not in words(client.get(letter.page))
    assert "Chưa nộp" not in words(client.get(letter.page + "units/"))
    hand_in(letter, "gd", "2024-11-12 09:00")
    assert "Báo cáo của đơn vị: 1 / 5 đơn vị đã nộp" in words(client.get(letter.page))


# --- Which letter, and what comes first -------------------------------------------------------------------------------
@pytest.fixture
def reporting():
    """Ninh Kiều took in a letter due on 20/11; its report is due on the day given by the test."""

    def make(report_due_on: date):
        cast = make_cast(no_report=False, report_due_on=report_due_on)
        confirm_receipt(delivery=cast.delivery(), actor=cast.focal, now=EARLIER)
        return cast

    return make


@pytest.mark.parametrize(
    ("report_due_on", "sentence"),
    [
        (date(2024, 11, 13), "Đơn vị còn 2 việc, hạn sau 6 ngày. Báo cáo phải nộp trước đó, quá hạn 1 ngày."),
        (date(2024, 11, 14), "Đơn vị còn 2 việc, hạn sau 6 ngày. Báo cáo phải nộp trước đó, hạn hôm nay."),
        (date(2024, 11, 17), "Đơn vị còn 2 việc, hạn sau 6 ngày. Báo cáo phải nộp trước đó, còn 3 ngày."),
        (date(2024, 11, 20), "Đơn vị còn 2 việc, hạn sau 6 ngày."),
        (date(2024, 11, 25), "Đơn vị còn 2 việc, hạn sau 6 ngày."),
    ],
)
def test_the_headline_names_a_report_that_is_due_before_the_work(client, reporting, report_due_on, sentence):
    cast = reporting(report_due_on)
    assert lead(as_person(client, cast.focal).get(WORK)) == sentence


def test_a_report_handed_in_leaves_the_headline(client, reporting):
    cast = reporting(date(2024, 11, 17))
    submit_report(delivery=cast.delivery(), text="Đã làm.", client_uuid=uuid.uuid4(), actor=cast.focal, now=EARLIER)
    assert lead(as_person(client, cast.focal).get(WORK)) == "Đơn vị còn 2 việc, hạn sau 6 ngày."


def test_every_card_names_its_letter(client, cast):
    confirm_receipt(delivery=cast.delivery(), actor=cast.focal, now=EARLIER)
    make_action(cast.obligation(), actor=cast.focal, now=EARLIER, declare=True)
    other = make_issued(cast.department, cast.officer, groups=[("Phòng", [cast.ninh_kieu], "Việc khác")])
    body = as_person(client, cast.focal).get(WORK).content.decode()
    cards = [text_of(card) for card in re.findall(r"<article.*?</article>", body, re.DOTALL)]
    letters = [cast.directive.reference, other.reference]
    named = [[letter for letter in letters if letter in card] for card in cards]
    assert sorted(named) == sorted([[other.reference], [letters[0]], [other.reference], [letters[0]]])
