"""A Word file comes back changed, and a new version is made of it: own words kept, figures those of a day."""

import uuid
from datetime import timedelta
from io import BytesIO

import docx
import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx.oxml.ns import qn

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.storage import store
from reports.documents.kinds import INTERIM
from reports.models import Document
from reports.queries.documents import checked, earlier_of
from reports.services.documents import DOCX, make_document, renew_document
from reports.tests.summaries import make_letter, text_of

from .letters import DAY, NOON, asked, busy, bytes_of, made
from .papers import opened, word_text

pytestmark = pytest.mark.django_db
OWN = "Nhận định của Sở: chiến dịch đi đúng hướng."


@pytest.fixture
def letter():
    return busy(make_letter())


def changed(document: Document, change=None) -> bytes:
    """The version's Word file with a sentence of the officer's before the last one."""
    file = opened(bytes_of(document.docx))
    ending = next(each for each in file.paragraphs if each.text.startswith("Trên đây"))
    ending.insert_paragraph_before(OWN)
    if change:
        change(file)
    kept = BytesIO()
    file.save(kept)
    return kept.getvalue()


def renewed(letter, base: Document, data: bytes, *, day=None, actor=None) -> Document:
    source = store(data, DOCX, now=NOON)
    asked_for = {"day": day or NOON.date(), "actor": actor or letter.officer, "now": NOON}
    document = renew_document(base=base, source=source, client_uuid=uuid.uuid4(), **asked_for)
    make_document(document.pk, clock=lambda: NOON)
    document.refresh_from_db()
    assert document.is_done, document.trouble
    return document


def test_own_words_stay_and_the_figures_are_those_of_the_new_day(letter):
    first = made(letter)
    letter.finish("ac", 0, "2024-11-22 09:00")
    second = renewed(letter, first, changed(first))
    text = word_text(bytes_of(second.docx))
    assert OWN in text
    assert "2/5 đơn vị đã hoàn thành mọi nhiệm vụ được giao (40%)" in text
    assert "số liệu đến 12:00 ngày 26/11/2024" in text
    assert (second.version, second.pdf, second.has_own_words) == (2, None, True)
    assert earlier_of(second) == first
    assert second.facts["units.done"][0] == "2"
    assert checked(second).matches


def test_the_file_sent_is_kept_as_it_came(letter):
    first = made(letter)
    data = changed(first)
    assert bytes_of(renewed(letter, first, data).source) == data


def test_a_file_is_compared_with_the_version_it_came_from_wherever_it_is_sent(letter):
    first = made(letter)
    letter.finish("ac", 0, "2024-11-22 09:00")
    second = made(letter, day=NOON.date())
    third = renewed(letter, second, changed(first))
    assert third.merge["base"] == first.pk
    assert third.merge["overwritten"] == []


def test_a_block_changed_by_hand_is_named(letter):
    first = made(letter)

    def meddle(file):
        texts = file.element.body.iter(qn("w:t"))
        line = next(each for each in texts if "đã tiếp nhận" in each.text)
        line.text = "mọi đơn vị"

    second = renewed(letter, first, changed(first, meddle))
    assert second.merge["overwritten"] == ["Tiếp nhận"]


def test_a_renewed_version_can_be_renewed_again(letter):
    first = made(letter)
    second = renewed(letter, first, changed(first), day=DAY)
    letter.finish("ac", 0, "2024-11-22 09:00")
    third = renewed(letter, second, bytes_of(second.docx))
    assert OWN in word_text(bytes_of(third.docx))
    assert "2/5 đơn vị" in word_text(bytes_of(third.docx))


def test_a_file_of_another_report_is_refused(letter):
    final, interim = made(letter), made(letter, kind=INTERIM)
    with pytest.raises(Refused, match="Tệp Word này là của văn bản khác."):
        renewed(letter, final, changed(interim))


def test_a_file_typed_by_hand_is_refused(letter):
    first = made(letter)
    file = docx.Document()
    file.add_paragraph("Báo cáo gõ tay")
    kept = BytesIO()
    file.save(kept)
    with pytest.raises(Refused, match="không còn phần số liệu nào do cổng lập"):
        renewed(letter, first, kept.getvalue())


def test_while_another_version_is_made_the_file_has_to_wait(letter):
    first = made(letter)
    asked(letter)
    with pytest.raises(Refused, match="Đang lập một bản khác của báo cáo này."):
        renewed(letter, first, changed(first))


def test_only_who_makes_reports_renews_them(letter):
    first = made(letter)
    with pytest.raises(PermissionDenied):
        renewed(letter, first, changed(first), actor=letter.leader)


# --- Pages ------------------------------------------------------------------------------------------------------------
def send(client, letter, document: Document, data: bytes, day: str = "26/11/2024", name: str = "bao-cao.docx"):
    client.force_login(letter.officer)
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("reports:document-renew", args=[document.pk]), {"file": file, "day": day})


@time_machine.travel(NOON, tick=False)
def test_an_officer_sends_the_file_and_reads_which_figures_moved(client, letter):
    first = made(letter)
    letter.finish("ac", 0, "2024-11-22 09:00")
    response = send(client, letter, first, changed(first))
    second = Document.objects.get(version=2)
    assert response["Location"] == reverse("reports:document", args=[second.pk])
    text = text_of(client.get(response["Location"]).content.decode())
    assert "Lời sửa trong Word được giữ nguyên; số liệu đã thay" in text
    assert "số khác so với bản 1" in text
    assert "Đơn vị đã hoàn thành 1 2" in text
    assert "Bản PDF" not in text.replace("bản PDF", "")


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    ("data", "day", "sentence"),
    [
        (b"", "26/11/2024", "Tệp này trống (0 byte)."),
        (b"%PDF-1.7 x", "26/11/2024", "Tệp"),
        (None, "27/11/2024", "Ngày 27/11/2024 chưa tới."),
        (None, "mai", "Ngày chưa đúng dạng."),
    ],
)
def test_what_cannot_be_taken_is_explained_on_the_page(client, letter, data, day, sentence):
    first = made(letter)
    response = send(client, letter, first, changed(first) if data is None else data, day)
    assert response.status_code == 200
    assert sentence in text_of(response.content.decode())
    assert Document.objects.count() == 1


@time_machine.travel(NOON + timedelta(days=1), tick=False)
def test_the_leader_is_not_asked_for_a_file(client, letter):
    first = made(letter)
    client.force_login(letter.leader)
    page = client.get(reverse("reports:document", args=[first.pk]))
    assert "Cập nhật số liệu" not in text_of(page.content.decode())
    assert client.post(reverse("reports:document-renew", args=[first.pk])).status_code == 403
