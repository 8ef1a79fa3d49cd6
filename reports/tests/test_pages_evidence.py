"""Files on their way out, and the unit's official reply."""

import io
import uuid
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from campaign_portal.lib.files import read_upload
from campaign_portal.lib.storage import content_storage, store, store_upload
from campaign_portal.lib.tests.factories import SMALLEST_PDF, docx_bytes, phone_photo
from directives.models import DirectiveFile
from directives.services.lifecycle import close_campaign
from directives.services.receipts import refuse
from reports.models import UnitReport
from reports.services.mending import edit_action
from reports.services.what import Proof
from reports.tests.factories import LINK, make_action, what
from reports.tests.reading import as_person, hidden, lead, words
from reports.tests.reading import status as status_of
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-14 08:00")


def stored_as(name: str, data: bytes) -> Proof:
    upload = read_upload(ContentFile(data, name=name), max_bytes=10**7, kinds=["jpeg", "pdf", "docx"])
    return Proof(stored=store_upload(upload, now=NOW), name=name)


@pytest.fixture
def photo(cast):
    """A photo with its place inside, as evidence of Ninh Kiều."""
    proofs = [stored_as("khu vực 3.jpg", phone_photo()), LINK]
    return make_action(cast.obligation(), actor=cast.focal, now=NOW, proofs=proofs).evidence.get(url="")


def address(evidence) -> str:
    return reverse("reports:evidence", args=[evidence.pk])


def content(response) -> bytes:
    return b"".join(response.streaming_content)


