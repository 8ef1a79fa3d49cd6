"""A file that was refused is never left out of a unit's reply without a word, with scripts or without."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaign_portal.lib.tests.factories import SMALLEST_PDF
from reports.models import UnitReport
from reports.tests.reading import as_person, hidden, words
from reports.tests.test_pages_evidence import reply
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-14 08:00")
SENTENCE = "Tệp “lon.pdf”: Tệp lớn hơn 1 MB. Hãy chọn tệp nhỏ hơn hoặc nén lại."
CHOICE = "Nộp không kèm tệp này"


@pytest.fixture
def page(client, cast, settings) -> str:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    as_person(client, cast.focal)
    return reverse("reports:delivery-report", args=[cast.delivery().pk])


def too_large() -> SimpleUploadedFile:
    return SimpleUploadedFile("lon.pdf", b"%PDF-1.7" + bytes(1024 * 1024))


def signed() -> SimpleUploadedFile:
    return SimpleUploadedFile("bao cao.pdf", SMALLEST_PDF)


def test_a_form_without_a_refused_file_offers_no_choice(client, page):
    assert CHOICE not in words(client.get(page))
    assert CHOICE not in words(client.post(page, reply(text=" ")))


def test_the_sentence_stands_in_the_form_with_the_choice_and_nothing_typed_is_lost(client, page):
    response = client.post(page, reply(file=too_large()))
    assert (SENTENCE in words(response), CHOICE in words(response)) == (True, True)
    assert hidden(response, "refused") == [SENTENCE]
    assert "Đã triển khai đến 12 khu vực." in words(response)
    assert UnitReport.objects.count() == 0


def test_pressed_again_it_asks_again_and_is_handed_in_without_the_file_only_when_told_so(client, page):
    data = reply(file=too_large())
    carried = {"refused": hidden(client.post(page, data), "refused")}
    data.pop("file")
    response = client.post(page, data | carried)
    assert (hidden(response, "refused"), UnitReport.objects.count()) == ([SENTENCE], 0)
    client.post(page, data | carried | {"without": "1"})
    assert UnitReport.objects.get().stored is None


def test_enter_in_a_field_presses_the_button_that_asks(client, page):
    body = client.post(page, reply(file=too_large())).content.decode()
    form = body.partition('<form id="bao-cao"')[2]
    first = form.partition("<button")[2].partition(">")[0]
    assert ('type="submit"' in first, "without" in first) == (True, False)


def test_another_mistake_in_the_form_does_not_hide_the_refused_file(client, page):
    response = client.post(page, reply(dated_on="31/2/2024", file=too_large()))
    response = client.post(page, reply(dated_on="cũng sai", refused=hidden(response, "refused")))
    assert hidden(response, "refused") == [SENTENCE]


def test_a_better_file_chosen_instead_takes_its_place(client, page):
    client.post(page, reply(refused=[SENTENCE], file=signed()))
    assert UnitReport.objects.get().original_name == "bao cao.pdf"


def test_a_worse_file_chosen_instead_is_the_one_that_is_named(client, page):
    response = client.post(page, reply(refused=["Tệp “cu.pdf”: hỏng"], without="1", file=too_large()))
    assert (hidden(response, "refused"), UnitReport.objects.count()) == ([SENTENCE], 0)


def test_without_the_file_and_without_words_it_is_still_no_reply(client, page):
    response = client.post(page, reply(text="", refused=[SENTENCE], without="1"))
    assert "Hãy ghi kết quả thực hiện hoặc đính kèm tệp báo cáo." in words(response)
    assert (hidden(response, "refused"), UnitReport.objects.count()) == ([], 0)
