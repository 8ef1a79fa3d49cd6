"""Files that come in pieces: on from where the line broke, checked when whole, claimed by nobody else."""

import uuid
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from campaign_portal.lib.models import JobRun, StoredFile
from campaign_portal.lib.storage import open_stored
from reports.models import Action, PartialUpload
from reports.services import pieces
from reports.tasks import sweep_uploads
from reports.tests.reading import as_person
from reports.tests.test_pages_actions import photo, typed
from units.tests.factories import local, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-14 08:00")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    return tmp_path


@pytest.fixture
def place(client, cast) -> str:
    """Where the focal point, signed in, sends a file."""
    as_person(client, cast.focal)
    return at(cast)


def at(cast, key: uuid.UUID | None = None) -> str:
    return reverse("reports:upload", args=[cast.obligation().pk, key or uuid.uuid4()])


def put(client, place: str, piece: bytes, *, offset: int, size: int, name: str = "anh.jpg"):
    headers = {"Upload-Offset": str(offset), "Upload-Length": str(size), "Upload-Name": quote(name)}
    return client.put(place, piece, content_type="application/octet-stream", headers=headers)


def send(client, place: str, data: bytes, *, name: str = "anh.jpg", step: int = 700):
    """Every piece in turn; the answer to the last."""
    for offset in range(0, len(data), step):
        answer = put(client, place, data[offset : offset + step], offset=offset, size=len(data), name=name)
        if answer.status_code != 200:
            break
    return answer


def receive_all(client, place: str) -> PartialUpload:
    """A file of which everything is here, not yet looked at."""
    data = photo().read()
    put(client, place, data[:-1], offset=0, size=len(data))
    row = PartialUpload.objects.get()
    return pieces.receive(
        key=row.key, name=row.name, size=len(data), offset=len(data) - 1, piece=data[-1:], actor=row.person, now=NOW
    )


# --- Whole ------------------------------------------------------------------------------------------------------------
def test_pieces_become_a_stored_file_that_proves_an_action(client, cast, place, folder):
    data = photo().read()
    said = send(client, place, data, name="Ảnh khu vực 3.jpg").json()
    assert (said["received"], said["name"]) == (len(data), "Ảnh khu vực 3.jpg")
    with open_stored(PartialUpload.objects.get().stored) as file:
        assert file.read() == data
    assert list(folder.iterdir()) == []
    client.post(
        reverse("reports:action-new", args=[cast.obligation().pk]),
        typed(kept=[said["kept"]], links="", day="2024-11-14"),
    )
    assert Action.objects.get().evidence.get().original_name == "Ảnh khu vực 3.jpg"


def test_what_came_so_far_is_told(client, place):
    assert client.get(place).json() == {"received": 0}
    assert put(client, place, b"abc", offset=0, size=10).json() == {"received": 3}
    assert client.get(place).json() == {"received": 3}


def test_after_a_lost_answer_a_piece_sent_again_is_not_added_twice(client, place):
    data = photo().read()
    half = len(data) // 2
    put(client, place, data[:half], offset=0, size=len(data))
    assert put(client, place, data[:half], offset=0, size=len(data)).json() == {"received": half}
    assert put(client, place, b"zu", offset=half + 9, size=len(data)).json() == {"received": half}
    assert "kept" in put(client, place, data[half:], offset=half, size=len(data)).json()


def test_the_last_piece_sent_again_gives_the_same_file(client, place):
    data = photo().read()
    first = send(client, place, data).json()
    again = put(client, place, data[-5:], offset=len(data) - 5, size=len(data)).json()
    assert (first["name"], again["name"], StoredFile.objects.filter(display__isnull=False).count()) == (
        "anh.jpg",
        "anh.jpg",
        1,
    )


def test_bytes_that_a_crash_left_behind_are_written_over(client, cast, place, folder):
    data = photo().read()
    put(client, place, data[:100], offset=0, size=len(data))
    (path,) = folder.iterdir()
    path.write_bytes(data[:100] + b"never told")
    assert "kept" in put(client, place, data[100:], offset=100, size=len(data)).json()


def test_a_part_that_the_disk_has_lost_is_asked_for_again_from_the_start(client, place, folder):
    data = photo().read()
    put(client, place, data[:9], offset=0, size=len(data))
    (path,) = folder.iterdir()
    path.unlink()
    assert put(client, place, data[9:12], offset=9, size=len(data)).json() == {"received": 0}
    assert "kept" in send(client, place, data).json()


def test_a_whole_file_that_the_disk_has_lost_is_asked_for_again(client, place):
    row = receive_all(client, place)
    pieces.place(row).unlink()
    assert pieces.finish(upload=row, now=NOW).received == 0
    assert "kept" in send(client, place, photo().read()).json()


def test_of_two_that_finish_at_once_the_later_finds_it_done(client, place):
    row, same = receive_all(client, place), PartialUpload.objects.get()
    stored = pieces.finish(upload=row, now=NOW).stored
    assert pieces.finish(upload=same, now=NOW).stored == stored


