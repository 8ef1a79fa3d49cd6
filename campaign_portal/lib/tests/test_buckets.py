"""The same store in a bucket of an S3-compatible server, against a real one on this machine."""

import hashlib
import os
import urllib.error
import urllib.request
from datetime import UTC, datetime

import pytest

from campaign_portal.lib.downloads import serve
from campaign_portal.lib.errors import Refused
from campaign_portal.lib.files import read_upload
from campaign_portal.lib.models import StoredFile
from campaign_portal.lib.storage import StorageDown, content_storage, is_intact, open_stored, store, store_upload
from campaign_portal.lib.tests.buckets import BUCKET, nobody_there, serving, storages_at
from campaign_portal.lib.tests.factories import phone_photo, upload

NOW = datetime(2024, 11, 14, 1, 30, tzinfo=UTC)
SHA = hashlib.sha256(b"abc").hexdigest()
NAME = f"{SHA[:2]}/{SHA[2:4]}/{SHA}"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server():
    with serving() as bucket:
        yield bucket


@pytest.fixture
def bucket(server, settings, media_root):
    for name in server.names():
        server.lose(name)
    settings.STORAGES = storages_at(settings, server.url)
    return server


@pytest.fixture
def down(settings, media_root):
    settings.STORAGES = storages_at(settings, nobody_there())


def test_bytes_lie_in_the_bucket_under_their_hash_and_nowhere_else(bucket, media_root):
    stored = store(b"abc", "text/plain", now=NOW)
    assert bucket.names() == [NAME]
    assert bucket.read(NAME) == b"abc"
    assert not media_root.exists()
    with open_stored(stored) as file:
        assert file.read() == b"abc"
    assert is_intact(stored)


def test_the_same_bytes_again_write_nothing(bucket, monkeypatch):
    first = store(b"abc", "text/plain", now=NOW)
    backend = content_storage.backend
    monkeypatch.setattr(type(backend), "_save", lambda *_args: pytest.fail("written again"))
    assert store(b"abc", "text/plain", now=NOW) == first
    assert bucket.names() == [NAME]


def test_a_photo_and_its_copy_go_there_and_come_back(bucket):
    photo = phone_photo((400, 200))
    checked = read_upload(upload("anh.jpg", photo), max_bytes=10**7, kinds=["jpeg"])
    stored = store_upload(checked, now=NOW)
    assert len(bucket.names()) == 2
    with open_stored(stored) as original, open_stored(stored.shown) as shown:
        assert original.read() == photo
        assert b"Secret" not in shown.read()


def test_a_file_of_several_megabytes_comes_back_whole(bucket):
    data = os.urandom(1024) * (9 * 1024)  # over the size from which the client sends parts
    stored = store(data, "video/mp4", now=NOW)
    assert is_intact(stored)
    with open_stored(stored) as file:
        file.seek(5 * 1024 * 1024)
        assert file.read(1024) == data[5 * 1024 * 1024 :][:1024]


def test_a_download_streams_what_was_stored_with_its_length_and_headers(bucket):
    response = serve(store(b"noi dung", "application/pdf", now=NOW), name="a.pdf")
    body = b"".join(response.streaming_content)
    response.file_to_stream.close()
    assert body == b"noi dung"
    assert response["Content-Length"] == "8"
    assert response["Content-Disposition"] == 'inline; filename="a.pdf"'
    assert response["Content-Security-Policy"].endswith("sandbox")


def test_nobody_without_the_key_gets_the_bytes_from_the_bucket(bucket):
    store(b"abc", "text/plain", now=NOW)
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{bucket.url}/{BUCKET}/{NAME}")
    assert caught.value.code == 403
    caught.value.close()


def test_no_address_of_the_bucket_is_ever_made(bucket):
    with pytest.raises(NotImplementedError):
        content_storage.backend.url(NAME)


def test_bytes_the_bucket_has_lost_are_named_and_come_back_with_the_file(bucket):
    stored = store(b"abc", "text/plain", now=NOW)
    bucket.lose(NAME)
    with pytest.raises(FileNotFoundError):
        open_stored(stored)
    assert not is_intact(stored)
    assert store(b"abc", "text/plain", now=NOW) == stored
    assert is_intact(stored)


def test_bytes_that_somebody_changed_in_the_bucket_are_noticed(bucket):
    stored = store(b"abc", "text/plain", now=NOW)
    bucket.client.put_object(Bucket=BUCKET, Key=NAME, Body=b"abd")
    assert not is_intact(stored)


def test_a_server_that_does_not_answer_refuses_in_words_and_leaves_no_row(down):
    with pytest.raises(StorageDown, match="Kho lưu tệp tạm thời không dùng được. Hãy thử lại sau ít phút") as caught:
        store(b"abc", "text/plain", now=NOW)
    assert isinstance(caught.value, Refused)
    assert StoredFile.objects.count() == 0


def test_reading_from_a_server_that_does_not_answer_is_not_a_lost_file(bucket, settings):
    stored = store(b"abc", "text/plain", now=NOW)
    settings.STORAGES = storages_at(settings, nobody_there())
    with pytest.raises(StorageDown):
        open_stored(stored)


def test_a_bucket_that_is_not_there_refuses_in_words(bucket, settings):
    settings.STORAGES = storages_at(settings, bucket.url, bucket="khong-co")
    with pytest.raises(StorageDown):
        store(b"abc", "text/plain", now=NOW)
    assert StoredFile.objects.count() == 0
