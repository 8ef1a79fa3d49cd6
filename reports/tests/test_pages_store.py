"""Evidence in a bucket: from the form to the download, and what people read when the bucket does not answer."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from campaign_portal.lib.models import StoredFile
from campaign_portal.lib.storage import content_storage
from campaign_portal.lib.tests.buckets import nobody_there, serving, storages_at
from campaign_portal.lib.tests.factories import SMALLEST_PDF, phone_photo
from reports.models import Action, PartialUpload
from reports.tests.reading import as_person, hidden, words
from reports.tests.test_pages_actions import typed
from reports.tests.test_pages_uploads import at, send
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "media_root")]
NOW = local("2024-11-14 08:00")
DOWN = "Kho lưu tệp tạm thời không dùng được. Hãy thử lại sau ít phút; nếu vẫn vậy, báo quản trị hệ thống."


@pytest.fixture(scope="module")
def server():
    with serving() as bucket:
        yield bucket


@pytest.fixture
def bucket(server, settings):
    for name in server.names():
        server.lose(name)
    settings.STORAGES = storages_at(settings, server.url)
    return server


@pytest.fixture
def break_it(settings):
    """Nobody answers at the bucket's address from now on."""

    def stop() -> None:
        settings.STORAGES = storages_at(settings, nobody_there())

    return stop


@pytest.fixture
def form(client, cast) -> str:
    as_person(client, cast.focal)
    return reverse("reports:action-new", args=[cast.obligation().pk])


def filled(*files: SimpleUploadedFile, **more) -> dict:
    return typed(links="", day="2024-11-14", description="Họp khu vực 3", **{"files": list(files)}, **more)


def photo(name: str = "anh.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, phone_photo((400, 200)))


def paper(name: str = "a.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, SMALLEST_PDF)


def content(response) -> bytes:
    return b"".join(response.streaming_content)


# --- There and back ---------------------------------------------------------------------------------------------------
def test_a_photo_goes_from_the_form_to_the_bucket_and_back_to_the_reviewer(client, cast, form, bucket):
    assert client.post(form, filled(photo())).status_code == 302
    row = Action.objects.get().evidence.get()
    assert len(bucket.names()) == 2
    place = reverse("reports:evidence", args=[row.pk])
    shown = content(client.get(place))
    assert Image.open(io.BytesIO(shown)).size == (400, 200)
    assert b"Secret" not in shown
    as_person(client, cast.officer)
    assert content(client.get(place, {"original": "1"})) == phone_photo((400, 200))
    assert as_person(client, cast.other_focal).get(place).status_code == 404


def test_the_same_file_again_writes_nothing(client, form, bucket, monkeypatch):
    client.post(form, filled(paper()))
    before = [bucket.written(name) for name in bucket.names()]
    monkeypatch.setattr(type(content_storage.backend), "_save", lambda *_args: pytest.fail("written again"))
    assert client.post(form, filled(paper("b.pdf"))).status_code == 302
    assert Action.objects.count() == 2
    assert [bucket.written(name) for name in bucket.names()] == before


# --- What is lost -----------------------------------------------------------------------------------------------------
def test_bytes_the_bucket_has_lost_are_said_to_be_and_come_back_with_the_file(client, form, bucket):
    client.post(form, filled(paper("biên bản.pdf")))
    row = Action.objects.get().evidence.get()
    place = reverse("reports:evidence", args=[row.pk])
    bucket.lose(content_storage.name(row.stored.sha256))
    response = client.get(place)
    assert response.status_code == 404
    assert "ETag" not in response
    text = words(response)
    assert "Tệp “biên bản.pdf” đã được ghi nhận nhưng nội dung không còn trong kho lưu tệp." in text
    assert "báo quản trị hệ thống" in text
    client.post(form, filled(paper("b.pdf")))
    assert content(client.get(place)) == SMALLEST_PDF


# --- When nobody answers ----------------------------------------------------------------------------------------------
def test_the_form_says_what_to_do_and_loses_nothing_that_was_typed(client, form, bucket, break_it):
    first = client.post(form, filled(photo(), channel=""))  # a mistake elsewhere: the photo is taken
    kept = hidden(first, "kept")
    assert len(kept) == 1
    break_it()
    response = client.post(form, filled(paper("biên bản.pdf"), kept=kept))
    assert response.status_code == 200
    assert f"Tệp “biên bản.pdf”: {DOWN}" in words(response)
    assert "Họp khu vực 3</textarea>" in response.content.decode()
    assert len(hidden(response, "kept")) == 1
    assert Action.objects.count() == 0


def test_once_it_answers_again_the_same_form_is_stored(client, form, bucket, break_it, settings):
    good = settings.STORAGES
    break_it()
    response = client.post(form, filled(paper()))
    assert DOWN in words(response)
    assert StoredFile.objects.count() == 0
    settings.STORAGES = good
    assert client.post(form, filled(paper())).status_code == 302
    assert Action.objects.get().evidence.get().original_name == "a.pdf"


def test_pieces_stay_and_the_last_request_may_be_sent_again(client, cast, form, bucket, break_it, settings):
    good = settings.STORAGES
    break_it()
    place = at(cast)
    answer = send(client, place, SMALLEST_PDF, name="a.pdf", step=100)
    assert answer.status_code == 503
    row = PartialUpload.objects.get()
    assert (row.received, row.stored) == (len(SMALLEST_PDF), None)
    settings.STORAGES = good
    assert client.get(place).json() == {"received": len(SMALLEST_PDF)}
    headers = {"Upload-Offset": str(row.size), "Upload-Length": str(row.size), "Upload-Name": "a.pdf"}
    said = client.put(place, b"", content_type="application/octet-stream", headers=headers).json()
    assert (said["received"], said["name"]) == (len(SMALLEST_PDF), "a.pdf")
    assert client.post(form, filled(kept=[said["kept"]])).status_code == 302


def test_a_download_says_that_the_store_does_not_answer(client, form, bucket, break_it):
    client.post(form, filled(paper()))
    break_it()
    response = client.get(reverse("reports:evidence", args=[Action.objects.get().evidence.get().pk]))
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert "Kho lưu tệp tạm thời không dùng được" in words(response)


def test_pages_without_bytes_go_on_working(client, cast, form, bucket, break_it):
    client.post(form, filled(paper()))
    break_it()
    page = client.get(reverse("reports:obligation", args=[cast.obligation().pk]))
    assert page.status_code == 200
    assert "a.pdf" in words(page)
