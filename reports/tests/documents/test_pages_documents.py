"""Asking for a report, watching it, fetching its files, and checking a paper somebody holds."""

import re
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.models import Document
from reports.tests.summaries import make_letter, text_of
from units.models import Role
from units.tests.factories import make_unit, make_user

from .letters import DAY, NOON, asked, busy, bytes_of, made
from .papers import opened, pdf_pages, word_text
from .test_documents import make, reply

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def letter():
    return make_letter()


def page(client, person, name: str, *args, **data) -> str:
    client.force_login(person)
    response = client.get(reverse(f"reports:{name}", args=args), data)
    assert response.status_code == 200
    return text_of(response.content.decode())


def ask(client, letter, **data):
    client.force_login(letter.officer)
    named = {"kind": "report-final", "day": "20/11/2024"} | data
    return client.post(reverse("reports:documents", args=[letter.directive.pk]), named)


# --- Asking -----------------------------------------------------------------------------------------------------------
def test_an_officer_asks_and_gets_both_files(client, letter):
    response = ask(client, busy(letter))
    document = Document.objects.get()
    assert response["Location"] == reverse("reports:document", args=[document.pk])
    assert "Báo cáo kết quả, bản 1, đã lập xong." in page(client, letter.officer, "document", document.pk)
    word = client.get(reverse("reports:document-docx", args=[document.pk]))
    assert word["Content-Disposition"].endswith('-2024-11-20-b1.docx"')
    assert opened(b"".join(word.streaming_content)).core_properties.author == "Sở Thông tin và Truyền thông"
    pdf = client.get(reverse("reports:document-pdf", args=[document.pk]))
    assert pdf["Content-Type"] == "application/pdf"
    assert "BÁO CÁO" in pdf_pages(b"".join(pdf.streaming_content))[0]


def test_the_usual_report_is_interim_while_the_letter_runs_and_final_afterwards(client, letter):
    client.force_login(letter.officer)
    url = reverse("reports:documents", args=[letter.directive.pk])
    assert client.get(url).context["form"]["kind"].value() == "report-final"
    with time_machine.travel(DAY, tick=False):
        client.force_login(letter.officer)
        assert client.get(url).context["form"]["kind"].value() == "report-interim"


def test_a_double_press_leads_to_the_same_report(client, letter):
    key = "00000000-0000-0000-0000-000000000007"
    assert ask(client, letter, client_uuid=key)["Location"] == ask(client, letter, client_uuid=key)["Location"]
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("27/11/2024", "Ngày 27/11/2024 chưa tới. Hãy chọn hôm nay hoặc một ngày đã qua."),
        ("01/10/2024", "Ngày này văn bản chưa ban hành. Hãy chọn từ ngày ban hành trở đi."),
        ("hôm qua", "Ngày chưa đúng dạng."),
        ("", "Nhập ngày, ví dụ 20/11/2024."),
    ],
)
def test_a_day_that_cannot_be_is_explained_and_stays_typed(client, letter, typed, sentence):
    response = ask(client, letter, day=typed)
    text = response.content.decode()
    assert sentence in text
    assert f'value="{typed}"' in text or not typed
    assert not Document.objects.exists()