# --- Evidence ---------------------------------------------------------------------------------------------------------
def test_a_photo_opens_without_its_place_and_without_rights(client, cast, photo):
    response = as_person(client, cast.focal).get(address(photo))
    data = content(response)
    assert Image.open(io.BytesIO(data)).getexif() == {}
    assert b"Secret" not in data
    assert {name: response[name] for name in ("Content-Type", "X-Content-Type-Options", "Content-Security-Policy")} == {
        "Content-Type": "image/jpeg",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    assert response["Content-Disposition"].startswith("inline")


def test_the_original_goes_to_the_reviewer_only_and_is_saved(client, cast, photo):
    response = as_person(client, cast.officer).get(address(photo) + "?original=1")
    assert Image.open(io.BytesIO(content(response))).getexif().get_ifd(0x8825) != {}
    assert response["Content-Disposition"].startswith("attachment")
    for who in ("focal", "leader"):
        assert as_person(client, cast.people[who]).get(address(photo) + "?original=1").status_code == 403


@pytest.mark.parametrize(
    ("who", "status"),
    [("focal", 200), ("officer", 200), ("leader", 200), ("other_focal", 404), ("stranger_officer", 404)],
)
def test_strangers_find_no_file(client, cast, photo, who, status):
    as_person(client, cast.people[who])
    for query in ("", "?original=1"):
        expected = 403 if query and status == 200 and who != "officer" else status
        assert status_of(client.get(address(photo) + query)) == expected


def test_nobody_signed_in_gets_no_file(client, photo):
    assert client.get(address(photo)).status_code == 302


def test_a_browser_that_has_the_file_is_told_so_and_rights_are_checked_again(client, cast, photo):
    first = as_person(client, cast.focal).get(address(photo))
    etag = first["ETag"]
    assert status_of(first) == 200
    again = client.get(address(photo), headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    stranger = as_person(client, cast.other_focal).get(address(photo), headers={"If-None-Match": etag})
    assert stranger.status_code == 404


def test_a_document_is_saved_and_a_pdf_opens(client, cast):
    proofs = [stored_as("a.docx", docx_bytes()), stored_as("b.pdf", SMALLEST_PDF)]
    action = make_action(cast.obligation(), actor=cast.focal, now=NOW, proofs=proofs)
    as_person(client, cast.leader)
    answers = [client.get(address(row)) for row in action.evidence.all()]
    assert [status_of(answer) for answer in answers] == [200, 200]
    kinds = [answer["Content-Disposition"].split(";")[0] for answer in answers]
    assert kinds == ["attachment", "inline"]


def test_an_address_is_no_file(client, cast, photo):
    link = photo.action.evidence.exclude(url="").get()
    assert as_person(client, cast.focal).get(address(link)).status_code == 404


def test_evidence_taken_off_is_still_shown_to_who_may_see_it(client, cast, photo):
    edit_action(action=photo.action, what=what(), proofs=[], removed={photo.pk}, actor=cast.focal, now=NOW)
    assert status_of(as_person(client, cast.officer).get(address(photo))) == 200


def test_bytes_lost_from_the_disk_are_a_missing_page_not_a_crash(client, cast, photo):
    content_storage.path(photo.stored.shown.sha256).unlink()
    assert as_person(client, cast.focal).get(address(photo)).status_code == 404


def test_the_obligation_shows_the_photo_with_its_size(client, cast, photo):
    response = as_person(client, cast.focal).get(reverse("reports:obligation", args=[cast.obligation().pk]))
    body = response.content.decode()
    assert f'src="{address(photo)}"' in body
    assert f'width="{photo.stored.display.width}" height="{photo.stored.display.height}"' in body


# --- Files of the letter ----------------------------------------------------------------------------------------------
def test_a_file_of_the_letter_goes_to_who_received_it(client, cast):
    file = DirectiveFile.objects.create(
        directive=cast.directive,
        kind="attachment",
        title="Công văn 4322",
        stored=store(b"noi dung", "text/plain", now=NOW),
        original_name="4322.txt",
    )
    page = reverse("reports:delivery-file", args=[cast.delivery().pk, file.pk])
    assert content(as_person(client, cast.focal).get(page)) == b"noi dung"
    assert as_person(client, cast.other_focal).get(page).status_code == 404
    theirs = reverse("reports:delivery-file", args=[cast.delivery(cast.o_mon).pk, file.pk])
    assert status_of(client.get(theirs)) == 200
    assert client.get(reverse("reports:delivery-file", args=[cast.delivery(cast.o_mon).pk, 0])).status_code == 404


def test_an_attachment_only_named_is_listed_without_a_link(client, cast):
    file = DirectiveFile.objects.create(directive=cast.directive, kind="attachment", title="Công văn 4322")
    response = as_person(client, cast.focal).get(reverse("reports:delivery", args=[cast.delivery().pk]))
    assert "Công văn 4322 Đính kèm, chưa có tệp" in words(response)
    assert client.get(reverse("reports:delivery-file", args=[cast.delivery().pk, file.pk])).status_code == 404


# --- The unit's reply -------------------------------------------------------------------------------------------------
@pytest.fixture
def page(client, cast) -> str:
    as_person(client, cast.focal)
    return reverse("reports:delivery-report", args=[cast.delivery().pk])


def reply(**more) -> dict:
    return {
        "text": "Đã triển khai đến 12 khu vực.",
        "reference": "15/BC-VHTT",
        "dated_on": "13/11/2024",
        "difficulties": "Thiếu tờ rơi",
        "proposals": "Cấp thêm tờ rơi",
        "client_uuid": str(uuid.uuid4()),
    } | more


def test_a_reply_is_handed_in_whole(client, cast, page):
    signed = SimpleUploadedFile("bao cao.pdf", SMALLEST_PDF)
    response = client.post(page, reply(file=signed), follow=True)
    report = UnitReport.objects.get()
    assert (report.reference, report.dated_on, report.submitted_at) == ("15/BC-VHTT", date(2024, 11, 13), NOW)
    assert (report.difficulties, report.proposals) == ("Thiếu tờ rơi", "Cấp thêm tờ rơi")
    assert report.original_name == "bao cao.pdf"
    assert "Đã nộp báo cáo của đơn vị cho Sở Thông tin và Truyền thông." in words(response)
    assert "Đã nộp 08:00 ngày 14/11/2024, 15/BC-VHTT" in words(response)


def test_handing_in_again_keeps_the_earlier_version(client, page):
    client.post(page, reply())
    client.post(page, reply(text="Bản sửa", reference="16/BC-VHTT"))
    response = client.get(page)
    assert lead(response) == "Đơn vị đã nộp báo cáo ngày 14/11/2024."
    assert UnitReport.objects.count() == 2
    assert "15/BC-VHTT" in words(response)
    assert "16/BC-VHTT" in words(response)


def test_the_same_reply_twice_is_stored_once(client, page):
    data = reply()
    for _each in range(2):
        client.post(page, data)
    assert UnitReport.objects.count() == 1


def test_another_units_identifier_is_refused(client, cast, page):
    data = reply()
    client.post(page, data)
    theirs = reverse("reports:delivery-report", args=[cast.delivery(cast.o_mon).pk])
    assert as_person(client, cast.other_focal).post(theirs, data).status_code == 403


def test_an_empty_reply_is_refused_in_words(client, page):
    response = client.post(page, reply(text=" "))
    assert "Hãy ghi kết quả thực hiện hoặc đính kèm tệp báo cáo." in words(response)
    assert UnitReport.objects.count() == 0


def test_a_signed_paper_alone_is_enough(client, page):
    client.post(page, reply(text="", file=SimpleUploadedFile("a.pdf", SMALLEST_PDF)))
    assert UnitReport.objects.get().text == ""


def test_a_good_file_survives_a_wrong_day_and_a_bad_one_is_named(client, page):
    response = client.post(page, reply(dated_on="31/11/2024", file=SimpleUploadedFile("a.pdf", SMALLEST_PDF)))
    assert "Không có ngày 31/11/2024 trong lịch" in words(response)
    client.post(page, reply(kept=hidden(response, "kept")))
    assert UnitReport.objects.get().original_name == "a.pdf"
    response = client.post(page, reply(file=SimpleUploadedFile("b.svg", b"<svg/>")))
    assert "Tệp “b.svg”" in words(response)
    assert UnitReport.objects.count() == 1


def test_the_signed_paper_goes_to_who_may_see_the_delivery(client, cast, page):
    client.post(page, reply(file=SimpleUploadedFile("a.pdf", SMALLEST_PDF)))
    file = reverse("reports:report-file", args=[UnitReport.objects.get().pk])
    answers = {who: status_of(as_person(client, user).get(file)) for who, user in cast.people.items()}
    assert answers == {"officer": 200, "leader": 200, "focal": 200, "other_focal": 404, "stranger_officer": 404}


def test_a_refused_letter_and_a_closed_campaign_take_no_reply(client, cast, page):
    refuse(delivery=cast.delivery(cast.o_mon), actor=cast.other_focal, now=NOW, reason="Nhầm nơi nhận")
    theirs = reverse("reports:delivery-report", args=[cast.delivery(cast.o_mon).pk])
    assert "Không nộp thêm được" in words(as_person(client, cast.other_focal).get(theirs))
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=NOW)
    as_person(client, cast.focal)
    assert "Không nộp thêm được" in words(client.get(page))
    assert "nên không nộp báo cáo được nữa" in words(client.post(page, reply()))
    assert UnitReport.objects.count() == 0


def test_a_reply_typed_in_an_ended_session_survives(client, cast, page):
    client.logout()
    client.post(page, reply())
    response = as_person(client, cast.focal).get(page)
    assert "Đã triển khai đến 12 khu vực.</textarea>" in response.content.decode()
