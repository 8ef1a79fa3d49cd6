"""The pages of claims: the unit's form, the list of the issuing unit, its decision, the review queue beside them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives.models import Progress
from directives.services.lifecycle import recall
from reports.models import Claim
from reports.reply.load import reply_of
from reports.services.claims import claim, confirm_claim
from reports.services.declaring import withdraw_declaration
from reports.tests.factories import make_action
from reports.tests.reading import as_person, lead, words
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-14 08:00")
WHY = "Địa bàn không có chợ."


@pytest.fixture
def waiting(cast) -> Claim:
    row = cast.obligation()
    return claim(obligation=row, kind="not_applicable", reason=WHY, actor=cast.focal, now=local("2024-11-13 09:00"))


def of(name: str, row) -> str:
    return reverse(f"reports:{name}", args=[row.pk])


# --- The unit ---------------------------------------------------------------------------------------------------------
def test_the_obligation_leads_to_the_form_while_nothing_is_recorded(client, cast):
    row = cast.obligation()
    page = as_person(client, cast.focal).get(of("obligation", row))
    assert of("obligation-claim", row) in page.content.decode()
    assert (
        of("obligation-claim", row) not in as_person(client, cast.officer).get(of("obligation", row)).content.decode()
    )
    make_action(row, actor=cast.focal)
    page = as_person(client, cast.focal).get(of("obligation", row))
    assert of("obligation-claim", row) not in page.content.decode()


def test_the_unit_claims_and_reads_that_its_clock_stands(client, cast):
    row = cast.obligation()
    page = as_person(client, cast.focal).get(of("obligation-claim", row))
    assert lead(page) == "Đơn vị không có nội dung để báo cáo, hoặc việc này không áp dụng?"
    said = client.post(of("obligation-claim", row), {"kind": "nothing", "reason": WHY}, follow=True)
    assert "Đã gửi đề nghị cho Sở Thông tin và Truyền thông. Thời hạn dừng tính từ lúc này." in words(said)
    assert "Đề nghị không thực hiện" in words(said)
    assert f"Không có nội dung để báo cáo: {WHY}" in words(said)
    found = Claim.objects.get()
    assert (found.kind, found.reason, found.claimed_by) == ("nothing", WHY, cast.focal)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"reason": WHY}, "Chọn một trong hai đề nghị."),
        ({"kind": "nothing"}, "Ghi lý do để đơn vị ban hành xem xét."),
        ({"kind": "nothing", "reason": "   "}, "Ghi lý do để đơn vị ban hành xem xét."),
        ({"kind": "nothing", "reason": "x" * 2001}, "2000"),
        ({"kind": "khac", "reason": WHY}, "khac"),
    ],
)
def test_what_is_missing_is_asked_for_and_what_was_typed_stays(client, cast, typed, message):
    page = as_person(client, cast.focal).post(of("obligation-claim", cast.obligation()), typed)
    assert page.status_code == 200
    assert message in words(page)
    assert typed.get("reason", "").strip() in page.content.decode()
    assert Claim.objects.count() == 0


def test_a_second_press_is_told_and_stores_once(client, cast):
    row = cast.obligation()
    as_person(client, cast.focal).post(of("obligation-claim", row), {"kind": "nothing", "reason": WHY})
    again = client.post(of("obligation-claim", row), {"kind": "nothing", "reason": WHY}, follow=True)
    assert "Đơn vị đã gửi đề nghị về việc này" in words(again)
    assert Claim.objects.count() == 1


def test_the_form_is_not_opened_for_work_that_waits(client, cast, waiting):
    page = as_person(client, cast.focal).get(of("obligation-claim", waiting.obligation), follow=True)
    assert "Việc này hiện không cần gửi đề nghị." in words(page)


def test_typed_words_survive_a_session_that_ended(client, cast):
    address = of("obligation-claim", cast.obligation())
    assert client.post(address, {"kind": "nothing", "reason": WHY}).status_code == 302
    client.force_login(cast.focal)
    page = client.get(address)
    assert WHY in words(page)
    assert page.context["form"].initial["kind"] == "nothing"
    assert Claim.objects.count() == 0


def test_the_unit_takes_its_claim_back_on_the_page_of_the_obligation(client, cast, waiting):
    as_person(client, cast.focal).post(of("obligation-take-back", waiting.obligation))
    waiting.refresh_from_db()
    assert waiting.verdict == "taken_back"
    assert cast.obligation().progress == Progress.IN_PROGRESS


def test_the_page_says_what_was_claimed_and_why_while_it_waits(client, cast, waiting):
    page = as_person(client, cast.focal).get(of("obligation", waiting.obligation))
    assert lead(page) == (
        "Đơn vị đã đề nghị “không áp dụng đối với đơn vị” ngày 13/11/2024, chờ Sở Thông tin và Truyền thông quyết định."
    )
    before_history = words(page).partition("Quá trình")[0]
    assert f"Lý do của {cast.ninh_kieu.name}, 13/11/2024" in before_history
    assert WHY in before_history
    assert "Rút lại đề nghị" in before_history
    confirm_claim(claim=waiting, actor=cast.officer, now=NOW)
    assert lead(client.get(of("obligation", waiting.obligation))) == "Đơn vị không phải làm việc này nữa."


def test_who_has_recorded_something_is_told_before_a_reason_is_typed(client, cast):
    row = cast.obligation()
    make_action(row, actor=cast.focal)
    page = as_person(client, cast.focal).get(of("obligation-claim", row), follow=True)
    assert page.redirect_chain == [(of("obligation", row), 302)]
    assert "Việc này đã có hoạt động được ghi. Hãy rút các hoạt động đó trước, hoặc gửi xác nhận." in words(page)


def test_what_is_recorded_while_the_reason_is_typed_costs_no_word_of_it(client, cast):
    row = cast.obligation()
    as_person(client, cast.focal).get(of("obligation-claim", row))
    make_action(row, actor=cast.focal)
    page = client.post(of("obligation-claim", row), {"kind": "nothing", "reason": WHY})
    assert page.status_code == 200
    assert "Việc này đã có hoạt động được ghi." in words(page)
    assert page.context["form"]["reason"].value() == WHY
    assert not Claim.objects.exists()


# --- The issuing unit -------------------------------------------------------------------------------------------------
def test_the_list_shows_what_waits_and_leads_to_each(client, cast, waiting):
    page = as_person(client, cast.officer).get(reverse("reports:claims"))
    assert lead(page) == "1 đề nghị của đơn vị đang chờ quyết định."
    assert "Phòng Văn hóa và Thông tin quận Ninh Kiều: không áp dụng đối với đơn vị" in words(page)
    assert f"Lý do: {WHY}" in words(page)
    assert of("claim", waiting) in page.content.decode()


def test_a_list_with_nothing_says_so(client, cast):
    assert lead(as_person(client, cast.officer).get(reverse("reports:claims"))) == "Không có đề nghị nào đang chờ."


def test_another_departments_officer_sees_none_of_them(client, cast, waiting):
    page = as_person(client, cast.stranger_officer).get(reverse("reports:claims"))
    assert lead(page) == "Không có đề nghị nào đang chờ."
    assert client.get(of("claim", waiting)).status_code == 404


def test_the_list_costs_the_same_for_one_and_three(client, cast, waiting):
    as_person(client, cast.officer)
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("reports:claims"))
    for row, person in ((cast.obligations()[1], cast.focal), (cast.obligation(cast.o_mon), cast.other_focal)):
        claim(obligation=row, kind="nothing", reason=WHY, actor=person, now=NOW)
    with CaptureQueriesContext(connection) as three:
        assert lead(client.get(reverse("reports:claims"))).startswith("3 đề nghị")
    assert len(three) == len(one)


def test_the_officer_agrees_and_is_led_back_to_the_list(client, cast, waiting):
    page = as_person(client, cast.officer).get(of("claim", waiting))
    assert of("claim-confirm", waiting) in page.content.decode()
    done = client.post(of("claim-confirm", waiting), follow=True)
    assert "Đã đồng ý. Việc này không tính vào tổng từ hôm nay." in words(done)
    assert cast.obligation().progress == Progress.NOT_APPLICABLE
    assert "Đồng ý, 08:00 ngày 14/11/2024." in words(client.get(of("claim", waiting)))


def test_the_officer_does_not_agree_and_the_unit_reads_why(client, cast, waiting):
    empty = as_person(client, cast.officer).post(of("claim-refuse", waiting), {"reason": " "})
    assert "Ghi lý do để đơn vị biết cần làm gì." in words(empty)
    done = client.post(of("claim-refuse", waiting), {"reason": "Quận có ba chợ."}, follow=True)
    assert "Đã trả lời đơn vị kèm lý do." in words(done)
    unit = as_person(client, cast.focal).get(of("obligation", waiting.obligation))
    assert "Quận có ba chợ." in words(unit)
    assert "Việc này cần bổ sung" in lead(unit)


def test_a_decision_on_what_was_taken_back_is_refused_with_a_sentence(client, cast, waiting):
    withdraw_declaration(obligation=cast.obligation(), actor=cast.focal, now=NOW)
    said = as_person(client, cast.officer).post(of("claim-confirm", waiting), follow=True)
    assert "Đề nghị này không còn chờ quyết định." in words(said)
    said = client.post(of("claim-refuse", waiting), {"reason": "Không"}, follow=True)
    assert "Đề nghị này không còn chờ quyết định." in words(said)


def test_a_letter_recalled_leaves_nothing_to_decide(client, cast, waiting):
    recall(directive=cast.directive, actor=cast.officer, now=NOW, note="Nhầm")
    page = as_person(client, cast.officer).get(of("claim", waiting))
    assert of("claim-confirm", waiting) not in page.content.decode()
    assert "không còn chờ quyết định" in words(page)


# --- Beside the review queue ------------------------------------------------------------------------------------------
def test_the_queue_names_claims_and_leads_to_them(client, cast):
    assert reverse("reports:claims") not in as_person(client, cast.officer).get("/reviews/").content.decode()
    found = claim(obligation=cast.obligation(), kind="nothing", reason=WHY, actor=cast.focal, now=NOW)
    page = client.get("/reviews/")
    assert "1 đề nghị của đơn vị: không có nội dung hoặc không áp dụng" in words(page)
    assert f'href="{of("claim", found)}"' in page.content.decode()
    assert WHY in words(page)
    assert of("review-accept", found.obligation) not in page.content.decode()


def test_accepting_a_claim_in_the_queue_is_refused_with_the_way_to_go(client, cast, waiting):
    said = as_person(client, cast.officer).post(of("review-accept", waiting.obligation), follow=True)
    assert "Hãy mở “Đề nghị của đơn vị” để đồng ý hoặc từ chối." in words(said)
    assert cast.obligation().progress == Progress.WAITING


# --- In the reply of the unit ----------------------------------------------------------------------------------------
def test_the_reply_says_why_it_does_not_concern_the_unit(cast, waiting):
    confirm_claim(claim=waiting, actor=cast.officer, now=NOW)
    standing = reply_of(cast.delivery(), today=NOW.date()).sections[0].standing
    assert standing == f"Không áp dụng đối với đơn vị: {WHY}"