def test_a_large_report_goes_to_the_background_and_is_watched(
    client, letter, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("reports.services.documents.AT_ONCE", 0)
    sent = []
    monkeypatch.setattr("reports.views.documents.make_later.delay", sent.append)
    with django_capture_on_commit_callbacks(execute=True):
        ask(client, letter)
    document = Document.objects.get()
    assert (document.state, sent) == ("waiting", [document.pk])
    Document.objects.update(state="making", claimed_at=NOON, progress=40)
    response = client.get(reverse("reports:document", args=[document.pk]))
    assert "Đang lập Báo cáo kết quả: 40%." in text_of(response.content.decode())
    assert re.search(r'<progress[^>]*value="40"', response.content.decode())
    assert client.get(reverse("reports:document-docx", args=[document.pk])).status_code == 404


def test_a_failed_one_says_what_to_do(client, letter):
    document = asked(letter)
    Document.objects.update(state="failed", trouble="Hãy thử lập lại.")
    text = page(client, letter.officer, "document", document.pk)
    assert "Chưa lập được Báo cáo kết quả." in text
    assert "Lập lại" in text


# --- Reading ----------------------------------------------------------------------------------------------------------
def test_the_list_says_what_moved_between_versions(client, letter):
    made(letter, day=DAY)
    letter.finish("om", 0, "2024-11-22 09:00")
    second = made(letter, day=NOON.date())
    text = page(client, letter.officer, "documents", letter.directive.pk)
    assert "Đã lập 2 báo cáo; mới nhất: Báo cáo kết quả, số liệu đến 12:00 ngày 26/11/2024." in text
    count = re.search(r"(\d+) số khác", text)[1]
    text = page(client, letter.officer, "document", second.pk)
    assert f"{count} số khác so với bản 1" in text
    assert "Đơn vị đã hoàn thành 0 1" in text


def test_the_leader_reads_and_does_not_ask(client, letter):
    made(letter)
    text = page(client, letter.leader, "documents", letter.directive.pk)
    assert "Báo cáo kết quả, bản 1" in text
    assert "Lập báo cáo" not in text
    response = client.post(reverse("reports:documents", args=[letter.directive.pk]), {})
    assert response.status_code == 403


def test_the_summary_leads_to_the_reports(client, letter):
    client.force_login(letter.leader)
    assert reverse("reports:documents", args=[letter.directive.pk]) in client.get(letter.page).content.decode()
    client.force_login(make_user(letter.district, Role.COORDINATOR))
    assert "/documents/" not in client.get(letter.page).content.decode()


def test_the_list_asks_the_database_as_often_for_three_as_for_one(client, letter):
    made(letter)
    one = queries_of_the_list(client, letter)
    made(letter)
    made(letter, kind="report-interim")
    assert queries_of_the_list(client, letter) == one


def queries_of_the_list(client, letter) -> int:
    client.force_login(letter.officer)
    with CaptureQueriesContext(connection) as found:
        client.get(reverse("reports:documents", args=[letter.directive.pk]))
    return len(found)


# --- Checking ---------------------------------------------------------------------------------------------------------
def test_who_holds_the_paper_sees_whether_it_holds(client, letter):
    document = made(busy(letter))
    letter.finish("gd", 0, "2024-11-26 09:00")
    for person in (letter.officer, letter.leader, make_user(make_unit(), Role.FOCAL)):
        text = page(client, person, "document-check", document.public_id)
        assert "Khớp: số liệu trên văn bản đúng với số liệu của cổng." in text
        assert "Cổng vừa tính lại số liệu đến hết ngày 20/11/2024 từ nhật ký." in text


def test_a_mismatch_is_shown_and_which_figures_only_to_who_may_read_the_paper(client, letter):
    document = forged(made(busy(letter)), "units.done", "5")
    text = page(client, letter.officer, "document-check", document.public_id)
    assert "Không khớp:" in text
    assert "Đơn vị đã hoàn thành 5 1" in text
    text = page(client, make_user(make_unit(), Role.FOCAL), "document-check", document.public_id)
    assert "Không khớp:" in text
    assert "Đơn vị đã hoàn thành" not in text


def forged(document: Document, key: str, text: str) -> Document:
    """A second row that says another number: the database lets nobody alter the one that was made."""
    document.facts[key][0] = text
    document.pk, document.version, document.public_id, document.client_uuid = None, 2, "2222222222", uuid.uuid4()
    document.save(force_insert=True)
    return document


def test_a_check_of_what_is_not_made_or_not_there_is_unknown(client, letter):
    document = asked(letter)
    client.force_login(letter.officer)
    for key in (document.public_id, "khongcodau"):
        assert client.get(reverse("reports:document-check", args=[key])).status_code == 404


def test_the_qr_in_the_paper_leads_to_the_check(letter, settings):
    document = made(letter)
    address = f"{settings.SITE_URL}/documents/check/{document.public_id}/"
    assert address in word_text(bytes_of(document.docx))


# --- The unit's own reply ---------------------------------------------------------------------------------------------
def test_a_unit_makes_its_reply_from_its_page(client, letter):
    delivery = letter.delivery("om")
    assert "Lập tệp Word, PDF" in page(client, letter.people["om"], "delivery-reply", delivery.pk)
    response = client.post(reverse("reports:delivery-reply-document", args=[delivery.pk]))
    document = Document.objects.get()
    assert response["Location"] == reverse("reports:document", args=[document.pk])
    assert document.unit == letter.units["om"]
    assert "Báo cáo của đơn vị, bản 1, đã lập xong." in page(client, letter.people["om"], "document", document.pk)


def test_the_page_of_the_reply_lists_the_versions_made(client, letter):
    delivery = letter.delivery("om")
    assert "Các bản Word, PDF đã lập" not in page(client, letter.people["om"], "delivery-reply", delivery.pk)
    make(reply(letter))
    text = page(client, letter.people["om"], "delivery-reply", delivery.pk)
    assert "Các bản Word, PDF đã lập" in text
    assert "Báo cáo của đơn vị, bản 1" in text


def test_others_learn_nothing_of_a_units_reply(client, letter):
    document = make(reply(letter))
    for person in (letter.people["nk"], letter.officer, letter.leader):
        client.force_login(person)
        for name in ("document", "document-docx", "document-pdf"):
            assert client.get(reverse(f"reports:{name}", args=[document.pk])).status_code == 404
