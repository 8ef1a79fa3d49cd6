"""Several letters, several files or a letter that is there already: the officer says what becomes a draft."""

import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from campaign_portal.lib.models import StoredFile
from campaign_portal.lib.tests.factories import picture_bytes
from directives.forms.incoming import TYPES
from directives.intake import sandbox
from directives.models import Directive, Intake
from directives.services.discarding import discard
from directives.services.taking_in import leave_out
from directives.tests.intake.pages import empty_pages
from directives.tests.officer import LETTER, NOW, SHORT, heading, sent_by_browser

pytestmark = pytest.mark.django_db
NEW = "/directives/new/"
LETTERS = Path(__file__).parent / "letters"
OTHER = SHORT.replace("77/STTTT", "78/STTTT").replace("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "SỞ TƯ PHÁP")


def text_file(text: str, name: str = "cv.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def kept_file(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (LETTERS / name).read_bytes())


def word_file(name: str, *paragraphs: str) -> SimpleUploadedFile:
    document, stream = Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(stream)
    return SimpleUploadedFile(name, stream.getvalue())


def picture(name: str = "poster.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture_bytes())


def hand_in(client, *files, **typed):
    """Post the first page; returns its answer."""
    return client.post(NEW, sent_by_browser(client.get(NEW), "letter-form", file=list(files), **typed))


def choose(client, response, **typed):
    """Post the page on which letters are chosen, as it was drawn."""
    return client.post(response.url, sent_by_browser(client.get(response.url), "choose-form", **typed))


def page_of(client, response) -> str:
    return client.get(response.url).content.decode()


# --- Several letters in one file --------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["two_letters.doc", "two_letters.pdf"])
def test_a_file_of_two_letters_shows_both_before_anything_is_a_draft(officer, name):
    response = hand_in(officer, kept_file(name))
    assert response.url == reverse("directives:choose", args=[Intake.objects.get().pk])
    assert Directive.objects.count() == 0
    page = officer.get(response.url)
    assert heading(page) == "Tệp có 2 văn bản. Hãy chọn văn bản cần tạo bản nháp."
    words = " ".join(page.content.decode().split())
    for said in ("1345/SYT-NVY", "07/06/2024", "1346/TB-SYT", "10/06/2024", "mục cần xác nhận", "Tăng cường phòng"):
        assert said in words
    assert re.search(r"\d+ dòng", words)
    assert sent_by_browser(page, "choose-form")["letters"] == ["0.0", "0.1"]


def test_all_are_ticked_and_each_becomes_a_draft_with_the_one_original(officer):
    data = kept_file("two_letters.doc")
    response = hand_in(officer, data)
    sent = choose(officer, response)
    first, second = Directive.objects.order_by("pk")
    assert (first.number, second.number) == ("1345", "1346")
    assert sent.url == reverse("directives:check", args=[first.pk])
    originals = [draft.files.get(kind="original") for draft in (first, second)]
    assert {file.original_name for file in originals} == {"two_letters.doc"}
    assert {file.stored for file in originals} == {StoredFile.objects.get()}
    page = officer.get(sent.url).content.decode()
    assert "Đã tạo 2 bản nháp." in page
    assert "còn 1 văn bản cùng lần tải" in page
    assert reverse("directives:detail", args=[second.pk]) in page
    assert originals[0].stored.sha256 in page


def test_sent_twice_the_choice_makes_no_draft_anew(officer):
    response = hand_in(officer, kept_file("two_letters.doc"))
    data = sent_by_browser(officer.get(response.url), "choose-form")
    assert officer.post(response.url, data).url == officer.post(response.url, data).url
    assert Directive.objects.count() == 2


def test_one_of_two_is_chosen_and_the_other_waits_on_its_page(officer):
    response = hand_in(officer, kept_file("two_letters.doc"))
    choose(officer, response, letters="0.1")
    draft = Directive.objects.get()
    assert draft.number == "1346"
    assert "một trong 2 văn bản của tệp two_letters.doc" in officer.get("/directives/").content.decode()
    page = officer.get(reverse("directives:check", args=[draft.pk])).content.decode()
    assert "Chọn trong 1 văn bản chưa tạo bản nháp" in page
    again = officer.get(response.url)
    assert sent_by_browser(again, "choose-form")["letters"] == ["0.0"]
    choose(officer, response)
    assert Directive.objects.count() == 2
    assert heading(officer.get(response.url)) == "Mọi văn bản trong lần tải này đã có bản nháp."


def test_nothing_ticked_is_asked_again_and_what_was_not_ticked_stays_so(officer):
    response = hand_in(officer, kept_file("two_letters.doc"))
    page = choose(officer, response, letters=None)
    assert "Văn bản: Hãy chọn ít nhất một văn bản" in page.content.decode()
    assert "letters" not in sent_by_browser(page, "choose-form")
    assert Directive.objects.count() == 0


@pytest.mark.parametrize("letters", ["0.7", "x", "1.0", "0.0.0"])
def test_a_letter_that_was_not_offered_is_refused(officer, letters):
    response = hand_in(officer, kept_file("two_letters.doc"))
    page = officer.post(response.url, {"letters": letters})
    assert "Hãy chọn lại văn bản trong danh sách" in page.content.decode()
    assert Directive.objects.count() == 0


def test_taking_none_of_them_leads_to_the_list_and_asks_no_more(officer):
    response = hand_in(officer, kept_file("two_letters.doc"))
    assert "two_letters.doc" in officer.get("/directives/").content.decode()
    assert officer.post(response.url, {"none": "1"}).url == "/directives/"
    assert "two_letters.doc" not in officer.get("/directives/").content.decode()
    assert (Directive.objects.count(), StoredFile.objects.count()) == (0, 1)


def test_a_letter_whose_draft_was_put_away_is_restored_not_made_anew(officer, small):
    response = hand_in(officer, kept_file("two_letters.doc"))
    choose(officer, response)
    gone = Directive.objects.get(number="1345")
    discard(directive=gone, actor=small.officer, now=NOW, reason="nhầm")
    assert "Bản nháp đã bỏ" in page_of(officer, response)
    assert officer.post(response.url, {"letters": "0.0"}).url == "/directives/discarded/"
    assert officer.post(response.url, {"letters": ["0.0", "0.1"]}).url.endswith("/check/")
    assert Directive.objects.count() == 2


# --- A letter and what goes with it -----------------------------------------------------------------------------------
def test_the_file_with_the_issuers_own_heading_is_the_letter_and_the_rest_goes_with_it(officer):
    files = [text_file(OTHER, "kem-theo.txt"), picture(), word_file("cv.docx", *SHORT.split("\n"))]
    response = hand_in(officer, *files)
    page = officer.get(response.url)
    assert heading(page) == "Đã đọc 3 tệp, thấy 2 văn bản. Hãy xem mỗi tệp là gì rồi tạo bản nháp."
    sent = sent_by_browser(page, "choose-form")
    assert [sent[f"role_{order}"] for order in range(3)] == [["attachment"], ["attachment"], ["letter"]]
    choose(officer, response)
    draft = Directive.objects.get()
    assert (draft.number, draft.files.get(kind="original").original_name) == ("77", "cv.docx")
    attached = draft.files.filter(kind="attachment").order_by("pk")
    assert [file.original_name for file in attached] == ["kem-theo.txt", "poster.jpg"]
    for file in attached:
        served = officer.get(reverse("directives:file", args=[draft.pk, file.pk]))
        assert b"".join(served.streaming_content)
        assert served["X-Content-Type-Options"] == "nosniff"
        assert served["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_officer_says_what_each_file_is(officer):
    response = hand_in(officer, text_file(SHORT), text_file(OTHER, "hai.txt"), picture())
    choose(officer, response, role_0="attachment", role_1="letter", role_2="nothing")
    draft = Directive.objects.get()
    assert (draft.number, draft.files.get(kind="attachment").original_name) == ("78", "cv.txt")


def test_two_letters_in_two_files_are_two_drafts_when_the_officer_says_so(officer):
    response = hand_in(officer, text_file(SHORT), text_file(OTHER, "hai.txt"))
    choose(officer, response, role_1="letter")
    originals = [draft.files.get().original_name for draft in Directive.objects.order_by("pk")]
    assert originals == ["cv.txt", "hai.txt"]


@pytest.mark.parametrize(("role", "says"), [("letter", "tệp này là gì"), ("", "tệp này là gì"), ("x", "tệp này là gì")])
def test_a_picture_is_no_letter_whatever_is_sent(officer, role, says):
    response = hand_in(officer, text_file(SHORT), picture())
    page = choose(officer, response, role_1=role)
    assert says in page.content.decode()
    assert Directive.objects.count() == 0


def test_an_annex_of_an_old_word_file_goes_with_the_letter(officer, monkeypatch):
    monkeypatch.setattr(
        "directives.intake.extract.doc_text", lambda data, limit: ("Danh sách đơn vị nhận cẩm nang", "")
    )
    annex = SimpleUploadedFile("phu luc.doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"0" * 100)
    choose(officer, hand_in(officer, text_file(SHORT), annex))
    file = Directive.objects.get().files.get(kind="attachment")
    assert (file.original_name, file.stored.content_type) == ("phu luc.doc", "application/msword")


@pytest.mark.parametrize(
    ("annex", "content_type"),
    [
        (lambda: SimpleUploadedFile("ban chup.pdf", empty_pages(2)), "application/pdf"),
        (lambda: word_file("phụ lục.docx", "Danh sách đơn vị nhận cẩm nang"), TYPES["docx"]),
        (lambda: word_file("trống.docx", ""), TYPES["docx"]),
    ],
)
def test_an_annex_the_reader_has_opened_apart_is_not_opened_again(officer, monkeypatch, annex, content_type):
    monkeypatch.setattr("directives.forms.incoming.read_upload", pytest.fail)
    choose(officer, hand_in(officer, annex(), text_file(SHORT)))
    file = Directive.objects.get().files.get(kind="attachment")
    assert (file.original_name, file.stored.content_type) == (annex().name, content_type)


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ([("a.txt", b"Banh troi nuoc"), ("b.txt", b"Than em vua trang")], "a.txt: Nội dung này không giống"),
        ([("a.txt", SHORT.encode()), ("b.exe", b"MZ\0\0")], "b.exe: Loại tệp này không được nhận"),
        ([("a.txt", SHORT.encode()), ("b.docx", b"khong phai word")], "b.docx: Tệp .docx bị hỏng"),
        ([("a.txt", SHORT.encode()), ("b.txt", f"TỐI MẬT\n{SHORT}".encode())], "b.txt: Văn bản có dấu chỉ độ mật"),
        ([("a.txt", SHORT.encode()), ("b.xlsm", b"PK\3\4")], "b.xlsm: Loại tệp này không được nhận"),
        ([("a.txt", SHORT.encode()), ("b.txt", b"")], "b.txt: Tệp này trống"),
        ([(f"{n}.txt", SHORT.encode()) for n in range(11)], "tối đa 10 tệp"),
    ],
)
def test_one_file_that_cannot_be_taken_refuses_all_names_itself_and_nothing_is_kept(officer, files, says):
    page = hand_in(officer, *(SimpleUploadedFile(name, data) for name, data in files))
    assert says in page.content.decode()
    assert "hãy chọn lại tệp" in page.content.decode()
    assert (Directive.objects.count(), Intake.objects.count(), StoredFile.objects.count()) == (0, 0, 0)


def test_files_are_weighed_one_by_one_and_together_before_they_are_read(officer, settings, monkeypatch):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    monkeypatch.setattr("directives.forms.letter.read_uploads", pytest.fail)
    big = SimpleUploadedFile("to.txt", b"0" * (1024 * 1024 + 1))
    assert "to.txt: Tệp lớn hơn 1 MB" in hand_in(officer, text_file(SHORT), big).content.decode()
    near = [SimpleUploadedFile(f"{n}.txt", b"0" * (1024 * 1024)) for n in range(4)]
    assert "cộng lại lớn hơn 3 MB" in hand_in(officer, *near).content.decode()


def test_what_was_typed_stays_when_the_file_is_refused(officer):
    page = hand_in(officer, SimpleUploadedFile("a.exe", b"MZ"), text="  ghi chú của tôi")
    assert sent_by_browser(page, "letter-form")["text"] == ["  ghi chú của tôi"]


# --- There already ----------------------------------------------------------------------------------------------------
def test_a_letter_that_is_there_already_is_named_before_a_second_draft(officer):
    hand_in(officer, text_file(SHORT))
    draft = Directive.objects.get()
    response = hand_in(officer, text_file(SHORT))
    page = officer.get(response.url)
    assert heading(page) == "Văn bản này có thể đã có trong hệ thống."
    assert f'href="{reverse("directives:detail", args=[draft.pk])}"' in page.content.decode()
    assert Directive.objects.count() == 1
    assert choose(officer, response).url == reverse("directives:check", args=[Directive.objects.latest("pk").pk])
    assert Directive.objects.count() == 2


def test_of_a_bundle_only_what_is_new_is_ticked(officer):
    choose(officer, hand_in(officer, kept_file("two_letters.doc")), letters="0.0")
    again = hand_in(officer, kept_file("two_letters.doc"))
    assert sent_by_browser(officer.get(again.url), "choose-form")["letters"] == ["0.1"]


def test_a_letter_of_another_unit_is_never_named(client, small):
    client.force_login(small.stranger)
    hand_in(client, text_file(SHORT))
    client.force_login(small.officer)
    assert hand_in(client, text_file(SHORT)).url.endswith("/check/")


# --- Whose it is ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["viewer", "focal", "stranger"])
def test_for_anybody_else_it_does_not_exist(client, small, officer, who):
    response = hand_in(officer, kept_file("two_letters.doc"))
    client.force_login(getattr(small, who))
    assert client.get(response.url).status_code == 404
    assert client.post(response.url, {"letters": "0.0"}).status_code == 404
    assert client.post(response.url, {"none": "1"}).status_code == 404
    assert (Directive.objects.count(), Intake.objects.open().count()) == (0, 1)


def test_another_officer_of_the_unit_goes_on_with_it(client, small, officer):
    response = hand_in(officer, kept_file("two_letters.doc"))
    client.force_login(small.second_officer)
    choose(client, response)
    assert set(Directive.objects.values_list("created_by", "saved_by")) == {(small.second_officer.pk,) * 2}


def test_left_out_it_can_still_be_chosen(officer, small):
    response = hand_in(officer, kept_file("two_letters.doc"))
    leave_out(intake=Intake.objects.get(), actor=small.officer, now=NOW)
    assert "Không lấy văn bản nào" not in page_of(officer, response)
    choose(officer, response)
    assert Directive.objects.count() == 2


# --- Large ------------------------------------------------------------------------------------------------------------
def test_a_large_file_and_a_long_paste_are_never_read_in_the_web_process(officer, monkeypatch):
    monkeypatch.setattr(sandbox, "read_bundle", pytest.fail)
    monkeypatch.setattr("directives.forms.letter.read_text", pytest.fail)
    long = LETTER + "\n".join(f"Dòng thứ {n} của phụ lục kèm theo văn bản này." for n in range(6000))
    assert len(long.encode()) > sandbox.SMALL
    assert hand_in(officer, text_file(long)).url.endswith("/check/")
    pasted = officer.post(NEW, sent_by_browser(officer.get(NEW), "letter-form", text=long + " "))
    assert pasted.status_code == 302
    small_pdf = kept_file("long_an.pdf")
    assert hand_in(officer, small_pdf).url.endswith("/check/")
    assert Directive.objects.count() == 3


def test_a_long_paste_is_kept_letter_for_letter(officer):
    text = f"{SHORT}\n\tô  trống\u00a0cứng – “ngoặc”\n" + "Phụ lục dài.\n" * 30_000
    officer.post(NEW, sent_by_browser(officer.get(NEW), "letter-form", text=text))
    original = Directive.objects.get().files.get(kind="original")
    served = officer.get(reverse("directives:file", args=[original.directive_id, original.pk]))
    assert b"".join(served.streaming_content).decode() == text


def test_a_paste_longer_than_any_letter_is_answered_in_words(officer):
    page = officer.post(NEW, sent_by_browser(officer.get(NEW), "letter-form", text="dài quá " * 300_000))
    assert "Nội dung quá dài so với một văn bản" in page.content.decode()
    assert StoredFile.objects.count() == 0


def test_a_paste_that_the_server_does_not_even_open_says_what_to_do(officer):
    data = sent_by_browser(officer.get(NEW), "letter-form", text="x" * (5 * 1024 * 1024))
    response = officer.post(NEW, data)
    assert response.status_code == 400
    assert "hãy lưu thành tệp rồi tải tệp lên" in response.content.decode()


def test_the_page_says_before_what_is_taken(officer):
    page = officer.get(NEW).content.decode()
    assert "Tối đa 20 MB mỗi tệp, 10 tệp" in page
    assert 'data-busy="Đang tải lên và đọc văn bản.' in page
    assert 'data-max-chars="2000000"' in page


@pytest.mark.parametrize("count", [1, 3])
def test_choosing_costs_the_same_for_one_file_and_for_three(officer, count, django_assert_max_num_queries):
    files = [text_file(SHORT.replace("77/", f"{n}/"), f"{n}.txt") for n in range(1, count + 1)]
    response = hand_in(officer, *files, kept_file("two_letters.doc"))
    with django_assert_max_num_queries(13):
        assert officer.get(response.url).status_code == 200