# --- Refused ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("size", "sentence"),
    [
        (0, "Tệp “anh.jpg”: Tệp này trống (0 byte). Hãy kiểm tra rồi chọn lại tệp."),
        (1024 * 1024 + 1, "Tệp “anh.jpg”: Tệp lớn hơn 1 MB. Hãy chọn tệp nhỏ hơn hoặc nén lại."),
    ],
)
def test_a_file_of_a_wrong_size_is_refused_at_its_first_piece(client, place, settings, folder, size, sentence):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    answer = put(client, place, b"abc", offset=0, size=size)
    assert (answer.status_code, answer.json()) == (422, {"refused": sentence})
    assert (PartialUpload.objects.count(), list(folder.iterdir())) == (0, [])


def test_what_the_file_holds_is_checked_when_it_is_whole(client, place, folder):
    answer = send(client, place, b"<!doctype html><script>alert(1)</script>", name="anh.png")
    assert answer.status_code == 422
    assert answer.json()["refused"].startswith("Tệp “anh.png”: ")
    assert (PartialUpload.objects.count(), StoredFile.objects.count(), list(folder.iterdir())) == (0, 0, [])


def test_more_than_was_announced_is_refused(client, place):
    put(client, place, b"abc", offset=0, size=5)
    answer = put(client, place, b"defg", offset=3, size=5)
    assert "đã thay đổi trong lúc gửi" in answer.json()["refused"]


def test_another_file_under_the_same_key_is_refused(client, place):
    put(client, place, b"abc", offset=0, size=5)
    assert "đã thay đổi trong lúc gửi" in put(client, place, b"abc", offset=0, size=6).json()["refused"]


def test_a_name_with_a_path_and_direction_marks_leads_nowhere(client, place, folder):
    put(client, place, b"abc", offset=0, size=5, name="../../\u202egpj.exe")
    assert PartialUpload.objects.get().name == "gpj.exe"
    assert [path.name[:5] for path in folder.iterdir()] == ["part-"]


def test_too_many_unfinished_files_are_refused_and_old_ones_do_not_count(client, cast, place, monkeypatch):
    monkeypatch.setattr(pieces, "MOST_UNFINISHED", 2)
    for _each in range(2):
        assert put(client, at(cast), b"a", offset=0, size=5).status_code == 200
    assert "quá nhiều tệp gửi dở" in put(client, place, b"a", offset=0, size=5).json()["refused"]
    with time_machine.travel(NOW + timedelta(hours=25), tick=False):
        assert put(client, place, b"a", offset=0, size=5).status_code == 200


@pytest.mark.parametrize("bad", [{}, {"Upload-Offset": "0"}, {"Upload-Offset": "-1", "Upload-Length": "5"}])
def test_a_piece_without_its_place_is_no_piece(client, place, bad):
    assert client.put(place, b"a", content_type="application/octet-stream", headers=bad).status_code == 400


# --- Whose it is ------------------------------------------------------------------------------------------------------
def test_a_colleagues_key_says_nothing_and_takes_nothing(client, cast, place):
    put(client, place, b"abc", offset=0, size=5)
    as_person(client, make_user(cast.ninh_kieu))
    assert client.get(place).json() == {"received": 0}
    assert put(client, place, b"de", offset=3, size=5).status_code == 403
    assert PartialUpload.objects.get().received == 3


@pytest.mark.parametrize(("person", "status"), [("other_focal", 404), ("officer", 403)])
def test_who_does_not_act_for_the_unit_sends_nothing(client, cast, place, person, status):
    as_person(client, getattr(cast, person))
    assert put(client, place, b"a", offset=0, size=5).status_code == status
    assert PartialUpload.objects.count() == 0


def test_a_piece_needs_the_page_it_comes_from(cast):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.focal)
    assert put(strict, at(cast), b"a", offset=0, size=5).status_code == 403


# --- Swept ------------------------------------------------------------------------------------------------------------
def test_files_nobody_goes_on_sending_are_swept_after_a_day(client, cast, place, folder):
    put(client, place, b"abc", offset=0, size=5)
    fresh = at(cast)
    with time_machine.travel(NOW + timedelta(hours=23), tick=False):
        put(client, fresh, b"abc", offset=0, size=5)
    assert pieces.sweep(now=NOW + timedelta(hours=24)) == 0
    assert pieces.sweep(now=NOW + timedelta(hours=24, seconds=1)) == 1
    assert (PartialUpload.objects.count(), len(list(folder.iterdir()))) == (1, 1)
    assert client.get(fresh).json() == {"received": 3}


def test_the_sweep_forgets_the_way_of_a_finished_file_and_not_the_file(client, place):
    send(client, place, photo().read())
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        sweep_uploads()
        sweep_uploads()
    assert (PartialUpload.objects.count(), StoredFile.objects.filter(display__isnull=False).count()) == (0, 1)
    assert [run.detail for run in JobRun.objects.order_by("pk")] == [{"forgotten": 1}, {"forgotten": 0}]
