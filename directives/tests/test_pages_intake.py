"""A letter comes in and is checked, as an officer does it: forms posted as the page drew them."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaign_portal.lib.models import StoredFile
from directives.models import Directive, DirectiveFile, RecipientGroup
from directives.services.issuing import issue
from directives.tests.intake.letters import decree_30_docx
from directives.tests.officer import LETTER, NOW, SHORT, heading, sent_by_browser
from units.models import Role
from units.tests.factories import make_user

pytestmark = pytest.mark.django_db
NEW = "/directives/new/"


def post_new(client, **typed):
    return client.post(NEW, sent_by_browser(client.get(NEW), "letter-form", **typed))


def check_url(draft) -> str:
    return reverse("directives:check", args=[draft.pk])


def post_check(client, draft, **typed):
    return client.post(check_url(draft), sent_by_browser(client.get(check_url(draft)), "check-form", **typed))


# --- Paste and upload -------------------------------------------------------------------------------------------------
def test_a_pasted_letter_becomes_a_draft_and_its_text_is_kept_as_the_original(officer, small):
    response = post_new(officer, text=SHORT)
    draft = Directive.objects.get()
    assert response.url == check_url(draft)
    assert (draft.issuer, draft.created_by, draft.number) == (small.department, small.officer, "77")
    original = draft.files.get(kind="original")
    assert (original.original_name, original.stored.size) == ("van-ban.txt", len(SHORT.encode()))


def test_an_uploaded_word_file_becomes_a_draft_and_is_kept_as_it_was(officer):
    data = decree_30_docx(LETTER)
    post_new(officer, file=SimpleUploadedFile("../Công văn 05.docx", data))
    draft = Directive.objects.get()
    assert draft.symbol == "STTTT-CNTT/VT"
    original = draft.files.get(kind="original")
    assert original.original_name == "Công văn 05.docx"
    served = officer.get(reverse("directives:file", args=[draft.pk, original.pk]))
    assert b"".join(served.streaming_content) == data
    assert served["X-Content-Type-Options"] == "nosniff"


def test_an_uploaded_text_file_becomes_a_draft(officer):
    post_new(officer, file=SimpleUploadedFile("cv.txt", SHORT.encode()))
    assert Directive.objects.get().subject.startswith("tuyên truyền kỹ năng số")


def test_sent_twice_a_letter_is_stored_once(officer):
    data = sent_by_browser(officer.get(NEW), "letter-form", text=SHORT)
    assert officer.post(NEW, data).url == officer.post(NEW, data).url
    assert Directive.objects.count() == 1
    assert DirectiveFile.objects.count() == 1


def zip_bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"\0" * (40 * 1024 * 1024))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("rong.docx", b"", "Chưa có nội dung"),
        ("gia.docx", b"khong phai word", "không phải tệp Word"),
        ("bom.docx", None, "cấu trúc nén bất thường"),
        ("cv.pdf", b"%PDF-1.7", "Chưa đọc được tệp PDF"),
        ("cv.exe", b"MZ", "Chưa đọc được loại tệp này"),
        ("tho.txt", "Bánh trôi nước".encode(), "không giống văn bản hành chính"),
        ("mat.txt", f"MẬT\n{SHORT}".encode(), "không được phép tiếp nhận"),
    ],
)
def test_a_file_that_cannot_be_taken_in_is_answered_in_words_and_nothing_is_kept(officer, name, data, says):
    response = post_new(officer, file=SimpleUploadedFile(name, zip_bomb() if data is None else data))
    assert response.status_code == 200
    assert says in response.content.decode()
    assert (Directive.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.parametrize("stamp", ["TỐI MẬT", "Mật"])
def test_a_secret_letter_leaves_its_words_on_no_page_and_in_no_browser(officer, stamp):
    page = post_new(officer, text=f"{stamp}\n{SHORT}").content.decode()
    assert "không được phép tiếp nhận" in page
    assert "tuyên truyền kỹ năng số" not in page
    assert 'data-draft="directive-new"' not in page
    assert (Directive.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_secret_file_is_not_asked_for_again(officer):
    page = post_new(officer, file=SimpleUploadedFile("cv.txt", f"MẬT\n{SHORT}".encode())).content.decode()
    assert "hãy chọn lại tệp" not in page


def test_a_draft_with_doubts_does_not_show_its_check_as_done(officer, small):
    draft = small.draft()
    page = officer.get(reverse("directives:recipients", args=[draft.pk])).content.decode()
    assert "còn mục cần xem" in page
    Directive.objects.filter(pk=draft.pk).update(doubts={})
    page = officer.get(reverse("directives:recipients", args=[draft.pk])).content.decode()
    assert "còn mục cần xem" not in page


def test_a_file_over_the_limit_is_refused_before_it_is_read(officer, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    response = post_new(officer, file=SimpleUploadedFile("to.docx", b"PK\3\4" + b"0" * (1024 * 1024)))
    assert "Tệp lớn hơn 1 MB" in response.content.decode()
    assert Directive.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "Chưa có nội dung"), ("   \n ", "Chưa có nội dung"), ("Chào anh chị", "không giống văn bản hành chính")],
)
def test_a_paste_that_is_no_letter_is_answered_in_words_and_stays_in_the_box(officer, text, says):
    response = post_new(officer, text=text)
    assert says in response.content.decode()
    assert sent_by_browser(response, "letter-form")["text"][0].strip() == text.strip()
    assert (Directive.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_paste_and_a_file_at_once_ask_which_one(officer):
    response = post_new(officer, text=SHORT, file=SimpleUploadedFile("cv.txt", SHORT.encode()))
    assert "Hãy chỉ dùng một cách" in response.content.decode()
    assert sent_by_browser(response, "letter-form")["text"][0].replace("\r\n", "\n").strip() == SHORT.strip()
    assert Directive.objects.count() == 0


def test_an_officer_of_two_units_says_which_one_issues(officer, small):
    make_user_seat = small.officer.memberships.create
    make_user_seat(unit=small.justice, role=Role.COORDINATOR, starts_on=date(2024, 1, 1))
    assert "Chọn một mục" in post_new(officer, text=SHORT).content.decode()
    post_new(officer, text=SHORT, issuer=str(small.justice.pk))
    assert Directive.objects.get().issuer == small.justice
    assert "Chọn một mục" not in post_new(officer, text=SHORT, issuer=str(small.department.pk)).content.decode()


@pytest.mark.parametrize("who", ["viewer", "focal"])
def test_only_coordinators_take_letters_in(client, small, who):
    client.force_login(getattr(small, who))
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, {"text": SHORT}).status_code == 403
    assert Directive.objects.count() == 0


# --- Check ------------------------------------------------------------------------------------------------------------
def test_the_check_page_says_what_was_read_and_what_is_doubtful(officer, small):
    response = officer.get(check_url(small.draft(LETTER)))
    assert heading(response) == "Đã đọc được 29 mục, còn 6 mục cần anh/chị xác nhận."
    page = response.content.decode()
    assert 'data-field="report"' in page
    assert 'data-src="deadline-0 period report" class="is-doubt"' in page
    assert "Không thấy trong văn bản" in page
    assert "Ngày 20/11/2024 là ngày kết thúc thực hiện, không phải hạn báo cáo." in page
    assert "&lt;script&gt;" not in page


def test_hostile_words_of_a_letter_are_text(officer, small):
    page = officer.get(check_url(small.draft())).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page


def test_saving_without_a_change_changes_nothing_and_leads_on(officer, small):
    draft = small.draft(LETTER)
    before = Directive.objects.values().get()
    response = post_check(officer, draft)
    assert response.url == reverse("directives:recipients", args=[draft.pk])
    assert Directive.objects.values().get() == before
    assert RecipientGroup.objects.count() == 6


def test_what_the_officer_types_is_kept_and_answers_the_doubts(officer, small):
    draft = small.draft(LETTER)
    typed = {
        "number": " 12 68 ",
        "dated_on": "28/10/2024",
        "report_due_on": "27/11/2024",
        "subject": "trích yếu  khác",
        "bases-0-issuer_name": "Văn phòng UBND thành phố",
        "copies-1-confirmed": "on",
        "seen": ["issuer"],
        "stay": "1",
    }
    assert post_check(officer, draft, **typed).url == check_url(draft)
    draft.refresh_from_db()
    assert (draft.number, draft.dated_on, draft.report_due_on) == ("1268", date(2024, 10, 28), date(2024, 11, 27))
    assert (draft.subject, draft.doubts) == ("trích yếu khác", {})
    assert draft.copies.get(order=1).confirmed_at is not None
    assert heading(officer.get(check_url(draft))) == "Đã đọc được 32 mục, không còn mục nào cần xác nhận."


def test_the_end_of_the_campaign_is_never_taken_for_the_report_day(officer, small):
    data = sent_by_browser(officer.get(check_url(small.draft(LETTER))), "check-form")
    assert (data["due_on"], data["report_due_on"]) == (["20/11/2024"], [""])


def test_a_task_is_added_changed_and_taken_away_without_a_script(officer, small):
    draft = small.draft(LETTER)
    group = draft.groups.get(source="task", order=2)
    typed = {
        "instructions-0-text": "Đăng tải tài liệu.",
        "instructions-1-drop": "on",
        "instructions-6-binding": "on",
        "instructions-7-text": "Báo cáo số liệu.",
        "instructions-7-group": str(group.pk),
        "instructions-7-due_on": "15/11/2024",
    }
    post_check(officer, draft, **typed)
    rows = draft.instructions.values_list("order", "label", "binding", "due_on")
    assert list(rows)[0] == (0, "1.1", True, None)
    assert list(rows)[-2:] == [(6, "", True, None), (7, "3.4", True, date(2024, 11, 15))]
    assert not draft.instructions.filter(order=1).exists()
    assert draft.instructions.get(order=0).text == "Đăng tải tài liệu."


def test_an_attachment_gets_its_file_and_a_new_one_its_name(officer, small):
    draft = small.draft(LETTER)
    png = SimpleUploadedFile("cam-nang.txt", "nội dung".encode())
    other = SimpleUploadedFile("poster.txt", "khác".encode())
    post_check(officer, draft, **{"attachments-0-file": png, "attachments-3-file": other})
    rows = draft.files.filter(kind="attachment").values_list("title", "original_name")
    assert list(rows)[0] == ("Công văn số 4322/BTTTT-CATTT", "cam-nang.txt")
    assert list(rows)[3] == ("poster.txt", "poster.txt")


def test_every_mistake_is_named_once_and_what_was_typed_stays(officer, small):
    draft = small.draft(LETTER)
    typed = {
        "dated_on": "31/02/2024",
        "starts_on": "21/11/2024",
        "no_report": "on",
        "report_due_on": "27/11/2024",
        "links": "khong-phai-lien-ket",
        "bases-0-reference": "",
        "copies-0-confirmed": "on",
        "copies-0-overseer": "",
        "attachments-0-file": SimpleUploadedFile("a.exe", b"MZ"),
        "subject": "đang sửa dở",
    }
    response = post_check(officer, draft, **typed)
    page = response.content.decode()
    for sentence in (
        "Không có ngày 31/02/2024 trong lịch",
        "Ngày kết thúc đứng trước ngày bắt đầu",
        "Đã có hạn báo cáo",
        "Liên kết chưa đúng dạng",
        "Hãy điền mục này, hoặc chọn xóa dòng",
        "Hãy chọn đơn vị được xem",
        "Loại tệp này không được nhận",
        "hãy chọn lại tệp",
        "Còn 7 chỗ cần sửa",
    ):
        assert sentence in page
    sent = sent_by_browser(response, "check-form")
    assert (sent["dated_on"], sent["subject"]) == (["31/02/2024"], ["đang sửa dở"])
    draft.refresh_from_db()
    assert draft.subject != "đang sửa dở"
    assert StoredFile.objects.count() == 0


def test_a_refusal_of_the_service_keeps_what_was_typed(officer, small):
    draft = small.draft()
    response = post_check(officer, draft, **{"groups-0-drop": "on", "subject": "đang sửa dở"})
    assert "còn nội dung yêu cầu" in response.content.decode()
    assert sent_by_browser(response, "check-form")["subject"] == ["đang sửa dở"]


def test_a_problem_of_the_preview_opens_its_field(officer, small):
    draft = small.ready()
    page = officer.get(f"{check_url(draft)}?open=number").content.decode()
    assert page.count('<details class="mend" open>') == 1


def test_a_broken_form_of_a_stranger_s_making_is_answered(officer, small):
    draft = small.draft()
    response = officer.post(check_url(draft), {"subject": "x"})
    assert response.status_code == 200
    draft.refresh_from_db()
    assert draft.subject != "x"


@pytest.mark.parametrize("tasks", [1, 3])
def test_the_check_page_costs_the_same_for_one_task_and_for_three(officer, small, tasks, django_assert_max_num_queries):
    more = "".join(f"\n{n}. Sở Tư pháp: đăng tải tài liệu số {n}.\n" for n in range(2, tasks + 1))
    draft = small.draft(SHORT.replace("\nThời gian triển khai", f"{more}\nThời gian triển khai"))
    assert draft.instructions.count() == tasks
    with django_assert_max_num_queries(20):
        assert officer.get(check_url(draft)).status_code == 200


# --- Whose draft it is ------------------------------------------------------------------------------------------------
STEPS = ["check", "recipients", "campaign-choose", "preview"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("who", ["viewer", "focal", "stranger"])
def test_a_draft_does_not_exist_for_anybody_else(client, small, step, who):
    draft = small.draft()
    client.force_login(getattr(small, who))
    url = reverse(f"directives:{step}", args=[draft.pk])
    assert client.get(url).status_code == 404
    assert client.post(url).status_code in (404, 405)


@pytest.mark.parametrize("step", STEPS)
def test_a_visitor_is_asked_to_sign_in(client, small, step):
    url = reverse(f"directives:{step}", args=[small.draft().pk])
    assert client.get(url).url.startswith("/accounts/login/")


@pytest.mark.parametrize("step", STEPS)
def test_an_issued_letter_is_no_draft_any_more(client, small, step):
    draft = small.ready()
    issue(directive=draft, actor=small.officer, now=NOW)
    url = reverse(f"directives:{step}", args=[draft.pk])
    client.force_login(small.second_officer)
    assert client.get(url).url == reverse("directives:detail", args=[draft.pk])
    for who, status in ((small.viewer, 403), (small.focal, 403), (small.stranger, 404)):
        client.force_login(who)
        assert client.get(url).status_code == status


def test_another_person_of_the_same_unit_goes_on_with_the_draft(client, small):
    draft = small.draft()
    client.force_login(make_user(small.department, Role.COORDINATOR))
    assert client.get(check_url(draft)).status_code == 200
