import hashlib
import os
import stat
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from campaign_portal.lib import storage
from campaign_portal.lib.files import Upload, read_upload
from campaign_portal.lib.images import display_copy
from campaign_portal.lib.models import StoredFile
from campaign_portal.lib.storage import content_storage, is_intact, open_stored, store, store_upload
from campaign_portal.lib.tests.factories import SMALLEST_PDF, phone_photo, picture_bytes, upload

NOW = datetime(2024, 11, 14, 1, 30, tzinfo=UTC)
SHA = hashlib.sha256(b"abc").hexdigest()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def checked(name: str, data: bytes) -> Upload:
    return read_upload(upload(name, data), max_bytes=10**7, kinds=["jpeg", "png", "pdf", "txt"])


def files_under(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_bytes_lie_under_their_hash(media):
    stored = store(b"abc", "text/plain", now=NOW)
    path = media / SHA[:2] / SHA[2:4] / SHA
    assert path.read_bytes() == b"abc"
    assert (stored.sha256, stored.size, stored.content_type, stored.created_at) == (SHA, 3, "text/plain", NOW)
    with open_stored(stored) as file:
        assert file.read() == b"abc"


@pytest.mark.django_db
def test_the_same_bytes_are_kept_once(media):
    first = store(b"abc", "text/plain", now=NOW)
    again = store(b"abc", "text/html", now=NOW.replace(year=2025))
    assert again == first
    assert (again.created_at, again.content_type) == (NOW, "text/plain")
    assert len(files_under(media)) == 1


@pytest.mark.django_db
def test_nothing_is_stored_for_no_bytes(media):
    with pytest.raises(ValueError):
        store(b"", "text/plain", now=NOW)
    assert files_under(media) == []


@pytest.mark.django_db
def test_only_the_owner_and_group_can_read(settings, media):
    settings.FILE_UPLOAD_PERMISSIONS = 0o640
    store(b"abc", "text/plain", now=NOW)
    assert stat.S_IMODE(files_under(media)[0].stat().st_mode) == 0o640


@pytest.mark.django_db
def test_a_write_that_fails_leaves_no_row_and_no_half_file(media, monkeypatch):
    def full_disk(handle):  # the boundary to the operating system
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError):
        store(b"abc", "text/plain", now=NOW)
    assert files_under(media) == []
    assert StoredFile.objects.count() == 0


@pytest.mark.django_db
def test_bytes_the_disk_has_lost_are_written_again_when_they_come_again(media):
    stored = store(b"abc", "text/plain", now=NOW)
    files_under(media)[0].unlink()
    assert not is_intact(stored)
    with pytest.raises(FileNotFoundError):
        open_stored(stored)
    assert store(b"abc", "text/plain", now=NOW) == stored
    assert is_intact(stored)


@pytest.mark.django_db
def test_bytes_that_rot_on_the_disk_are_noticed(media):
    stored = store(b"abc", "text/plain", now=NOW)
    path = files_under(media)[0]
    path.chmod(0o600)
    path.write_bytes(b"abd")
    assert not is_intact(stored)


@pytest.mark.django_db
def test_a_photo_is_kept_as_it_came_and_shown_without_its_place():
    photo = phone_photo((400, 200), orientation=6)
    stored = store_upload(checked("anh.jpg", photo), now=NOW)
    assert (stored.width, stored.height, stored.content_type) == (400, 200, "image/jpeg")
    assert stored.taken_at == datetime(2024, 11, 14, 1, 30, tzinfo=UTC)
    assert (stored.shown.width, stored.shown.height) == (200, 400)
    assert stored.shown.taken_at is None
    with open_stored(stored) as original, open_stored(stored.shown) as shown:
        assert original.read() == photo
        assert b"Secret" not in shown.read()


@pytest.mark.django_db
def test_what_is_no_picture_is_shown_itself():
    stored = store_upload(checked("a.pdf", SMALLEST_PDF), now=NOW)
    assert stored.shown == stored
    assert (stored.width, stored.height, stored.taken_at) == (None, None, None)


@pytest.mark.django_db
def test_two_photos_that_look_alike_share_one_copy():
    first = store_upload(checked("a.jpg", phone_photo(taken="2024:11:14 08:30:00")), now=NOW)
    second = store_upload(checked("b.jpg", phone_photo(taken="2024:11:15 08:30:00")), now=NOW)
    assert first != second
    assert first.shown == second.shown
    assert StoredFile.objects.count() == 3


@pytest.mark.django_db
def test_a_display_copy_that_comes_back_as_an_upload_is_the_same_row():
    first = store_upload(checked("a.jpg", phone_photo()), now=NOW)
    copy = display_copy(phone_photo()).data
    again = store_upload(checked("tai ve.jpg", copy), now=NOW)
    assert again == first.shown
    assert again.taken_at is None


@pytest.mark.django_db
def test_a_picture_stored_plainly_before_gets_its_copy_when_it_is_uploaded():
    data = picture_bytes(form="PNG")
    plain = store(data, "image/png", now=NOW)
    stored = store_upload(checked("a.png", data), now=NOW)
    plain.refresh_from_db()
    assert stored == plain
    assert plain.shown.content_type == "image/jpeg"


@pytest.mark.django_db
def test_the_copy_cannot_be_deleted_under_its_original():
    stored = store_upload(checked("a.jpg", phone_photo()), now=NOW)
    with pytest.raises(ProtectedError):
        stored.shown.delete()


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"sha256": "a" * 64}, {"size": 4}, {"content_type": "text/html"}])
def test_the_database_refuses_to_change_what_was_stored(change):
    stored = store(b"abc", "text/plain", now=NOW)
    with pytest.raises(IntegrityError, match="stored bytes never change"), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(**change)
    assert is_intact(StoredFile.objects.get())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong, rule",
    [
        ({"sha256": "abc"}, "stored_file_has_a_whole_sha256"),
        ({"sha256": "A" * 64}, "stored_file_has_a_whole_sha256"),
        ({"size": 0}, "stored_file_is_not_empty"),
    ],
)
def test_the_database_refuses_a_row_that_cannot_be(wrong, rule):
    facts = {"sha256": "a" * 64, "size": 1, "content_type": "text/plain", "created_at": NOW}
    with pytest.raises(IntegrityError, match=rule):
        StoredFile.objects.create(**facts | wrong)


@pytest.mark.django_db(transaction=True)
def test_writers_who_race_get_one_row_and_one_file(media):
    ready, found = threading.Barrier(4), []

    def write():
        ready.wait()
        try:
            found.append(store(b"abc", "text/plain", now=NOW).pk)
        except Exception as error:
            found.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [StoredFile.objects.get().pk] * 4
    assert len(files_under(media)) == 1


def test_the_path_is_decided_in_one_place(media):
    assert content_storage.path(SHA) == media / "ba" / "78" / SHA
    assert storage.content_storage.put(b"abc") == SHA
